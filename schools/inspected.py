"""What inspections ask of a school: public facts, read by everybody who may see the school.

The post-inspection action plan (PIAP) is what the development plan does about each recommendation of a report. It is
needed while Estyn’s follow-up is a statutory category. It is written in the development plan and nowhere twice: a
recommendation is answered by the priorities that name it, with their targets and actions.
"""

from typing import Any

from django.db.models import Q, QuerySet

from schools import clock
from schools.models import STATUTORY_CATEGORIES, Inspection, School
from schools.plan_contents import Content


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


def answered_by(inspection: Inspection, content: Content) -> list[dict[str, Any]]:
    """Each recommendation with the priorities of this (readable) content that name it."""
    priorities = [each for year in content["years"] for each in year["priorities"]]
    return [
        {
            "recommendation": row,
            "priorities": [
                each
                for each in priorities
                if str(row.public_id) in {named["id"] for named in each.get("recommendations", ())}
            ],
        }
        for row in inspection.recommendations.all()
    ]
