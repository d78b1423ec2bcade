"""A year begins with what was set up for the year before; what came over is looked over, each with a name and a day."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussions.models import Round, RoundCheck, RoundOfficer, RoundSchool, TravelTime
from discussions.year_start import actions
from discussions.year_start.queries import PARTS
from schools import clock
from schools.models import AdviserAssignment, Appointment, Event, Term
from schools.refusals import Refused
from tests import factories as make
from tests.discussions.planning import WINDOW, YEAR, plan, set_up
from tests.on_pages import Visitor, errors_on, links_in

NEXT = YEAR + 1
DAYS = {"first_day": dt.date(NEXT + 1, 1, 11), "last_day": dt.date(NEXT + 1, 3, 24)}


def path(name: str, council: Any, year: int = NEXT) -> str:
    return reverse(f"year_start:{name}", args=[year, council.public_id])


def start(council: Any, by: Any, parts: Any = tuple(PARTS), **words: Any) -> Round:
    said = {**DAYS, "once": uuid4(), **words}
    round_: Round = actions.start(council, year=NEXT, parts=list(parts), by=by, **said)
    return round_


@pytest.fixture
def this_year(council, olwen, lowri, school, other_school, federation, gareth) -> Round:
    """Everything that can be set up, with a school that is placed first and one that meets with another."""
    for place in (school, other_school):
        place.federation = federation
        place.save()
    round_ = set_up(council, olwen, minutes=60, setting="elsewhere", place="Y Ganolfan", town="Y Dref")
    TravelTime.all_rows.create(round=round_, first_town="Tredegar", second_town="Abertyleri", minutes=25)
    RoundOfficer.all_rows.create(round=round_, person=lowri)
    limited = RoundOfficer.all_rows.create(round=round_, person=olwen, only_some=True)
    limited.schools.add(school)
    plan(school, olwen, is_first=True, setting="online", guests=[gareth.public_id])
    row = RoundSchool.all_rows.get(school=school)
    plan(
        school,
        olwen,
        row.seen,
        is_first=True,
        setting="online",
        guests=[gareth.public_id],
        together_at=school.public_id,
    )
    return round_


def test_everything_is_taken_over_but_who_is_placed_first(this_year, council, olwen, school, other_school, gareth):
    found = start(council, olwen)
    assert (found.school_year, found.first_day, found.minutes, found.place) == (
        NEXT,
        DAYS["first_day"],
        60,
        "Y Ganolfan",
    )
    assert found.travel_times.get().minutes == 25
    pool = {row.person: (row.only_some, list(row.schools.all())) for row in found.officers.all()}
    assert pool[olwen] == (True, [school]) and len(pool) == 2
    row = found.round_schools.get(school=school)
    assert (row.is_first, row.setting, list(row.guests.all()), row.together_at) == (False, "online", [gareth], school)
    assert found.round_schools.get(school=other_school).together_at == school
    assert RoundSchool.all_rows.get(round=this_year, school=school).is_first  # last year's stays as it is
    event = Event.all_rows.get(verb="round.started")
    assert (event.council, event.school, event.facts["parts"]) == (council, None, sorted(PARTS))


def test_what_is_left_out_is_not_taken_over(this_year, council, olwen):
    found = start(council, olwen, ["how", "officers"], first_day=None, last_day=None)
    assert (found.first_day, found.minutes, found.officers.count()) == (None, 60, 2)
    assert not found.round_schools.exists() and not found.travel_times.exists()


def test_who_no_longer_works_for_the_council_is_left_out(this_year, council, olwen, lowri):
    Appointment.all_rows.filter(person=lowri).update(ends_on=DAYS["first_day"] - dt.timedelta(days=1))
    page = Visitor(olwen, "en").open(path("start", council)).page
    assert "Lowri is left out, because they do not work for the council" in page
    assert [row.person for row in start(council, olwen).officers.all()] == [olwen]


def test_an_officer_of_closed_schools_only_is_left_out(this_year, council, olwen, lowri, school):
    school.closed_on = clock.today()
    school.save()
    assert [row.person for row in start(council, olwen).officers.all()] == [lowri]


def test_closed_schools_and_those_that_took_no_part_are_left_out_with_the_reason(this_year, council, olwen, school):
    out, new = make.make_school(council, "Ysgol Allan"), make.make_school(council, "Ysgol Newydd")
    plan(out, olwen, takes_part=False, not_because="Cynhelir hi yng Nghaerdydd", lang="cy")
    school.closed_on = clock.today()
    school.save()
    page = Visitor(olwen, "en").open(path("start", council)).page
    for words in ("Left out: it closes", "Cynhelir hi yng Nghaerdydd", "nothing is noted about it for"):
        assert words in page
    found = start(council, olwen)
    assert not found.round_schools.filter(school__in=[school, out, new]).exists()
    assert found.round_schools.get().together_at is None  # the other one meets alone again: the host has closed


def test_what_has_been_set_up_is_never_overwritten(this_year, council, olwen, lowri, school, other_school):
    found = start(council, olwen, ["days", "how"])
    Round.all_rows.filter(pk=found.pk).update(minutes=120)
    RoundOfficer.all_rows.create(round=found, person=lowri)
    mine = RoundSchool.all_rows.create(round=found, school=school, setting="at_school")
    for part in ("days", "how", "officers"):
        with pytest.raises(Refused, match="set up for that year meanwhile"):
            start(council, olwen, [part])
    page = Visitor(olwen, "en").open(path("start", council)).page
    assert "stays as it is" in page
    start(council, olwen, ["travel", "schools", "places"])
    found.refresh_from_db()
    mine.refresh_from_db()
    assert (found.minutes, found.officers.get().person, mine.setting) == (120, lowri, "at_school")
    assert found.round_schools.filter(school=other_school).exists()  # filled, because nothing stood there


def test_a_school_with_an_interest_is_left_to_a_colleague(this_year, council, olwen, elin, school, other_school):
    page = Visitor(elin, "en").open(path("start", council)).page
    assert school.name not in page
    found = start(council, elin)
    assert [row.school for row in found.round_schools.all()] == [other_school]
    assert found.round_schools.get().together_at is None
    start(council, olwen, ["schools", "places"])
    assert found.round_schools.get(school=school).setting == "online"


def test_a_second_press_is_answered_with_the_first_result(this_year, council, olwen):
    once = uuid4()
    first = start(council, olwen, once=once)
    assert start(council, olwen, once=once) == first
    assert Event.all_rows.filter(verb="round.started").count() == 1


@pytest.mark.parametrize(
    ("parts", "days", "sentence", "field"),
    [
        (["days"], {"first_day": None}, "untick the days", "first_day"),
        (["days"], {"last_day": None}, "untick the days", "last_day"),
        (["days"], {"first_day": dt.date(NEXT, 8, 31)}, "of this school year", "first_day"),
        (["days"], {"last_day": DAYS["first_day"] - dt.timedelta(days=1)}, "not before the first", "last_day"),
        (["guests"], {}, "Which schools take part", "parts"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(this_year, council, olwen, parts, days, sentence, field):
    with pytest.raises(Refused, match=sentence) as refused:
        start(council, olwen, parts, **days)
    assert refused.value.field == field and not Round.all_rows.filter(school_year=NEXT).exists()


def test_where_nothing_was_set_up_there_is_nothing_to_take_over(council, olwen):
    assert "There is nothing to take over" in Visitor(olwen, "en").open(path("start", council)).page
    with pytest.raises(Refused):
        start(council, olwen)


def test_the_days_are_shown_to_be_checked_and_can_be_put_right(this_year, council, olwen):
    visitor = Visitor(olwen, "en").open(reverse("rounds:detail", args=[YEAR, council.public_id]))
    assert path("start", council) in visitor.page
    visitor.open(path("start", council))
    assert "whole weeks only" in visitor.page
    assert visitor.form.fields["first_day-day"].holds == [str((WINDOW["first_day"] + dt.timedelta(days=364)).day)]
    visitor.press(**{"first_day__day": "25"})
    assert not errors_on(visitor.page) and visitor.path == path("check_list", council)
    assert Round.all_rows.get(school_year=NEXT).first_day.day == 25


def test_the_terms_of_both_years_say_where_the_days_lie(this_year, council, olwen):
    for year, first in ((YEAR, dt.date(YEAR + 1, 1, 4)), (NEXT, dt.date(NEXT + 1, 1, 10))):
        term = {"starts_on": first, "ends_on": first + dt.timedelta(days=90)}
        Term.all_rows.create(council=council, school_year=year, **term)
    assert "same weeks of the same terms" in Visitor(olwen, "en").open(path("start", council)).page


def test_advisers_are_shown_for_the_first_day_and_never_taken_over(
    this_year, council, olwen, alun, school, other_school
):
    before = list(AdviserAssignment.all_rows.values())
    page = Visitor(olwen, "en").open(path("start", council)).page
    assert "Alun" in page and page.count("Nobody is assigned yet") == 1
    start(council, olwen)
    AdviserAssignment.all_rows.update(ends_on=DAYS["first_day"] - dt.timedelta(days=1))
    assert Visitor(olwen, "en").open(path("check_list", council)).page.count("Nobody is assigned yet") == 2
    AdviserAssignment.all_rows.update(ends_on=None)
    assert list(AdviserAssignment.all_rows.values()) == before


def test_nobody_starts_a_year_that_is_not_planned_or_not_theirs(this_year, council, olwen, mari, rhys, alun):
    for person, year, status in ((olwen, YEAR - 1, 404), (mari, NEXT, 403), (rhys, NEXT, 404), (alun, NEXT, 403)):
        Visitor(person, "en").open(path("start", council, year), status=status)
    with pytest.raises(PermissionDenied):
        start(council, mari)


# The check-list


def test_each_is_ticked_off_by_a_person_and_the_tick_stays(this_year, council, olwen, lowri, mari):
    start(council, olwen)
    visitor = Visitor(olwen, "en").open(path("check_list", council))
    visitor.press(items=["days", "advisers"])
    assert not errors_on(visitor.page)
    found = {check.item: check.by for check in RoundCheck.all_rows.all()}
    assert found == {"days": olwen, "advisers": olwen}
    actions.look_over(council, year=NEXT, items=["days", "where"], by=lowri, once=uuid4())
    assert RoundCheck.all_rows.get(item="days").by == olwen and RoundCheck.all_rows.get(item="where").by == lowri
    page = Visitor(mari, "en").open(path("check_list", council)).page
    assert "Olwen, on" in page and "Save the ticks" not in page
    visitor.press(items=[])
    assert errors_on(visitor.page) == ["Tick what you have looked over"]


def test_the_links_of_the_check_list_lead_somewhere(this_year, council, olwen):
    start(council, olwen)
    visitor = Visitor(olwen, "en").open(path("check_list", council))
    places = [href for href in links_in(visitor.page) if "/discussions/years/" in href or "/calendar" in href]
    assert len(places) > 4
    for href in places:
        Visitor(olwen, "en").open(href)


def make_more(council: Any, round_: Round, number: int) -> None:
    for n in range(number):
        row = RoundSchool.all_rows.create(round=round_, school=make.make_school(council))
        officer = make.make_person(f"Swyddog {n}")
        make.appoint(officer, "council_officer", council)
        RoundOfficer.all_rows.create(round=round_, person=officer, only_some=True).schools.add(row.school)
        TravelTime.all_rows.create(round=round_, first_town=f"Tref {n}", second_town="Tredegar", minutes=5)


def test_as_many_questions_whatever_the_number_of_schools(this_year, council, olwen):
    def asked(action: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            action()
        return len(queries)

    visitor = Visitor(olwen, "en")
    pages = [path("start", council), path("check_list", council)]
    before = [asked(lambda page=page: visitor.open(page)) for page in pages]
    pressed = []
    for number in (0, 3):
        make_more(council, this_year, number)
        with transaction.atomic():
            pressed.append(asked(lambda: start(council, olwen)))
            transaction.set_rollback(True)
    assert pressed[0] == pressed[1]
    assert [asked(lambda page=page: visitor.open(page)) for page in pages] == before
    assert max(before) <= 12, before
