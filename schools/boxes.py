"""Several texts in one form, each with a version of its own: two people may write different boxes of one page at once.

What a box held when the page was made travels with the form (`Shown`), so that a box nobody touched is left alone and
a text that somebody else has saved meanwhile is never replaced unseen.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Any, Protocol

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.documents.languages import plain_language_of
from schools.form_fields import LanguageField, written_in
from schools.forms import Difference, PortalForm
from schools.models import Person
from schools.models.base import LANGUAGE_CODES, Seen
from schools.refusals import Refused, Stale

LONGEST = 20_000
OWN = "own"  # instead of a language, where boxes of one page hold texts in both
ASKED = "lang_"  # before the name of a box: the field that asks for the language of this one
IS_IN = {"cy": _("This text is in Welsh."), "en": _("This text is in English.")}
LOOKS = {  # by the language in which it is about to be kept
    "en": _(
        "What you wrote under “%(box)s” looks Welsh, but it is about to be kept as English. Choose its language; or "
        "press the button again to keep it as English."
    ),
    "cy": _(
        "What you wrote under “%(box)s” looks English, but it is about to be kept as Welsh. Choose its language; or "
        "press the button again to keep it as Welsh."
    ),
}


class Boxed(Protocol):
    """A saved text: its words, their language, the row they stand in with its version, and who wrote them last."""

    text: str
    lang: str
    written_by_id: int | None

    @property
    def seen(self) -> Seen: ...


@dataclass(frozen=True)
class Shown:
    """What one box holds as its page knows it, and what it held when the page was made, before anything was typed."""

    version: Seen
    digest: str
    lang: str
    opened: str
    opened_in: str

    @classmethod
    def of(cls, saved: Boxed, before: "Shown | None" = None) -> "Shown":
        """What is saved now; `before` is what the page has known of the box until now."""
        now, lang = digest(saved.text), saved.lang
        return cls(saved.seen, now, lang, *((before.opened, before.opened_in) if before else (now, lang)))

    def is_untouched(self, text: str) -> bool:
        return digest(text) == self.digest

    def is_as_it_was_opened(self, text: str) -> bool:
        """Also where it was saved meanwhile, as somebody typed."""
        return digest(text) == self.opened

    @property
    def was_written(self) -> bool:
        return self.opened != digest("")


class StaleBoxes(Stale):
    """Another page saved these boxes first; `saved` holds their rows by box."""

    def __init__(self, saved: Mapping[str, Boxed], *, own: bool, is_removed: bool) -> None:
        super().__init__({name: row.text for name, row in saved.items()}, 0, own=own, is_removed=is_removed)
        self.saved = saved


def digest(text: str) -> str:
    """Enough of a hash to tell whether a text was changed on the page."""
    return sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:12]


def say(shown: Mapping[str, Shown]) -> str:
    """As it travels in the form's hidden field."""
    return ";".join(":".join((name, str(each.version), *astuple(each)[1:])) for name, each in shown.items())


def understand(said: str) -> dict[str, Shown]:
    """The same read back; what cannot be understood counts as not shown, and so is never overwritten."""
    found = {}
    for part in said.split(";"):
        match part.split(":"):
            case [name, version, now, lang, opened, opened_in] if {lang, opened_in} <= {*LANGUAGE_CODES}:
                if (seen := Seen.understood(version)) is not None:
                    found[name] = Shown(seen, now, lang, opened, opened_in)
    return found


class BoxesForm(PortalForm):
    """The boxes of one thing. `saved` holds the row of each box; the boxes are declared by the form that inherits."""

    autosaves = keeps_drafts = shows_saved_text = True
    button = _("Save")
    lang = LanguageField(label=_("Language of what you write"))
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, saved: Mapping[str, Boxed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved = dict(saved)
        langs = [row.lang for row in saved.values() if row.text]
        if len(set(langs)) > 1 or self.data.get(self.add_prefix("lang")) == OWN:
            choice: Any = self.fields["lang"]
            choice.choices = [*choice.choices, (OWN, _("Each text keeps its own"))]
            langs = [OWN]
        for name, row in saved.items():
            if name in self.fields:
                self._tell_language(name, row, chosen=str(self.data.get(self.add_prefix("lang")) or (*langs, "")[0]))
        self.initial = {
            **{name: row.text for name, row in saved.items()},
            "lang": langs[0] if langs else written_in(),
            "shown": say({name: Shown.of(row) for name, row in saved.items()}),
            **self.initial,
        }

    def _tell_language(self, name: str, row: Boxed, *, chosen: str) -> None:
        """Beside a box whose text is not in the language chosen above; where it was asked about, the question instead.

        Whoever listens to the page hears it too: a textarea does not always tell its `lang`.
        """
        field = self.fields[name]
        if row.text:
            field.widget.attrs["lang"] = row.lang
        if self.add_prefix(f"{ASKED}{name}") in self.data:
            self._put_question(name)
        elif row.text and row.lang != chosen:
            field.help_text = (
                format_lazy("{} {}", field.help_text, IS_IN[row.lang]) if field.help_text else IS_IN[row.lang]
            )

    def _put_question(self, name: str) -> None:
        asked, label = f"{ASKED}{name}", self.fields[name].label
        self.fields[asked] = LanguageField(
            label=_now("In which language is the text under “%(box)s” now?") % {"box": label},
            required=False,
            initial="",
        )
        self.look = {**self.look, asked: {"needed_later": True}}
        order = [each for each in self.fields if each != asked]
        order.insert(order.index(name) + 1, asked)
        self.order_fields(order)

    def is_doubtful(self) -> bool:
        """Asks once about a text that somebody wrote and that plainly is not in the language meant for it."""
        words = self.words()
        meant = _languages(words["texts"], words["lang"], understand(self.cleaned_data["shown"]))
        asks = False
        for name, text in words["texts"].items():
            lang, looks = meant.get(name), plain_language_of(text)
            if lang and looks and lang != looks and f"{ASKED}{name}" not in self.fields:
                self._put_question(name)
                self.data = {
                    **dict(self.data.items()),
                    self.add_prefix(f"{ASKED}{name}"): lang,
                }  # chosen until it is answered
                self.add_error(f"{ASKED}{name}", LOOKS[lang] % {"box": self.fields[name].label})
                asks = True
        return super().is_doubtful() or asks

    def words(self) -> dict[str, Any]:
        words = super().words()
        words.pop("shown")
        asked = [name for name in words if name.startswith(ASKED)]
        langs = {name.removeprefix(ASKED): lang for name in asked if (lang := words.pop(name))}
        lang = words.pop("lang")
        return {"texts": words, "lang": lang} | ({"langs": langs} if langs else {})

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), "shown": understand(self.cleaned_data["shown"])}

    def refuse(self, refusal: Refused) -> None:
        super().refuse(refusal)
        if isinstance(refusal, StaleBoxes):
            self.saved |= refusal.saved
            now = understand(str(self.data.get(self.add_prefix("shown"), "")))
            now |= {name: Shown.of(row, now.get(name)) for name, row in refusal.saved.items()}
            self.initial["shown"] = say(now)

    def saved_as(self) -> dict[str, Any]:
        """After a save. A box whose text another person has saved meanwhile stays as the page shows it: not theirs."""
        shown, words = understand(self.cleaned_data["shown"]), self.words()
        for name, text in words["texts"].items():
            row = self.saved[name]
            row.refresh_from_db()  # type: ignore[attr-defined] # the boxes are rows
            seen = shown.get(name)
            if digest(row.text) == digest(text) and row.lang in (words["lang"], seen.lang if seen else ""):
                shown[name] = Shown.of(row, seen)
        return {"shown": say(shown)}

    def hidden_value(self, name: str) -> Any:
        if name == "shown" and self.theirs is not None:
            return self.initial["shown"]
        return super().hidden_value(name)

    @property
    def differences(self) -> list[Difference]:
        """Box by box, what somebody else saved and what was typed here, each in its own language."""
        chosen = str(self.data.get(self.add_prefix("lang"), ""))
        found = []
        for name, theirs in (self.theirs or {}).items():
            lang, typed = self.saved[name].lang, self._as_words(name, self[name].value())
            answered = str(self.data.get(self.add_prefix(f"{ASKED}{name}")) or "")
            langs = (lang, answered or (lang if chosen == OWN else chosen))
            found.append(Difference(str(self.fields[name].label), theirs, typed, *langs))
        return found


def _languages(texts: Mapping[str, str], lang: str, shown: Mapping[str, Shown]) -> dict[str, str]:
    """Which language is meant for which box, where one choice stands for all: the boxes that were typed in.

    Nothing typed, and one language in all of them: the choice puts right what is said of each. `OWN`: a text that
    stood there keeps its language, and a new one is in that of the page.
    """
    here = {name: each for name, each in shown.items() if name in texts}
    typed = [name for name, text in texts.items() if name not in here or not here[name].is_as_it_was_opened(text)]
    if lang == OWN:
        written = {name: each.opened_in for name, each in here.items() if each.was_written}
        return {name: written.get(name, written_in()) for name in typed}
    if not typed and len({each.opened_in for each in here.values() if each.was_written}) == 1:
        typed = list(here)
    return dict.fromkeys(typed, lang)


def to_save(
    saved: Mapping[str, Boxed],
    *,
    texts: Mapping[str, str],
    lang: str,
    shown: Mapping[str, Shown],
    langs: Mapping[str, str] | None = None,
    by: Person,
) -> dict[str, tuple[str, str]]:
    """The boxes to save, as text and language; the rows in `saved` are locked by the caller.

    A box is saved when its text was changed on the page, in the chosen language, or in what was answered for it alone
    (`langs`); the other boxes keep theirs. Where nothing but the language was changed, that puts right what is said of
    all of them. Raises StaleBoxes, naming all of them, where a changed box has been saved since the page was made, by
    somebody else or by the same person elsewhere.
    """
    meant, found, stale = {**_languages(texts, lang, shown), **(langs or {})}, {}, {}
    for name, text in texts.items():
        row, seen = saved[name], shown.get(name)
        untouched = seen is not None and seen.is_untouched(text)
        wanted = (row.text if untouched else text, meant.get(name, row.lang))
        if wanted == (row.text, row.lang) or (seen is not None and untouched and seen.digest == digest("")):
            continue
        if seen is None or seen.version != row.seen or row.seen.is_another_than(seen.version):
            stale[name] = row
        else:
            found[name] = wanted
    if stale:
        own = all(row.written_by_id == by.pk for row in stale.values())
        removed = any(name in shown and row.seen.is_another_than(shown[name].version) for name, row in stale.items())
        raise StaleBoxes(stale, own=own, is_removed=removed)
    return found
