"""Which proposal of a round is looked at, what of it can be released, and who asked for it."""

from collections.abc import Collection
from dataclasses import dataclass

from discussions.models import Placement, Proposal, Round
from discussions.proposed_dates import role_of_asker
from schools.models import Person
from schools.policy import May


def latest_of(person: Person, round_: Round) -> Proposal | None:
    """The proposal that is open, else the last one that was closed."""
    rows = Proposal.objects.visible_to(person).filter(round=round_.pk)
    found: Proposal | None = rows.select_related("asked_by", "round").order_by("-asked_at", "-pk").first()
    return found


def to_release(placements: Collection[Placement]) -> list[Placement]:
    """Those that have a time which is something new, and whose release was not asked for yet: new ones first."""
    found = [each for each in placements if each.starts_at and not (each.release_asked_at or each.needs_no_change)]
    return sorted(found, key=lambda each: each.present_id is not None)


@dataclass(frozen=True)
class AskedTogether:
    """Who had a proposal worked out together with those of other councils."""

    name: str
    role: str
    with_others: bool  # whether there were any: the lead of a service may ask for one council alone
    sees_others: bool  # whether the reader sees another council of that search


def asked_together(person: Person, proposal: Proposal) -> AskedTogether | None:
    """None for a proposal for which the council asked alone."""
    if proposal.together is None:
        return None
    rows = Proposal.objects.as_system("whether there are others, not what they say").filter(together=proposal.together)
    with_others = rows.exclude(pk=proposal.pk).exists()
    sees_others = with_others and len(person.standing.councils_reached(May.PROPOSE_DATES)) > 1
    return AskedTogether(proposal.asked_by.name, role_of_asker(proposal), with_others, sees_others)
