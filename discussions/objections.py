"""What speaks against a time without making it impossible: told once to whoever places a discussion by hand.

That nobody is in two places the database decides (`bookings`); all other rules of planning are sentences here, which
name the person and what it is, but never why somebody is not available.

The way from one discussion to the next on the same day is judged by what the council entered for its year (`Round`):
none is needed for meeting online, at the same school or at a place written alike; in between towns that are known it
takes what was entered for them; else, within a town or where one is not known, the minutes within a town.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from discussions.common_times import limit_reached
from discussions.diaries import Diary, diaries_of
from discussions.models import Booking, Discussion, LanguageWish, Round, TravelTime
from discussions.spans import CLOSES, OPENS, whole_days
from schools.clock import LONDON, school_year_of
from schools.models import Person, School

NO_TIME = dt.timedelta()
Setting, Language = Discussion.Setting, Discussion.Language


@dataclass(frozen=True)
class Meeting:
    """A discussion as somebody means to place it. `besides`: what it is already, whose bookings do not count."""

    starts: dt.datetime
    ends: dt.datetime
    setting: str
    host: School  # at which they meet, if they do at one; else any of those that meet
    place: str = ""
    besides: Sequence[Discussion] = ()

    @property
    def day(self) -> dt.date:
        return self.starts.astimezone(LONDON).date()

    @property
    def words(self) -> dict[str, str]:
        return _times(self.starts, self.ends)


@dataclass(frozen=True)
class Spot:
    """Where people meet, as far as it matters for the way there."""

    setting: str
    place: str = ""  # the key of a school, or another place as it was written
    town: str = ""


@dataclass(frozen=True)
class Ways:
    """What a council entered for its year, or what holds where it entered nothing."""

    round_: Round
    exceptions: Mapping[frozenset[str], int]  # minutes between two towns

    @classmethod
    def of(cls, council: int, day: dt.date) -> "Ways":
        rows = Round.objects.as_system("how far it is, for whoever places a discussion by hand")
        return cls.in_year(rows.filter(council=council, school_year=school_year_of(day)).first() or Round())

    @classmethod
    def in_year(cls, found: Round) -> "Ways":
        apart = TravelTime.objects.as_system("how far it is between two towns").filter(round=found.pk)
        return cls(found, {frozenset((_same(row.first_town), _same(row.second_town))): row.minutes for row in apart})

    def spot(self, setting: str, host: School | None, place: str) -> Spot:
        if setting == Setting.AT_SCHOOL:
            return Spot(setting, str(host.pk), _same(host.town)) if host else Spot(setting)
        office = self.round_.place and _same(place) == _same(self.round_.place)
        return Spot(setting, _same(place), _same(self.round_.town) if office else "")

    def spot_of(self, discussion: Discussion) -> Spot:
        """Where a discussion takes place: its schools have been read."""
        schools = [each.school for each in discussion.discussion_schools.all()]
        host = discussion.host or (schools[0] if len(schools) == 1 else None)
        return self.spot(discussion.setting, host, discussion.place)

    def between(self, one: Spot, other: Spot) -> dt.timedelta:
        if Setting.ONLINE in (one.setting, other.setting) or (one == other and one.place):
            return NO_TIME
        towns = frozenset((one.town, other.town))
        minutes = self.round_.local_minutes
        if len(towns) == 2 and "" not in towns:
            minutes = self.exceptions.get(towns, self.round_.travel_minutes)
        return dt.timedelta(minutes=minutes)


def _same(name: str) -> str:
    return name.strip().casefold()


@dataclass(frozen=True)
class Objection:
    sentence: str
    key: str  # what it says, in no language


def objections_to(meeting: Meeting, people: Collection[int]) -> list[Objection]:
    """What speaks against these people (by key) meeting then and there. The same number of queries for any number."""
    diaries = diaries_of(people, meeting.day, meeting.day, besides=meeting.besides)
    bookings = bookings_between(meeting.day, meeting.day, people, meeting.besides)
    ways = Ways.of(meeting.host.council_id, meeting.day)
    found = [*_outside_working_hours(meeting), *outside_the_weeks(meeting, ways.round_)]
    for person in Person.objects.filter(pk__in=people).order_by("name", "pk"):
        theirs = [row for row in bookings if row.person_id == person.pk]
        found += of_person(meeting, person, diaries[person.pk], theirs)
        found += on_the_way(meeting, person, theirs, ways)
    return found


def mark_of(meeting: Meeting, objections: Collection[Objection]) -> str:
    """What was told, as one word for a hidden field: whoever presses again means this time with these objections."""
    told = [meeting.starts.isoformat(), meeting.ends.isoformat(), *sorted(each.key for each in objections)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def language_wishes(schools: Collection[School], day: dt.date) -> dict[int, tuple[str, bool]]:
    """In which language these schools wish to meet that year, and whether they need an interpreter, by their keys:
    those that said so.
    """
    rows = LanguageWish.objects.as_system("open to all who see the discussions of the school").filter(
        school__in=schools, school_year=school_year_of(day)
    )
    return {key: (wish, needs_one) for key, wish, needs_one in rows.values_list("school", "language", "interpreter")}


def against_wishes(
    schools: Collection[School], language: str, wishes: Mapping[int, tuple[str, bool]]
) -> Iterator[tuple[School, str]]:
    """The schools that wish to meet in another language, each with what it wishes."""
    said = {
        Language.WELSH: _("%(school)s wishes to meet in Welsh."),
        Language.ENGLISH: _("%(school)s wishes to meet in English."),
        Language.BOTH: _("%(school)s wishes to meet in Welsh and English."),
    }
    needs = {
        Language.WELSH: _("%(school)s wishes to meet in Welsh, and needs an interpreter."),
        Language.ENGLISH: _("%(school)s wishes to meet in English, and needs an interpreter."),
        Language.BOTH: _("%(school)s wishes to meet in Welsh and English, and needs an interpreter."),
    }
    for school in schools:
        wish, interpreter = wishes.get(school.pk, (language, False))
        if wish != language and language != Language.BOTH:
            yield school, (needs if interpreter else said)[Language(wish)] % {"school": school.name}


def _outside_working_hours(meeting: Meeting) -> Iterator[Objection]:
    starts, ends = (at.astimezone(LONDON).time() for at in (meeting.starts, meeting.ends))
    if starts < OPENS or ends > CLOSES:
        words = {"opens": time_format(OPENS), "closes": time_format(CLOSES)}
        yield Objection(_("This is outside working hours, which are from %(opens)s to %(closes)s.") % words, "hours")


def outside_the_weeks(meeting: Meeting, round_: Round) -> Iterator[Objection]:
    """Of what the council entered for its year; a discussion that stays on its day is not asked about."""
    first, last = round_.first_day, round_.last_day
    if first is None or last is None or any(meeting.day == _day_of(each) for each in meeting.besides):
        return
    if not first <= meeting.day <= last:
        sentence = _(
            "%(day)s is not among the days on which this year’s discussions may take place: these are from %(first)s "
            "to %(last)s."
        )
        days = {"day": date_format(meeting.day), "first": date_format(first), "last": date_format(last)}
        yield Objection(sentence % days, f"weeks {first} {last}")


def _day_of(discussion: Discussion) -> dt.date:
    day: dt.date = discussion.starts_at.astimezone(LONDON).date()
    return day


def of_person(meeting: Meeting, person: Person, diary: Diary, bookings: Sequence[Booking]) -> Iterator[Objection]:
    words = {"name": person.name, **meeting.words}
    taken_twice = any(_gap(meeting, row) < NO_TIME for row in bookings)  # which is refused, with its own sentence
    if not taken_twice and diary.taken.overlap(meeting.starts, meeting.ends):
        sentence = _("%(name)s is not available on %(day)s from %(starts)s to %(ends)s.")
        yield Objection(sentence % words, f"away {person.pk}")
    if limit := limit_reached(diary, meeting.day):
        if limit == "day":
            sentence = _("%(name)s already has as many discussions on %(day)s as they take in one day.")
        else:
            sentence = _("%(name)s already has as many discussions in the week of %(day)s as they take in one week.")
        yield Objection(sentence % words, f"{limit} {person.pk}")


def on_the_way(meeting: Meeting, person: Person, bookings: Sequence[Booking], ways: Ways) -> Iterator[Objection]:
    here = ways.spot(meeting.setting, meeting.host, meeting.place)
    for row in bookings:
        there = ways.spot_of(row.discussion)
        if NO_TIME <= _gap(meeting, row) < ways.between(here, there):
            sentence = _(
                "%(name)s has another discussion at another place on %(day)s from %(starts)s to %(ends)s, and there "
                "may be too little time for the way."
            )
            words = {"name": person.name, **_times(row.during.lower, row.during.upper)}
            yield Objection(sentence % words, f"way {person.pk} {row.pk}")


def _gap(meeting: Meeting, booking: Booking) -> dt.timedelta:
    """The time between the two; less than none where they overlap."""
    gap: dt.timedelta = max(meeting.starts - booking.during.upper, booking.during.lower - meeting.ends)
    return gap


def bookings_between(
    first: dt.date, last: dt.date, people: Collection[int], besides: Collection[Discussion]
) -> list[Booking]:
    """Their bookings on these days, each with its discussion, where that is and its schools."""
    those_days = DateTimeTZRange(*whole_days(first, last), "[)")
    rows = Booking.objects.as_system("what else they have that day is told by its times only").filter(
        person__in=people, live=True, during__overlap=those_days
    )
    rows = rows.exclude(discussion__in=besides).select_related("discussion__host")
    return list(rows.prefetch_related("discussion__discussion_schools__school").order_by("during", "pk"))


def _times(starts: dt.datetime, ends: dt.datetime) -> dict[str, Any]:
    first, last = starts.astimezone(LONDON), ends.astimezone(LONDON)
    return {"day": date_format(first), "starts": time_format(first), "ends": time_format(last)}
