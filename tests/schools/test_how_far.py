"""How far an area is: who wrote there last, and what came along from the year before that nobody has looked at."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from schools import clock, history
from schools.area_owners import areas_looked_after_by
from schools.bringing_in import actions as bringing
from schools.how_far import REMOVED, WRITTEN
from schools.models import Passage, Priority, Section, SelfEvaluation, Strength
from schools.self_evaluations import actions
from schools.self_evaluations.queries import sections_with_people
from schools.starting import actions as starting
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.bringing import block
from tests.schools.writing import save

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()
LONG_AGO = dt.timedelta(days=60)


@pytest.fixture
def section(school: Any, nia: Any, carys: Any) -> Section:
    """Nia wrote there long ago; Carys looks after it."""
    section: Section = make.make_self_evaluation(school).sections.select_related("area")[0]
    save(section, going_well="Da", by=nia)
    Passage.all_rows.filter(section=section, box="going_well").update(written_at=clock.now() - LONG_AGO)
    Section.all_rows.filter(pk=section.pk).update(owner=carys)
    return section


def page(section: Section, route: str, *more: Any) -> str:
    evaluation = section.self_evaluation
    return reverse(f"self_evaluations:{route}", args=[evaluation.school.public_id, evaluation.school_year, *more])


def areas_of(section: Section) -> Any:
    reader = section.passages.exclude(written_by=None).first().written_by
    return sections_with_people(section.self_evaluation, reader)


def last(section: Section) -> tuple[str, dt.date]:
    found = areas_of(section)[section.area.code]
    return found.last_by, found.last_at.astimezone(clock.LONDON).date()


def add(section: Section, model: Any, by: Any) -> Any:
    return actions.add(section, model, text="Darllen", lang="cy", by=by, once=uuid4())


def bring_in(section: Section, by: Any, to: str) -> None:
    evaluation = section.self_evaluation
    blocks = [block(1, "Reading is good.", f"{section.area.code}/{to}"), block(2, "Rest", "")]
    document = make.make_brought_document(evaluation, by, blocks=blocks)
    bringing.bring_in(document, version=document.version, by=by, once=uuid4())


def test_whoever_adds_changes_or_removes_a_strength_or_a_priority_wrote_in_the_area(sion, section):
    ago = (clock.now() - LONG_AGO).astimezone(clock.LONDON).date()
    other = section.self_evaluation.sections.select_related("area")[1]
    assert last(section) == ("Nia", ago)
    strength = add(section, Strength, sion)
    assert last(section) == ("Sion", clock.today())
    assert areas_of(section)[other.area.code].last_at is None, "of that area alone"
    actions.remove(strength, by=sion, once=uuid4())
    assert last(section) == ("Sion", clock.today()), "and it is gone"


@pytest.mark.parametrize("to", ["strengths", "priorities", "to_improve"])
def test_whoever_brings_texts_in_wrote_in_the_area(sion, section, to):
    bring_in(section, sion, to)
    assert last(section) == ("Sion", clock.today())


def test_the_own_copy_its_list_of_areas_and_home_of_the_owner_say_so(sion, carys, section):
    add(section, Priority, sion)
    said = f"Last written on {date_format(clock.today())}"
    Visitor(carys, "en").open(page(section, "detail")).says(said, "Last written by Sion")
    assert areas_looked_after_by(carys)[0].last_by == "Sion"


def test_every_act_that_counts_as_writing_is_one_that_the_history_tells():
    assert {*WRITTEN, *REMOVED} <= {*history._INSIDE}


@pytest.fixture
def carried(school: Any, nia: Any, carys: Any) -> Section:
    """Its first area has a box, a strength and two priorities from last year."""
    before = make.make_self_evaluation(school, YEAR - 1).sections.first()
    save(before, going_well="Darllen da", by=nia)
    Strength.all_rows.create(section=before, text="Darllen", lang="cy")
    for text in ("Ysgrifennu", "Rhifo"):
        Priority.all_rows.create(section=before, text=text, lang="cy")
    started: SelfEvaluation = starting.start(
        school, year=YEAR, last=YEAR - 1, carry=["texts", "strengths", "priorities"], by=nia, once=uuid4()
    )
    section: Section = started.sections.select_related("area")[0]
    Section.all_rows.filter(pk=section.pk).update(owner=carys)
    return section


def places(section: Section) -> list[str]:
    return [
        page(section, "detail"),
        f"{page(section, 'check')}?areas={section.area.code}",
        reverse("home:index"),
    ]


def test_what_came_along_and_was_not_looked_at_is_counted_and_led_to_in_each_place(carys, carried):
    for place in places(carried):
        visitor = Visitor(carys, "en").open(place).says("not been looked at yet", "1 box", "1 strength", "2 priorities")
        for kind in ("strengths", "priorities"):
            assert visitor.offers(page(carried, "findings", carried.area.code, kind)), place


def test_after_the_page_is_saved_what_is_left_is_named_and_the_rest_is_not(carys, carried):
    visitor = Visitor(carys, "en").open(page(carried, "write", carried.area.code))
    visitor.says("the mark goes from its boxes", "Left in this area: 1 strength", "2 priorities").fill()
    for place in places(carried):
        visitor.open(place).says("1 strength", "2 priorities").says_nothing_of("1 box")
    for kind, findings in (("strengths", carried.strengths), ("priorities", carried.priorities)):
        for finding in findings.all():
            visitor.open(page(carried, "findings", carried.area.code, kind))
            visitor.follow(page(carried, "edit", kind, finding.public_id)).says("the mark goes").fill()
    for place in places(carried):
        visitor.open(place).says_nothing_of("not been looked at yet")


def test_in_welsh_too(carys, carried):
    for place in places(carried):
        visitor = Visitor(carys, "cy").open(place)
        assert visitor.offers(page(carried, "findings", carried.area.code, "strengths")), place
