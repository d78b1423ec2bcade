"""A secret address for one's own calendar: made, made anew, switched off."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import CalendarFeed
from schools import clock
from schools.history import once_only, record, tells
from schools.models import Person
from schools.refusals import Refused

from .queries import feed_of

MADE = tells("calendar_feed.made", gettext_lazy("A secret address for the own calendar was made."))
REPLACED = tells(
    "calendar_feed.replaced", gettext_lazy("A secret address for the own calendar gave way to a new one.")
)
ENDED = tells("calendar_feed.ended", gettext_lazy("The secret address for the own calendar was switched off."))


@once_only
def renew(*, seed: str, by: Person, once: UUID) -> CalendarFeed:
    """A new address; one that there was before opens nothing from this moment on."""
    _one_after_the_other(by)
    secret_hash = CalendarFeed.hash_of(CalendarFeed.secret_of(by, seed))
    rows = CalendarFeed.objects.as_system("no address is given out twice")
    if rows.filter(secret_hash=secret_hash).exists():
        raise Refused(_("The address that this page made is switched off. Open the page again to make another."))
    if before := _end_of(by):
        record(REPLACED, before, by=by)  # so that its page, sent again, is no repeat that shows it once more
    feed = CalendarFeed.objects.create(person=by, secret_hash=secret_hash, made_at=clock.now())
    record(MADE, feed, by=by, once=once)
    return feed


@once_only
def end(*, by: Person, once: UUID) -> CalendarFeed:
    """The address opens nothing from this moment on, and there is none."""
    _one_after_the_other(by)
    feed = _end_of(by)
    if feed is None:
        raise Refused(_("There is no address any more, so there is nothing to switch off."))
    record(ENDED, feed, by=by, once=once)
    return feed


def _one_after_the_other(person: Person) -> None:
    """Two who press at once in two windows wait for each other."""
    list(Person.objects.filter(pk=person.pk).select_for_update(no_key=True).values_list("pk"))


def _end_of(person: Person) -> CalendarFeed | None:
    if feed := feed_of(person):
        feed.ended_at = clock.now()
        feed.save(update_fields=["ended_at"])
    return feed
