from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import PortalForm, VersionedForm
from schools.models import Section


class ReadersForm(VersionedForm, PortalForm):
    button = _("Save")
    circle = forms.ChoiceField(
        label=_("Who may read the document?"),
        choices=[
            (Section.Circle.TEAM.value, _("Our team only")),
            (Section.Circle.GOVERNORS.value, _("Our governors too")),
            (Section.Circle.COUNCIL.value, _("The council and the service too")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose who may read the document")),
    )
    look = {"circle": {"size": "m"}}
