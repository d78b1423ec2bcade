import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from discussions.bookings import faults_of_time, moment
from discussions.models import MOST_TIMES
from discussions.spans import CLOSES, OPENS
from schools.asking_once import AskingForm
from schools.form_fields import DateField, LanguageField, TimeField
from schools.forms import OUT_OF_DATE
from schools.models import School
from schools.school_days import closed_days

from .actions import nothing_proposed

NUMBERS = range(1, MOST_TIMES + 1)
HOURS = _("In the 24-hour clock, for example 9:30 or 14:00.")


class ReplyForm(AskingForm):
    """`shown`: which time and place, and which answer to it, the page shows. `replaces`: the name of a headteacher who
    has answered in person, where a diary helper answers for them: that is asked about once.
    """

    asked_about: tuple[str, ...] = ("replaced",)
    replaced = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    shown = forms.CharField(
        widget=forms.HiddenInput, max_length=24, error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE)
    )

    def __init__(self, *args: Any, shown: str, replaces: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["shown"], self.replaces = shown, replaces

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        now = self.initial["shown"]
        if self.replaces:
            asks = _now("%(name)s has answered in person. Press the button again if your answer is to take its place.")
            unseen = words.get("shown") != now  # then the action asks, in other words
            self.ask_once("replaced", now, None, *(() if unseen else (asks % {"name": self.replaces},)))
        return words

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
    """Up to three days with a time, or a text, or both. `schools`: those that are to meet, which closes some days."""

    asked_about = ("replaced", *(f"unusual{number}" for number in NUMBERS))
    unusual1, unusual2, unusual3 = (
        forms.CharField(widget=forms.HiddenInput, required=False, max_length=64) for _number in NUMBERS
    )
    keeps_drafts = True
    button = _("Send the answer")
    as_it_is = _("Keep the text as it is, and send the answer")
    date1 = DateField(label=_("First day"), required=False)
    time1 = TimeField(label=_("From what time on the first day?"), help_text=HOURS, required=False)
    date2 = DateField(label=_("Second day"), required=False)
    time2 = TimeField(label=_("From what time on the second day?"), help_text=HOURS, required=False)
    date3 = DateField(label=_("Third day"), required=False)
    time3 = TimeField(label=_("From what time on the third day?"), help_text=HOURS, required=False)
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

    def __init__(self, *args: Any, schools: Collection[School] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = schools

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean()
        for number in NUMBERS:
            day, time = f"date{number}", f"time{number}"
            if day in self.errors or time in self.errors:
                continue
            for field, message in _faults(words.get(day), words.get(time)):
                self.add_error(f"{field}{number}", message)
        asked = any(words.get(name) for name in ("text", *(f"date{number}" for number in NUMBERS)))
        if not asked and not self.errors:
            self.add_error("date1", nothing_proposed())
        if not set(self.errors) - {NON_FIELD_ERRORS}:
            self._ask_about_unusual_times(words)
        return words

    def _ask_about_unusual_times(self, words: dict[str, Any]) -> None:
        """On a day on which the schools do not meet, or outside working hours: it may be meant, or a slip."""
        days = [day for number in NUMBERS if (day := words.get(f"date{number}"))]
        closed = closed_days(self.schools, min(days), max(days)) if days else {}
        for number in NUMBERS:
            day, time = words.get(f"date{number}"), words.get(f"time{number}")
            if not day or not time:
                continue
            name, at = f"unusual{number}", moment(day, time)
            if any(day in theirs for theirs in closed.values()):
                asks = _now(
                    "%(day)s is not a school day. Choose another day, or press the button again if you mean it."
                )
                self.ask_once(name, at.isoformat(), f"date{number}", asks % {"day": date_format(day)})
            elif not OPENS <= time < CLOSES:
                asks = _now(
                    "This is outside working hours, which are from %(opens)s to %(closes)s. Choose another time, or "
                    "press the button again if you mean it."
                )
                hours = {"opens": time_format(OPENS), "closes": time_format(CLOSES)}
                self.ask_once(name, at.isoformat(), f"time{number}", asks % hours)

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
