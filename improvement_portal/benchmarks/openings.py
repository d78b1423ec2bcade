"""What somebody could open: for each argument of an address, values that the data hold for this person.

A finder yields what belongs together (a school, the year of its plan, an item of that plan); an address takes of it
what it asks for. Words that an address itself lists ("strengths|priorities") are tried one after the other.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain, product
from typing import Any

from django.urls.converters import get_converters

from discussions.models import AgendaItem, Discussion, DiscussionSchool, NextStep, Participant, RecordPart, Support
from schools import clock
from schools.models import (
    AdviserAssignment,
    Appointment,
    BroughtDocument,
    Clarification,
    ConflictOfInterest,
    Entry,
    EvidenceFile,
    EvidenceItem,
    Invitation,
    OtherLanguage,
    OwnDocument,
    Passage,
    Person,
    Priority,
    RegisterUpload,
    School,
    Section,
    SelfEvaluation,
    Strength,
    TranslationRequest,
    Version,
)
from schools.people.queries import managed_places

from .calendar_openings import calendars, kept_days, term_uploads
from .diary_openings import diaries
from .found import FEW, Found, few
from .plan_openings import (
    brought_plans,
    consultations,
    followed,
    grants,
    inspections,
    lines,
    national_priorities,
    plan_documents,
    plans,
    prepared_approvals,
    public_summaries,
    reviews,
    sections,
    statutory_rows,
    summaries,
    targets,
    themes,
)
from .planning_openings import planned_years, schools_of_this_year, searches, to_come

ARGUMENT = re.compile(r"<(\w+):(\w+)>")


def openings(person: Person | None, route: str, path: str) -> Iterator[Found]:
    """The arguments with which somebody could open a route, each once; nobody in particular opens what is public."""
    asked = {name: get_converters()[kind] for kind, name in ARGUMENT.findall(path)}
    words = {name: converter.regex.split("|") for name, converter in asked.items() if _lists_words(converter.regex)}
    given: list[Found] = []
    finders: Any = (FINDERS if person else FOR_EVERYBODY).get(route.split(":")[0], [])
    for found in chain([{}], *(finder(person) for finder in finders)):
        for chosen in product(*words.values()):
            whole = {**dict(zip(words, chosen, strict=True)), **found}
            if asked.keys() <= whole.keys() and all(whole[name] in known for name, known in words.items()):
                arguments = {name: whole[name] for name in asked}
                if arguments not in given:
                    given.append(arguments)
                    yield arguments


def _lists_words(regex: str) -> bool:
    return re.fullmatch(r"[a-z_-]+(\|[a-z_-]+)*", regex) is not None


def schools(person: Person) -> Iterator[Found]:
    for school in few(School, person, "pk", closed_on=None):
        yield {"school": school.public_id, "year": clock.current_school_year()}


def versions(kind: Version.Kind) -> Callable[[Person], Iterator[Found]]:
    def find(person: Person) -> Iterator[Found]:
        for row in few(Version, person, version_kind=kind, school__isnull=False).select_related("school"):
            yield {"school": row.school.public_id, "year": row.school_year, "number": row.number}

    return find


def submitted_areas(person: Person) -> Iterator[Found]:
    for row in few(Version, person, version_kind=Version.Kind.SELF_EVALUATION).select_related("school"):
        own = {"school": row.school.public_id, "year": row.school_year, "number": row.number}
        yield from ({**own, "area": area["code"]} for area in row.words["areas"])


def questions(person: Person) -> Iterator[Found]:
    for row in few(Clarification, person, "-answered_at", "-pk").select_related("frozen__school"):
        own = {"school": row.school.public_id, "year": row.frozen.school_year, "number": row.frozen.number}
        yield {**own, "clarification": row.public_id}


def translation_requests(person: Person) -> Iterator[Found]:
    for row in few(TranslationRequest, person, "pk"):
        yield {"asked": row.public_id}


def self_evaluations(person: Person) -> Iterator[Found]:
    for row in few(SelfEvaluation, person, "-school_year", "pk").select_related("school"):
        own = {"school": row.school.public_id, "year": row.school_year}
        yield own
        for section in few(Section, person, "pk", self_evaluation=row).select_related("area"):
            yield {**own, "area": section.area.code}
        for kind, model in (("strengths", Strength), ("priorities", Priority)):
            for item in few(model, person, "pk", section__self_evaluation=row):
                yield {**own, "kind": kind, "item": item.public_id}


def texts(person: Person) -> Iterator[Found]:
    rows = few(Passage, person, "pk").select_related("section__area", "section__self_evaluation__school")
    for row in rows:
        own = {"school": row.school.public_id, "year": row.section.self_evaluation.school_year}
        yield {**own, "area": row.section.area.code, "text": row.public_id}


def other_languages(person: Person) -> Iterator[Found]:
    for row in few(OtherLanguage, person, "pk"):
        section = row.original.section
        own = {"school": row.school.public_id, "year": section.self_evaluation.school_year, "area": section.area.code}
        yield {**own, "text": row.original.public_id, "other": row.public_id}


def entries(person: Person) -> Iterator[Found]:
    for row in few(Entry, person).select_related("section__area", "section__self_evaluation__school"):
        evaluation = row.section.self_evaluation
        own = {"school": evaluation.school.public_id, "year": evaluation.school_year}
        yield {**own, "area": row.section.area.code, "entry": row.public_id}


def brought_documents(person: Person) -> Iterator[Found]:
    for row in few(BroughtDocument, person).select_related("self_evaluation__school"):
        own = {"school": row.school.public_id, "year": row.self_evaluation.school_year}
        yield {**own, "document": row.public_id, "block": row.blocks[0]["id"] if row.blocks else 0}


def own_documents(person: Person) -> Iterator[Found]:
    for row in few(OwnDocument, person, in_use=True, plan=None).select_related("self_evaluation__school"):
        own = {"school": row.school.public_id, "year": row.self_evaluation.school_year}
        yield {**own, "document": row.public_id}


def versions_with_documents(kind: Version.Kind) -> Callable[[Person], Iterator[Found]]:
    def find(person: Person) -> Iterator[Found]:
        rows = few(Version, person, version_kind=kind, own_document__isnull=False).select_related("school")
        for row in rows:
            yield {"school": row.school.public_id, "year": row.school_year, "number": row.number}

    return find


def evidence(person: Person) -> Iterator[Found]:
    for row in few(EvidenceItem, person).select_related("school"):
        yield {"school": row.school.public_id, "item": row.public_id}
    for file in few(EvidenceFile, person).select_related("item__school"):
        yield {"school": file.school.public_id, "item": file.item.public_id, "file": file.public_id}


def meetings(person: Person) -> Iterator[Found]:
    """The guest's question first, then the discussions to come, then those that were held, the latest first."""
    for row in few(Participant, person, consent="asked").select_related("discussion"):
        yield {"discussion": row.discussion.public_id, "guest": row.public_id}
    seen = Discussion.objects.visible_to(person)
    ahead = seen.filter(starts_at__gt=clock.now()).order_by("starts_at")[:FEW]
    for discussion in chain(ahead, seen.filter(starts_at__lte=clock.now()).order_by("-starts_at")[:FEW]):
        own = {"discussion": discussion.public_id}
        yield own
        for link in few(DiscussionSchool, person, discussion=discussion).select_related("school"):
            yield {**own, "school": link.school.public_id}
        for item in few(AgendaItem, person, discussion=discussion):
            yield {**own, "item": item.public_id}


def agenda_items(person: Person) -> Iterator[Found]:
    """Of each party, because everybody changes the own party's only."""
    for party in ("school", "council", "service"):
        coming = {"party": party, "discussion__starts_at__gt": clock.now()}
        for item in few(AgendaItem, person, **coming).select_related("discussion"):
            yield {"discussion": item.discussion.public_id, "item": item.public_id}


def records(person: Person) -> Iterator[Found]:
    """Of each state: drafts, sent, agreed."""
    for status in ("draft", "sent", "agreed"):
        parts = few(RecordPart, person, record__status=status).select_related("record__discussion", "school")
        for part in parts:
            own = {"discussion": part.record.discussion.public_id, "school": part.school.public_id}
            yield own
            for kind, model in (("support", Support), ("next-steps", NextStep)):
                for item in few(model, person, part=part):
                    yield {**own, "kind": kind, "item": item.public_id}


def uploads(person: Person) -> Iterator[Found]:
    for row in few(RegisterUpload, person):
        yield {"upload": row.public_id}


def roles(person: Person) -> Iterator[Found]:
    heads = few(Appointment, person, "pk", role="headteacher")
    for row in chain(heads, few(Appointment, person)):
        yield {"role": row.public_id}


def managing(person: Person) -> Iterator[Found]:
    for place in managed_places(person)[:FEW]:
        yield {"place": place.key}
    for name, model in (
        ("invitation", Invitation),
        ("assignment", AdviserAssignment),
        ("interest", ConflictOfInterest),
    ):
        for row in few(model, person):
            yield {name: row.public_id}


FINDERS: dict[str, list[Callable[[Person], Iterator[Found]]]] = {
    "availability": [diaries],
    "people": [roles, managing],
    "register": [schools, uploads],
    "self_evaluations": [self_evaluations, versions(Version.Kind.SELF_EVALUATION), schools],
    "sharing": [self_evaluations, versions(Version.Kind.SHARED_SELF_EVALUATION)],
    "papers": [
        self_evaluations,
        versions(Version.Kind.SELF_EVALUATION),
        versions(Version.Kind.SHARED_SELF_EVALUATION),
    ],
    "own_document": [
        own_documents,
        self_evaluations,
        versions_with_documents(Version.Kind.SELF_EVALUATION),
        versions_with_documents(Version.Kind.SHARED_SELF_EVALUATION),
    ],
    "bringing_in": [brought_documents, self_evaluations],
    "texts": [texts, self_evaluations],
    "other_language": [other_languages, self_evaluations],
    "entries": [entries, self_evaluations],
    "owners": [self_evaluations],
    "comparisons": [schools],
    "clarifications": [submitted_areas, questions],
    "translations": [translation_requests, versions(Version.Kind.SELF_EVALUATION)],
    "summary_translations": [plans],
    "starting": [self_evaluations, schools],
    "looks": [schools],
    "evidence": [evidence, self_evaluations, schools],
    "plans": [plans, versions(Version.Kind.PLAN), schools],
    "plan_parts": [plans],
    "plan_document": [
        plan_documents,
        plans,
        versions_with_documents(Version.Kind.PLAN),
        versions_with_documents(Version.Kind.APPROVED_PLAN),
    ],
    "plan_tables": [brought_plans, plans],
    "plan_texts": [sections],
    "consultations": [consultations, plans],
    "national_priorities": [national_priorities],
    "grants": [grants, lines, plans],
    "governing_body": [versions(Version.Kind.APPROVED_PLAN), prepared_approvals],
    "plan_papers": [plans, versions(Version.Kind.PLAN), versions(Version.Kind.APPROVED_PLAN)],
    "plan_summary": [summaries, plans],
    "progress": [followed, reviews, plans],
    "year_end": [targets, plans],
    "statutory_check": [statutory_rows],
    "inspections": [inspections, schools],
    "school_calendar": [calendars],
    **{key: [planned_years] for key in ("planning", "this_year", "year_plan", "year_start")},
    "planning_together": [searches, planned_years],
    "rounds": [planned_years, schools_of_this_year],
    "finding": [schools_of_this_year, to_come],
    "replies": [to_come],
    "term_import": [term_uploads, calendars],
    "closures": [kept_days, schools],
    "post_inspection": [plans, versions(Version.Kind.PLAN)],
    "shared_priorities": [themes],
    "support": [schools],
    "professional_discussions": [meetings, schools],
    "agenda": [agenda_items, meetings],
    "records": [records, meetings],
}
FOR_EVERYBODY = {"summaries": [public_summaries]}
