"""What waits in a discussion and for whom: the one rule that home, the discussion's page and the record's page ask."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from schools import clock
from schools.models import School
from schools.policy import May

from .models import Discussion, Party, Record


class Step(StrEnum):
    """What somebody is to do."""

    GUEST = auto()
    REPLY = auto()
    ARRANGE = auto()
    RECORD = auto()
    SCHOOL_ANSWERS = auto()
    COUNCIL_ANSWERS = auto()
    SERVICE_ANSWERS = auto()


PERMISSIONS: dict[Step, May] = {
    Step.GUEST: May.CONSENT_TO_GUEST,
    Step.REPLY: May.SEE_DISCUSSION,  # and those alone who are invited, or whose headteacher is
    Step.ARRANGE: May.SCHEDULE_DISCUSSION,
    Step.RECORD: May.WRITE_RECORD,
    Step.SCHOOL_ANSWERS: May.AGREE_FOR_SCHOOL,
    Step.COUNCIL_ANSWERS: May.AGREE_FOR_COUNCIL,
    Step.SERVICE_ANSWERS: May.AGREE_FOR_SERVICE,
}
ANSWERS: dict[Step, Party] = {
    Step.SCHOOL_ANSWERS: Party.SCHOOL,
    Step.COUNCIL_ANSWERS: Party.COUNCIL,
    Step.SERVICE_ANSWERS: Party.SERVICE,
}


@dataclass(frozen=True)
class Awaited:
    """Who is invited and has not said whether they come: keys of people, and of the schools that their heads lead."""

    people: frozenset[int] = frozenset()
    heads_of: frozenset[int] = frozenset()
    not_everybody: bool = False  # somebody has said that they cannot come, or not then
    another_time: bool = False  # if so, all of them would need another time, and none said that they cannot come


NOBODY = Awaited()


@dataclass(frozen=True)
class Waits:
    """One step that waits, and the schools at every one of which whoever takes it needs the permission.

    What each answers for themselves waits for those who are `awaited`, and for who may answer for a headteacher.
    """

    step: Step
    schools: tuple[School, ...]
    awaited: Awaited | None = None
    another_time: bool = False

    def is_for(self, person: Any) -> bool:
        permission = PERMISSIONS[self.step]
        if self.awaited is not None:
            return self._is_awaited(person, self.awaited, permission)
        return bool(self.schools) and all(person.standing.grants(permission, school) for school in self.schools)

    def _is_awaited(self, person: Any, awaited: Awaited, permission: May) -> bool:
        grants = person.standing.grants
        invited = person.pk in awaited.people
        if invited and (
            person.standing.at_guest_organisations or any(grants(permission, each) for each in self.schools)
        ):
            return True
        helped = [each for each in self.schools if each.pk in awaited.heads_of]
        return any(grants(May.ANSWER_FOR_HEADTEACHER, each) for each in helped)


def is_held(discussion: Discussion, record: Record | None) -> bool:
    """Its time is over, or its record has been sent, which nobody can do before it has begun."""
    return discussion.ends_at <= clock.now() or (record is not None and record.sending > 0)


def waiting_in(
    discussion: Discussion,
    record: Record | None,
    *,
    covered: Collection[School],
    answered: Collection[tuple[str, int | None]],
    asked: Collection[int],
    awaited: Awaited = NOBODY,
) -> Iterator[Waits]:
    """`answered`: the parties, and of schools which, that have answered the record; `asked`: the keys of the schools
    whose headteacher has still to say whether a guest may come; `awaited`: who is still to say whether they come.
    """
    if not discussion.is_live:
        return
    if discussion.can_be_prepared:
        yield from (Waits(Step.GUEST, (school,)) for school in covered if school.pk in asked)
    if not discussion.has_begun:
        yield from _waiting_before_it(covered, awaited)
    if record is None or record.status == Record.Status.DRAFT:
        if is_held(discussion, record):
            yield Waits(Step.RECORD, tuple(covered))
    elif record.status == Record.Status.SENT:
        for step, party in ANSWERS.items():
            if party == Party.SCHOOL:
                yield from (Waits(step, (each,)) for each in covered if (party.value, each.pk) not in answered)
            elif (party.value, None) not in answered:
                yield Waits(step, tuple(covered))


def _waiting_before_it(covered: Collection[School], awaited: Awaited) -> Iterator[Waits]:
    if awaited.people:
        yield Waits(Step.REPLY, tuple(covered), awaited)
    if awaited.not_everybody:
        yield Waits(Step.ARRANGE, tuple(covered), another_time=awaited.another_time)
