"""Which document, and what its blocks would become: the same reckoning for the check and for the act itself."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Func, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

from schools.access import May, one_of, self_evaluation_for
from schools.documents.findings import is_a_list
from schools.documents.matching import OTHER, PRIORITIES, STRENGTHS, TOLD
from schools.models import Area, BroughtDocument, OtherLanguage, Passage, Person, Section, SelfEvaluation
from schools.models.other_language import ORIGINALS

from .places import BOXES, Place, bare, findings_of

# Of a document that the portal itself gave out: its title and its labels are nobody's texts.
ARE_TEXTS = f'$[*] ? (@.kind != "{TOLD}")'


def texts_in(document: BroughtDocument, there: Collection[str] = ()) -> list[dict[str, Any]]:
    """The blocks that somebody can put somewhere. `there`: bare texts that the school has in the other language."""
    return [block for block in document.blocks if block["kind"] != TOLD and not _stands_beside(block, there)]


def told_in(document: BroughtDocument) -> str:
    return "\n\n".join(block["text"] for block in document.blocks if block["kind"] == TOLD)


def _stands_beside(block: dict[str, Any], there: Collection[str]) -> bool:
    return block["kind"] == OTHER and not block["to"] and bare(block["text"]) in there


def in_other_language(document: BroughtDocument) -> set[str]:
    """What the school has written in the other language, bare, if the document brings such texts."""
    if not any(block["kind"] == OTHER for block in document.blocks):
        return set()
    found: set[str] = set()
    for model in ORIGINALS:
        of_these = {f"{model.kind()}__section__self_evaluation": document.self_evaluation}
        rows = OtherLanguage.objects.as_system("of the self-evaluation into which it is brought").filter(**of_these)
        found |= {bare(text) for text in rows.values_list("text", flat=True)}
    return found


def labels_of(places: list[Place]) -> dict[str, str]:
    """What only says where a text goes, as the name of an area or a box, and is left out: each with its language."""
    found: dict[str, str] = {}
    for place in places:
        for block in place.blocks:
            labels = findings_of(block).labels if place.row is None else []
            found |= dict.fromkeys([*block.get("named", ()), *labels], block["lang"])
    return found


def rest_of(document: BroughtDocument, places: list[Place], there: Collection[str] = ()) -> list[dict[str, Any]]:
    """The blocks, or what is left of them, that go nowhere yet; not what stands there already."""
    gone = {item.key for place in places for item in [*place.items, *place.settled]}
    of_findings = {block["id"] for place in places if place.row is None for block in place.blocks}
    rest: list[dict[str, Any]] = []
    for block in texts_in(document, there):
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
    as_path = "%(function)s(%(expressions)s::jsonpath)"
    texts = Func("blocks", Value(ARE_TEXTS), function="JSONB_PATH_QUERY_ARRAY", template=as_path)
    number = Func(texts, function="JSONB_ARRAY_LENGTH", output_field=IntegerField())
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


def places_of(
    document: BroughtDocument,
    sections: list[Section],
    left_out: Collection[str] | None = None,
    replaced: Collection[str] | None = None,
) -> list[Place]:
    """Where the blocks would go, in the order of the areas and boxes; what is left out is in none of them.

    `sections` with what stands in them. `replaced`: the keys of the boxes whose text is to give way.
    """
    going = defaultdict(list)
    for block in texts_in(document):
        going[block["to"]].append(block)
    out = None if left_out is None else frozenset(left_out)
    found = []
    for section in sections:
        rows = {row.box: row for row in section.passages.all()}
        for box in BOXES:
            if blocks := going.get(f"{section.area.code}/{box}"):
                replaces = None if replaced is None else f"{section.area.code}_{box}" in replaced
                found.append(Place(section, box, rows.get(box), blocks, _texts_there(section, box), out, replaces))
    return found


def _texts_there(section: Section, box: str) -> list[str]:
    """Of a box its own text, and the one that another school lends."""
    if box in (STRENGTHS, PRIORITIES):
        return [finding.text for finding in getattr(section, box).all()]
    each = [section] if section.source == section else [section, section.source]
    return [row.text for one in each for row in one.passages.all() if row.box == box and row.text]


def sections_with_texts(evaluation: SelfEvaluation) -> list[Section]:
    rows = evaluation.sections.select_related("area", "same_text_as__self_evaluation__school")
    with_texts = rows.prefetch_related("passages", "same_text_as__passages", STRENGTHS, PRIORITIES)
    sections = list(with_texts.order_by("area__position"))
    for section in sections:
        section.self_evaluation = evaluation
    return sections
