from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import DateField, LanguageField
from schools.forms import PortalForm, VersionedForm
from schools.models import Consulted
from schools.removing import RemovalForm


class ConsultationForm(PortalForm):
    keeps_drafts = True
    button = _("Add the consultation")
    more_buttons = {"another": _("Save and add another")}
    consulted = forms.ChoiceField(
        label=_("Who was consulted?"),
        choices=Consulted,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who was consulted")},
    )
    held_on = DateField(
        label=_("On which day?"),
        help_text=_("Where it took longer, the last day."),
        error_messages={"required": _("Enter the day on which they were consulted")},
    )
    note = forms.CharField(
        label=_("What was asked, and what came of it?"),
        help_text=_("A few sentences are enough. Name nobody."),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what was asked, and what came of it")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"consulted": {"size": "m"}, "held_on": {"size": "m"}, "note": {"size": "m", "rows": 5}}


class EditConsultationForm(VersionedForm, ConsultationForm):
    autosaves = keeps_drafts = True
    button = _("Save")
    way_back = _("Back to the consultations")
    more_buttons = {}


class RemoveForm(RemovalForm):
    pass
