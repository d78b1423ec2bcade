"""What an officer released of a proposal is set up: each discussion in a transaction of its own, in the background.

A discussion that cannot be set up any more holds back no other: its placement says why, and stays.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from discussions.access import May
from discussions.announcements import PARTS, able_to_take_part
from discussions.bookings import StillInTheWay, changing_places, has_passed
from discussions.changing import locked_to_change, why_not_move
from discussions.models import Discussion, Placement, RoundSchool
from discussions.resettling import change_people, resettle
from discussions.setting_up import As, set_up
from schools import clock
from schools.access import require
from schools.models import Person, School
from schools.notice_kinds import notice_kind
from schools.notices import path_to, tell
from schools.policy import Role
from schools.refusals import Busy, NotAllowed, Refused
from schools.words import names_together
from schools.workflow import locked

logger = logging.getLogger(__name__)

Because = Placement.Refused
NOT_RELEASED = notice_kind(
    "date_not_released",
    _("%(schools)s: the proposed date could not be released"),
    _(
        "The proposed date for the professional discussion of %(schools)s could not be released, and nobody was "
        "invited to it. The page of the proposed dates says why."
    ),
)
WHERE = ("starts_at", "ends_at", "setting", "host_id", "place", "online_link")


class Impossible(Exception):
    """This placement cannot be released any more."""

    def __init__(self, because: Placement.Refused) -> None:
        super().__init__(because)
        self.because = because


def release_all(waiting: Iterable[Placement]) -> None:
    """Each by itself, in this order; then together those that were in each other's way. What goes wrong with one
    holds back no other, and is raised at the end, so that it is tried again.
    """
    failures: list[Exception] = []
    in_the_way: list[Placement] = []
    for placement in waiting:
        try:
            if not release(placement, is_last_word=placement.present is None):
                in_the_way.append(placement)
        except Exception as failure:
            logger.exception("The date of placement %s could not be set up.", placement.public_id)
            failures.append(failure)
    _change_places(in_the_way)
    if failures:
        raise failures[0]


def release(placement: Placement, *, is_last_word: bool = True) -> bool:
    """Set up or move the discussion of a placement whose release was asked for; what is done already stays as it is.

    Answers False, and leaves it waiting, where somebody is booked for that time and that is not yet the last word.
    """
    rows = Placement.objects.as_system("what was released is set up").filter(pk=placement.pk)
    try:
        with transaction.atomic():
            if (waiting := _waiting(placement)) is not None:
                rows.update(released=_settle(waiting))
    except Impossible as impossible:
        if impossible.because == Because.TAKEN and not is_last_word:
            return False
        with transaction.atomic():
            if rows.filter(released=None, refused_because="").update(refused_because=impossible.because):
                _tell(placement)
    return True


def _tell(placement: Placement) -> None:
    """Whoever released it hears that it was not possible; the notice stands under the first of the schools."""
    by, round_ = placement.release_asked_by, placement.proposal.round
    path = path_to("planning:index", round_.school_year, round_.council.public_id)
    names: dict[str, Any] = {}
    for language in ("cy", "en"):
        names[f"schools_{language}"] = names_together(
            [getattr(each, f"name_{language}") for each in placement.schools], language
        )
    if by is not None:
        tell([by], NOT_RELEASED, placement.proposal, path=path, school=placement.schools[0], **names)


def _change_places(placements: Sequence[Placement]) -> None:
    """Discussions that make room for each other move in one step; where they cannot, one after the other as far as
    it goes.
    """
    left, before = list(placements), 0
    while len(left) > 1 and len(left) != before:
        if _moved_together(left):
            return
        before, left = len(left), [each for each in left if not release(each, is_last_word=False)]
    for each in left:
        release(each)


def _moved_together(placements: Sequence[Placement]) -> bool:
    rows = Placement.objects.as_system("what was released is set up")
    try:
        with transaction.atomic(), changing_places():
            for each in placements:
                if (waiting := _waiting(each)) is not None:
                    rows.filter(pk=each.pk).update(released=_settle(waiting))
    except (Impossible, StillInTheWay):
        return False
    return True


def _waiting(placement: Placement) -> Placement | None:
    """The placement, locked after its proposal, which nobody sets aside meanwhile; None where it waits no longer."""
    proposal = locked(placement.proposal)
    found: Placement = locked(placement, "release_asked_by", "present")
    if not found.waits_for_release:
        return None
    if not proposal.is_open:
        raise Impossible(Because.SET_ASIDE)
    found.proposal = proposal
    return found


def _settle(placement: Placement) -> Discussion:
    by: Any = placement.release_asked_by
    by.wear(Role(placement.release_asked_as))
    covered = placement.schools
    if placement.starts_at is None or has_passed(placement.starts_at):
        raise Impossible(Because.PASSED)
    if not by.is_active:
        raise Impossible(Because.NOT_ALLOWED)
    _take_part(placement, covered)
    people = _people(placement, covered)
    try:
        for school in covered:
            require(by, May.SCHEDULE_DISCUSSION, school)
        if placement.present is not None:
            return _move(placement, placement.present, people, by)
        where = {name: getattr(placement, name) for name in WHERE}
        return set_up(covered, people, language=placement.language, by=by, **where)
    except PermissionDenied:
        raise Impossible(Because.NOT_ALLOWED) from None
    except Busy:
        raise
    except Refused as refusal:
        raise Impossible(Because.TAKEN if refusal.field == "starts" else Because.HAS_ONE) from None


def _take_part(placement: Placement, covered: list[School]) -> None:
    """Whether all its schools are open then, and none was taken out of the year since the dates were worked out."""
    assert placement.starts_at  # noqa: S101 (the caller has asked)
    day = placement.starts_at.astimezone(clock.LONDON).date()
    out = RoundSchool.objects.as_system("who takes no part any more").filter(
        round=placement.proposal.round_id, school__in=covered, takes_part=False
    )
    if any(school.closed_on and school.closed_on <= day for school in covered) or out.exists():
        raise Impossible(Because.NO_PART)


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


def _move(placement: Placement, present: Discussion, people: list[tuple[Person, As]], by: Person) -> Discussion:
    """The discussion that stands is moved, and another officer takes part where the proposal says so. Where it is held
    and how it is joined stays as an officer set it.
    """
    try:
        discussion = locked_to_change(present, by, May.SCHEDULE_DISCUSSION, why_not_move)
    except NotAllowed:
        raise Impossible(Because.CHANGED) from None
    if discussion.version != placement.present_version:
        raise Impossible(Because.CHANGED)
    rows = list(discussion.participants.all())
    wanted, there = {person.pk for person, _part in people}, {row.person_id for row in rows}
    new = [(person, part) for person, part in people if person.pk not in there]
    gone = [row for row in rows if row.person_id not in wanted and row.taking_part_as == As.OFFICER]
    when = {"starts_at": placement.starts_at, "ends_at": placement.ends_at}
    version = discussion.version
    if any(getattr(discussion, name) != at for name, at in when.items()):
        where = {name: getattr(discussion, name) for name in WHERE} | when
        return resettle(discussion, language=discussion.language, version=version, by=by, gone=gone, new=new, **where)
    if gone or new:
        change_people(discussion, gone, new, version=version, by=by)
    return discussion
