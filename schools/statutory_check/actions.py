"""What a school answers to a row of the statutory check: that it is in its own document, or that it is not needed."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import once_only, record, revise, tells
from schools.models import Person, Plan, StatutoryAnswer
from schools.plan_approvals import last_approval_of
from schools.refusals import Refused, Stale
from schools.sittings import keep_words
from schools.statutory_facts import facts_of
from schools.statutory_rows import row_of
from schools.workflow import locked, require_seen, save_version

ANSWERED = tells("statutory_answer.given", gettext_lazy("A row of the statutory check was answered."))
WITHDRAWN = tells("statutory_answer.withdrawn", gettext_lazy("An answer to the statutory check was withdrawn."))


@once_only
def answer(
    plan: Plan, *, row: str, answer: str, words: str, lang: str, version: int, by: Person, once: UUID
) -> StatutoryAnswer:
    """Answer one row of the check, or change the answer; `version` is 0 where the page showed none."""
    _change(plan, by)
    _check_room(plan, row, answer)
    given: dict[str, Any] = {"answer": answer, "words": words, "lang": lang}
    found = StatutoryAnswer.objects.visible_to(by).filter(plan=plan, row=row).select_related("plan__school").first()
    if found is not None:
        save_version(found, version, by=by, verb=ANSWERED, once=once, texts=("words",), **given)
        return found
    if version:
        raise Stale(dict.fromkeys(given, ""), 0, is_removed=True)
    found = StatutoryAnswer.objects.create(plan=plan, row=row, **given)
    revise(found, "words", by=by, school=plan.school)
    record(ANSWERED, found, by=by, school=plan.school, once=once)
    return found


@once_only
def withdraw(answer: StatutoryAnswer, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """Take an answer back. Its words stay in the school's history of texts."""
    plan = answer.plan
    _change(plan, by)
    going: list[Any] = [(locked(answer, "plan__school"), ("words",))]
    require_seen(seen, [each for each, _texts in going])
    keep_words(going, by=by, school=plan.school)
    record(WITHDRAWN, answer, by=by, school=plan.school, once=once)
    answer.delete()
    return plan


def _change(plan: Plan, by: Person) -> None:
    """An answer is part of what the plan says: its version is raised, and one writer at a time is let in."""
    require(by, May.WRITE_PLAN, plan.school)
    Plan.objects.visible_to(by).filter(pk=plan.pk).update(version=F("version") + 1)


def _check_room(plan: Plan, code: str, answer: str) -> None:
    row = row_of(code)
    if row is None or not row.takes(answer, facts_of(plan, last_approval_of(plan))):
        raise Refused(_("The law leaves no room for this answer here. Choose another one, or write it in the plan."))
