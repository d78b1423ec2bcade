"""What letters about a discussion say beside its time and place: who takes part, whom to ask, and how it was before."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format, time_format

from discussions.bookings import where_words
from discussions.models import CalendarMessage, Discussion, Participant
from schools import clock
from schools.models.titles import titles_around
from schools.policy import Role

As = Participant.As
ORDER = list(As)
# the role whose title an organisation may give
TITLED = {
    As.HEADTEACHER: Role.HEADTEACHER,
    As.ADVISER: Role.SERVICE_ADVISER,
    As.CHAIR_OF_GOVERNORS: Role.CHAIR_OF_GOVERNORS,
}
TITLED |= {As.OFFICER: Role.COUNCIL_OFFICER, As.GUEST: Role.GUEST}


@dataclass(frozen=True)
class Before:
    """The time and place that stood in the letter before this one."""

    date: str
    starts: str
    ends: str
    where: str


def long_date(day: dt.date) -> str:
    """With the day of the week: people plan by it."""
    return date_format(day, "l j F Y")


def who_takes_part(discussion: Discussion) -> list[str]:
    """The people who are invited, each with what they are there, the school's first; nobody who is only asked about."""
    rows = Participant.objects.as_system("who takes part, for those who do").filter(
        discussion=discussion, consent__in=[Participant.Consent.NOT_NEEDED, Participant.Consent.GIVEN]
    )
    titles = titles_around(discussion.round.council_id)
    people = sorted(
        rows.select_related("person"), key=lambda row: (ORDER.index(As(row.taking_part_as)), row.person.name)
    )
    called = [titles.get(TITLED[As(row.taking_part_as)].value) or row.get_taking_part_as_display() for row in people]
    return [f"{row.person.name} ({role})" for row, role in zip(people, called, strict=True)]


def whom_to_ask(discussion: Discussion) -> str:
    """The officers who take part and their council; the council alone where none does."""
    rows = Participant.objects.as_system("whom to ask").filter(
        discussion=discussion, taking_part_as=As.OFFICER, person__is_active=True
    )
    names = rows.order_by("pk").values_list("person__name", flat=True)
    return ", ".join([*names, discussion.round.council.name])


def as_it_was(message: CalendarMessage) -> Before | None:
    """What the person was told before, where the time or the place is another now."""
    rows = CalendarMessage.objects.as_system("what was told before").filter(
        discussion=message.discussion, person=message.person, pk__lt=message.pk
    )
    last = rows.order_by("-pk").first()
    if last is None or last.method == CalendarMessage.CANCEL:
        return None
    before, now = _when_and_where(last, message.discussion), _when_and_where(message, message.discussion)
    return before if before != now else None


def _when_and_where(message: CalendarMessage, discussion: Discussion) -> Before:
    starts, ends = (at.astimezone(clock.LONDON) for at in (message.starts_at, message.ends_at))
    where = where_words(message, discussion.covered)
    return Before(long_date(starts), time_format(starts), time_format(ends), where)
