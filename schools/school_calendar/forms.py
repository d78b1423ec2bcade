from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import DateField, set_choices
from schools.forms import PortalForm, VersionedForm
from schools.models import School
from schools.removing import RemovalForm


class TermForm(PortalForm):
    button = _("Save")
    starts_on = DateField(
        label=_("First day"),
        help_text=_("The first day on which there is school, after a holiday."),
        error_messages={"required": _("Enter the first day")},
    )
    ends_on = DateField(
        label=_("Last day"),
        help_text=_("The last day on which there is school, before the next holiday or half-term."),
        error_messages={"required": _("Enter the last day")},
    )
    look = {"starts_on": {"size": "s"}, "ends_on": {"size": "s"}}


class EditTermForm(VersionedForm, TermForm):
    pass


class InsetForm(PortalForm):
    """`schools`: those for which this person may enter the day."""

    button = _("Enter the INSET day")
    day = DateField(label=_("Day"), error_messages={"required": _("Enter the day")})
    which = forms.ChoiceField(
        label=_("For which schools?"),
        choices=[("all", _("All schools of the council")), ("chosen", _("The schools ticked below"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for which schools the day is")},
    )
    schools = forms.TypedMultipleChoiceField(
        label=_("Schools"), coerce=UUID, widget=forms.CheckboxSelectMultiple, required=False
    )
    look = {"day": {"size": "s"}, "which": {"size": "s"}, "schools": {"size": "s", "small": True}}

    def __init__(self, *args: Any, schools: list[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["schools"], [(str(school.public_id), school.name) for school in schools])


class RemoveForm(RemovalForm):
    pass
