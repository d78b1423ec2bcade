from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.booked_days import Booked, ClosingForm, within
from schools.form_fields import DateField, set_choices
from schools.forms import PortalForm, VersionedForm
from schools.models import School, Term
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


class EditTermForm(ClosingForm, VersionedForm, TermForm):
    asked_at = "starts_on"

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.term = term

    def closes(self, words: dict[str, Any]) -> list[Booked]:
        """The days of the term as it was that the new ones leave out."""
        stays = words["starts_on"], words["ends_on"]
        left = within(self.booked, self.term.starts_on, self.term.ends_on)
        return [each for each in left if not stays[0] <= each.day <= stays[1]]


class InsetForm(ClosingForm):
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
        self.keys = {school.public_id: school.pk for school in schools}

    asked_at = "day"

    def closes(self, words: dict[str, Any]) -> list[Booked]:
        which = self.keys if words["which"] == "all" else words["schools"]
        chosen = {self.keys[each] for each in which}
        return [each for each in within(self.booked, words["day"], words["day"]) if each.school in chosen]


class RemoveTermForm(ClosingForm, RemovalForm):
    """`term`: none where it is gone already."""

    def __init__(self, *args: Any, term: Term | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.term = term

    def closes(self, words: dict[str, Any]) -> list[Booked]:
        return within(self.booked, self.term.starts_on, self.term.ends_on) if self.term else []


class RemoveForm(RemovalForm):
    pass
