"""What inspections ask of a school: public facts, read by everybody who may see the school."""

from django.db.models import Q, QuerySet

from schools import clock
from schools.models import STATUTORY_CATEGORIES, Inspection, School


def asks_for_plan(school: School | None) -> Inspection | None:
    """The inspection that asks the school for such a plan today, with its recommendations; None where none does."""
    rows: QuerySet[Inspection] = Inspection.objects.as_system("what an inspection asks of a school is public")
    return (
        rows.filter(
            Q(follow_up_ended_on=None) | Q(follow_up_ended_on__gte=clock.today()),
            school=school,
            follow_up__in=STATUTORY_CATEGORIES,
        )
        .order_by("-report_on")
        .first()
    )
