"""What a plan says of each discussion, as a proposal keeps it. Pure: the plan is there, and all that it was made of."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from discussions.models import Discussion, Participant
from discussions.planner.facts import Explanation
from discussions.planner.plan import Plan
from discussions.planner.problem import Placement, Problem
from discussions.planning_later import just_after
from discussions.planning_problem import chosen_of, lacking
from discussions.planning_reasons import Reason, reasons_of
from discussions.planning_times import Known, OfCouncil, Standing, in_half_day
from discussions.round_contents import ToPlace

As = Participant.As


@dataclass(frozen=True)
class Row:
    """One discussion of the proposal; schools by key, people by public id. Without a time it was left out."""

    key: str
    schools: tuple[int, ...]
    present: UUID | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    setting: str = ""
    host: int | None = None
    place: str = ""
    language: str = ""
    who: list[dict[str, str]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


def rows_of(known: Known, problem: Problem, plan: Plan, explanation: Explanation) -> dict[int, list[Row]]:
    """By council, a row for each of its discussions that was to be placed, in the order of the schools."""
    prefer = {known.ids[person] for person, diary in known.diaries.items() if diary.preferred}
    why = reasons_of(problem, plan, explanation, prefer)
    return {
        council.key: [_row(known, council, each, plan.placements, why) for each in council.facts.to_place]
        for council in known.councils
    }


def _row(
    known: Known,
    council: OfCouncil,
    each: ToPlace,
    placements: Mapping[str, Placement],
    why: Mapping[str, list[Reason]],
) -> Row:
    key = known.school_ids[each.key]
    lacks, at = lacking(each), placements.get(key)
    reasons = [Reason(f"lacks_{lacks}")] if lacks else [*why.get(key, [])]
    if at is None and not lacks and (after := just_after(known, council, each)):
        reasons.append(Reason("after_window", half_day=(after.half_day.date.isoformat(), after.half_day.part.value)))
    stands = council.standing.get(each.key)
    present = stands.discussion if stands else None
    who = _who(known, council, each, at.officer) if at else []
    facts = _facts(reasons, _changes(known, stands, who))
    if at is None:
        return Row(key, each.schools, present, facts=facts)
    slot = known.times.of[council.key][at.half_day]
    stays = stands is not None and in_half_day(stands.starts_at, slot)  # perhaps at another time, which it keeps
    return Row(
        key,
        each.schools,
        present,
        starts_at=stands.starts_at if stays and stands else slot.starts_at,
        ends_at=stands.ends_at if stays and stands else slot.ends_at,
        setting=each.setting,
        host=each.key if each.setting == Discussion.Setting.AT_SCHOOL and len(each.schools) > 1 else None,
        place=council.facts.place if each.setting == Discussion.Setting.ELSEWHERE else "",
        language=_language(each),
        who=who,
        facts=facts,
    )


def _facts(reasons: list[Reason], changes: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "why": [reason.as_fact() for reason in reasons],
        "people": sorted({person for reason in reasons for person in reason.people}.union(*changes.values())),
        "schools": sorted({school for reason in reasons for school in reason.schools}),
        **changes,
    }


def _language(each: ToPlace) -> str:
    """What the schools wish; both languages where they wish different ones, or said nothing."""
    said = set(each.languages)
    return said.pop() if len(said) == 1 else Discussion.Language.BOTH.value


def _who(known: Known, council: OfCouncil, each: ToPlace, officer: str | None) -> list[dict[str, str]]:
    heads, advisers = chosen_of(council, each)
    people = [(known.ids[able.person], As.HEADTEACHER) for able in heads]
    people += [(known.ids[able.person], As.ADVISER) for able in advisers]
    people += [(officer, As.OFFICER)] if officer else []
    people += [(known.ids[guest], As.GUEST) for guest in each.guests]
    return [{"person": person, "as": part.value} for person, part in dict(people).items()]


def _changes(known: Known, stands: Standing | None, who: list[dict[str, str]]) -> dict[str, list[str]]:
    """Of a discussion that has its date: who would join it and which officers would leave it."""
    if stands is None or not who:
        return {}
    there = {known.ids.get(person, "") for person in (*stands.officers, *stands.others)}
    coming = [each["person"] for each in who if each["as"] != As.GUEST]
    left = [key for person in stands.officers if (key := known.ids.get(person)) and key not in coming]
    return {"joins": [key for key in coming if key not in there], "leaves": left}
