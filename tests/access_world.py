"""The world of the walks: in Nia's school everything exists that could leak or multiply, each with a canary in it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.urls import reverse

from schools import clock
from schools.circles import put
from schools.clarifications import actions as clarifications
from schools.evaluation_contents import DOCUMENT
from schools.governing_body import actions as governing_body
from schools.models import (
    Action,
    CarriedArea,
    Cluster,
    ContextFigures,
    Federation,
    Look,
    OwnDocument,
    Plan,
    Priority,
    RegisterUpload,
    Section,
    Strength,
    Target,
    Version,
    WelshMediumCategory,
)
from schools.plans import actions as plans
from schools.policy import Role
from schools.register.reading import read
from schools.self_evaluations import actions as self_evaluations
from schools.sharing import actions as sharing
from schools.sharing.views import READERS
from tests import factories as make
from tests.access_both_languages import add_other_language
from tests.access_discussions import add_discussions
from tests.access_inspections import add_inspections, arguments_of_papers
from tests.access_people import add_people
from tests.access_records import add_records
from tests.access_relations import add_federation, add_open_schools, add_relations
from tests.access_table import route_of
from tests.access_translations import add_translations
from tests.schools.writing import save, submit


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
    add_discussions(world)
    add_records(world)
    add_people(world)
    add_relations(world)
    add_open_schools(world)
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
    items = add_evidence(world)
    for _again in range(world.size + 1):  # one alone could not be compared with another
        make.write_in(evaluation, "CANARY-submitted-narrative", lang="en")
        make.make_other_language(first.strengths.last(), "CANARY-submitted-other-language")
        first.refresh_from_db()
        self_evaluations.cite(first, evidence=items, version=first.version, by=nia, once=uuid4())
        third.passages.filter(box="going_well").update(lang="cy")
        second.passages.filter(box="going_well").update(text=f"CANARY-governors-narrative {_again}")
        sharing.share_with_governors(evaluation, by=nia, once=uuid4())
        submit(evaluation, by=nia, areas=[first.area.code, third.area.code])
    add_own_documents(world, evaluation, first.area.code)
    for again in range(world.size + 1):
        save(first, going_well=f"CANARY-living-narrative {again}", lang="en", by=(nia, world.cast.sion)[again % 2])
    for _again in range(world.size):
        strength = Strength.all_rows.create(section=first, text="CANARY-living-strength", lang="en")
        priority = Priority.all_rows.create(section=first, text="CANARY-living-priority", lang="en")
        for finding in (strength, priority):
            make.make_other_language(finding, "CANARY-living-other-language", status="draft")
            self_evaluations.cite(finding, evidence=items, version=1, by=nia, once=uuid4())
    add_other_language(world, first)
    add_entries(world, first, items)
    add_clarifications(world, first)
    add_translations(world, evaluation)
    add_brought_documents(world, evaluation)
    add_year_before(world, evaluation)
    evaluation.sections.update(owner=make.make_person("CANARY-looks-after-the-area"))  # of the team no more
    world.arguments["owners:index"] = [school.public_id, evaluation.school_year]
    add_arguments_of_self_evaluation(world, first, {"strengths": strength, "priorities": priority})
    read = Version.all_rows.filter(version_kind="self_evaluation", thing_id=evaluation.public_id)[0]
    for _again in range(world.size):
        reader = {"by": make.make_person("CANARY-reader-of-the-school"), "acted_as": Role.COUNCIL_OFFICER}
        Look.all_rows.create(school=school, seen=read, **reader)
    world.arguments["looks:index"] = [school.public_id]


def add_year_before(world: World, evaluation: Any) -> None:
    """The self-evaluation of last year, from which this one was begun: most came along, something stayed there."""
    three = make.the_framework("estyn-areas", edition=3)
    older = make.make_self_evaluation(world.school, evaluation.school_year - 1, three)
    for _again in range(world.size):
        make.write_in(older, "CANARY-living-narrative", lang="en")
    new = list(evaluation.sections.order_by("area__position"))
    for old in older.sections.all():
        kept = [["going_well", "nowhere"], ["strengths", "nowhere"]] if old.area.position == 1 else []
        new_section = None if kept else new[old.area.position - 1]
        CarriedArea.all_rows.create(self_evaluation=evaluation, old=old, new=new_section, stayed=kept)
    type(evaluation).all_rows.filter(pk=evaluation.pk).update(carried_from=older)
    new[0].passages.update(carried=True)
    new[0].strengths.update(carried=True)
    world.arguments["starting:carried"] = [world.school.public_id, evaluation.school_year]
    begun = make.make_self_evaluation(world.school, evaluation.school_year - 2)  # and nothing was done in it
    world.arguments["starting:remove"] = [world.school.public_id, begun.school_year]


def add_entries(world: World, section: Section, items: list[Any]) -> None:
    """Short entries of Nia, each resting on all the evidence: the team's alone."""
    for _again in range(world.size):
        words = {name: "CANARY-living-entry" for name in ("looked_at", "found", "so_what")}
        entry = make.make_entry(section, world.cast.nia, **words)
        self_evaluations.cite(entry, evidence=items, version=1, by=world.cast.nia, once=uuid4())
    own = [world.school.public_id, section.self_evaluation.school_year]
    world.arguments |= {
        **{f"entries:{name}": [*own, section.area.code] for name in ("index", "add")},
        **{f"entries:{name}": [*own, section.area.code, entry.public_id] for name in ("edit", "remove")},
        "self_evaluations:cite[entries]": [*own, "entries", entry.public_id],
        "evidence:cited": [*own, section.area.code],
        "texts:index": [*own, section.area.code],
        "texts:changes": [*own, section.area.code, section.passages.get(box="going_well").public_id],
    }


def add_clarifications(world: World, section: Section) -> None:
    """Of each side's questions about the first version, some answered and some not."""
    cast, code = world.cast, section.area.code
    evaluation = section.self_evaluation
    frozen = Version.all_rows.get(version_kind="self_evaluation", thing_id=evaluation.public_id, number=1)
    words = {"area": code, "lang": "en", "once": None}
    for _again in range(world.size):
        answered = clarifications.ask(frozen, question="CANARY-question-answered", by=cast.alun, **words)
        said = {"answer": "CANARY-answer-of-the-school", "lang": "en", "once": None}
        clarifications.answer(answered, by=cast.sion, **said)
        clarifications.ask(frozen, question="CANARY-question-waiting", by=cast.olwen, **words)
    waiting = clarifications.ask(frozen, question="CANARY-question-waiting", by=cast.olwen, **words)
    own = [world.school.public_id, evaluation.school_year, 1]
    world.arguments |= {
        "clarifications:ask": [*own, code],
        **{f"clarifications:{name}": [*own, waiting.public_id] for name in ("answer", "withdraw")},
    }


def add_own_documents(world: World, evaluation: Any, area: str) -> None:
    """The school's own document: one went to the governors, one to the council, a third is the team's so far."""
    nia = world.cast.nia
    documents = OwnDocument.all_rows.filter(self_evaluation=evaluation)
    make.make_own_document(evaluation, nia, "CANARY-own-document-of-the-governors", circle="governors")
    sharing.share_with_governors(evaluation, by=nia, once=uuid4())
    documents.update(in_use=False)
    make.make_own_document(evaluation, nia, "CANARY-own-document-submitted")
    submit(evaluation, by=nia, areas=[area, DOCUMENT])
    documents.update(in_use=False)
    last = make.make_own_document(evaluation, nia, "CANARY-own-document-in-use")
    own = [world.school.public_id, evaluation.school_year]
    world.arguments |= {
        **{f"own_document:{name}": own for name in ("index", "attach", "readers", "download")},
        "own_document:detach": [*own, last.public_id],
        **{f"own_document:{name}": [*own, world.size + 2] for name in ("submitted", "shared")},
        **{f"{slice}:version[own-document]": [*own, world.size + 2] for slice in ("self_evaluations", "sharing")},
    }


def add_brought_documents(world: World, evaluation: Any) -> None:
    """Word documents of Carys, of which each text is still to be placed."""
    area = evaluation.sections.order_by("area__position")[0].area.code
    for _again in range(world.size):
        block = {"heading": "CANARY-brought-text", "text": "CANARY-brought-text", "lang": "en", "kind": ""}
        blocks = [{**block, "id": number, "to": f"{area}/summary"} for number in range(world.size)]
        document = make.make_brought_document(evaluation, world.cast.carys, blocks=blocks)
    own = [world.school.public_id, evaluation.school_year]
    world.arguments |= {
        **{f"bringing_in:{name}": own for name in ("index", "add")},
        **{f"bringing_in:{name}": [*own, document.public_id] for name in ("place", "check", "remove")},
        "bringing_in:read": [*own, document.public_id, 0],
    }


def add_evidence(world: World) -> list[Any]:
    """Items with a link and a file each."""
    school, words = world.school, {"shows": "CANARY-evidence-shows", "link": "https://example.org/CANARY-evidence-link"}
    items = [make.make_evidence(school, "CANARY-evidence-title", **words) for _again in range(world.size)]
    files = [make.make_evidence_file(item, by=world.cast.nia, name="CANARY-evidence-file.pdf") for item in items]
    world.arguments |= {
        "evidence:index": [school.public_id],
        "evidence:add": [school.public_id],
        **{f"evidence:{name}": [school.public_id, items[0].public_id] for name in ("edit", "file_add")},
        **{
            f"evidence:{name}": [school.public_id, items[0].public_id, files[0].public_id]
            for name in ("file_remove", "download")
        },
    }
    return items


def add_arguments_of_self_evaluation(world: World, section: Section, findings: dict[str, Any]) -> None:
    school, area = world.school.public_id, section.area.code
    own = [school, section.self_evaluation.school_year]
    world.arguments |= {
        "self_evaluations:index": [school],
        "comparisons:index": [school],
        **{f"starting:{name}": [school] for name in ("start", "places")},
        **{f"self_evaluations:{name}": own for name in ("detail", "check", "submit", "submitted", "history")},
        "self_evaluations:version": [*own, 1],
        "self_evaluations:copy": [*own, 1],
        **{f"self_evaluations:{name}": [*own, area] for name in ("write", "same_text")},
        "self_evaluations:cite[section]": [*own, area],
        **{f"sharing:{name}": own for name in ("index", "governors")},
        **{f"sharing:preview[{reader}]": [*own, reader] for reader in READERS},
        "sharing:lending": [*own, area],
        **{f"papers:own[{kind}]": [*own, kind] for kind in ("docx", "pdf")},
        **{
            f"papers:{name}[{kind}]": [*own, world.size + 2, kind]
            for name in ("submitted", "shared")
            for kind in ("docx", "pdf")
        },
        "sharing:version": [*own, 1],
        "sharing:copy": [*own, 1],
    }
    for kind, finding in findings.items():
        world.arguments |= {f"self_evaluations:{name}[{kind}]": [*own, area, kind] for name in ("add", "findings")}
        for name in ("edit", "remove", "cite"):
            world.arguments[f"self_evaluations:{name}[{kind}]"] = [*own, kind, finding.public_id]


def add_plan(world: World) -> None:
    """Drawn from the living self-evaluation, approved and shared, then written further and approved."""
    school, nia, year = world.school, world.cast.nia, clock.current_school_year()
    plan = Plan.all_rows.create(school=school, first_year=year)
    sources = list(Priority.all_rows.filter(text__contains="CANARY-living").select_related("section__self_evaluation"))
    free = Priority.all_rows.create(section=sources[0].section, text="CANARY-living-priority", lang="en")
    world.arguments["self_evaluations:remove[priorities]"][-1] = free.public_id  # the others are drawn on
    day, words = clock.school_year_bounds(year)[0], {"lang": "en", "by": nia}
    for _again in range(world.size):
        priority = plans.write(plan, text="CANARY-shared-plan", year=1, comes_from=sources, once=uuid4(), **words)
        for _more in range(world.size):
            Target.all_rows.create(plan_priority=priority, text="CANARY-shared-plan", expected_outcome="x", lang="en")
            Action.all_rows.create(plan_priority=priority, text="x", lead="x", lang="en", starts_on=day, ends_on=day)
        plan.refresh_from_db()
        meeting = {"meeting": "CANARY-approval-meeting", "approved_on": clock.today(), "version": plan.version}
        governing_body.record_approval(plan, once=uuid4(), **meeting, **words)
        plans.share(plan, by=nia, once=uuid4())
    parts = {
        "priorities": priority,
        "targets": plans.add(priority, Target, text="CANARY-living-plan", expected_outcome="x", once=uuid4(), **words),
        "actions": priority.actions.first(),
    }
    plan.refresh_from_db()  # what was written further is approved, and waits to be shared again
    governing_body.record_approval(plan, once=uuid4(), **{**meeting, "version": plan.version}, **words)
    add_arguments_of_plan(world, plan, parts)


def add_arguments_of_plan(world: World, plan: Plan, parts: dict[str, Any]) -> None:
    school = world.school.public_id
    own, priority = [school, plan.first_year], parts["priorities"].public_id
    names = ("detail", "draw", "write", "check", "share", "shared", "history")
    world.arguments |= {
        "plans:index": [school],
        "plans:start": [school],
        **{f"plans:{name}": own for name in names},
        **arguments_of_papers(own, world.size),
        "plans:version": [*own, world.size],
        "plans:copy": [*own, world.size],
        "plans:link": [*own, priority],
        **{f"plans:add[{kind}]": [*own, priority, kind] for kind in parts if kind != "priorities"},
    }
    for kind, part in parts.items():
        world.arguments |= {f"plans:{name}[{kind}]": [*own, kind, part.public_id] for name in ("edit", "remove")}
