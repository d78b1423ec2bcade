"""The post-inspection action plan (PIAP): what the development plan does about each recommendation of a report.

It is needed while Estyn's follow-up is a statutory category. It is written in the development plan and nowhere twice:
a recommendation is answered by the priorities that name it, with their targets and actions.
"""

from typing import Any

from schools.models import Inspection
from schools.plan_contents import Content


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
