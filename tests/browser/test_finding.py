"""The pages that find a time, without fault in each state; and the way through them, by links and presses alone."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from discussions.models import Discussion, TimeAway, UsualWeek
from discussions.spans import whole_days
from schools import clock
from tests.browser.harness import Portal, examine
from tests.browser.mouse import by_keyboard, by_mouse
from tests.discussions.meetings import schedule
from tests.on_pages import parsed

pytestmark = pytest.mark.django_db(transaction=True)

INDEX = reverse("professional_discussions:index")


@pytest.fixture
def weeks_of_all_kinds(nia: Any, alun: Any) -> None:
    """Nia prefers mornings and is away every other day for a month; for a week Alun is away too."""
    UsualWeek.all_rows.create(person=nia, prefers=["0am", "1am", "2am", "3am", "4am"])
    first = clock.today()
    for number in range(0, 60, 2):
        starts, ends = whole_days(first + dt.timedelta(days=number), first + dt.timedelta(days=number))
        TimeAway.all_rows.create(person=nia, starts_at=starts, ends_at=ends)
    starts, ends = whole_days(first + dt.timedelta(days=7), first + dt.timedelta(days=13))
    TimeAway.all_rows.create(person=alun, starts_at=starts, ends_at=ends)


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_pages_that_find_a_time_are_without_fault(
    portal: Portal, language: str, school: Any, other_school: Any, olwen: Any, nia: Any, alun: Any,
    weeks_of_all_kinds: None,
) -> None:  # fmt: skip
    found = schedule(school, olwen, nia, alun, olwen)
    page = portal.sign_in(olwen)
    for path in (
        f"schools/{school.public_id}/discussions/find-a-time/",
        f"schools/{school.public_id}/discussions/find-a-time/?weeks=1&minutes=60",
        f"discussions/{found.public_id}/find-another-time/",
        f"discussions/{found.public_id}/reschedule/?date=2027-01-12&starts=09:30&ends=11:00",
    ):
        examine(page, f"/{language}/{path}")


def best_on(page: str, there: str) -> list[str]:
    """The addresses in the list of the best times, in its order."""
    (found,) = [each for each in parsed(page).iter("ol") if each.get("id") == "best-times"]
    links = [link.get("href", "") for link in found.iter("a")]
    assert links and all(link.startswith(there + "?") for link in links)
    return links


def test_an_officer_finds_a_time_and_schedules_it_in_one_press_and_then_moves_it(
    portal: Portal, school: Any, olwen: Any, nia: Any, alun: Any, weeks_of_all_kinds: None
) -> None:
    """In Welsh, by keyboard; Nia sees in English what was settled, and then where it was moved to."""
    olwens = by_keyboard(portal, olwen, "cy").open(INDEX)
    olwens.follow(reverse("finding:find_a_time", args=[school.public_id])).says("Mae pawb yn rhydd", "Nia")
    there = reverse("professional_discussions:schedule", args=[school.public_id])
    olwens.follow(best_on(olwens.page, olwens.at(there))[0])
    olwens.fill(setting="at_school", language="both")
    found = Discussion.all_rows.get()
    assert set(found.participants.values_list("person__name", flat=True)) == {"Nia", "Alun", "Olwen"}
    here = reverse("professional_discussions:detail", args=[found.public_id])
    at = found.starts_at.astimezone(clock.LONDON)
    by_mouse(portal, nia, "en").open(INDEX).follow(here).says(f"{at:%H:%M}")
    move = reverse("professional_discussions:reschedule", args=[found.public_id])
    olwens.follow(move).follow(reverse("finding:find_another_time", args=[found.public_id]))
    others = [link for link in best_on(olwens.page, olwens.at(move)) if f"date={at:%Y-%m-%d}" not in link]
    olwens.follow(others[0]).fill()
    found.refresh_from_db()
    assert found.starts_at != at and found.sequence == 1


def test_what_speaks_against_a_time_is_told_once_and_a_second_press_means_it(
    portal: Portal, school: Any, olwen: Any, nia: Any, alun: Any
) -> None:
    """In English, by mouse."""
    day = clock.today() + dt.timedelta(days=7)
    starts, ends = whole_days(day, day)
    TimeAway.all_rows.create(person=nia, starts_at=starts, ends_at=ends)
    there = reverse("professional_discussions:schedule", args=[school.public_id])
    olwens = by_mouse(portal, olwen, "en").open(INDEX).follow(there)
    when = {f"date__{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    words = {**when, "starts": "10:00", "ends": "11:00", "setting": "at_school", "language": "cy"}
    olwens.press(**words)
    olwens.says("Nia is not available on", "press the button again to keep this one")
    assert not olwens.led
    olwens.fill()
    assert Discussion.all_rows.get().participants.count() == 3
