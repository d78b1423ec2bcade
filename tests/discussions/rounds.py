"""Makers of discussions and records for tests."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from discussions.models import (
    Answer,
    Discussion,
    DiscussionSchool,
    NextStep,
    Participant,
    Party,
    Record,
    RecordPart,
    RecordSection,
    Round,
    Support,
    SupportKind,
)
from discussions.records import actions as records
from schools import clock


def key() -> UUID:
    return uuid4()


def make_discussion(*schools: Any, day: dt.date | None = None, **words: Any) -> Discussion:
    """A discussion of these schools, held yesterday unless said otherwise."""
    day = day or clock.today() - dt.timedelta(days=1)
    year = clock.school_year_of(day)
    round_, _new = Round.all_rows.get_or_create(council=schools[0].council, school_year=year)
    starts = dt.datetime.combine(day, dt.time(10), tzinfo=clock.LONDON)
    discussion = Discussion.all_rows.create(
        **{
            "round": round_,
            "starts_at": starts,
            "ends_at": starts + dt.timedelta(hours=2),
            "setting": "at_school",
            "language": "both",
            **words,
        }
    )
    for school in schools:
        DiscussionSchool.all_rows.create(
            discussion=discussion,
            school=school,
            round=round_,
            discussion_kind="yearly",
            live=discussion.is_live,
        )
    return discussion


def take_part(discussion: Discussion, person: Any, taking_part_as: str, **words: Any) -> Participant:
    return Participant.all_rows.create(discussion=discussion, person=person, taking_part_as=taking_part_as, **words)


def support_words(**words: Any) -> dict[str, Any]:
    return {
        "support_kind": SupportKind.all_rows.first(),
        "what": "CANARY-support",
        "success": "CANARY-success",
        "lang": "en",
        "given_by": "service",
        "given_by_name": "",
        "amount": Decimal("3.0"),
        "unit": "days",
        "starts_on": clock.today(),
        "ends_on": clock.today() + dt.timedelta(days=90),
        **words,
    }


def write_record(draft: Record, *, by: Any, times: int = 1, canary: str = "") -> Record:
    """Everything that can stand in a record, `times` times where it can stand more than once."""
    words = {"what": f"CANARY-{canary}", "success": f"CANARY-{canary}"} if canary else {}
    for part in draft.parts.select_related("school", "record__discussion"):
        for section in part.sections.all():
            section.part = part
            records.write(
                section,
                text=f"CANARY-{canary or section.heading}",
                lang="en",
                version=section.version,
                by=by,
                once=key(),
            )
        for _again in range(times):
            records.add(part, Support, by=by, once=key(), **support_words(**words))
            records.add(
                part, NextStep, by=by, once=key(), party="school", text=f"CANARY-{canary or 'next-step'}", lang="en",
                due_on=clock.today() + dt.timedelta(days=30),
            )  # fmt: skip
    return draft


def section_of(record: Record, heading: str = "priorities") -> RecordSection:
    rows = RecordSection.all_rows.select_related("part__record__discussion", "part__school")
    return rows.get(part__record=record, heading=heading)


def part_of(record: Record) -> RecordPart:
    return RecordPart.all_rows.select_related("record__discussion", "school").get(record=record)


def agree(record: Record, by: Any, party: Party, school: Any = None, **words: Any) -> Answer:
    words = {"agreed": True, "reasons": {}, "lang": "en", "version": record.version, "once": key()} | words
    return records.answer(record, party=party, school=school, by=by, **words)


def differ(record: Record, by: Any, party: Party, school: Any = None, about: str = "support", **words: Any) -> Answer:
    reasons = {(part, about): "CANARY-reason" for part in record.parts.all()}
    return agree(record, by, party, school, **{"agreed": False, "reasons": reasons, "lang": "cy"} | words)


def agree_all(record: Record, nia: Any, olwen: Any, alun: Any) -> Record:
    agree(record, nia, Party.SCHOOL, record.parts.get().school)
    agree(record, olwen, Party.COUNCIL)
    agree(record, alun, Party.SERVICE)
    record.refresh_from_db()
    return record
