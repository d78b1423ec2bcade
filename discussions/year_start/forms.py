from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.models import RoundCheck
from schools.form_fields import DateField, set_choices
from schools.forms import PortalForm

from .actions import FILLED, faults_of_start
from .queries import PARTS, TakingOver


class Offered(forms.MultipleChoiceField):
    """Shows what is left to choose; takes whatever could ever be chosen, for the action to answer a second press."""

    def __init__(self, *, known: Collection[str], **options: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)
        self.known = known

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.known


class StartForm(PortalForm):
    """Everything that there is to take over is ticked at first; the days can be put right before they are kept."""

    button = _("Take over what is ticked")
    parts = Offered(
        known=frozenset(PARTS),
        label=_("What do you take over?"),
        help_text=_("Everything is ticked. Untick what you want to leave out; you can change it all afterwards."),
        error_messages={"required": _("Tick at least one thing to take over"), "invalid_choice": FILLED},
    )
    first_day = DateField(label=_("First day"), required=False)
    last_day = DateField(label=_("Last day"), required=False)
    look = {
        "parts": {"size": "m"},
        "first_day": {"size": "s", "needed_later": True},
        "last_day": {"size": "s", "needed_later": True},
    }

    def __init__(self, *args: Any, over: TakingOver, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        set_choices(self.fields["parts"], [(part, PARTS[part]) for part in over.parts])
        self.initial["parts"] = over.parts
        if "days" not in over.parts and not self.is_bound:
            del self.fields["first_day"], self.fields["last_day"]
        elif over.days:
            self.initial.update(first_day=over.days.first, last_day=over.days.last)

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong at once; the action asks the same questions again."""
        words: dict[str, Any] = super().clean() or {}
        parts = words.get("parts", [])
        for fault in faults_of_start(self.year, parts, words.get("first_day"), words.get("last_day")):
            if fault.field in self.fields and fault.field not in self.errors:
                self.add_error(fault.field, fault.message)
        return words

    def words(self) -> dict[str, Any]:
        return {"first_day": None, "last_day": None, **super().words()}


class LookOverForm(PortalForm):
    """`left`: what nobody has looked over yet."""

    button = _("Save the ticks")
    items = Offered(
        known=frozenset(RoundCheck.Item.values),
        label=_("What have you looked over?"),
        help_text=_("A tick stays, with your name and the day."),
        error_messages={
            "required": _("Tick what you have looked over"),
            "invalid_choice": _("Choose again: this is not on the check-list"),
        },
    )
    look = {"items": {"size": "m"}}

    def __init__(self, *args: Any, left: Sequence[RoundCheck.Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["items"], [(item.value, item.label) for item in left])
