"""Saves of one person that follow each other closely are one sitting: told once, and its words are kept once.

Somebody types and the page saves itself again and again. What stood before goes into the history of texts when the
next sitting begins; a button that saves is told, and kept, each time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from schools import clock
from schools.models import Event, Person, Revision, School

SITTING = timedelta(minutes=30)


def is_same_sitting(target: Any, *, by: Person | None) -> bool:
    """Whether `by` wrote the words that stand there, and not long ago. Of rows that keep who wrote them, and when."""
    if by is None or target.written_by_id != by.pk:
        return False
    return bool(clock.now() - target.written_at < SITTING)


def end_sitting(target: Any, field: str, *, by: Person | None, school: School) -> None:
    """Keep the words that stand there before `by` changes them, unless it is still the same sitting of the same person.

    Call it before the change. The words that stand now are in `target` itself, with who wrote them and when.
    """
    if target.written_by_id is None or not getattr(target, field) or is_same_sitting(target, by=by):
        return
    _kept(target, field, by=target.written_by_id, at=target.written_at, school=school).save()


def goes_on(target: Any, verb: str, *, by: Person) -> bool:
    """The same question for rows that do not keep who wrote them: was this the last that was done there?"""
    last = _last_acts([target]).get(target.public_id)
    return last is not None and (last.verb, last.by_id) == (verb, by.pk) and clock.now() - last.at < SITTING


def was_last_there(target: Any, *, by: Person) -> bool:
    """Whether the last act there was this person's own: then they have it open twice."""
    last = _last_acts([target]).get(target.public_id)
    return last is not None and last.by_id == by.pk


def keep_words(standing: Iterable[tuple[Any, tuple[str, ...]]], *, by: Person, school: School) -> None:
    """Keep the words that stand in these fields, but for those that are the newest in the history of texts already.

    Call it before they are changed or removed. They are of whoever did the last act there.
    """
    rows = [(target, field) for target, fields in standing for field in fields if getattr(target, field)]
    last = _last_acts([target for target, _field in rows])
    kept = Revision.objects.as_system("whether these words are kept already")
    of_these = kept.filter(target_id__in={target.public_id for target, _field in rows}).order_by("pk")
    newest = {(id_, field): text for id_, field, text in of_these.values_list("target_id", "field", "text")}
    new = []
    for target, field in rows:
        if newest.get((target.public_id, field)) != getattr(target, field):
            act = last.get(target.public_id)
            author, at = (act.by_id or by.pk, act.at) if act else (by.pk, clock.now())
            new.append(_kept(target, field, by=author, at=at, school=school))
    kept.bulk_create(new)


def _last_acts(targets: Iterable[Any]) -> dict[UUID, Event]:
    rows = Event.objects.as_system("whose words stand there").filter(target_id__in={each.public_id for each in targets})
    return {row.target_id: row for row in rows.order_by("target_id", "-pk").distinct("target_id")}


def _kept(target: Any, field: str, *, by: int, at: datetime, school: School) -> Revision:
    return Revision(
        by_id=by,
        at=at,
        school=school,
        target_kind=target._meta.label_lower,
        target_id=target.public_id,
        field=field,
        text=getattr(target, field),
        lang=target.lang,
    )
