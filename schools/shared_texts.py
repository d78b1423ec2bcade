"""A text of a self-evaluation that federated schools share, and its end when they part."""

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from schools.history import record, revise, tells
from schools.models import Person, Section

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
        shown = section.same_text_as
        section.narrative, section.lang, section.same_text_as = shown.narrative, shown.lang, None
        section.version += 1
        section.save(update_fields=["narrative", "lang", "same_text_as", "version"])
        if by is not None:
            revise(section, "narrative", by=by, school=section.school)
        record(PARTED, section, by=by, school=section.school)
