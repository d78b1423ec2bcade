from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.models import YearDecision
from schools.form_fields import DateField, LanguageField, set_choices
from schools.forms import PortalForm, VersionedForm
from schools.models import School


class DecisionForm(PortalForm):
    button = _("Write it down")
    what = forms.CharField(
        label=_("What was decided?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what was decided")},
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("So that whoever comes after you understands it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why it was decided")},
    )
    lang = LanguageField(label=_("Language of these texts"))
    decided_on = DateField(
        label=_("When was it decided?"), error_messages={"required": _("Enter the day on which it was decided")}
    )
    school = forms.TypedChoiceField(
        label=_("Is it about one school?"),
        help_text=_("Whoever has declared an interest in that school then does not see it. The school never does."),
        coerce=UUID,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose the school again: it is not among those for which you plan")},
    )
    look = {"decided_on": {"size": "s"}, "school": {"needed_later": True}}

    def __init__(self, *args: Any, schools: Iterable[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(school.public_id), school.name) for school in schools]
        set_choices(self.fields["school"], [("", _("No, about the whole year")), *named])


class ChangeDecisionForm(VersionedForm, DecisionForm):
    button = _("Save")

    @staticmethod
    def words_of(decision: YearDecision) -> dict[str, Any]:
        return {
            "what": decision.what,
            "why": decision.why,
            "lang": decision.lang,
            "decided_on": decision.decided_on,
            "school": decision.school.public_id if decision.school else "",
        }
