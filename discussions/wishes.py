"""In which language a school wishes to meet, while it is asked: read with the schools, in their query."""

from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from schools import clock
from schools.models import Event

from .models import LanguageWish, RoundSchool

TAKEN_BACK = "language_wish.taken_back"


def with_wish_asked_since(schools: QuerySet[Any], year: int) -> QuerySet[Any]:
    """Since when each school is asked; None where it takes no part, has said its wish, or that it has none."""
    why = "whether a school is asked for its wish"
    planned = RoundSchool.objects.as_system(why).filter(school=OuterRef("pk"), round__school_year=year, takes_part=True)
    said = LanguageWish.objects.as_system(why).filter(school=OuterRef("school"), school_year=year)
    none = Event.objects.as_system(why).filter(verb=TAKEN_BACK, school=OuterRef("school"), facts__year=year)
    acts = Event.objects.as_system("since when").filter(
        Q(target_id=OuterRef("round__public_id")) | Q(target_id=OuterRef("public_id"))
    )
    since = Coalesce(Subquery(acts.order_by("at").values("at")[:1]), Value(clock.beginning_of(year), DateTimeField()))
    asked = planned.filter(~Exists(said), ~Exists(none)).annotate(since=since)
    return schools.annotate(wish_asked_at=Subquery(asked.values("since")[:1]))
