from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from discussions.contents import Content
from discussions.models import Difference, Party, RecordPart, Support, SupportKind
from schools.form_fields import DateField, LanguageField, in_plain_words, set_choices
from schools.forms import PortalForm, VersionedForm
from schools.models import School
from schools.removing import RemovalForm

from .actions import faults_of_support


class BeginForm(PortalForm):
    button = _("Begin the record")


class WriteForm(VersionedForm, PortalForm):
    autosaves = keeps_drafts = True
    way_back = _("Back to the record")
    button = _("Save")
    text = forms.CharField(
        label=_("What was said and agreed"),
        help_text=_("Write what all who took part would recognise. Name no pupils or members of staff."),
        required=False,
        max_length=10000,
        widget=forms.Textarea,
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"text": {"size": "m", "rows": 12}, "lang": {"inline": True, "small": True}}


class WritePrioritiesForm(WriteForm):
    """May be saved empty while it is drafted, but the record is not sent without it."""

    look = {**WriteForm.look, "text": {**WriteForm.look["text"], "needed_later": True}}


AMOUNT = _("Enter the amount as a number above 0, for example 3 or 2.5")


class AmountField(forms.DecimalField):
    """2.5, or 2,5 as many write it."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class SupportForm(PortalForm):
    """One item of support. Everything that is wrong is said at once; the action asks the same questions again."""

    keeps_drafts = True
    button = _("Save")
    more_buttons = {"again": _("Save and add another")}
    nobody_is_named_in = {"given_by_name": "the person or organisation that gives the support"}
    support_kind = forms.ModelChoiceField(
        label=_("Kind of support"),
        queryset=SupportKind.objects.as_system("public words").all(),
        to_field_name="public_id",
        error_messages={"required": _("Choose the kind of support")},
    )
    what = forms.CharField(
        label=_("What will be done"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what will be done")},
    )
    success = forms.CharField(
        label=_("What success looks like"),
        help_text=_("How you will know that it has helped."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what success looks like")},
    )
    lang = LanguageField(label=_("Language of these texts"))
    given_by = forms.ChoiceField(
        label=_("Who gives it"),
        choices=Support.GivenBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who gives the support")},
    )
    given_by_name = forms.CharField(
        label=_("Name of the school or body"),
        help_text=_("Only when another school or somebody else gives it."),
        required=False,
        max_length=160,
    )
    amount = AmountField(
        label=_("How much"),
        help_text=_("For example 3 or 2.5"),
        max_digits=5,
        decimal_places=1,
        min_value=Decimal("0.1"),
        widget=forms.TextInput,
        error_messages={
            "required": _("Enter how many days or hours"),
            "max_digits": _("Enter an amount below 10,000 with at most one figure after the point"),
            "max_whole_digits": _("Enter an amount below 10,000 with at most one figure after the point"),
            "max_decimal_places": _("Enter an amount below 10,000 with at most one figure after the point"),
            "invalid": AMOUNT,
            "min_value": AMOUNT,
        },
    )
    unit = forms.ChoiceField(
        label=_("Days or hours"),
        choices=[(Support.Unit.DAYS, _("Days")), (Support.Unit.HOURS, _("Hours"))],
        initial=Support.Unit.DAYS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose days or hours")},
    )
    starts_on = DateField(label=_("First date"))
    ends_on = DateField(label=_("Last date"))
    look = {
        "what": {"rows": 4},
        "success": {"rows": 3},
        "lang": {"inline": True, "small": True},
        "given_by_name": {"width": "two-thirds", "is_name": True},
        "amount": {"width": 4, "inputmode": "decimal"},
        "unit": {"inline": True},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("support_kind")
        field: Any = self.fields["support_kind"]
        field.queryset = field.queryset.filter(Q(in_use=True) | Q(pk=getattr(chosen, "pk", None)))

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        named = words.get("given_by", ""), words.get("given_by_name", "")
        for fault in faults_of_support(*named, words.get("starts_on"), words.get("ends_on")):
            if fault.field not in self.errors:
                self.add_error(fault.field, fault.message)
        return words


class NextStepForm(PortalForm):
    keeps_drafts = True
    button = _("Save")
    more_buttons = {"again": _("Save and add another")}
    party = forms.ChoiceField(
        label=_("Who does it"),
        choices=Party.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who does it")},
    )
    text = forms.CharField(
        label=_("What they do next"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what they do next")},
    )
    lang = LanguageField(label=_("Language of this text"))
    due_on = DateField(label=_("By when"))
    look = {"text": {"rows": 4}, "lang": {"inline": True, "small": True}}


class EditSupportForm(VersionedForm, SupportForm):
    autosaves = keeps_drafts = True
    way_back = _("Back to the record")
    more_buttons = {}


class EditNextStepForm(VersionedForm, NextStepForm):
    autosaves = keeps_drafts = True
    way_back = _("Back to the record")
    more_buttons = {}


ADD_FORMS: dict[str, type[PortalForm]] = {"support": SupportForm, "next-steps": NextStepForm}
EDIT_FORMS: dict[str, type[VersionedForm]] = {"support": EditSupportForm, "next-steps": EditNextStepForm}


class RemoveForm(RemovalForm):
    pass


class SendForm(PortalForm):
    """`seen` is the fingerprint of the words that were read before sending."""

    button = _("Send for agreement")
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class WithdrawForm(PortalForm):
    button = _("Take the record back")
    button_look = "warning"


HOW_YOU_SEE_IT = {
    Difference.About.PRIORITIES: _("How you see the priorities confirmed, and why"),
    Difference.About.PROGRESS: _("How you see the progress on last year, and why"),
    Difference.About.ACCURACY: _("How accurate you think the self-evaluation is, and why"),
    Difference.About.SUPPORT: _("How you see the support agreed, and why"),
    Difference.About.PRACTICE: _("How you see the practice worth sharing, and why"),
    Difference.About.NEXT_STEPS: _("How you see the next steps, and why"),
}


class AnswerForm(VersionedForm, PortalForm):
    """One answer to the whole, and beside each section room for how the party sees it."""

    button = _("Send the answer")
    as_it_is = _("Send it as it is")
    agreed = forms.TypedChoiceField(
        label=_("What do you answer?"),
        choices=[("yes", _("We agree the whole record")), ("no", _("We see something differently"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you agree or see something differently")},
    )
    lang = LanguageField(label=_("Language of what you wrote"))
    look = {
        "agreed": {
            "size": "m",
            "hints": {
                "no": _("Write beside at least one section how you see it, and why. It will stand in the record.")
            },
        },
        "lang": {"inline": True, "small": True},
    }

    def __init__(
        self,
        *args: Any,
        sections: list[tuple[RecordPart, Content]],
        before: dict[tuple[int, str], Content],
        part_of: School | None = None,
        **kwargs: Any,
    ) -> None:
        """`sections`: those of the parts this party answers for; `part_of`: the school, where that is not the whole.

        `before`: what it wrote to the text that was sent before, to begin with.
        """
        super().__init__(*args, **kwargs)
        self.part_of, self.before = part_of, before
        if part_of:
            whole = gettext("We agree the part about %(school)s") % {"school": part_of.name}
            set_choices(self.fields["agreed"], [("yes", whole), ("no", _("We see something differently"))])
        parts = {part for part, _section in sections}
        self.places: dict[str, tuple[RecordPart, str]] = {}
        self.look = dict(self.look)
        for number, (part, section) in enumerate(sections, start=1):
            name = f"reason_{number}"
            label = str(HOW_YOU_SEE_IT[Difference.About(section["about"])])
            if len(parts) > 1:
                label = gettext("%(school)s: %(question)s") % {"school": part.school.name, "question": label}
            field = forms.CharField(label=label, required=False, max_length=4000, widget=forms.Textarea)
            in_plain_words(name, field)
            self.fields[name] = field
            self.look[name] = {"rows": 4}
            self.places[name] = (part, section["about"])
            if said := before.get((part.pk, section["about"])):
                field.initial, self.fields["lang"].initial = said["reason"], said["lang"]
            section["field"] = name

    def words(self) -> dict[str, Any]:
        """What was written to the earlier text and not changed is left out where the party agrees now."""
        words = super().words()
        reasons = {place: words.pop(name).strip() for name, place in self.places.items()}
        if words["agreed"]:
            reasons = {place: reason for place, reason in reasons.items() if not self._was_said_before(place, reason)}
        return {**words, "reasons": {place: reason for place, reason in reasons.items() if reason}}

    def _was_said_before(self, place: tuple[RecordPart, str], reason: str) -> bool:
        said = self.before.get((place[0].pk, place[1]))
        return said is not None and said["reason"].split() == reason.split()
