import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from schools.changes import Budget, changes
from schools.documents.matching import EDGES, OTHER, blocks_of
from schools.documents.reading import TURNS, TooLong, read
from schools.form_fields import LanguageField, written_in
from schools.forms import PortalForm, VersionedForm, of_a_field
from schools.models import Area, FileKind
from schools.models.evidence_file import FILE_FORMATS
from schools.refusals import Refused, Stale
from schools.removing import RemovalForm
from schools.uploads.examining import Examined, examine
from schools.uploads.scanning import Verdict

from .actions import Brought
from .places import BOXES, Item, Place, seen_in

LEFT_OUT, HOW = "left_out_", "how_"  # before the area and the box, in the names of what is chosen for them
REPLACE, ADD = "replace", "add"
SEEN = re.compile(r"([0-9a-f-]{36}):([0-9]{1,9})(?:;|$)")
MOST_SHOWN = 100  # texts on the page that asks whether they may be brought in
ENDINGS = FILE_FORMATS[FileKind.DOCX].endings
EXCERPT = 400  # characters of a block that its page shows
NO_FILE = _("Choose a Word document")
IN_BOTH = _("This is the other language of a text. It is written under “In both languages” of its area.")


def _check_ending(ending: str) -> None:
    """What is not even called a Word document is refused with the way to one, before anything else is said of it."""
    if ending == ".pdf":
        raise Refused(
            _now(
                "A PDF cannot be brought in. Choose the Word document (.docx) from which it was made, or attach the "
                "PDF as your school’s own document instead."
            )
        )
    if ending not in ENDINGS:
        raise Refused(
            _now(
                "Only a Word document (.docx) can be brought in. Open this file in the program it was made with, save "
                "it as a Word document (.docx), then choose that one."
            )
        )


class BringForm(PortalForm):
    """`areas`: those of the framework, whose names the headings are compared with."""

    button = _("Read the document")
    file = forms.FileField(
        label=_("Word document"),
        help_text=_("A Word document (.docx) of at most 25 MB. Nothing in it may show who a learner is."),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), NO_FILE),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas

    def clean_file(self) -> Brought:
        sent = self.cleaned_data["file"]
        try:
            _check_ending(PurePath(sent.name or "").suffix.lower())
            return self._brought(examine(sent))
        except Refused as refusal:
            raise ValidationError(of_a_field(refusal.message)) from None

    def _brought(self, examined: Examined) -> Brought:
        if examined.verdict is Verdict.NOT_KNOWN:
            raise Refused(_now("The file cannot be checked for viruses at the moment. Choose it again later."))
        try:
            with TURNS.turn():
                found = read(examined.content)
                blocks = blocks_of(found, self.areas, written_in())
        except TooLong:
            raise Refused(
                _now("There is more text in this document than can be brought in at once. Bring it in part by part.")
            ) from None
        except (ValueError, KeyError, RecursionError):
            raise Refused(
                _now("This document cannot be read. Open it in Word, save it anew as .docx, then choose it again.")
            ) from None
        if not blocks:
            raise Refused(_now("There is no text in this document. Choose another one."))
        return Brought(examined.name, examined.sha256, blocks, found.pictures, found.comments)


class PlaceForm(VersionedForm, PortalForm):
    """Some blocks of a document, each with where it goes and its language; `offered` places by area."""

    button = _("Save and continue")

    def __init__(self, *args: Any, blocks: list[dict[str, Any]], offered: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks = blocks
        self.look, self.fieldsets = {}, []
        places = [("", _("Leave it out for now")), *offered]
        for block in blocks:
            to, lang = f"to_{block['id']}", f"lang_{block['id']}"
            self.fields[to] = forms.ChoiceField(
                label=_("Where does it go?"),
                help_text=_with_its_place(block, offered),
                choices=places,
                required=False,
                initial=block["to"],
            )
            self.fields[to].error_messages["invalid_choice"] = _("Choose one of the places shown")
            self.fields[lang] = LanguageField(label=_("Language of this text"), initial=block["lang"])
            self.look |= {to: {"needed_later": True}, lang: {"inline": True, "small": True}}
            self.fieldsets.append((title_of(block), [to, lang]))

    def words(self) -> dict[str, Any]:
        words = super().words()
        return {"choices": {b["id"]: (words[f"to_{b['id']}"], words[f"lang_{b['id']}"]) for b in self.blocks}}

    def refuse(self, refusal: Refused) -> None:
        """A colleague has sorted the same document: both choices are shown, block by block."""
        super().refuse(refusal)
        if isinstance(refusal, Stale):
            theirs = {block["id"]: block for block in refusal.theirs.get("blocks", [])}
            self.theirs = {
                f"{name}_{block['id']}": theirs[block["id"]][key]
                for block in self.blocks
                if block["id"] in theirs
                for name, key in (("to", "to"), ("lang", "lang"))
            }

    def _as_words(self, name: str, value: Any) -> str:
        if name.startswith("to_"):
            field: Any = self.fields[name]
            every = [choice for _area, boxes in field.choices if isinstance(boxes, list | tuple) for choice in boxes]
            return str(dict(every).get(value, _now("Leave it out for now")))
        return super()._as_words(name, value)


def title_of(block: dict[str, Any]) -> Any:
    if block["kind"] == OTHER:
        label = _now("In Welsh:") if block["lang"] == "cy" else _now("In English:")
        return format_html("{} {}", label, block["heading"])
    if block["kind"] == EDGES:
        return _("At the head and foot of the pages")
    if not block["heading"]:
        return _("At the beginning, before any heading")
    return format_html('<span lang="{}">{}</span>', block["lang"], block["heading"])


def excerpt(block: dict[str, Any]) -> Any:
    return in_its_language(block["text"], block["lang"])


def _with_its_place(block: dict[str, Any], offered: list[Any]) -> Any:
    """The text, and the place that is chosen in full: a closed list on a phone shows the beginning only."""
    code, _slash, box = block["to"].partition("/")
    area = next((name for name, boxes in offered if boxes and boxes[0][0].partition("/")[0] == code), "")
    lines = [excerpt(block)]
    if block["kind"] == OTHER:
        lines.append(IN_BOTH)
    if area:
        place = f"{area}: {BOXES[box]}"
        lines.append(format_html("{} <strong>{}</strong>", _now("Chosen until now:"), place))
    return format_html_join(mark_safe("<br>"), "{}", ((each,) for each in lines))


class ConfirmForm(VersionedForm, PortalForm):
    """What would be put where; each text may be left out after all. `places` with something that fits there."""

    button = _("Bring the texts in")
    as_it_is = _("Bring the texts in as they are")
    how_to_change = _("If not, leave those texts out below, or change them in Word and bring them in again.")
    shows_saved_text = False
    looks_further = True
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5000)

    def __init__(self, *args: Any, places: Sequence[Place] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"{LEFT_OUT}{place.key}": place for place in places if place.fitting}
        self.initial["seen"] = ";".join(f"{row}:{version}" for row, version in seen_in(self.places.values()).items())
        self.look, shown, budget = {}, 0, Budget()
        for name, place in self.places.items():
            new = [item for item in place.fitting if not item.is_there]
            listed = {item.key for item in new[: max(1, MOST_SHOWN - shown)]}
            shown += len(listed)
            if place.can_replace:
                self._ask_how(place, budget)
            self.fields[name] = forms.MultipleChoiceField(
                label=place.name,
                help_text=_beside(place, len(new) - len(listed)),
                choices=[(each.key, _as_choice(each)) for each in place.fitting if each.is_there or each.key in listed],
                required=False,
                initial=sorted(place.left_out or ()),
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[name].error_messages["invalid_choice"] = _("Choose one of the texts shown")
            self.look[name] = {"size": "m", "needed_later": True}

    def _ask_how(self, place: Place, budget: Budget) -> None:
        name = f"{HOW}{place.key}"
        self.fields[name] = forms.ChoiceField(
            label=_now("%(place)s: what becomes of the text that stands there?") % {"place": place.name},
            help_text=_difference(place, budget) if place.proposes_replacing else _what_stands_there(place),
            choices=[
                (REPLACE, _("It is replaced; the words that stand there now stay in the history")),
                (ADD, _("It stays, and what is brought in comes below it")),
            ],
            required=False,
            initial=REPLACE if place.proposes_replacing else ADD,
            widget=forms.RadioSelect,
        )
        self.fields[name].error_messages["invalid_choice"] = _("Choose one of the two")
        self.look[name] = {"size": "m", "needed_later": True}

    def words(self) -> dict[str, Any]:
        """The same for a press that is repeated when the document is gone."""
        data: Any = self.data
        replaced = sorted(name.removeprefix(HOW) for name in data if name.startswith(HOW) and data[name] == REPLACE)
        return {"left_out": self.left_out, "replaced": replaced}

    def terms(self) -> dict[str, Any]:
        pairs = SEEN.findall(self.cleaned_data["seen"])
        return {**super().terms(), "seen": {row: int(version) for row, version in pairs}}

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows what stands there by now."""
        return self.initial["seen"] if name == "seen" else super().hidden_value(name)

    @property
    def left_out(self) -> list[str]:
        data: Any = self.data
        return sorted(key for name in data if name.startswith(LEFT_OUT) for key in data.getlist(name))

    def texts_looked_over(self) -> Iterator[tuple[str, str, str]]:
        """What is about to be brought in."""
        gone = set(self.left_out)
        for name, place in self.places.items():
            yield from ((name, item.text, item.lang) for item in place.fitting if item.key not in gone)


def _as_choice(item: Item) -> Any:
    words = in_its_language(item.text, item.lang)
    return format_html("<strong>{}</strong> {}", _now("Already there:"), words) if item.is_there else words


def _beside(place: Place, more: int) -> Any:
    """What stands there already, and what to do."""
    said = []
    if place.lent_by:
        words = _now(
            "The text of %(school)s stands under this area. What you bring in here is kept, but not shown, until you "
            "choose your own text again."
        )
        said.append(words % {"school": place.lent_by.name})
    if all(item.is_there for item in place.fitting):
        said.append(_now("All of this stands there already, and is left out."))
    elif place.row is None:
        said.append(_now("They are added one by one."))
    elif not place.row.text:
        said.append(_now("Nothing is there yet."))
    said.append(_now("Tick what is to be left out."))
    if more:
        words = ngettext("%(number)s more text comes along.", "%(number)s more texts come along.", more)
        said.append(words % {"number": more})
    return format_html_join(" ", "{}", ((each,) for each in said))


def _what_stands_there(place: Place) -> Any:
    row: Any = place.row
    return format_html("{} “{}”", _now("There is already:"), in_its_language(row.text, row.lang))


def _difference(place: Place, budget: Budget) -> Any:
    """What the document changes in the text that stands there, word by word."""
    row: Any = place.row
    saved = {"text": place.text, "lang": place.lang, "before": row, "pieces": changes(row.text, place.text, budget)}
    return format_html(
        "{}{}",
        _now("What is different in the document:"),
        render_to_string("schools/texts/_changes.html", {"saved": saved, "LANGUAGE_CODE": written_in()}),
    )


def in_its_language(text: str, lang: str) -> Any:
    return format_html('<span lang="{}">{}</span>', lang, Truncator(text).chars(EXCERPT))


class RemoveForm(RemovalForm):
    button = _("Remove what is left")
