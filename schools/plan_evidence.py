"""What stands behind the priorities of a plan: the evidence of the self-evaluation that they come from."""

from collections import defaultdict
from typing import Any

from schools.models import Citation, Person, Plan
from schools.plan_contents import Content


def add_the_evidence_behind(content: Content, plan: Plan, person: Person) -> None:
    """For the team: put beside each self-evaluation priority what stands behind it."""
    rows = Citation.objects.visible_to(person).filter(priority__plan_links__plan_priority__plan=plan)
    behind: dict[str, dict[int, Any]] = defaultdict(dict)
    for row in rows.select_related("evidence", "priority"):
        behind[str(getattr(row.priority, "public_id", ""))][row.evidence_id] = row.evidence
    for priority in content["priorities"]:
        for source in priority["comes_from"]:
            source["evidence"] = list(behind[source["id"]].values())
