"""What a school does with a document of its own: bring its texts in, say where each goes, and put them there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.documents.matching import STRENGTHS
from schools.history import once_only, record, record_each, revise_each, tells
from schools.models import BroughtDocument, Passage, Person, Priority, SelfEvaluation, Strength
from schools.refusals import Refused
from schools.sittings import end_sitting, keep_words
from schools.workflow import locked, locked_all, require_seen, save_version

from .places import Place
from .queries import in_other_language, places_of, rest_of, sections_with_texts, texts_in

MOST_DOCUMENTS = 25  # of one self-evaluation, at a time

READ = tells("document.read", gettext_lazy("The texts of a Word document were read, to be brought in."))
SORTED = tells("document.sorted", gettext_lazy("It was chosen where the texts of a Word document go."))
BROUGHT_IN = tells("document.brought_in", gettext_lazy("Texts from a Word document were brought in."))
REMOVED = tells("document.removed", gettext_lazy("What was left over of a Word document was removed."))
WRITTEN = tells("section.brought_in", gettext_lazy("Text from a Word document was added to an area."))
REPLACED = tells("section.replaced", gettext_lazy("A text of an area was replaced by that of a Word document."))
ADDED: dict[Any, str] = {
    Strength: tells("strength.brought_in", gettext_lazy("A strength was brought in from a Word document.")),
    Priority: tells("priority.brought_in", gettext_lazy("A priority was brought in from a Word document.")),
}


@dataclass(frozen=True)
class Brought:
    """A Word document that was examined and read. The file is not kept."""

    name: str
    sha256: str
    blocks: list[dict[str, Any]]
    pictures: int
    comments: int

    def __str__(self) -> str:
        return f"{self.name} {self.sha256}"


@once_only
def bring(evaluation: SelfEvaluation, *, file: Brought, by: Person, once: UUID) -> BroughtDocument:
    """Keep the texts of a document until it has been said where they go. Nothing of the self-evaluation changes."""
    require(by, May.WRITE_SELF_EVALUATION, evaluation.school)
    if evaluation.brought_documents.count() >= MOST_DOCUMENTS:
        raise Refused(
            _(
                "There are 25 documents already whose texts are still to be placed. Bring the texts of one in, or "
                "remove what is left of it, then choose the file again."
            )
        )
    kept = BroughtDocument.objects.create(
        self_evaluation=evaluation,
        name=file.name,
        blocks=file.blocks,
        pictures=file.pictures,
        comments=file.comments,
        by=by,
    )
    record(READ, kept, by=by, school=evaluation.school, once=once, blocks=len(file.blocks), sha256=file.sha256)
    return kept


@once_only
def place(
    document: BroughtDocument, *, choices: dict[int, tuple[str, str]], version: int, by: Person, once: UUID
) -> Any:
    """Say of some blocks (by their id) where they go and in which language they are."""
    require(by, May.WRITE_SELF_EVALUATION, document.school)
    blocks = []
    for block in locked(document).blocks:
        to, lang = choices.get(block["id"], (block["to"], block["lang"]))
        guessed = block.get("guessed", False) and lang == block["lang"]
        blocks.append({**block, "to": to, "lang": lang, "guessed": guessed})
    return save_version(document, version, by=by, verb=SORTED, once=once, blocks=blocks)


@once_only
def bring_in(
    document: BroughtDocument,
    *,
    version: int,
    left_out: Collection[str] = (),
    replaced: Collection[str] = (),
    seen: Mapping[str, int] | None = None,
    by: Person,
    once: UUID,
) -> SelfEvaluation:
    """Put each text where it was said to go: below what stands there already, or in its place (`replaced`, by the keys
    of the boxes). What is left out, or does not fit there, stays to be read.

    A text is replaced only as it was `seen`. When nothing is left, the document is gone.
    """
    evaluation: SelfEvaluation = document.self_evaluation
    require(by, May.WRITE_SELF_EVALUATION, evaluation.school)
    locked(document)
    places = _places_under_lock(document, evaluation, left_out, replaced)
    _check_seen(places, seen or {})
    rest = rest_of(document, places, in_other_language(document))
    if not any(place.items for place in places):
        raise Refused(_why_nothing(places))
    save_version(document, version, by=by, verb=BROUGHT_IN, once=once, facts={"left": len(rest)}, blocks=rest)
    for each in places:
        if each.row is None:
            _add_findings(each, by=by)
        elif each.items:
            _write(each, each.row, by=by)
    if not rest:
        document.delete()
    return evaluation


def _places_under_lock(
    document: BroughtDocument, evaluation: SelfEvaluation, left_out: Collection[str], replaced: Collection[str]
) -> list[Place]:
    """Areas first, as whoever writes in one locks them."""
    sections = sections_with_texts(evaluation)
    locked_all([*sections, *(row for section in sections for row in section.passages.all())])
    return places_of(document, sections_with_texts(evaluation), left_out, replaced)


def _check_seen(places: list[Place], seen: Mapping[str, int]) -> None:
    for place in places:
        if place.row and place.replaces and place.items and seen.get(str(place.row.public_id)) != place.row.version:
            words = _(
                "The text under “%(place)s” was saved again after you opened this page. Read below what stands there "
                "now, then bring the texts in once more."
            )
            raise Refused(words % {"place": place.name})


def _why_nothing(places: list[Place]) -> str:
    troubles = [sentence for place in places for sentence in place.troubles]
    if troubles:
        return troubles[0]
    if any(place.settled for place in places):
        return _("What goes somewhere stands there already. Untick a text to bring it in once more.")
    return _("Say of at least one text where it goes.")


def _write(place: Place, row: Passage, *, by: Person) -> None:
    """Words that were there stay above, or give way; they are kept in the history as those of whoever wrote them."""
    row.section = place.section
    if place.replaces:
        keep_words([(row, ("text",))], by=by, school=place.section.school)
    else:
        end_sitting(row, "text", by=by, school=place.section.school)
    words: dict[str, Any] = {"text": place.text, "lang": place.lang, "carried": False}
    written: dict[str, Any] = {"written_by": by, "written_at": clock.now()}
    verb = REPLACED if place.replaces else WRITTEN
    save_version(row, row.version, by=by, verb=verb, facts={"box": place.box}, **words, **written)


def _add_findings(place: Place, *, by: Person) -> None:
    model: Any = Strength if place.box == STRENGTHS else Priority
    new = [model(section=place.section, text=item.text, lang=item.lang) for item in place.items]
    made = model.objects.as_system("what was brought in is the school's own").bulk_create(new)
    revise_each(made, "text", by=by, school=place.section.school)
    record_each(ADDED[model], made, by=by, school=place.section.school)


@once_only
def remove(document: BroughtDocument, *, seen: str = "", by: Person, once: UUID) -> SelfEvaluation:
    """Delete what is left over of a document. What was brought in stays."""
    require(by, May.WRITE_SELF_EVALUATION, document.school)
    require_seen(seen, [locked(document)])
    record(REMOVED, document, by=by, school=document.school, once=once, left=len(texts_in(document)))
    evaluation: SelfEvaluation = document.self_evaluation
    document.delete()
    return evaluation
