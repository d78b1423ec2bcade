"""Dates are asked for, of one council or of several at once, and the search for them is ended early."""

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import Proposal, Round, RoundOfficer, RoundSchool
from discussions.planning_tasks import work_out
from discussions.planning_times import minutes_between_halves
from discussions.working_out import give_up
from schools import clock
from schools.access import May, may
from schools.history import once_only, record_each, role_acted_in, tells
from schools.models import Council, Person
from schools.refusals import NotAllowed
from schools.workflow import locked

WHY = "whether dates can be worked out"
ASKED = tells("proposal.asked", gettext_lazy("A proposal of dates for this year’s discussions was asked for."))
STOP_ASKED = tells("proposal.stop_asked", gettext_lazy("The search for dates was stopped; the best so far was kept."))


def with_what_is_there(rounds: QuerySet[Round]) -> QuerySet[Any]:
    """Each round knows what `what_is_missing` and `what_is_open` ask, in the same question."""
    schools = RoundSchool.objects.as_system(WHY).filter(round=OuterRef("pk"), takes_part=True)
    officers = RoundOfficer.objects.as_system(WHY).filter(round=OuterRef("pk"))
    proposals = Proposal.objects.as_system(WHY).filter(round=OuterRef("pk")).exclude(status="closed")
    return rounds.annotate(
        has_schools=Exists(schools), has_officers=Exists(officers), open_status=Subquery(proposals.values("status")[:1])
    )


def what_is_missing(round_: Any) -> str:
    """What has to be set up before anything can be worked out: "days", "later_days", "schools" or "officers"."""
    if round_.first_day is None or round_.last_day is None:
        return "days"
    if round_.last_day <= clock.today():
        return "later_days"
    if not round_.has_schools:
        return "schools"
    return "" if round_.has_officers else "officers"


def begin(rounds: Sequence[Round], *, may_move: bool, together: UUID | None, by: Person, once: UUID) -> list[Proposal]:
    """A proposal for each of these rounds, which are locked and have none that is open: worked out in one search."""
    acted_as = role_acted_in(by) if together else ""
    asked = {"may_move": may_move, "together": together, "asked_by": by, "asked_as": acted_as}
    rows = [Proposal(round=each, **asked) for each in rounds]
    proposals = Proposal.objects.as_system("what this person asks for").bulk_create(rows)
    record_each(ASKED, proposals, by=by, council_of=_council_of, once=once)
    work_out.enqueue(str(proposals[0].public_id))
    return proposals


def _council_of(proposal: Proposal) -> Council:
    return proposal.round.council


def of_one_search(proposal: Proposal) -> Q:
    """The proposals that are, or were, worked out with this one, itself among them."""
    return Q(together=proposal.together) if proposal.together else Q(pk=proposal.pk)


def may_stop(person: Person, proposals: Collection[Proposal]) -> bool:
    """Whoever asked, and those who plan for any of the councils; `proposals` are of one search."""
    councils = {each.round.council for each in proposals}
    asked = any(each.asked_by_id == person.pk for each in proposals)
    return asked or any(may(person, May.PLAN_DISCUSSIONS, council) for council in councils)


@once_only
def stop(proposal: Proposal, *, by: Person, once: UUID) -> Proposal:
    """End the search; the best plan so far is kept, for each council of it. What has ended meanwhile stays as it is.

    One that was asked to end some minutes ago and has not is given up: its worker was lost each time.
    """
    found: Proposal = locked(proposal, "round__council")
    rows = Proposal.objects.as_system("the search is asked to end").filter(of_one_search(found))
    together = list(rows.select_related("round__council").order_by("round"))
    if not may_stop(by, together):
        raise PermissionDenied
    working = [each for each in together if each.is_working]
    if not working:
        raise NotAllowed(_("The search has ended already. Open the proposal to see what was found."))
    if all(each.is_silent for each in working):
        give_up(working)
        found.refresh_from_db()
    else:
        rows.filter(pk__in=[each.pk for each in working]).update(stop_asked_at=clock.now())
    first = [found, *(each for each in working if each != found)]
    record_each(STOP_ASKED, first, by=by, council_of=_council_of, once=once)
    return found


def what_stopping_did(proposal: Proposal) -> str:
    """What `stop` has answered with, as a sentence."""
    if proposal.is_working:
        return _("The search is ending. The best that it has found so far is kept.")
    return _("The search did not end by itself, so it was given up. Nothing has been changed: work out dates again.")


def overlapping(rounds: Collection[Round]) -> tuple[Round, Round] | None:
    """Two of these whose half-days cannot be told apart: a morning of one lasts into an afternoon of the other."""
    pairs = combinations(rounds, 2)
    return next(((one, other) for one, other in pairs if minutes_between_halves(one, other) < 0), None)
