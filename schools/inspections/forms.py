from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import DateField, LanguageField
from schools.forms import PortalForm, VersionedForm
from schools.models.inspection import FollowUp
from schools.removing import RemovalForm


class InspectionForm(PortalForm):
    button = _("Save")
    report_on = DateField(
        label=_("Date of the report"),
        help_text=_("The day on which Estyn published it."),
        error_messages={"required": _("Enter the date of the report")},
    )
    follow_up = forms.ChoiceField(
        label=_("Follow-up"),
        help_text=_("What the report says about it."),
        choices=FollowUp.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the follow-up that the report names")},
    )
    follow_up_ended_on = DateField(
        label=_("Last day of the follow-up"),
        help_text=_("Once Estyn has ended it. Leave it empty until then."),
        required=False,
    )
    look = {"report_on": {"size": "s"}, "follow_up": {"size": "s"}, "follow_up_ended_on": {"size": "s"}}


class EditInspectionForm(VersionedForm, InspectionForm):
    pass


class RecommendationForm(PortalForm):
    keeps_drafts = True
    button = _("Save")
    more_buttons = {"another": _("Save and add another")}
    number = forms.IntegerField(
        label=_("Number"),
        help_text=_("The number that it has in the report."),
        min_value=1,
        max_value=99,
        error_messages={"required": _("Enter the number of the recommendation")},
    )
    text = forms.CharField(
        label=_("Recommendation"),
        help_text=_("In the words of the report."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write the recommendation")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"number": {"size": "s"}, "text": {"size": "s", "rows": 4}, "lang": {"inline": True, "small": True}}


class RewordForm(VersionedForm, RecommendationForm):
    more_buttons: dict[str, Any] = {}


class RemoveForm(RemovalForm):
    pass
