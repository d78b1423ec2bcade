"""The paper for the governors' meeting: what the plan aims at, what changed, and what is to be decided. Two pages."""

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from schools import clock
from schools.documents.outline import Block, Item, Items, Outline, Words, heading, page_words, plain, said
from schools.models import Plan, PreparedApproval
from schools.plan_contents import Content

from .outlines import day, on, outline

LONGEST = 200  # characters of a text: the whole of it stands in the plan
# What a plan says beside its priorities, as it is called where it was changed.
BESIDE = ("texts", "consultations", "national_priorities", "grants", "answers")


def for_the_meeting(
    plan: Plan, content: Content, before: Content | None, prepared: PreparedApproval | None = None
) -> Outline:
    """`before` is what the governing body approved last; `prepared` says when it is to meet."""
    now = clock.now()
    blocks = [*_asked(plan, content), *_meeting(prepared), *_changes(content, before), *_years(content)]
    facts = [(_("As it stood on"), day(now))]
    title = _("For the governors’ meeting: development plan %(period)s") % {"period": plan.period}
    return outline(title, plan.school, facts, now, blocks)


def _asked(plan: Plan, content: Content) -> list[Block]:
    title = heading(1, _("What the governing body is asked to decide"))
    if approval := content.get("approval"):
        words = _("Nothing: it approved the plan, as it stands now, on %(day)s.")
        return [title, said(words % {"day": on(approval["approved_on"])})]
    words = _("Whether it approves the development plan for %(period)s as it stands now.")
    return [title, said(words % {"period": plan.period})]


def _meeting(prepared: PreparedApproval | None) -> list[Block]:
    """When it meets and which meeting it is; what was noted for it so far is for those who record the approval."""
    if prepared is None:
        return []
    day = [page_words(f"{_('Date of the meeting')}: {date_format(prepared.meets_on)}")]
    which = [page_words(f"{_('Meeting')}: "), Words(plain(prepared.meeting), prepared.lang)]
    return [Items([Item([], [day]), Item([], [which])])]


def _changes(content: Content, before: Content | None) -> list[Block]:
    """By things, not by words: what came, what went, what was written anew."""
    title = heading(1, _("What has changed since it was approved last"))
    if before is None:
        return [title, said(_("The governing body has not approved an earlier form of this plan in the portal."))]
    was, is_now = ({each["id"]: each for each in each_content["priorities"]} for each_content in (before, content))
    lines = [(_("New priority"), is_now[key]) for key in is_now if key not in was]
    lines += [(_("Changed"), is_now[key]) for key in is_now if key in was and _says(is_now[key]) != _says(was[key])]
    lines += [(_("No longer in the plan"), was[key]) for key in was if key not in is_now]
    items = [Item([page_words(f"{label}: "), _short(row)]) for label, row in lines]
    if any(content.get(name) != before.get(name) for name in BESIDE):
        items.append(Item([page_words(_("What stands beside the priorities has been changed."))]))
    return [title, Items(items) if items else said(_("Nothing has changed."))]


def _says(priority: Content) -> Content:
    """What the team alone reads of the sources, or what was made ready for the page, is no change of the plan."""
    other = ("comes_from", "number", "actions")
    actions = [{name: value for name, value in each.items() if name != "outside"} for each in priority["actions"]]
    return {**{name: value for name, value in priority.items() if name not in other}, "actions": actions}


def _years(content: Content) -> list[Block]:
    blocks: list[Block] = []
    for year in content["years"]:
        if not year["priorities"]:
            continue
        blocks.append(heading(1, _("Year %(number)s (%(year)s)") % {"number": year["number"], "year": year["words"]}))
        items = []
        for row in year["priorities"]:
            targets = [[page_words(f"{_('Target')}: "), _short(each)] for each in row["targets"]]
            items.append(Item([_short(row)], targets))
        blocks.append(Items(items))
    return blocks or [said(_("There are no priorities in the plan yet"))]


def _short(row: Content) -> Words:
    return Words(Truncator(plain(" ".join(row["text"].split()))).chars(LONGEST), row["lang"])
