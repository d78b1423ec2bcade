from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import PortalForm, VersionedForm
from schools.models import Section

CHOICES = [
    (Section.Circle.TEAM.value, _("Our team only")),
    (Section.Circle.GOVERNORS.value, _("Our governors too")),
    (Section.Circle.COUNCIL.value, _("The council and the service too")),
]


class CirclesForm(VersionedForm, PortalForm):
    """One choice for each area; `sections` with their areas."""

    button = _("Save")

    def __init__(self, *args: Any, sections: list[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look = {}
        for section in sections:
            name = section.area.code
            self.fields[name] = forms.ChoiceField(
                label=section.area.name,
                choices=CHOICES,
                initial=section.circle,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose who may read this area")),
            )
            self.look[name] = {"size": "s", "small": True}

    def words(self) -> dict[str, Any]:
        return {"circles": super().words()}


class LendingForm(PortalForm):
    """What the other schools keep when a text is taken back."""

    button = _("Take the text back")
    button_look = "warning"
    stays = forms.ChoiceField(
        label=_("What stays in their self-evaluation?"),
        choices=[
            ("nothing", _("Nothing of it: what they wrote themselves stands there again")),
            ("copy", _("A copy of it: from then on it is theirs, and they decide who reads it")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what stays in their self-evaluation")),
    )
    look = {"stays": {"size": "m"}}

    def words(self) -> dict[str, Any]:
        return {"copy": self.cleaned_data["stays"] == "copy"}


class ShareForm(PortalForm):
    """`seen` is the fingerprint of what the headteacher has read."""

    button = _("Share with the governors")
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
