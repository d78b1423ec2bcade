"""Asking for a proposal of dates, stopping it, setting it aside, and releasing what is good in it."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import Discussion, Placement, PlacementSchool, Proposal, Round
from discussions.planning_tasks import release_placements, work_out
from schools import clock
from schools.access import May, require
from schools.history import once_only, record, role_acted_in, tells
from schools.models import Person
from schools.models.base import reader_language
from schools.refusals import NotAllowed, Refused
from schools.words import names_together
from schools.workflow import locked, move

Status, Closed = Proposal.Status, Proposal.Closed

ASKED = tells("proposal.asked", gettext_lazy("A proposal of dates for this year’s discussions was asked for."))
STOP_ASKED = tells("proposal.stop_asked", gettext_lazy("The search for dates was stopped; the best so far was kept."))
SET_ASIDE = tells("proposal.set_aside", gettext_lazy("The proposal of dates was set aside; nothing of it was sent."))
RELEASED = tells("proposal.released", gettext_lazy("Dates of the proposal were released: %(count)s."))


@once_only
def propose(round_: Round, *, may_move: bool, by: Person, once: UUID) -> Proposal:
    """Have dates worked out for what has none; with `may_move`, dates that stand may be changed where that helps.

    A proposal that is ready gives way to the new one; one that is being worked out is not begun a second time.
    """
    round_ = locked(round_, "council")
    require(by, May.PLAN_DISCUSSIONS, round_.council)
    for fault in _not_set_up(round_):
        raise fault
    rows = Proposal.objects.as_system("one open proposal a round").filter(round=round_)
    for open_one in rows.exclude(status=Status.CLOSED):
        if open_one.is_working:
            raise Refused(_("Dates are being worked out already. Wait for them, or stop the search."))
        _close(open_one, Closed.SET_ASIDE, SET_ASIDE, by)
    proposal = Proposal.objects.create(round=round_, may_move=may_move, asked_by=by)
    record(ASKED, proposal, by=by, council=round_.council, once=once)
    work_out.enqueue(str(proposal.public_id))
    return proposal


@once_only
def stop(proposal: Proposal, *, by: Person, once: UUID) -> Proposal:
    """End the search; the best plan so far is kept. One that has ended meanwhile stays as it is."""
    proposal = _theirs(proposal, by)
    if not proposal.is_working:
        raise NotAllowed(_("The search has ended already. Open the proposal to see what was found."))
    rows = Proposal.objects.as_system("the search is asked to end").filter(pk=proposal.pk)
    rows.update(stop_asked_at=clock.now())
    record(STOP_ASKED, proposal, by=by, council=proposal.round.council, once=once)
    return proposal


@once_only
def set_aside(proposal: Proposal, *, by: Person, once: UUID) -> Proposal:
    """Nothing more of it is released; what was released stays."""
    proposal = _theirs(proposal, by)
    if proposal.status != Status.READY:
        raise NotAllowed(_("This proposal cannot be set aside: it is still being worked out, or it is closed already."))
    _close(proposal, Closed.SET_ASIDE, SET_ASIDE, by, once)
    return proposal


@once_only
def release(
    proposal: Proposal, *, placements: Collection[UUID], links: Mapping[str, str], by: Person, once: UUID
) -> Proposal:
    """Let these placements (by public id) become discussions, one after the other in the background.

    `links`: for joining online, by placement; what has its link already keeps it.
    """
    proposal = _theirs(proposal, by)
    if proposal.status != Status.READY:
        raise NotAllowed(_("This proposal is closed, or still being worked out. Open it to see where it stands."))
    rows = Placement.objects.visible_to(by).filter(
        proposal=proposal, public_id__in=placements, starts_at__isnull=False, released=None
    )
    chosen = rows.filter(release_asked_at=None)
    if rows.count() < len(set(placements)) or not placements:
        raise Refused(_("One of these dates is not in the proposal any more. Open the page again."), "placements")
    online = [each for each in _with_schools(chosen) if needs_link(each)]
    for each in online:
        each.online_link = links.get(str(each.public_id), "")
        if not each.online_link:
            raise Refused(
                _("Enter the link for joining online: %(schools)s") % {"schools": _names(each)}, link_of(each)
            )
    Placement.objects.as_system("each has a link of its own").bulk_update(online, ["online_link"])
    count = chosen.update(release_asked_at=clock.now(), release_asked_by=by, release_asked_as=role_acted_in(by))
    record(RELEASED, proposal, by=by, council=proposal.round.council, once=once, count=count)
    release_placements.enqueue(str(proposal.public_id))
    return proposal


def _with_schools(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    schools = PlacementSchool.objects.as_system("which schools lack their link").select_related("school").order_by("pk")
    return rows.select_related("present").prefetch_related(Prefetch("placement_schools", schools))


def needs_link(placement: Placement) -> bool:
    """Whether somebody has to say where to join: it is online, and neither it nor its discussion has a link."""
    stands = placement.present.online_link if placement.present else ""
    return placement.setting == Discussion.Setting.ONLINE and not (placement.online_link or stands)


def link_of(placement: Placement) -> str:
    """The name of its box on the form."""
    return f"link_{placement.public_id.hex}"


def _names(placement: Placement) -> str:
    return names_together([school.name for school in placement.schools], reader_language())


def _not_set_up(round_: Round) -> Iterator[Refused]:
    """What is missing before anything can be worked out, each as a sentence."""
    if round_.first_day is None or round_.last_day is None:
        yield Refused(_("Enter first between which days the discussions may take place."))
    if round_.last_day and round_.last_day <= clock.today():
        yield Refused(_("The days between which the discussions may take place have passed. Enter later ones first."))
    if not round_.round_schools.filter(takes_part=True).exists():
        yield Refused(_("Choose first which schools take part."))
    if not round_.officers.exists():
        yield Refused(_("Choose first which officers can take part."))


def _theirs(proposal: Proposal, by: Person) -> Proposal:
    found: Proposal = locked(proposal, "round__council")
    require(by, May.PLAN_DISCUSSIONS, found.round.council)
    return found


def _close(proposal: Proposal, why: str, verb: str, by: Person | None, once: UUID | None = None) -> None:
    move(proposal, Status.CLOSED, by=by, verb=verb, once=once, closed_because=why)
