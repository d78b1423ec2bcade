import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.form_fields import DateField, LanguageField
from schools.forms import PortalForm, VersionedForm
from schools.removing import RemovalForm


class EntryForm(PortalForm):
    """`year` is the school year of the self-evaluation."""

    keeps_drafts = True
    button = _("Add the entry")
    on = DateField(label=_("Date"), error_messages={"required": _("Enter the date on which you looked at it")})
    looked_at = forms.CharField(
        label=_("What we looked at"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what you looked at")},
    )
    found = forms.CharField(
        label=_("What we found"),
        help_text=_("Do not name any learner, and leave out counts of fewer than five."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what you found")},
    )
    so_what = forms.CharField(
        label=_("So what?"),
        help_text=_("What follows from it, if you know already."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )
    lang = LanguageField(label=_("Language of these texts"))
    look = {
        "on": {"size": "s"},
        "looked_at": {"size": "s", "rows": 2},
        "found": {"size": "s", "rows": 4},
        "so_what": {"size": "s", "rows": 3},
        "lang": {"inline": True, "small": True},
    }

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_on(self) -> dt.date:
        """A self-evaluation may begin with what was looked at in the school year before it."""
        day: dt.date = self.cleaned_data["on"]
        if day > clock.today():
            raise ValidationError(_now("Enter the day on which you looked at it: a date that is not in the future"))
        if day < clock.school_year_bounds(self.year - 1)[0]:
            raise ValidationError(_now("Enter a date of this school year or of the one before it"))
        return day


class EditEntryForm(VersionedForm, EntryForm):
    autosaves = keeps_drafts = True
    button = _("Save")
    way_back = _("Back to the short entries")


class RemoveForm(RemovalForm):
    pass
