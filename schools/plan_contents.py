"""A development plan as one content: the same form for page, check, paper and frozen version, in one query.

What is not written is not in it, so that a plan which says no more than before has the fingerprint that it had before.
Money stands in it as text with two decimals, days in ISO form, things by their public id.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connections, router
from django.db.models import CharField, F, Func, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from schools.access import May, may
from schools.clock import school_year_bounds, school_year_words, three_school_years_words
from schools.models import (
    Action,
    Consultation,
    FileKind,
    GoverningBodyApproval,
    Grant,
    GrantLine,
    Milestone,
    NationalPriorityAnswer,
    NationalPriorityLink,
    OwnDocument,
    Person,
    Plan,
    PlanPriority,
    PlanTerm,
    PlanText,
    PriorityLink,
    RecommendationLink,
    School,
    Section,
    StatutoryAnswer,
    Target,
    TargetOutcome,
    Version,
)
from schools.models.base import reader_language
from schools.money import total
from schools.plan_approvals import holds

Content = dict[str, Any]
Circle = Section.Circle
Known = set[tuple[str, str]]  # the public id of a self-evaluation, and the code of an area in it

READERS = [
    (May.READ_LIVING_SELF_EVALUATION, Circle.TEAM),
    (May.READ_SHARED_SELF_EVALUATION, Circle.GOVERNORS),
    (May.READ_SUBMITTED_SELF_EVALUATION, Circle.COUNCIL),
]
# In which versions each reader outside the team reads the areas of a self-evaluation.
READ_IN: dict[Circle, list[Version.Kind]] = {
    Circle.GOVERNORS: [Version.Kind.SELF_EVALUATION, Version.Kind.SHARED_SELF_EVALUATION],
    Circle.COUNCIL: [Version.Kind.SELF_EVALUATION],
}
WHY = "whoever reads a plan reads all of it"
OPEN = "unanswered"  # the marks of doubtful passages: read along for the team's checks, never part of the content
NO_PLAN = -1
EMPTY: tuple[Any, ...] = (None, "", [], {})


def reading_as(person: Person, school: School) -> Circle | None:
    """What of the school's self-evaluation this person can come to read, as the widest reader of it; None: nothing."""
    for permission, circle in READERS:
        if may(person, permission, school):
            return circle
    return None


def raw_content_of(plan: Plan) -> Content:
    """Everything that is written in the plan, with empty fields and open marks, by one query."""
    sql, params = _question()
    with connections[router.db_for_read(Plan)].cursor() as cursor:
        cursor.execute(sql, [plan.pk if each == NO_PLAN else each for each in params])
        (found,) = cursor.fetchone()
    content: Content = json.loads(found)
    return content


@cache
def _question() -> tuple[str, tuple[Any, ...]]:
    """The query, built once a process: building it takes longer than asking it. NO_PLAN stands for the plan's key."""
    texts = _listed(_of(PlanText, plan="pk").exclude(text="").order_by("pk"), "id part text lang unanswered")
    asked = _of(Consultation, plan="pk").order_by("held_on", "pk")
    content = JSONObject(
        school=F("school__public_id"),
        first_year=F("first_year"),
        priorities=_priorities(),
        texts=texts,
        consultations=_listed(asked, "id consulted held_on note lang unanswered"),
        national_priorities=_national_priorities(),
        grants=_grants(),
        last_year=_last_year(),
        document=_document(),
        answers=_listed(_of(StatutoryAnswer, plan="pk").order_by("row"), "row answer words lang unanswered"),
    )
    rows = Plan.objects.as_system(WHY).filter(pk=NO_PLAN).order_by().values_list(content, flat=True)
    sql, params = rows.query.sql_with_params()
    if params.count(NO_PLAN) != 1:
        raise RuntimeError("The query of a plan’s content must name the plan once.")
    return sql, params


def content_of(
    plan: Plan,
    approval: GoverningBodyApproval | None,
    *,
    reader: Circle | None = Circle.COUNCIL,
    raw: Content | None = None,
) -> Content:
    """Everything the plan says now, and the approval if it is of just that; two queries, one where `raw` is at hand.

    The self-evaluation behind it stays the school's own. Its team alone reads the words of its living priorities;
    other readers learn of no area that they cannot read.
    """
    raw = raw_content_of(plan) if raw is None else raw
    sources = [source for row in raw["priorities"] for source in row["comes_from"]]
    known = None if reader == Circle.TEAM else areas_known_to(reader, {each["self_evaluation"] for each in sources})
    content: Content = {key: _written(value) for key, value in raw.items() if value not in EMPTY}
    content["priorities"] = [_priority(row, known) for row in raw["priorities"]]
    content["approval"] = _approval(approval) if approval and holds(approval, plan) else None
    return content


def areas_known_to(reader: Circle | None, evaluations: Iterable[UUID | str]) -> Known:
    """The areas that this reader can read in some version of these self-evaluations, given by public id."""
    wanted = set(evaluations)
    if reader is None or not wanted:
        return set()
    rows = Version.objects.as_system("a plan names no area that its readers cannot read").filter(
        thing_id__in=wanted, version_kind__in=READ_IN[reader]
    )
    return {(str(version.thing_id), area["code"]) for version in rows for area in version.words["areas"]}


def parts_of(raw: Content) -> Iterator[tuple[str, Content]]:
    """Each part of the plan that is written by itself, with its word in an address, in the order of the page."""
    for priority in raw["priorities"]:
        yield "priorities", priority
        for kind in ("targets", "actions", "milestones"):
            yield from ((kind, each) for each in priority[kind])
    for kind in ("texts", "consultations", "national_priorities", "answers"):
        yield from ((kind, each) for each in raw[kind])
    for grant in raw["grants"]:
        yield "grants", grant
        yield from (("lines", each) for each in grant["lines"])


def readable(content: Content) -> Content:
    """The same content made ready for a page: year by year, names in its language, dates beside their warnings."""
    language, first = reader_language(), content["first_year"]
    years: list[Content] = [
        {"number": number, "words": school_year_words(first + number - 1), "priorities": []} for number in (1, 2, 3)
    ]
    grants = {row["id"]: _grant_words(row, language) for row in content.get("grants", ())}
    for number, priority in enumerate(content["priorities"], start=1):
        comes_from = [{**source, "area": source[f"area_{language}"]} for source in priority["comes_from"]]
        actions = [
            {**action, "outside": lies_outside(action, first), "grant": grants.get(action.get("grant"))}
            for action in priority["actions"]
        ]
        shown = {**priority, "number": number, "comes_from": comes_from, "actions": actions}
        shown["terms"] = list(_terms(priority.get("milestones", ()), first))
        shown["total"] = cost_of(priority)
        years[priority["year"] - 1]["priorities"].append(shown)
    more: Content = {"years": years, "period": three_school_years_words(first)}
    if document := content.get("document"):
        more["document"] = {**document, "kind_words": FileKind(document["kind"]).label}
    return content | more


def cost_of(priority: Content) -> Decimal | None:
    """What the actions of a priority cost together; None where no cost was written."""
    costs = [action["cost"] for action in priority["actions"] if "cost" in action]
    return total(costs) if costs else None


def _terms(milestones: Iterable[Content], first_year: int) -> Iterator[Content]:
    """The milestones by the term in which each stands, in the order of time: 'Autumn term 2026/27'."""
    for (year, term), rows in groupby(milestones, key=lambda row: (row["year"], row["term"])):
        words = f"{PlanTerm(term).label} {school_year_words(first_year + year - 1)}"
        yield {"words": words, "milestones": list(rows)}


def _grant_words(grant: Content, language: str) -> Content:
    """What a grant is called beside what it pays for, in the school's own words or in the reader's language."""
    own = grant.get("name")
    words = f"{own or grant[f'kind_{language}']} {school_year_words(grant['school_year'])}"
    return {"words": words, "lang": grant["lang"] if own else ""}


def lies_outside(action: Content, first_year: int) -> bool:
    """Whether an action begins before the plan's three school years, or ends after them."""
    begins, ends = school_year_bounds(first_year)[0], school_year_bounds(first_year + 2)[1]
    return bool(action["starts_on"] < begins.isoformat() or action["ends_on"] > ends.isoformat())


def _of(model: Any, **outer: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.as_system(WHY)
    return rows.filter(**{name: OuterRef(field) for name, field in outer.items()})


def _listed(rows: QuerySet[Any], fields: str, **more: Any) -> Func:
    """These rows as one JSON list: the named fields, `id` being the public id, and `more`."""
    plain = {name: F("public_id" if name == "id" else name) for name in fields.split()}
    listed = ArraySubquery(rows.values_list(JSONObject(**plain, **more), flat=True))
    return Func(listed, function="to_jsonb", output_field=JSONField())


def _pounds(field: str) -> Cast:
    return Cast(F(field), CharField())


def _priorities() -> Func:
    links = _of(PriorityLink, plan_priority="pk").order_by("pk")
    area, evaluation = "priority__section__area", "priority__section__self_evaluation"
    comes_from = _listed(
        links,
        "",
        id=F("priority__public_id"),
        text=F("priority__text"),
        lang=F("priority__lang"),
        self_evaluation=F(f"{evaluation}__public_id"),
        school_year=F(f"{evaluation}__school_year"),
        area_code=F(f"{area}__code"),
        area_cy=F(f"{area}__name_cy"),
        area_en=F(f"{area}__name_en"),
    )
    answered = _of(RecommendationLink, plan_priority="pk").order_by("recommendation__number", "pk")
    its = {name: F(f"recommendation__{name}") for name in ("number", "text", "lang")}
    recommendations = _listed(
        answered, "", id=F("recommendation__public_id"), report_on=F("recommendation__inspection__report_on"), **its
    )
    words = "id text lang year purpose lead success_criteria monitored_by monitored_how monitored_when unanswered"
    return _listed(
        _of(PlanPriority, plan="pk").order_by("year", "pk"),
        words,
        comes_from=comes_from,
        recommendations=recommendations,
        targets=_listed(
            _of(Target, plan_priority="pk").order_by("pk"), "id text baseline aim expected_outcome lang unanswered"
        ),
        actions=_listed(
            _of(Action, plan_priority="pk").order_by("starts_on", "pk"),
            "id text lang lead starts_on ends_on unanswered",
            cost=_pounds("cost"),
            grant=F("grant__public_id"),
        ),
        milestones=_listed(
            _of(Milestone, plan_priority="pk").order_by("year", "term", "pk"), "id text lang year term unanswered"
        ),
    )


def _national_priorities() -> Func:
    its = {name: F(f"national_priority__{name}") for name in ("code", "name_cy", "name_en")}
    linked = _of(NationalPriorityLink, answer="pk").order_by("plan_priority__year", "plan_priority")
    return _listed(
        _of(NationalPriorityAnswer, plan="pk").order_by("national_priority__position", "pk"),
        "explanation lang unanswered",
        id=F("national_priority__public_id"),
        **its,
        priorities=Func(
            ArraySubquery(linked.values_list("plan_priority__public_id", flat=True)),
            function="to_jsonb",
            output_field=JSONField(),
        ),
    )


def _grants() -> Func:
    return _listed(
        _of(Grant, plan="pk").order_by("school_year", "pk"),
        "id name lang school_year unanswered",
        kind=F("grant_kind__code"),
        kind_cy=F("grant_kind__name_cy"),
        kind_en=F("grant_kind__name_en"),
        amount=_pounds("amount"),
        lines=_listed(_of(GrantLine, grant="pk").order_by("pk"), "id text lang unanswered", amount=_pounds("amount")),
    )


def _document() -> Subquery:
    """The school's own document beside the plan; its SHA-256 ties its bytes to the version."""
    rows = _of(OwnDocument, plan="pk").filter(in_use=True)
    words = {name: F(name) for name in ("name", "lang", "size", "sha256")}
    told = JSONObject(id=F("public_id"), kind=F("file_kind"), **words)
    return Subquery(rows.values_list(told, flat=True)[:1], output_field=JSONField())


def _last_year() -> Func:
    """What became of the first year’s targets of the plan of the year before."""
    its = {"target__plan_priority__year": 1, "target__plan_priority__plan__first_year": OuterRef("first_year") - 1}
    rows = _of(TargetOutcome, target__plan_priority__plan__school="school").filter(**its)
    return _listed(
        rows.order_by("target__plan_priority", "target"),
        "result why",
        id=F("target__public_id"),
        text=F("target__text"),
        lang=F("target__lang"),
        why_lang=F("lang"),
    )


def _written(value: Any) -> Any:
    """Without what is empty, and without the open marks."""
    if isinstance(value, list):
        return [_written(each) for each in value]
    if isinstance(value, dict):
        kept = {key: _written(each) for key, each in value.items() if key != OPEN}
        return {key: each for key, each in kept.items() if each not in EMPTY}
    return value


def _priority(row: Content, known: Known | None) -> Content:
    sources = [each for each in row["comes_from"] if known is None or is_known(each, known)]
    always = {"comes_from": [_source(each, with_words=known is None) for each in sources]}
    always |= {kind: [_written(each) for each in row[kind]] for kind in ("targets", "actions")}
    return _written({key: value for key, value in row.items() if key not in always}) | always


def is_known(source: Content, known: Known) -> bool:
    return (source["self_evaluation"], source["area_code"]) in known


def _source(source: Content, *, with_words: bool) -> Content:
    hidden = {"self_evaluation"} if with_words else {"self_evaluation", "text", "lang"}
    return {key: value for key, value in source.items() if key not in hidden}


def _approval(approval: GoverningBodyApproval) -> Content:
    words = {"approved_on": approval.approved_on.isoformat(), "meeting": approval.meeting, "lang": approval.lang}
    return words | ({"comments": approval.comments} if approval.comments else {})
