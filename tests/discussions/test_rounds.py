"""Setting up a year's discussions: who may, what is refused, and what no school ever sees."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.models import LanguageWish, Round, RoundOfficer, RoundSchool, TravelTime
from discussions.models.round import AFTERNOONS, LONGEST, MORNINGS, SHORTEST
from discussions.rounds import actions, taking_part
from discussions.rounds.queries import NOT_THERE_YET, how_far, pool_of, rows_of
from schools import clock
from schools.models import Event, Revision
from schools.models.base import seen_together
from schools.policy import Role
from schools.refusals import Refused, Stale
from tests import factories as make
from tests.on_pages import Visitor, errors_on

YEAR = clock.current_school_year()
WINDOW = {"first_day": dt.date(YEAR + 1, 1, 12), "last_day": dt.date(YEAR + 1, 3, 26)}
WORDS: dict[str, Any] = {
    **WINDOW,
    "minutes": 90,
    "morning_from": dt.time(9, 30),
    "afternoon_from": dt.time(13),
    "setting": "at_school",
    "place": "",
    "town": "",
    "travel_minutes": 30,
    "local_minutes": 10,
}


def path(name: str, council: Any, *more: Any) -> str:
    return reverse(f"rounds:{name}", args=[YEAR, council.public_id, *more])


def visit(person: Any, *where: Any) -> Visitor:
    return Visitor(person, "en").open(path(*where))


def set_up(council: Any, by: Any, version: int = 1, **words: Any) -> Round:
    round_: Round = actions.set_up(council, year=YEAR, version=version, by=by, once=uuid4(), **{**WORDS, **words})
    return round_


def plan(school: Any, by: Any, version: Any = NOT_THERE_YET, **words: Any) -> RoundSchool:
    said = {"takes_part": True, "not_because": "", "lang": "en", "is_first": False, "setting": "", "guests": []}
    row: RoundSchool = taking_part.plan_school(
        school, year=YEAR, version=version, by=by, once=uuid4(), **{**said, **words}
    )
    return row


def choose(council: Any, by: Any, shown: list[Any], ticked: list[Any], **words: Any) -> Round:
    rows = rows_of(Round.all_rows.filter(council=council, school_year=YEAR).first() or Round(), shown)
    said = {"not_because": "", "lang": "en", "version": seen_together(rows.values()), **words}
    keys = {"shown": [each.public_id for each in shown], "schools": [each.public_id for each in ticked]}
    round_: Round = taking_part.choose_schools(council, year=YEAR, by=by, once=uuid4(), **keys, **said)
    return round_


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


# Which schools


def test_every_school_takes_part_by_one_press(olwen, council, school, other_school):
    visitor = visit(olwen, "schools", council)
    visitor.press(press="all")
    assert {row.school for row in RoundSchool.all_rows.filter(takes_part=True)} == {school, other_school}
    assert how_far(olwen, Round.all_rows.get()).undecided == 0


def test_whoever_is_unticked_needs_a_reason_and_keeps_it(olwen, council, school, other_school):
    visitor = visit(olwen, "schools", council)
    visitor.press(schools=[str(other_school.public_id)])
    assert errors_on(visitor.page)
    visitor.press(schools=[str(other_school.public_id)], not_because="Held elsewhere", lang="en")
    row = RoundSchool.all_rows.get(school=school)
    assert not row.takes_part and row.not_because == "Held elsewhere"
    visitor.press()
    assert RoundSchool.all_rows.get(school=school).version == row.version
    visitor.press(press="all")
    row.refresh_from_db()
    assert row.takes_part and row.not_because == ""


def test_the_reason_is_kept_in_the_history_of_texts_for_those_who_plan_only(
    olwen, elin, mari, nia, alun, council, school
):
    choose(council, olwen, [school], [], not_because="Held elsewhere")
    assert Revision.objects.visible_to(olwen).get().text == "Held elsewhere"
    assert Revision.objects.visible_to(mari).exists()
    for person in (nia, alun, elin):
        assert not Revision.objects.visible_to(person).exists()


def test_nothing_of_the_planning_stands_in_the_history_of_a_school(olwen, nia, council, school):
    choose(council, olwen, [school], [school])
    plan(school, olwen, RoundSchool.all_rows.get().seen, is_first=True)
    assert Event.all_rows.filter(verb__startswith="round").count() == 2
    assert not Event.all_rows.filter(school=school).exists()
    assert not Event.objects.visible_to(nia).exists()


def test_a_school_that_the_page_did_not_show_stays_as_it_is(olwen, council, school, other_school):
    choose(council, olwen, [school, other_school], [school, other_school])
    choose(council, olwen, [school], [], not_because="x")
    assert RoundSchool.all_rows.get(school=other_school).takes_part


def test_a_tick_that_a_colleague_set_meanwhile_is_not_overwritten(olwen, lowri, council, school, other_school):
    both = [school, other_school]
    choose(council, olwen, both, both)
    seen = seen_together(RoundSchool.all_rows.all())
    choose(council, lowri, both, [school], not_because="x")
    with pytest.raises(Stale) as stale:
        choose(council, olwen, both, both, version=seen)
    assert stale.value.theirs == {"schools": [str(school.public_id)]}


def test_who_has_declared_an_interest_neither_sees_nor_plans_the_school(elin, council, school, other_school):
    visitor = visit(elin, "schools", council)
    assert school.name not in visitor.page and other_school.name in visitor.page
    visitor.press(press="all")
    assert {row.school for row in RoundSchool.all_rows.all()} == {other_school}
    choose(council, elin, [school], [], not_because="x")
    assert not RoundSchool.all_rows.filter(school=school).exists()
    visit(elin, "detail", council)
    Visitor(elin, "en").open(path("school", council, school.public_id), status=403)


# One school


def test_what_is_noted_of_a_school_is_read_again(olwen, gareth, council, school):
    visitor = visit(olwen, "school", council, school.public_id)
    visitor.press(is_first="on", setting="online", guests=[str(gareth.public_id)])
    row = RoundSchool.all_rows.get()
    assert (row.is_first, row.setting, list(row.guests.all())) == (True, "online", [gareth])
    assert "Before the others" in visitor.page
    visitor.open(path("school", council, school.public_id))
    assert visitor.form.fields["is_first"].holds == ["on"]


@pytest.fixture
def federated(school: Any, council: Any, federation: Any) -> Any:
    school.federation = federation
    school.save()
    return make.make_school(council, "Ysgol y Nant", federation=federation)


def test_the_schools_of_a_federation_meet_together_at_one_of_them(olwen, council, school, federated, other_school):
    visitor = visit(olwen, "school", council, school.public_id)
    visitor.press(together_at=str(federated.public_id))
    assert {row.school: row.together_at for row in RoundSchool.all_rows.all()} == {
        school: federated,
        federated: federated,
    }
    visitor.open(path("school", council, federated.public_id))
    visitor.press(together_at="")
    assert set(RoundSchool.all_rows.values_list("together_at", flat=True)) == {None}


def test_who_met_at_a_school_that_takes_no_part_meets_alone_again(olwen, council, school, federated):
    plan(school, olwen, together_at=federated.public_id)
    choose(council, olwen, [federated], [], not_because="x")
    assert set(RoundSchool.all_rows.values_list("together_at", flat=True)) == {None}
    with pytest.raises(Refused, match="they have changed"):
        plan(school, olwen, RoundSchool.all_rows.get(school=school).seen, together_at=federated.public_id)


def test_a_school_of_no_federation_meets_alone(olwen, council, school, other_school):
    assert "together_at" not in visit(olwen, "school", council, school.public_id).form.fields
    with pytest.raises(Refused, match="they have changed"):
        plan(school, olwen, together_at=other_school.public_id)


def test_who_cannot_plan_all_schools_of_a_federation_is_not_asked_about_them(elin, council, school, federated):
    assert "together_at" not in visit(elin, "school", council, federated.public_id).form.fields
    with pytest.raises(PermissionDenied):
        plan(federated, elin, together_at=federated.public_id)


# What a school wishes


def test_a_school_says_its_own_wish_and_the_council_reads_it(nia, olwen, council, school):
    wishes = reverse("rounds:wishes", args=[school.public_id, YEAR])
    Visitor(nia, "en").open(wishes).press(language="cy", interpreter="on")
    wish = LanguageWish.all_rows.get()
    assert (wish.language, wish.interpreter, wish.party, wish.said_by) == ("cy", True, "school", nia)
    assert "an interpreter is needed" in visit(olwen, "schools", council).page
    assert "Said by the school" in visit(olwen, "school", council, school.public_id).page


def test_the_council_enters_a_wish_for_a_school_and_the_school_sees_that_it_did(dai, olwen, school):
    wishes = reverse("rounds:wishes", args=[school.public_id, YEAR])
    Visitor(olwen, "en").open(wishes).press(language="both")
    visitor = Visitor(dai, "en").open(wishes)
    assert "Entered by the council" in visitor.page and "Olwen" not in visitor.page
    visitor.press(language="cy")
    assert LanguageWish.all_rows.get().party == "school"
    assert list(Event.objects.visible_to(dai).values_list("verb", flat=True)) == [
        "language_wish.said",
        "language_wish.said_for",
    ]


def test_a_wish_that_changed_meanwhile_is_not_overwritten(nia, dai, school):
    words = {"year": YEAR, "interpreter": False}
    taking_part.wish(school, language="cy", version=NOT_THERE_YET, by=nia, once=uuid4(), **words)
    with pytest.raises(Stale) as stale:
        taking_part.wish(school, language="en", version=NOT_THERE_YET, by=dai, once=uuid4(), **words)
    assert stale.value.theirs == {"language": "cy", "interpreter": False}


# Who sees what


def test_a_service_lead_reads_the_planning_and_changes_nothing(mari, olwen, council, school):
    plan(school, olwen, is_first=True)
    visitor = visit(mari, "detail", council)
    assert path("when_and_where", council) not in visitor.page
    visitor.open(path("schools", council))
    assert "Before the others" in visitor.page and "<form method" not in visitor.page.split("<main")[1]
    Visitor(mari, "en").open(path("officers", council), status=403)


def test_who_plans_for_several_councils_chooses_one(mari, olwen, council, far_council):
    page = Visitor(mari, "en").open(reverse("rounds:index", args=[YEAR])).page
    assert council.name in page and far_council.name in page
    assert Visitor(olwen, "en").open(reverse("rounds:index", args=[YEAR])).path == path("detail", council)


def test_two_roles_at_two_councils_each_plan_their_own(olwen, council, far_council):
    make.appoint(olwen, Role.COUNCIL_LEAD, far_council)
    set_up(far_council, olwen)
    assert Round.all_rows.get().council == far_council
