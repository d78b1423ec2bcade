import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from discussions.models import HalfDay, OwnLimits, Weekday
from discussions.own_calendars.faults import Unread
from discussions.own_calendars.fetching import MOST_BYTES, may_be_public, parts_of
from discussions.own_calendars.reading import days_asked, read
from discussions.spans import Spans
from schools.asking_once import AskingForm
from schools.form_fields import DateField, TimeField
from schools.forms import PortalForm, VersionedForm
from schools.refusals import Refused
from schools.removing import RemovalForm
from schools.shown import Shown, shown
from schools.uploads.turns import Turns

from .actions import in_words

FAULTS_OF_A_FILE = {
    "not_a_calendar": _("This is no calendar. Export your calendar as an .ics file and choose that one."),
    "too_large": _("This calendar is too large. Export only this school year and the next."),
    "too_slow": _("This calendar takes too long to read. Export only this school year and the next."),
}
TURNS = Turns(
    lambda: Refused(
        _now("Other calendars are being read at this moment. Wait half a minute, then choose the file again.")
    )
)
HOURS = _("In the 24-hour clock, for example 9:30 or 14:00.")


@dataclass(frozen=True)
class Grid:
    """A field of half-days as a table: a row a day, its morning and its afternoon."""

    field: forms.BoundField
    shown: Shown

    @property
    def rows(self) -> list[tuple[Any, list[Any]]]:
        choices = self.shown.choices
        return [(day.label, choices[2 * day : 2 * day + 2]) for day in Weekday]


def half_days(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, choices=HalfDay.choices, widget=widget, required=False
    )


class OwnedForm(PortalForm):
    """`name`: of the headteacher for whom a diary helper fills it in; then its words speak of them."""

    of_another: dict[str, dict[str, Any]] = {}  # by field: its label, its hint

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, words in self.of_another.items() if name else ():
            for part, sentence in words.items():
                setattr(self.fields[field], part, str(sentence) % {"name": name})


class WeekForm(VersionedForm, OwnedForm):
    """Half-days of a week, ticked in tables."""

    @property
    def grids(self) -> list[Grid]:
        return [Grid(self[name], shown(self[name])) for name, field in self.fields.items() if _is_grid(field)]

    def _as_words(self, name: str, value: Any) -> str:
        if not _is_grid(self.fields[name]):
            return super()._as_words(name, value)
        return ", ".join(str(each.label) for each in HalfDay if each.value in (value or []))


def _is_grid(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField)


class UsualWeekForm(AskingForm, WeekForm):
    """`taught`: the half-days on which there are lessons in a term that is not over."""

    button = _("Save the week")
    asked_about = ("meant",)
    meant = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    not_free = half_days(
        _("Half-days on which you are never available"),
        _("For example because you do not work then. For shorter times, add a fixed duty instead."),
    )
    prefers = half_days(
        _("Half-days that suit you best"),
        _("They are kept to where it can be done. If you tick none, every half-day is as good as another."),
    )
    of_another = {
        "not_free": {
            "label": _("Half-days on which %(name)s is never available"),
            "help_text": _(
                "For example because %(name)s does not work then. For shorter times, add a fixed duty instead."
            ),
        },
        "prefers": {"label": _("Half-days that suit %(name)s best")},
    }

    def __init__(self, *args: Any, taught: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taught = taught

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        if both := sorted(set(words.get("prefers") or ()) & set(self.taught)):
            asks = _now(
                "Lessons are taught in a term on a half-day that is preferred here: %(half_days)s. Untick it, or press "
                "the button again if that holds for the other terms."
            )
            self.ask_once("meant", " ".join(both), "prefers", asks % {"half_days": in_words(both)})
        return words


class TeachingForm(WeekForm):
    button = _("Save the half-days")
    teaches = half_days(_("Half-days that you teach"))
    with_cover = half_days(
        _("Half-days that you offer if the lesson is covered"),
        _("You will be asked for these only where nothing else can be found."),
    )
    of_another = {
        "teaches": {"label": _("Half-days that %(name)s teaches")},
        "with_cover": {
            "label": _("Half-days that %(name)s offers if the lesson is covered"),
            "help_text": _("They are used only where nothing else can be found."),
        },
    }


class AwayForm(OwnedForm):
    button = _("Add the time away")
    of_another = {"starts": {"help_text": _("Leave both times empty if %(name)s is away all day.")}}
    first = DateField(label=_("First day"), error_messages={"required": _("Enter the first day")})
    last = DateField(label=_("Last day"), help_text=_("Leave it empty if it is one day."), required=False)
    starts = TimeField(
        label=_("From what time?"), help_text=_("Leave both times empty if you are away all day."), required=False
    )
    ends = TimeField(
        label=_("Until what time?"),
        help_text=_(
            "In the 24-hour clock, for example 9:30 or 14:00. Over several days it is one stretch: from the first time "
            "on the first day until this time on the last."
        ),
        required=False,
    )


class EditAwayForm(VersionedForm, AwayForm):
    button = _("Save")


class DutyForm(OwnedForm):
    button = _("Add the fixed duty")
    weekday = forms.TypedChoiceField(
        label=_("On which day of the week?"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a day of the week")},
    )
    starts = TimeField(label=_("From what time?"), help_text=HOURS)
    ends = TimeField(label=_("Until what time?"))
    starts_on = DateField(label=_("First day"), error_messages={"required": _("Enter the first day")})
    ends_on = DateField(label=_("Last day"), help_text=_("Leave it empty if you do not know it."), required=False)


class EditDutyForm(VersionedForm, DutyForm):
    button = _("Save")


class LimitsForm(VersionedForm):
    """`limited`: whether the person has a daily and a weekly limit, as officers and advisers do."""

    button = _("Save")
    daily_limit = forms.IntegerField(
        label=_("At most how many discussions a day?"),
        help_text=_("From 1 to 8. Leave it empty for no limit."),
        min_value=1,
        max_value=8,
        required=False,
        error_messages=dict.fromkeys(("min_value", "max_value"), _("Enter a number from 1 to 8, or none")),
    )
    weekly_limit = forms.IntegerField(
        label=_("At most how many discussions a week?"),
        help_text=_("From 1 to 40. Leave it empty for no limit."),
        min_value=1,
        max_value=40,
        required=False,
        error_messages=dict.fromkeys(("min_value", "max_value"), _("Enter a number from 1 to 40, or none")),
    )
    working_language = forms.ChoiceField(
        label=_("In which language can you hold a discussion?"),
        help_text=_(
            "Nobody but you sees this. It is used only to put people together for whom a discussion in the "
            "language that the school wishes is possible."
        ),
        choices=[("", _("I would rather not say")), *OwnLimits.Language.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    look = {"daily_limit": {"width": 2}, "weekly_limit": {"width": 2}}

    def __init__(self, *args: Any, limited: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not limited:
            del self.fields["daily_limit"], self.fields["weekly_limit"]


@dataclass(frozen=True)
class Understood:
    """What a file said about when somebody is busy; the file itself is not kept."""

    busy: Spans
    until: date
    sha256: str

    def __str__(self) -> str:
        return self.sha256


class FileForm(PortalForm):
    button = _("Read the calendar")
    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        help_text=_("At most 10 MB. Only the times at which you are busy are kept, not the file."),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), _("Choose a file")),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean_file(self) -> Understood:
        sent = self.cleaned_data["file"]
        first, last = days_asked()
        content = sent.read(MOST_BYTES + 1)
        try:
            with TURNS.turn():
                return Understood(read(first, last, content=content), last, hashlib.sha256(content).hexdigest())
        except Unread as unread:
            raise ValidationError(FAULTS_OF_A_FILE[unread.fault]) from None
        except Refused as refused:
            raise ValidationError(str(refused)) from None


class AddressForm(PortalForm):
    button = _("Read the calendar")
    address = forms.CharField(
        label=_("Secret address of your calendar (.ics)"),
        help_text=_(
            "It begins with https:// or webcal://. Whoever knows it can read your calendar, so it is shown to nobody, "
            "not even to you, once you have saved it."
        ),
        max_length=2000,
        error_messages={"required": _("Enter the address of your calendar")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    look = {"address": {"spellcheck": False}}

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address.lower().startswith("webcal://"):
            address = f"https://{address[len('webcal://') :]}"
        try:
            parts_of(address)
        except (Unread, ValueError):
            raise ValidationError(_("Enter the whole address, beginning with https:// or webcal://")) from None
        if not may_be_public(address):
            raise ValidationError(_("Enter an address on the internet: this one leads into a private network"))
        return address


class RemoveForm(RemovalForm):
    pass


class ForgetForm(RemovalForm):
    button = _("Forget the calendar")
