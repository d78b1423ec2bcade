"""The summary of this year's shared plans: published in both languages, or begun in one where the plan is still new."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from django.utils.text import slugify

from schools.models import PlanSummary, SummaryLine, SummaryPart, Version
from schools.models.other_language import digest_of
from schools.notice_kinds import SUMMARY_PUBLISHED
from schools.notices import path_to
from schools.policy import Role
from schools.summary_contents import Part, content_of

from .plan_sections import WORDS
from .rows import Rows

UNLISTED = 3  # the position of the school in its council that keeps its page to those whom it gives the link
Freeze = Callable[..., Version]  # of a thing, its content, the year, and a day


def add_summary(maker: Any, made: Any, *, is_new: bool, freeze: Freeze) -> list[SummaryLine]:
    """Its lines. `is_new`: only begun, in the school's own language, with a part that says nothing yet."""
    rows, plan = maker.rows, made.plan
    if not maker.is_this_year(made):
        return []
    is_listed = made.position % 10 != UNLISTED
    address = None if is_new else (_readable(rows, made) if is_listed else _unguessable(rows))
    status = "draft" if is_new else "published"
    summary = rows.add(PlanSummary, plan=plan, status=status, is_listed=is_listed, address=address)
    parts = [_part(rows, summary, made, part, is_new=is_new) for part in SummaryPart]
    day = maker.day(made, 11, 13)
    maker.tell(made, "plan_summary.ticked", summary, maker.day(made, 11, 6), made.head, Role.HEADTEACHER)
    lines = [line for part in parts for line in part.lines]
    if is_new:
        return lines
    summary.published = freeze(summary, content_of(plan, parts), made, day)
    facts = {"number": 1, "period": plan.period}
    maker.tell(made, "plan_summary.published", summary, day, made.head, Role.HEADTEACHER, **facts)
    path = path_to("plan_summary:published", made.school.public_id, made.year)
    people = maker.cast.chairs, maker.cast.advisers
    told = [maker.cast.officers[made.place.number], *(each[made.school.public_id] for each in people)]
    for person in told:
        maker.leave_notice(made, person, SUMMARY_PUBLISHED, summary, path, day, period=plan.period)
    return lines


def _part(rows: Rows, summary: PlanSummary, made: Any, part: SummaryPart, *, is_new: bool) -> Part:
    if is_new and part == SummaryPart.SUPPORT:
        return Part(part, [])
    text_cy, text_en = WORDS["summary_lines"][part]
    words = (
        {f"text_{made.lang}": made.words([text_cy, text_en])} if is_new else {"text_cy": text_cy, "text_en": text_en}
    )
    begun: dict[str, Any] = {}
    if part == SummaryPart.PRIORITIES:
        source = made.plan.priorities.order_by("pk").first()
        begun = {"source": source.public_id, "source_digest": digest_of(source.text)}
    return Part(part, [rows.add(SummaryLine, summary=summary, part=part, **words, **begun)])


def _readable(rows: Rows, made: Any) -> str:
    taken = {each.address for each in rows.waiting(PlanSummary)}
    wanted = f"{slugify(made.school.name_en)}-{made.year}"
    return next(each for each in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _unguessable(rows: Rows) -> str:
    return urlsafe_b64encode(rows.chance.getrandbits(192).to_bytes(24, "big")).decode()
