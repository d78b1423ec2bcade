"""How a development plan takes the national priorities into account."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.history import once_only, tells
from schools.models import NationalPriority, NationalPriorityAnswer, NationalPriorityLink, Person, Plan, PlanPriority
from schools.plan_writing import change
from schools.refusals import Refused
from schools.workflow import locked_all, save_version

ANSWERED = tells(
    "national_priority.answered",
    gettext_lazy("How the plan takes a national priority into account was written down."),
)


@once_only
def answer(
    plan: Plan,
    national_priority: NationalPriority,
    *,
    priorities: list[PlanPriority],
    explanation: str,
    lang: str,
    version: int,
    by: Person,
    once: UUID,
) -> Any:
    """Let exactly these priorities of the plan serve the national one, or say why none has to, or both.

    The first answer is begun here, so that of two who write it at once the second sees what the first has saved.
    """
    change(plan, by)
    priorities = list(priorities)
    if not priorities and not explanation:
        raise Refused(
            _("Tick at least one priority of the plan, or explain how the plan takes this into account."), "priorities"
        )
    if any(priority.plan_id != plan.pk for priority in priorities):
        raise Refused(_("A priority of another plan cannot serve this one."), "priorities")
    locked_all(priorities)
    row, _new = NationalPriorityAnswer.objects.as_system("the plan is locked").get_or_create(
        plan=plan, national_priority=national_priority
    )
    row.plan = plan
    words: dict[str, Any] = {"explanation": explanation, "lang": lang}
    save_version(row, version, by=by, verb=ANSWERED, once=once, texts=("explanation",), **words)
    row.links.exclude(plan_priority__in=priorities).delete()
    linked = set(row.links.values_list("plan_priority", flat=True))
    for priority in priorities:
        if priority.pk not in linked:
            NationalPriorityLink.objects.create(answer=row, plan_priority=priority)
    return row
