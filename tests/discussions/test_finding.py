"""The page that finds a time: what it says of each half-day, to whom, and where a time is taken to."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussions.bookings import moment
from discussions.models import Discussion, OwnLimits, Round, TeachingWeek, TimeAway, UsualWeek
from discussions.professional_discussions import actions
from discussions.spans import whole_days
from schools import clock
from schools.models import ClosedDay, Term
from tests import factories as make
from tests.on_pages import links_in, parsed, text_of

from .meetings import DAY, ids, key, schedule
from .test_discussion_pages import as_, hidden_in, page, typed

NINE, FIVE = dt.time(9), dt.time(17)


@pytest.fixture
def tuesday(monkeypatch: Any) -> dt.date:
    """Today is a Wednesday in October; this is the Tuesday after it."""
    now = dt.datetime(clock.current_school_year(), 10, 1, 9, tzinfo=clock.LONDON)
    now += dt.timedelta(days=(2 - now.weekday()) % 7)
    monkeypatch.setattr(clock, "now", lambda: now)
    return (now + dt.timedelta(days=6)).date()


def away(person: Any, day: dt.date, starts: dt.time = NINE, ends: dt.time = FIVE) -> None:
    edges = {"starts_at": moment(day, starts), "ends_at": moment(day, ends)}
    TimeAway.all_rows.create(person=person, whole_days=False, **edges)


def find(reader: Any, school: Any, **asked: Any) -> Any:
    return as_(reader).get(page("finding:find_a_time", school.public_id), asked)


def find_another(reader: Any, discussion: Any, **asked: Any) -> Any:
    return as_(reader).get(page("finding:find_another_time", discussion.public_id), asked)


def asking(*people: Any, **other: Any) -> dict[str, Any]:
    return {"who": [str(each) for each in ids(*people)], "minutes": "90", "weeks": "4", "cover": "on", **other}


def cells(answer: Any, day: dt.date) -> list[Any]:
    days = {each: halves for _monday, days in answer.context["answer"].weeks for each, halves in days}
    return days[day]


def said(answer: Any, day: dt.date) -> list[str]:
    return [f"{half.said} | {half.hours}".removesuffix(" | ") for half in cells(answer, day)]


def best(answer: Any) -> list[str]:
    return [f"{half.when}: {half.said}" for half in answer.context["answer"].best]


def day_words(day: dt.date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def test_head_adviser_and_the_officer_who_asks_are_proposed_for_ninety_minutes(
    tuesday, school, olwen, lowri, nia, alun
):
    answer = find(olwen, school)
    form = answer.context["form"]
    assert set(form.initial["who"]) == set(ids(nia, alun, olwen))
    assert answer.context["people"] == "Nia, Alun and Olwen"
    assert said(answer, tuesday) == ["Everybody is free | 09:30 to 11:00", "Everybody is free | 13:00 to 14:30"]
    assert len(answer.context["answer"].weeks) == 4


def test_each_half_day_says_how_it_suits_and_never_why(tuesday, council, school, olwen, nia, alun):
    days = [tuesday + dt.timedelta(days=number) for number in range(4)]
    away(nia, days[1])
    away(nia, days[2]), away(alun, days[2], ends=dt.time(12, 30))
    UsualWeek.all_rows.create(person=nia, prefers=["1pm"])
    term = {"school_year": clock.school_year_of(tuesday), "starts_on": days[3], "ends_on": days[3]}
    term = Term.all_rows.create(council=council, **term)
    TeachingWeek.all_rows.create(person=nia, term=term, teaches=["4am", "4pm"], with_cover=["4am"])
    answer = find(olwen, school)
    assert said(answer, days[0]) == [
        "Everybody is free | 09:30 to 11:00",
        "Everybody is free; preferred by Nia | 13:00 to 14:30",
    ]
    assert said(answer, days[1])[0] == "Not available: Nia | 09:30 to 11:00"
    assert said(answer, days[2]) == ["Not available: Alun and Nia", "Not available: Nia | 13:00 to 14:30"]
    assert said(answer, days[3]) == [
        "Everybody is free if a lesson is covered: Nia | 09:30 to 11:00",
        "Not available: Nia | 13:00 to 14:30",
    ]
    without = find(olwen, school, **{**asking(nia, alun, olwen), "cover": ""})
    assert said(without, days[3])[0] == "Not available: Nia | 09:30 to 11:00"


def test_the_first_start_from_which_all_are_free_is_shown_where_the_usual_one_does_not_do(tuesday, school, olwen, nia):
    away(nia, tuesday, ends=dt.time(10, 20))
    assert said(find(olwen, school, **asking(nia, olwen)), tuesday)[0] == "Everybody is free | 10:30 to 12:00"
    assert said(find(olwen, school, **asking(nia, olwen, minutes="150")), tuesday)[0].startswith("Not available: Nia")


def test_mornings_begin_and_discussions_last_as_the_council_entered_for_its_year(tuesday, council, school, olwen, nia):
    hours = {"morning_from": dt.time(9), "afternoon_from": dt.time(13, 30), "minutes": 75}
    Round.all_rows.create(council=council, school_year=clock.school_year_of(tuesday), **hours)
    answer = find(olwen, school)
    assert [half.hours for half in cells(answer, tuesday)] == ["09:00 to 10:15", "13:30 to 14:45"]
    found = schedule(school, olwen, nia, date=tuesday)
    assert [half.hours for half in cells(find_another(olwen, found), tuesday)] == ["09:00 to 10:00", "13:30 to 14:30"]


def test_the_best_times_come_first_as_sentences(tuesday, school, olwen, nia, alun):
    """This week only: from Thursday, the day after today, on which Nia and Alun are away, to Friday."""
    wednesday = tuesday - dt.timedelta(days=6)
    away(alun, wednesday + dt.timedelta(days=1)), away(nia, wednesday + dt.timedelta(days=1))
    UsualWeek.all_rows.create(person=nia, prefers=["4pm"])
    friday = day_words(wednesday + dt.timedelta(days=2))
    assert best(find(olwen, school, **asking(nia, alun, olwen, weeks="1"))) == [
        f"{friday}, afternoon, 13:00 to 14:30: Everybody is free; preferred by Nia",
        f"{friday}, morning, 09:30 to 11:00: Everybody is free",
    ]


def test_where_two_are_missing_all_the_time_the_page_says_what_to_do(tuesday, school, olwen, nia, alun):
    starts, ends = whole_days(tuesday - dt.timedelta(days=9), tuesday)
    for person in (nia, alun):
        TimeAway.all_rows.create(person=person, starts_at=starts, ends_at=ends)
    shown = find(olwen, school, **asking(nia, alun, weeks="1")).content.decode()
    assert "there is no time at which all, or all but one, are free" in shown
    nobody = find(olwen, school, **asking(weeks="1"))
    assert "Tick at least one person, then press the button." in nobody.content.decode()


def test_who_has_as_many_discussions_as_they_take_is_not_available_and_the_limit_is_not_told(
    tuesday, school, other_school, olwen, nia, owain
):
    OwnLimits.all_rows.create(person=olwen, daily_limit=1)
    schedule(other_school, olwen, owain, olwen, date=tuesday, starts=dt.time(15), ends=dt.time(16))
    assert said(find(olwen, school, **asking(nia, olwen)), tuesday) == [
        "Not available: Olwen | 09:30 to 11:00",
        "Not available: Olwen | 13:00 to 14:30",
    ]


def test_days_on_which_the_school_cannot_meet_and_days_that_have_passed_cannot_be_chosen(tuesday, school, olwen, nia):
    ClosedDay.all_rows.create(school=school, day=tuesday, reason="inspection")
    answer = find(olwen, school)
    assert said(answer, tuesday) == ["Not a school day"] * 2
    assert said(answer, tuesday - dt.timedelta(days=7)) == ["Has passed"] * 2
    today = tuesday - dt.timedelta(days=6)
    assert said(answer, today) == ["Today, so too soon"] * 2
    assert said(answer, today + dt.timedelta(days=1))[0] == "Everybody is free | 09:30 to 11:00"


def test_weeks_go_on_from_the_next_and_back_and_keep_what_was_asked(tuesday, school, olwen, nia):
    client, url = as_(olwen), page("finding:find_a_time", school.public_id)
    first = client.get(url, asking(nia, weeks="2", minutes="60"))
    assert first.context["earlier"] == ""
    second = client.get(url + first.context["later"])
    mondays = [monday for monday, _days in second.context["answer"].weeks]
    assert mondays[0] == first.context["answer"].weeks[-1][0] + dt.timedelta(days=7) and len(mondays) == 2
    assert second.context["people"] == "Nia" and cells(second, mondays[0])[0].hours == "09:30 to 10:30"
    back = client.get(url + second.context["earlier"])
    assert back.context["answer"].weeks[0][0] == first.context["answer"].weeks[0][0]


def test_weeks_without_a_school_day_are_not_offered(tuesday, council, school, olwen):
    year = clock.school_year_of(tuesday)
    for first, last in ((tuesday, tuesday), (tuesday + dt.timedelta(days=14), tuesday + dt.timedelta(days=18))):
        Term.all_rows.create(council=council, school_year=year, starts_on=first, ends_on=last)
    weeks = [monday for monday, _days in find(olwen, school).context["answer"].weeks]
    assert tuesday - dt.timedelta(days=1) in weeks
    assert tuesday + dt.timedelta(days=6) not in weeks


def test_a_time_fills_the_form_that_schedules_and_one_press_there_books_it(tuesday, school, olwen, nia, glyn):
    client = as_(olwen)
    address = cells(find(olwen, school, **asking(nia, glyn)), tuesday)[1].address
    assert parse_qs(urlsplit(address).query)["with"] == [str(each) for each in ids(nia, glyn)]
    form = client.get(address).context["form"]
    assert [form.initial[name] for name in ("date", "starts", "ends")] == [tuesday, dt.time(13), dt.time(14, 30)]
    assert set(form.initial["participants"]) == set(ids(nia, glyn)) and form.initial["guests"] == []
    sent = hidden_in(client, address) | typed(nia, glyn, day=tuesday, starts="13:00", ends="14:30")
    assert client.post(address, sent).status_code == 302
    assert Discussion.all_rows.get().starts_at == moment(tuesday, dt.time(13))


def test_a_guest_for_whom_a_time_was_found_is_ticked_among_the_guests(tuesday, school, olwen, nia, gareth):
    address = cells(find(olwen, school, **asking(nia, gareth)), tuesday)[0].address
    initial = as_(olwen).get(address).context["form"].initial
    assert (initial["participants"], initial["guests"]) == (ids(nia), ids(gareth))


def test_for_a_standing_discussion_its_own_time_is_free_and_the_form_that_moves_it_is_filled(
    tuesday, school, olwen, nia, alun
):
    found = schedule(school, olwen, nia, alun, date=tuesday, starts=dt.time(9, 30), ends=dt.time(10, 45))
    answer = find_another(olwen, found)
    assert said(answer, tuesday)[0] == "Everybody is free | 09:30 to 10:45"
    assert answer.context["people"] == "Nia and Alun"
    address = cells(answer, tuesday)[1].address
    assert "with=" not in address
    form = as_(olwen).get(address).context["form"]
    assert (form.initial["starts"], form.initial["ends"]) == (dt.time(13), dt.time(14, 15))
    assert form.initial["language"] == found.language
    others = find(olwen, school, **asking(nia, alun, olwen))
    assert said(others, tuesday)[0].endswith("10:45 to 12:15"), "for any other it is taken"


def test_a_guest_who_was_refused_is_not_asked_about_and_one_who_waits_is_not_ticked(
    tuesday, school, olwen, nia, gareth, tomos
):
    found = schedule(school, olwen, nia, guests=ids(gareth, tomos), date=tuesday)
    found.participants.filter(person=tomos).update(consent="refused")
    form = find_another(olwen, found).context["form"]
    assert [name for _key, name in form.fields["who"].choices] == ["Nia (Headteacher)", "Gareth (Guest)"]
    assert form.initial["who"] == ids(nia)


def test_what_can_no_longer_be_moved_leads_back_with_the_reason(discussion, olwen):
    actions.cancel(discussion, reason="x", lang="en", by=olwen, once=key())
    answer = as_(olwen).get(page("finding:find_another_time", discussion.public_id), follow=True)
    assert "has been cancelled, so it can no longer be changed." in answer.content.decode()


def test_no_time_is_free_right_after_or_before_a_discussion_at_another_place(tuesday, school, other_school, olwen, nia):
    schedule(other_school, olwen, olwen, date=tuesday)  # from ten to eleven
    chosen = asking(olwen, nia, minutes="30", week=(tuesday - dt.timedelta(days=1)).isoformat())
    assert said(find(olwen, school, **chosen), tuesday)[0] == "Everybody is free | 08:30 to 09:00"
    Discussion.all_rows.update(setting="online", online_link="https://example.org/1")
    assert said(find(olwen, school, **chosen), tuesday)[0] == "Everybody is free | 09:30 to 10:00"


def test_weeks_are_offered_to_the_end_of_the_school_year_of_the_discussion(tuesday, school, olwen, nia):
    this = clock.current_school_year()
    weeks = [value for value, _words in find(olwen, school).context["form"].fields["week"].choices]
    assert clock.school_year_of(dt.date.fromisoformat(weeks[-1])) == this
    schedule(school, olwen, nia, date=tuesday)
    Discussion.all_rows.update(starts_at=clock.now() - dt.timedelta(days=1), ends_at=clock.now())  # it has been held
    weeks = [value for value, _words in find(olwen, school).context["form"].fields["week"].choices]
    assert clock.school_year_of(dt.date.fromisoformat(weeks[-1])) == this + 1


def test_a_discussion_stays_in_its_school_year(tuesday, school, olwen, nia):
    found = schedule(school, olwen, nia, date=tuesday)
    weeks = [each for each, _words in find_another(olwen, found).context["form"].fields["week"].choices]
    assert weeks[-1] <= clock.school_year_bounds(clock.school_year_of(tuesday))[1].isoformat()
    last = find_another(olwen, found, **asking(nia, week=weeks[-1]))
    words = {half.said for _monday, days in last.context["answer"].weeks for _day, halves in days for half in halves}
    assert "Has passed" not in words


def test_nobody_learns_about_people_who_could_not_take_part(tuesday, school, olwen, owain, elin, idris):
    for person in (owain, elin, idris):
        away(person, tuesday)
    answer = find(olwen, school, **asking(owain, elin, idris))
    assert answer.context["people"] == "" and answer.context["answer"].weeks == []
    shown = text_of(parsed(answer.content.decode()))
    assert not any(person.name in shown for person in (owain, elin, idris))


@pytest.mark.parametrize(
    "who", ["nia", "sion", "glyn", "dai", "owain", "alun", "mari", "rhys", "elin", "gareth", "ann"]
)
def test_only_those_who_schedule_there_find_a_time(who, request, school, discussion):
    person = request.getfixturevalue(who)
    assert find(person, school).status_code in (403, 404)
    assert find_another(person, discussion).status_code in (403, 404)


BAD = ["", "x", "\x00", "2026-02-30", "9" * 400, "-1", "1e400", "00000000-0000-0000-0000-000000000000", "24:00", "٣"]


@pytest.mark.parametrize("bad", BAD)
def test_what_nobody_can_understand_in_an_address_is_passed_over(bad, school, olwen, discussion):
    client = as_(olwen)
    for name in ("who", "minutes", "week", "weeks", "cover"):
        for url in (
            page("finding:find_a_time", school.public_id),
            page("finding:find_another_time", discussion.public_id),
        ):
            assert client.get(url, {name: bad}).status_code == 200
    usual = client.get(page("schedule", school.public_id)).context["form"].initial
    for name in ("date", "starts", "ends", "with"):
        for url in (page("schedule", school.public_id), page("reschedule", discussion.public_id)):
            answer = client.get(url, {name: bad})
            assert answer.status_code == 200
            assert name == "with" or answer.context["form"].initial.get(name) in (
                None, discussion.starts_at.astimezone(clock.LONDON).date(), dt.time(10), dt.time(11),
            )  # fmt: skip
    assert (
        client.get(page("schedule", school.public_id), {"with": bad}).context["form"].initial["participants"]
        == (usual["participants"])
    )


def test_both_pages_are_reached_by_links_and_lead_on(discussion, other_school, school, olwen):
    client = as_(olwen)
    here = page("finding:find_a_time", other_school.public_id)
    for url in (page("index"), page("at_school", other_school.public_id), page("schedule", other_school.public_id)):
        assert here in links_in(client.get(url).content.decode()), url
    another = page("finding:find_another_time", discussion.public_id)
    assert another in links_in(client.get(page("reschedule", discussion.public_id)).content.decode())
    assert page("schedule", other_school.public_id) in links_in(client.get(here).content.decode())
    assert page("reschedule", discussion.public_id) in links_in(client.get(another).content.decode())


def test_as_many_questions_for_one_person_and_week_as_for_all(tuesday, school, olwen, nia, alun, glyn, lowri):
    client, url, counts = as_(olwen), page("finding:find_a_time", school.public_id), []
    for asked in (asking(nia, weeks="1"), asking(nia, alun, glyn, lowri, olwen)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, asked).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_in_welsh_every_word_of_it_is_welsh(tuesday, school, olwen, nia):
    UsualWeek.all_rows.create(person=nia, prefers=["1am"])
    url = page("finding:find_a_time", school.public_id).replace("/en/", "/cy/")
    shown = text_of(parsed(as_(olwen).get(url).content.decode()))
    assert "Mae pawb yn rhydd; mae’n well gan Nia yr amser hwn" in shown
    assert "Dydd Mawrth" in shown and "free" not in shown


def test_a_school_with_little_to_choose_from_still_has_a_page(tuesday, council, olwen):
    closing = make.make_school(council, "Ysgol sy’n Cau", closed_on=DAY - dt.timedelta(days=400))
    shown = find(olwen, closing)
    assert shown.status_code == 200 and shown.context["answer"].weeks == []
    assert "No week with a school day is left" in find(olwen, closing, **asking(olwen)).content.decode()


def test_times_far_enough_ahead_for_people_at_schools_come_first_and_nearer_ones_say_so(tuesday, school, olwen, nia):
    halves = find(olwen, school, **asking(nia, olwen)).context["answer"].best
    assert not any(half.notice for half in halves)
    assert cells(find(olwen, school), tuesday)[0].notice == "Short notice: fewer than 10 school days."
    assert not cells(find(olwen, school), tuesday + dt.timedelta(days=14))[0].notice
