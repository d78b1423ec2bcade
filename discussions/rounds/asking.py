"""Who is taken out of a year's discussions although one is booked: asked about once, and the booking stands."""

import hashlib
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import ngettext

from schools.asking_once import AskingForm
from schools.booked_days import Booked


class StandsForm(AskingForm):
    asked_about: tuple[str, ...] = ("keep_booked",)
    keep_booked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial="")

    def __init__(self, *args: Any, booked: Collection[tuple[Any, Booked]] = (), **kwargs: Any) -> None:
        """`booked`: what is to come, each with the public id of the school or officer whom it concerns."""
        super().__init__(*args, **kwargs)
        self.booked = booked
        self.stands: list[Booked] = []

    def ask_about(self, leaving: Collection[Any], field: str) -> None:
        """`leaving`: public ids of those who are taken out."""
        self.stands = [each for whom, each in self.booked if whom in leaving]
        number = len(self.stands)
        if not number:
            return
        sentence = ngettext(
            "%(number)s discussion to come is booked already, and stays booked: it is named above. Press the button "
            "again if that is meant.",
            "%(number)s discussions to come are booked already, and stay booked: the first are named above. Press the "
            "button again if that is meant.",
            number,
        )
        told = "\n".join(sorted(f"{each.url} {each.name}" for each in self.stands))
        mark = hashlib.sha256(told.encode()).hexdigest()
        self.ask_once("keep_booked", mark, field, sentence % {"number": number})
