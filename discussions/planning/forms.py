from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.models import Placement
from discussions.planning_words import title_of
from discussions.proposal_doubts import Doubts, mark_of_doubts
from schools.asking_once import AskingForm
from schools.form_fields import set_choices
from schools.forms import PortalForm

KEEP, MOVE = "keep", "move"
UNTICK = _("Untick these dates, or press the button again to release them as they are.")


class ProposeForm(PortalForm):
    """`stands`: whether any discussion of the year has its date already; somebody then says what becomes of it."""

    button = _("Work out dates")
    may_move = forms.ChoiceField(
        label=_("What about the discussions that have a date already?"),
        choices=[
            (KEEP, _("They stay as they are")),
            (
                MOVE,
                _(
                    "As few of them as possible may be moved: where somebody can no longer come, or where that makes "
                    "room for another school"
                ),
            ),
        ],
        initial=KEEP,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to the discussions that have a date already")},
    )
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


class ReleaseForm(AskingForm):
    """`offered`: the dates that can be released, each with its words. Against some of them something speaks by now
    (`doubts`): it stands beside them, they are not ticked at first, and whoever ticks them is asked once.
    """

    asked_about = ("keep_dates",)

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
        help_text=_("Those against which nothing speaks are ticked. Untick those that you do not want to send yet."),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one date"),
            "invalid_choice": _("One of these dates is not in the proposal any more. Open the page again."),
        },
    )
    keep_dates = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32, initial="")
    look = {"placements": {"size": "m"}, "online_link": {"autocomplete": "off", "spellcheck": "false"}}

    def __init__(
        self, *args: Any, offered: Sequence[tuple[Placement, str]], online: bool, doubts: Doubts, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {each.public_id: each for each, _words in offered}
        self.doubts = doubts
        set_choices(self.fields["placements"], [(str(each.public_id), words) for each, words in offered])
        self.initial["placements"] = [str(each.public_id) for each, _words in offered if each.pk not in doubts]
        said = {str(each.public_id): self._said(each) for each, _words in offered if each.pk in doubts}
        self.look = {**self.look, "placements": {**self.look["placements"], "hints": said}}
        if not online:
            del self.fields["online_link"]

    def clean(self) -> dict[str, Any]:
        """Against which of the ticked dates something speaks, each by its name."""
        words: dict[str, Any] = super().clean() or {}
        doubtful = [each for key in words.get("placements") or () if (each := self.offered[key]).pk in self.doubts]
        if doubtful:
            told = [f"{title_of(each)}: {self._said(each)}" for each in doubtful]
            self.ask_once("keep_dates", mark_of_doubts(doubtful, self.doubts), "placements", *told, str(UNTICK))
        return words

    def _said(self, placement: Placement) -> str:
        return " ".join(each.sentence for each in self.doubts[placement.pk])
