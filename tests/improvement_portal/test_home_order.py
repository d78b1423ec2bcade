"""What waits for the council and the service: once a record, the oldest first, and nothing too early."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse

from discussions.models import Record
from discussions.professional_discussions import actions as discussions
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from discussions.year import years_of
from schools import clock
from schools.models import School, Version
from tests import factories as make
from tests.discussions.meetings import schedule
from tests.discussions.rounds import make_discussion, write_record
from tests.on_pages import Visitor
from tests.schools.writing import submit

YEAR = clock.current_school_year()
HOME = "/en/home/"
pytestmark = pytest.mark.django_db


def submits(school: School, by: Any) -> None:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    evaluation.refresh_from_db()
    submit(evaluation, by=by)


def lines(person: Any) -> list[str]:
    visitor = Visitor(person, "en").open(HOME)
    return [line.sentence for line in visitor.answer.context["waiting"]]


@pytest.fixture
def joint(school: Any, other_school: Any, nia: Any, owain: Any, alun: Any, service: Any) -> Any:
    load_support_kinds()
    make.assign(alun, service, other_school)
    return make_discussion(school, other_school)


def test_a_joint_record_waits_once_and_names_both_schools(joint, alun, mari, olwen):
    both = "Ysgol Nant y Coed and Ysgol Pen y Bryn"
    for person in (alun, mari):
        assert lines(person) == [f"Write and send the record of the discussion with {both}"]
    record = records.begin(joint, by=alun, once=uuid.uuid4())
    write_record(record, by=alun)
    record.refresh_from_db()
    records.send(record, by=alun, once=uuid.uuid4())
    for person in (alun, mari, olwen):
        agree = [line for line in lines(person) if line.startswith("Agree the record")]
        assert agree == [f"Agree the record of the discussion with {both}, or say what you see differently"]


def test_nothing_is_to_be_scheduled_before_the_school_has_submitted(olwen, nia, school, other_school):
    assert lines(olwen) == []
    submits(school, nia)
    assert lines(olwen) == ["Schedule the professional discussion with Ysgol Nant y Coed"]


def test_a_school_waits_since_it_was_ready_for_the_first_time(olwen, nia, owain, school, other_school):
    submits(other_school, owain)
    submits(school, nia)
    week = dt.timedelta(days=7)
    first = Version.all_rows.get(school=other_school)
    Version.all_rows.create(
        version_kind=first.version_kind, thing_id=first.thing_id, number=2, content=bytes(first.content) + b" ",
        school=other_school, school_year=YEAR, by=owain, at=clock.now() + week,
    )  # fmt: skip
    assert [line.rsplit(" ", 3)[-1] for line in lines(olwen)] == ["Bryn", "Coed"]


def test_after_a_discussion_was_called_off_the_next_one_waits_since_that_day(olwen, nia, alun, school):
    submits(school, nia)
    for _twice in range(2):
        discussion = schedule(school, olwen, nia)
        before = clock.now()
        discussions.cancel(discussion, reason="Eira", lang="cy", by=olwen, once=uuid.uuid4())
    (line,) = Visitor(olwen, "en").open(HOME).answer.context["waiting"]
    assert line.sentence.startswith("Schedule") and before <= line.since <= clock.now()
    assert line.since == next(iter(years_of(School.all_rows.filter(pk=school.pk), YEAR))).ready_since


def test_what_waits_longest_stands_first_whatever_it_is(olwen, alun, nia, owain, school, other_school):
    """A record to answer and a discussion to schedule: either may have waited longer."""
    load_support_kinds()
    submits(other_school, owain)
    record = write_record(records.begin(make_discussion(school), by=alun, once=uuid.uuid4()), by=alun)
    records.send(record, by=alun, once=uuid.uuid4())
    for days, first in ((7, "Agree"), (-7, "Schedule")):
        Record.all_rows.update(sent_at=clock.now() - dt.timedelta(days=days))
        assert lines(olwen)[0].startswith(first)
        since = [line.since for line in Visitor(olwen, "en").open(HOME).answer.context["waiting"]]
        assert len(since) == 2 and since == sorted(since)


def test_the_number_of_all_that_waits_stands_on_the_link_to_it(olwen, council):
    for number in range(9):
        place = make.make_school(council, f"Ysgol {number}")
        head = make.make_person(f"Pennaeth {number}")
        make.appoint(head, "headteacher", place)
        submits(place, head)
    Visitor(olwen, "en").open(HOME).says("Everything that waits for you (9)").follow(reverse("home:waiting"))


@pytest.mark.parametrize("who", ["nia", "sion", "carys", "gwen", "glyn"])
def test_each_step_of_the_year_leads_to_its_page_and_the_page_opens(who, request, school, alun):
    discussion = make_discussion(school)
    make.make_self_evaluation(school)
    visitor = Visitor(request.getfixturevalue(who), "en").open(HOME)
    steps = visitor.answer.context["lines"][0].steps
    opened = [url for _words, _done, url in steps if url]
    assert len(opened) == (2 if who == "carys" else 5)
    for url in opened:
        visitor.open(HOME).follow(url)
    if who != "carys":
        assert reverse("records:detail", args=[discussion.public_id]) in opened
