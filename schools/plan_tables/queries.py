"""Which file, and what of it would stand in the plan: the same reckoning for the check and for the act itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Func, IntegerField, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.access import May, one_of, plan_for
from schools.models import Action, BroughtPlan, Grant, Milestone, Person, Plan, PlanPriority, Target
from schools.plan_contents import lies_outside

from .things import ACTION, MILESTONE, PRIORITY, TARGET, Thing, bare

MODELS: dict[str, Any] = {PRIORITY: PlanPriority, TARGET: Target, ACTION: Action, MILESTONE: Milestone}
# The boxes of each, in the order in which they are shown.
BOXES: dict[str, tuple[str, ...]] = {
    PRIORITY: (
        "text", "year", "purpose", "lead", "success_criteria", "monitored_by", "monitored_how", "monitored_when",
    ),
    TARGET: ("text", "baseline", "aim", "expected_outcome"),
    ACTION: ("text", "lead", "starts_on", "ends_on", "cost", "grant"),
    MILESTONE: ("text", "year", "term"),
}  # fmt: skip
# What none of them can be without, and what is said where it is missing.
NEEDED: dict[str, dict[str, Any]] = {
    PRIORITY: {"text": _("Write the priority in a sentence or two"), "year": _("Choose a year of the plan")},
    TARGET: {"text": _("Write the target"), "expected_outcome": _("Write what learners will gain")},
    ACTION: {
        "text": _("Write what will be done"),
        "lead": _("Enter the post that leads the action"),
        "starts_on": _("Enter the date on which the action begins"),
        "ends_on": _("Enter the date by which the action ends"),
    },
    MILESTONE: {
        "text": _("Write what will be seen by the end of the term"),
        "year": _("Choose a year of the plan"),
        "term": _("Choose a term"),
    },
}
DAYS = ("starts_on", "ends_on")


@dataclass
class Judged:
    """One thing that was read: whether it stands in the plan already, and what keeps it from being brought in."""

    thing: Thing
    number: int  # among all of them
    under: "Judged | None" = None
    there: Any = None  # the row of the plan with the same words
    missing: list[str] = field(default_factory=list)

    @property
    def is_left_out(self) -> bool:
        """What stands there is left out unless somebody wants it twice."""
        out = self.thing["out"]
        return bool(self.there) if out is None else bool(out)

    @property
    def has_no_place(self) -> bool:
        """It stands under a priority that is neither in the plan nor on its way there."""
        above = self.under
        return above is not None and above.there is None and (above.is_left_out or bool(above.missing))

    @property
    def is_made(self) -> bool:
        return not (self.is_left_out or self.missing or self.has_no_place)

    @property
    def is_lost_otherwise(self) -> bool:
        """It stays to be read when the rest has been brought in."""
        return not self.is_made and not self.there


def judged(things: list[Thing], plan: Plan) -> list[Judged]:
    """In the order of the file. Four queries, or fewer where the plan is empty."""
    rows = plan.priorities.prefetch_related("targets", "actions", "milestones")
    priorities = {bare(row.text): row for row in rows}
    by_id = {str(row.public_id): row for row in priorities.values()}
    found: dict[str, Judged] = {}
    for number, thing in enumerate(things):
        each = Judged(thing, number, found.get(thing["under"]))
        if thing["kind"] == PRIORITY:
            each.there = by_id.get(thing.get("made", "")) or priorities.get(bare(thing["words"]["text"]))
        elif each.under is not None and each.under.there is not None and not _is_twice(each.under):
            beneath = getattr(each.under.there, f"{thing['kind']}s").all()
            each.there = next((row for row in beneath if bare(row.text) == bare(thing["words"]["text"])), None)
        each.missing = missing_in(thing)
        found[thing["key"]] = each
    return list(found.values())


def _is_twice(priority: Judged) -> bool:
    """It stands there, and is to stand there once more."""
    return not priority.is_left_out


def missing_in(thing: Thing) -> list[str]:
    """What has to be written or put right before it can stand in the plan, as sentences."""
    kind, words = thing["kind"], thing["words"]
    found = [str(sentence) for name, sentence in NEEDED[kind].items() if not words.get(name)]
    for name in BOXES[kind]:
        most = getattr(MODELS[kind]._meta.get_field(name), "max_length", None)
        if most and len(str(words.get(name) or "")) > most:
            label = str(MODELS[kind]._meta.get_field(name).verbose_name)
            found.append(
                _now("%(label)s: shorten this text to at most %(most)d characters") % {"label": label, "most": most}
            )
    if all(words.get(name) for name in DAYS) and words["ends_on"] < words["starts_on"]:
        found.append(_now("The last date cannot be before the first date."))
    if words.get("grant") and not words.get("cost"):
        found.append(_now("Enter the cost that the grant pays, or choose no grant."))
    return found


def is_outside(thing: Thing, plan: Plan) -> bool:
    """Its days lie outside the three school years of the plan: a slip, or meant."""
    words = thing["words"]
    return all(words.get(name) for name in DAYS) and lies_outside(words, plan.first_year)


def left_over(rows: Iterable[Judged]) -> list[Judged]:
    return [each for each in rows if each.is_lost_otherwise]


def brought_to(plan: Plan, person: Person) -> QuerySet[BroughtPlan]:
    """The files of which something waits; how many rows (`left`), but none of their words."""
    number = Func("things", function="JSONB_ARRAY_LENGTH", output_field=IntegerField())
    rows = BroughtPlan.objects.visible_to(person).filter(plan=plan)
    return rows.select_related("by").defer("tables", "things").annotate(left=number)


def brought_for(person: Person, school: UUID, year: int, document: UUID) -> BroughtPlan:
    """One file that was sent in for a plan that this person may write."""
    plan = plan_for(person, school, year, May.WRITE_PLAN)
    rows = BroughtPlan.objects.visible_to(person).filter(plan=plan).select_related("by")
    found: BroughtPlan = one_of(rows, public_id=document)
    found.plan = plan
    return found


def grants_of(plan: Plan) -> list[Grant]:
    return list(plan.grants.select_related("grant_kind"))
