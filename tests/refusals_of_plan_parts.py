"""What a school is refused while it plans what stands under a priority of its plan."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from schools.models import (
    Action,
    Grant,
    GrantKind,
    Inspection,
    Milestone,
    OwnDocument,
    Plan,
    ProgressNote,
    Recommendation,
)
from schools.plan_document import actions as plan_document
from schools.plan_parts import actions
from tests import factories as make
from tests.refusals import DAY, TODAY, Refusing
from tests.refusals_of_plan_tables import behind_these_tables, bringing_in_tables
from tests.schools import documents
from tests.story import day


def under_a_priority(story: Refusing, priority: Any) -> None:
    """At the forms, in a plan that has its first priority."""
    nia = story.nia.open(story.own("plan_parts:add", priority.public_id, "milestones"))
    story.no(nia, "Write what will be seen by the end", "Choose a year of the plan", "Choose a term")
    grant = make_grant(story.plan)
    days = {**day("starts_on", TODAY), **day("ends_on", TODAY + DAY)}
    nia.open(story.own("plan_parts:add", priority.public_id, "actions"))
    said: dict[str, Any] = {"text": "x", "lead": "x", "lang": "cy", "grant": str(grant.public_id), **days}
    story.no(nia, "Enter the cost that the grant pays", **said)
    grant.delete()
    bringing_in_tables(story)


def attaching_to_the_plan(story: Refusing) -> None:
    """The school's own document beside its plan; Nia takes it off again."""
    nia = story.nia.open(story.own("plan_document:attach"))
    late = story.tab("sion", story.own("plan_document:attach"))
    story.no(nia, "Choose a Word document or a PDF", "Choose the language the text is written in", lang=[])
    nia.fill(file=SimpleUploadedFile("cynllun.pdf", documents.pdf()), lang="cy")
    sent = SimpleUploadedFile("arall.pdf", documents.pdf("Arall"))
    story.no(late, "A colleague has changed the school’s own document", file=sent, lang="cy")
    document = OwnDocument.all_rows.get(plan=story.plan)
    nia.open(story.own("plan_document:detach", document.public_id)).fill()


def behind_these_parts(behind: Any) -> None:
    """What no page lets happen, in a plan with its first priorities."""
    plan = behind.plan
    priority = plan.priorities.first()
    foreign = Inspection.all_rows.create(school=behind.other, report_on=TODAY - dt.timedelta(days=9))
    recommendation = Recommendation.all_rows.create(inspection=foreign, number=1, text="x", lang="cy")
    words = {"comes_from": [], "answers": [recommendation], "version": priority.version}
    behind.no("A recommendation to another school cannot", actions.link, priority, **words)
    grant = make_grant(Plan.all_rows.create(school=behind.school, first_year=plan.first_year + 2))
    days = {"starts_on": TODAY, "ends_on": TODAY}
    action = {"text": "x", "lead": "x", "lang": "cy", **days}
    behind.no("Choose one of the grants of this plan.", actions.add, priority, Action, cost=1, grant=grant, **action)
    grant.plan.delete()
    document = make.make_own_document(plan, behind.head, in_use=False)
    behind.no("This document has been taken off already.", plan_document.detach, document)
    document.delete()
    milestone = Milestone.all_rows.create(plan_priority=priority, text="x", lang="cy", term="autumn")
    ProgressNote.all_rows.create(milestone=milestone, status="done", text="x", lang="cy", by=behind.head)
    behind.no("Progress has been noted here, so it is not removed", actions.remove, milestone)
    behind_these_tables(behind)


def make_grant(plan: Plan) -> Grant:
    kind, _made = GrantKind.all_rows.get_or_create(code="parts", defaults={"name_cy": "Grant", "name_en": "Grant"})
    return Grant.all_rows.create(plan=plan, grant_kind=kind, school_year=plan.first_year)
