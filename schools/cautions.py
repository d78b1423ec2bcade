"""What a form asks about before it saves: words that seem to name a learner, or to tell too much of one.

A caution never stops anybody. The page that asks carries a mark of each passage it has told, so the same words pass
when the button is pressed again, and changed ones are looked over anew. Nothing is kept of a passage but those marks,
in the page itself. What stood in a saved text when the page was opened has been told before, and is not told again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from schools.form_fields import is_written
from schools.name_guard import Finding, Kind, findings

TOLD = "told"  # the hidden field with the marks of what the page has told
LANGUAGES = ("cy", "en")
MOST_MARKS = 500
TOLD_AT_ONCE = 10
BESIDE_SAVED = 2  # as many as can be heard while somebody types

SEEMS: dict[Kind, Any] = {
    Kind.LEARNER: _("The words “%(passage)s” under “%(label)s” seem to name a learner."),
    Kind.BIRTH: _("“%(passage)s” under “%(label)s” seems to be a date of birth."),
    Kind.UPN: _("“%(passage)s” under “%(label)s” seems to be a unique pupil number (UPN)."),
    Kind.COUNT: _("The words “%(passage)s” under “%(label)s” seem to count fewer than five learners or families."),
}
ONE_WORD = {**SEEMS, Kind.LEARNER: _("The word “%(passage)s” under “%(label)s” seems to name a learner.")}
BECAUSE: dict[Kind, Any] = {
    Kind.LEARNER: _("Nobody who reads this needs to know who it is: write about learners without their names."),
    Kind.BIRTH: _("A date of birth tells who the learner is, and nobody needs it here: leave it out."),
    Kind.UPN: _("This number tells who the learner is, and nothing about single learners is kept here: leave it out."),
    Kind.COUNT: _("So few people may be recognised: write “a few”, or write about a larger group."),
}
NEVER_NEEDED = {Kind.BIRTH, Kind.UPN}  # so that leaving them in is not what the page offers first


class MarksField(forms.Field):
    """The marks that came with the page; what is no mark is passed over, so that nothing here is ever refused."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        marks = [mark for mark in str(value or "").split() if len(mark) == Caution.MARK and mark.isalnum()]
        return " ".join(marks[:MOST_MARKS])


@dataclass(frozen=True)
class Caution:
    """One passage, in which field it stands, and in which language that is written."""

    MARK = 12

    field: str
    label: str
    lang: str
    found: Finding

    @property
    def mark(self) -> str:
        """The same as long as neither the passage nor its sentence is changed."""
        said = "\0".join((self.field, self.found.kind, self.found.passage, self.found.sentence))
        return sha256(said.encode("utf-8", "replace")).hexdigest()[: self.MARK]

    @property
    def passage(self) -> SafeString:
        quoted = '<span lang="{}">{}</span>' if self.lang else "{}{}"
        return format_html(quoted, self.lang, self.found.passage)

    @property
    def seems(self) -> SafeString:
        return SafeString(escape(self._words) % {"passage": self.passage, "label": escape(self.label)})

    @property
    def _words(self) -> Any:
        return (SEEMS if " " in self.found.passage else ONE_WORD)[self.found.kind]

    @property
    def because(self) -> str:
        return str(BECAUSE[self.found.kind])

    def for_script(self) -> dict[str, str]:
        """The script puts the passage, in its language, where the braces stand."""
        words = self._words % {"passage": "{passage}", "label": self.label}
        return {"words": words, "passage": self.found.passage, "lang": self.lang}


class Cautious(forms.BaseForm):
    """A form whose free text is looked over before it saves: every form of the portal that changes something."""

    nobody_is_named_in: dict[str, str] = {}  # by field of one line: why no learner is written about there
    called: dict[str, Any] = {}  # by field: what is told of it, where its label is a question
    as_it_is: Any = _("Save as it is")  # says what the button does, where it does more than save
    how_to_change: Any = _("If not, change them in the form below.")
    looks_further = False  # whether it asks about texts that none of its own fields holds
    shows_saved_text = False  # whether it opens with a text that has been saved before
    cautions: list[Caution] = []
    reminders: list[Caution] = []

    @property
    def looked_over(self) -> list[str]:
        """The fields that hold free text."""
        return [
            name
            for name, field in self.fields.items()
            if is_written(field) and isinstance(field, forms.CharField) and name not in self.nobody_is_named_in
        ]

    def is_doubtful(self) -> bool:
        """Whether there is something to ask about first, which `cautions` then tells."""
        self.cautions = self.not_told_yet()
        return bool(self.cautions)

    def not_told_yet(self) -> list[Caution]:
        return [caution for caution in self._cautions(self.texts_looked_over()) if caution.mark not in self.told_marks]

    @property
    def told_marks(self) -> frozenset[str]:
        """The marks that came with the page."""
        return frozenset(self.cleaned_data.get(TOLD, "").split())

    def remind_of(self, open_marks: frozenset[str]) -> None:
        """What nobody has answered for, though it was saved: shown beside its box, and not told by now."""
        self.reminders = [caution for caution in self._saved_before() if caution.mark in open_marks]

    def texts_looked_over(self) -> Iterator[tuple[str, Any, str]]:
        """What is about to be saved, once it is clean: the field, the text and its language."""
        lang = self._lang()
        return ((name, self.cleaned_data.get(name), lang) for name in self.looked_over)

    @property
    def cautions_shown(self) -> list[Caution]:
        return (self.cautions or self.reminders)[:TOLD_AT_ONCE]

    @property
    def cautions_left_out(self) -> bool:
        return len(self.cautions) > TOLD_AT_ONCE

    @property
    def because(self) -> list[str]:
        """Why what is asked about had better go, each reason once."""
        return list(dict.fromkeys(caution.because for caution in self.cautions_shown))

    @property
    def is_never_needed(self) -> bool:
        return any(caution.found.kind in NEVER_NEEDED for caution in self.cautions)

    def told_by_now(self) -> str:
        """The marks that the page carries when it is shown (again)."""
        if self.is_bound or getattr(self, "not_saved_yet", False):
            before = MarksField().clean(self[TOLD].value()).split()
            marks = [*before, *(caution.mark for caution in self.cautions)]
        else:
            open_marks = {caution.mark for caution in self.reminders}
            marks = [caution.mark for caution in self._saved_before() if caution.mark not in open_marks]
        return " ".join(dict.fromkeys(marks[-MOST_MARKS:]))

    def _saved_before(self) -> Iterator[Caution]:
        """In the texts that the form is opened with."""
        lang = self._lang()
        texts = ((name, self[name].value(), lang) for name in self.looked_over if self.shows_saved_text)
        return self._cautions(texts)

    def _lang(self) -> str:
        lang = str(self["lang"].value() or "") if "lang" in self.fields else ""
        return lang if lang in LANGUAGES else ""

    def _cautions(self, texts: Iterable[tuple[str, Any, str]]) -> Iterator[Caution]:
        for name, text, lang in texts:
            label = str(self.called.get(name, self.fields[name].label) or "").rstrip(":")
            yield from cautions_of(name, label, lang, text)


def cautions_of(field: str, label: str, lang: str, text: Any) -> list[Caution]:
    return [Caution(field, label, lang, found) for found in (findings(text) if isinstance(text, str) else ())]
