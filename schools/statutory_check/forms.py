from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import LanguageField, set_choices
from schools.forms import VersionedForm
from schools.models.plan_text import StatutoryAnswerKind
from schools.removing import RemovalForm


class AnswerForm(VersionedForm):
    """The answer to one row; `kinds` are the answers for which the law leaves room there."""

    keeps_drafts = True
    button = _("Save the answer")
    answer = forms.ChoiceField(
        label=_("What is your answer?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer")},
    )
    words: Any = forms.CharField(
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("Write where it is")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"answer": {"size": "m"}, "words": {"size": "m", "rows": 3}}

    def __init__(self, *args: Any, kinds: list[StatutoryAnswerKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        if len(kinds) == 1:
            del self.fields["answer"]
            words.label = _("Where in your own document is it?")
            words.help_text = _("For example “School development plan, page 4”.")
        else:
            set_choices(self.fields["answer"], [(kind.value, kind.label) for kind in kinds])
            words.label = _("Where it is, or why it is not needed")
            words.error_messages["required"] = _("Write where it is, or why it is not needed")
        self.only = kinds[0].value if len(kinds) == 1 else ""

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), **({"answer": self.only} if self.only else {})}


class WithdrawForm(RemovalForm):
    button = _("Withdraw the answer")
