from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.db.models.fields.json import KT

from schools.models import Clarification, Event, Person
from schools.models.base import reader_language


def asked_by(person: Person) -> QuerySet[Any]:
    """What this person asked schools and may still read: what waits first, then the newest.

    The name of the area is the one under which it was asked; it is kept with the act, not read from the whole version.
    """
    acts = Event.objects.as_system("what an area was called when it was asked about").filter(
        target_id=OuterRef("public_id"), verb="clarification.asked"
    )
    rows = Clarification.objects.visible_to(person).filter(asked_by=person).exclude(status="withdrawn")
    rows = rows.select_related("frozen__school").defer("frozen__content")
    rows = rows.annotate(area_name=Subquery(acts.values(words=KT(f"facts__area_{reader_language()}"))[:1]))
    return rows.order_by(Case(When(status="asked", then=0), default=1), "-asked_at", "-pk")
