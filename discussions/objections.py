"""What speaks against a time without making it impossible: told once to whoever places a discussion by hand.

That nobody is in two places the database decides (`bookings`); all other rules of planning are sentences here, which
name the person and what it is, but never why somebody is not available.

The way from one discussion to the next on the same day is judged simply: none is needed for meeting online, at the
same school or at a place written alike; within a town it takes `IN_TOWN`; else, or where a town is not known, `FAR`.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from discussions.common_times import limit_reached
from discussions.diaries import Diary, diaries_of
from discussions.models import Booking, Discussion
from discussions.spans import CLOSES, OPENS, whole_days
from schools.clock import LONDON
from schools.models import Person, School

IN_TOWN, FAR = dt.timedelta(minutes=10), dt.timedelta(minutes=30)
NO_TIME = dt.timedelta()
Setting = Discussion.Setting


@dataclass(frozen=True)
class Spot:
    """Where people meet, as far as it matters for the way there."""

    setting: str
    school: int | None = None
    place: str = ""  # the town of the school, or another place as it was written

    @classmethod
    def of(cls, setting: str, host: School | None, place: str) -> "Spot":
        if setting == Setting.AT_SCHOOL and host is not None:
            return cls(setting, host.pk, host.town.strip().casefold())
        return cls(setting, None, place.strip().casefold())

    def way_to(self, other: "Spot") -> dt.timedelta:
        if Setting.ONLINE in (self.setting, other.setting):
            return NO_TIME
        if self.setting != other.setting or not (self.place and other.place):
            return NO_TIME if self.school and self.school == other.school else FAR
        if self.place != other.place:
            return FAR
        return NO_TIME if self.school == other.school else IN_TOWN


@dataclass(frozen=True)
class Meeting:
    """A discussion as somebody means to place it. `besides`: what it is already, whose bookings do not count."""

    starts: dt.datetime
    ends: dt.datetime
    at: Spot
    besides: Sequence[Discussion] = ()

    @property
    def day(self) -> dt.date:
        return self.starts.astimezone(LONDON).date()

    @property
    def words(self) -> dict[str, str]:
        return _times(self.starts, self.ends)


@dataclass(frozen=True)
class Objection:
    sentence: str
    key: str  # what it says, in no language


def objections_to(meeting: Meeting, people: Collection[int]) -> list[Objection]:
    """What speaks against these people (by key) meeting then and there. The same number of queries for any number."""
    diaries = diaries_of(people, meeting.day, meeting.day, besides=meeting.besides)
    bookings = _that_day(meeting, people)
    found = list(_outside_working_hours(meeting))
    for person in Person.objects.filter(pk__in=people).order_by("name", "pk"):
        theirs = [row for row in bookings if row.person_id == person.pk]
        found += _of_person(meeting, person, diaries[person.pk], theirs)
    return found


def mark_of(meeting: Meeting, objections: Collection[Objection]) -> str:
    """What was told, as one word for a hidden field: whoever presses again means this time with these objections."""
    told = [meeting.starts.isoformat(), meeting.ends.isoformat(), *sorted(each.key for each in objections)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def _outside_working_hours(meeting: Meeting) -> Iterator[Objection]:
    starts, ends = (at.astimezone(LONDON).time() for at in (meeting.starts, meeting.ends))
    if starts < OPENS or ends > CLOSES:
        words = {"opens": time_format(OPENS), "closes": time_format(CLOSES)}
        yield Objection(_("This is outside working hours, which are from %(opens)s to %(closes)s.") % words, "hours")


def _of_person(meeting: Meeting, person: Person, diary: Diary, bookings: Sequence[Booking]) -> Iterator[Objection]:
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
    for row in bookings:
        if NO_TIME <= _gap(meeting, row) < meeting.at.way_to(_spot_of(row.discussion)):
            sentence = _(
                "%(name)s has another discussion at another place on %(day)s from %(starts)s to %(ends)s, and there "
                "may be too little time for the way."
            )
            other = {**words, **_times(row.during.lower, row.during.upper)}
            yield Objection(sentence % other, f"way {person.pk} {row.pk}")


def _gap(meeting: Meeting, booking: Booking) -> dt.timedelta:
    """The time between the two; less than none where they overlap."""
    gap: dt.timedelta = max(meeting.starts - booking.during.upper, booking.during.lower - meeting.ends)
    return gap


def _that_day(meeting: Meeting, people: Collection[int]) -> list[Booking]:
    that_day = DateTimeTZRange(*whole_days(meeting.day, meeting.day), "[)")
    rows = Booking.objects.as_system("what else they have that day is told by its times only").filter(
        person__in=people, live=True, during__overlap=that_day
    )
    rows = rows.exclude(discussion__in=meeting.besides).select_related("discussion__host")
    return list(rows.prefetch_related("discussion__discussion_schools__school").order_by("during", "pk"))


def _spot_of(discussion: Discussion) -> Spot:
    schools = [row.school for row in discussion.discussion_schools.all()]
    host = discussion.host or (schools[0] if len(schools) == 1 else None)
    return Spot.of(discussion.setting, host, discussion.place)


def _times(starts: dt.datetime, ends: dt.datetime) -> dict[str, Any]:
    first, last = starts.astimezone(LONDON), ends.astimezone(LONDON)
    return {"day": date_format(first), "starts": time_format(first), "ends": time_format(last)}
