import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from discussions.candidates import Candidate
from schools.form_fields import set_choices
from schools.forms import FilterForm

LENGTHS = (30, 45, 60, 75, 90, 105, 120, 150, 180, 210, 240)  # minutes; no longer than a half-day
MOST_WEEKS = 4


class Ticked(forms.TypedMultipleChoiceField):
    """Those who can be ticked; whoever no longer can, or never could, is passed over without a word."""

    def to_python(self, value: Any) -> list[str]:
        return [each for each in super().to_python(value) if self.valid_value(each)]


class FindForm(FilterForm):
    button = _("Show the times")
    who = Ticked(label=_("Who is to take part?"), coerce=UUID, widget=forms.CheckboxSelectMultiple)
    minutes = forms.TypedChoiceField(label=_("How many minutes long?"), coerce=int)
    week = forms.TypedChoiceField(label=_("From the week of Monday"), coerce=dt.date.fromisoformat)
    weeks = forms.TypedChoiceField(
        label=_("How many weeks?"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, MOST_WEEKS + 1)],
        initial=MOST_WEEKS,
    )
    cover = forms.BooleanField(
        label=_("Also show times at which somebody teaches and has offered the lesson with cover"), initial=True
    )
    look = {"who": {"size": "s"}}

    def __init__(
        self, *args: Any, people: Collection[Candidate], mondays: Sequence[dt.date], minutes: int, **kwargs: Any
    ) -> None:
        """`minutes`: how long it lasts unless another length is chosen."""
        super().__init__(*args, **kwargs)
        set_choices(self.fields["who"], [(str(each.person.public_id), each.label) for each in people])
        set_choices(self.fields["minutes"], [(each, str(each)) for each in sorted({*LENGTHS, minutes})])
        set_choices(self.fields["week"], [(each.isoformat(), date_format(each)) for each in mondays])
        proposed: dict[str, Any] = {
            "who": [each.person.public_id for each in people if each.proposed],
            "minutes": minutes,
            "week": mondays[0] if mondays else None,
        }
        self.initial.update(proposed)
