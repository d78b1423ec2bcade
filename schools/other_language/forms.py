from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import Difference, VersionedForm
from schools.models import BesideOriginal, OtherLanguage, Passage
from schools.models.other_language import digest_of, other_than
from schools.removing import RemovalForm

IN = {"cy": _("In Welsh"), "en": _("In English")}
FINISH, DRAFT = OtherLanguage.Status.FINISHED.value, OtherLanguage.Status.DRAFT.value


class OtherLanguageForm(VersionedForm):
    """The other language of one text. `seen` is the digest of the original that stands beside it."""

    autosaves = keeps_drafts = True
    button = _("Save")
    way_back = _("Back to both languages")
    saves_as_one_types = _("What you type is saved as you go; earlier texts stay in the history.")
    text = forms.CharField(
        max_length=25_000,
        widget=forms.Textarea,
        error_messages={"required": _("Write the text in the other language")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, original: Any, other: OtherLanguage | None, **kwargs: Any) -> None:
        super().__init__(*args, version=other.seen if other else 0, **kwargs)
        self.lang = other.lang if other else other_than(original.lang)
        field = self.fields["text"]
        field.label = IN[self.lang]
        field.widget.attrs["lang"] = self.lang
        self.look = {"text": {"size": "m", "rows": 14 if isinstance(original, Passage) else 6}}
        self.more_buttons = _buttons(other)
        words = {"text": other.text if other else "", "seen": digest_of(original.text)}
        self.initial = {**words, **self.initial}
        self.shown_original = words["seen"]

    def words(self) -> dict[str, Any]:
        return {"text": super().words()["text"]}

    def terms(self) -> dict[str, Any]:
        to = self.pressed if self.pressed in (FINISH, DRAFT) else ""
        return {**super().terms(), "seen": self.cleaned_data["seen"], "to": to}

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows the original as it is by now."""
        return self.shown_original if name == "seen" else super().hidden_value(name)

    @property
    def differences(self) -> list[Difference]:
        return [replace(each, theirs_lang=self.lang, yours_lang=self.lang) for each in super().differences]


def _buttons(other: OtherLanguage | None) -> dict[str, Any]:
    if other is None or other.status == OtherLanguage.Status.DRAFT:
        return {FINISH: _("Save and mark as finished")}
    again = {DRAFT: _("Save as a draft again")}
    if other.standing == BesideOriginal.UP_TO_DATE:
        return again
    return {FINISH: _("Save and mark as up to date"), **again}


class RemoveForm(RemovalForm):
    pass
