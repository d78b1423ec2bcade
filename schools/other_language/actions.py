"""What a school does with the other language of one of its texts: write it, say that it is finished, take it out."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import once_only, record, revise, tells
from schools.in_both_languages import other_of, removed
from schools.models import OtherLanguage, Person
from schools.models.other_language import digest_of, other_than
from schools.refusals import Refused, Stale
from schools.sittings import keep_words
from schools.workflow import REMOVED_WHILE_TYPING, locked, move, require_seen, save_typing

Status = OtherLanguage.Status

WRITTEN = tells("other_language.written", gettext_lazy("The other language of a text under “%(in_area)s” was saved."))
MOVED = {
    Status.FINISHED: tells(
        "other_language.finished",
        gettext_lazy("The other language of a text under “%(in_area)s” was marked as finished."),
    ),
    Status.DRAFT: tells(
        "other_language.drafted", gettext_lazy("The other language of a text under “%(in_area)s” is a draft again.")
    ),
}


@once_only
def write(original: Any, *, text: str, version: int, to: str, seen: str, by: Person, once: UUID | None) -> Any:
    """Save the other language of a text; `version` is 0 where there was none. Without `once` it is an autosave.

    `to` is the state that a button asked for. Whoever finishes it says that it tells what the original tells, so it
    is refused where the original is not the one whose digest was `seen`.
    """
    require(by, May.WRITE_SELF_EVALUATION, original.school)
    stands = locked(original, gone=REMOVED_WHILE_TYPING)
    if to == Status.FINISHED:
        _check_read(stands, seen)
    other = other_of(original)
    if other is None:
        if version:
            raise Stale({"text": ""}, 0, is_removed=True)
        other = _add(original, stands, text, by=by, once=once)
    elif once or text != other.text:
        shown = other.seen if text == other.text else version
        told = original.section.area.told
        save_typing(other, shown, by=by, verb=WRITTEN, once=once, texts=("text",), facts=told, text=text)
    if to == Status.FINISHED or (to and to != other.status):
        _put(other, original, stands, to, by=by)
    return other


def _check_read(stands: Any, seen: str) -> None:
    if not stands.text.strip():
        raise Refused(_("The original has been emptied. Write it first, then mark the other language as finished."))
    if seen != digest_of(stands.text):
        raise Refused(
            _(
                "The original was changed after you opened this page. Read it once more beside your text, then mark "
                "your text as finished."
            )
        )


def _add(original: Any, stands: Any, text: str, *, by: Person, once: UUID | None) -> OtherLanguage:
    school = original.school
    words: dict[str, Any] = {"text": text, "lang": other_than(stands.lang), "original_digest": digest_of(stands.text)}
    other: OtherLanguage = OtherLanguage.objects.create(**{original.kind(): original}, **words)
    keep_words([(stands, ("text",))], by=by, school=school)
    revise(other, "text", by=by, school=school)
    record(WRITTEN, other, by=by, school=school, once=once, **original.section.area.told)
    return other


def _put(other: OtherLanguage, original: Any, stands: Any, to: str, *, by: Person) -> None:
    """A finished text is of the original as it stands, and in the other language than that; its words are kept, so
    that a later change can be shown.
    """
    fields = {}
    if to == Status.FINISHED:
        keep_words([(stands, ("text",))], by=by, school=original.school)
        fields = {"original_digest": digest_of(stands.text), "lang": other_than(stands.lang)}
    told = original.section.area.told
    move(other, to, by=by, verb=MOVED[Status(to)], school=original.school, facts=told, **fields)


@once_only
def remove(other: OtherLanguage, *, seen: str = "", by: Person, once: UUID) -> Any:
    """Take the other language of a text out again; the original stays as it is."""
    require(by, May.WRITE_SELF_EVALUATION, other.school)
    original = other.original
    require_seen(seen, [locked(other)])
    removed(other, by=by, once=once)
    return original
