"""The self-evaluation of the world of the walks: submitted, shared, written further, with all that belongs to it."""

from typing import Any
from uuid import uuid4

from schools.circles import put
from schools.clarifications import actions as clarifications
from schools.evaluation_contents import DOCUMENT
from schools.models import (
    CarriedArea,
    Look,
    OwnDocument,
    Priority,
    Section,
    Strength,
    Version,
)
from schools.policy import Role
from schools.self_evaluations import actions as self_evaluations
from schools.sharing import actions as sharing
from schools.sharing.views import READERS
from tests import factories as make
from tests.access_both_languages import add_other_language
from tests.access_translations import add_translations
from tests.schools.writing import save, submit


def add_self_evaluation(world: Any) -> None:
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


def add_year_before(world: Any, evaluation: Any) -> None:
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


def add_entries(world: Any, section: Section, items: list[Any]) -> None:
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


def add_clarifications(world: Any, section: Section) -> None:
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


def add_own_documents(world: Any, evaluation: Any, area: str) -> None:
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


def add_brought_documents(world: Any, evaluation: Any) -> None:
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


def add_evidence(world: Any) -> list[Any]:
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


def add_arguments_of_self_evaluation(world: Any, section: Section, findings: dict[str, Any]) -> None:
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
