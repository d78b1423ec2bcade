"""Setting up a year's discussions: when and where, how far it is, and which officers can take part."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.models import Round, RoundOfficer, TravelTime
from discussions.models.round import AFTERNOONS, LONGEST, MORNINGS, SHORTEST
from discussions.rounds import actions
from discussions.rounds.queries import pool_of
from schools.models.base import seen_together
from schools.refusals import Refused, Stale
from tests.discussions.planning import WINDOW, WORDS, YEAR, path, set_up, visit
from tests.on_pages import Visitor, errors_on

# When and where


def test_an_officer_enters_when_and_where_and_reads_it_on_the_check_list(olwen, council):
    visitor = visit(olwen, "when_and_where", council)
    days = {"first_day__day": "12", "first_day__month": "1", "first_day__year": str(YEAR + 1)}
    days |= {"last_day__day": "26", "last_day__month": "3", "last_day__year": str(YEAR + 1)}
    visitor.press(**days, minutes="60", setting="elsewhere", place="Y Ganolfan", town="Y Dref")
    assert not errors_on(visitor.page)
    found = Round.all_rows.get()
    assert (found.minutes, found.place, found.town, found.version) == (60, "Y Ganolfan", "Y Dref", 2)
    assert "60 minutes each" in visitor.page


def test_what_round_of_makes_for_a_first_discussion_is_a_round_that_can_be_set_up(council, olwen):
    begun = Round.all_rows.create(council=council, school_year=YEAR)
    assert set_up(council, olwen, begun.seen).pk == begun.pk


def test_two_officers_who_set_up_the_year_at_once_are_told(council, olwen, lowri):
    set_up(council, olwen)
    with pytest.raises(Stale):
        set_up(council, lowri, minutes=60)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"first_day": dt.date(YEAR, 8, 31)}, "first_day"),
        ({"last_day": dt.date(YEAR + 1, 9, 1)}, "last_day"),
        ({"last_day": WINDOW["first_day"] - dt.timedelta(days=1)}, "last_day"),
        ({"morning_from": dt.time(6, 59)}, "morning_from"),
        ({"afternoon_from": dt.time(16, 1)}, "afternoon_from"),
        ({"morning_from": dt.time(11), "minutes": 121}, "afternoon_from"),
        ({"setting": "elsewhere"}, "place"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(council, olwen, words, field):
    with pytest.raises(Refused) as refused:
        set_up(council, olwen, **words)
    assert refused.value.field == field and not Round.all_rows.exclude(first_day=None).exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    morning=st.times(dt.time(6), dt.time(12)),
    afternoon=st.times(dt.time(11), dt.time(17)),
    minutes=st.integers(SHORTEST, LONGEST),
)
def test_the_database_refuses_exactly_the_half_days_that_the_form_refuses(council, morning, afternoon, minutes):
    morning, afternoon = morning.replace(second=0, microsecond=0), afternoon.replace(second=0, microsecond=0)
    words = {**WORDS, "morning_from": morning, "afternoon_from": afternoon, "minutes": minutes}
    faults = list(actions.faults_of(YEAR, words))
    try:
        with transaction.atomic():
            Round.all_rows.create(council=council, school_year=YEAR, **words)
            transaction.set_rollback(True)
        kept = True
    except IntegrityError:
        kept = False
    assert kept == (not faults)
    assert not faults or not (MORNINGS[0] <= morning <= MORNINGS[1]) or "afternoon" in str(faults[0].field)
    assert AFTERNOONS[0] <= afternoon <= AFTERNOONS[1] or faults


def test_nobody_plans_a_year_that_is_over(council, olwen):
    Round.all_rows.create(council=council, school_year=YEAR - 1)
    for name, status in (("detail", 200), ("schools", 200), ("when_and_where", 404), ("officers", 404)):
        Visitor(olwen, "en").open(reverse(f"rounds:{name}", args=[YEAR - 1, council.public_id]), status=status)
    with pytest.raises(PermissionDenied):
        actions.set_up(council, year=YEAR - 1, version=1, by=olwen, once=uuid4(), **WORDS)


# Travel


def travel(council: Any, by: Any, first: str, second: str, minutes: Any, **words: Any) -> Round:
    rows = TravelTime.all_rows.filter(round__council=council)
    said = {"standing": {}, "version": seen_together(rows), **words}
    round_: Round = actions.change_travel(
        council, year=YEAR, first_town=first, second_town=second, minutes=minutes, by=by, once=uuid4(), **said
    )
    return round_


def test_a_time_between_two_towns_stands_once_whichever_comes_first(council, olwen):
    travel(council, olwen, "Tredegar", "Abertyleri", 25)
    with pytest.raises(Refused, match="in the list already"):
        travel(council, olwen, "ABERTYLERI", "tredegar", 20)


@pytest.mark.parametrize(
    ("first", "second", "minutes", "sentence"),
    [
        ("Tredegar", "", 5, "Choose both towns"),
        ("", "", 5, "Choose both towns"),
        ("Tredegar", "Tredegar", 5, "two different towns"),
    ],
)
def test_a_time_is_between_two_towns(council, olwen, first, second, minutes, sentence):
    with pytest.raises(Refused, match=sentence):
        travel(council, olwen, first, second, minutes)


def test_an_emptied_box_takes_the_time_out(council, olwen, school, other_school):
    for place, town in ((school, "Tredegar"), (other_school, "Abertyleri")):
        place.town = town
        place.save()
    visitor = visit(olwen, "travel", council)
    visitor.press(first_town="Abertyleri", second_town="Tredegar", minutes="45")
    time = TravelTime.all_rows.get()
    assert time.minutes == 45
    visitor.press(**{f"minutes_{time.public_id}": "50"})
    assert TravelTime.all_rows.get().minutes == 50
    visitor.press(**{f"minutes_{time.public_id}": ""})
    assert not errors_on(visitor.page) and not TravelTime.all_rows.exists()


def test_a_time_that_a_colleague_changed_is_not_overwritten(council, olwen, lowri):
    round_ = travel(council, olwen, "Tredegar", "Abertyleri", 25)
    time = round_.travel_times.get()
    seen = seen_together([time])
    travel(council, lowri, "", "", None, standing={time.public_id: 40})
    with pytest.raises(Stale) as stale:
        travel(council, olwen, "", "", None, standing={time.public_id: 30}, version=seen)
    assert stale.value.theirs == {f"minutes_{time.public_id}": 40} and not stale.value.own


# The pool of officers


def test_the_pool_is_who_is_ticked_and_each_can_be_kept_to_some_schools(olwen, lowri, elin, council, school):
    visitor = visit(olwen, "officers", council)
    visitor.press(officers=[str(lowri.public_id), str(elin.public_id)])
    assert {row.person for row in RoundOfficer.all_rows.all()} == {lowri, elin}
    row = RoundOfficer.all_rows.get(person=lowri)
    visitor.open(path("officer", council, row.public_id))
    visitor.press(only_some="some")
    assert errors_on(visitor.page)
    visitor.press(only_some="some", schools=[str(school.public_id)])
    assert not errors_on(visitor.page) and "At 1 school" in visitor.page
    visitor.press(officers=[str(lowri.public_id)])
    (kept,) = pool_of(Round.all_rows.get())
    assert kept.person == lowri and kept.only_some


def test_an_officer_of_another_council_cannot_be_put_into_the_pool(olwen, rhys, council):
    with pytest.raises(Refused, match="no longer works for the council"):
        actions.choose_officers(
            council, year=YEAR, officers=[rhys.public_id], version=seen_together([]), by=olwen, once=uuid4()
        )


def test_a_school_closed_to_whoever_chooses_keeps_its_officer(olwen, lowri, elin, council, school, other_school):
    round_ = actions.choose_officers(
        council, year=YEAR, officers=[lowri.public_id], version=seen_together([]), by=olwen, once=uuid4()
    )
    row = round_.officers.get()
    row.only_some = True
    row.save()
    row.schools.set([school, other_school])
    visitor = visit(elin, "officer", council, row.public_id)
    assert school.name not in visitor.page and other_school.name in visitor.page
    visitor.press(only_some="some", schools=[])
    assert set(RoundOfficer.all_rows.get().schools.all()) == {school}


def test_somebody_who_saves_over_a_colleagues_choice_of_schools_sees_it(olwen, lowri, council, school, other_school):
    round_ = actions.choose_officers(
        council, year=YEAR, officers=[lowri.public_id], version=seen_together([]), by=olwen, once=uuid4()
    )
    row = round_.officers.get()
    before = visit(olwen, "officer", council, row.public_id)
    visit(lowri, "officer", council, row.public_id).press(only_some="some", schools=[str(school.public_id)])
    before.press(only_some="some", schools=[str(other_school.public_id)])
    assert "Two versions of this text" in before.page and school.name in before.page
    before.press()
    assert set(RoundOfficer.all_rows.get().schools.all()) == {other_school}
