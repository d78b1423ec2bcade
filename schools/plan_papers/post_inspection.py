"""The post-inspection action plan on paper: what the development plan does about each recommendation of a report."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schools import clock
from schools.documents.outline import (
    Block,
    Item,
    Outline,
    Paragraph,
    heading,
    page_words,
    paragraphs,
    said,
)
from schools.inspected import answered_by
from schools.models import Inspection, Plan, Version
from schools.plan_contents import Content

from .outlines import STANDS, Fact, day, labelled, listed, on, outline, target_item


def of_living_plan(plan: Plan, content: Content, inspection: Inspection | None) -> Outline:
    now = clock.now()
    facts = [
        (_("What this is"), str(STANDS)),
        (_("As it stood on"), date_format(timezone.localtime(now), "DATETIME_FORMAT")),
        (_("Development plan"), plan.period),
    ]
    title = _("Post-inspection action plan %(period)s") % {"period": plan.period}
    return outline(title, plan.school, [*facts, *_report(inspection)], now, _blocks(content, inspection))


def of_shared_plan(version: Version, content: Content, inspection: Inspection | None) -> Outline:
    words = {"period": content["period"], "number": version.number}
    facts = [
        (_("Shared on"), day(version.at)),
        (_("Development plan"), _("%(period)s, version %(number)s") % words),
    ]
    title = _("Post-inspection action plan %(period)s, version %(number)s") % words
    return outline(title, version.school, [*facts, *_report(inspection)], version.at, _blocks(content, inspection))


def _report(inspection: Inspection | None) -> list[Fact]:
    if inspection is None:
        return []
    return [
        (_("Estyn’s follow-up"), str(inspection.get_follow_up_display())),
        (_("Date of the report"), date_format(inspection.report_on)),
    ]


def _blocks(content: Content, inspection: Inspection | None) -> list[Block]:
    if inspection is None:
        return [said(_("No post-inspection action plan is needed"))]
    rows = answered_by(inspection, content)
    if not rows:
        return [said(_("The recommendations of this inspection have not been entered yet."))]
    return [block for row in rows for block in _answer(row["recommendation"], row["priorities"])]


def _answer(recommendation: Any, priorities: list[Content]) -> list[Block]:
    blocks = [heading(1, _("Recommendation %(number)s") % {"number": recommendation.number})]
    blocks += map(Paragraph, paragraphs(recommendation.text, recommendation.lang))
    for priority in priorities:
        blocks.append(heading(2, _("Priority %(number)s") % {"number": priority["number"]}))
        blocks += map(Paragraph, paragraphs(priority["text"], priority["lang"]))
        blocks += listed(_("Targets"), [target_item(each) for each in priority["targets"]])
        blocks += listed(_("Actions"), [_action(each) for each in priority["actions"]])
        if not priority["actions"]:
            blocks.append(said(_("No actions have been written yet.")))
    if not priorities:
        blocks.append(said(_("No priority of the plan answers this recommendation yet.")))
    return blocks


def _action(action: Content) -> Item:
    """What is done, who leads it, and when."""
    when = {"first": on(action["starts_on"]), "last": on(action["ends_on"])}
    notes = [labelled(_("Lead"), action["lead"], action["lang"])] if action.get("lead") else []
    notes.append([page_words(_("From %(first)s to %(last)s") % when)])
    return Item(paragraphs(action["text"], action["lang"]), notes)
