"""Asking for a proposal of dates, setting it aside, and releasing what is good in it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.asking_for_dates import begin, what_is_missing, with_what_is_there
from discussions.models import Discussion, Placement, PlacementSchool, Proposal, Round
from discussions.planning_tasks import release_placements
from schools import clock
from schools.access import May, require
from schools.history import once_only, record, role_acted_in, tells
from schools.models import Person
from schools.models.base import reader_language
from schools.refusals import NotAllowed, Refused
from schools.words import names_together
from schools.workflow import locked, move

Status, Closed = Proposal.Status, Proposal.Closed

MISSING = {
    "days": gettext_lazy("Enter first between which days the discussions may take place."),
    "later_days": gettext_lazy(
        "The days between which the discussions may take place have passed. Enter later ones first."
    ),
    "schools": gettext_lazy("Choose first which schools take part."),
    "officers": gettext_lazy("Choose first which officers can take part."),
}
SET_ASIDE = tells("proposal.set_aside", gettext_lazy("The proposal of dates was set aside: no more of it is sent."))
RELEASED = tells("proposal.released", gettext_lazy("Dates of the proposal were released: %(count)s."))


@once_only
def propose(round_: Round, *, may_move: bool, by: Person, once: UUID) -> Proposal:
    """Have dates worked out for what has none; with `may_move`, dates that stand may be changed where that helps.

    A proposal that is ready gives way to the new one; one that is being worked out is not begun a second time.
    """
    round_ = locked(round_, "council")
    require(by, May.PLAN_DISCUSSIONS, round_.council)
    there = with_what_is_there(Round.objects.visible_to(by).filter(pk=round_.pk)).get()
    if missing := what_is_missing(there):
        raise Refused(str(MISSING[missing]))
    rows = Proposal.objects.as_system("one open proposal a round").filter(round=round_)
    for open_one in rows.exclude(status=Status.CLOSED):
        if open_one.is_working:
            raise Refused(_("Dates are being worked out already. Wait for them, or stop the search."))
        _close(open_one, Closed.SET_ASIDE, SET_ASIDE, by)
    return begin([round_], may_move=may_move, together=None, by=by, once=once)[0]


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
    return rows.prefetch_related(Prefetch("placement_schools", schools))


def needs_link(placement: Placement) -> bool:
    """Whether somebody has to say where to join. What has its date keeps its way, and its link."""
    is_online = placement.setting == Discussion.Setting.ONLINE
    return is_online and not (placement.present_id or placement.online_link)


def link_of(placement: Placement) -> str:
    """The name of its box on the form."""
    return f"link_{placement.public_id.hex}"


def _names(placement: Placement) -> str:
    return names_together([school.name for school in placement.schools], reader_language())


def _theirs(proposal: Proposal, by: Person) -> Proposal:
    found: Proposal = locked(proposal, "round__council")
    require(by, May.PLAN_DISCUSSIONS, found.round.council)
    return found


def _close(proposal: Proposal, why: str, verb: str, by: Person | None, once: UUID | None = None) -> None:
    move(proposal, Status.CLOSED, by=by, verb=verb, once=once, closed_because=why)
