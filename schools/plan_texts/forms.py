from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import LanguageField
from schools.forms import VersionedForm
from schools.models import PlanSection, PlanText

# What each section tells its readers, in plain words; the law asks for each of them.
ASKS: dict[str, Any] = {
    PlanSection.STRATEGY: _("How the school will reach its targets: the way of working you have chosen, and why."),
    PlanSection.PROFESSIONAL_DEVELOPMENT: _(
        "What staff will learn in the first year of the plan, and which targets it helps to reach."
    ),
    PlanSection.FAMILIES: _("How you will work with pupils and their families in the first year of the plan."),
    PlanSection.COMMUNITY: _(
        "How you will work with people who live and work in the area in the first year of the plan."
    ),
    PlanSection.RESOURCES: _(
        "How you will make the best use of your staff and of what you have, money included, in the first year."
    ),
    PlanSection.RESOURCES_LATER: _(
        "What you expect to need and to have in the second and third year: staff, money and other resources."
    ),
    PlanSection.PERFORMANCE: _(
        "Which information about how well pupils do you looked at: for example attendance, progress in reading, what "
        "pupils say. Name it, without any figures for single learners."
    ),
}


class TextForm(VersionedForm):
    """One section; it may be emptied again."""

    autosaves = keeps_drafts = True
    way_back = _("Back to the sections")
    button = _("Save")
    text = forms.CharField(label="", required=False, max_length=10000, widget=forms.Textarea)
    lang = LanguageField(label=_("Language of this text"))
    look = {"text": {"size": "m", "rows": 12, "needed_later": True}}

    def __init__(self, *args: Any, section: PlanText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.help_text = section.get_part_display(), ASKS[section.part]
