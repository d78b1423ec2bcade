"""A discussion stands where a school, or somebody who is invited, has since said that they are not available.

Whoever says so reads it at once, and those who schedule the discussion are told: by now it is so, and never why.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from discussions.announcements import facts_of, path_of
from discussions.models import INVITED, Discussion, DiscussionSchool, Participant, Reply
from discussions.spans import Span, whole_days
from schools import clock
from schools.models import Appointment, ConflictOfInterest, Person, School
from schools.models.authority import current
from schools.models.closed_day import follows_a_day_kept_free, tells_what_stands_on_a_day
from schools.notice_kinds import NoticeKind, notice_kind
from schools.notices import Telling, tell_all
from schools.policy import COUNCIL_ROLES

SCHOOL_IS_NOT_FREE = notice_kind(
    "discussion_school_not_free",
    _("%(schools)s: the school is not available at the time of the professional discussion"),
    _(
        "It has been entered that the school is not available at the time of the professional discussion of "
        "%(schools)s on %(day)s. The discussion stays as it is until you have changed when it is."
    ),
)
SOMEBODY_IS_NOT_FREE = notice_kind(
    "discussion_somebody_not_free",
    _("%(schools)s: somebody is not available at the time of the professional discussion"),
    _(
        "It has been entered that somebody who is invited to the professional discussion of %(schools)s on %(day)s is "
        "not available then. Who that is stands on the page of the discussion. You can change when it is, or who takes "
        "part."
    ),
)
WHY = "what stands where somebody has just said that they are not available"
MOST_NAMED = 5


def of_person(owner: Person, during: Span, *, besides: Span | None = None) -> list[Discussion]:
    """Discussions to come in that time to which this person is invited, and which they have not said to be impossible.

    `besides`: when they had said before that they are not available; whoever schedules knows that already.
    """
    known = Reply.standing().exclude(answer=Reply.Answer.COMING)
    mine = Participant.objects.as_system(WHY).filter(INVITED, ~Exists(known), person=owner)
    rows = _to_come(during).filter(pk__in=mine.values("discussion"))
    if besides is not None:
        rows = rows.exclude(starts_at__lt=besides[1], ends_at__gt=besides[0])
    return list(rows)


def tell_of_person(discussions: Collection[Discussion], *, by: Person) -> None:
    _tell(discussions, SOMEBODY_IS_NOT_FREE, by=by)


@follows_a_day_kept_free
def tell_of_school(school: School, days: Collection[dt.date], *, by: Person) -> None:
    _tell(_of_school(school, days), SCHOOL_IS_NOT_FREE, by=by)


@tells_what_stands_on_a_day
def at_school(school: School, days: Collection[dt.date], reader: Person) -> SafeString:
    return in_words(_of_school(school, days), reader)


def in_words(discussions: Collection[Discussion], reader: Person) -> SafeString:
    """As one message, with the way to each of the first; empty where the reader sees none of them."""
    seen = set(Discussion.objects.visible_to(reader).filter(pk__in=[each.pk for each in discussions]).values_list("pk"))
    found = [each for each in discussions if (each.pk,) in seen]
    if not found:
        return SafeString("")
    words = ngettext(
        "A professional discussion stands at that time, and stays as it is until somebody changes it: {discussions}. "
        "Those who schedule it learn that it no longer suits, and not why.",
        "{number} professional discussions stand at that time, and stay as they are until somebody changes them: "
        "{discussions}. Those who schedule them learn that they no longer suit, and not why.",
        len(found),
    )
    link = '<a class="govuk-notification-banner__link" href="{}">{}</a>'
    named = format_html_join(", ", link, ((_page(each), _when(each)) for each in found[:MOST_NAMED]))
    more = " …" if len(found) > MOST_NAMED else ""
    return format_html(words, number=len(found), discussions=format_html("{}{}", named, more))


def _page(discussion: Discussion) -> str:
    return reverse("professional_discussions:detail", args=[discussion.public_id])


def _when(discussion: Discussion) -> str:
    starts, ends = (at.astimezone(clock.LONDON) for at in (discussion.starts_at, discussion.ends_at))
    return f"{date_format(starts)}, {time_format(starts)}–{time_format(ends)}"


def _to_come(during: Span) -> QuerySet[Discussion]:
    rows = Discussion.objects.as_system(WHY).filter(
        status=Discussion.Status.SCHEDULED, starts_at__gt=clock.now(), starts_at__lt=during[1], ends_at__gt=during[0]
    )
    return rows.select_related("round__council").order_by("starts_at", "pk")


def _of_school(school: School, days: Collection[dt.date]) -> list[Discussion]:
    rows = _to_come(whole_days(min(days), max(days))).filter(discussion_schools__school=school)
    return [row for row in rows if row.starts_at.astimezone(clock.LONDON).date() in days]


def _tell(discussions: Collection[Discussion], kind: NoticeKind, *, by: Person) -> None:
    """The officers who take part, where none does those of the council: the same number of queries for any number."""
    if not discussions:
        return
    _with_their_schools(discussions)
    officers, closed = _officers_of_each(discussions), _closed_to(discussions)
    tellings = []
    for each in discussions:
        told: dict[School, list[Person]] = defaultdict(list)
        for person in officers[each.pk]:
            still = [school for school in each.covered if (person.pk, school.pk) not in closed]
            if person != by and len(still) == len(each.covered):
                told[still[0]].append(person)
        tellings += [Telling(people, each, school, path_of(each), facts_of(each)) for school, people in told.items()]
    tell_all(tellings, kind)


def _with_their_schools(discussions: Collection[Discussion]) -> None:
    rows: Any = DiscussionSchool.objects.as_system(WHY).filter(discussion__in=discussions)
    schools: dict[int, list[School]] = defaultdict(list)
    for row in rows.select_related("school__council", "school__federation").order_by("pk"):
        schools[row.discussion_id].append(row.school)
    for each in discussions:
        each.covered = schools[each.pk]


def _officers_of_each(discussions: Collection[Discussion]) -> dict[int, list[Person]]:
    posts = Appointment.objects.as_system(WHY).filter(
        Appointment.current(),
        council__in={each.round.council_id for each in discussions},
        role__in=[role.value for role in COUNCIL_ROLES],
        person__is_active=True,
    )
    at_council: dict[int | None, dict[int, Person]] = defaultdict(dict)
    for post in posts.select_related("person").order_by("person"):
        at_council[post.council_id][post.person_id] = post.person
    rows = Participant.objects.as_system(WHY).filter(discussion__in=discussions, taking_part_as=Participant.As.OFFICER)
    part = set(rows.values_list("discussion", "person"))
    found = {}
    for each in discussions:
        able = at_council[each.round.council_id]
        found[each.pk] = [person for key, person in able.items() if (each.pk, key) in part] or list(able.values())
    return found


def _closed_to(discussions: Collection[Discussion]) -> set[tuple[int, int]]:
    rows = ConflictOfInterest.objects.as_system("whom not to tell").filter(current(clock.today()))
    schools = {school.pk for each in discussions for school in each.covered}
    return set(rows.filter(Q(school__in=schools)).values_list("person", "school"))
