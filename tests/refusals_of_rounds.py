"""What is refused while this year's discussions are set up."""

from typing import Any

from django.urls import reverse

from discussions.models import Round, TravelTime
from discussions.rounds.actions import MOST_TIMES
from schools import clock
from schools.models import Appointment, Federation, School
from tests import factories as make
from tests.discussions.rounds import make_discussion
from tests.refusals import DAY, Refusing
from tests.story import day

NOBODY = "00000000-0000-4000-8000-000000000000"


def page(story: Refusing, name: str, *more: Any) -> str:
    return reverse(f"rounds:{name}", args=[story.year, story.school.council.public_id, *more])


def planning(story: Refusing) -> None:
    when_and_where(story)
    travel(story)
    officers(story)
    schools(story)
    one_school(story)
    wishes(story)
    booked(story)


def wishes(story: Refusing) -> None:
    olwen = story.olwen.open(reverse("rounds:wishes", args=[story.school.public_id, story.year]))
    story.no(olwen, "Choose the language of the discussion: an interpreter", language="none", interpreter="on")


def booked(story: Refusing) -> None:
    """Who is taken out although a discussion is to come is asked about; nothing is taken out here."""
    third = make.make_school(story.school.council, "Ysgol y Rhos")
    found = make_discussion(third, day=clock.today() + DAY)
    olwen = story.olwen.open(page(story, "school", third.public_id))
    words = {"takes_part": "no", "not_because": "x", "lang": "en"}
    story.no(olwen, "1 discussion to come is booked already, and stays booked", **words)
    found.delete()
    third.delete()


def when_and_where(story: Refusing) -> None:
    first, last = clock.school_year_bounds(story.year)
    olwen = story.olwen.open(page(story, "when_and_where"))
    no_days = {f"{name}__{part}": "" for name in ("first_day", "last_day") for part in ("day", "month", "year")}
    story.no(olwen, "Enter the first day", "Enter the last day", **no_days)
    window = day("first_day", first) | day("last_day", last)
    for sentence, words in {
        "Enter a date of this school year, from": day("first_day", first - DAY),
        "Enter a last day that is not before the first day.": day("first_day", last) | day("last_day", first),
        "Enter a time between 7:00 and 11:00.": {"morning_from": "6:59"},
        "Enter a time between 12:00 and 16:00.": {"afternoon_from": "16:01"},
        "A discussion of the morning would not be over by then.": {"morning_from": "11:00", "minutes": "150"},
        "Enter the name of the council’s office where you will meet.": {"setting": "elsewhere"},
        "Enter a whole number of minutes from 30 to 240": {"minutes": "29"},
        "Enter a whole number of minutes from 0 to 240": {"travel_minutes": "241"},
    }.items():
        olwen.open(page(story, "when_and_where"))
        story.no(olwen, sentence, **(window | words))


def travel(story: Refusing) -> None:
    council = story.school.council
    for town in ("Tredegar", "Abertyleri"):
        make.make_school(council, town=town)
    olwen = story.olwen.open(page(story, "travel"))
    story.no(olwen, "Choose both towns, and enter the minutes between them.", first_town="Tredegar", minutes="5")
    story.no(olwen, "Choose two different towns.", first_town="Tredegar", second_town="Tredegar", minutes="5")
    olwen.fill(first_town="Tredegar", second_town="Abertyleri", minutes="25")
    twice = {"first_town": "Abertyleri", "second_town": "Tredegar", "minutes": "5"}
    story.no(olwen, "These two towns are in the list already.", **twice)
    round_ = Round.all_rows.get(council=council, school_year=story.year)
    words = {"round": round_, "second_town": "Y Dref", "minutes": 5}
    for n in range(MOST_TIMES):
        TravelTime.all_rows.create(first_town=f"Tref {n}", **words)
    olwen.open(page(story, "travel"))
    story.no(olwen, f"At most {MOST_TIMES} times can be kept.", **twice)
    TravelTime.all_rows.all().delete()


def officers(story: Refusing) -> None:
    lowri, council = story.cast.lowri, story.school.council
    olwen = story.olwen.open(page(story, "officers"))
    held = Appointment.all_rows.filter(person=lowri, council=council)
    held.update(ends_on=make.YESTERDAY)
    story.no(olwen, "Somebody whom you ticked no longer works for the council.", officers=[str(lowri.public_id)])
    held.update(ends_on=None)
    olwen.open(page(story, "officers")).fill(officers=[str(lowri.public_id)])
    row = Round.all_rows.get(council=council, school_year=story.year).officers.get()
    olwen.open(page(story, "officer", row.public_id))
    story.no(olwen, "Tick at least one school, or choose", only_some="some")
    story.no(olwen, "Choose again: one of the schools is not there now", only_some="some", schools=[NOBODY])


def schools(story: Refusing) -> None:
    olwen = story.olwen.open(page(story, "schools"))
    story.no(olwen, "Write why the schools that are not ticked do not take part.", schools=[])
    story.no(olwen, "Open this page again, then choose the schools.", shown="x")


def one_school(story: Refusing) -> None:
    school = story.school
    olwen = story.olwen.open(page(story, "school", school.public_id))
    story.no(olwen, "Write why the school does not take part.", takes_part="no")
    before = school.federation
    federation = before or Federation.all_rows.create(council=school.council, name_cy="Y Cwm", name_en="The Valley")
    School.all_rows.filter(pk=school.pk).update(federation=federation)
    partner = make.make_school(school.council, "Ysgol y Glyn", federation=federation)
    olwen.open(page(story, "school", school.public_id))
    School.all_rows.filter(pk=partner.pk).update(federation=None)
    third = make.make_school(school.council, "Ysgol y Rhos", federation=federation)
    gone = {"together_at": str(partner.public_id)}
    story.no(olwen, "Choose one of the federation’s schools again: they have changed.", **gone)
    School.all_rows.filter(pk=third.pk).update(federation=None)
    School.all_rows.filter(pk=school.pk).update(federation=before)
    olwen.open(page(story, "school", school.public_id))
    story.no(olwen, "Somebody whom you ticked can no longer be asked as a guest.", guests=[NOBODY])
