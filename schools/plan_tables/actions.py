"""What a school does with a table of its plan: send it in, say what its columns hold, correct it, bring it in."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.documents.walking import TooLong
from schools.history import once_only, record, revise_each, tells
from schools.models import BroughtPlan, Grant, Person, Plan
from schools.plan_writing import change
from schools.refusals import Refused
from schools.workflow import locked, locked_all, require_seen, save_version

from .corrections import keep_typed, lost_among
from .mapping import Kept, kinds_of
from .queries import BOXES, DAYS, MODELS, Judged, grants_of, judged, left_over
from .things import PRIORITY, Thing, things_of

MOST_FILES = 25  # of one plan, at a time
NOT_TEXTS = (*DAYS, "year", "term", "cost", "grant")

READ = tells("plan_table.read", gettext_lazy("The tables of a plan were read from a file, to be brought in."))
MAPPED = tells("plan_table.mapped", gettext_lazy("It was chosen what the columns of a table of the plan hold."))
CORRECTED = tells("plan_table.corrected", gettext_lazy("Rows of a table were corrected, to be brought into the plan."))
BROUGHT_IN = tells(
    "plan.brought_in", gettext_lazy("Priorities and actions were brought into the plan from a table of the school’s.")
)
REMOVED = tells("plan_table.removed", gettext_lazy("What was left over of a table of the plan was removed."))


@dataclass(frozen=True)
class Brought:
    """A file that was examined and read. It is not kept."""

    name: str
    sha256: str
    tables: list[Kept]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256}"


@once_only
def bring(plan: Plan, *, file: Brought, by: Person, once: UUID) -> BroughtPlan:
    """Keep the tables of a file until they have been looked over. Nothing of the plan changes."""
    require(by, May.WRITE_PLAN, plan.school)
    if plan.brought_plans.count() >= MOST_FILES:
        raise Refused(
            _(
                "There are 25 files already of which something waits to be brought in. Bring one in, or remove what "
                "is left of it, then choose the file again."
            )
        )
    kept = BroughtPlan.objects.create(plan=plan, name=file.name, tables=file.tables, by=by)
    record(READ, kept, by=by, school=plan.school, once=once, tables=len(file.tables), sha256=file.sha256)
    return kept


@once_only
def map_columns(
    brought: BroughtPlan, *, chosen: list[int], fields: list[list[str]], version: int, by: Person, once: UUID
) -> Any:
    """Say which tables are taken, and what the columns of each kind of table hold (`fields`, in their order).

    What has been corrected stays corrected where it is read from the same words as before; what else was typed stays
    in the history of texts.
    """
    require(by, May.WRITE_PLAN, brought.school)
    standing = locked(brought)
    tables = _with_columns(standing.tables, chosen, fields)
    things = read_anew(standing, tables)
    keep_typed(lost_among(standing.things, things), standing, by=by)
    return save_version(brought, version, by=by, verb=MAPPED, once=once, tables=tables, things=things)


def _with_columns(tables: list[Kept], chosen: list[int], fields: list[list[str]]) -> list[Kept]:
    found = list(tables)
    for numbers, names in zip(kinds_of(found), fields, strict=True):
        for number in numbers:
            found[number] = {**found[number], "fields": names, "chosen": number in chosen}
    return found


def lost_with(brought: BroughtPlan, *, chosen: list[int], fields: list[list[str]]) -> list[Judged]:
    """The rows that lose what was typed in them if the columns are to hold this; none where it is refused anyway."""
    try:
        return lost_among(brought.things, read_anew(brought, _with_columns(brought.tables, chosen, fields)))
    except Refused:
        return []


def read_anew(brought: BroughtPlan, tables: list[Kept]) -> list[Thing]:
    try:
        things = things_of(tables, brought.plan.first_year, grants_of(brought.plan))
    except TooLong:
        raise Refused(
            _("More than 600 rows would be made of these tables. Choose fewer of them, and bring the others in later.")
        ) from None
    if not things:
        raise Refused(_("Nothing can be read from these tables. Choose another table, or say what its columns hold."))
    before = {thing["key"]: thing for thing in brought.things}
    found = []
    for thing in things:
        thing["read"] = dict(thing["words"])
        former = before.get(thing["key"])
        found.append(former if former is not None and former["read"] == thing["read"] else thing)
    return found


@once_only
def correct(brought: BroughtPlan, *, rows: dict[int, dict[str, Any]], version: int, by: Person, once: UUID) -> Any:
    """Write what some rows (by their number) are to say, in which language, and whether they are left out."""
    require(by, May.WRITE_PLAN, brought.school)
    standing = locked(brought)
    things = list(standing.things)
    for number, said in rows.items() if standing.version == version else ():  # of others they are not the numbers
        thing = things[number]
        words = {name: _as_json(said[name]) for name in BOXES[thing["kind"]] if name in said}
        kept = [name for name in thing["proposed"] if words.get(name) == thing["words"].get(name)]
        things[number] = {**thing, "words": {**thing["words"], **words}, "lang": said["lang"], "out": said["out"]}
        things[number] |= {"proposed": kept, "asked": True}
    return save_version(brought, version, by=by, verb=CORRECTED, once=once, things=things)


def _as_json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@once_only
def bring_in(brought: BroughtPlan, *, version: int, seen: int, by: Person, once: UUID) -> Plan:
    """Make of each row what it says. What is left out or lacks something stays to be read, and the rest is in the plan.

    It is not done where the plan says something else than when the page was opened (`seen`, its version).
    """
    plan: Plan = brought.plan
    require(by, May.WRITE_PLAN, plan.school)
    if locked(plan).version != seen:
        raise Refused(
            _(
                "The plan was changed after you opened this page. Look below at what would be brought in now, then "
                "press the button again."
            )
        )
    rows = judged(locked(brought).things, plan)
    made = [each for each in rows if each.is_made]
    if not made:
        raise Refused(
            _("Nothing can be brought in as it stands. Complete at least one row, or untick one that is left out.")
        )
    left = left_over(rows)
    change(plan, by)
    counts = _make(made, plan, by)
    kept = [_as_brought(each) for each in rows]
    facts = {**counts, "left": len(left)}
    save_version(brought, version, by=by, verb=BROUGHT_IN, once=once, facts=facts, things=kept)
    if not left:
        brought.delete()
    return plan


def _as_brought(row: Judged) -> Thing:
    """What is in the plan now is left out of the next press."""
    if row.is_made or row.there is not None:
        made = {"made": str(row.there.public_id)} if row.there is not None else {}
        return {**row.thing, **made, "out": True}
    return row.thing


def _make(made: list[Judged], plan: Plan, by: Person) -> dict[str, int]:
    """Rows of the plan, each kind in one query, and their words in the history of texts."""
    used = {each.thing["words"].get("grant") for each in made}
    grants = {str(grant.public_id): grant for grant in grants_of(plan) if str(grant.public_id) in used}
    locked_all(list(grants.values()))
    counts: dict[str, int] = {}
    new: dict[str, list[tuple[Judged, Any]]] = defaultdict(list)
    for kind, model in MODELS.items():
        for each in (one for one in made if one.thing["kind"] == kind):
            above = {"plan": plan} if kind == PRIORITY else {"plan_priority": _above(each)}
            new[kind].append((each, model(**above, lang=each.thing["lang"], **_words_of(each.thing, grants))))
        rows = model.objects.as_system("what was brought in is the school’s own").bulk_create(
            [row for _each, row in new[kind]]
        )
        for each, row in new[kind]:
            each.there = row
        for name in (name for name in BOXES[kind] if name not in NOT_TEXTS):
            revise_each([row for row in rows if getattr(row, name)], name, by=by, school=plan.school)
        counts[f"{kind}s" if kind != PRIORITY else "priorities"] = len(rows)
    return counts


def _above(row: Judged) -> Any:
    return row.under.there if row.under is not None else None


def _words_of(thing: Thing, grants: dict[str, Grant]) -> dict[str, Any]:
    words = {name: thing["words"][name] for name in BOXES[thing["kind"]] if thing["words"].get(name) not in (None, "")}
    for name in DAYS:
        if name in words:
            words[name] = dt.date.fromisoformat(words[name])
    if "cost" in words:
        words["cost"] = Decimal(words["cost"])
    if "grant" in words:
        words["grant"] = grants.get(words["grant"])
    return words


@once_only
def remove(brought: BroughtPlan, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """Delete what is left over of a file. What was brought in stays."""
    require(by, May.WRITE_PLAN, brought.school)
    require_seen(seen, [locked(brought)])
    record(REMOVED, brought, by=by, school=brought.school, once=once)
    plan: Plan = brought.plan
    brought.delete()
    return plan
