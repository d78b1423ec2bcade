from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from discussions.forms import MOVE, MayMoveField
from discussions.models import Placement
from discussions.planning_words import changes_of, label_of, title_of
from discussions.proposal_doubts import Doubts, mark_of_doubts
from schools.asking_once import AskingForm
from schools.form_fields import set_choices
from schools.forms import PortalForm

from .actions import link_of, needs_link

UNTICK = _("Untick these dates, or press the button again to release them as they are.")


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


class ReleaseForm(AskingForm):
    """`offered`: the dates that can be released, new ones first. Against some of them something speaks by now
    (`doubts`): it stands beside them, they are not ticked at first, and whoever ticks them is asked once. Each that is
    to be online and has no link yet has a box for its own, so that no two schools share a room unawares.
    """

    asked_about = ("keep_dates",)
    button = _("Send the invitations for the ticked dates")
    placements = forms.TypedMultipleChoiceField(
        label=_("Which dates do you release?"),
        help_text=_("Untick those that you do not want to send yet."),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one date"),
            "invalid_choice": _("One of these dates is not in the proposal any more. Open the page again."),
        },
    )
    keep_dates = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32, initial="")

    def __init__(
        self,
        *args: Any,
        offered: Sequence[Placement],
        people: Mapping[str, str],
        doubts: Doubts,
        ticked: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {each.public_id: each for each in offered}
        self.doubts, self.links = doubts, {each.public_id: link_of(each) for each in offered if needs_link(each)}
        set_choices(self.fields["placements"], [(str(each.public_id), label_of(each)) for each in offered])
        self.initial["placements"] = [str(each.public_id) for each in offered if ticked and each.pk not in doubts]
        hints = {str(each.public_id): " ".join([*changes_of(each, people), *self._said(each)]) for each in offered}
        self.look = {"placements": {"size": "m", "hints": {key: said for key, said in hints.items() if said}}}
        for key, name in self.links.items():
            self.fields[name] = link_box(self.offered[key])
            self.look[name] = {"autocomplete": "off", "spellcheck": "false"}

    def clean(self) -> dict[str, Any]:
        """Which of the ticked dates lack their link, and against which something speaks, each by its name."""
        words: dict[str, Any] = super().clean() or {}
        ticked = [self.offered[key] for key in words.get("placements") or ()]
        for each in ticked:
            name = self.links.get(each.public_id)
            if name and name not in self.errors and not words.get(name):
                self.add_error(name, _now("Enter the link for joining online: %(schools)s") % _names(each))
        if doubtful := [each for each in ticked if each.pk in self.doubts]:
            told = [f"{title_of(each)}: {' '.join(self._said(each))}" for each in doubtful]
            self.ask_once("keep_dates", mark_of_doubts(doubtful, self.doubts), "placements", *told, str(UNTICK))
        return words

    def words(self) -> dict[str, Any]:
        """The links by the date for which each was entered."""
        typed = super().words()
        links = {str(key): typed[name] for key, name in self.links.items() if typed.get(name)}
        return {"placements": typed["placements"], "links": links}

    def _said(self, placement: Placement) -> list[str]:
        return [each.sentence for each in self.doubts.get(placement.pk, ())]


def link_box(placement: Placement) -> forms.URLField:
    return forms.URLField(
        label=_now("Link for joining online: %(schools)s") % _names(placement),
        help_text=_("Needed when this date is ticked: the whole address, beginning with https://"),
        assume_scheme="https",
        max_length=200,
        required=False,
        error_messages={"invalid": _("Enter the whole link, beginning with https://")},
    )


def _names(placement: Placement) -> dict[str, str]:
    return {"schools": title_of(placement)}
