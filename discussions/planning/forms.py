from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.forms import MOVE, MayMoveField
from schools.form_fields import set_choices
from schools.forms import PortalForm


class ProposeForm(PortalForm):
    """`stands`: whether any discussion of the year has its date already; somebody then says what becomes of it."""

    button = _("Work out dates")
    may_move = MayMoveField()
    look = {"may_move": {"size": "s"}}

    def __init__(self, *args: Any, stands: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stands:
            del self.fields["may_move"]

    def words(self) -> dict[str, Any]:
        return {"may_move": self.cleaned_data.get("may_move") == MOVE}


class StopForm(PortalForm):
    button = _("Stop, and keep the best so far")
    button_look = "secondary"


class SetAsideForm(PortalForm):
    button = _("Set the proposal aside")
    button_look = "warning"


class ReleaseForm(PortalForm):
    """`offered`: public ids of the dates that can be released, each with its words; all are ticked at first."""

    button = _("Send the invitations for the ticked dates")
    online_link = forms.URLField(
        label=_("Link for joining online"),
        help_text=_("For the discussions that are online: the whole address, beginning with https://"),
        assume_scheme="https",
        max_length=200,
        error_messages={
            "required": _("Enter the link for joining online: some of these discussions are online"),
            "invalid": _("Enter the whole link, beginning with https://"),
        },
    )
    placements = forms.TypedMultipleChoiceField(
        label=_("Which dates do you release?"),
        help_text=_("All are ticked. Untick those that you do not want to send yet."),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one date"),
            "invalid_choice": _("One of these dates is not in the proposal any more. Open the page again."),
        },
    )
    look = {"placements": {"size": "m"}, "online_link": {"autocomplete": "off", "spellcheck": "false"}}

    def __init__(self, *args: Any, offered: Sequence[tuple[UUID, str]], online: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["placements"], [(str(key), words) for key, words in offered])
        self.initial["placements"] = [str(key) for key, _words in offered]
        if not online:
            del self.fields["online_link"]
