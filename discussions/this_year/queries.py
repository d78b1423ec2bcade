"""The discussions of one council and year, as one reader sees them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussions.models import INVITED, Discussion, DiscussionSchool, Participant, PlacementSchool, Reply, Round
from discussions.proposed import proposed_in
from discussions.replied import with_replies
from discussions.stages import Stage, Standing
from schools import clock
from schools.models import Council, Person, School, Term
from schools.models.base import reader_language
from schools.policy import May
from schools.school_days import SchoolDays, bank_holiday_names

NOON = 12
PARTS = {
    Participant.As.HEADTEACHER: gettext_lazy("Headteacher"),
    Participant.As.OFFICER: gettext_lazy("Council officer"),
    Participant.As.ADVISER: gettext_lazy("From the improvement service"),
}


def schools_of(person: Person, council: Council, name: str = "") -> QuerySet[School]:
    """The council's open schools whose discussions this person sees, by name."""
    rows = School.objects.visible_to(person).filter(person.standing.reaches(May.SEE_DISCUSSION, at=""))
    rows = rows.filter(council=council, closed_on=None).select_related("council")
    for word in name.split()[:8]:
        rows = rows.filter(Q(name_cy__unaccent__icontains=word) | Q(name_en__unaccent__icontains=word))
    return rows.order_by(f"sort_{reader_language()}", "pk")


@dataclass
class People:
    """Who takes part in one discussion, guests apart: by part, and who of them cannot come, or not then."""

    by_part: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    cannot: list[str] = field(default_factory=list)
    not_then: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each part in words with its names; of the service it is said whence somebody comes."""
        return [(str(words), ", ".join(self.by_part[part])) for part, words in PARTS.items() if part in self.by_part]

    @property
    def not_coming(self) -> list[str]:
        """Sentences."""
        found = []
        if self.cannot:
            found.append(_("Cannot come: %(names)s") % {"names": ", ".join(self.cannot)})
        if self.not_then:
            found.append(_("Would need another time: %(names)s") % {"names": ", ".join(self.not_then)})
        return found


@dataclass
class Meeting:
    """One discussion of a week, or one that is only proposed, with the schools of it that the reader sees."""

    discussion: Any  # or the placement of a proposal
    schools: list[School]
    is_proposed: bool = False
    people: People | None = None

    @property
    def names(self) -> str:
        return ", ".join(school.name for school in self.schools)


@dataclass
class Day:
    """One day of a week; `closed` says in words why no school of the council meets on it, where none does."""

    day: dt.date
    closed: str = ""
    morning: list[Meeting] = field(default_factory=list)
    afternoon: list[Meeting] = field(default_factory=list)


def week_of(person: Person, round_: Round, monday: dt.date) -> list[Day]:
    """Monday to Friday; what is on the other days of the week joins them."""
    after = monday + dt.timedelta(days=7)
    first, last = (dt.datetime.combine(day, dt.time(), clock.LONDON) for day in (monday, after))
    rows = _meetings(person, round_).filter(discussion__starts_at__gte=first, discussion__starts_at__lt=last)
    found: dict[int, Meeting] = {}
    for row in rows.select_related("school", "discussion__host").order_by("discussion__starts_at", "pk"):
        found.setdefault(row.discussion_id, Meeting(row.discussion, [])).schools.append(row.school)
    people = people_of(person, [meeting.discussion for meeting in found.values()])
    for key, meeting in found.items():
        meeting.people = people.get(key)
    meetings = [*found.values(), *_proposed(person, round_, first, last)]
    meetings.sort(key=lambda meeting: meeting.discussion.starts_at)
    closed = _closed(round_, monday)
    days = {day: Day(day, closed.get(day, "")) for day in (monday + dt.timedelta(days=number) for number in range(5))}
    for meeting in meetings:
        starts = meeting.discussion.starts_at.astimezone(clock.LONDON)
        day = days.setdefault(starts.date(), Day(starts.date()))
        (day.morning if starts.hour < NOON else day.afternoon).append(meeting)
    return list(days.values())


def _proposed(person: Person, round_: Round, first: dt.datetime, last: dt.datetime) -> list[Meeting]:
    schools = PlacementSchool.objects.visible_to(person).select_related("school").order_by("pk")
    rows = proposed_in(person, round_).filter(starts_at__gte=first, starts_at__lt=last).order_by("starts_at", "pk")
    rows = rows.select_related("host").prefetch_related(Prefetch("placement_schools", schools))
    return [Meeting(row, row.schools, is_proposed=True) for row in rows]


def _closed(round_: Round, monday: dt.date) -> dict[dt.date, str]:
    """Bank holidays by their names, and school holidays, where the terms are known."""
    terms = Term.objects.as_system("when no school meets").filter(council=round_.council)
    days = SchoolDays(terms.values_list("starts_on", "ends_on"))
    found = dict.fromkeys(days.closed_between(monday, monday + dt.timedelta(days=4)), _("School holidays"))
    return found | {day: words for day, words in bank_holiday_names(reader_language()).items() if day in found}


def first_week(person: Person, round_: Round) -> dt.date:
    """This week, where it is of that school year; else that of its first discussion, of the first day, of September."""
    first, last = clock.school_year_bounds(round_.school_year)
    if first <= clock.today() <= last:
        return monday_of(clock.today())
    found = _meetings(person, round_).aggregate(at=Min("discussion__starts_at"))["at"]
    return monday_of(found.astimezone(clock.LONDON).date() if found else round_.first_day or first)


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _meetings(person: Person, round_: Round) -> QuerySet[DiscussionSchool]:
    rows: QuerySet[DiscussionSchool] = DiscussionSchool.objects.visible_to(person).filter(
        live=True, round=round_.pk, discussion_kind=Discussion.Kind.YEARLY
    )
    return rows


def people_of(person: Person, discussions: Collection[Discussion]) -> dict[int, People]:
    """In one query, however many discussions there are."""
    rows = with_replies(Participant.objects.visible_to(person).filter(discussion__in=discussions))
    rows = rows.filter(INVITED, taking_part_as__in=PARTS).select_related("person").order_by("person__name", "pk")
    found: dict[int, People] = defaultdict(People)
    for row in rows:
        people = found[row.discussion_id]
        people.by_part[row.taking_part_as].append(row.person.name)
        if row.said == Reply.Answer.NOT_POSSIBLE:
            people.cannot.append(row.person.name)
        elif row.said == Reply.Answer.ANOTHER_TIME:
            people.not_then.append(row.person.name)
    return found


def answered(row: Standing) -> str:
    """How many of those who are invited to a discussion to come have said whether they come; guests are among them."""
    replies = row.replies
    if row.stage not in (Stage.INVITED, Stage.CONFIRMED) or not replies.invited:
        return ""
    words = {"said": replies.invited - replies.silent, "number": replies.invited}
    return (
        ngettext("%(said)s of %(number)s has answered", "%(said)s of %(number)s have answered", replies.invited) % words
    )
