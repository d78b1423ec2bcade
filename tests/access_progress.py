"""Progress with the plan in the world of the walks: notes, reviews, and what became of the targets."""

import datetime as dt
from typing import Any

from schools import clock
from schools.models import (
    Action,
    Citation,
    EvidenceItem,
    Milestone,
    Plan,
    PlanPriority,
    ProgressNote,
    Target,
    TargetOutcome,
    TermReview,
)


def add_progress(world: Any, plan: Any) -> None:
    """Under a priority of its own, for what has progress is not removed: the team's and the governors' alone."""
    nia, day = world.cast.nia, clock.school_year_bounds(plan.first_year)[0]
    items = EvidenceItem.all_rows.filter(school=world.school)
    said = {"text": "CANARY-living-progress", "lang": "en"}
    for _again in range(world.size):
        priority = PlanPriority.all_rows.create(plan=plan, text="CANARY-living-plan", lang="en")
        for _more in range(world.size):
            words = {"plan_priority": priority, "text": "CANARY-living-plan", "lang": "en"}
            action = Action.all_rows.create(lead="x", starts_on=day, ends_on=day + dt.timedelta(days=9), **words)
            milestone = Milestone.all_rows.create(term="autumn", **words)
            for of in ({"action": action}, {"milestone": milestone}):
                note = ProgressNote.all_rows.create(by=nia, status="stopped", **said, **of)
                Citation.all_rows.bulk_create(Citation(evidence=item, progress_note=note) for item in items)
        for term in ("autumn", "spring", "summer")[: world.size]:
            review = TermReview.all_rows.create(
                plan_priority=priority, school_year=plan.first_year + 1, term=term, progress=said["text"], lang="en"
            )
    target = add_targets(world, plan)
    own = [world.school.public_id, plan.first_year]
    world.arguments |= {
        **{f"progress:{name}": own for name in ("index", "timeline")},
        "progress:note[actions]": [*own, "actions", action.public_id],
        "progress:note[milestones]": [*own, "milestones", milestone.public_id],
        "progress:review": [*own, priority.public_id],
        "progress:edit": [*own, review.public_id],
        **{f"year_end:{name}": own for name in ("index", "carry")},
        "year_end:answer": [*own, target.public_id],
    }


def add_targets(world: Any, plan: Any) -> Any:
    """In the plan before: targets with an outcome each, and priorities that may go on. One target more is not answered.

    Nobody has changed this plan by it: it was approved as it stands.
    """
    before = Plan.all_rows.create(school=world.school, first_year=plan.first_year - 1)
    for number in range(world.size):
        PlanPriority.all_rows.create(plan=before, text=f"CANARY-living-plan {number}", lang="en", year=2)
        first = PlanPriority.all_rows.create(plan=before, text="CANARY-living-plan", lang="en")
        words = {"expected_outcome": "x", "lang": "en"}
        target = Target.all_rows.create(plan_priority=first, text="CANARY-living-plan", **words)
        TargetOutcome.all_rows.create(target=target, result="partly", why="CANARY-living-progress", lang="en")
    priority = PlanPriority.all_rows.create(plan=plan, text="CANARY-living-plan", lang="en")
    for _again in range(world.size):
        target = Target.all_rows.create(plan_priority=priority, text="CANARY-living-plan", **words)
        Citation.all_rows.bulk_create(
            Citation(evidence=item, target=target) for item in EvidenceItem.all_rows.filter(school=world.school)
        )
    return target
