from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.documents.matching import EDGES, blocks_of
from schools.documents.reading import TooLong, read
from schools.form_fields import LanguageField, written_in
from schools.forms import PortalForm, VersionedForm, of_a_field
from schools.models import Area, FileKind
from schools.models.evidence_file import FILE_FORMATS
from schools.refusals import Refused, Stale
from schools.uploads import sentences
from schools.uploads.examining import Examined, examine
from schools.uploads.scanning import Verdict
from schools.uploads.turns import Turns

from .actions import Brought

TURNS = Turns(sentences.other_documents_first)  # a long document takes some hundred megabytes while it is read
EXCERPT = 400  # characters of a block that its page shows
NO_FILE = _("Choose a Word document")


class BringForm(PortalForm):
    """`areas`: those of the framework, whose names the headings are compared with."""

    button = _("Read the document")
    file = forms.FileField(
        label=_("Word document"),
        help_text=_("A Word document (.docx) of at most 25 MB. Nothing in it may show who a learner is."),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), NO_FILE),
        widget=forms.FileInput(attrs={"accept": ",".join(FILE_FORMATS[FileKind.DOCX].endings)}),
    )

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = areas

    def clean_file(self) -> Brought:
        sent = self.cleaned_data["file"]
        try:
            return self._brought(examine(sent))
        except Refused as refusal:
            raise ValidationError(of_a_field(refusal.message)) from None

    def _brought(self, examined: Examined) -> Brought:
        if examined.kind is not FileKind.DOCX:
            raise Refused(_now("This is not a Word document. Save it as .docx, then choose it again."))
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
                help_text=excerpt(block),
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
    if block["kind"] == EDGES:
        return _("At the head and foot of the pages")
    if not block["heading"]:
        return _("At the beginning, before any heading")
    return format_html('<span lang="{}">{}</span>', block["lang"], block["heading"])


def excerpt(block: dict[str, Any]) -> str:
    return format_html('<span lang="{}">{}</span>', block["lang"], Truncator(block["text"]).chars(EXCERPT))


class ConfirmForm(VersionedForm, PortalForm):
    button = _("Bring the texts in")


class RemoveForm(PortalForm):
    button = _("Remove what is left")
    button_look = "warning"
