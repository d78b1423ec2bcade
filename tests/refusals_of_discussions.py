"""What council, school and service are refused while they meet."""

import datetime as dt
from typing import Any
from unittest import mock

from discussions.models import Discussion, DiscussionSchool, Participant
from discussions.professional_discussions import forms
from schools import clock
from schools.models import Federation, School
from tests import factories as make
from tests.discussions.rounds import make_discussion, take_part
from tests.refusals import DAY, TODAY, Refusing
from tests.story import day

LIKE_ANOTHER = {"setting": "online", "online_link": "https://hwb.gov.wales@elsewhere.example/"}
WHEN = {"setting": "at_school", "language": "both", "starts": "10:00", "ends": "11:00"}


def people(story: Refusing, *names: str) -> list[str]:
    return [str(getattr(story.cast, name).public_id) for name in names]


def scheduling(story: Refusing) -> None:
    olwen = story.olwen.open(story.url("professional_discussions:schedule"))
    story.no(
        olwen,
        "Enter the date of the discussion",
        "Enter a time, for example 9:30 or 14:00",
        "Choose where you will meet",
        "Choose the language of the discussion",
        "Choose at least one person who takes part",
        setting=[],
        participants=[],
    )
    today = day("date", TODAY)
    last = clock.school_year_bounds(story.year + 1)[1]
    for sentence, words in {
        "Enter a date in this school year or the next.": WHEN | day("date", last + DAY),
        "Enter a start time between 7:00 and 21:00.": WHEN | today | {"starts": "6:59"},
        "Enter an end time that is later than the start time.": WHEN | today | {"ends": "10:00"},
        "Enter an end time that is not later than 21:00.": WHEN | today | {"ends": "21:01"},
        "Enter a time in the 24-hour clock": WHEN | today | {"starts": "half past nine"},
        "Enter the link for joining online.": WHEN | today | {"setting": "online"},
        "Enter the whole link, beginning with https://": WHEN | today | {"setting": "online", "online_link": "x y"},
        "Enter a link in which no name and @ stand": WHEN | today | LIKE_ANOTHER,
        "Enter the place where you will meet.": WHEN | today | {"setting": "elsewhere"},
    }.items():
        olwen.open(story.url("professional_discussions:schedule"))
        story.no(olwen, sentence, **words)
    olwen.open(story.url("professional_discussions:schedule"))
    School.all_rows.filter(pk=story.school.pk).update(closed_on=TODAY - DAY)
    story.no(olwen, "Ysgol Nant y Coed has closed, so no discussion can be scheduled.", **(WHEN | today))
    School.all_rows.filter(pk=story.school.pk).update(closed_on=None)


def booking_twice(story: Refusing) -> None:
    """Olwen meets another school first; a person, then a school, is taken."""
    other = story.cast.owain.appointments.get().school
    there = f"/en/schools/{other.public_id}/discussions/schedule/"
    today = day("date", TODAY)
    late = story.tab("lowri", there)
    story.olwen.open(there).fill(**WHEN, **today, participants=people(story, "owain", "olwen"))
    olwen = story.olwen.open(story.url("professional_discussions:schedule"))
    story.no(olwen, "Olwen is already booked on", **WHEN, **today, participants=people(story, "nia", "olwen"))
    words = WHEN | {"starts": "11:30", "ends": "12:30"}
    story.no(late, "already has its professional discussion of this school year", **words, **today,
             participants=people(story, "owain"))  # fmt: skip
    federation = Federation.all_rows.create(council=story.school.council, name_cy="Y Ddwy", name_en="The Two")
    before = story.school.federation
    School.all_rows.filter(pk__in=[story.school.pk, other.pk]).update(federation=federation)
    olwen.open(story.url("professional_discussions:schedule"))
    story.no(olwen, "Choose at which of the schools you will meet.", **words, **today, also=[str(other.public_id)])
    olwen.open(story.url("professional_discussions:schedule"))
    here = {"host": str(other.public_id), "also": [str(other.public_id)]}
    with mock.patch.object(forms, "has_passed", return_value=True):
        asked = "This time has passed already. If people met then, press the button below; or enter a later time."
        story.no(olwen, asked, **words, **today, **here)
        asked = "This day has passed already. If people met then, press the button below; or enter a later date."
        story.no(olwen, asked, **words, **day("date", TODAY - DAY), **here)
    owain = people(story, "owain")
    olwen.open(story.url("professional_discussions:schedule"))
    story.no(olwen, "Owain takes part for Ysgol Pen y Bryn.", **words, **today, participants=owain)
    third = make.make_school(story.school.council, "Ysgol y Drydedd")
    School.all_rows.filter(pk=third.pk).update(federation=federation)
    olwen.open(story.url("professional_discussions:schedule"))
    elsewhere = {"host": str(third.public_id), "also": [str(other.public_id)]}
    story.no(olwen, "Choose one of the schools that take part as the place.", **words, **today, **elsewhere)
    School.all_rows.filter(pk=third.pk).update(federation=None)
    School.all_rows.filter(pk__in=[story.school.pk, other.pk]).update(federation=before)


def changing(story: Refusing) -> None:
    olwen, words = story.olwen, WHEN | {"starts": "13:00", "ends": "14:00"}
    olwen.open(story.url("professional_discussions:schedule"))
    everybody = people(story, "nia", "alun", "olwen")
    yesterday, guest = day("date", TODAY - DAY), people(story, "gareth")
    asked = "A guest is asked for before the discussion, never afterwards."
    story.no(olwen, asked, **words, **yesterday, participants=everybody, guests=guest)
    olwen.fill(**words, **day("date", TODAY), participants=everybody, guests=people(story, "gareth", "tomos"))
    olwen.open(story.meets("professional_discussions:reschedule"))
    story.no(olwen, "Nothing has been changed. Change the time, the place or the language, or go back.")
    story.no(olwen, "Enter a date that is today or later.", **day("date", TODAY - DAY))
    next_year = clock.school_year_bounds(story.year + 1)[0] + DAY
    story.no(olwen, "This date is in another school year.", **day("date", next_year))
    story.no(olwen, "Olwen is already booked on", **day("date", TODAY), starts="10:30", ends="11:30")
    late = story.tab("lowri", story.meets("professional_discussions:reschedule"))
    olwen.open(story.meets("professional_discussions:reschedule")).fill(place="Y Neuadd")
    story.no(late, "Somebody else saved this while you were writing.", place="Ysgol Pen y Bryn")
    olwen.open(story.meets("professional_discussions:participants"))
    story.no(olwen, "Nothing has been changed. Tick or untick somebody, or go back.")
    story.no(olwen, "Choose at least one person who takes part", participants=[])
    story.forbidden(story.alun, story.meets("professional_discussions:cancel"))


def consenting(story: Refusing) -> None:
    asked = Participant.all_rows.get(discussion=story.discussion, person=story.cast.gareth)
    page = story.meets("professional_discussions:consent", asked.public_id)
    late = story.tab("nia", page)
    story.no(story.nia.open(page), "Choose yes or no")
    story.nia.fill(answer="refused")
    story.no(late, "This question has been answered, or is no longer asked.", answer="given")
    a_guest_of_two_schools(story)


def a_guest_of_two_schools(story: Refusing) -> None:
    """Nia answers for her school, in two tabs; the other school's head has still to answer."""
    other = make.make_school(story.school.council, "Ysgol y Cwm Uchaf")
    meeting = make_discussion(story.school, other, day=dt.date(story.year + 1, 10, 1))
    guest = take_part(meeting, story.cast.gareth, "guest", consent="asked")
    page = f"/en/discussions/{meeting.public_id}/guests/{guest.public_id}/consent/"
    late = story.tab("nia", page)
    story.nia.open(page).fill(answer="given")
    story.no(late, "Your school has answered. The guest waits for the headteacher of", answer="given")
    meeting.delete()


def agenda(story: Refusing) -> None:
    nia = story.nia.open(story.meets("agenda:add"))
    story.no(nia, "Write what you would like to discuss", lang="cy")
    area = story.evaluation.sections.first().area.code
    nia.open(story.own("self_evaluations:add", area, "priorities")).fill(text="Mathemateg", lang="cy")
    nia.open(story.own("self_evaluations:submit")).fill(declared="on")
    late = story.tab("sion", story.meets("agenda:redraft"))
    nia.open(story.meets("agenda:redraft")).fill()
    story.no(late, "There is nothing new to bring in")
    nia.open(story.meets("agenda:add")).fill(text="Y bws", lang="cy")
    item = story.discussion.agenda_items.get(text="Y bws")
    late = story.tab("sion", story.meets("agenda:edit", item.public_id))
    nia.open(story.meets("agenda:edit", item.public_id)).fill(text="Y bws ysgol")
    story.no(late, "Somebody else saved this while you were writing.", text="The bus")


def cancelling(story: Refusing) -> None:
    """Whatever was open in another tab when the discussion was called off."""
    pages: dict[str, Any] = {"reschedule": {"place": "Y Cwm"}, "cancel": {"reason": "Eira", "lang": "cy"}}
    pages["participants"] = {"participants": people(story, "nia")}
    late = {name: story.tab("lowri", story.meets(f"professional_discussions:{name}")) for name in pages}
    late["add"] = story.tab("sion", story.meets("agenda:add"))
    late["begin"] = story.tab("mari", story.meets("records:begin"))
    olwen = story.olwen.open(story.meets("professional_discussions:cancel"))
    story.no(olwen, "Write why the discussion is cancelled")
    doubtful = "Mae Ffion ym Mlwyddyn 5 yn sâl."
    story.asked(olwen, "to name a learner", "Keep the reason as it is", reason=doubtful, lang="cy")
    olwen.fill(reason="Eira trwm", lang="cy")
    for name, words in pages.items():
        story.no(late[name], "This discussion has been cancelled, so it can no longer be changed.", **words)
    story.no(late["add"], "This discussion has been cancelled, so it can no longer be changed.", text="x", lang="cy")
    story.no(late["begin"], "This discussion was cancelled, so there is nothing to record.")
    assert not DiscussionSchool.all_rows.filter(school=story.school, live=True).exists()


def being_too_late(story: Refusing) -> None:
    """The day passes while the pages are open."""
    once_more(story, TODAY, guests=people(story, "gareth"))
    asked = Participant.all_rows.get(discussion=story.discussion, person=story.cast.gareth)
    consent = story.tab("nia", story.meets("professional_discussions:consent", asked.public_id))
    add = story.tab("sion", story.meets("agenda:add"))
    reschedule = story.tab("olwen", story.meets("professional_discussions:reschedule"))
    move_to(story, TODAY - DAY)
    story.no(consent, "The discussion has been held, so a guest can no longer be invited to it.", answer="given")
    story.no(add, "The discussion has been held, so its agenda can no longer be changed.", text="x", lang="cy")
    story.no(reschedule, "The day of this discussion has passed.", place="Y Cwm")
    move_to(story, TODAY)
    story.olwen.open(story.meets("professional_discussions:cancel")).fill(reason="Eira", lang="cy")


def move_to(story: Refusing, on: dt.date) -> None:
    """As an officer would, had they nothing else to do; or as time does."""
    found = story.discussion
    days = on - found.starts_at.astimezone(clock.LONDON).date()
    Discussion.all_rows.filter(pk=found.pk).update(starts_at=found.starts_at + days, ends_at=found.ends_at + days)


def once_more(story: Refusing, on: dt.date, starts: str = "15:00", **more: Any) -> Discussion:
    """A discussion of the school that the rest goes on with."""
    words = WHEN | {"starts": starts, "ends": "16:00"}
    story.olwen.open(story.url("professional_discussions:schedule"))
    story.olwen.fill(**words, **day("date", on), participants=people(story, "nia", "alun", "olwen"), **more)
    return story.discussion
