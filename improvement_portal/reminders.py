"""Of what somebody is reminded: what has waited for them for some school days, as home tells it; twice at most."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from improvement_portal.home.queries import CALLED, Found, Home, names_in_common, page_of_turn
from improvement_portal.turn import Turn
from improvement_portal.turns import REMINDERS, TURNS
from schools import clock
from schools.mailing import school_days_at
from schools.models import Notice, Person, School
from schools.models.base import LANGUAGE_CODES
from schools.notices import tell
from schools.quiet import Reader, may_be_mailed_on
from schools.words import names_together

ONE_DAY = dt.timedelta(days=1)
LONGEST = 200  # days over which school days are counted: longer than any number of them below


@dataclass(frozen=True)
class Waits:
    """One thing that waits for somebody, under a key that stays while it waits; a thing that waits anew has another."""

    found: Found
    key: str

    @property
    def turn(self) -> Turn:
        return TURNS[self.found[4]]


def waiting_for(person: Person) -> tuple[Home, list[Waits]]:
    """What waits for a person, in all their roles, of what is ever reminded of."""
    home = Home(person, clock.current_school_year())
    return home, [Waits(found, _key(found)) for found in home.due if TURNS[found[4]].key]


def _key(found: Found) -> str:
    since, _name, school, year, turn, about = found
    day = since.astimezone(clock.LONDON).date().isoformat()
    things = [str(each) for each in about if each][:2]
    return " ".join([TURNS[turn].key, str(school), str(year), day, *things])


def remind(person: Person) -> None:
    """Leave the reminders that are due today for this person, for the message that is being put together."""
    if person.standing.roles.isdisjoint(CALLED):
        return
    home, waiting = waiting_for(person)
    due = {f"{waits.key} {number}": waits for waits, number in _long_enough(waiting)}
    rows = Notice.objects.as_system("of what they have been reminded").filter(person=person, once_key__in=due)
    known = set(rows.values_list("once_key", flat=True))
    new = {once: waits for once, waits in due.items() if once not in known}
    home.read([], [waits.found for waits in new.values()])
    for once, waits in new.items():
        _tell(person, home, waits, once)


def _long_enough(waiting: list[Waits]) -> Iterator[tuple[Waits, int]]:
    """Each with the number of its reminder: the first after some school days, the second after some more."""
    keys = {waits.found[2] for waits in waiting}
    rows = School.objects.as_system("whose school days are counted").filter(pk__in=keys)
    days = school_days_at(set(rows.values_list("pk", "council"))) if keys else {}
    for waits in waiting:
        since = waits.found[0].astimezone(clock.LONDON).date()
        waited = school_days_since(since, Reader((days[waits.found[2]],)))
        if number := sum(waited >= after for after in waits.turn.remind_after):
            yield waits, number


def school_days_since(day: dt.date, reader: Reader) -> int:
    """How many school days have passed after `day`, up to today."""
    first = max(day, clock.today() - LONGEST * ONE_DAY)
    passed = (first + number * ONE_DAY for number in range(1, (clock.today() - first).days + 1))
    return sum(may_be_mailed_on(reader, each) for each in passed)


def _tell(person: Person, home: Home, waits: Waits, once: str) -> None:
    _since, _name, school, year, _turn, about = waits.found
    its, turn = home.years[school, year], waits.turn
    facts: dict[str, Any] = {}
    for language in LANGUAGE_CODES:
        with translation.override(language):
            names = names_in_common(turn, its) or [its.school.name]
            words = {"school": names_together(names, language), **turn.facts(its)}
            facts |= {f"{name}_{language}": said for name, said in words.items()}
    with translation.override("en"):
        path = page_of_turn(turn, its, about).removeprefix("/en")
    target = its.discussion if turn.step and its.discussion else its.school  # by which a guest may read it
    tell([person], REMINDERS[turn.key], target, path=path, school=its.school, once=once, **facts)


def still_waiting(person: Person, notices: Collection[Notice]) -> set[int]:
    """The reminders of whose thing home still says that it waits for this person."""
    names = {kind.name for kind in REMINDERS.values()}
    ours = [notice for notice in notices if notice.notice_kind in names]
    if not ours:
        return set()
    keys = {waits.key for waits in waiting_for(person)[1]}
    return {notice.pk for notice in ours if notice.once_key.rpartition(" ")[0] in keys}
