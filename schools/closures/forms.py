from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import DateField
from schools.forms import PortalForm
from schools.models import WhyClosed


class AddForm(PortalForm):
    button = _("Keep these days free")
    first = DateField(label=_("Day, or first day"), error_messages={"required": _("Enter the day")})
    last = DateField(
        label=_("Last day"),
        help_text=_("Only for several days in a row. Weekends and bank holidays between them are left out."),
        required=False,
    )
    reason = forms.ChoiceField(
        label=_("What kind of day is it?"),
        help_text=_("Only those who keep the school’s diary read this. Others read that the school is not available."),
        choices=WhyClosed.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of day it is")},
    )
    look = {"first": {"size": "s"}, "last": {"size": "s"}, "reason": {"size": "s"}}


class RemoveForm(PortalForm):
    """A day is never changed, so what goes is what the page shows."""

    button = _("Remove")
    button_look = "warning"
