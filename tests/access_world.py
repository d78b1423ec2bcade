"""The world of the walks: in Nia's school everything exists that could leak or multiply, each with a canary in it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.urls import reverse

from schools import clock
from schools.governing_body import actions as governing_body
from schools.models import (
    Action,
    Cluster,
    ContextFigures,
    Federation,
    FollowUp,
    Inspection,
    Milestone,
    OwnDocument,
    Plan,
    PlanPriority,
    Priority,
    Recommendation,
    RecommendationLink,
    RegisterUpload,
    Target,
    WelshMediumCategory,
)
from schools.plan_parts import actions as plan_parts
from schools.plans import actions as plans
from schools.policy import Role
from schools.register.reading import read
from tests import factories as make
from tests.access_availability import add_availability
from tests.access_calendar import add_calendar
from tests.access_discussions import add_discussions
from tests.access_inspections import add_inspections, arguments_of_papers
from tests.access_people import add_people
from tests.access_plan_sections import add_living_sections, add_shared_sections
from tests.access_planning import add_proposal
from tests.access_progress import add_progress
from tests.access_records import add_records
from tests.access_relations import add_federation, add_open_schools, add_relations
from tests.access_rounds import add_round
from tests.access_self_evaluations import add_self_evaluation
from tests.access_statutory import add_answers
from tests.access_summary import add_summary
from tests.access_summary_translations import add_summary_translations
from tests.access_table import route_of
from tests.plan_addresses import plan_route


@dataclass
class World:
    school: Any
    cast: Any
    size: int = 1
    partner: Any = None  # the other school of its federation
    arguments: dict[str, list[Any]] = field(default_factory=dict)  # by page of the access table
    invited: Any = None  # an invitation for Nia

    def url(self, page: str) -> str:
        return reverse(route_of(page), args=self.arguments[page] if "[" in page else self.arguments.get(page, []))


def build(cast: Any, request: Any, size: int = 1) -> World:
    """Everything once, or `size` times where the portal keeps many of a thing."""
    world = World(request.getfixturevalue("school"), cast, size)
    add_federation(world)
    add_register(world)
    add_self_evaluation(world)
    add_inspections(world)
    add_plan(world)
    add_summary_translations(world)
    add_discussions(world)
    add_records(world)
    add_people(world)
    add_relations(world)
    add_open_schools(world)
    add_calendar(world)
    add_availability(world)
    add_round(world)
    add_proposal(world)
    return world


def add_register(world: World) -> None:
    """Whom the school employs, what it was before, its figures; and two files that Olwen sent in, one imported."""
    school, olwen, year = world.school, world.cast.olwen, clock.current_school_year()
    service = world.cast.alun.appointments.get().service
    for n in range(world.size):
        day = dt.date(2010 + n, 9, 1)
        make.appoint(make.make_person("CANARY-school-person"), Role.CONTRIBUTOR, school)
        adviser = make.make_person(f"Ymgynghorydd{n}")
        make.appoint(adviser, Role.SERVICE_ADVISER, service)
        make.assign(adviser, service, school)
        ContextFigures.all_rows.create(school=school, school_year=day.year, pupils=200)
        WelshMediumCategory.all_rows.create(school=school, scheme="2007", code="WM", starts_on=day, ends_on=day)
        school.predecessors.add(make.make_school(school.council, closed_on=make.YESTERDAY))
        group = {"council": school.council, "name_cy": f"Clwstwr {n}", "name_en": f"Cluster {n}"}
        Cluster.all_rows.create(**group), Federation.all_rows.create(**group)
    names = "\n".join(f"Ysgol Newydd {n},{school.council.code},primary" for n in range(world.size))
    table = read(f"School name,LA code,Sector\n{names}".encode()).kept()
    sent = {"council": school.council, "by": olwen, "filename": "CANARY-register-upload"}
    waiting = RegisterUpload.all_rows.create(**sent, table=table)
    counts = dict.fromkeys(("new", "changed", "unchanged", "missing"), 1)
    done = RegisterUpload.all_rows.create(**sent, counts=counts, imported_at=clock.now(), imported_by=olwen)
    world.arguments |= {
        **{f"register:{name}": [school.public_id] for name in ("detail", "history", "edit")},
        **{f"register:{name}": [school.public_id] for name in ("language_category", "add_group")},
        "register:figures": [school.public_id, year],
        "register:import_preview": [waiting.public_id],
        "register:import_done": [done.public_id],
    }


def add_plan(world: World) -> None:
    """Drawn from the living self-evaluation, approved and shared, then written further and approved."""
    school, nia, year = world.school, world.cast.nia, clock.current_school_year()
    plan = make.make_plan(school, year)
    sources = list(Priority.all_rows.filter(text__contains="CANARY-living").select_related("section__self_evaluation"))
    free = Priority.all_rows.create(section=sources[0].section, text="CANARY-living-priority", lang="en")
    world.arguments["self_evaluations:remove[priorities]"][-1] = free.public_id  # the others are drawn on
    day, words = clock.school_year_bounds(year)[0], {"lang": "en", "by": nia}
    add_answers(world, plan)
    frozen = make.make_own_document(plan, nia, "CANARY-shared-plan")
    for _again in range(world.size):
        priority = plan_parts.write(plan, text="CANARY-shared-plan", year=1, comes_from=sources, once=uuid4(), **words)
        for _more in range(world.size):
            Target.all_rows.create(plan_priority=priority, text="CANARY-shared-plan", expected_outcome="x", lang="en")
            Action.all_rows.create(plan_priority=priority, text="x", lead="x", lang="en", starts_on=day, ends_on=day)
            Milestone.all_rows.create(plan_priority=priority, text="CANARY-shared-plan", term="autumn", lang="en")
        add_shared_sections(plan)
        plan.refresh_from_db()
        meeting = {"meeting": "CANARY-approval-meeting", "approved_on": clock.today(), "version": plan.version}
        governing_body.record_approval(plan, once=uuid4(), **meeting, **words)
        plans.share(plan, by=nia, once=uuid4(), reason="CANARY-shared-plan", lang="en")
    add_recommendations(world, priority)
    parts = {
        "priorities": priority,
        "targets": plan_parts.add(
            priority, Target, text="CANARY-living-plan", expected_outcome="x", once=uuid4(), **words
        ),
        "actions": priority.actions.first(),
        "milestones": priority.milestones.first(),
    }
    OwnDocument.all_rows.filter(pk=frozen.pk).update(in_use=False)
    parts["document"] = make.make_own_document(plan, nia, "CANARY-living-plan")
    add_living_sections(world, plan)
    plan.refresh_from_db()  # what was written further is approved, and waits to be shared again
    governing_body.record_approval(plan, once=uuid4(), **{**meeting, "version": plan.version}, **words)
    add_arguments_of_plan(world, plan, parts)
    add_progress(world, plan)
    add_summary(world, plan)


def add_recommendations(world: World, priority: PlanPriority) -> None:
    """Public facts; the last is answered by no priority."""
    words = {"report_on": clock.today(), "follow_up": FollowUp.SIGNIFICANT_IMPROVEMENT}
    report = Inspection.all_rows.create(school=world.school, **words)
    for number in range(world.size + 1):
        asked = Recommendation.all_rows.create(inspection=report, number=number, text="x", lang="en")
        if number < world.size:
            RecommendationLink.all_rows.create(plan_priority=priority, recommendation=asked)


def add_arguments_of_plan(world: World, plan: Plan, parts: dict[str, Any]) -> None:
    school = world.school.public_id
    own, priority = [school, plan.first_year], parts["priorities"].public_id
    document = parts.pop("document").public_id
    day = clock.today()
    words: dict[str, Any] = {"meets_on": day, "meeting": "CANARY-prepared-meeting", "lang": "en"}
    words["comments"] = "CANARY-prepared-comments"
    ready = governing_body.prepare(plan, version=0, by=world.cast.clem, once=uuid4(), **words)
    names = ("detail", "draw", "write", "approve", "put_forward", "check", "share", "shared", "history")
    world.arguments |= {
        "shared_priorities:theme": [plan.priorities.first().links.first().section.area.code],
        **{plan_route(name): own for name in names},
        "governing_body:prepare": own,
        "governing_body:remove": [*own, ready.public_id],
        "post_inspection:detail": own,
        "post_inspection:shared": [*own, world.size],
        **{each: [school] for each in ("plans:index", "plans:start")},
        **{each: [*own, world.size] for each in ("plans:version", "plans:copy")},
        **{f"plan_parts:{name}": [*own, priority] for name in ("detail", "link", "more")},
        **{f"plan_parts:add[{kind}]": [*own, priority, kind] for kind in parts if kind != "priorities"},
        **arguments_of_papers(own, world.size),
        **{f"plan_document:{name}": own for name in ("index", "attach", "download")},
        **{f"plan_document:{name}": [*own, world.size] for name in ("shared", "approved")},
        "plan_document:detach": [*own, document],
    }
    for kind, part in parts.items():
        world.arguments |= {f"plan_parts:{name}[{kind}]": [*own, kind, part.public_id] for name in ("edit", "remove")}
