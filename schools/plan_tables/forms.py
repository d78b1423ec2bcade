from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.cautions import Caution, cautions_of
from schools.documents.reading import TURNS, TooLong
from schools.documents.tables import tables_of_document, tables_of_workbook
from schools.form_fields import written_in
from schools.forms import PortalForm, VersionedForm, of_a_field
from schools.models import FileKind, Plan
from schools.models.evidence_file import FILE_FORMATS
from schools.refusals import Refused, Stale
from schools.removing import RemovalForm
from schools.uploads.examining import Examined, examine
from schools.uploads.scanning import Verdict

from .actions import Brought
from .boxes import KINDS, ONE_LINE, box_of, initial_of, label_of, notes_on, title_of_row
from .given_back import Typed, shown_in, typed_in
from .mapping import Kept, kept
from .queries import BOXES, Judged

WORKBOOKS = (FileKind.XLSX, FileKind.ODS)
ENDINGS = tuple(ending for kind in (FileKind.DOCX, *WORKBOOKS) for ending in FILE_FORMATS[kind].endings)
NO_FILE = _("Choose a Word document or a workbook")


def _check_ending(ending: str) -> None:
    """What is not even called a table that can be read is refused with the way to one, before anything else."""
    if ending == ".pdf":
        raise Refused(
            _now(
                "A PDF has no tables that can be read. Choose the Word document (.docx) or the workbook (.xlsx) from "
                "which it was made."
            )
        )
    if ending in (".doc", ".xls"):
        raise Refused(
            _now("This is an old format. Open the file, save it anew as .docx or .xlsx, then choose that one.")
        )
    if ending not in ENDINGS:
        raise Refused(
            _now(
                "Only a Word document (.docx) or a workbook (.xlsx or .ods) can be brought in. Save your plan as one "
                "of them, then choose it."
            )
        )


class BringForm(PortalForm):
    button = _("Read the tables")
    file = forms.FileField(
        label=_("Word document or workbook"),
        help_text=_(
            "A Word document (.docx) or a workbook (.xlsx or .ods) of at most 25 MB. Nothing in it may show who a "
            "learner is."
        ),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), NO_FILE),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> Brought:
        sent = self.cleaned_data["file"]
        try:
            _check_ending(PurePath(sent.name or "").suffix.lower())
            return _brought(examine(sent))
        except Refused as refusal:
            raise ValidationError(of_a_field(refusal.message)) from None


def _brought(examined: Examined) -> Brought:
    if examined.verdict is Verdict.NOT_KNOWN:
        raise Refused(_now("The file cannot be checked for viruses at the moment. Choose it again later."))
    with TURNS.turn():
        tables = _tables_of(examined)
    if not tables:
        raise Refused(_now("There is no table in this file. Choose another one, or write the plan here."))
    if all(table["too_large"] for table in tables):
        raise Refused(
            _now(
                "The tables of this file have more than 500 rows, 40 columns or 10,000 characters in a cell, or stand "
                "after its first 20 sheets. Save the part that holds the plan as a file of its own, then choose it."
            )
        )
    return Brought(examined.name, examined.sha256, tables)


def _tables_of(examined: Examined) -> list[Kept]:
    is_workbook = examined.kind in WORKBOOKS
    try:
        found = tables_of_workbook(examined.content) if is_workbook else tables_of_document(examined.content)
        return kept(found, written_in())
    except TooLong:
        raise Refused(
            _now("There is more text in this file than can be brought in at once. Bring it in part by part.")
        ) from None
    except (Refused, ValueError, KeyError, RecursionError):
        raise Refused(
            _now(
                "This file cannot be read: it is damaged or far too large. Save the part that holds the plan anew as "
                ".docx or .xlsx, then choose it again."
            )
        ) from None


class RowsForm(VersionedForm, PortalForm):
    """Some of the rows, each with what it would say: as it was read, or corrected."""

    button = _("Save and continue")
    keeps_drafts = True
    shows_saved_text = False  # the words of the file were never asked about
    typed: Iterable[Typed] = ()  # in rows that are other ones now
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, rows: list[Judged], plan: Plan, grants: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.look, self.fieldsets = rows, {}, []
        self.initial["shown"] = shown_in(rows)
        grants = list(grants)
        for row in rows:
            names = []
            for box in (*_shown(row.thing, grants), "lang", "out"):
                name = f"{box}_{row.number}"
                self.fields[name], look = box_of(row.thing["kind"], box, plan, grants)
                self.fields[name].initial = initial_of(row, box)
                self.fields[name].help_text = notes_on(row, box, plan)
                self.look[name] = look
                if box in ONE_LINE:
                    self.nobody_is_named_in = {**self.nobody_is_named_in, name: "a post or a group in the school"}
                names.append(name)
            self.fieldsets.append((title_of_row(row), names))

    def begin_again_if_read_anew(self, things: list[Kept]) -> None:
        """Where other columns were chosen meanwhile: the rows as they are now, and what was typed by itself."""
        if not self.is_bound or self.data.get("shown", self.initial["shown"]) == self.initial["shown"]:
            return
        self.typed = typed_in(self.data, things)
        self.is_bound, self.data, self.cleaned_data = False, QueryDict(), {}
        self.add_error(
            None,
            _(
                "Somebody chose anew what the columns hold while you were writing, so these rows are other ones now. "
                "What you typed is shown below: copy what you want to keep into the rows, then save."
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for row in self.rows:
            first, last = (cleaned.get(f"{name}_{row.number}") for name in ("starts_on", "ends_on"))
            if first and last and last < first:
                self.add_error(f"ends_on_{row.number}", _("The last date cannot be before the first date."))
        return cleaned

    def words(self) -> dict[str, Any]:
        words = super().words()
        found = {}
        for row in self.rows:
            names = (*BOXES[row.thing["kind"]], "lang", "out")
            found[row.number] = {box: words[f"{box}_{row.number}"] for box in names if f"{box}_{row.number}" in words}
            year = found[row.number].get("year")
            found[row.number] |= {"year": int(year)} if year else {}
        return {"rows": found}

    def language_field_of(self, name: str) -> str:
        return f"lang_{name.rpartition('_')[2]}"

    def refuse(self, refusal: Refused) -> None:
        """A colleague has corrected the same rows: both are shown, box by box."""
        super().refuse(refusal)
        if isinstance(refusal, Stale) and "things" in refusal.theirs:
            theirs = refusal.theirs["things"]
            self.theirs = {}
            for row in self.rows:
                if row.number < len(theirs) and theirs[row.number]["key"] == row.thing["key"]:
                    now = Judged(theirs[row.number], row.number, there=row.there)
                    self.theirs |= {
                        name: initial_of(now, name.rpartition("_")[0])
                        for name in self.fields
                        if name.rpartition("_")[2] == str(row.number)
                    }


def _shown(thing: dict[str, Any], grants: list[Any]) -> list[str]:
    """What may be said of a priority beyond its text and year only where the file says it."""
    words = thing["words"]
    return [
        box
        for box in BOXES[thing["kind"]]
        if (thing["kind"] != "priority" or box in ("text", "year") or words.get(box)) and (box != "grant" or grants)
    ]


class ConfirmForm(VersionedForm, PortalForm):
    """Whether what the rows say may be put in the plan. `seen`: the version of the plan that the page shows."""

    button = _("Bring them into the plan")
    as_it_is = _("Bring them in as they are")
    how_to_change = _("If not, change those rows first, or leave them out.")
    looks_further = True
    shows_saved_text = False
    seen = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": "rows"}))  # what is doubtful is shown there

    def __init__(self, *args: Any, rows: Iterable[Judged] = (), plan_version: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.is_made]
        self.initial["seen"] = plan_version

    def words(self) -> dict[str, Any]:
        return {}

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), "seen": self.cleaned_data["seen"]}

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows what would be made by now."""
        return self.initial["seen"] if name == "seen" else super().hidden_value(name)

    def texts_looked_over(self) -> Iterator[tuple[str, Any, str]]:
        """What is about to be brought in, but for the rows that were asked about when they were saved."""
        for row in (each for each in self.rows if not each.thing.get("asked")):
            for box in BOXES[row.thing["kind"]]:
                if box in KINDS[row.thing["kind"]]:
                    yield label_of(row.thing["kind"], box), row.thing["words"].get(box), row.thing["lang"]

    def _cautions(self, texts: Iterable[tuple[str, Any, str]]) -> Iterator[Caution]:
        """They stand in none of this form’s own fields."""
        for label, text, lang in texts:
            yield from cautions_of("seen", label, lang, text)


class RemoveForm(RemovalForm):
    button = _("Remove what is left")
