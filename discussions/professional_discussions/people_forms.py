"""Who takes part: ticked on a form, which asks once about what speaks against the time for them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from discussions.candidates import As, Candidate
from discussions.models import Discussion, Participant
from discussions.objections import Meeting, Spot, mark_of, objections_to
from schools.asking_once import AskingForm
from schools.forms import PortalForm, VersionedForm
from schools.refusals import Refused, Stale

TAKE_ANOTHER_TIME = _("Choose another time, or press the button again to keep this one.")
TAKE_SOMEBODY_ELSE = _("Choose somebody else, or press the button again to keep them.")


class People(forms.TypedMultipleChoiceField):
    """People by public id."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=UUID, widget=forms.CheckboxSelectMultiple, **options)


class ObjectingForm(AskingForm):
    asked_about: tuple[str, ...] = ("keep_time",)
    keep_time = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32, initial="")

    def ask_about(self, meeting: Meeting, people: Collection[int], field: str, way_out: Any) -> None:
        """Tell once what speaks against these people (by key) meeting then; whoever presses again means it."""
        if people and (found := objections_to(meeting, people)):
            told = (each.sentence for each in found)
            self.ask_once("keep_time", mark_of(meeting, found), field, *told, str(way_out))


class ParticipantsForm(PortalForm):
    """Who takes part; guests are only asked for."""

    button = _("Save")
    participants = People(
        label=_("Who takes part?"),
        help_text=_("They are invited at once, each with an appointment for their own calendar."),
        error_messages={"required": _("Choose at least one person who takes part")},
    )
    guests = People(
        label=_("Guests"),
        help_text=_(
            "The headteacher is asked first. A guest is invited, and told, only after the headteacher says yes."
        ),
        required=False,
    )
    look = {"participants": {"size": "s"}, "guests": {"size": "s"}}

    def __init__(self, *args: Any, able: Collection[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["participants"]
        people.choices = _choices(each for each in able if each.part != As.GUEST)
        guests: Any = self.fields["guests"]
        guests.choices = _choices(each for each in able if each.part == As.GUEST)
        if not guests.choices:
            del self.fields["guests"]


def _choices(people: Any) -> list[tuple[str, str]]:
    return [(str(each.person.public_id), each.label) for each in people]


class ChangeParticipantsForm(VersionedForm, ObjectingForm, ParticipantsForm):
    """Beside each guest stands what the headteacher said."""

    def __init__(self, *args: Any, discussion: Discussion, people: Collection[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discussion = discussion
        present = {row.person_id for row in people}
        self.new = {each.person.public_id: each.person.pk for each in kwargs["able"] if each.person.pk not in present}
        said = {str(row.person.public_id): row.get_consent_display() for row in people}
        self.look = {**self.look, "guests": {**self.look["guests"], "hints": said}}

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        found, ticked = self.discussion, (*(words.get("participants") or ()), *(words.get("guests") or ()))
        new = [self.new[each] for each in ticked if each in self.new]
        if new and found.can_be_prepared and not found.has_begun:
            host = found.host or found.covered[0]
            at = Spot.of(found.setting, host, found.place)
            meeting = Meeting(found.starts_at, found.ends_at, at, [found])
            self.ask_about(meeting, new, "participants", TAKE_SOMEBODY_ELSE)
        return words

    def refuse(self, refusal: Refused) -> None:
        if isinstance(refusal, Stale):
            refusal.message = (
                _now("You changed this discussion in another tab or window. Check who is ticked, then save again.")
                if refusal.own
                else _now("Somebody else has changed this discussion. Check who is ticked, then save again.")
            )
        super().refuse(refusal)
