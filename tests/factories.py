"""Small makers of rows for tests. Everything has a default; what a test says is what it is about."""

import datetime as dt
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any

from schools import clock
from schools.frameworks import load_area_mappings, load_frameworks
from schools.models import (
    SMALLEST,
    AdviserAssignment,
    Appointment,
    Box,
    BroughtDocument,
    Consultation,
    Council,
    Entry,
    EvidenceFile,
    EvidenceItem,
    Framework,
    Grant,
    GrantKind,
    GrantLine,
    OtherLanguage,
    OwnDocument,
    Passage,
    Person,
    Plan,
    PlanSection,
    PlanText,
    Priority,
    School,
    Section,
    SelfEvaluation,
    Service,
    ServiceCouncil,
    Strength,
)
from schools.models.other_language import digest_of, other_than
from schools.plan_reference import load_grant_kinds
from schools.policy import Role
from schools.uploads import storing

_number = count(1)
LONG_AGO = dt.date(2020, 9, 1)
YESTERDAY = clock.today() - dt.timedelta(days=1)
# Why a plan is shared in which not everything stands that the law asks for.
REASON = {"reason": "Mae’r gweddill wrthi’n cael ei ysgrifennu.", "lang": "cy"}


def make_council(name: str = "Dyffryn", **words: Any) -> Council:
    n = next(_number)
    return Council.all_rows.create(
        **{"code": f"{n % 1000:03d}", "name_cy": f"Cyngor {name}", "name_en": f"{name} Council", **words}
    )


def make_service(*councils: Council, name: str = "Gwasanaeth") -> Service:
    service = Service.all_rows.create(name_cy=f"{name} Gwella", name_en=f"{name} Improvement")
    for council in councils:
        ServiceCouncil.all_rows.create(service=service, council=council, starts_on=LONG_AGO)
    return service


def make_school(council: Council, name: str = "", **words: Any) -> School:
    name = name or f"Ysgol Nant {next(_number)}"
    return School.all_rows.create(
        **{"council": council, "name_cy": name, "name_en": name, "sector": "primary", **words}
    )


def make_person(name: str, **words: Any) -> Person:
    n = next(_number)
    return Person.objects.create_user(f"{name.lower()}.{n}@example.test", "rhosyn-gwyn-42", name=name, **words)


def appoint(person: Person, role: Role, place: Any, **words: Any) -> Appointment:
    """Give a role at a place, from long ago unless said otherwise."""
    at = place._meta.model_name.replace("guestorganisation", "guest_organisation")
    row = Appointment.all_rows.create(person=person, role=role, **{at: place, "starts_on": LONG_AGO, **words})
    for name in ("appointments_today", "standing"):
        person.__dict__.pop(name, None)
    return row


def assign(adviser: Person, service: Service, school: School, **words: Any) -> AdviserAssignment:
    return AdviserAssignment.all_rows.create(
        adviser=adviser, service=service, school=school, **{"starts_on": LONG_AGO, **words}
    )


def the_framework(code: str = "national-themes", edition: int = 1) -> Framework:
    load_frameworks()
    load_area_mappings()
    return Framework.all_rows.get(code=code, edition=edition)


def make_self_evaluation(
    school: School, year: int | None = None, framework: Framework | None = None, **words: Any
) -> SelfEvaluation:
    """A self-evaluation with an empty section for each area of the national themes, or of another framework."""
    framework = framework or the_framework()
    evaluation = SelfEvaluation.all_rows.create(
        school=school, school_year=year or clock.current_school_year(), framework=framework, **words
    )
    for area in framework.areas.all():
        section = Section.all_rows.create(self_evaluation=evaluation, area=area)
        Passage.all_rows.bulk_create(Passage(section=section, box=box) for box in Box)
    return evaluation


def write_in(evaluation: SelfEvaluation, words: str = "Mae'r dysgwyr yn darllen yn dda.", lang: str = "cy") -> None:
    """Fill every area with a text, a strength and a priority that hold `words`."""
    for section in evaluation.sections.all():
        for box in SMALLEST:
            section.passages.filter(box=box).update(text=f"{words} ({box.label})", lang=lang)
        Strength.all_rows.create(section=section, text=f"{words} (cryfder)", lang=lang, could_share=True)
        Priority.all_rows.create(section=section, text=f"{words} (blaenoriaeth)", lang=lang, needs_support=True)


def make_plan(school: School, year: int | None = None, **words: Any) -> Plan:
    """A plan with its seven sections, all empty."""
    plan = Plan.all_rows.create(school=school, first_year=year or clock.current_school_year(), **words)
    PlanText.all_rows.bulk_create(PlanText(plan=plan, part=part) for part in PlanSection)
    return plan


def make_grant(plan: Plan, *lines: str | Decimal, code: str = "pupil-development-grant", **words: Any) -> Grant:
    """A grant of the plan's first year, with a line for each amount."""
    load_grant_kinds()
    kind = GrantKind.all_rows.get(code=code)
    grant = Grant.all_rows.create(plan=plan, grant_kind=kind, **{"school_year": plan.first_year, **words})
    for amount in lines:
        GrantLine.all_rows.create(grant=grant, text="Cynorthwyydd addysgu", lang="cy", amount=Decimal(amount))
    return grant


def make_consultation(plan: Plan, note: str = "Beth sy'n bwysig i chi?", **words: Any) -> Consultation:
    words = {"consulted": "pupils", "held_on": YESTERDAY, "lang": "cy", **words}
    return Consultation.all_rows.create(plan=plan, note=note, **words)


def make_other_language(original: Any, text: str = "The learners read well.", status: str = "finished") -> Any:
    """A text in the other language than its original, which it matches."""
    words = {"text": text, "lang": other_than(original.lang), "original_digest": digest_of(original.text)}
    return OtherLanguage.all_rows.create(**{original.kind(): original}, status=status, **words)


def make_entry(section: Section, by: Person, found: str = "Mae'r plant yn darllen mwy.", **words: Any) -> Entry:
    texts = {"looked_at": "Taith ddysgu", "found": found, "so_what": "Parhau", "lang": "cy", "on": YESTERDAY}
    return Entry.all_rows.create(section=section, by=by, **{**texts, **words})


def make_brought_document(evaluation: SelfEvaluation, by: Person, **words: Any) -> BroughtDocument:
    """A Word document of which one text is still to be placed."""
    area = evaluation.framework.areas.all()[0].code
    block = {
        "id": 0,
        "heading": "",
        "text": "Mae pawb yn darllen.",
        "lang": "cy",
        "kind": "",
        "to": f"{area}/going_well",
    }
    words = {"name": "hunanwerthusiad.docx", "blocks": [block], **words}
    return BroughtDocument.all_rows.create(self_evaluation=evaluation, by=by, **words)


def make_own_document(of: SelfEvaluation | Plan, by: Person, name: str = "hunan.pdf", **words: Any) -> OwnDocument:
    """The school's own document as its self-evaluation or its plan, with its bytes."""
    content = f"%PDF- {name}".encode()
    return OwnDocument.all_rows.create(
        **{"plan" if isinstance(of, Plan) else "self_evaluation": of},
        name=name,
        by=by,
        stored_as=storing.put(BytesIO(content)),
        **{"file_kind": "pdf", "lang": "en", "size": len(content), "sha256": sha256(content).hexdigest(), **words},
    )


def make_evidence(school: School, title: str = "Taith ddysgu", **words: Any) -> EvidenceItem:
    return EvidenceItem.all_rows.create(
        **{
            "school": school,
            "evidence_kind": "lesson_observation",
            "title": title,
            "shows": "Addysgu cyson",
            "lang": "cy",
            "gathered_on": YESTERDAY,
            **words,
        }
    )


def make_evidence_file(item: EvidenceItem, by: Person, name: str = "taith.pdf", **words: Any) -> EvidenceFile:
    """A file that is ready, with a few bytes in the storage."""
    stored = storing.put(BytesIO(b"%PDF-1.7 %%EOF"))
    told = {"name": name, "file_kind": "pdf", "size": 14, "sha256": "0" * 64, "status": "ready", **words}
    return EvidenceFile.all_rows.create(item=item, by=by, stored_as=stored, **told)
