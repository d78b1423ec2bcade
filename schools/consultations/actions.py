"""Who was consulted on a development plan, when, and what came of it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.history import once_only, record, revise, tells
from schools.models import Consultation, Person, Plan
from schools.plan_writing import change
from schools.refusals import Refused
from schools.sittings import keep_words
from schools.workflow import locked, require_seen, save_typing

TEXTS = ("note",)
MOST = 50

ADDED = tells("consultation.added", gettext_lazy("A consultation on the plan was written down."))
EDITED = tells("consultation.edited", gettext_lazy("A consultation on the plan was changed."))
REMOVED = tells("consultation.removed", gettext_lazy("A consultation on the plan was removed."))


@once_only
def add(plan: Plan, *, held_on: dt.date, by: Person, once: UUID, **words: Any) -> Consultation:
    change(plan, by)
    _check_day(plan, held_on)
    if plan.consultations.count() >= MOST:
        raise Refused(
            _("A plan holds at most %(most)s consultations. Bring several together into one, or remove one first.")
            % {"most": MOST}
        )
    made = Consultation.objects.create(plan=plan, held_on=held_on, **words)
    revise(made, "note", by=by, school=plan.school)
    record(ADDED, made, by=by, school=plan.school, once=once)
    return made


@once_only
def edit(
    consultation: Consultation, *, held_on: dt.date, version: int, by: Person, once: UUID | None, **words: Any
) -> Any:
    """Change it; without `once` it is an autosave."""
    change(consultation.plan, by)
    _check_day(consultation.plan, held_on)
    words["held_on"] = held_on
    return save_typing(consultation, version, by=by, verb=EDITED, once=once, texts=TEXTS, **words)


@once_only
def remove(consultation: Consultation, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """Take it out of the plan. Its words stay in the school's history of texts."""
    plan = consultation.plan
    change(plan, by)
    stands = locked(consultation)
    require_seen(seen, [stands])
    keep_words([(stands, TEXTS)], by=by, school=plan.school)
    record(REMOVED, consultation, by=by, school=plan.school, once=once)
    consultation.delete()
    return plan


def earliest(plan: Plan) -> dt.date:
    """Nobody is consulted on a plan before the school year in which it is prepared."""
    return clock.school_year_bounds(plan.first_year - 1)[0]


def _check_day(plan: Plan, day: dt.date) -> None:
    if day > clock.today():
        raise Refused(
            _("The date cannot be in the future. Write the consultation down once it has been held."), "held_on"
        )
    first, last = earliest(plan), clock.school_year_bounds(plan.first_year + 2)[1]
    if not first <= day <= last:
        raise Refused(
            _("Enter a date from %(first)s to %(last)s: the plan was prepared or followed then.")
            % {"first": date_format(first), "last": date_format(last)},
            "held_on",
        )
