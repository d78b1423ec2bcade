"""Which document, and what its blocks would become: the same reckoning for the check and for the act itself."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, one_of, self_evaluation_for
from schools.boxes import LONGEST
from schools.documents.findings import Divided, divided, is_a_list
from schools.documents.matching import LONGEST_FINDING, PRIORITIES, STRENGTHS
from schools.models import (
    Area,
    Box,
    BroughtDocument,
    Passage,
    Person,
    Priority,
    School,
    Section,
    SelfEvaluation,
    Strength,
)
from schools.models.self_evaluation import MOST_FINDINGS

BOXES: dict[str, str | Promise] = {
    **{box.value: box.label for box in Box},
    STRENGTHS: gettext_lazy("Strengths"),
    PRIORITIES: gettext_lazy("Priorities for improvement"),
}


@dataclass(frozen=True)
class Item:
    """One text that would be put somewhere: a whole block, or one strength or priority of a block."""

    block: dict[str, Any]
    text: str
    key: str  # by which somebody leaves it out

    @property
    def lang(self) -> str:
        return str(self.block["lang"])


@dataclass
class Place:
    """One box of an area, or its strengths or priorities: what stands there, what would be added, what cannot be.

    `left_out`: the keys of the items that somebody does not want there after all.
    """

    section: Section
    box: str
    row: Passage | None
    blocks: list[dict[str, Any]]
    left_out: frozenset[str] = frozenset()
    already: int = 0  # strengths or priorities

    @property
    def title(self) -> str:
        return str(BOXES[self.box])

    @property
    def name(self) -> str:
        return f"{self.section.area.name}: {self.title}"

    @property
    def fitting(self) -> list[Item]:
        """What can stand there, in the order of the document."""
        return self._sorted[0]

    @property
    def troubles(self) -> list[str]:
        """Why something cannot be put there, as sentences that say what becomes of it."""
        named = {"area": self.section.area.name, "box": self.title}
        return [why() % named for why in dict.fromkeys(self._sorted[1])]

    @cached_property
    def _sorted(self) -> tuple[list[Item], list[Callable[[], str]]]:
        fits: list[Item] = []
        reasons: list[Callable[[], str]] = []
        length = len(self.row.text) if self.row else 0
        for item in self._all:
            if why := self._hinders(item, length, len(fits)):
                reasons.append(why)
            else:
                fits.append(item)
                length += (len(item.text) + 2) if self.row else 0
        return fits, reasons

    @cached_property
    def items(self) -> list[Item]:
        """What would be put there."""
        return [item for item in self.fitting if item.key not in self.left_out]

    @cached_property
    def _all(self) -> list[Item]:
        if self.row is not None:
            return [Item(block, block["text"], str(block["id"])) for block in self.blocks]
        return [
            Item(block, text, f"{block['id']}.{number}")
            for block in self.blocks
            for number, text in enumerate(findings_of(block).findings)
        ]

    def _hinders(self, item: Item, length: int, number: int) -> Callable[[], str] | None:
        if self.row is None and len(item.text) > LONGEST_FINDING:
            return _too_long_for_a_finding
        if self.row is None:
            return _too_many if self.already + number >= MOST_FINDINGS else None
        if item.lang != self.lang:
            return _other_language
        return _too_long if length + len(item.text) > LONGEST - 2 else None

    @property
    def lang(self) -> str:
        return self.row.lang if self.row and self.row.text else str(self.blocks[0]["lang"])

    @property
    def text(self) -> str:
        """What stands in the box afterwards: nothing that was there is touched."""
        before = [self.row.text] if self.row and self.row.text else []
        return "\n\n".join([*before, *(item.text for item in self.items)])

    @property
    def lent_by(self) -> School | None:
        """The school whose text stands there instead; strengths and priorities are always the school's own."""
        source = self.section.source
        return None if self.row is None or source == self.section else source.self_evaluation.school


def _other_language() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be text in both languages, and a box holds one. What is in the other "
        "language stays here: put it into another box, or leave it out."
    )


def _too_long() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be more than 20,000 characters. What is too much stays here: put it "
        "into another box, or leave it out."
    )


def _too_long_for_a_finding() -> str:
    return _(
        "Under “%(area)s: %(box)s” one text has more than 2,000 characters. It stays here: put it into another box, "
        "or leave it out."
    )


def _too_many() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be more than 50. What is too much stays here: put it into another box, "
        "or leave it out."
    )


def findings_of(block: dict[str, Any]) -> Divided:
    return divided(block["text"], block.get("heads", ()))


def labels_of(places: list[Place]) -> dict[str, str]:
    """What only says where a text goes, as the name of an area or a box, and is left out: each with its language."""
    found: dict[str, str] = {}
    for place in places:
        for block in place.blocks:
            labels = findings_of(block).labels if place.row is None else []
            found |= dict.fromkeys([*block.get("named", ()), *labels], block["lang"])
    return found


def rest_of(document: BroughtDocument, places: list[Place]) -> list[dict[str, Any]]:
    """The blocks, or what is left of them, that go nowhere yet."""
    gone = {item.key for place in places for item in place.items}
    of_findings = {block["id"] for place in places if place.row is None for block in place.blocks}
    rest = []
    for block in document.blocks:
        if block["id"] in of_findings:
            its = findings_of(block)
            left = [text for number, text in enumerate(its.findings) if f"{block['id']}.{number}" not in gone]
            if len(left) == len(its.findings):
                rest.append({**block, "to": ""})
            elif left or its.loose:
                begins = "• " if is_a_list(block["text"]) else ""
                text = "\n\n".join([*its.loose, *(f"{begins}{each}" for each in left)])
                rest.append({**block, "to": "", "text": text, "heads": its.loose, "named": []})
        elif str(block["id"]) not in gone:
            rest.append({**block, "to": ""})
    return rest


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
    """Every place of the self-evaluation, by area, as a form offers them: each says its area, for a closed list too,
    and in which language the text is that stands there already.
    """
    rows = Passage.objects.as_system("the document could be read").filter(section__self_evaluation=evaluation)
    written = rows.exclude(text="").values_list("section__area__code", "box", "lang")
    there = {f"{code}/{box}": _("there is Welsh text") if lang == "cy" else _("there is English text")
             for code, box, lang in written}  # fmt: skip

    def words(area: Area, box: str) -> str:
        beside = there.get(f"{area.code}/{box}")
        return f"{BOXES[box]} ({area.name})" if beside is None else f"{BOXES[box]} ({area.name}): {beside}"

    return [
        (area.name, [(f"{area.code}/{box}", words(area, box)) for box in BOXES])
        for area in evaluation.framework.areas.all()
    ]


def places_of(document: BroughtDocument, sections: list[Section], left_out: Collection[str] = ()) -> list[Place]:
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
                already = getattr(section, f"{box}_already", 0)
                found.append(Place(section, box, rows.get(box), blocks, frozenset(left_out), already))
    return found


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
