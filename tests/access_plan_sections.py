"""What the plan of the walks says beside its priorities, first as it is shared and then as it is written further."""

from typing import Any

from schools import clock
from schools.models import NationalPriority, NationalPriorityAnswer, Plan
from schools.plan_reference import load_national_priorities
from tests import factories as make
from tests.schools.plan_tables import HEADINGS, make_brought_plan


def add_shared_sections(plan: Plan) -> None:
    """Before the plan is shared: the council reads it in the version."""
    plan.plantexts.update(text="CANARY-shared-plan", lang="en")
    make.make_consultation(plan, "CANARY-shared-plan", lang="en")
    make.make_grant(plan, 1, code="other", name=f"CANARY-shared-plan {plan.grants.count()}", lang="en")


def add_living_sections(world: Any, plan: Plan) -> None:
    """After it was shared: only the school reads it."""
    load_national_priorities()
    plan.plantexts.filter(part="strategy").update(text="CANARY-living-plan")
    for number in range(world.size):
        national = NationalPriority.all_rows.order_by("pk")[number]
        words = {"explanation": "CANARY-living-plan", "lang": "en"}
        answer = NationalPriorityAnswer.all_rows.create(plan=plan, national_priority=national, **words)
        answer.priorities.set(plan.priorities.all())
        consultation = make.make_consultation(plan, "CANARY-living-plan", lang="en", held_on=clock.today())
        words = {"code": "other", "name": f"CANARY-living-plan {number}", "lang": "en"}
        grant = make.make_grant(plan, *range(world.size), **words)
    for _again in range(world.size):
        row = ["CANARY-brought-plan", "", "", "CANARY-brought-plan", "Head", "1/9/2026", "2/9/2026", "", ""]
        brought = make_brought_plan(plan, world.cast.carys, [HEADINGS, *[row] * world.size], name="CANARY-brought-plan")
    line = grant.lines.last()
    own = [plan.school.public_id, plan.first_year]
    world.arguments |= {
        **{f"{name}:index": own for name in ("plan_texts", "consultations", "national_priorities", "grants")},
        **{f"{name}:add": own for name in ("consultations", "grants")},
        **{f"plan_tables:{name}": own for name in ("index", "add")},
        **{f"plan_tables:{name}": [*own, brought.public_id] for name in ("columns", "rows", "check", "remove")},
        "plan_texts:write": [*own, "strategy"],
        "national_priorities:answer": [*own, national.public_id],
        **{f"consultations:{name}": [*own, consultation.public_id] for name in ("edit", "remove")},
        **{f"grants:{name}": [*own, grant.public_id] for name in ("edit", "remove", "add_line")},
        **{f"grants:{name}": [*own, line.public_id] for name in ("edit_line", "remove_line")},
    }
