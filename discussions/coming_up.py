"""Discussions that are near: whoever takes part is reminded once of each, in the daily message."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from discussions.announcements import facts_of, path_of, taking_part, told_under
from discussions.models import Discussion
from schools import clock
from schools.mailing import school_days_at
from schools.models import MailClass, Notice, Person
from schools.notice_kinds import notice_kind
from schools.notices import tell
from schools.quiet import Reader, may_be_mailed_on

SOON = notice_kind(
    "discussion_soon",
    _("%(schools)s: professional discussion on %(day)s"),
    _("The professional discussion of %(schools)s is on %(day)s from %(starts)s to %(ends)s. This is a reminder."),
    mail=MailClass.REMINDER,
)
BEFORE = 2  # school days
FURTHEST = dt.timedelta(days=60)  # the summer holidays, and some days
ONE_DAY = dt.timedelta(days=1)

Near = dict[int, list[Discussion]]  # by the key of who takes part


def near() -> Near:
    """The discussions of which people are to be reminded today."""
    tomorrow = clock.end_of(clock.today())
    rows = Discussion.objects.as_system("who is to be reminded of it").filter(
        status=Discussion.Status.SCHEDULED, starts_at__gte=tomorrow, starts_at__lt=tomorrow + FURTHEST
    )
    found: Near = defaultdict(list)
    for discussion in rows.select_related("round__council").order_by("starts_at", "pk"):
        if is_near(discussion):
            for person in taking_part(discussion):
                found[person].append(discussion)
    return found


def is_near(discussion: Discussion) -> bool:
    """Whether the last of the school days before it has come on which it is reminded of."""
    day = discussion.starts_at.astimezone(clock.LONDON).date()
    schools = {(school.pk, school.council_id) for school in discussion.covered}
    reader = Reader(tuple(school_days_at(schools).values()))
    days = (clock.today() + number * ONE_DAY for number in range(1, (day - clock.today()).days + 1))
    return clock.today() < day and sum(may_be_mailed_on(reader, each) for each in days) <= BEFORE


def once_for(discussion: Discussion) -> str:
    """A discussion that is moved is reminded of anew."""
    return f"discussion {discussion.pk} {discussion.starts_at:%Y-%m-%d}"


def remind(person: Person, discussions: Iterable[Discussion]) -> None:
    """Of those of which this person has not been reminded."""
    about = {once_for(each): each for each in discussions}
    rows = Notice.objects.as_system("of what they have been reminded").filter(person=person, once_key__in=about)
    known = set(rows.values_list("once_key", flat=True))
    for key, discussion in about.items():
        if key not in known:
            words = {"path": path_of(discussion), "once": key, **facts_of(discussion)}
            for school in told_under([person], discussion.covered):
                tell([person], SOON, discussion, school=school, **words)


def still_to_come(person: Person, notices: Collection[Notice]) -> set[int]:
    """The reminders whose discussion still is to come then, with this person."""
    ours = [notice for notice in notices if notice.notice_kind == SOON.name]
    rows = Discussion.objects.as_system("whether it still takes place").filter(
        public_id__in=[notice.target_id for notice in ours],
        status=Discussion.Status.SCHEDULED,
        starts_at__gt=clock.now(),
    )
    live = {once_for(each) for each in rows.select_related("round__council") if person.pk in taking_part(each)}
    return {notice.pk for notice in ours if notice.once_key in live}
