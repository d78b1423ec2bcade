"""What was done, to what, by whom; what a text said before; what was frozen. And the answer to a repeat."""

from collections.abc import Callable, Collection, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar
from uuid import UUID, uuid4, uuid5

from django.apps import apps
from django.core.files import File
from django.db import IntegrityError, models, transaction

from schools.facts import in_words
from schools.models import Appointment, Council, Event, Person, Revision, School, Version
from schools.models.base import Noun, language_of
from schools.models.history import canonical
from schools.models.roles import ROLES
from schools.models.titles import titles_around
from schools.policy import May
from schools.refusals import Refused

P = ParamSpec("P")
R = TypeVar("R")
_act: ContextVar[UUID | None] = ContextVar("act", default=None)  # the act that is being done


def record(
    verb: str,
    target: Any,
    *,
    by: Person | None,
    school: School | None = None,
    council: Council | None = None,
    once: Any = None,
    **facts: Any,
) -> Event:
    """Write down an act, in the transaction that did it. `facts` are small and hold no text anybody wrote."""
    return Event.objects.create(
        verb=verb,
        target_kind=target._meta.label_lower,
        target_id=target.public_id,
        within_id=getattr(getattr(target, "document", None), "public_id", None),
        by=by,
        acted_as=role_acted_in(by),
        school=school,
        council=council,
        facts=facts,
        once=once,
        act=_act.get(),
    )


def record_all(verb: str, schools: Iterable[School], *, by: Person | None, about: Any = None, **facts: Any) -> None:
    """Write down the same act at many schools at once: on each school itself, or on one thing that is `about` all."""
    _write_down(_event(verb, about or school, by, school=school, facts=facts) for school in schools)


def record_each(
    verb: str,
    targets: Iterable[Any],
    *,
    by: Person,
    school: School | None = None,
    council_of: Callable[[Any], Council] | None = None,
    once: Any = None,
) -> None:
    """Write down one act on each of these things, of one school or each of its council; `once` stands on the first."""
    _write_down(
        _event(
            verb,
            target,
            by,
            school=school,
            council=council_of(target) if council_of else None,
            once=None if number else once,
        )
        for number, target in enumerate(targets)
    )


def _event(verb: str, target: Any, by: Person | None, **words: Any) -> Event:
    return Event(
        verb=verb,
        target_kind=target._meta.label_lower,
        target_id=target.public_id,
        within_id=getattr(getattr(target, "document", None), "public_id", None),
        by=by,
        acted_as=role_acted_in(by),
        act=_act.get(),
        **words,
    )


def _write_down(events: Iterable[Event]) -> None:
    Event.objects.as_system("acts are written down").bulk_create(list(events), batch_size=500)


def role_acted_in(person: Person | None) -> str:
    """The role chosen for this request; outside a request, the only role held, or nothing."""
    if person is None:
        return ""
    if person.hat:
        return person.hat
    return person.hats[0] if len(person.hats) == 1 else ""


def revise(target: Any, field: str, *, by: Person, school: School) -> Revision:
    """Keep the words of one field as they have just been saved."""
    kept = _revision(target, field, by=by, school=school)
    kept.save(force_insert=True)
    return kept


def revise_each(targets: Iterable[Any], field: str, *, by: Person, school: School | None = None) -> None:
    """The same for many things of one school, or each of its own, in one query."""
    kept = [_revision(target, field, by=by, school=school or target.school) for target in targets]
    Revision.objects.as_system("words are kept").bulk_create(kept, batch_size=500)


def _revision(target: Any, field: str, *, by: Person, school: School) -> Revision:
    return Revision(
        by=by,
        school=school,
        target_kind=target._meta.label_lower,
        target_id=target.public_id,
        field=field,
        text=getattr(target, field),
        lang=language_of(target, field),
    )


def freeze(
    kind: str,
    thing: Noun,
    content: dict[str, Any],
    *,
    by: Person,
    school: School | None,
    school_year: int,
    unchanged: str = "",
) -> Version:
    """Write the next `Version` of `thing`. The caller holds a lock on `thing`, so numbers cannot collide.

    With `unchanged`, a content equal to the version before is refused with that sentence.
    """
    frozen = canonical(content)
    last = Version.all_rows.filter(version_kind=kind, thing_id=thing.public_id).first()
    if unchanged and last is not None and bytes(last.content) == frozen:
        raise Refused(unchanged)
    version = Version.objects.create(
        version_kind=kind,
        thing_id=thing.public_id,
        number=last.number + 1 if last else 1,
        content=frozen,
        school=school,
        school_year=school_year,
        by=by,
    )
    version.refresh_from_db()
    return version


def fingerprint(content: dict[str, Any]) -> str:
    """The SHA-256 of a content: what the next version would carry, and what a reader has read."""
    return sha256(canonical(content)).hexdigest()


def events_of(person: Person, document_id: Any) -> models.QuerySet[Event]:
    """The acts on one document and its parts that this person may see, newest first."""
    rows = Event.objects.visible_to(person).filter(models.Q(target_id=document_id) | models.Q(within_id=document_id))
    return rows.select_related("by", "school")


@dataclass(frozen=True)
class Told:
    """One act as it is told to one reader."""

    sentence: str
    who: str
    at: datetime
    inside: bool  # told to the side that acted: with the time of day
    role: str = ""  # of somebody outside who is named


_INSIDE: dict[str, Any] = {}
_OUTSIDE: dict[str, Any] = {}
_NAMED_TO: dict[str, May] = {}


def tells(verb: str, inside: Any, outside: Any = None, *, named_to: May | None = None) -> str:
    """Declare how an act is told: to the school itself, and (for what the school does as a school) to others.

    Both are whole lazy sentences; the event's facts may stand in them as %(name)s. Whoever acted from outside is named
    to those of the school who hold `named_to`.
    """
    _INSIDE[verb] = inside
    _OUTSIDE[verb] = outside or inside
    if named_to:
        _NAMED_TO[verb] = named_to
    return verb


def told_to(person: Person, events: Iterable[Event]) -> list[Told]:
    """The acts as sentences. Who did it and at what time of day is told to the side that acted, and to nobody else.

    Only who asked a school something is named, with their role, to those of it who answer: they asked in their office.
    """
    events = list(events)
    own = acts_of_own_side(person, {event.by_id for event in events})
    titles = {council: titles_around(council) for council in _councils_that_ask(person, events)}
    lines = []
    for event in events:
        inside = event.school is None or may_see_history(person, event.school)
        words = str((_INSIDE if inside else _OUTSIDE).get(event.verb, event.verb)) % in_words(event.facts)
        own_act = (event.by_id is None and inside) or bool(own & _acted_for(event))
        role = "" if own_act or not _is_named_to(person, event) else _role_in(event, titles)
        who = event.by.name if event.by and (own_act or role) else ""
        lines.append(Told(words, who, event.at, own_act, role))
    return lines


def _is_named_to(person: Person, event: Event) -> bool:
    permission = _NAMED_TO.get(event.verb)
    return bool(permission and event.school and person.standing.grants(permission, event.school))


def _councils_that_ask(person: Person, events: Iterable[Event]) -> set[int]:
    """Those of the schools that this person answers for: who asks there is named with the title of the role."""
    schools = {event.school for event in events if event.school}
    return {each.council_id for each in schools if any(person.standing.grants(may, each) for may in _NAMED_TO.values())}


def _role_in(event: Event, titles: dict[int, dict[str, str]]) -> str:
    """What the role is called in which somebody acted at a school."""
    council = event.school.council_id if event.school else 0
    return titles[council].get(event.acted_as) or str(dict(ROLES).get(event.acted_as, ""))


Acted = tuple[int | None, str, int | None]  # who, in which role, and at which school; None for a council or a service


def acts_of_own_side(person: Person, people: Collection[int | None]) -> set[Acted]:
    """Who of these acted for the council or the service that the reader works for, or in the team of the reader's own
    school, today or formerly. A role that an act does not name is any that was held there.
    """
    councils, services = person.standing.council_ids, person.standing.service_ids
    schools = person.standing.schools_where(May.SEE_HISTORY)
    if not councils and not services and not schools:
        return set()
    near = models.Q(council__in=councils) | models.Q(service__in=services) | models.Q(school__in=schools)
    rows = Appointment.objects.as_system("who acts for the reader's own side").filter(near, person__in=people)
    held = set(rows.values_list("person", "role", "school"))
    return held | {(who, "", school) for who, _role, school in held if school}


def _acted_for(event: Event) -> set[Acted]:
    return {(event.by_id, event.acted_as, place) for place in (None, event.school_id)}


def may_see_history(person: Person, school: School) -> bool:
    return person.standing.grants(May.SEE_HISTORY, school)


def once_only(action: Callable[P, R]) -> Callable[P, R]:
    """The action takes `once`, a one-time key: a repeat does nothing and answers with the first result.

    A repeat is the same action by the same person, with the same words and version on the same things, under the
    same key, while what it did still is the last thing done there. The key that says so stands on the event the
    action records, where the database keeps it unique; so two presses at the same moment also end in one act. What
    is answered is the target of the first event. An action inside another is part of it and has no key of its own.
    """

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _act.get():
            return action(*args, **kwargs)
        pressed: Any = kwargs.get("once")
        if not pressed:
            return _as_one_act(action, *args, **kwargs)
        key, first = _standing(key_of(pressed, action.__qualname__, args, kwargs))
        if first:
            return _result_of(first)
        try:
            return _as_one_act(action, *args, **{**kwargs, "once": key})
        except (IntegrityError, Refused) as error:
            # The first press may have been done while this one waited for a lock, and then it is only a repeat.
            if isinstance(error, IntegrityError) and "once" not in str(error):
                raise
            now, first = _standing(key)
            if first:
                return _result_of(first)
            if isinstance(error, Refused) or now == key:
                raise
            return run(*args, **kwargs)  # and since then something else was done there

    return run


def _as_one_act(action: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    """All or nothing, and every event recorded inside carries the same `act`."""
    token = _act.set(uuid4())
    try:
        with transaction.atomic():
            return action(*args, **kwargs)
    finally:
        _act.reset(token)


def key_of(once: UUID | str, action: str, args: tuple[Any, ...], words: dict[str, Any]) -> UUID:
    """The form's key made particular to what is done: the action, by whom, the things it is done to, the words."""
    said = {name: words[name] for name in sorted(words) if name != "once"}
    return uuid5(UUID(str(once)), repr((action, _as_said(args), _as_said(said))))


def _standing(key: UUID) -> tuple[UUID, Event | None]:
    """The first event of this press, if what it did is still the last thing done there; else the key to act under.

    What came in between makes the next key, so two presses after it are one act again.
    """
    rows = Event.objects.as_system("a repeated press is answered with its first result")
    while first := rows.filter(once=key).first():
        later = rows.filter(_there(first), pk__gt=first.pk).exclude(act=first.act).order_by("pk").first()
        if later is None:
            return key, first
        key = uuid5(key, str(later.act or later.public_id))
    return key, None


def _there(first: Event) -> models.Q:
    """The events on what this one was done to, and on its parts: those within it, or the kinds that its model names."""
    there = models.Q(target_id=first.target_id) | models.Q(within_id=first.target_id)
    parts = getattr(apps.get_model(first.target_kind), "PARTS_IN_HISTORY", ())
    return there | models.Q(within_id=first.within_id, target_kind__in=parts) if parts else there


def _result_of(first: Event) -> Any:
    model: Any = apps.get_model(first.target_kind)
    return model._base_manager.filter(public_id=first.target_id).first() or first


def _as_said(value: Any) -> Any:
    """A value in a form that is the same for the same thing: rows by their public id, files by name and size."""
    if isinstance(value, models.Model):
        return value._meta.label_lower, str(getattr(value, "public_id", value.pk))
    if isinstance(value, File):
        return value.name, value.size
    if isinstance(value, dict):
        return [(str(name), _as_said(value[name])) for name in sorted(value, key=str)]
    if isinstance(value, list | tuple | models.QuerySet):
        return [_as_said(each) for each in value]
    return str(value)


def was_done(action: Callable[..., Any], thing: models.Model, *, once: str, by: Person, **words: Any) -> bool:
    """Whether this press has done `action` to `thing` already: what it removed cannot be read for the second press.

    `thing` need not exist any more; its kind and public id are enough.
    """
    try:
        key = key_of(once, action.__qualname__, (thing,), {**words, "by": by})
    except ValueError:
        return False
    return _standing(key)[1] is not None
