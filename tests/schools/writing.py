"""Writing in the boxes of an area, as the page does it."""

from typing import Any
from uuid import UUID, uuid4

from schools.boxes import Shown
from schools.models import Passage, Section, SelfEvaluation
from schools.self_evaluations import actions


def on_page(section: Section) -> dict[str, Shown]:
    """What a page of this area shows now."""
    return {row.box: Shown.of(row) for row in section.passages.all()}


def save(
    section: Section,
    *,
    by: Any,
    lang: str = "cy",
    once: UUID | None = None,
    seen: dict[str, Shown] | None = None,
    **texts: str,
) -> Section:
    """Type these texts into a page (as it was `seen`, or as it is now) and press Save."""
    seen = on_page(section) if seen is None else seen
    return actions.write(section, texts=texts, lang=lang, shown=seen, by=by, once=once or uuid4())


def passage(section: Section, box: str = "going_well") -> Passage:
    return Passage.all_rows.get(section=section, box=box)


def text_in(content: dict[str, Any], area: int = 0, box: str = "going_well") -> str:
    """The text of one box in a content."""
    return next(each["text"] for each in content["areas"][area]["boxes"] if each["box"] == box)


def submit(evaluation: SelfEvaluation, *, by: Any, once: UUID | None = None, areas: list[str] | None = None) -> Any:
    """Tick these areas, or all of them, declare, and submit."""
    if areas is None:
        areas = list(evaluation.sections.values_list("area__code", flat=True))
    return actions.submit(evaluation, areas=areas, by=by, once=once or uuid4())


def all_areas(evaluation: SelfEvaluation) -> str:
    """What the page before the declaration adds to its address when every area is ticked."""
    return "?areas=" + ",".join(evaluation.sections.order_by("area__position").values_list("area__code", flat=True))
