import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.form_fields import DateField, LanguageField
from schools.forms import PortalForm, VersionedForm
from schools.models import EvidenceItem


class EvidenceForm(PortalForm):
    keeps_drafts = True
    button = _("Save")
    evidence_kind = forms.ChoiceField(
        label=_("Type of evidence"),
        choices=[("", _("Choose a type")), *EvidenceItem.Kind.choices],
        error_messages={"required": _("Choose a type of evidence")},
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Give the evidence a short title")}
    )
    gathered_on = DateField(
        label=_("Date gathered"), error_messages={"required": _("Enter the date when it was gathered")}
    )
    shows = forms.CharField(
        label=_("What it shows"),
        help_text=_("Do not name any learner, and leave out counts of fewer than five."),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what the evidence shows")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"shows": {"rows": 6}, "lang": {"inline": True, "small": True}}

    def clean_gathered_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["gathered_on"]
        if day > clock.today():
            raise ValidationError(_now("Evidence has been gathered already: enter a date that is not in the future"))
        return day


class EditEvidenceForm(VersionedForm, EvidenceForm):
    @staticmethod
    def words_of(item: EvidenceItem) -> dict[str, Any]:
        return {name: getattr(item, name) for name in EvidenceForm.base_fields if hasattr(item, name)}
