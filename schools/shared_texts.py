"""A text of a self-evaluation that federated schools share, and its end when they part or when it is taken back."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy

from schools.history import record, tells
from schools.in_both_languages import take_over
from schools.models import Person, Section, SelfEvaluation
from schools.sittings import end_sitting

PARTED = tells(
    "section.parted",
    gettext_lazy(
        "The schools are no longer in one federation, so the text they shared under “%(in_area)s” was copied here."
    ),
)
RETURNED = tells(
    "section.returned",
    gettext_lazy(
        "The schools are no longer in one federation. Under “%(in_area)s”, the text that the other school had not "
        "opened to the council stands here no longer."
    ),
)


def borrowed_from(evaluation: SelfEvaluation) -> QuerySet[Section]:
    """The areas of other schools in which a text of this self-evaluation stands."""
    rows = Section.objects.as_system("a school learns who uses its texts").filter(
        same_text_as__self_evaluation=evaluation,
        self_evaluation__school__federation=evaluation.school.federation_id,
        self_evaluation__school__federation__isnull=False,
    )
    return rows.select_related("area", "self_evaluation__school", "same_text_as__area").order_by("same_text_as", "pk")


@transaction.atomic
def end_shared_texts(*, by: Person | None) -> None:
    """Call it after any change of schools' federations: a text that was read from a school of the former federation
    follows the other school no longer.

    It becomes the reader's own, as it was last shown, where the other school had opened it to the council and so to
    everybody; a text that was meant for fewer goes back, and what the reader had written itself stands again.
    """
    rows = Section.objects.as_system("what a federation shared ends with it").filter(same_text_as__isnull=False)
    here, there = "self_evaluation__school__federation", "same_text_as__self_evaluation__school__federation"
    parted = rows.filter(Q(**{here: None}) | Q(**{there: None}) | ~Q(**{here: F(there)}))
    for section in parted.select_for_update(of=("self",)).select_related(
        "area", "same_text_as", "self_evaluation__school"
    ):
        copied = section.same_text_as is not None and section.same_text_as.circle == Section.Circle.COUNCIL
        end_borrowing(section, copy=copied)
        record(PARTED if copied else RETURNED, section, by=by, school=section.school, **section.area.told)


def end_borrowing(section: Any, *, copy: bool) -> None:
    """The section shows its own words again: those it had, or (`copy`) those that were last shown under it."""
    if copy:
        _take_over(section)
    rows = Section.objects.as_system("the text that stands here is its own now")
    rows.filter(pk=section.pk).update(same_text_as=None, version=F("version") + 1)


def _take_over(section: Any) -> None:
    """The words last shown under this section become its own; what stood there unseen is kept in the history."""
    shown = {row.box: row for row in section.same_text_as.passages.select_related("other_language")}
    for row in section.passages.select_for_update():
        words = shown[row.box]
        end_sitting(row, "text", by=None, school=section.school)
        row.text, row.lang, row.written_by, row.written_at = words.text, words.lang, words.written_by, words.written_at
        row.version += 1
        row.save(update_fields=["text", "lang", "written_by", "written_at", "version"])
        take_over(row, words, by=None)
