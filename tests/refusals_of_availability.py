"""What is refused to whoever says when they are not available."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from discussions.availability import actions, forms
from discussions.models import FixedDuty, OwnCalendar, TeachingWeek, TimeAway, UsualWeek
from discussions.own_calendars.faults import Unread
from schools import clock
from schools.models import Term
from tests.refusals import DAY, TODAY, Refusing
from tests.story import day

TIMES = {"starts": "9:00", "ends": "10:00"}
MONDAY = {"weekday": "0", **TIMES}


def saying_when(story: Refusing) -> None:
    _times_away(story)
    _fixed_duties(story)
    _weeks(story)
    _limits_and_calendar(story)


def _page(story: Refusing, name: str, *more: Any) -> str:
    return reverse(f"availability:{name}", args=[story.cast.nia.public_id, *more])


def _times_away(story: Refusing) -> None:
    nia, away = story.nia, _page(story, "add", "away")
    last = clock.school_year_bounds(story.year + 1)[1]
    story.no(nia.open(away), "Enter the first day")
    for sentence, words in {
        "Enter a last day that is not before the first": day("first", TODAY) | day("last", TODAY - DAY),
        "Enter days that are not over yet": day("first", TODAY - DAY),
        "Enter a date in this school year or the next": day("first", last + DAY),
        "Enter both times, or none of them for whole days": day("first", TODAY) | {"starts": "9:00"},
        "Enter an end time that is later than the start time": day("first", TODAY) | {"starts": "9:00", "ends": "8:00"},
    }.items():
        story.no(nia.open(away), sentence, **words)
    row = TimeAway.all_rows.create(person=story.cast.nia, **_whole_day())
    two = story.tab("nia", _page(story, "edit", "away", row.public_id))
    nia.open(_page(story, "edit", "away", row.public_id)).fill(**day("first", TODAY + 2 * DAY))
    story.no(two, "You saved this in another tab or window in the meantime", **day("first", TODAY + 3 * DAY))
    with patch.object(actions, "MOST_AWAY", 1):
        story.no(nia.open(away), "There are 1 of these already", **day("first", TODAY))


def _whole_day() -> dict[str, Any]:
    return {"starts_at": clock.end_of(TODAY), "ends_at": clock.end_of(TODAY + DAY)}


def _fixed_duties(story: Refusing) -> None:
    nia, duties = story.nia, _page(story, "add", "duties")
    asked = ("Choose a day of the week", "Enter a time, for example 9:30 or 14:00", "Enter the first day")
    story.no(nia.open(duties), *asked, weekday=[])
    begins = day("starts_on", TODAY)
    for sentence, words in {
        "Enter an end time that is later than the start time": MONDAY | begins | {"ends": "9:00"},
        "Enter a last day that is not before the first": MONDAY | begins | day("ends_on", TODAY - DAY),
        "Enter days that are not over yet": MONDAY | day("starts_on", TODAY - DAY) | day("ends_on", TODAY - DAY),
    }.items():
        story.no(nia.open(duties), sentence, **words)
    nia.open(duties).fill(**MONDAY, **begins)
    assert FixedDuty.all_rows.get(person=story.cast.nia).weekday == 0
    story.no(nia.open(duties), "This fixed duty has been entered already.", **MONDAY, **begins)


def _weeks(story: Refusing) -> None:
    nia, school = story.nia, story.school
    week = _page(story, "week")
    both = "A half-day cannot be preferred and never available at once: Monday morning."
    story.no(nia.open(week), both, not_free=["0am", "1am"], prefers=["0am"])
    late = story.tab("nia", week)
    nia.open(week).fill(not_free=["0am"], prefers=["1pm"])
    assert UsualWeek.all_rows.get(person=story.cast.nia).prefers == ["1pm"]
    story.no(late, "You saved this in another tab or window in the meantime", not_free=["2am"])
    words = {"school_year": story.year + 1, "starts_on": clock.school_year_bounds(story.year + 1)[0]}
    term = Term.all_rows.create(council=school.council, ends_on=words["starts_on"] + 40 * DAY, **words)
    needed = "Only a half-day that is taught needs cover, so tick it above as well, or not here: Tuesday afternoon."
    page = _page(story, "teaching", term.public_id)
    story.no(nia.open(page), needed, teaches=["0am"], with_cover=["0am", "1pm"])
    TeachingWeek.all_rows.create(person=story.cast.nia, term=term, teaches=["3am"])
    story.no(nia.open(week), "Lessons are taught in a term on a half-day that is preferred here", prefers=["3am"])
    Term.all_rows.filter(pk=term.pk).delete()


def _read_another() -> None:
    with forms.TURNS.turn():
        pass


def _limits_and_calendar(story: Refusing) -> None:
    olwen, limits = story.olwen, reverse("availability:limits")
    story.no(olwen.open(limits), "Enter a number from 1 to 8, or none", daily_limit="9")
    story.no(olwen.open(limits), "Enter a number from 1 to 40, or none", weekly_limit="41")
    story.no(olwen.open(limits), "Enter as many for a week as for a day, or more", daily_limit="4", weekly_limit="3")
    address = reverse("availability:give", args=["address"])
    story.no(olwen.open(address), "Enter the address of your calendar")
    for wrong in ("http://example.com/a.ics", "https://olwen:secret@example.com/", "webcal://", "calendar"):
        story.no(olwen.open(address), "Enter the whole address, beginning with https:// or webcal://", address=wrong)
    for wrong in (
        "https://localhost/a.ics",
        "https://192.168.0.7/a.ics",
        "https://[::1]/a.ics",
        "https://intranet/a.ics",
    ):
        story.no(olwen.open(address), "Enter an address on the internet", address=wrong)
    file = reverse("availability:give", args=["file"])
    story.no(olwen.open(file), "Choose a file")
    story.no(olwen.open(file), "This is no calendar.", file=SimpleUploadedFile("x.ics", b"Dydd Llun"))
    for fault, sentence in (("too_large", "This calendar is too large."), ("too_slow", "This calendar takes too long")):
        with patch.object(forms, "read", side_effect=Unread(fault)):
            story.no(olwen.open(file), sentence, file=SimpleUploadedFile("x.ics", b"BEGIN:VCALENDAR"))
    with ThreadPoolExecutor() as beside, forms.TURNS.turn():  # one is read, and one waits
        waits = beside.submit(_read_another)
        while forms.TURNS.at_the_door.acquire(blocking=False):
            forms.TURNS.at_the_door.release()
        others = "Other calendars are being read at this moment."
        story.no(olwen.open(file), others, file=SimpleUploadedFile("x.ics", b"BEGIN:VCALENDAR"))
        assert not waits.done()
    assert not OwnCalendar.all_rows.filter(person=story.cast.olwen).exists()
