from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.clock import school_year_words
from schools.form_fields import LanguageField, set_choices, set_rows
from schools.forms import PortalForm, VersionedForm
from schools.models import GrantKind, Plan
from schools.money import MoneyField
from schools.removing import RemovalForm


class GrantForm(PortalForm):
    keeps_drafts = True
    button = _("Add the grant")
    grant_kind = forms.ModelChoiceField(
        label=_("Which grant is it?"),
        queryset=GrantKind.objects.as_system("which grants there are is public").none(),
        to_field_name="public_id",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose which grant it is")},
    )
    name = forms.CharField(
        label=_("Name of the grant"),
        help_text=_("If it is not one of those above, or has a name of its own."),
        required=False,
        max_length=160,
    )
    lang = LanguageField(label=_("Language of the name"))
    school_year = forms.TypedChoiceField(
        label=_("For which school year?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a school year")},
    )
    amount = MoneyField(
        label=_("Amount awarded, in pounds"), help_text=_("Leave it empty until you know it."), required=False
    )
    look = {"grant_kind": {"size": "m"}, "name": {"width": "two-thirds"}, "school_year": {"size": "m"}}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_rows(self.fields["grant_kind"], GrantKind.objects.as_system("which grants there are is public"))
        years = [plan.first_year + number for number in range(3)]
        set_choices(self.fields["school_year"], [(year, school_year_words(year)) for year in years])


class EditGrantForm(VersionedForm, GrantForm):
    button = _("Save")


class LineForm(PortalForm):
    keeps_drafts = True
    button = _("Add the line")
    more_buttons: dict[str, Any] = {"another": _("Save and add another")}
    text = forms.CharField(
        label=_("What does it pay for?"),
        help_text=_(
            "For example “teaching assistant for the reading groups”. Write nothing by which anybody could tell who a "
            "pupil is."
        ),
        max_length=400,
        error_messages={"required": _("Write what it pays for")},
    )
    lang = LanguageField(label=_("Language of this text"))
    amount = MoneyField(label=_("Amount in pounds"))


class EditLineForm(VersionedForm, LineForm):
    button = _("Save")
    more_buttons: dict[str, Any] = {}


class RemoveForm(RemovalForm):
    pass
