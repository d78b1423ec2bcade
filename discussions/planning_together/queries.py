"""Which councils can be planned at once, and how far a search for several of them is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.asking_for_dates import what_is_missing, with_what_is_there
from discussions.models import Proposal, Round
from discussions.planning_words import figures_words
from schools.models import Council, Person
from schools.models.base import reader_language
from schools.policy import May

MISSING = {
    "days": gettext_lazy("The council has not entered yet between which days the discussions may take place."),
    "later_days": gettext_lazy("The days between which the discussions may take place have passed."),
    "schools": gettext_lazy("The council has not chosen yet which schools take part."),
    "officers": gettext_lazy("The council has not chosen yet which officers can take part."),
}
OPEN = {
    "working": gettext_lazy("Dates are being worked out for this council already."),
    "ready": gettext_lazy(
        "The council’s officers have a proposal of dates to look at. It stays until they release it or set it aside."
    ),
}


@dataclass(frozen=True)
class Candidate:
    """A council, and in a sentence why it cannot take part; nothing where it can."""

    council: Council
    round: Any  # with_what_is_there; not kept where nothing has been set up
    why_not: str


def why_not(round_: Any) -> str:
    if missing := what_is_missing(round_):
        return str(MISSING[missing])
    return str(OPEN[round_.open_status]) if round_.open_status else ""


def candidates(person: Person, year: int) -> list[Candidate]:
    """The councils whose planning this person sees, by name: in two questions."""
    reached = person.standing.councils_reached(May.PROPOSE_DATES)
    councils = Council.objects.as_system("for which this person may ask for dates").filter(pk__in=reached)
    rounds = Round.objects.visible_to(person).filter(council__in=reached, school_year=year)
    kept = {each.council_id: each for each in with_what_is_there(rounds)}
    found = []
    for council in councils.order_by(f"name_{reader_language()}", "pk"):
        round_ = kept.get(council.pk) or Round(council=council, school_year=year)
        found.append(Candidate(council, round_, why_not(round_)))
    return found


def last_search(person: Person, year: int) -> Proposal | None:
    """One proposal of the last search for several councils that this person sees."""
    rows = Proposal.objects.visible_to(person).filter(together__isnull=False, round__school_year=year)
    found: Proposal | None = rows.select_related("asked_by").order_by("-asked_at", "-pk").first()
    return found


def search_for(person: Person, year: int, search: UUID) -> list[Any]:
    """The proposals of a search, of the councils whose planning this person sees, by name; 404 where there is none.

    Each knows how many of its discussions have been released.
    """
    rows = Proposal.objects.visible_to(person).filter(together=search, round__school_year=year)
    rows = rows.annotate(released=Count("placements", filter=Q(placements__released__isnull=False)))
    rows = rows.select_related("round__council", "asked_by").order_by(f"round__council__name_{reader_language()}", "pk")
    found = list(rows)
    if not found:
        raise Http404
    return found


@dataclass(frozen=True)
class Line:
    """What the page of a search says of one council."""

    proposal: Any  # search_for
    how_far: str
    found: str = ""
    released: str = ""


def line_of(proposal: Any) -> Line:
    if proposal.is_working:
        return Line(proposal, _("Being worked out"))
    if proposal.outcome == Proposal.Outcome.FAILED:
        return Line(proposal, str(proposal.get_outcome_display()))
    how_far = proposal.get_status_display() if proposal.is_open else proposal.get_closed_because_display()
    words = {"released": proposal.released, "placed": proposal.figures.get("placed", 0)}
    released = _("%(released)s of %(placed)s released") % words
    return Line(proposal, str(how_far), " ".join(figures_words(proposal)), released)
