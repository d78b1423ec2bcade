"""What speaks against the dates of a proposal as things are now: it was true once, and much may have happened since.

Each date is checked again where it is shown and where it is released, all of them in a fixed number of queries. As in
`objections`, nothing here makes a date impossible; who is not available is said, and never why.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from discussions.diaries import Diary, diaries_of
from discussions.enough_notice import ENOUGH, is_at_short_notice
from discussions.models import Booking, Placement, Round
from discussions.objections import (
    Meeting,
    Objection,
    Ways,
    against_wishes,
    bookings_between,
    language_wishes,
    of_person,
    on_the_way,
    outside_the_weeks,
)
from schools.clock import LONDON
from schools.models import Person
from schools.models.base import reader_language
from schools.school_days import SchoolDays, school_days_for
from schools.words import names_together

Doubts = dict[int, list[Objection]]


@dataclass(frozen=True)
class Now:
    """What is known now. What only the press that releases asks (ways and wishes) is empty on a page that is read."""

    round_: Round
    days: Mapping[int, SchoolDays]  # by school
    diaries: Mapping[int, Diary]  # by person
    bookings: Collection[Booking] = ()
    ways: Ways | None = None
    wishes: Mapping[int, tuple[str, bool]] = field(default_factory=dict)


def doubts_about(
    round_: Round, placements: Collection[Placement], people: Mapping[str, Person], *, thoroughly: bool = False
) -> Doubts:
    """By placement, what speaks against its date; of what has none, or was released, nothing. `people`: by public id.

    In three queries; `thoroughly`, at the press, in some more, which ask for the way between two discussions and for
    the language that a school wishes.
    """
    dated = [each for each in placements if each.starts_at and not each.release_asked_at]
    if not dated:
        return {}
    now = _known_now(round_, dated, people, thoroughly)
    return {each.pk: found for each in dated if (found := _against(each, now, people))}


def mark_of_doubts(placements: Collection[Placement], doubts: Doubts) -> str:
    """What was told about these, as one word for a hidden field."""
    told = [f"{each.public_id} {said.key}" for each in placements for said in doubts.get(each.pk, ())]
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()[:32]


def _known_now(round_: Round, dated: list[Placement], people: Mapping[str, Person], thoroughly: bool) -> Now:
    days = [_day_of(each) for each in dated]
    keys = {people[who["person"]].pk for each in dated for who in each.who if who["person"] in people}
    stands = [each.present for each in dated if each.present]
    schools = list({school.pk: school for each in dated for school in each.schools}.values())
    known = school_days_for(schools), diaries_of(keys, min(days), max(days), besides=stands)
    if not thoroughly:
        return Now(round_, *known)
    bookings = bookings_between(min(days), max(days), keys, stands)
    ways, wishes = Ways.of(round_.council_id, days[0]), language_wishes(schools, days[0])
    return Now(round_, *known, bookings, ways, wishes)


def _day_of(placement: Placement) -> dt.date:
    assert placement.starts_at  # noqa: S101 (those without a time are left out before)
    return placement.starts_at.astimezone(LONDON).date()


def _against(placement: Placement, now: Now, people: Mapping[str, Person]) -> list[Objection]:
    assert placement.starts_at and placement.ends_at  # noqa: S101 (as above)
    host = placement.host or placement.schools[0]
    stands = [placement.present] if placement.present else []
    at = placement.starts_at, placement.ends_at, placement.setting, host, placement.place, stands
    meeting = Meeting(*at)
    found = [*_of_the_day(placement, meeting, now)]
    if not any((each.starts_at, each.ends_at) == (meeting.starts, meeting.ends) for each in stands):
        found += _of_what_was_set_up(placement, meeting, now)
    for who in placement.who:
        if person := people.get(who["person"]):
            found += of_person(meeting, person, now.diaries[person.pk], ())
            if now.ways:
                found += on_the_way(meeting, person, _that_day(now.bookings, person, meeting.day), now.ways)
    return found


def _that_day(bookings: Collection[Booking], person: Person, day: dt.date) -> list[Booking]:
    theirs = (row for row in bookings if row.person_id == person.pk)
    return [row for row in theirs if row.during.lower.astimezone(LONDON).date() == day]


def _of_the_day(placement: Placement, meeting: Meeting, now: Now) -> list[Objection]:
    closed = [school for school in placement.schools if now.days[school.pk].is_closed(meeting.day)]
    if not closed:
        return []
    words = {
        "day": date_format(meeting.day),
        "schools": names_together([each.name for each in closed], reader_language()),
    }
    return [Objection(_("%(day)s is not a school day at %(schools)s.") % words, f"closed {meeting.day}")]


def _of_what_was_set_up(placement: Placement, meeting: Meeting, now: Now) -> list[Objection]:
    """Of what is to be new, or at another time; what stands keeps its day, its length and its language."""
    found, day, round_ = [*outside_the_weeks(meeting, now.round_)], meeting.day, now.round_
    minutes = (meeting.ends - meeting.starts) // dt.timedelta(minutes=1)
    if minutes != round_.minutes:
        sentence = _("It would last %(minutes)s minutes; this year’s discussions are now set to last %(now)s.")
        found.append(Objection(sentence % {"minutes": minutes, "now": round_.minutes}, f"lasts {round_.minutes}"))
    if any(is_at_short_notice(now.days[school.pk], day) for school in placement.schools):
        found.append(short_notice(day))
    if not placement.present:
        wishes = against_wishes(placement.schools, placement.language, now.wishes)
        found += [Objection(said, f"language {school.pk}") for school, said in wishes]
    return found


def short_notice(day: dt.date) -> Objection:
    words = {"number": ENOUGH, "day": date_format(day)}
    sentence = _("There are fewer than %(number)s school days before %(day)s: people at the school get little notice.")
    return Objection(sentence % words, f"notice {day}")
