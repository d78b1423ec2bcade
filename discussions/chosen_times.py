"""A time and the people for it, chosen on one page, fill the form of another through its address.

What an address says is never trusted: it is shown in a form, which checks it as if it had been typed.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from schools.clock import LONDON

T = TypeVar("T")
PEOPLE, MOST = "with", 100


def in_address(starts_at: dt.datetime, ends_at: dt.datetime, people: Collection[UUID] = ()) -> str:
    """The question that an address asks, from its question mark on."""
    starts, ends = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    words = [("date", starts.date().isoformat()), ("starts", f"{starts:%H:%M}"), ("ends", f"{ends:%H:%M}")]
    return "?" + urlencode([*words, *((PEOPLE, str(each)) for each in people)])


def from_address(given: QueryDict) -> dict[str, Any]:
    """The date and the times that could be understood, for the boxes of a form."""
    found = {name: _understood(read, given.get(name)) for name, read in READ.items()}
    return {name: value for name, value in found.items() if value is not None}


def people_in_address(given: QueryDict) -> set[UUID]:
    """Whom it names; that they may be chosen, the form decides."""
    return {each for each in (_understood(UUID, text) for text in given.getlist(PEOPLE)[:MOST]) if each is not None}


def _time(text: str) -> dt.time:
    return dt.datetime.strptime(text, "%H:%M").time()


READ: Mapping[str, Callable[[str], Any]] = {"date": dt.date.fromisoformat, "starts": _time, "ends": _time}


def _understood(read: Callable[[str], T], text: str | None) -> T | None:
    try:
        return None if text is None else read(text)
    except ValueError:
        return None
