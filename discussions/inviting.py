"""Who is to take part is invited with an appointment; nobody is invited any more to what has been held."""

from collections.abc import Collection

from discussions.announcements import SCHEDULED, WRITTEN_DOWN, announce
from discussions.bookings import has_passed
from discussions.calendar import Occasion
from discussions.models import Discussion
from discussions.outbox import write_messages
from schools.models import Person


def was_held(discussion: Discussion) -> bool:
    """Whether it was over before it was written down."""
    return has_passed(discussion.ends_at)


def invite(discussion: Discussion, people: Collection[int], *, by: Person, widely: bool = False) -> None:
    """Invite and tell these people, and `widely` whom it concerns; of what has been held they are only told."""
    held = was_held(discussion)
    if not held:
        write_messages(discussion, people, Occasion.INVITED)
    announce(discussion, WRITTEN_DOWN if held else SCHEDULED, by=by, to=people, widely=widely)
