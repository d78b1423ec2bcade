from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import LanguageField
from schools.forms import PortalForm, VersionedForm
from schools.removing import RemovalForm


class AddForm(PortalForm):
    keeps_drafts = True
    button = _("Add to the agenda")
    text = forms.CharField(
        label=_("What would you like to discuss?"),
        help_text=_("Everybody who takes part reads the agenda, guests too. Do not name any learner."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what you would like to discuss")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"text": {"rows": 4}, "lang": {"inline": True, "small": True}}


class EditForm(VersionedForm, AddForm):
    button = _("Save")


class RemoveForm(RemovalForm):
    button = _("Take it off the agenda")


class RedraftForm(PortalForm):
    button = _("Put these on the agenda")
