"""Writing down what was decided about a year, and why."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access import years_to_plan
from discussions.models import EarlierDecision, YearDecision
from discussions.planned_year import schools_of
from schools import clock
from schools.access import May, require
from schools.history import once_only, record, tells
from schools.models import Council, Person, School
from schools.refusals import Refused
from schools.workflow import locked, save_version

WRITTEN = tells("year_decision.written", gettext_lazy("A decision about this year’s discussions was written down."))
CHANGED = tells("year_decision.changed", gettext_lazy("A decision that had been written down was changed."))


@once_only
def write_down(
    council: Council, *, year: int, school: UUID | None, decided_on: dt.date, by: Person, once: UUID, **words: Any
) -> YearDecision:
    """`words`: what was decided, why, and in which language that is written."""
    place = _place(council, year, school, decided_on, by)
    row = YearDecision.objects.create(
        council=council, school_year=year, school=place, decided_on=decided_on, written_by=by, **words
    )
    record(WRITTEN, row, by=by, council=council, once=once)
    return row


@once_only
def change(
    decision: YearDecision,
    *,
    school: UUID | None,
    decided_on: dt.date,
    version: int,
    by: Person,
    once: UUID,
    **words: Any,
) -> YearDecision:
    """Who wrote it stays, and who changed it last is told beside it. What it said before is kept."""
    place = _place(decision.council, decision.school_year, school, decided_on, by)
    before = _words_before(decision)
    save_version(
        decision,
        version,
        by=by,
        verb=None,
        school_id=place.pk if place else None,
        decided_on=decided_on,
        changed_by=by,
        changed_at=clock.now(),
        **words,
    )
    before.save(force_insert=True)
    record(CHANGED, decision, by=by, council=decision.council, once=once)
    return decision


def _words_before(decision: YearDecision) -> EarlierDecision:
    """As they stand now, with whoever wrote just these: kept once the change has been saved."""
    standing = locked(decision)
    return EarlierDecision(
        decision=standing,
        school_id=standing.school_id,
        decided_on=standing.decided_on,
        what=standing.what,
        why=standing.why,
        lang=standing.lang,
        written_by_id=standing.changed_by_id or standing.written_by_id,
        written_at=standing.changed_at or standing.written_at,
    )


def _place(council: Council, year: int, school: UUID | None, decided_on: dt.date, by: Person) -> School | None:
    require(by, May.PLAN_DISCUSSIONS, council)
    if year not in years_to_plan():
        raise PermissionDenied
    if decided_on > clock.today():
        raise Refused(_("A decision cannot be in the future. Enter the day on which it was made."), "decided_on")
    if school is None:
        return None
    found = schools_of(by, council).filter(public_id=school).first()
    if found is None:
        raise Refused(_("Choose the school again: it is not among those for which you plan."), "school")
    return found
