"""Texts of a self-evaluation that the school wants to have in both languages: what several pages ask about them."""

from typing import Any

from django.utils.translation import gettext_lazy

from schools.history import record, tells
from schools.models import OtherLanguage, Person
from schools.models.other_language import digest_of
from schools.sittings import keep_words

WHY = "it belongs to a text that is at hand"
REMOVED = tells("other_language.removed", gettext_lazy("The other language of a text under “%(in_area)s” was removed."))


def other_of(original: Any) -> OtherLanguage | None:
    """The other language of this box, strength or priority."""
    found = OtherLanguage.objects.as_system(WHY).filter(**{original.kind(): original}).first()
    if found:
        setattr(found, original.kind(), original)
    return found


def removed(other: OtherLanguage, *, by: Person | None, once: Any = None) -> None:
    """Take it out; its words stay in the history of texts. The caller holds a lock on it or on its original."""
    area = other.original.section.area
    keep_words([(other, ("text",))], by=by, school=other.school)
    record(REMOVED, other, by=by, school=other.school, once=once, **area.told, area=area.code)
    other.delete()


def take_over(row: Any, shown: Any, *, by: Person | None) -> None:
    """A text that was copied from `shown` into `row` keeps the other language that was shown beside it.

    What stood beside the words that were there before is not the other language of these, and goes.
    """
    other: OtherLanguage | None = getattr(shown, "other_language", None)
    goes_along, own = other is not None and other.goes_along, other_of(row)
    if own and (goes_along or own.original_digest != digest_of(row.text)):
        removed(own, by=by)
    if other is None or not goes_along:
        return
    kept = {name: getattr(other, name) for name in ("text", "lang", "status", "original_digest")}
    OtherLanguage.objects.create(**{row.kind(): row}, **kept)
