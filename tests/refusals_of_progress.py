"""What a school is refused while it follows its plan through the years."""

from typing import Any
from uuid import uuid4

from schools.models import Action, Plan, PlanPriority, Target
from schools.plans import actions as plans
from schools.progress import actions
from schools.year_end import actions as year_end
from tests import factories as make
from tests.refusals import Refusing

EACH = {"lang": "cy", "evidence": []}


def following(story: Refusing) -> None:
    nia, priority = story.nia, story.plan.priorities.first()
    days = {"starts_on": make.YESTERDAY, "ends_on": make.YESTERDAY}
    action = Action.all_rows.create(plan_priority=priority, text="Un", lead="Dau", lang="cy", **days)
    target = Target.all_rows.create(plan_priority=priority, text="Un", expected_outcome="Dau", lang="cy")
    nia.open(story.own("progress:note", "actions", action.public_id))
    story.no(nia, "Choose how far it is", "Write a sentence about it; if it was stopped", status=[], text="")
    nia.open(story.own("progress:review", priority.public_id))
    story.no(nia, "Write what was done this term", "Choose a term", progress="", term=[])
    nia.open(story.own("year_end:answer", target.public_id))
    story.no(nia, "Choose whether the target was met", result=[])
    story.no(nia, "Write why the target was not wholly met.", result="partly", why="")


def behind_progress(behind: Any, plan: Plan) -> None:
    """Pages offer none of this."""
    head = {"by": behind.head, "once": uuid4()}
    foreign = [make.make_evidence(make.make_school(behind.school.council))]
    priority = PlanPriority.all_rows.create(plan=plan, text="Un", lang="cy")
    words = {"plan_priority": priority, "text": "Un", "lang": "cy"}
    action = Action.all_rows.create(lead="x", starts_on=make.YESTERDAY, ends_on=make.YESTERDAY, **words)
    target = Target.all_rows.create(expected_outcome="x", **words)
    said = {"status": "done", "text": "x", **EACH}
    behind.no("Evidence of another school cannot", actions.note, action, **{**said, "evidence": foreign})
    actions.note(action, **head, **said)
    behind.no("Progress has been noted here, so", plans.remove, action)
    behind.no("Progress has been noted under this priority", plans.remove, priority)
    review = {"term": (plan.first_year, "autumn"), "progress": "x", "lang": "cy"}
    actions.review(priority, **{**head, "once": uuid4()}, **review)
    behind.no("The review of this term has been written already.", actions.review, priority, **review)
    met = {"result": "met", "why": "", "version": 0, **EACH}
    behind.no("Evidence of another school cannot", year_end.answer, target, **{**met, "evidence": foreign})
    year_end.answer(target, **{**head, "once": uuid4()}, **met)
    behind.no("What became of this target has been written down", plans.remove, target)
    behind.no("Only priorities of the second and third year", year_end.carry, plan, priorities=[priority])
    before, _new = Plan.all_rows.get_or_create(school=plan.school, first_year=plan.first_year - 1)
    same = PlanPriority.all_rows.create(plan=before, text="Un", lang="cy", year=2)
    behind.no("One of these priorities is already in the plan. Open the page again.", year_end.carry, plan,
              priorities=[same])  # fmt: skip
