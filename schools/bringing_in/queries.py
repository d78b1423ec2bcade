"""Which document, and what its blocks would become: the same reckoning for the check and for the act itself."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, one_of, self_evaluation_for
from schools.boxes import LONGEST
from schools.documents.matching import LONGEST_FINDING, PRIORITIES, STRENGTHS, findings_in
from schools.models import Box, BroughtDocument, Passage, Person, Priority, School, Section, SelfEvaluation, Strength
from schools.models.self_evaluation import MOST_FINDINGS

BOXES: dict[str, str | Promise] = {
    **{box.value: box.label for box in Box},
    STRENGTHS: gettext_lazy("Strengths"),
    PRIORITIES: gettext_lazy("Priorities for improvement"),
}


@dataclass
class Place:
    """One box of an area, or its strengths or priorities: what stands there, and what would be added."""

    section: Section
    box: str
    row: Passage | None = None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    already: int = 0  # strengths or priorities

    @property
    def title(self) -> str:
        return str(BOXES[self.box])

    @property
    def added(self) -> str:
        return "\n\n".join(block["text"] for block in self.blocks)

    @property
    def text(self) -> str:
        """What stands there afterwards: nothing that was there is touched."""
        return f"{self.row.text}\n\n{self.added}" if self.row and self.row.text else self.added

    @property
    def lang(self) -> str:
        return str(self.blocks[0]["lang"])

    @property
    def findings(self) -> list[tuple[str, str]]:
        """Strengths or priorities with their languages, one by one."""
        return [(text, block["lang"]) for block in self.blocks for text in findings_in(block["text"])]

    @property
    def lent_by(self) -> School | None:
        """The school whose text stands there instead; strengths and priorities are always the school's own."""
        source = self.section.source
        return None if self.row is None or source == self.section else source.self_evaluation.school

    @property
    def trouble(self) -> str:
        """Why it cannot be put there, as a sentence that says what to do."""
        named = {"area": self.section.area.name, "box": self.title}
        if self.row is None:
            if any(len(text) > LONGEST_FINDING for text, _lang in self.findings):
                return _too_long_for_a_finding() % named
            return _too_many() % named if self.already + len(self.findings) > MOST_FINDINGS else ""
        langs = {block["lang"] for block in self.blocks} | ({self.row.lang} if self.row.text else set())
        if len(langs) > 1:
            return _two_languages() % named
        return _too_long() % named if len(self.text) > LONGEST else ""


def _two_languages() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be text in both languages. Put the text of one language into another "
        "box, or leave it out."
    )


def _too_long() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be more than 20,000 characters. Put some of it into another box, or "
        "leave it out."
    )


def _too_long_for_a_finding() -> str:
    return _(
        "Under “%(area)s: %(box)s” one text has more than 2,000 characters. Put it into another box, or leave it out."
    )


def _too_many() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be more than 50. Put some of these texts into another box, or leave "
        "them out."
    )


def documents_of(evaluation: SelfEvaluation, person: Person) -> QuerySet[BroughtDocument]:
    """Those of which something is still to be placed; how many texts (`left`), but none of their words."""
    number = Func("blocks", function="jsonb_array_length", output_field=IntegerField())
    rows = BroughtDocument.objects.visible_to(person).filter(self_evaluation=evaluation)
    return rows.select_related("by").defer("blocks").annotate(left=number)


def document_for(person: Person, school: UUID, year: int, document: UUID) -> BroughtDocument:
    """One document that was brought into a self-evaluation that this person may write."""
    evaluation = self_evaluation_for(person, school, year, May.WRITE_SELF_EVALUATION)
    rows = BroughtDocument.objects.visible_to(person).filter(self_evaluation=evaluation).select_related("by")
    found: BroughtDocument = one_of(rows, public_id=document)
    found.self_evaluation = evaluation
    return found


def offered_places(evaluation: SelfEvaluation) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every place of the self-evaluation, by area, as a form offers them: each says its area, for a closed list too."""
    return [
        (area.name, [(f"{area.code}/{box}", f"{words} ({area.name})") for box, words in BOXES.items()])
        for area in evaluation.framework.areas.all()
    ]


def places_of(document: BroughtDocument, sections: list[Section]) -> list[Place]:
    """Where the blocks would go, in the order of the areas and boxes; what is left out is in none of them.

    `sections` with their areas and passages.
    """
    going = defaultdict(list)
    for block in document.blocks:
        going[block["to"]].append(block)
    found = []
    for section in sections:
        rows = {row.box: row for row in section.passages.all()}
        for box in BOXES:
            if blocks := going.get(f"{section.area.code}/{box}"):
                found.append(Place(section, box, rows.get(box), blocks, getattr(section, f"{box}_already", 0)))
    return found


def left_of(document: BroughtDocument, places: list[Place]) -> list[dict[str, Any]]:
    """The blocks that go nowhere: left out, or sent to a place that is not there."""
    placed = {block["id"] for place in places for block in place.blocks}
    return [block for block in document.blocks if block["id"] not in placed]


def sections_with_texts(evaluation: SelfEvaluation) -> list[Section]:
    rows = evaluation.sections.select_related("area", "same_text_as__self_evaluation__school")
    counted = {
        f"{STRENGTHS}_already": _number_of(Strength),
        f"{PRIORITIES}_already": _number_of(Priority),
    }
    sections = list(rows.annotate(**counted).prefetch_related("passages").order_by("area__position"))
    for section in sections:
        section.self_evaluation = evaluation
    return sections


def _number_of(model: Any) -> Coalesce:
    rows = model.objects.as_system("counted, not read").filter(section=OuterRef("pk")).order_by().values("section")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
