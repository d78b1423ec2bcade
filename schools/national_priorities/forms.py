from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from schools.form_fields import LanguageField, set_rows
from schools.forms import VersionedForm
from schools.models import PlanPriority
from schools.models.base import Seen

NOT_THERE_YET = Seen(1)  # what an answer has that is begun with this very form


class OwnPrioritiesField(forms.ModelMultipleChoiceField):
    """The plan's priorities as tick boxes, each in the language it is written in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=PlanPriority.objects.as_system("filled for each plan").none(),
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, priority: Any) -> str:
        return format_html('<span lang="{}">{}</span>', priority.lang, priority.text)


class AnswerForm(VersionedForm):
    keeps_drafts = True
    button = _("Save")
    priorities = OwnPrioritiesField(
        label=_("Which priorities of your plan serve it?"),
        help_text=_("Tick them, or explain below. Either is enough."),
        required=False,
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        help_text=_("How the plan takes it into account, or why nothing has to be planned for it now."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )
    lang = LanguageField(label=_("Language of the explanation"))
    look = {
        "priorities": {"size": "m", "needed_later": True},
        "explanation": {"size": "m", "rows": 5, "needed_later": True},
    }

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rows:
            set_rows(self.fields["priorities"], rows)
        else:
            del self.fields["priorities"]

    def words(self) -> dict[str, Any]:
        return {"priorities": [], **super().words()}
