"""What the portal itself says in the documents that it gives out, in either language: by it they are known again."""

import re
from collections.abc import Iterable
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from schools.models.base import LANGUAGE_CODES as LANGUAGES

EVIDENCE, TRANSLATION = "evidence", "translation"  # what some of its words begin
EVIDENCE_WORDS = gettext_lazy("Evidence:")
TRANSLATION_WORDS = gettext_lazy("Translation by the council’s translators, %(day)s, not the school’s own words")
IN_OTHER = {
    "cy": [
        gettext_lazy("In Welsh:"),
        gettext_lazy("In Welsh (the original has changed since this was written):"),
    ],
    "en": [
        gettext_lazy("In English:"),
        gettext_lazy("In English (the original has changed since this was written):"),
    ],
}
SAID = [
    gettext_lazy("Nothing has been written here yet."),
    gettext_lazy("This text was written once for the schools of the federation."),
    EVIDENCE_WORDS,
    gettext_lazy("No strengths are listed here."),
    gettext_lazy("No priorities are listed here."),
    gettext_lazy("How broad the evidence is"),
    gettext_lazy("We could share this"),
    gettext_lazy("We need support with this"),
    gettext_lazy("The self-evaluation is the school’s own document"),
    gettext_lazy("The strengths and the priorities for improvement that go with it are below."),
    gettext_lazy("Questions and answers"),
    gettext_lazy("Contents"),
]


class Sayings:
    """Its sentences and headings, in every language at once; gathered for one document."""

    def has(self, text: str) -> bool:
        """Whether it is one of them, and nobody's text."""
        return text.strip() in self._said or bool(self._translation.fullmatch(text.strip()))

    def other_language_said_by(self, text: str) -> str:
        """The language that this label announces."""
        return self._in_other.get(text.strip(), "")

    def begun_by(self, text: str) -> str:
        """What follows these words, if they begin something that is told as well."""
        if text.strip() in self._evidence:
            return EVIDENCE
        return TRANSLATION if self._translation.fullmatch(text.strip()) else ""

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset(_in_every_language(SAID))

    @cached_property
    def _evidence(self) -> frozenset[str]:
        return frozenset(_in_every_language([EVIDENCE_WORDS]))

    @cached_property
    def _in_other(self) -> dict[str, str]:
        return {words: lang for lang, labels in IN_OTHER.items() for words in _in_every_language(labels)}

    @cached_property
    def _translation(self) -> re.Pattern[str]:
        sentences = (map(re.escape, words.split("%(day)s")) for words in _in_every_language([TRANSLATION_WORDS]))
        return re.compile("|".join(".{1,40}".join(parts) for parts in sentences))


def _in_every_language(sentences: Iterable[Promise]) -> list[str]:
    found = []
    for language in LANGUAGES:
        with override(language):
            found += [str(words) for words in sentences]
    return found
