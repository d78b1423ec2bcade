"""The summary of the plan in the world of the walks: published for everybody, and written further since."""

from typing import Any
from uuid import uuid4

from schools.models import Plan, SummaryPart
from schools.plan_summary import actions

SILENT = SummaryPart.SUPPORT


def add_summary(world: Any, plan: Plan) -> None:
    """Everybody reads what was published; what was written since is read by those who read the living plan."""
    nia, spoken = world.cast.nia, [part for part in SummaryPart if part != SILENT]
    actions.silence(plan, part=SILENT, silent=True, by=nia, once=uuid4())
    for _again in range(world.size):
        for part in spoken:
            write(plan, part, "CANARY-published-summary", by=nia)
        summary = actions.publish(plan, link=actions.LISTED, by=nia, once=uuid4())
    for _again in range(world.size):
        line = write(plan, SummaryPart.STRENGTHS, "CANARY-living-plan", by=nia)
    own = [plan.school.public_id, plan.first_year]
    world.arguments |= {
        **{f"plan_summary:{name}": own for name in ("index", "publish", "published", "link", "withdraw")},
        **{f"plan_summary:draft[{language}]": [*own, language] for language in ("cy", "en")},
        **{f"plan_summary:{name}": [*own, "actions"] for name in ("choose", "add")},
        "plan_summary:nothing": [*own, SILENT.value],
        **{f"plan_summary:{name}": [*own, line.public_id] for name in ("edit", "remove")},
        **{f"summaries:{name}": [summary.address] for name in ("detail", "paper")},
    }


def write(plan: Plan, part: SummaryPart, words: str, *, by: Any) -> Any:
    return actions.add(plan, part=part.value, text_cy=words, text_en=words, by=by, once=uuid4())
