from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import OUT_OF_DATE, PortalForm


class ReadForm(PortalForm):
    button = _("Mark all as read")
    button_look = "secondary"
    up_to = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})
