"""What is booked at the schools of a council on days to come: asked about before its calendar is changed."""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import ngettext

from schools.asking_once import AskingForm
from schools.models import Council, Person
from schools.school_days import no_school_meets


@dataclass(frozen=True)
class Booked:
    """One day at one school, as far as the reader may see it, with its page."""

    school: int  # its key
    name: str
    day: dt.date
    url: str


Books = Callable[[Person, Council], list[Booked]]
_books: list[Books] = []


def books(found: Books) -> Books:
    """Make known who tells what is booked from today on."""
    _books.append(found)
    return found


def booked_at(person: Person, council: Council) -> list[Booked]:
    return [each for found in _books for each in found(person, council)]


def within(booked: Collection[Booked], first: dt.date, last: dt.date) -> list[Booked]:
    """What lies on these days; of days on which no school ever meets whoever booked was asked already."""
    return [each for each in booked if first <= each.day <= last and not no_school_meets(each.day)]


class ClosingForm(AskingForm):
    """A change after which days are without school: asks once about what is booked on them, and names it."""

    asked_about: tuple[str, ...] = ("keep_days",)
    keep_days = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial="")

    def __init__(self, *args: Any, booked: Collection[Booked] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.booked = booked
        self.affected: list[Booked] = []

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        self.affected = [] if self.errors else self.closes(words)
        if self.affected:
            told = "\n".join(sorted(f"{each.url} {each.day}" for each in self.affected))
            number = len(self.affected)
            sentence = ngettext(
                "%(number)s discussion to come would then lie on a day without school: it is named above. Choose "
                "other days, or press the button again to save it all the same.",
                "%(number)s discussions to come would then lie on a day without school: the first are named above. "
                "Choose other days, or press the button again to save it all the same.",
                number,
            )
            mark = hashlib.sha256(told.encode()).hexdigest()
            self.ask_once("keep_days", mark, self.asked_at, sentence % {"number": number})
        return words

    asked_at: Any = None  # the field at which it is asked

    def closes(self, words: dict[str, Any]) -> list[Booked]:
        """What is booked on days that would be without school."""
        raise NotImplementedError
