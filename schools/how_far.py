"""How far an area of a self-evaluation is, for its team: what came along unread, and who wrote there last."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Greatest

from schools.models import Appointment, Event, Passage, Priority, Section, Strength

REMOVED = ["strength.removed", "priority.removed"]
WRITTEN = [f"{what}.{done}" for what in ("strength", "priority") for done in ("added", "edited", "brought_in")]


def with_carried(sections: QuerySet[Section]) -> QuerySet[Any]:
    """Each section with the boxes and the public ids of the findings that nobody has touched since they came along."""
    found = {}
    for name, model, key in (
        ("boxes", Passage, "box"), ("strengths", Strength, "public_id"), ("priorities", Priority, "public_id")
    ):  # fmt: skip
        rows: Any = model.objects.as_system("what came along").filter(section=OuterRef("pk"), carried=True)
        found[f"carried_{name}"] = ArraySubquery(rows.values(key))
    return sections.annotate(**found)


def holds_carried(section: Any) -> bool:
    return bool(section.carried_boxes or section.carried_strengths or section.carried_priorities)


def with_last_written(sections: QuerySet[Section]) -> QuerySet[Any]:
    """Each section with when one of the school's own team wrote there last, and who it was.

    In a box, which keeps both itself; or in the list of strengths or of priorities, which the history tells, as they
    may be gone. What was brought in was written there too. A text that came from another school names nobody there.
    """
    texts, lists = _in_boxes().order_by("-written_at"), _in_lists().order_by("-at")
    told = sections.annotate(
        text_at=Subquery(texts.values("written_at")[:1]),
        text_by=Subquery(texts.values("written_by__name")[:1]),
        list_at=Subquery(lists.values("at")[:1]),
        list_by=Subquery(lists.values("by__name")[:1]),
    )
    is_in_list = Q(text_at=None) | Q(list_at__gt=F("text_at"))
    return told.annotate(
        last_at=Greatest("text_at", "list_at"),
        last_by=Case(When(is_in_list, then=F("list_by")), default=F("text_by")),
    )


def _in_boxes() -> QuerySet[Passage]:
    rows: QuerySet[Passage] = Passage.objects.as_system("who wrote there last")
    return rows.filter(section=OuterRef("pk"), written_at__isnull=False, written_by__in=_ours())


def _in_lists() -> QuerySet[Event]:
    """A strength or a priority that stands there was added or changed; or one was removed, which names its area."""
    there = Q()
    for model in (Strength, Priority):
        rows: Any = model.objects.as_system("what stands there").filter(section=OuterRef(OuterRef("pk")))
        there |= Q(target_id__in=rows.values("public_id"))
    acts = Event.objects.as_system("who wrote there last").annotate(in_area=KeyTextTransform("area", "facts"))
    gone = Q(verb__in=REMOVED, in_area=OuterRef("area__code"))
    return acts.filter(
        (there & Q(verb__in=WRITTEN)) | gone, within_id=OuterRef("self_evaluation__public_id"), by__in=_ours()
    )


def _ours() -> Any:
    """Everybody who belongs to the school's team, or did."""
    rows = Appointment.objects.as_system("who wrote in the school's own team")
    return rows.filter(school=OuterRef(OuterRef("self_evaluation__school"))).values("person")
