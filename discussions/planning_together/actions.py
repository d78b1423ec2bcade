"""Asking for the dates of several councils at once. What is done with them each council decides for itself."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from discussions.access import years_to_plan
from discussions.asking_for_dates import begin, overlapping, with_what_is_there
from discussions.models import Proposal, Round
from schools.access import May
from schools.history import once_only
from schools.models import Council, Person
from schools.refusals import Refused

from .queries import why_not


@once_only
def ask(year: int, *, councils: Collection[UUID], may_move: bool, by: Person, once: UUID) -> Proposal:
    """Have dates worked out for these councils (by public id) in one search; answered with the proposal of one.

    A proposal of a council that is open stays what it is: the search is refused until it is closed.
    """
    places = Council.objects.as_system("asked below whether they are reached").filter(public_id__in=councils)
    found = {place.pk: place for place in places}
    reached = by.standing.councils_reached(May.PROPOSE_DATES)
    if year not in years_to_plan() or not found or set(found) - set(reached):
        raise PermissionDenied
    rounds = _locked(found, year, by)
    for key, place in found.items():
        if key not in rounds or why_not(rounds[key]):
            words = {"council": place.name}
            said = _("%(council)s cannot take part any more. Open the page again to read why.")
            raise Refused(said % words, "councils")
    if pair := overlapping(list(rounds.values())):
        words = {"one": pair[0].council.name, "other": pair[1].council.name}
        raise Refused(
            _("The mornings of %(one)s and the afternoons of %(other)s overlap. Tick only one of the two.") % words,
            "councils",
        )
    return begin(list(rounds.values()), may_move=may_move, together=uuid4(), by=by, once=once)[0]


def _locked(councils: Collection[int], year: int, by: Person) -> dict[int, Any]:
    """The rounds by council, in one order, so that two who ask for some of the same cannot block each other."""
    rows = Round.objects.visible_to(by).filter(council__in=councils, school_year=year)
    rows = rows.select_related("council").order_by("pk").select_for_update(of=("self",))
    return {each.council_id: each for each in with_what_is_there(rows)}
