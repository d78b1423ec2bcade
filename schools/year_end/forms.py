from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.clock import school_year_words
from schools.evidence_ticks import EvidenceTicks, SeeksEvidence
from schools.form_fields import LanguageField
from schools.forms import PortalForm, VersionedForm
from schools.models import OutcomeKind, PlanPriority


class AnswerForm(SeeksEvidence, VersionedForm):
    """What became of a target. `items` are the school's evidence."""

    keeps_drafts = True
    button = _("Save")
    result = forms.ChoiceField(
        label=_("Was the target met?"),
        choices=OutcomeKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the target was met")},
    )
    why = forms.CharField(
        label=_("If it was not wholly met, why?"),
        help_text=_("A sentence or two. Do not name any learner."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )
    lang = LanguageField(label=_("Language of this text"))
    evidence = EvidenceTicks()
    look = {"result": {"size": "m"}, "why": {"size": "m", "rows": 4}, "evidence": {"size": "m"}}
    field_order = ["result", "why", "lang", "title", "evidence"]


class PrioritiesField(forms.ModelMultipleChoiceField):
    """Each in the language it was written in, and from which year it begins."""

    def label_from_instance(self, priority: Any) -> str:
        return format_html('<span lang="{}">{}</span>', priority.lang, priority.text)


class CarryForm(PortalForm):
    """`offered` are the priorities of the plan before that may go on, all ticked."""

    button = _("Carry over the ticked priorities")
    priorities = PrioritiesField(
        label=_("Which priorities go on in this plan?"),
        help_text=_(
            "Their targets come with them, and so does what they come from. Of their actions and milestones, those "
            "come along that are neither done nor stopped."
        ),
        queryset=PlanPriority.objects.as_system("filled for each person").none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one priority")},
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["priorities"]
        field.queryset = offered
        self.initial.setdefault("priorities", [each.public_id for each in offered])
        hints = {str(each.public_id): _about(each) for each in offered}
        self.look = {"priorities": {"size": "m", "hints": hints}}


def _about(priority: Any) -> str:
    said = _now("Begins in %(year)s. Targets: %(targets)s; actions: %(actions)s; milestones: %(milestones)s")
    return said % {
        "year": school_year_words(priority.plan.first_year + priority.year - 1),
        "targets": priority.targets_going,
        "actions": priority.actions_going,
        "milestones": priority.milestones_going,
    }
