"""A self-evaluation as one content: the same form for page, check, preview, document and frozen version."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.models import (
    NATURES,
    SMALLEST,
    BesideOriginal,
    Box,
    Citation,
    EvidenceItem,
    FileKind,
    Framework,
    OtherLanguage,
    OwnDocument,
    Passage,
    Priority,
    Section,
    SelfEvaluation,
    Strength,
)
from schools.models.base import reader_language

Content = dict[str, Any]
IN_BOTH = {"other_language", "other_standing"}  # keys of a text that the school has in the other language too
DOCUMENT = "own:document"  # stands for the school's own document among the codes of areas; no code has a colon


def content_of(evaluation: SelfEvaluation, only: Collection[str] | None = None) -> Content:
    """Everything the self-evaluation says now, in five queries. People and schools stand in it by public id.

    `only` names the areas, by code, that it is to hold, and DOCUMENT for the school's own document; nothing in it shows
    that there are others. The short entries of the team are never in it: they are the school's own notes.
    """
    reads_document = only is None or DOCUMENT in only
    return content_with(own_document_of(evaluation) if reads_document else None, evaluation, only)


def content_for_team(
    document: OwnDocument | None, evaluation: SelfEvaluation, only: Collection[str] | None = None
) -> Content:
    """The same for the school's own team alone, which also reads how each text in the other language stands."""
    return content_with(document, evaluation, only, for_team=True)


def content_with(
    document: OwnDocument | None,
    evaluation: SelfEvaluation,
    only: Collection[str] | None = None,
    *,
    for_team: bool = False,
) -> Content:
    """The same where the own document that is in use has been read already."""
    if only is not None and DOCUMENT not in only:
        document = None
    cited, texts = _cited_in(evaluation), _texts_in(evaluation)
    found = {model: _findings_in(evaluation, model, cited, for_team=for_team) for model in (Strength, Priority)}
    areas = [
        {
            **_area(section, texts, cited, needed=not document, for_team=for_team),
            "strengths": found[Strength][section.pk],
            "priorities": found[Priority][section.pk],
        }
        for section in sorted(texts, key=lambda each: each.area.position)
        if section.self_evaluation_id == evaluation.pk and (only is None or section.area.code in only)
    ]
    used = {key for area in areas for place in _places(area) for key in place["evidence"]}
    return {
        "school": str(evaluation.school.public_id),
        "school_year": evaluation.school_year,
        "framework": _framework(evaluation.framework),
        "areas": areas,
        "evidence": {key: words for key, words in cited["words"].items() if key in used},
        **({"document": words_of_document(document)} if document else {}),
    }


def own_document_of(evaluation: SelfEvaluation) -> OwnDocument | None:
    """The school's own document that is its self-evaluation now."""
    document: OwnDocument | None = evaluation.own_documents.filter(in_use=True).select_related("by").first()
    if document:
        document.self_evaluation = evaluation
    return document


def words_of_document(document: OwnDocument) -> Content:
    """What is told of the school's own document; its SHA-256 ties its bytes to the version."""
    return {
        "id": str(document.public_id),
        "name": document.name,
        "kind": document.file_kind,
        "lang": document.lang,
        "size": document.size,
        "sha256": document.sha256,
    }


def readable(content: Content) -> Content:
    """The same content made ready for a page: names in the page's language, evidence beside what it stands behind."""
    language = reader_language()
    kinds = dict(EvidenceItem.Kind.choices)
    evidence = {
        key: {**words, "id": key, "kind_words": kinds.get(words["kind"], words["kind"])}
        for key, words in content["evidence"].items()
    }
    areas = []
    for area in content["areas"]:
        shown = {
            **area,
            "name": area[f"name_{language}"],
            "boxes": [{**box, "title": Box(box["box"]).label} for box in boxes_of(area)],
            "evidence": [evidence[key] for key in area["evidence"]],
            "in_both": any(IN_BOTH & place.keys() for place in (*boxes_of(area), *_places(area))),
            "breadth": breadth_of({evidence[key]["kind"] for place in _places(area) for key in place["evidence"]}),
        }
        for kind in ("strengths", "priorities"):
            shown[kind] = [
                {**finding, "evidence": [evidence[key] for key in finding["evidence"]]} for finding in area[kind]
            ]
        areas.append(shown)
    shown_document = None
    if document := content.get("document"):
        shown_document = {**document, "kind_words": FileKind(document["kind"]).label}
    framework = {**content["framework"], "name": content["framework"].get(f"name_{language}", "")}
    return {
        **content,
        "framework": framework,
        "areas": areas,
        "evidence": evidence,
        "document": shown_document,
        "has_texts": any(box["text"].strip() for area in areas for box in area["boxes"]),
    }


def breadth_of(kinds: Collection[str]) -> list[Content]:
    """Of what the evidence of an area is made, by the types that are cited: told in words, and never reckoned.

    Empty where nothing is cited; otherwise both natures are there, and it is told where one has nothing.
    """
    if not kinds:
        return []
    named = [(NATURES.get(kind, frozenset()), str(kind.label)) for kind in EvidenceItem.Kind if kind in kinds]
    told = [
        {"title": nature.label, "kinds": [words for natures, words in named if nature in natures]}
        for nature in EvidenceItem.Nature
    ]
    other = [words for natures, words in named if not natures]
    return [*told, *([{"title": _("Of another kind"), "kinds": other}] if other else [])]


def boxes_of(area: Content) -> list[Content]:
    """The boxes of an area; a version that was frozen before there were boxes has one text, its summary."""
    if "boxes" in area:
        boxes: list[Content] = area["boxes"]
        return boxes
    return [{"box": Box.SUMMARY.value, "text": area["narrative"], "lang": area["lang"]}]


@dataclass(frozen=True)
class Gap:
    """What is missing, as a sentence, and in which box it is written (empty where the text is lent)."""

    sentence: str
    area: str = ""
    box: str = ""


GAPS: dict[str, Promise] = {
    Box.GOING_WELL: gettext_lazy("Under “%(area)s”, write what is going well."),
    Box.TO_IMPROVE: gettext_lazy("Under “%(area)s”, write what you want to improve."),
    Box.HOW_WE_KNOW: gettext_lazy("Under “%(area)s”, write how you know."),
}


def gaps_in(content: Content) -> list[Gap]:
    """What must still be written before submitting; empty when it can be submitted.

    Where the school's own document is the self-evaluation, no box has to be written.
    """
    if content.get("document"):
        return []
    language = reader_language()
    return [
        Gap(
            str(GAPS[box["box"]]) % {"area": area[f"name_{language}"]},
            "" if area["text_of_school"] else area["code"],
            box["box"],
        )
        for area in content["areas"]
        for box in area["boxes"]
        if not box["text"].strip()
    ]


def _framework(framework: Framework) -> Content:
    """By name too, so that a frozen version says for ever to which framework it was written."""
    return {name: getattr(framework, name) for name in ("code", "edition", "name_cy", "name_en")}


def _places(area: Content) -> list[Content]:
    return [area, *area["strengths"], *area["priorities"]]


def _texts_in(evaluation: SelfEvaluation) -> dict[Section, dict[str, Passage]]:
    """The passages of each section by box, and of the sections of other schools whose text stands in one, at once."""
    borrowed = evaluation.sections.filter(same_text_as__isnull=False).values("same_text_as")
    rows = Passage.objects.as_system("a school reads what stands in its own self-evaluation").filter(
        Q(section__self_evaluation=evaluation) | Q(section__in=borrowed)
    )
    found: dict[Section, dict[str, Passage]] = defaultdict(dict)
    for row in rows.select_related(
        "other_language",
        "section__area",
        "section__self_evaluation__school",
        "section__same_text_as__self_evaluation__school",
    ):
        found[row.section][row.box] = row
    return found


def _area(
    section: Section, texts: dict[Section, dict[str, Passage]], cited: dict[str, Any], *, needed: bool, for_team: bool
) -> Content:
    """Boxes that hold something, and the empty ones that are still `needed`."""
    source = section.source
    return {
        "code": section.area.code,
        "name_cy": section.area.name_cy,
        "name_en": section.area.name_en,
        "boxes": [
            {"box": box.value, **_words(texts[source][box], for_team=for_team and source == section)}
            for box in Box
            if texts[source][box].text or (needed and box in SMALLEST)
        ],
        "text_of_school": str(source.self_evaluation.school.public_id) if source != section else None,
        "evidence": cited["section"][section.pk],
        **({"holds_texts": any(map(_was_written, texts[source].values()))} if for_team else {}),
    }


def _was_written(row: Any) -> bool:
    return bool(row.text) or hasattr(row, "other_language")


def _words(row: Any, *, for_team: bool) -> Content:
    """A text, and beside it its other language once that is finished; what is still a draft stays with the team."""
    words: Content = {"text": row.text, "lang": row.lang}
    other: OtherLanguage | None = getattr(row, "other_language", None)
    if other is None:
        return words
    standing = other.standing
    if for_team:
        team_alone = {} if other.goes_along else {"text": other.text}
        words["other_standing"] = {"words": standing.label, "lang": other.lang, **team_alone}
    if other.goes_along:
        changed = {"original_changed": True} if standing == BesideOriginal.OUT_OF_DATE else {}
        words["other_language"] = {"text": other.text, "lang": other.lang, **changed}
    return words


def words_of_evidence(item: EvidenceItem) -> Content:
    """What is told of an item wherever it is cited; neither its file nor its link."""
    return {
        "kind": item.evidence_kind,
        "title": item.title,
        "lang": item.lang,
        "gathered_on": item.gathered_on.isoformat(),
    }


def _findings_in(
    evaluation: SelfEvaluation, model: type[Strength] | type[Priority], cited: dict[str, Any], *, for_team: bool
) -> dict[int, list[Content]]:
    """The strengths or the priorities, by section."""
    mark = {Strength: "could_share", Priority: "needs_support"}[model]
    rows: Any = model.objects.as_system("a school reads what stands in its own self-evaluation")
    found: dict[int, list[Content]] = defaultdict(list)
    for row in rows.filter(section__self_evaluation=evaluation).select_related("other_language"):
        found[row.section_id].append(
            {
                "id": str(row.public_id),
                **_words(row, for_team=for_team),
                mark: getattr(row, mark),
                "evidence": cited[model.kind()][row.pk],
            }
        )
    return found


def _cited_in(evaluation: SelfEvaluation) -> dict[str, Any]:
    """Evidence keys by place, and the words of each item, in one query."""
    found: dict[str, Any] = {name: defaultdict(list) for name in ("section", "strength", "priority")}
    found["words"] = {}
    rows = (
        Citation.objects.as_system("a school reads what it cites")
        .filter(
            Q(section__self_evaluation=evaluation)
            | Q(strength__section__self_evaluation=evaluation)
            | Q(priority__section__self_evaluation=evaluation)
        )
        .select_related("evidence")
    )
    for row in rows:
        item = row.evidence
        key = str(item.public_id)
        for name in ("section", "strength", "priority"):
            if place := getattr(row, f"{name}_id"):
                found[name][place].append(key)
        found["words"][key] = words_of_evidence(item)
    return found
