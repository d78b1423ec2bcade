"""What a school does with the progress of its plan: note it as it goes, and look back at the end of a term.

None of it changes a word of the plan, so an approval still holds, and what was shared stays as it is.
"""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import once_only, record, revise, tells
from schools.models import Citation, EvidenceItem, Person, PlanPriority, ProgressNote, TermReview
from schools.refusals import Refused
from schools.workflow import kept_by, locked, move, save_typing

TEXTS = ("progress", "impact", "next_step")
NOTED = tells("progress.noted", gettext_lazy("Progress of an action or a milestone was noted."))
REVIEWED = tells("term_review.added", gettext_lazy("A review of the term was added to a priority of the plan."))
EDITED = tells("term_review.edited", gettext_lazy("A review of the term was changed."))


@once_only
def note(followed: Any, *, evidence: list[EvidenceItem], by: Person, once: UUID, **words: Any) -> Any:
    """Note how far an action or a milestone is (`status`), in a sentence, with the evidence that shows it."""
    school = followed.school
    require(by, May.WRITE_PLAN, school)
    if any(item.school_id != school.pk for item in evidence):
        raise Refused(_("Evidence of another school cannot be cited here."))
    locked(followed.document)
    standing = locked(followed)
    kept = ProgressNote.objects.create(**{followed._meta.model_name: followed}, by=by, **words)
    for item in evidence:
        Citation.objects.create(evidence=item, progress_note=kept)
    if kept.status == standing.status:
        record(NOTED, followed, by=by, school=school, once=once)
    else:
        # It changes no word of the plan: a page on which somebody is writing the action is not out of date by it.
        move(followed, kept.status, by=by, verb=NOTED, school=school, once=once, version=F("version"))
    return followed


@once_only
def review(priority: PlanPriority, *, term: tuple[int, str], by: Person, once: UUID, **words: Any) -> TermReview:
    """Write what one term brought for a priority."""
    require(by, May.WRITE_PLAN, priority.school)
    locked(priority.plan)
    locked(priority)
    year, name = term
    taken = _("The review of this term has been written already. Open it from the progress page to change it.")
    with kept_by("one_review_a_term", taken, "term"):
        written = TermReview.objects.create(plan_priority=priority, school_year=year, term=name, **words)
    for field in TEXTS:
        if getattr(written, field):
            revise(written, field, by=by, school=priority.school)
    record(REVIEWED, written, by=by, school=priority.school, once=once)
    return written


@once_only
def edit(written: TermReview, *, version: int, by: Person, once: UUID | None, **words: Any) -> Any:
    """Change a review; without `once` it is an autosave."""
    require(by, May.WRITE_PLAN, written.school)
    locked(written.document)
    return save_typing(written, version, by=by, verb=EDITED, once=once, texts=TEXTS, **words)
