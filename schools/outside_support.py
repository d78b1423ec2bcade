"""Support that others agreed to give a school: whoever keeps it tells of it; schools know nothing of discussions."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from schools.models import Person, School


@dataclass(frozen=True)
class Given:
    """One item of support: what, and by whom, in the language it was written in; its dates may lie ahead."""

    id: UUID
    words: str
    lang: str
    starts_on: dt.date
    ends_on: dt.date


Telling = Callable[[Person, School], Iterator[Given]]
_telling: list[Telling] = []


def tells_of_support(tell: Telling) -> Telling:
    """`tell(person, school)` gives what this person may read of the support that was agreed with the school."""
    _telling.append(tell)
    return tell


def support_between(person: Person, school: School, first: dt.date, last: dt.date) -> list[Given]:
    """What lies in these days, wholly or in part, in the order in which it begins."""
    found = [each for tell in _telling for each in tell(person, school)]
    return sorted(
        (each for each in found if each.starts_on <= last and each.ends_on >= first), key=lambda each: each.starts_on
    )
