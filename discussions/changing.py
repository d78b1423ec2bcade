"""Until when a discussion can be changed, and from when its record is written and sent: each rule with its sentence,
and the lock under which an action asks it.

Pages ask the same rules before they show a form, so page and action refuse alike.
"""

from collections.abc import Callable

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from discussions.access import May, require_in
from discussions.models import Discussion
from schools import clock
from schools.models import Person
from schools.refusals import NotAllowed
from schools.workflow import locked


def locked_to_change(
    discussion: Discussion, by: Person, permission: May, why_not: Callable[[Discussion], str]
) -> Discussion:
    """The discussion, locked, for somebody who may do this in it; refused where `why_not` has a sentence.

    Its record is read after the lock, never with it: so none is begun or sent meanwhile.
    """
    found: Discussion = locked(discussion, "round__council")
    require_in(by, permission, found)
    if why := why_not(found):
        raise NotAllowed(why)
    return found


def why_closed(discussion: Discussion) -> str:
    """Why time, place, people and agenda can no longer be changed, as a sentence; empty while they can."""
    if not discussion.is_live:
        return _("This discussion has been cancelled, so it can no longer be changed.")
    if (record := getattr(discussion, "record", None)) and record.sending:
        return _("The record of this discussion has been sent, so the discussion can no longer be changed.")
    return ""


def why_not_prepare(discussion: Discussion) -> str:
    """Why its agenda can no longer be changed; empty while it can."""
    if (why := why_closed(discussion)) or discussion.can_be_prepared:
        return why
    return _("The discussion has been held, so its agenda can no longer be changed.")


def why_not_cancel(discussion: Discussion) -> str:
    """Why it can no longer be cancelled; empty while it can."""
    if (why := why_closed(discussion)) or not hasattr(discussion, "record"):
        return why
    return _("The record of this discussion has been begun, so the discussion can be neither moved nor cancelled.")


def why_not_move(discussion: Discussion) -> str:
    """Why it can no longer be moved; empty while it can."""
    if why := why_not_cancel(discussion):
        return why
    if discussion.is_over:
        return _("The day of this discussion has passed. If it did not take place, cancel it and schedule another.")
    return ""


def why_not_answer(discussion: Discussion) -> str:
    """Why nobody is asked (any more) whether they come, as a sentence; empty while they are, and may change it."""
    if not discussion.is_live:
        return _("This discussion has been cancelled, so nobody is asked any more whether they come.")
    if discussion.has_begun:
        return _("This discussion has begun or is over, so nobody is asked any more whether they come.")
    return ""


def why_not_begin(discussion: Discussion) -> str:
    """Why the record of this discussion cannot be begun (yet), as a sentence; empty when it can."""
    if not discussion.is_live:
        return _("This discussion was cancelled, so there is nothing to record.")
    if discussion.starts_at.astimezone(clock.LONDON).date() > clock.today():
        return _("The record can be begun on the day of the discussion, not before.")
    return ""


def why_not_send(discussion: Discussion) -> str:
    """Why its record cannot be sent yet, as a sentence: nobody agrees what has not been said; empty when it can be."""
    if discussion.has_begun:
        return ""
    starts = discussion.starts_at.astimezone(clock.LONDON)
    return _(
        "This discussion begins at %(time)s on %(day)s. Send its record after that; you can write it beforehand."
    ) % {"time": time_format(starts), "day": date_format(starts)}
