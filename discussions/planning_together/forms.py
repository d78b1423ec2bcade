from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.forms import MOVE, MayMoveField
from schools.form_fields import set_choices
from schools.forms import PortalForm


class AskForm(PortalForm):
    """`offered`: public ids of the councils that can take part, each with its name; all are ticked at first.

    `stands`: whether any of their discussions has its date already; somebody then says what becomes of it.
    """

    button = _("Work out dates")
    councils = forms.TypedMultipleChoiceField(
        label=_("For which councils?"),
        help_text=_("Whoever works for several of them has one diary in the search, so nobody is planned twice."),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one council"),
            "invalid_choice": _("One of these councils cannot take part any more. Open the page again."),
        },
    )
    may_move = MayMoveField()
    look = {"councils": {"size": "s"}, "may_move": {"size": "s"}}

    def __init__(self, *args: Any, offered: Sequence[tuple[UUID, str]], stands: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["councils"], [(str(key), words) for key, words in offered])
        self.initial["councils"] = [str(key) for key, _words in offered]
        if not stands:
            del self.fields["may_move"]

    def words(self) -> dict[str, Any]:
        return {"councils": self.cleaned_data["councils"], "may_move": self.cleaned_data.get("may_move") == MOVE}


class StopForm(PortalForm):
    button = _("Stop, and keep the best so far")
    button_look = "secondary"
