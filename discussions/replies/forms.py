import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from discussions.bookings import faults_of_time, moment
from discussions.models import MOST_TIMES
from schools.form_fields import DateField, LanguageField, TimeField
from schools.forms import OUT_OF_DATE, PortalForm

from .actions import nothing_proposed

NUMBERS = range(1, MOST_TIMES + 1)


class ReplyForm(PortalForm):
    """`shown`: which time and place, and which answer to it, the page shows."""

    shown = forms.CharField(
        widget=forms.HiddenInput, max_length=24, error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE)
    )

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["shown"] = shown

    def hidden_value(self, name: str) -> Any:
        """What the page shows now, whatever was sent: above the form stands when and where it is."""
        return self.initial["shown"] if name == "shown" else super().hidden_value(name)


class ComeForm(ReplyForm):
    button: Any = _("I am coming")

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        """`name`: of the headteacher for whom a diary helper answers."""
        super().__init__(*args, **kwargs)
        if name:
            self.button = _now("%(name)s is coming") % {"name": name}


class DeclineForm(ReplyForm):
    keeps_drafts = True
    button = _("Send the answer")
    as_it_is = _("Keep the reason as it is, and send the answer")
    text = forms.CharField(
        label=_("Why is it not possible?"),
        help_text=_(
            "A few words are enough. Only those who schedule the discussion read them; the others are told that it is "
            "not possible."
        ),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("Write in a few words why it is not possible")},
    )
    lang = LanguageField()
    look = {"text": {"rows": 3}, "lang": {"inline": True, "small": True}}


class ProposeForm(ReplyForm):
    """Up to three days with a time, or a text, or both."""

    keeps_drafts = True
    button = _("Send the answer")
    as_it_is = _("Keep the text as it is, and send the answer")
    date1 = DateField(label=_("First day"), required=False)
    time1 = TimeField(label=_("From what time on the first day?"), required=False)
    date2 = DateField(label=_("Second day"), required=False)
    time2 = TimeField(label=_("From what time on the second day?"), required=False)
    date3 = DateField(label=_("Third day"), required=False)
    time3 = TimeField(label=_("From what time on the third day?"), required=False)
    text = forms.CharField(
        label=_("Or in your own words"),
        help_text=_(
            "For example, on which days of the week it would be possible. Only those who schedule the discussion read "
            "this."
        ),
        max_length=1000,
        widget=forms.Textarea,
        required=False,
    )
    lang = LanguageField()
    look = {
        **{f"date{number}": {"size": "s"} for number in NUMBERS},
        **{f"time{number}": {"width": 5} for number in NUMBERS},
        "text": {"rows": 3},
        "lang": {"inline": True, "small": True},
    }

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        for number in NUMBERS:
            day, time = f"date{number}", f"time{number}"
            if day in self.errors or time in self.errors:
                continue
            for field, message in _faults(words.get(day), words.get(time)):
                self.add_error(f"{field}{number}", message)
        asked = any(words.get(name) for name in ("text", *(f"date{number}" for number in NUMBERS)))
        if not asked and not self.errors:
            self.add_error("date1", nothing_proposed())
        return words

    def words(self) -> dict[str, Any]:
        said = super().words()
        boxes = [(said.pop(f"date{number}"), said.pop(f"time{number}")) for number in NUMBERS]
        return {**said, "times": sorted({moment(day, time) for day, time in boxes if day and time})}

    @staticmethod
    def boxes_of(times: list[dt.datetime]) -> dict[str, Any]:
        """The boxes that show these times."""
        return {
            name: value
            for number, at in zip(NUMBERS, times, strict=False)
            for name, value in ((f"date{number}", at.date()), (f"time{number}", at.time()))
        }


def _faults(day: dt.date | None, time: dt.time | None) -> Iterator[tuple[str, str]]:
    """What is wrong with one day and its time, and in which of the two boxes."""
    if day and not time:
        yield "time", _now("Enter from what time you could come on that day, for example 9:30 or 14:00")
    if time and not day:
        yield "date", _now("Enter the day to which this time belongs")
    for fault in faults_of_time(day, time, None):
        yield ("date" if fault.field == "date" else "time"), fault.message
