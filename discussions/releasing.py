"""What an officer released of a proposal is set up: each discussion in a transaction of its own, in the background.

A discussion that cannot be set up any more holds back no other: its placement says why, and stays.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from discussions.access import May
from discussions.announcements import PARTS, able_to_take_part
from discussions.bookings import has_passed
from discussions.changing import locked_to_change, why_not_move
from discussions.models import Discussion, Participant, Placement
from discussions.resettling import change_people, resettle
from discussions.setting_up import As, set_up
from schools.access import require
from schools.models import Person, School
from schools.notice_kinds import notice_kind
from schools.notices import path_to, tell
from schools.policy import Role
from schools.refusals import Busy, NotAllowed, Refused
from schools.words import names_together
from schools.workflow import locked

Because = Placement.Refused
PLACES = ("host_id", "place", "online_link")
WHERE = ("starts_at", "ends_at", "setting", *PLACES)

NOT_RELEASED = notice_kind(
    "date_not_released",
    _("%(schools)s: the proposed date could not be released"),
    _(
        "The proposed date for the professional discussion of %(schools)s could not be released, and nobody was "
        "invited to it. The page of the proposed dates says why."
    ),
)


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
        with transaction.atomic():
            if rows.filter(released=None, refused_because="").update(refused_because=impossible.because):
                _tell(placement)


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
    """The discussion that has its date is moved, and in the same step another officer takes part where the proposal
    says so: only the new time has to be free for them.
    """
    try:
        discussion = locked_to_change(present, by, May.SCHEDULE_DISCUSSION, why_not_move)
    except NotAllowed:
        raise Impossible(Because.CHANGED) from None
    if discussion.version != placement.present_version:
        raise Impossible(Because.CHANGED)
    rows = list(discussion.participants.exclude(taking_part_as=Participant.As.GUEST))
    wanted, there = {person.pk for person, _part in people}, {row.person_id for row in rows}
    new = [(person, part) for person, part in people if person.pk not in there]
    gone = [row for row in rows if row.person_id not in wanted and row.taking_part_as == As.OFFICER]
    stands = {name: getattr(discussion, name) for name in WHERE}
    if where["setting"] == stands["setting"]:  # the room and the link that were entered for it stay
        where |= {name: stands[name] for name in PLACES}
    where["online_link"] = where["online_link"] or stands["online_link"]
    if stands != where:
        words = {"language": discussion.language, "version": discussion.version, "by": by, **where}
        resettle(discussion, gone=gone, new=new, **words)
    elif gone or new:
        change_people(discussion, gone, new, version=discussion.version, by=by)
    return discussion
