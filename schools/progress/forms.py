from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.evidence_ticks import EvidenceTicks, SeeksEvidence
from schools.form_fields import LanguageField, set_choices
from schools.forms import FilterForm, PortalForm, VersionedForm
from schools.models import PlanTerm, Progress

from .queries import Followed, term_words


class NoteForm(SeeksEvidence):
    """How far an action or a milestone is. `items` are the school's evidence."""

    keeps_drafts = True
    button = _("Save the progress")
    status = forms.ChoiceField(
        label=_("How far is it?"),
        choices=Progress.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it is")},
    )
    text = forms.CharField(
        label=_("In a sentence; if it was stopped, the reason"),
        help_text=_("What was done since the last note, or why it was stopped. Do not name any learner."),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("Write a sentence about it; if it was stopped, say why")},
    )
    lang = LanguageField(label=_("Language of this text"))
    evidence = EvidenceTicks()
    look = {"status": {"size": "m"}, "text": {"size": "m", "rows": 3}, "evidence": {"size": "m"}}
    field_order = ["status", "text", "lang", "title", "evidence"]


class ReviewTextsForm(PortalForm):
    progress = forms.CharField(
        label=_("Progress"),
        help_text=_("What was done this term, in your own words."),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what was done this term")},
    )
    impact = forms.CharField(
        label=_("Impact for learners"),
        help_text=_("What is different for learners, if you can tell already. Do not name any learner."),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
    )
    next_step = forms.CharField(
        label=_("Next step"),
        help_text=_("What follows from it, if you know already."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )
    lang = LanguageField(label=_("Language of these texts"))
    look = {
        "progress": {"size": "m", "rows": 5},
        "impact": {"size": "m", "rows": 4},
        "next_step": {"size": "m", "rows": 3},
        "lang": {"inline": True, "small": True},
    }


class ReviewForm(ReviewTextsForm):
    """`terms_left` are the terms of which nothing has been written yet, the newest first."""

    keeps_drafts = True
    button = _("Add the review")
    field_order = ["term"]
    term = forms.TypedChoiceField(label=_("Term"), error_messages={"required": _("Choose a term")})

    def __init__(self, *args: Any, terms_left: dict[str, tuple[int, PlanTerm]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["term"]
        field.coerce = terms_left.get
        set_choices(field, [(key, term_words(*each)) for key, each in terms_left.items()])


class EditReviewForm(VersionedForm, ReviewTextsForm):
    autosaves = keeps_drafts = True
    button = _("Save")
    way_back = _("Back to the progress of the plan")


class TimelineForm(FilterForm):
    priority = forms.ChoiceField(label=_("Priority"))

    def __init__(self, *args: Any, priorities: list[Followed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(each.priority.public_id, _("Priority %(number)s") % {"number": each.number}) for each in priorities]
        set_choices(self.fields["priority"], [("", _("All priorities")), *numbers])
