"""Who says when they are not available, for whom, and what nobody else ever learns of it."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from discussions.availability import actions
from discussions.diaries import diaries_of
from discussions.models import CalendarBusy, FixedDuty, OwnCalendar, OwnLimits, TeachingWeek, TimeAway, UsualWeek
from discussions.spans import half_day, on
from schools import clock
from schools.admin import site
from schools.models import Event, Term
from schools.policy import Role
from tests import factories as make
from tests.access_table import rows
from tests.access_walk import client_of
from tests.on_pages import Visitor
from tests.one_world import undone
from tests.story import day

YEAR = clock.current_school_year() + 1
MONDAY = next(each for each in (dt.date(YEAR, 10, n) for n in range(5, 12)) if each.weekday() == 0)
ADDRESS = "https://calendar.example.test/private-7f3a/basic.ics"
TEN, ELEVEN = dt.time(10), dt.time(11)


def key() -> Any:
    return uuid4()


def page(name: str, owner: Any, *more: Any) -> str:
    return reverse(f"availability:{name}", args=[owner.public_id, *more])


def free(person: Any, *at: dt.datetime) -> bool:
    return bool(diaries_of([person.pk], MONDAY, MONDAY)[person.pk].is_free(*at))


@pytest.fixture
def term(council: Any) -> Term:
    words = {"school_year": YEAR, "starts_on": dt.date(YEAR, 9, 2), "ends_on": dt.date(YEAR, 10, 20)}
    return Term.all_rows.create(council=council, **words)


def test_the_page_is_reached_from_home_and_from_ones_settings(nia: Any, olwen: Any, gareth: Any, dai: Any) -> None:
    index = reverse("availability:index")
    for person in (nia, olwen, gareth):
        for start in ("home:index", "people:language"):
            visitor = Visitor(person, "en").open(reverse(start)).follow(index)
            visitor.says("When you are not available", "Everybody counts as available for discussions")
    for start in ("home:index", "people:language"):
        Visitor(dai, "en").open(reverse(start)).follow(index).says("When Nia is not available")


def test_time_away_is_said_changed_and_taken_back(nia: Any) -> None:
    visitor = Visitor(nia, "en").open(page("detail", nia)).follow(page("add", nia, "away"))
    visitor.fill(**day("first", MONDAY), starts="10:00", ends="11:00")
    row = TimeAway.all_rows.get()
    visitor.says(f"5 October {YEAR}" if MONDAY.day == 5 else "October", "10:00–11:00")
    assert not free(nia, *on(MONDAY, TEN, ELEVEN)) and free(nia, *half_day(MONDAY, True))
    visitor.follow(page("edit", nia, "away", row.public_id)).fill(starts="", ends="")
    assert not free(nia, *half_day(MONDAY, True))
    visitor.follow(page("remove", nia, "away", row.public_id)).fill()
    assert free(nia, *half_day(MONDAY, True)) and not TimeAway.all_rows.exists()


def test_time_away_over_several_days_ends_at_its_time_on_the_last(nia: Any) -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    words = {"first": MONDAY, "last": tuesday, "starts": dt.time(15), "ends": TEN}
    row = actions.add(nia, kind=TimeAway, by=nia, once=key(), **words)
    diary = diaries_of([nia.pk], MONDAY, tuesday)[nia.pk]
    assert diary.is_free(*half_day(MONDAY, False)) and not diary.is_free(*half_day(tuesday, False))
    assert diary.is_free(*on(tuesday, TEN, ELEVEN))
    form = Visitor(nia, "en").open(page("edit", nia, "away", row.public_id)).form
    assert form.filled()["last-day"] == [str(tuesday.day)] and form.filled()["ends"] == ["10:00"]


def test_a_fixed_duty_is_said_changed_and_removed(alun: Any) -> None:
    visitor = Visitor(alun, "cy").open(page("detail", alun)).follow(page("add", alun, "duties"))
    visitor.fill(weekday="0", starts="10:00", ends="11:00", **day("starts_on", MONDAY))
    duty = FixedDuty.all_rows.get()
    assert not free(alun, *half_day(MONDAY, False))
    visitor.follow(page("edit", alun, "duties", duty.public_id)).fill(weekday="1")
    assert free(alun, *half_day(MONDAY, False))
    visitor.follow(page("remove", alun, "duties", duty.public_id)).fill()
    assert not FixedDuty.all_rows.exists()


def test_the_usual_week_is_ticked_in_a_table(olwen: Any) -> None:
    visitor = Visitor(olwen, "en").open(page("detail", olwen)).follow(page("week", olwen))
    visitor.fill(not_free=["0am", "4pm"], prefers=["1am"])
    visitor.says("Not available", "Preferred")
    week = UsualWeek.all_rows.get()
    assert (week.not_free, week.prefers) == (["0am", "4pm"], ["1am"])
    form = visitor.follow(page("week", olwen)).form
    assert form.filled()["not_free"] == ["0am", "4pm"]
    visitor.fill(not_free=[], prefers=[])
    week.refresh_from_db()
    assert (week.not_free, week.prefers) == ([], [])


def test_a_head_marks_a_term_once_and_the_next_begins_with_the_same(nia: Any, term: Term, council: Any) -> None:
    later = {"school_year": YEAR, "starts_on": dt.date(YEAR, 11, 2), "ends_on": dt.date(YEAR, 12, 18)}
    following = Term.all_rows.create(council=council, **later)
    visitor = Visitor(nia, "en").open(page("detail", nia)).says("not said yet")
    visitor.follow(page("teaching", nia, term.public_id)).fill(teaches=["0am", "0pm"], with_cover=["0pm"])
    visitor.says("2 half-days taught, 1 offered with cover")
    diary = diaries_of([nia.pk], MONDAY, MONDAY)[nia.pk]
    assert not diary.free_if_covered(*half_day(MONDAY, False))
    assert diary.free_if_covered(*half_day(MONDAY, True)) and not diary.is_free(*half_day(MONDAY, True))
    visitor.follow(page("teaching", nia, following.public_id)).says("What is ticked here was said for an earlier one.")
    assert visitor.form.filled()["teaches"] == ["0am", "0pm"]
    visitor.fill(teaches=[], with_cover=[])
    visitor.says("no lessons taught")
    assert TeachingWeek.all_rows.count() == 2


def test_only_a_head_has_terms_to_teach_in(glyn: Any, nia: Any, term: Term, far_council: Any) -> None:
    Visitor(glyn, "en").open(page("detail", glyn)).says_nothing_of("not said yet")
    Visitor(glyn, "en").open(page("teaching", glyn, term.public_id), status=403)
    with pytest.raises(PermissionDenied):
        actions.save_teaching(glyn, term=term, teaches=[], with_cover=[], version=1, by=glyn, once=key())
    words = {"school_year": YEAR, "starts_on": term.starts_on, "ends_on": term.ends_on}
    far = Term.all_rows.create(council=far_council, **words)
    Visitor(nia, "en").open(page("teaching", nia, far.public_id), status=404)


def test_a_diary_helper_enters_for_the_head_who_sees_and_changes_it_and_history_tells(
    dai: Any, nia: Any, term: Term
) -> None:
    visitor = Visitor(dai, "en").open(reverse("availability:index")).says("When Nia is not available")
    visitor.follow(page("add", nia, "away")).fill(**day("first", MONDAY))
    visitor.follow(page("teaching", nia, term.public_id)).fill(teaches=["1am"])
    visitor.follow(page("history", nia)).says("Time away was added.", "By Dai")
    row = TimeAway.all_rows.get(person=nia)
    theirs = Visitor(nia, "en").open(page("history", nia)).says("By Dai", "The half-days taught in a term were saved.")
    theirs.open(page("detail", nia)).follow(page("edit", nia, "away", row.public_id)).fill(
        **day("first", MONDAY + dt.timedelta(days=1))
    )
    assert free(nia, *half_day(MONDAY, False))
    assert {event.acted_as for event in Event.all_rows.filter(within_id=nia.public_id)} == {
        "diary_helper",
        "headteacher",
    }


def test_what_is_private_is_closed_to_the_diary_helper_and_told_nowhere(dai: Any, nia: Any) -> None:
    actions.save_limits(working_language="cy", version=1, by=nia, once=key())
    Visitor(nia, "en").open(page("history", nia)).says("The limits and the language of work were saved.")
    Visitor(dai, "en").open(page("history", nia)).says_nothing_of("language of work")
    Visitor(dai, "en").open(page("detail", nia)).says_nothing_of("Language of work", "Your own calendar")
    for name in ("limits", "calendar", "forget"):
        Visitor(dai, "en").open(reverse(f"availability:{name}"), status=403)
    with pytest.raises(PermissionDenied):
        actions.save_limits(working_language="en", version=1, by=dai, once=key())
    with pytest.raises(PermissionDenied):
        actions.give_address(address=ADDRESS, by=dai, once=key())
    OwnCalendar.all_rows.create(person=nia, comes="file")
    with pytest.raises(PermissionDenied):
        actions.forget(OwnCalendar.all_rows.get(), by=dai, once=key())


def test_a_helper_of_another_school_of_yesterday_or_in_another_role_enters_nothing(
    dai: Any, nia: Any, owain: Any, school: Any
) -> None:
    with pytest.raises(PermissionDenied):
        actions.add(owain, kind=TimeAway, first=MONDAY, last=None, starts=None, ends=None, by=dai, once=key())
    make.appoint(dai, Role.GOVERNOR, school)
    dai.wear(Role.GOVERNOR)
    with pytest.raises(PermissionDenied):
        actions.save_week(nia, not_free=[], prefers=[], version=1, by=dai, once=key())
    dai.wear(Role.DIARY_HELPER)
    nia.appointments.update(ends_on=make.YESTERDAY)
    with pytest.raises(PermissionDenied):
        actions.save_week(nia, not_free=[], prefers=[], version=1, by=dai, once=key())


def test_a_school_without_a_head_and_one_with_two(dai: Any, school: Any) -> None:
    index = reverse("availability:index")
    Visitor(dai, "en").open(index).says("The school has no headteacher in the portal today")
    for name in ("Heledd", "Heulwen"):
        make.appoint(make.make_person(name), Role.HEADTEACHER, school)
    visitor = Visitor(dai, "en").open(index).says("Heledd", "Heulwen")
    heulwen = school.appointments.get(person__name="Heulwen").person
    visitor.follow(page("detail", heulwen)).says("When Heulwen is not available")


def test_officers_and_administrators_act_on_no_diary_but_their_own(olwen: Any, ann: Any, nia: Any) -> None:
    away = {"first": MONDAY, "last": None, "starts": None, "ends": None}
    for person in (olwen, ann):
        with pytest.raises(PermissionDenied):
            actions.add(nia, kind=TimeAway, by=person, once=key(), **away)
    row = actions.add(nia, kind=TimeAway, by=nia, once=key(), **away)
    for person in (olwen, ann):
        with pytest.raises(PermissionDenied):
            actions.edit(row, version=1, by=person, once=key(), **away)
        with pytest.raises(PermissionDenied):
            actions.remove(row, by=person, once=key())
    for model in (TimeAway, FixedDuty, UsualWeek, TeachingWeek, OwnLimits, OwnCalendar, CalendarBusy):
        assert not model.objects.visible_to(olwen).exclude(person=olwen).exists() if model is not CalendarBusy else True
        assert not model.objects.visible_to(ann).exists()


def test_nothing_of_a_diary_stands_in_the_history_of_the_school(nia: Any, sion: Any, school: Any) -> None:
    actions.add(nia, kind=TimeAway, first=MONDAY, last=None, starts=None, ends=None, by=nia, once=key())
    assert not Event.objects.visible_to(sion).filter(verb__startswith="diary.").exists()
    assert not Event.objects.visible_to(nia).filter(verb__startswith="diary.").exists()  # told on her own page only


def test_officers_and_advisers_say_how_many_discussions_they_can_take(alun: Any, nia: Any) -> None:
    limits = reverse("availability:limits")
    Visitor(alun, "en").open(limits).fill(daily_limit="2", weekly_limit="6", working_language="both")
    kept = OwnLimits.all_rows.get(person=alun)
    assert (kept.daily_limit, kept.weekly_limit, kept.working_language) == (2, 6, "both")
    Visitor(alun, "en").open(limits).fill(daily_limit="", weekly_limit="", working_language="")
    kept.refresh_from_db()
    assert (kept.daily_limit, kept.weekly_limit, kept.working_language) == (None, None, "")
    assert "daily_limit" not in Visitor(nia, "en").open(limits).form.filled()


def test_two_who_save_the_week_at_once_see_both_weeks(nia: Any, dai: Any) -> None:
    first, second = (Visitor(person, "en").open(page("week", nia)) for person in (nia, dai))
    first.fill(not_free=["0am"])
    second.refused(not_free=["1pm"])
    second.says("Two versions of this text", "Monday morning", "Tuesday afternoon").fill(not_free=["0am", "1pm"])
    assert UsualWeek.all_rows.get().not_free == ["0am", "1pm"]


def test_there_is_a_bound_to_what_one_person_enters(nia: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "MOST_AWAY", 2)
    for number in range(2):
        first = MONDAY + dt.timedelta(days=number)
        actions.add(nia, kind=TimeAway, first=first, last=None, starts=None, ends=None, by=nia, once=key())
    visitor = Visitor(nia, "en").open(page("add", nia, "away"))
    assert visitor.refused(**day("first", MONDAY)) == ["There are 2 of these already. Remove one first."]


TOKENS = re.compile(
    r'name="(?:csrfmiddlewaretoken|once|sealed_for|seed)" value="[^"]*"|nonce="[^"]*"|[0-9a-f-]{36}'
    r"|\d\d:\d\d|\d{8}T\d{6}Z"
)


@pytest.mark.parametrize("who", ["dai", "owain", "olwen", "mari", "gareth", "ann"])
def test_no_page_or_file_differs_by_the_language_that_somebody_works_in(one_world: Any, who: str) -> None:
    """Whatever a page is made of: what others are shown is the same, whichever answer stands there."""
    client = client_of(one_world, who)
    pages = [page for method, page, cells in rows() if method == "GET" and "availability:limits" not in page]

    def seen() -> dict[str, str]:
        found = {}
        for each in pages:
            answer = client.get(one_world.url(each))
            if not answer.streaming and "text" in answer.get("Content-Type", ""):
                found[each] = TOKENS.sub("", answer.content.decode())
        return found

    said = []
    for language in ("cy", "en"):
        with undone():
            OwnLimits.all_rows.filter(person=one_world.cast.nia).update(working_language=language, daily_limit=3)
            said.append(seen())
    assert [each for each in said[0] if said[0][each] != said[1][each]] == []


def test_no_administrator_keeps_or_lists_anything_of_a_diary() -> None:
    of_a_diary = {TimeAway, FixedDuty, UsualWeek, TeachingWeek, OwnLimits, OwnCalendar, CalendarBusy}
    assert not of_a_diary & set(site._registry)
