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
from schools.models import Passage, Priority, Section, SelfEvaluation, Strength

MOST_OPEN = 200
KINDS: dict[str, Any] = {"strengths": Strength, "priorities": Priority}


def remind(form: Any, thing: Any) -> None:
    """Let the form that is about to be shown ask again about what nobody has answered for."""
    open_marks = frozenset(getattr(thing, "unanswered", "").split())
    if open_marks and isinstance(form, Cautious) and not form.is_bound:
        form.remind_of(open_marks)


def note(form: Any, thing: Any) -> None:
    """After a save: what the form has told counts as answered, and what it has not asked about yet is kept."""
    now = [caution.mark for caution in form.not_told_yet()]
    if not hasattr(thing, "unanswered") or not (now or thing.unanswered):
        return
    answered = {*form.told_marks, *now}
    with transaction.atomic():
        row = type(thing).objects.as_system("what was not answered").select_for_update(of=("self",)).filter(pk=thing.pk)
        for before in row.values_list("unanswered", flat=True):
            kept = [mark for mark in before.split() if mark not in answered]
            row.update(unanswered=" ".join([*kept, *now][-MOST_OPEN:]))


@dataclass(frozen=True)
class Open:
    """One question that is still open, and where the words stand."""

    seems: Any
    url: str


def still_open(evaluation: SelfEvaluation, sections: Iterable[Section]) -> list[Open]:
    """In these areas of a self-evaluation: in their boxes, their strengths and their priorities; two queries."""
    areas = {section.pk: section for section in sections}
    place = [evaluation.school.public_id, evaluation.school_year]
    found: list[Open] = []
    asked = {pk: section for pk, section in areas.items() if section.unanswered}
    boxes = Passage.objects.as_system("who may read the self-evaluation asks").filter(section__in=asked)
    for row in boxes if asked else ():
        section = asked[row.section_id]
        label = f"{section.area.name}: {row.get_box_display()}"
        url = f"{reverse('self_evaluations:write', args=[*place, section.area.code])}#id_{row.box}"
        found += _open(cautions_of(row.box, label, row.lang, row.text), section.unanswered, url)
    for row in _findings(areas):
        url = f"{reverse('self_evaluations:edit', args=[*place, row['kind'], row['public_id']])}#id_text"
        label = areas[row["section_id"]].area.name
        found += _open(cautions_of("text", label, row["lang"], row["text"]), row["unanswered"], url)
    return found


def _findings(areas: Iterable[int]) -> Iterable[dict[str, Any]]:
    """The strengths and priorities of these areas with open marks."""
    rows = [
        model.objects.as_system("who may read the self-evaluation asks")
        .filter(section__in=list(areas))
        .exclude(unanswered="")
        .annotate(kind=Value(kind, CharField()))
        .values("section_id", "public_id", "text", "lang", "unanswered", "kind")
        for kind, model in KINDS.items()
    ]
    both: Iterable[dict[str, Any]] = rows[0].union(rows[1], all=True)
    return both


def _open(found: Iterable[Caution], marks: str, url: str) -> list[Open]:
    asked = frozenset(marks.split())
    return [Open(each.seems, url) for each in found if each.mark in asked]
