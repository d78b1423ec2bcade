"""What saved itself with words that seem to name a learner, and that nobody has answered for yet.

What is typed is always saved, so a page may be left before its button asks. Until somebody presses it, the marks of
these passages (`schools.cautions`) stand with the row, never the words: the page asks when it is opened again, and so
do the pages before anything is shared or submitted. A mark whose sentence was changed since means nothing any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import CharField, Value
from django.urls import reverse

from schools.cautions import Caution, Cautious, cautions_of
from schools.models import (
    Action,
    Consultation,
    Grant,
    GrantLine,
    Milestone,
    NationalPriorityAnswer,
    OtherLanguage,
    Passage,
    Plan,
    PlanPriority,
    PlanSection,
    Priority,
    Section,
    SelfEvaluation,
    Strength,
    Target,
)

MOST_OPEN = 200
OTHER, FINISHED = "other_language__", OtherLanguage.Status.FINISHED
IN_PLANS: dict[str, tuple[str, ...]] = {  # the texts of each, by the word in the address
    "priorities": ("text", "purpose", "success_criteria", "monitored_how", "monitored_when"),
    "targets": ("text", "baseline", "aim", "expected_outcome"),
    "actions": ("text",),
    "milestones": ("text",),
    "texts": ("text",),
    "consultations": ("note",),
    "national_priorities": ("explanation",),
    "grants": ("name",),
    "lines": ("text",),
}
PLAN_NOUNS: dict[str, Any] = {
    "priorities": PlanPriority,
    "targets": Target,
    "actions": Action,
    "milestones": Milestone,
    "consultations": Consultation,
    "national_priorities": NationalPriorityAnswer,
    "grants": Grant,
    "lines": GrantLine,
}
# Where a part beside the priorities is written: its route, and what names it in the address.
BESIDE_PRIORITIES = {
    "texts": ("plan_texts:write", "part"),
    "consultations": ("consultations:edit", "id"),
    "national_priorities": ("national_priorities:answer", "id"),
    "grants": ("grants:edit", "id"),
    "lines": ("grants:edit_line", "id"),
}
KINDS: dict[str, Any] = {"strengths": Strength, "priorities": Priority}


def remind(form: Any, thing: Any) -> None:
    """Let the form that is about to be shown ask again about what nobody has answered for."""
    open_marks = frozenset(getattr(_holder(thing), "unanswered", "").split())
    if open_marks and isinstance(form, Cautious) and not form.is_bound:
        form.remind_of(open_marks)


def note(form: Any, thing: Any) -> None:
    """After a save: what the form has told counts as answered, and what it has not asked about yet is kept."""
    thing, now = _holder(thing), [caution.mark for caution in form.not_told_yet()]
    if not hasattr(thing, "unanswered") or not (now or thing.unanswered):
        return
    answered = {*form.told_marks, *now}
    with transaction.atomic():
        row = type(thing).objects.as_system("what was not answered").select_for_update(of=("self",)).filter(pk=thing.pk)
        for before in row.values_list("unanswered", flat=True):
            kept = [mark for mark in before.split() if mark not in answered]
            row.update(unanswered=" ".join([*kept, *now][-MOST_OPEN:]))


def _holder(thing: Any) -> Any:
    """Where the marks stand: those of a box, and of its other language, with its area."""
    return thing.section if isinstance(thing, Passage) else thing


@dataclass(frozen=True)
class Open:
    """One question that is still open, and where the words stand."""

    seems: Any
    url: str


def still_open(evaluation: SelfEvaluation, sections: Iterable[Section]) -> list[Open]:
    """In these areas of a self-evaluation: in their boxes, strengths and priorities, and in what of these is finished
    in the other language; two queries.

    Where the text of another school stands, in that; it is changed there, or the school chooses its own again.
    """
    areas = {section.pk: section for section in sections}
    place = [evaluation.school.public_id, evaluation.school_year]
    found: list[Open] = []
    asked = {section.source.pk: section for section in areas.values() if section.source.unanswered}
    boxes = Passage.objects.as_system("who may read the self-evaluation asks").filter(section__in=asked)
    for row in boxes.select_related("other_language") if asked else ():
        section = asked[row.section_id]
        is_lent = section.source.pk != section.pk
        where = f"{section.area.name}, {section.source.school.name}" if is_lent else section.area.name
        label, marks = f"{where}: {row.get_box_display()}", section.source.unanswered
        route = "self_evaluations:same_text" if is_lent else "self_evaluations:write"
        url = reverse(route, args=[*place, section.area.code]) + ("" if is_lent else f"#id_{row.box}")
        found += _open(cautions_of(row.box, label, row.lang, row.text), marks, url)
        if (other := getattr(row, "other_language", None)) and other.status == FINISHED:
            url = url if is_lent else _beside([*place, section.area.code, row.public_id])
            found += _open(cautions_of("text", label, other.lang, other.text), marks, url)
    for row in _findings(areas):
        area, marks = areas[row["section_id"]].area, row["unanswered"]
        url = f"{reverse('self_evaluations:edit', args=[*place, row['kind'], row['public_id']])}#id_text"
        found += _open(cautions_of("text", area.name, row["lang"], row["text"]), marks, url)
        if row[f"{OTHER}status"] == FINISHED:
            url = _beside([*place, area.code, row["public_id"]])
            found += _open(cautions_of("text", area.name, row[f"{OTHER}lang"], row[f"{OTHER}text"]), marks, url)
    return found


def _beside(place: list[Any]) -> str:
    """Where a text is written in the other language."""
    return f"{reverse('other_language:write', args=place)}#id_text"


def still_open_in(plan: Plan, parts: Iterable[tuple[str, dict[str, Any]]]) -> list[Open]:
    """In these parts of a development plan (`plan_contents.parts_of`); no query."""
    place = [plan.school.public_id, plan.first_year]
    found: list[Open] = []
    for kind, row in parts:
        for name in IN_PLANS.get(kind, ()) if row["unanswered"] else ():
            label = _label_in_plan(kind, row, name)
            url = f"{_written_at(place, kind, row, name)}#id_{name}"
            found += _open(cautions_of(name, label, row["lang"], row[name]), row["unanswered"], url)
    return found


def _label_in_plan(kind: str, row: dict[str, Any], name: str) -> str:
    if kind == "texts":
        return str(PlanSection(row["part"]).label)
    return str(PLAN_NOUNS[kind]._meta.get_field(name).verbose_name)


def _written_at(place: list[Any], kind: str, row: dict[str, Any], name: str) -> str:
    if kind in BESIDE_PRIORITIES:
        route, named = BESIDE_PRIORITIES[kind]
        return reverse(route, args=[*place, row[named]])
    if kind == "priorities" and name != "text":  # the rest of a priority has a page of its own
        return reverse("plan_parts:more", args=[*place, row["id"]])
    return reverse("plan_parts:edit", args=[*place, kind, row["id"]])


def _findings(areas: Iterable[int]) -> Iterable[dict[str, Any]]:
    """The strengths and priorities of these areas with open marks."""
    others = [f"{OTHER}{name}" for name in ("text", "lang", "status")]
    rows = [
        model.objects.as_system("who may read the self-evaluation asks")
        .filter(section__in=list(areas))
        .exclude(unanswered="")
        .annotate(kind=Value(kind, CharField()))
        .values("section_id", "public_id", "text", "lang", "unanswered", "kind", *others)
        for kind, model in KINDS.items()
    ]
    both: Iterable[dict[str, Any]] = rows[0].union(rows[1], all=True)
    return both


def _open(found: Iterable[Caution], marks: str, url: str) -> list[Open]:
    asked = frozenset(marks.split())
    return [Open(each.seems, url) for each in found if each.mark in asked]
