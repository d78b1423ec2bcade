"""A secret address for one's own calendar: made, made anew, switched off."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import CalendarFeed
from schools import clock
from schools.history import once_only, record, tells
from schools.models import Person
from schools.refusals import Refused
from schools.workflow import locked

from .queries import feed_of

MADE = tells("calendar_feed.made", gettext_lazy("A secret address for the own calendar was made."))
ENDED = tells("calendar_feed.ended", gettext_lazy("The secret address for the own calendar was switched off."))


@once_only
def renew(*, seed: str, by: Person, once: UUID) -> CalendarFeed:
    """A new address; one that there was before opens nothing from this moment on."""
    locked(by)
    secret_hash = CalendarFeed.hash_of(CalendarFeed.secret_of(by, seed))
    rows = CalendarFeed.objects.as_system("no address is given out twice")
    if rows.filter(secret_hash=secret_hash).exists():
        raise Refused(_("The address that this page made is switched off. Open the page again to make another."))
    _end_of(by)
    feed = CalendarFeed.objects.create(person=by, secret_hash=secret_hash)
    record(MADE, feed, by=by, once=once)
    return feed


@once_only
def end(*, by: Person, once: UUID) -> CalendarFeed:
    """The address opens nothing from this moment on, and there is none."""
    locked(by)
    feed = _end_of(by)
    if feed is None:
        raise Refused(_("There is no address any more, so there is nothing to switch off."))
    record(ENDED, feed, by=by, once=once)
    return feed


def _end_of(person: Person) -> CalendarFeed | None:
    if feed := feed_of(person):
        feed.ended_at = clock.now()
        feed.save(update_fields=["ended_at"])
    return feed
