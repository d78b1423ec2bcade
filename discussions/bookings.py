"""When and where people meet, and that nobody is in two places: the database refuses, and here it is put into words."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from discussions.models import Booking, Discussion, DiscussionSchool, Round
from schools import clock
from schools.models import Person, School
from schools.refusals import Refused

EARLIEST, LATEST = dt.time(7), dt.time(21)
DOUBLE_BOOKED = ("person_is_not_double_booked", "school_is_not_double_booked")


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That time on that day, as clocks in Wales show it."""
    return dt.datetime.combine(day, time, tzinfo=clock.LONDON)


def has_passed(at: dt.datetime) -> bool:
    return at < clock.now()


def faults_of_time(
    day: dt.date | None, starts: dt.time | None, ends: dt.time | None, *, held: bool = False
) -> Iterator[Refused]:
    """What is wrong with a day and its times, each as a sentence that says what to do; None could not be understood.

    Who met this morning by arrangement may be written down at noon: an hour of today that has passed is no fault.
    `held`: a day of this school year that has passed is none either.
    """
    if day is not None:
        yield from _faults_of_day(day, held)
    if starts is not None and not EARLIEST <= starts < LATEST:
        yield Refused(_("Enter a start time between 7:00 and 21:00."), "starts")
    if starts is not None and ends is not None and ends <= starts:
        yield Refused(_("Enter an end time that is later than the start time."), "ends")
    elif ends is not None and ends > LATEST:
        yield Refused(_("Enter an end time that is not later than 21:00."), "ends")


def _faults_of_day(day: dt.date, held: bool) -> Iterator[Refused]:
    this = clock.current_school_year()
    if day < clock.today() and not held:
        yield Refused(_("Enter a date that is today or later."), "date")
    if (day < clock.school_year_bounds(this)[0] and held) or day > clock.school_year_bounds(this + 1)[1]:
        yield Refused(_("Enter a date in this school year or the next."), "date")


def faults_of_place(
    setting: str, place: str, online_link: str, host: UUID | None = None, schools: Collection[UUID] = ()
) -> Iterator[Refused]:
    """What is missing or wrong for that setting. `schools`: those that meet; `host`: at which of several."""
    if setting == Discussion.Setting.ONLINE and not online_link:
        yield Refused(_("Enter the link for joining online."), "online_link")
    elif setting == Discussion.Setting.ONLINE and not online_link.lower().startswith("https://"):
        yield Refused(_("Enter the whole link, beginning with https://"), "online_link")
    elif setting == Discussion.Setting.ONLINE and "@" in urlsplit(online_link).netloc:  # looks like another address
        yield Refused(_("Enter a link in which no name and @ stand before the address of the site."), "online_link")
    if setting == Discussion.Setting.ELSEWHERE and not place:
        yield Refused(_("Enter the place where you will meet."), "place")
    if setting == Discussion.Setting.AT_SCHOOL and len(schools) > 1 and host not in schools:
        chosen = _("Choose one of the schools that take part as the place.") if host else ""
        yield Refused(chosen or _("Choose at which of the schools you will meet."), "host")


def settled(
    day: dt.date,
    starts: dt.time,
    ends: dt.time,
    setting: str,
    place: str,
    online_link: str,
    host: UUID | None,
    schools: Sequence[School],
    *,
    held: bool = False,
) -> dict[str, Any]:
    """When and where these schools meet (or met, where it may be `held`); refused with the first thing that is wrong.

    What does not belong to the setting is left out, so that nobody is sent to two places.
    """
    keys = {school.public_id: school.pk for school in schools}
    for fault in (
        *faults_of_time(day, starts, ends, held=held),
        *faults_of_place(setting, place, online_link, host, keys),
    ):
        raise fault
    at_one_of_several = setting == Discussion.Setting.AT_SCHOOL and len(schools) > 1
    return {
        "starts_at": moment(day, starts),
        "ends_at": moment(day, ends),
        "setting": setting,
        "host_id": keys[host] if host and at_one_of_several else None,
        "place": "" if setting == Discussion.Setting.ONLINE else place,
        "online_link": online_link,
    }


def where_words(thing: Any, schools: Sequence[School]) -> str:
    """The place of a discussion, or of what was sent about it, in the language of the page."""
    if thing.setting == Discussion.Setting.ONLINE:
        return _("Online")
    if thing.setting == Discussion.Setting.ELSEWHERE:
        return str(thing.place)
    if len(schools) > 1 and thing.host_id is None:
        return str(thing.place)  # written before the school could be chosen
    host = next((school for school in schools if school.pk == thing.host_id), schools[0])
    return ", ".join(filter(None, [thing.place, host.name]))


def round_of(school: School, day: dt.date) -> Round:
    rows = Round.objects.as_system("a round begins with its first discussion")
    found, _new = rows.get_or_create(council=school.council, school_year=clock.school_year_of(day))
    return found


def put_in(discussion: Discussion, covered: list[School]) -> None:
    """The schools of the discussion; the database refuses a second live one in the same round."""
    rows = [
        DiscussionSchool(
            discussion=discussion, school=school, round=discussion.round, discussion_kind=discussion.discussion_kind
        )
        for school in covered
    ]
    others = DiscussionSchool.objects.as_system("one live yearly discussion a school and round")
    try:
        with transaction.atomic():
            others.bulk_create(rows)
    except IntegrityError as error:
        if "one_live_yearly_discussion_a_school" not in str(error):
            raise
        clash = others.filter(school__in=covered, round=discussion.round, live=True).select_related(
            "school", "discussion"
        )
        for row in clash:
            words = {"school": row.school.name, "day": date_format(row.discussion.starts_at.astimezone(clock.LONDON))}
            raise Refused(
                _("%(school)s already has its professional discussion of this school year, on %(day)s.") % words
            ) from None
        raise Refused(_("Somebody has just scheduled this discussion. Open the list to see it.")) from None


def lock_in_order(people: Collection[int], schools: Collection[int]) -> None:
    """Whoever books some of the same people or schools at this moment waits here, so that they cannot block each other.

    That two bookings do not overlap is not decided here, but by the database's own constraints.
    """
    for model, keys in ((School, schools), (Person, people)):
        rows: Any = model.objects
        rows = rows.as_system("rows that are about to be booked") if model is School else rows.all()
        list(rows.filter(pk__in=keys).select_for_update(no_key=True).order_by("pk").values_list("pk"))


def book(discussion: Discussion, people: Collection[int], schools: Collection[int] = ()) -> None:
    """Take these people and schools for the time of the discussion, or say who is taken already."""
    during = stretch_of(discussion)
    rows = [Booking(discussion=discussion, school_id=key, during=during) for key in schools]
    rows += [Booking(discussion=discussion, person_id=key, during=during) for key in people]
    with _refused_in_words(discussion, people, schools):
        Booking.objects.as_system("who takes part is booked").bulk_create(rows)


def move_bookings(discussion: Discussion, people: Collection[int]) -> None:
    """Take its schools and exactly these people for the discussion's new time, or say who is taken then."""
    rows = _live(discussion)
    schools = list(rows.exclude(school=None).values_list("school", flat=True))
    rows.exclude(person=None).exclude(person__in=people).update(live=False)
    new = set(people) - set(rows.exclude(person=None).values_list("person", flat=True))
    with _refused_in_words(discussion, people, schools):
        rows.update(during=stretch_of(discussion))
        book(discussion, sorted(new))


def booked_elsewhere(discussion: Discussion, people: Collection[int]) -> dict[Discussion, list[int]]:
    """Which of these people are booked for other discussions at its time."""
    rows = Booking.objects.as_system("whether they really are taken").filter(
        person__in=people, live=True, during__overlap=stretch_of(discussion)
    )
    found: dict[Discussion, list[int]] = {}
    for row in rows.exclude(discussion=discussion).select_related("discussion__round").order_by("pk"):
        found.setdefault(row.discussion, []).append(row.person_id)
    return found


def free(discussion: Discussion, people: Collection[int] | None = None) -> None:
    """Nobody is taken for it any more; or only these people are not."""
    rows = _live(discussion)
    (rows if people is None else rows.filter(person__in=people)).update(live=False)


def who_is_taken(
    during: DateTimeTZRange, people: Collection[int], schools: Collection[int], besides: Discussion | None = None
) -> list[str]:
    """Who of them is booked then already, each as a sentence; `besides` is the discussion that is asked about."""
    rows = Booking.objects.as_system("who is taken is told to the officer; not by what").filter(
        Q(person__in=people) | Q(school__in=schools), live=True, during__overlap=during
    )
    rows = rows.exclude(discussion=besides).select_related("person", "school").order_by("during", "pk")
    return [_taken(row) for row in rows]


class StillInTheWay(Exception):
    """Somebody would be in two places at once."""


@contextmanager
def changing_places() -> Iterator[None]:
    """Several discussions move at once, one perhaps to where another stands still: nobody is in two places when all
    have moved, or none of them has (`StillInTheWay`). The caller is in a transaction that it gives up then.
    """
    names = ", ".join(DOUBLE_BOOKED)
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
        yield
        try:
            cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
        except IntegrityError:
            raise StillInTheWay from None


def stretch_of(discussion: Discussion) -> DateTimeTZRange:
    return DateTimeTZRange(discussion.starts_at, discussion.ends_at, "[)")


def _live(discussion: Discussion) -> Any:
    return Booking.objects.as_system("the bookings follow the discussion").filter(discussion=discussion, live=True)


@contextmanager
def _refused_in_words(discussion: Discussion, people: Collection[int], schools: Collection[int]) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not any(name in str(error) for name in DOUBLE_BOOKED):
            raise
        taken = who_is_taken(stretch_of(discussion), people, schools, discussion)
        just_now = _("Somebody was booked for this time at the same moment. Press the button again.")
        raise Refused(" ".join(taken) or just_now, "starts") from None


def _taken(booking: Booking) -> str:
    starts, ends = (edge.astimezone(clock.LONDON) for edge in (booking.during.lower, booking.during.upper))
    words = {"day": date_format(starts), "starts": time_format(starts), "ends": time_format(ends)}
    if booking.school:
        words["school"] = booking.school.name
        return _("%(school)s is already booked on %(day)s from %(starts)s to %(ends)s.") % words
    words["name"] = str(booking.person)
    return _("%(name)s is already booked on %(day)s from %(starts)s to %(ends)s.") % words
