"""The one gate for a change of state, and the one way to save an editable record."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.history import record, revise
from schools.models import Person, School
from schools.models.base import EditableNoun, digest_of_seen
from schools.refusals import NotAllowed, Refused, Stale
from schools.sittings import goes_on, keep_words, was_last_there

__all__ = [
    "NotAllowed", "Refused", "Stale", "kept_by", "locked", "locked_all", "move", "require_seen", "save_typing",
    "save_version",
]  # fmt: skip


REMOVED_WHILE_TYPING = gettext_lazy("This has been removed in the meantime. Copy your text and add it again.")


def locked(thing: models.Model, *related: str, gone: str | Promise = "") -> Any:
    """The same row, read again under a row lock. Call it first in every action that changes `thing`.

    The lock is of the row itself; `related` rows are read along, not locked. `gone` is said where there is none.
    """
    rows = type(thing)._base_manager.select_for_update(of=("self",)).select_related(*related)
    found = rows.filter(pk=thing.pk).first()
    if found is None:
        raise Refused(str(gone) or _("This has been removed in the meantime."))
    return found


def locked_all(things: Collection[models.Model]) -> None:
    """The same for rows that are to be pointed at, so that none of them is removed meanwhile.

    They are locked in one order, so that two who lock some of the same rows cannot block each other.
    """
    keys = {type(thing): set[Any]() for thing in things}
    for thing in things:
        keys[type(thing)].add(thing.pk)
    for model, wanted in keys.items():
        rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        if len(rows.values_list("pk")) < len(wanted):
            raise Refused(_("This has been removed in the meantime."))


def require_seen(seen: str, things: Collection[EditableNoun]) -> None:
    """Refuse to remove `things`, which are locked, where they are not what the page showed whose digest is `seen`."""
    if seen and seen != digest_of_seen(things):
        raise Refused(
            _(
                "This has been changed since you opened the page. Read it as it stands now; press the button again if "
                "it is still to be removed."
            )
        )


@contextmanager
def kept_by(constraint: str, sentence: str, field: str | None = None) -> Iterator[None]:
    """The database keeps the promise; a breach is answered with a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint in str(error):
            raise Refused(sentence, field) from None
        raise


@transaction.atomic
def move(
    item: Any,
    to: str,
    *,
    by: Person | None,
    verb: str,
    school: School | None = None,
    once: Any = None,
    facts: dict[str, Any] | None = None,
    **fields: Any,
) -> Any:
    """Take `item` to the state `to`, with `fields`, and record it as `verb`; or raise NotAllowed.

    The row is locked, the move looked up in the model's MOVES, the version raised. `item` is brought up to date.
    `by` is nobody where the portal itself acts.
    """
    current = locked(item)
    if to not in current.MOVES.get(current.status, ()):
        raise NotAllowed(_("This step is no longer possible. Open the page again to see where it stands."))
    changed = {"status": to, "version": F("version") + 1, **fields}
    type(item)._base_manager.filter(pk=item.pk).update(**changed)
    item.refresh_from_db()
    record(verb, item, by=by, school=school or getattr(item, "school", None), once=once, **(facts or {}))
    return item


@transaction.atomic
def save_version(
    item: EditableNoun,
    version: int,
    *,
    by: Person,
    verb: str | None,
    once: Any = None,
    texts: tuple[str, ...] = (),
    school: School | None = None,
    facts: dict[str, Any] | None = None,
    **fields: Any,
) -> EditableNoun:
    """Save `fields` if nobody has saved `item` since `version`; raise Stale with their words otherwise.

    So it is too where `version` is of another row (`Seen`), which was removed and `item` put in its place.

    `texts` names the fields whose former and new words go into the history of texts. Without a `verb` the act is the
    one that was written down when this sitting began.
    """
    rows = type(item)._base_manager.filter(pk=item.pk, version=version)
    if item.seen.is_another_than(version) or not rows.update(**fields, version=F("version") + 1):
        current = type(item)._base_manager.filter(pk=item.pk).first()
        if current is None:
            raise Refused(str(REMOVED_WHILE_TYPING))
        theirs = {name: getattr(current, name) for name in fields}
        own, removed = was_last_there(current, by=by), current.seen.is_another_than(version)
        raise Stale(theirs, current.seen, own=own, is_removed=removed)
    item.refresh_from_db()
    place: Any = school or getattr(item, "school", None)
    for name in texts:
        revise(item, name, by=by, school=place)
    if verb:
        record(verb, item, by=by, school=place, once=once, **(facts or {}))
    return item


@transaction.atomic
def save_typing(
    item: EditableNoun,
    version: int,
    *,
    by: Person,
    verb: str,
    once: Any,
    texts: tuple[str, ...],
    facts: dict[str, Any] | None = None,
    **fields: Any,
) -> EditableNoun:
    """`save_version` of words that also save themselves while somebody types, and then without a one-time key.

    The words of the sitting before are kept; this one is told once, and once more for each press of the button.
    """
    standing: Any = locked(item, gone=REMOVED_WHILE_TYPING)
    same_sitting = goes_on(standing, verb, by=by)
    if not same_sitting:
        keep_words([(standing, texts)], by=by, school=standing.school)
    told = None if same_sitting and once is None else verb
    kept = texts if once else ()
    return save_version(item, version, by=by, verb=told, once=once, texts=kept, facts=facts, **fields)
