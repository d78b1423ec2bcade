"""Saves of one person that follow each other closely are one sitting: told once, and its words are kept once.

Somebody types and the page saves itself again and again. What stood before goes into the history of texts when the
next sitting begins; what a press of the button leaves is kept at once, and told each time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models.functions import MD5

from schools import clock
from schools.models import Event, Person, Revision, School
from schools.models.base import language_of

SITTING = timedelta(minutes=30)
LEAVE_THE_WORDS = ("evidence.cited", "other_language.finished", "other_language.drafted", "progress.noted")


def is_same_sitting(target: Any, *, by: Person | None) -> bool:
    """Whether `by` wrote the words that stand there, and not long ago. Of rows that keep who wrote them, and when."""
    if by is None or target.written_by_id != by.pk:
        return False
    return bool(clock.now() - target.written_at < SITTING)


def end_sitting(target: Any, field: str, *, by: Person | None, school: School) -> None:
    """Keep the words that stand there before `by` changes them, unless it is still the same sitting of the same person.

    Call it before the change. The words that stand now are in `target` itself, with who wrote them and when.
    """
    if target.written_by_id is not None and not is_same_sitting(target, by=by):
        keep_words([(target, (field,))], by=by, school=school)


def goes_on(target: Any, verb: str, *, by: Person) -> bool:
    """The same question for rows that do not keep who wrote them: was this the last that was done there?"""
    last = last_written([target.public_id]).get(target.public_id)
    return last is not None and (last.verb, last.by_id) == (verb, by.pk) and clock.now() - last.at < SITTING


def was_last_there(target: Any, *, by: Person) -> bool:
    """Whether the last act there was this person's own: then they have it open twice."""
    last = last_written([target.public_id]).get(target.public_id)
    return last is not None and last.by_id == by.pk


def keep_pressed(boxes: Iterable[Any], *, by: Person, school: School) -> None:
    """After a press of the button: keep what `by` has written in these boxes, which this sitting may still replace."""
    keep_words([(row, ("text",)) for row in boxes if row.written_by_id == by.pk], by=by, school=school)


def keep_words(standing: Iterable[tuple[Any, tuple[str, ...]]], *, by: Person | None, school: School) -> None:
    """Keep the words that stand in these fields, but for those that are the newest in the history of texts already.

    Call it before they are changed or removed. They are of whom their row names, or of whoever did the last act there.
    """
    rows = [(target, field) for target, fields in standing for field in fields if getattr(target, field)]
    last = last_written({target.public_id for target, _field in rows if not _names_its_writer(target)})
    kept = Revision.objects.as_system("whether these words are kept already")
    of_these = kept.filter(target_id__in={target.public_id for target, _field in rows})
    newest = {
        (id_, field): words
        for id_, field, *words in of_these.order_by("target_id", "field", "-pk")
        .distinct("target_id", "field")
        .values_list("target_id", "field", "text", "lang")
    }
    new = []
    for target, field in rows:
        if newest.get((target.public_id, field)) != [getattr(target, field), language_of(target, field)]:
            author, at = _written(target, last.get(target.public_id), by)
            new.append(_kept(target, field, by=author, at=at, school=school))
    kept.bulk_create(new)


def words_kept(target: Any, field: str, digest: str) -> Revision | None:
    """The words of this field whose MD5 digest is asked for, as the history of texts keeps them; else None.

    A text that began as a copy has the former words where it comes from, so all of the school's own are looked through.
    """
    rows = Revision.objects.as_system("what a text said when somebody last compared another with it")
    rows = rows.filter(target_kind=target._meta.label_lower, school=target.school, field=field)
    rows = rows.annotate(digest=MD5("text")).filter(digest=digest)
    return rows.filter(target_id=target.public_id).order_by("-pk").first() or rows.order_by("-pk").first()


def last_written(ids: Iterable[UUID]) -> dict[UUID, Event]:
    """The last act on each of these rows but for those that leave the words as they are, by the row's public id."""
    rows = Event.objects.as_system("whose words stand there").filter(target_id__in=list(ids))
    rows = rows.exclude(verb__in=LEAVE_THE_WORDS).select_related("by")
    return {row.target_id: row for row in rows.order_by("target_id", "-pk").distinct("target_id")}


def keep_who_wrote(pairs: Iterable[tuple[Any, Any]], by: Person) -> None:
    """What was carried from the first of each pair to the second: the history of texts knows who wrote it, and when."""
    listed = list(pairs)
    written = last_written([old.public_id for old, _new in listed])
    kept = []
    for old, new in listed:
        act = written.get(old.public_id)
        kept.append(
            Revision(
                by_id=(act.by_id if act else None) or by.pk,
                at=act.at if act else clock.now(),
                school=new.school,
                target_kind=new._meta.label_lower,
                target_id=new.public_id,
                field="text",
                text=new.text,
                lang=new.lang,
            )
        )
    Revision.objects.as_system("whose words were carried").bulk_create(kept)


def _names_its_writer(target: Any) -> bool:
    return getattr(target, "written_by_id", None) is not None


def _written(target: Any, last: Event | None, by: Any) -> tuple[int, datetime]:
    """By whom, and when."""
    if _names_its_writer(target):
        return target.written_by_id, target.written_at
    return (last.by_id or by.pk, last.at) if last else (by.pk, clock.now())


def _kept(target: Any, field: str, *, by: int, at: datetime, school: School) -> Revision:
    return Revision(
        by_id=by,
        at=at,
        school=school,
        target_kind=target._meta.label_lower,
        target_id=target.public_id,
        field=field,
        text=getattr(target, field),
        lang=language_of(target, field),
    )
