"""The world of the walks: in Nia's school everything exists that could leak or multiply, each with a canary in it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.urls import reverse

from schools import clock
from schools.circles import put
from schools.models import (
    Action,
    Cluster,
    ContextFigures,
    Federation,
    Plan,
    Priority,
    RegisterUpload,
    Strength,
    Target,
    WelshMediumCategory,
)
from schools.plans import actions as plans
from schools.policy import Role
from schools.register.reading import read
from schools.self_evaluations import actions as self_evaluations
from schools.sharing import actions as sharing
from tests import factories as make
from tests.access_discussions import add_discussions
from tests.access_people import add_people
from tests.access_records import add_records
from tests.schools.writing import submit


@dataclass
class World:
    school: Any
    cast: Any
    size: int = 1
    arguments: dict[str, list[Any]] = field(default_factory=dict)
    invited: Any = None  # an invitation for Nia

    def url(self, route: str) -> str:
        return reverse(route, args=self.arguments.get(route, []))


def build(cast: Any, request: Any, size: int = 1) -> World:
    """Everything once, or `size` times where the portal keeps many of a thing."""
    world = World(request.getfixturevalue("school"), cast, size)
    add_register(world)
    add_self_evaluation(world)
    add_plan(world)
    add_discussions(world)
    add_records(world)
    add_people(world)
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


def add_self_evaluation(world: World) -> None:
    """Submitted, then written further: the later words must stay inside the school."""
    school, nia = world.school, world.cast.nia
    evaluation = make.make_self_evaluation(school)
    first, second, third = evaluation.sections.order_by("area__position")
    put(second, "governors", by=nia)  # never submitted: the council must not learn that it exists
    items = [
        make.make_evidence(school, "CANARY-evidence-title", shows="CANARY-evidence-shows")
        for _again in range(world.size)
    ]
    for _again in range(world.size):
        make.write_in(evaluation, "CANARY-submitted-narrative", lang="en")
        first.refresh_from_db()
        self_evaluations.cite(first, evidence=items, version=first.version, by=nia, once=uuid4())
        second.passages.filter(box="going_well").update(text=f"CANARY-governors-narrative {_again}")
        sharing.share_with_governors(evaluation, by=nia, once=uuid4())
        submit(evaluation, by=nia, areas=[first.area.code, third.area.code])
    first.passages.filter(box="going_well").update(text="CANARY-living-narrative")
    for _again in range(world.size):
        strength = Strength.all_rows.create(section=first, text="CANARY-living-strength", lang="en")
        Priority.all_rows.create(section=first, text="CANARY-living-priority", lang="en")
        self_evaluations.cite(strength, evidence=items, version=1, by=nia, once=uuid4())
    area, own = first.area.code, [school.public_id, evaluation.school_year]
    world.arguments |= {
        "self_evaluations:index": [school.public_id],
        "self_evaluations:start": [school.public_id],
        **{f"self_evaluations:{name}": own for name in ("detail", "check", "submit", "submitted", "history")},
        "self_evaluations:version": [*own, 1],
        **{f"self_evaluations:{name}": [*own, area] for name in ("write", "same_text", "cite")},
        "self_evaluations:add": [*own, area, "strengths"],
        **{f"self_evaluations:{name}": [*own, "strengths", strength.public_id] for name in ("edit", "remove")},
        **{f"sharing:{name}": own for name in ("index", "governors")},
        "sharing:preview": [*own, "council"],
        "sharing:version": [*own, 1],
        "evidence:index": [school.public_id],
        "evidence:add": [school.public_id],
        "evidence:edit": [school.public_id, items[0].public_id],
    }


def add_plan(world: World) -> None:
    """Drawn from the living self-evaluation, approved and shared, then written further."""
    school, nia, year = world.school, world.cast.nia, clock.current_school_year()
    plan = Plan.all_rows.create(school=school, first_year=year)
    sources = list(Priority.all_rows.filter(text__contains="CANARY-living").select_related("section__self_evaluation"))
    day, words = clock.school_year_bounds(year)[0], {"lang": "en", "by": nia}
    for _again in range(world.size):
        priority = plans.write(plan, text="CANARY-shared-plan", year=1, comes_from=sources, once=uuid4(), **words)
        for _more in range(world.size):
            Target.all_rows.create(plan_priority=priority, text="CANARY-shared-plan", expected_outcome="x", lang="en")
            Action.all_rows.create(plan_priority=priority, text="x", lead="x", lang="en", starts_on=day, ends_on=day)
        plan.refresh_from_db()
        meeting = {"meeting": "CANARY-approval-meeting", "approved_on": clock.today(), "version": plan.version}
        plans.record_approval(plan, once=uuid4(), **meeting, **words)
        plans.share(plan, by=nia, once=uuid4())
    target = plans.add(priority, Target, text="CANARY-living-plan", expected_outcome="x", once=uuid4(), **words)
    own = [school.public_id, year]
    names = ("detail", "draw", "write", "approve", "check", "share", "shared", "history")
    world.arguments |= {
        "plans:index": [school.public_id],
        "plans:start": [school.public_id],
        **{f"plans:{name}": own for name in names},
        "plans:version": [*own, world.size],
        "plans:link": [*own, priority.public_id],
        "plans:add": [*own, priority.public_id, "targets"],
        **{f"plans:{name}": [*own, "targets", target.public_id] for name in ("edit", "remove")},
    }
