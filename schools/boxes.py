"""Several texts in one form, each with a version of its own: two people may write different boxes of one page at once.

What a box held when the page was made travels with the form (`Shown`), so that a box nobody touched is left alone and
a text that somebody else has saved meanwhile is never replaced unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import LanguageField, written_in
from schools.forms import Difference, PortalForm
from schools.refusals import Refused, Stale

LONGEST = 20_000


class Boxed(Protocol):
    """A saved text: its words, their language and the version of the row they stand in."""

    text: str
    lang: str
    version: int


@dataclass(frozen=True)
class Shown:
    """What one box held when its page was made."""

    version: int
    digest: str
    lang: str

    @classmethod
    def of(cls, saved: Boxed) -> "Shown":
        return cls(saved.version, digest(saved.text), saved.lang)

    def is_untouched(self, text: str) -> bool:
        return digest(text) == self.digest


class StaleBoxes(Stale):
    """Somebody else saved these boxes first; `saved` holds their rows by box."""

    def __init__(self, saved: Mapping[str, Boxed]) -> None:
        super().__init__({name: row.text for name, row in saved.items()}, 0)
        self.saved = saved


def digest(text: str) -> str:
    """Enough of a hash to tell whether a text was changed on the page."""
    return sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:12]


def say(shown: Mapping[str, Shown]) -> str:
    """As it travels in the form's hidden field."""
    return ";".join(f"{name}:{each.version}:{each.digest}:{each.lang}" for name, each in shown.items())


def understand(said: str) -> dict[str, Shown]:
    """The same read back; what cannot be understood counts as not shown, and so is never overwritten."""
    found = {}
    for part in said.split(";"):
        match part.split(":"):
            case [name, version, hashed, lang] if version.isascii() and version.isdigit() and len(version) < 10:
                found[name] = Shown(int(version), hashed, lang)
    return found


class BoxesForm(PortalForm):
    """The boxes of one thing. `saved` holds the row of each box; the boxes are declared by the form that inherits."""

    autosaves = keeps_drafts = shows_saved_text = True
    button = _("Save")
    lang = LanguageField(label=_("Language of this text"))
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, saved: Mapping[str, Boxed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved = dict(saved)
        langs = [row.lang for row in saved.values() if row.text]
        for name, row in saved.items():
            if row.text and name in self.fields:
                self.fields[name].widget.attrs["lang"] = row.lang
        self.initial = {
            **{name: row.text for name, row in saved.items()},
            "lang": langs[0] if langs else written_in(),
            "shown": say({name: Shown.of(row) for name, row in saved.items()}),
            **self.initial,
        }

    def words(self) -> dict[str, Any]:
        words = super().words()
        words.pop("shown")
        lang = words.pop("lang")
        return {"texts": words, "lang": lang}

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), "shown": understand(self.cleaned_data["shown"])}

    def refuse(self, refusal: Refused) -> None:
        super().refuse(refusal)
        if isinstance(refusal, StaleBoxes):
            self.saved |= refusal.saved
            now = understand(str(self.data.get(self.add_prefix("shown"), "")))
            now |= {name: Shown.of(row) for name, row in refusal.saved.items()}
            self.initial["shown"] = say(now)

    def saved_as(self) -> dict[str, Any]:
        """After a save. A box whose text another person has saved meanwhile stays as the page shows it: not theirs."""
        shown, words = understand(self.cleaned_data["shown"]), self.words()
        for name, text in words["texts"].items():
            row = self.saved[name]
            row.refresh_from_db()  # type: ignore[attr-defined] # the boxes are rows
            seen = shown.get(name)
            if digest(row.text) == digest(text) and row.lang in (words["lang"], seen.lang if seen else ""):
                shown[name] = Shown.of(row)
        return {"shown": say(shown)}

    def hidden_value(self, name: str) -> Any:
        if name == "shown" and self.theirs is not None:
            return self.initial["shown"]
        return super().hidden_value(name)

    @property
    def differences(self) -> list[Difference]:
        """Box by box, what somebody else saved and what was typed here, each in its own language."""
        typed_in = str(self.data.get(self.add_prefix("lang"), ""))
        return [
            Difference(str(self.fields[name].label), theirs, self._as_words(name, self[name].value()), lang, typed_in)
            for name, theirs in (self.theirs or {}).items()
            if (lang := self.saved[name].lang)
        ]


def to_save(
    saved: Mapping[str, Boxed], *, texts: Mapping[str, str], lang: str, shown: Mapping[str, Shown]
) -> dict[str, tuple[str, str]]:
    """The boxes to save, as text and language; the rows in `saved` are locked by the caller.

    A box is saved when its text was changed on the page, or when the language was. Raises StaleBoxes, naming all of
    them, where a changed box has been saved by somebody else since the page was made.
    """
    spoken = {each.lang for name, each in shown.items() if name in texts and each.digest != digest("")}
    other_language = spoken and spoken != {lang} and len(spoken) == 1
    found, stale = {}, {}
    for name, text in texts.items():
        row, seen = saved[name], shown.get(name)
        untouched = seen is not None and seen.is_untouched(text)
        wanted = (row.text if untouched else text, lang if other_language or not untouched else row.lang)
        if wanted == (row.text, row.lang) or (seen is not None and untouched and seen.digest == digest("")):
            continue
        if seen is None or seen.version != row.version:
            stale[name] = row
        else:
            found[name] = wanted
    if stale:
        raise StaleBoxes(stale)
    return found
