"""The grants that pay for a development plan, and the lines on which each is spent."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.history import once_only, record, revise, tells
from schools.models import Action, Grant, GrantKind, GrantLine, Person, Plan
from schools.plan_writing import change
from schools.refusals import Refused
from schools.sittings import keep_words
from schools.workflow import kept_by, locked, require_seen, save_version

MOST_GRANTS, MOST_LINES = 20, 50
TEXTS: dict[Any, tuple[str, ...]] = {Grant: ("name",), GrantLine: ("text",)}
TWICE = gettext_lazy(
    "This grant is in the plan for that school year already. Change that one; or give this one a name of its own."
)
PAYS = gettext_lazy(
    "This grant pays for actions of the plan: %(actions)s. Take it out of them first, then remove the grant."
)

ADDED = {
    Grant: tells("grant.added", gettext_lazy("A grant was added to the plan.")),
    GrantLine: tells("grant_line.added", gettext_lazy("A line was added to a grant of the plan.")),
}
EDITED = {
    Grant: tells("grant.edited", gettext_lazy("A grant of the plan was changed.")),
    GrantLine: tells("grant_line.edited", gettext_lazy("A line of a grant of the plan was changed.")),
}
REMOVED = {
    Grant: tells("grant.removed", gettext_lazy("A grant was removed from the plan.")),
    GrantLine: tells("grant_line.removed", gettext_lazy("A line was removed from a grant of the plan.")),
}


@once_only
def add(plan: Plan, *, by: Person, once: UUID, **words: Any) -> Grant:
    change(plan, by)
    _check_name(words)
    if plan.grants.count() >= MOST_GRANTS:
        raise Refused(_("A plan holds at most %(most)s grants. Remove one first.") % {"most": MOST_GRANTS})
    with kept_by("one_grant_a_plan_and_school_year", str(TWICE), "grant_kind"):
        grant = Grant.objects.create(plan=plan, **words)
    return _added(grant, plan, by, once)


@once_only
def add_line(grant: Grant, *, by: Person, once: UUID, **words: Any) -> GrantLine:
    change(grant.plan, by)
    locked(grant)
    if grant.lines.count() >= MOST_LINES:
        raise Refused(
            _("A grant holds at most %(most)s lines. Bring several together into one, or remove one first.")
            % {"most": MOST_LINES}
        )
    return _added(GrantLine.objects.create(grant=grant, **words), grant.plan, by, once)


@once_only
def edit(thing: Any, *, version: int, by: Person, once: UUID, **words: Any) -> Any:
    """Change a grant or a line of one."""
    change(thing.document, by)
    model = type(thing)
    if model is Grant:
        _check_name(words)
    with kept_by("one_grant_a_plan_and_school_year", str(TWICE), "grant_kind"):
        return save_version(thing, version, by=by, verb=EDITED[model], once=once, texts=TEXTS[model], **words)


@once_only
def remove(thing: Any, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """Take a grant (with its lines) or a line out of the plan. The words stay in the school's history of texts."""
    plan: Plan = thing.document
    change(plan, by)
    going = goes_with(locked(thing))
    if isinstance(thing, Grant) and (paid := actions_paid_by(thing, by)):
        raise Refused(str(PAYS) % {"actions": ", ".join(f"“{_short(action.text)}”" for action in paid)})
    require_seen(seen, [each for each, _texts in going])
    keep_words(going, by=by, school=plan.school)
    record(REMOVED[type(thing)], thing, by=by, school=plan.school, once=once)
    thing.delete()
    return plan


def goes_with(thing: Any) -> list[tuple[Any, tuple[str, ...]]]:
    """What is removed with it, itself the first, and where its words stand."""
    under = thing.lines.all() if isinstance(thing, Grant) else []
    return [(each, TEXTS[type(each)]) for each in (thing, *under)]


def actions_paid_by(grant: Grant, person: Person) -> list[Action]:
    return list(Action.objects.visible_to(person).filter(grant=grant))


def _added(thing: Any, plan: Plan, by: Person, once: UUID) -> Any:
    for name in TEXTS[type(thing)]:
        if getattr(thing, name):
            revise(thing, name, by=by, school=plan.school)
    record(ADDED[type(thing)], thing, by=by, school=plan.school, once=once)
    return thing


def _check_name(words: dict[str, Any]) -> None:
    kind: GrantKind = words["grant_kind"]
    if kind.is_other and not words["name"]:
        raise Refused(_("Enter the name of the grant, because it is not one of those above."), "name")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
