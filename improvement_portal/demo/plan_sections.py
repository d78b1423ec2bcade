"""What a school's plan says beside its priorities: this year's all of it, or half of it while it is drawn up."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from schools.documents.tables import Table
from schools.models import (
    BroughtPlan,
    Consultation,
    Grant,
    GrantKind,
    GrantLine,
    Milestone,
    NationalPriority,
    NationalPriorityAnswer,
    NationalPriorityLink,
    Plan,
    PlanPriority,
    PlanSection,
    PlanText,
    PreparedApproval,
    StatutoryAnswer,
)
from schools.plan_tables.mapping import kept
from schools.plan_tables.things import things_of
from schools.policy import Role

from .documents import PLAN, own_document
from .places import at

WITH_DOCUMENT = 2  # at this place in a council is a school with a document of its own beside its plan
WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "plan_words.json").read_text(encoding="utf-8"))
HALF = {PlanSection.STRATEGY, PlanSection.PROFESSIONAL_DEVELOPMENT, PlanSection.PERFORMANCE}
FIRST_CONSULTED = {"headteacher", "staff"}
SERVED_BY = {"literacy": 1, "numeracy": 1, "poverty": 2, "well-being": 2}  # which priority of the plan, by its number


def add_sections(maker: Any, made: Any, plan: Plan, priorities: list[PlanPriority], *, drafted: bool) -> None:
    """The empty rows of every plan; the words of this year's."""
    current = maker.is_this_year(made)
    for part in PlanSection.values:
        written = current and (part in HALF or not drafted)
        text = made.words(WORDS["sections"][part]) if written else ""
        maker.rows.add(PlanText, plan=plan, part=part, text=text, lang=made.lang)
    if current:
        _consultations(maker, made, plan, drafted=drafted)
        _grant(maker, made, plan, drafted=drafted)
        if drafted:
            _prepared_approval(maker, made, plan)
            _table(maker, made, plan)
        else:
            _national_priorities(maker, made, plan, priorities)
            for term, words in WORDS["milestones"].items():
                text = made.words(words)
                maker.rows.add(Milestone, plan_priority=priorities[0], year=1, term=term, text=text, lang=made.lang)
            if made.position == WITH_DOCUMENT:
                words = {"lang": made.lang, "by": made.head, "day": maker.day(made, 9, 30)}
                own_document(maker.rows, made.words, name=PLAN, plan=plan, **words)
            answer = {"row": "summary_report", "answer": "own_document", "words": made.words(WORDS["summary"])}
            maker.rows.add(StatutoryAnswer, plan=plan, lang=made.lang, **answer)


def _prepared_approval(maker: Any, made: Any, plan: Plan) -> None:
    """The governing body meets in two weeks; the chair, in a school without a clerk here, has prepared for it."""
    by, yesterday = maker.cast.chairs[made.school.public_id], maker.today - dt.timedelta(days=1)
    meeting = {"meets_on": maker.today + dt.timedelta(days=14), "meeting": made.words(WORDS["meeting"])}
    who = {"prepared_by": by, "prepared_at": at(yesterday, 15, 30)}
    ready = maker.rows.add(PreparedApproval, plan=plan, lang=made.lang, **meeting, **who)
    maker.tell(made, "prepared_approval.written", ready, yesterday, by, Role.CHAIR_OF_GOVERNORS)


def _consultations(maker: Any, made: Any, plan: Plan, *, drafted: bool) -> None:
    for number, (group, words) in enumerate(WORDS["consultations"].items()):
        if group in FIRST_CONSULTED or not drafted:
            day = maker.day(made, 9, 8 + 3 * number)
            words = {"held_on": day, "note": made.words(words), "lang": made.lang}
            maker.rows.add(Consultation, plan=plan, consulted=group, **words)


def _national_priorities(maker: Any, made: Any, plan: Plan, priorities: list[PlanPriority]) -> None:
    for national in NationalPriority.all_rows.all():
        number = SERVED_BY.get(national.code, 0)
        explanation = "" if number else made.words(WORDS["national"])
        words = {"national_priority": national, "explanation": explanation, "lang": made.lang}
        answer = maker.rows.add(NationalPriorityAnswer, plan=plan, **words)
        if number:
            maker.rows.add(NationalPriorityLink, answer=answer, plan_priority=priorities[number % len(priorities)])


def _grant(maker: Any, made: Any, plan: Plan, *, drafted: bool) -> None:
    """Where the plan is still being drawn up, one line is missing, and the sums differ."""
    kind = GrantKind.all_rows.get(code="pupil-development-grant")
    lines = WORDS["grant_lines"]
    amount = sum((Decimal(line["amount"]) for line in lines), Decimal())
    words = {"school_year": plan.first_year, "amount": amount, "lang": made.lang}
    grant = maker.rows.add(Grant, plan=plan, grant_kind=kind, **words)
    for line in lines[: -1 if drafted else None]:
        words = {"text": made.words(line["text"]), "amount": Decimal(line["amount"]), "lang": made.lang}
        maker.rows.add(GrantLine, grant=grant, **words)


def _table(maker: Any, made: Any, plan: Plan) -> None:
    """A workbook that the headteacher has sent in: of one action it does not say who leads it, or until when."""
    words = WORDS["table"]
    rows: list[list[str | None]] = [
        [made.words(cell).format(year=plan.first_year + 1) for cell in row] for row in words["rows"]
    ]
    tables = kept([Table(rows=rows)], made.lang)
    things = [{**thing, "read": dict(thing["words"])} for thing in things_of(tables, plan.first_year, ())]
    sent = {"name": made.words(words["name"]), "by": made.head, "at": at(maker.day(made, 10, 7), 16)}
    maker.rows.add(BroughtPlan, plan=plan, tables=tables, things=things, **sent)
