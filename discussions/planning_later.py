"""Whether the last day that is set is what stands in the way of a discussion: a half-day just after it would do."""

import datetime as dt

from discussions.planning_problem import chosen_of, gates_are_open
from discussions.planning_times import Known, OfCouncil, Slot, slots_after
from discussions.round_contents import ToPlace

LOOK = dt.timedelta(days=14)  # so far after the last day


def just_after(known: Known, council: OfCouncil, each: ToPlace) -> Slot | None:
    """The first half-day after the window on which all are free who must come, and one of the officers."""
    heads, advisers = chosen_of(council, each)
    must = {*(able.person for able in (*heads, *advisers)), *each.guests}
    officers = {able.person for able in each.officers} - must
    for slot in slots_after(council, known.closed, min(council.last + LOOK, known.later or council.last)):
        free = {person for person in must | officers if _is_free(known, person, slot)}
        if gates_are_open(known, council, each, [*heads, *advisers], slot) and must <= free and free & officers:
            return slot
    return None


def _is_free(known: Known, person: int, slot: Slot) -> bool:
    return known.diaries[person].free_if_covered(slot.starts_at, slot.ends_at)
