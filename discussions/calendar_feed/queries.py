"""The address that somebody has, and what is read at it."""

from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, Greatest

from discussions.calendar import Entry
from discussions.models import INVITED, CalendarFeed, CalendarMessage, Discussion, DiscussionSchool, Participant
from schools import clock
from schools.models import Person

AT_MOST = 500  # in two school years; an officer of a council in which every school meets has far fewer


def feed_of(person: Person) -> CalendarFeed | None:
    """The address that works now."""
    found: CalendarFeed | None = CalendarFeed.objects.visible_to(person).filter(ended_at=None).first()
    return found


def feed_behind(secret: str) -> CalendarFeed | None:
    """Holding the secret is the permission. It is looked for by its hash, so the time that takes says nothing of it."""
    rows = CalendarFeed.objects.as_system("whoever has the secret reads what it opens")
    found: CalendarFeed | None = (
        rows.select_related("person").filter(secret_hash=CalendarFeed.hash_of(secret), ended_at=None).first()
    )
    return found


def entries_for(person: Person) -> list[Entry]:
    """The discussions of this school year and the next to which the person is invited, and that they may still see;
    those that were called off too, so that a calendar takes them out. Nothing once the account is closed.
    """
    if not person.is_active:
        return []
    year = clock.current_school_year()
    first, last = clock.beginning_of(year), clock.end_of(clock.school_year_bounds(year + 1)[1])
    mine = Participant.objects.as_system("to what this person is invited").filter(INVITED, person=person)
    letters = CalendarMessage.objects.as_system("what their calendar was told last").filter(
        discussion=OuterRef("pk"), person=person
    )
    told = letters.order_by("-pk")
    added = mine.filter(discussion=OuterRef("pk")).values("added_at")[:1]
    rows = Discussion.objects.visible_to(person).filter(
        pk__in=mine.values("discussion"), starts_at__gte=first, starts_at__lt=last
    )
    rows = rows.annotate(
        told_at=Coalesce(Subquery(told.values("created_at")[:1]), Subquery(added)),
        told_sequence=Greatest("sequence", Coalesce(Subquery(told.values("sequence")[:1]), "sequence")),
    )
    schools = DiscussionSchool.objects.as_system("which schools meet").select_related("school__council")
    rows = rows.prefetch_related(Prefetch("discussion_schools", schools.order_by("pk")))
    return [_entry(row) for row in rows.order_by("starts_at", "pk")[:AT_MOST]]


def _entry(row: Any) -> Entry:
    row.covered = [each.school for each in row.discussion_schools.all()]
    return Entry(row, row, row.told_sequence, row.told_at)
