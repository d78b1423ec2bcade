"""What is told once to whoever places a discussion by hand: who and what, never why; only double-booking is refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from discussions.bookings import moment
from discussions.models import Discussion, LanguageWish, OwnLimits, Round, TeachingWeek, TimeAway, TravelTime
from discussions.objections import Meeting, Ways, mark_of, objections_to
from discussions.professional_discussions import actions
from discussions.spans import whole_days
from schools import clock
from schools.models import School, Term
from tests import factories as make

from .meetings import DAY, guest_of, ids, key, schedule, words
from .test_discussion_pages import as_, hidden_in, page, typed


def away(person: Any, starts: int = 9, ends: int = 17) -> None:
    edges = {"starts_at": moment(DAY, dt.time(starts)), "ends_at": moment(DAY, dt.time(ends))}
    TimeAway.all_rows.create(person=person, whole_days=False, **edges)


@pytest.fixture
def meeting(school: Any) -> Callable[..., Meeting]:
    """At Nia's school, on the day on which discussions are scheduled in tests."""

    def made(starts: Any = 10, ends: Any = 11, **other: Any) -> Meeting:
        edges = (at if isinstance(at, dt.time) else dt.time(at) for at in (starts, ends))
        return Meeting(*(moment(DAY, at) for at in edges), **{"setting": "at_school", "host": school, **other})

    return made


@pytest.fixture
def said(meeting: Any) -> Callable[..., list[str]]:
    def told(*people: Any, **words: Any) -> list[str]:
        return [each.sentence for each in objections_to(meeting(**words), [person.pk for person in people])]

    return told


@pytest.fixture
def neighbour(council: Any, service: Any, alun: Any) -> Any:
    """Another school that Alun advises, in another town."""
    school = make.make_school(council, "Ysgol y Ffin", town="Abertawe")
    make.assign(alun, service, school)
    return school


@pytest.fixture(autouse=True)
def in_town(school: Any) -> None:
    School.all_rows.filter(pk=school.pk).update(town="Tredegar")
    school.refresh_from_db()


def test_who_is_not_available_is_named_with_the_time_and_without_the_reason(said, nia, olwen):
    away(nia)
    assert said(nia, olwen) == [f"Nia is not available on {shown(DAY)} from 10:00 to 11:00."]
    assert said(nia, starts=17, ends=18)[0].startswith("This is outside working hours, which are from 08:30 to 17:00")


def shown(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def test_a_day_outside_the_weeks_of_the_year_is_told_unless_it_is_the_day_already(said, council, discussion, nia):
    first, last = DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=9)
    year = {"council": council, "school_year": clock.school_year_of(DAY)}
    Round.all_rows.update_or_create(**year, defaults={"first_day": first, "last_day": last})
    (sentence,) = said(nia, starts=12, ends=13)
    assert sentence == (
        f"{shown(DAY)} is not among the days on which this year’s discussions may take place: these are from "
        f"{shown(first)} to {shown(last)}."
    )
    assert said(nia, besides=[discussion]) == []
    Round.all_rows.update(first_day=DAY)
    assert said(nia, starts=12, ends=13) == []


def test_whoever_is_booked_then_is_not_called_unavailable_besides_for_that_is_refused(said, discussion, nia):
    assert said(nia) == []
    assert said(nia, starts=11, ends=12) == []


def test_teaching_that_is_offered_with_cover_is_no_objection_and_other_teaching_is(said, council, nia):
    days = {"school_year": clock.school_year_of(DAY), "starts_on": DAY, "ends_on": DAY}
    term = Term.all_rows.create(council=council, **days)
    taught = [f"{DAY.weekday() % 5}{half}" for half in ("am", "pm")]
    week = TeachingWeek.all_rows.create(person=nia, term=term, teaches=taught, with_cover=taught)
    assert said(nia) == []
    week.with_cover = []
    week.save()
    assert len(said(nia)) == (1 if DAY.weekday() < 5 else 0)


@pytest.mark.parametrize(("limits", "what"), [({"daily_limit": 1}, "in one day"), ({"weekly_limit": 1}, "in one week")])
def test_a_limit_that_is_reached_is_told_by_name(said, limits, what, discussion, nia, olwen):
    OwnLimits.all_rows.create(person=nia, **limits)
    (sentence,) = said(nia, olwen, starts=14, ends=15)
    assert sentence.startswith("Nia already has as many discussions") and sentence.endswith(f"as they take {what}.")
    assert said(nia, starts=14, ends=15, besides=[discussion]) == []


def test_two_discussions_a_quarter_of_an_hour_apart_in_two_towns_are_told(said, discussion, neighbour, alun):
    quarter_past, half_past, twelve = dt.time(11, 15), dt.time(11, 30), dt.time(12)
    (sentence,) = said(alun, starts=quarter_past, ends=twelve, host=neighbour)
    assert sentence.startswith(f"Alun has another discussion at another place on {shown(DAY)} from 10:00 to 11:00,")
    assert "Nant y Coed" not in sentence, "it does not say with whom"
    assert said(alun, starts=half_past, ends=twelve, host=neighbour) == []
    assert len(said(alun, starts=dt.time(8, 45), ends=dt.time(9, 31), host=neighbour)) == 1
    online = {"setting": "online", "host": neighbour}
    assert said(alun, starts=11, ends=12, **online) == []


def test_the_way_takes_as_long_as_the_council_entered_for_its_year(said, discussion, neighbour, council, alun):
    half_past, twelve = dt.time(11, 30), dt.time(12)
    year = Round.all_rows.get(council=council, school_year=clock.school_year_of(DAY))
    TravelTime.all_rows.create(round=year, first_town="abertawe", second_town="Tredegar", minutes=50)
    assert len(said(alun, starts=half_past, ends=twelve, host=neighbour)) == 1
    TravelTime.all_rows.update(minutes=30)
    assert said(alun, starts=half_past, ends=twelve, host=neighbour) == []


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        (("at_school", 1, "Tredegar"), ("at_school", 1, "Tredegar"), 0),
        (("at_school", 1, "Tredegar"), ("at_school", 2, " tredegar"), 10),
        (("at_school", 1, "Tredegar"), ("at_school", 2, "Abertawe"), 30),
        (("at_school", 1, "Tredegar"), ("at_school", 2, "Brynmawr"), 45),
        (("at_school", 1, ""), ("at_school", 2, ""), 10),
        (("at_school", 1, ""), ("at_school", 1, ""), 0),
        (("at_school", 1, "Tredegar"), ("elsewhere", None, "Tredegar"), 10),
        (("elsewhere", None, "Y Llyfrgell"), ("elsewhere", None, "y llyfrgell "), 0),
        (("elsewhere", None, "Y Llyfrgell"), ("elsewhere", None, "Y Neuadd"), 10),
        (("elsewhere", None, "Y Swyddfa"), ("at_school", 1, "Tredegar"), 30),
        (("elsewhere", None, "y swyddfa"), ("at_school", 1, "Glynebwy"), 10),
        (("online", None, ""), ("at_school", 2, "Abertawe"), 0),
    ],
)
def test_how_long_the_way_takes(one, other, minutes):
    ways = Ways(Round(place="Y Swyddfa", town="Glynebwy"), {frozenset({"tredegar", "brynmawr"}): 45})

    def spot(setting: str, number: int | None, place: str) -> Any:
        return ways.spot(setting, School(pk=number, town=place) if number else None, place)

    there, back = (spot(*one), spot(*other)), (spot(*other), spot(*one))
    assert ways.between(*there) == ways.between(*back) == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("wish", "language", "told"),
    [
        ("cy", "en", "wishes to meet in Welsh"),
        ("en", "cy", "wishes to meet in English"),
        ("both", "cy", "wishes to meet in Welsh and English"),
        ("cy", "cy", ""),
        ("cy", "both", ""),
        ("", "en", ""),
    ],
)
def test_a_school_that_wishes_to_meet_in_another_language_is_told_once(wish, language, told, school, olwen, nia):
    if wish:
        year = clock.school_year_of(DAY)
        LanguageWish.all_rows.create(school=school, school_year=year, language=wish, party="school", said_by=nia)
    client, url = as_(olwen), page("schedule", school.public_id)
    answer = client.post(url, hidden_in(client, url) | typed(nia, language=language))
    assert (answer.status_code == 302) == (not told)
    if told:
        form = answer.context["form"]
        assert form.errors["language"] == [
            f"Ysgol Nant y Coed {told}",
            "Choose another language, or press the button again to keep this one",
        ]
        assert client.post(url, again(form) | typed(nia, language=language)).status_code == 302
    assert Discussion.all_rows.get().language == language


def test_as_many_questions_are_asked_for_three_people_as_for_one(meeting, discussion, nia, alun, olwen):
    counts = []
    for people in ([nia], [nia, alun, olwen]):
        with CaptureQueriesContext(connection) as queries:
            objections_to(meeting(14, 15), [each.pk for each in people])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_was_told_is_the_same_in_both_languages_and_another_for_another_time(meeting, nia):
    away(nia)
    marks = set()
    for language in ("cy", "en"):
        with translation.override(language):
            found = objections_to(meeting(), [nia.pk])
            marks.add(mark_of(meeting(), found))
            assert ("Nia is not" in found[0].sentence) == (language == "en")
    assert len(marks) == 1
    assert mark_of(meeting(ends=12), found) not in marks


def again(form: Any) -> dict[str, Any]:
    return {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}


def test_an_officer_who_presses_again_schedules_all_the_same(school, olwen, nia, alun):
    away(nia)
    client, url = as_(olwen), page("schedule", school.public_id)
    form = client.post(url, hidden_in(client, url) | typed(nia, alun)).context["form"]
    assert form.errors["starts"] == [
        f"Nia is not available on {shown(DAY)} from 10:00 to 11:30",
        "Choose another time, or press the button again to keep this one",
    ]
    assert not Discussion.all_rows.exists()
    other = client.post(url, again(form) | typed(nia, alun, starts="10:30")).context["form"]
    assert "from 10:30 to 11:30" in str(other.errors["starts"]), "another time is asked about anew"
    away(alun)
    more = client.post(url, again(form) | typed(nia, alun)).context["form"]
    assert "Alun is not available" in str(more.errors["starts"]), "and so is another person"
    client.post(url, again(more) | typed(nia, alun))
    assert Discussion.all_rows.get().participants.count() == 2


def test_a_guest_who_is_not_available_is_told_before_the_head_is_asked(school, olwen, nia, gareth):
    away(gareth)
    client, url = as_(olwen), page("schedule", school.public_id)
    form = client.post(url, hidden_in(client, url) | typed(nia, guests=[str(gareth.public_id)])).context["form"]
    assert "Gareth is not available" in str(form.errors["starts"])


def test_double_booking_is_refused_however_often_somebody_presses(discussion, neighbour, olwen, alun, nia):
    away(olwen)
    client, url = as_(olwen), page("schedule", neighbour.public_id)
    form = client.post(url, hidden_in(client, url) | typed(alun)).context["form"]
    assert form.errors["starts"] == [f"Alun is already booked on {shown(DAY)} from 10:00 to 11:00"]
    again_and_again = client.post(url, again(form) | typed(alun)).context["form"]
    assert "Alun is already booked" in str(again_and_again.errors["starts"])
    both = client.post(url, again(form) | typed(alun, olwen)).context["form"]
    assert "Alun is already booked" in str(both.errors["starts"]) and "Olwen is already" in str(both.errors["starts"])
    assert Discussion.all_rows.count() == 1


def test_what_was_held_is_written_down_without_objections(school, olwen, nia, monkeypatch):
    starts, ends = whole_days(DAY - dt.timedelta(days=60), DAY)
    TimeAway.all_rows.create(person=nia, starts_at=starts, ends_at=ends)
    client, url = as_(olwen), page("schedule", school.public_id)
    monkeypatch.setattr("discussions.professional_discussions.forms.has_passed", lambda at: True)
    form = client.post(url, hidden_in(client, url) | typed(nia)).context["form"]
    assert "not available" not in str(form.errors)


def test_a_move_is_asked_about_and_what_stays_where_it_is_not(discussion, olwen, nia, alun):
    away(nia)
    client, url = as_(olwen), page("reschedule", discussion.public_id)
    same = typed(language="both", ends="11:00", online_link="https://a.example/b")
    assert client.post(url, hidden_in(client, url) | same).status_code == 302
    moved = {**same, "starts": "10:30", "ends": "11:30"}
    form = client.post(url, hidden_in(client, url) | moved).context["form"]
    assert form.errors["starts"][0] == f"Nia is not available on {shown(DAY)} from 10:30 to 11:30"
    assert client.post(url, again(form) | moved).status_code == 302
    discussion.refresh_from_db()
    assert discussion.sequence == 2, "the link, then the time"


def test_a_move_beside_another_discussion_in_another_town_is_asked_about(discussion, neighbour, olwen, alun):
    schedule(neighbour, olwen, alun, starts=dt.time(14), ends=dt.time(15))
    client, url = as_(olwen), page("reschedule", discussion.public_id)
    moved = typed(language="both", starts="15:15", ends="16:00")
    form = client.post(url, hidden_in(client, url) | moved).context["form"]
    assert "Alun has another discussion at another place" in str(form.errors["starts"])
    online = {**moved, "setting": "online", "online_link": "https://a.example/b"}
    assert client.post(url, hidden_in(client, url) | online).status_code == 302


def test_who_is_new_and_not_available_is_asked_about_and_who_was_there_is_not(discussion, olwen, nia, alun, lowri):
    for person in (nia, lowri):
        away(person)
    client, url = as_(olwen), page("participants", discussion.public_id)
    ticked = {"participants": [str(each) for each in ids(nia, alun, olwen, lowri)]}
    form = client.post(url, hidden_in(client, url) | ticked).context["form"]
    assert form.errors["participants"] == [
        f"Lowri is not available on {shown(DAY)} from 10:00 to 11:00",
        "Choose somebody else, or press the button again to keep them",
    ]
    assert client.post(url, again(form) | ticked).status_code == 302
    assert discussion.participants.filter(person=lowri).exists()


def test_the_action_itself_takes_what_the_form_asked_about(school, olwen, nia, gareth):
    """So what is released from a plan, or said yes to, is never held back by a sentence nobody reads."""
    away(nia), away(gareth)
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    actions.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=key())
    typed_in = {name: value for name, value in words(ends=dt.time(12)).items() if name != "guests"}
    actions.reschedule(discussion, version=1, by=olwen, once=key(), **typed_in)
    assert guest_of(discussion).consent == "given"
