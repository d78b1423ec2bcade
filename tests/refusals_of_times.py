"""What an officer is asked once when they place a discussion by hand, each with its sentence."""

import datetime as dt

from discussions.bookings import moment, stretch_of
from discussions.models import Booking, LanguageWish, OwnLimits, Round, TimeAway
from tests import factories as make
from tests.discussions.rounds import make_discussion
from tests.refusals import DAY, TODAY, Refusing
from tests.refusals_of_discussions import people
from tests.story import day

LATER = {"starts": "15:00", "ends": "16:00"}


def objecting(story: Refusing) -> None:
    """To this day's discussion, at another hour and with somebody more."""
    olwen, alun = story.olwen, story.cast.alun
    reschedule, who = (story.meets(f"professional_discussions:{name}") for name in ("reschedule", "participants"))
    for person in (story.cast.nia, story.cast.lowri):
        edges = {"starts_at": moment(TODAY, dt.time(9)), "ends_at": moment(TODAY, dt.time(17))}
        TimeAway.all_rows.create(person=person, whole_days=False, **edges)
    again = "Choose another time, or press the button again to keep this one."
    story.no(olwen.open(reschedule), "Nia is not available on", again, **LATER)
    story.no(olwen.open(reschedule), "This is outside working hours", again, starts="18:00", ends="19:00")
    third = make.make_school(story.school.council, "Ysgol y Ffordd")
    elsewhere = make_discussion(third, day=TODAY)
    hours = {"starts_at": moment(TODAY, dt.time(16, 5)), "ends_at": moment(TODAY, dt.time(17))}
    for name, value in hours.items():
        setattr(elsewhere, name, value)
    elsewhere.save()
    Booking.all_rows.create(discussion=elsewhere, person=alun, during=stretch_of(elsewhere))
    limits = OwnLimits.all_rows.create(person=alun, daily_limit=1)
    way = "Alun has another discussion at another place on"
    story.no(olwen.open(reschedule), "Alun already has as many discussions on", way, **LATER)
    limits.daily_limit, limits.weekly_limit = None, 1
    limits.save()
    story.no(olwen.open(reschedule), "Alun already has as many discussions in the week of", way, **LATER)
    again = "Choose somebody else, or press the button again to keep them."
    everybody = people(story, "nia", "alun", "olwen", "lowri")
    story.no(olwen.open(who), "Lowri is not available on", again, participants=everybody)
    for row in (*TimeAway.all_rows.all(), limits, elsewhere, third):
        row.delete()
    _wishes(story, reschedule)
    _weeks(story, reschedule)


def _wishes(story: Refusing, reschedule: str) -> None:
    olwen = story.olwen
    wish = LanguageWish(school=story.school, school_year=story.year, party="council", said_by=story.cast.olwen)
    again = "Choose another language, or press the button again to keep this one."
    for wish.language, words, language in (("cy", "Welsh", "en"), ("en", "English", "cy"), ("both", "Welsh and", "cy")):
        wish.save()
        sentence = f"Ysgol Nant y Coed wishes to meet in {words}"
        story.no(olwen.open(reschedule), sentence, again, language=language)
        wish.interpreter = True
        wish.save()
        story.no(olwen.open(reschedule), f"{sentence.rstrip('.')}", "and needs an interpreter.", language=language)
        wish.interpreter = False
    wish.delete()


def _weeks(story: Refusing, reschedule: str) -> None:
    round_ = Round.all_rows.filter(council=story.school.council, school_year=story.year)
    before = round_.values("first_day", "last_day").get()
    round_.update(first_day=TODAY, last_day=TODAY)
    away_from_it = "is not among the days on which this year’s discussions may take place"
    story.no(story.olwen.open(reschedule), away_from_it, **LATER, **day("date", TODAY + DAY))
    round_.update(**before)
