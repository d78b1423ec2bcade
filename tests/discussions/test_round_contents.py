"""What planning a year's discussions reads: every fact it needs, in a fixed number of questions."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussions.models import LanguageWish, Round, RoundOfficer, RoundSchool, TravelTime
from discussions.round_contents import Able, round_for_planning
from schools import clock
from schools.models import ConflictOfInterest
from schools.policy import Role
from tests import factories as make
from tests.discussions.rounds import make_discussion, take_part

YEAR = clock.current_school_year()
FIRST, LAST = dt.date(YEAR + 1, 1, 12), dt.date(YEAR + 1, 3, 26)
LONG_AGO = make.LONG_AGO


@pytest.fixture
def round_(council: Any) -> Round:
    found: Round = Round.all_rows.create(council=council, school_year=YEAR, first_day=FIRST, last_day=LAST)
    return found


def taking_part(round_: Round, *schools: Any, **words: Any) -> None:
    for school in schools:
        RoundSchool.all_rows.create(round=round_, school=school, **words)


def in_the_pool(round_: Round, person: Any, *schools: Any) -> None:
    row = RoundOfficer.all_rows.create(round=round_, person=person, only_some=bool(schools))
    row.schools.set(schools)


def the_one(round_: Round) -> Any:
    (found,) = round_for_planning(round_).to_place
    return found


def test_a_school_that_takes_part_comes_with_its_people_its_place_and_its_wish(round_, school, nia, alun, olwen):
    school.town = "Tredegar"
    school.save()
    taking_part(round_, school, is_first=True)
    in_the_pool(round_, olwen)
    LanguageWish.all_rows.create(
        school=school, school_year=YEAR, language="cy", interpreter=True, party="school", said_by=nia
    )
    found = the_one(round_)
    assert (found.schools, found.town, found.setting) == ((school.pk,), "Tredegar", "at_school")
    assert (found.is_first, found.languages, found.interpreter) == (True, ("cy",), True)
    assert found.heads == ((Able(nia.pk, LONG_AGO),),) and found.advisers == ((Able(alun.pk, LONG_AGO),),)
    assert found.officers == (Able(olwen.pk, LONG_AGO),)
    assert round_for_planning(round_).names == {nia.pk: "Nia", alun.pk: "Alun", olwen.pk: "Olwen"}


def test_a_school_that_takes_no_part_or_is_not_decided_or_closed_is_not_planned(round_, school, other_school, council):
    taking_part(round_, school, takes_part=False, not_because="x", lang="en")
    taking_part(round_, make.make_school(council, closed_on=make.YESTERDAY))
    assert round_for_planning(round_).to_place == ()


def test_a_declared_interest_takes_somebody_out_at_that_school_only(round_, school, other_school, elin, lowri):
    taking_part(round_, school, other_school)
    in_the_pool(round_, elin)
    in_the_pool(round_, lowri, school)
    officers = {each.key: [able.person for able in each.officers] for each in round_for_planning(round_).to_place}
    assert officers == {school.pk: [lowri.pk], other_school.pk: [elin.pk]}


def test_an_interest_that_is_declared_for_a_later_day_of_these_weeks_counts_already(round_, school, nia, alun):
    taking_part(round_, school)
    ConflictOfInterest.all_rows.create(person=alun, school=school, starts_on=LAST)
    assert the_one(round_).advisers == ((),)


def test_a_change_of_headteacher_gives_both_with_their_days(round_, school):
    taking_part(round_, school)
    day = dt.date(YEAR + 1, 2, 1)
    former, coming = make.make_person("Hen"), make.make_person("Newydd")
    make.appoint(former, Role.HEADTEACHER, school, ends_on=day - dt.timedelta(days=1))
    make.appoint(coming, Role.HEADTEACHER, school, starts_on=day)
    make.appoint(make.make_person("Wedyn"), Role.HEADTEACHER, school, starts_on=LAST + dt.timedelta(days=1))
    (heads,) = the_one(round_).heads
    assert set(heads) == {Able(former.pk, LONG_AGO, day - dt.timedelta(days=1)), Able(coming.pk, day)}


def test_an_adviser_whose_service_no_longer_works_for_the_council_is_not_one(round_, school, alun, service, council):
    taking_part(round_, school)
    service.councils.filter(council=council).update(ends_on=make.YESTERDAY)
    assert the_one(round_).advisers == ((),)


def test_an_officer_who_left_the_council_is_not_in_the_pool_any_more(round_, school, lowri):
    taking_part(round_, school)
    in_the_pool(round_, lowri)
    lowri.appointments.update(ends_on=make.YESTERDAY)
    assert the_one(round_).officers == ()


def test_schools_that_meet_together_are_one_discussion_at_one_of_them(
    round_, school, federation, council, nia, olwen, lowri
):
    school.federation = federation
    school.save()
    partner = make.make_school(council, "Ysgol y Nant", federation=federation, town="Glynebwy")
    taking_part(round_, school, partner, together_at=partner)
    in_the_pool(round_, olwen)
    in_the_pool(round_, lowri, school)  # who cannot take part at both takes part in neither
    found = the_one(round_)
    assert (found.schools, found.town) == ((partner.pk, school.pk), "Glynebwy")
    assert found.heads == ((), (Able(nia.pk, LONG_AGO),))
    assert [each.person for each in found.officers] == [olwen.pk]


def test_the_place_of_a_school_goes_before_that_of_all(round_, school, other_school):
    Round.all_rows.filter(pk=round_.pk).update(setting="elsewhere", place="Y Ganolfan", town="Y Dref")
    round_.refresh_from_db()
    taking_part(round_, school)
    taking_part(round_, other_school, setting="online")
    places = {each.key: (each.setting, each.town) for each in round_for_planning(round_).to_place}
    assert places == {school.pk: ("elsewhere", "Y Dref"), other_school.pk: ("online", "")}


def test_what_has_its_date_is_fixed_with_those_who_come(round_, school, other_school, nia, gareth, tomos):
    taking_part(round_, school, other_school)
    found = make_discussion(school, day=FIRST)
    take_part(found, nia, "headteacher")
    take_part(found, gareth, "guest", consent="given")
    take_part(found, tomos, "guest", consent="asked")
    make_discussion(other_school, day=FIRST, status="cancelled", cancelled_because="x")
    facts = round_for_planning(round_)
    assert [each.key for each in facts.to_place] == [other_school.pk]
    (fixed,) = facts.fixed
    assert (fixed.discussion, fixed.schools, fixed.people) == (found.public_id, (school.pk,), (nia.pk, gareth.pk))


def test_how_far_it_is(round_):
    TravelTime.all_rows.create(round=round_, first_town="Tredegar", second_town="Abertyleri", minutes=45)
    facts = round_for_planning(round_)
    assert facts.minutes_between("abertyleri", "Tredegar") == 45
    assert facts.minutes_between("Tredegar", "tredegar") == 10
    assert facts.minutes_between("Tredegar", "Glynebwy") == 30
    assert facts.minutes_between("Tredegar", "") == 0


def test_it_asks_as_much_about_three_schools_as_about_one(round_, council, service, school, nia, alun, olwen, gareth):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            round_for_planning(round_)
        return len(queries)

    def add(number: int) -> None:
        for _each in range(number):
            place = make.make_school(council)
            taking_part(round_, place)
            RoundSchool.all_rows.get(school=place).guests.add(gareth)
            make.appoint(make.make_person("Pennaeth"), Role.HEADTEACHER, place)
            make.assign(alun, service, place)
            held = make_discussion(make.make_school(council), day=FIRST)
            take_part(held, nia, "headteacher")

    in_the_pool(round_, olwen, school)
    add(1)
    at_one = asked()
    add(2)
    assert asked() == at_one <= 11
