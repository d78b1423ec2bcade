"""A text of a self-evaluation that federated schools share, and its end when they part."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from schools.history import record, tells
from schools.models import Person, Section
from schools.sittings import end_sitting

PARTED = tells(
    "section.parted",
    gettext_lazy("The schools are no longer in one federation, so the text they shared was copied into this one."),
)


@transaction.atomic
def end_shared_texts(*, by: Person | None) -> None:
    """Call it after any change of schools' federations: a text that was read from a school of the former federation
    becomes the reader's own, as it was last shown, and follows the other school no longer.
    """
    rows = Section.objects.as_system("what a federation shared ends with it").filter(same_text_as__isnull=False)
    here, there = "self_evaluation__school__federation", "same_text_as__self_evaluation__school__federation"
    parted = rows.filter(Q(**{here: None}) | Q(**{there: None}) | ~Q(**{here: F(there)}))
    for section in parted.select_for_update(of=("self",)).select_related("same_text_as", "self_evaluation__school"):
        _take_over(section)
        record(PARTED, section, by=by, school=section.school)


def _take_over(section: Any) -> None:
    """The words last shown under this section become its own; what stood there unseen is kept in the history."""
    shown = {row.box: row for row in section.same_text_as.passages.all()}
    for row in section.passages.select_for_update():
        words = shown[row.box]
        end_sitting(row, "text", by=None, school=section.school)
        row.text, row.lang, row.written_by, row.written_at = words.text, words.lang, words.written_by, words.written_at
        row.version += 1
        row.save(update_fields=["text", "lang", "written_by", "written_at", "version"])
    rows = Section.objects.as_system("the text that stood here is its own now")
    rows.filter(pk=section.pk).update(same_text_as=None, version=F("version") + 1)
