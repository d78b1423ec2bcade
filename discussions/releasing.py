"""What an officer released of a proposal is set up: each discussion in a transaction of its own, in the background.

A discussion that cannot be set up any more holds back no other: its placement says why, and stays.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from discussions.access import May
from discussions.announcements import PARTS, able_to_take_part
from discussions.bookings import has_passed
from discussions.changing import locked_to_change, why_not_move
from discussions.models import Discussion, Participant, Placement
from discussions.resettling import change_people, resettle
from discussions.setting_up import As, set_up
from schools.access import require
from schools.models import Person, School
from schools.policy import Role
from schools.refusals import Busy, NotAllowed, Refused
from schools.workflow import locked

Because = Placement.Refused
WHERE = ("starts_at", "ends_at", "setting", "host_id", "place", "online_link")


class Impossible(Exception):
    """This placement cannot be released any more."""

    def __init__(self, because: Placement.Refused) -> None:
        super().__init__(because)
        self.because = because


def release(placement: Placement) -> None:
    """Set up or move the discussion of a placement whose release was asked for; what is done already stays as it is."""
    rows = Placement.objects.as_system("what was released is set up").filter(pk=placement.pk)
    try:
        with transaction.atomic():
            placement = locked(placement, "release_asked_by", "present")
            if not placement.waits_for_release:
                return
            rows.update(released=_settle(placement))
    except Impossible as impossible:
        rows.filter(released=None).update(refused_because=impossible.because)


def _settle(placement: Placement) -> Discussion:
    by: Any = placement.release_asked_by
    by.wear(Role(placement.release_asked_as))
    covered = placement.schools
    if placement.starts_at is None or has_passed(placement.starts_at):
        raise Impossible(Because.PASSED)
    people = _people(placement, covered)
    where = {name: getattr(placement, name) for name in WHERE}
    try:
        for school in covered:
            require(by, May.SCHEDULE_DISCUSSION, school)
        if placement.present is not None:
            return _move(placement, placement.present, people, by, where)
        return set_up(covered, people, language=placement.language, by=by, **where)
    except PermissionDenied:
        raise Impossible(Because.NOT_ALLOWED) from None
    except Busy:
        raise
    except Refused as refusal:
        raise Impossible(Because.TAKEN if refusal.field == "starts" else Because.HAS_ONE) from None


def _people(placement: Placement, covered: list[School]) -> list[tuple[Person, As]]:
    """Those who are to take part, if they all still can."""
    able = {
        (str(row.person.public_id), PARTS[Role(row.role)]): row.person
        for row in able_to_take_part(covered).select_related("person")
    }
    wanted = [(each["person"], As(each["as"])) for each in placement.who]
    if any(each not in able for each in wanted):
        raise Impossible(Because.GONE)
    return [(able[each], each[1]) for each in wanted]


def _move(
    placement: Placement, present: Discussion, people: list[tuple[Person, As]], by: Person, where: dict[str, Any]
) -> Discussion:
    """The discussion that stands is moved, and another officer takes part where the proposal says so."""
    try:
        discussion = locked_to_change(present, by, May.SCHEDULE_DISCUSSION, why_not_move)
    except NotAllowed:
        raise Impossible(Because.CHANGED) from None
    if discussion.version != placement.present_version:
        raise Impossible(Because.CHANGED)
    rows = list(discussion.participants.exclude(taking_part_as=Participant.As.GUEST))
    wanted, there = {person.pk for person, _part in people}, {row.person_id for row in rows}
    if wanted != there:
        new = [(person, part) for person, part in people if person.pk not in there]
        gone = [row for row in rows if row.person_id not in wanted and row.taking_part_as == As.OFFICER]
        change_people(discussion, gone, new, version=discussion.version, by=by)
    stands = {name: getattr(discussion, name) for name in WHERE}
    if stands != where:
        resettle(discussion, language=discussion.language, version=discussion.version, by=by, **where)
    return discussion
