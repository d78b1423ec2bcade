"""One page of a year: what falls in each month, what is done, what was sent, and where the year stands.

Only counts are read of schools, never which of them are late; and nothing of a school that an interest closes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import CharField, Count, F, Func, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy

from discussions.mail_seen import calendar_letters_seen, notices_seen
from discussions.models import (
    Discussion,
    DiscussionSchool,
    Proposal,
    Round,
    RoundCheck,
    RoundOfficer,
    RoundSchool,
)
from discussions.planned_year import schools_of
from schools import clock
from schools.models import Council, InsetDay, MailClass, Person, School, Term, Version
from schools.plan_revisions import revision_in, with_the_plan_in_force
from schools.policy import May
from schools.school_days import SchoolDays

WHY = "counts on the page of the year"
MEETING, HANDED_ON, SENT, TO_COME = "meeting", "handed_on", "sent", "to_come"

SENT_WORDS = {
    MailClass.AT_ONCE.value: gettext_lazy("E-mails sent straight away: %(number)s"),
    MailClass.NEWS.value: gettext_lazy("News sent by e-mail: %(number)s"),
    MailClass.REMINDER.value: gettext_lazy("Reminders sent by e-mail: %(number)s"),
}


@dataclass
class Month:
    """What falls in one month of a school year."""

    first: dt.date
    last: dt.date
    window: tuple[dt.date | None, dt.date | None] = (None, None)  # the first and the last day, where they fall here
    weeks: Counter[dt.date] = field(default_factory=Counter)  # discussions by the Monday of their week
    held: int = 0
    agreed: int = 0
    evaluations: int = 0
    plans: int = 0
    revisions: int = 0  # plans whose yearly revision is due here
    holidays: list[tuple[dt.date, dt.date]] = field(default_factory=list)  # between two terms
    inset: list[dt.date] = field(default_factory=list)
    school_days: int | None = None  # none where no term is known
    sent: Counter[str] = field(default_factory=Counter)  # by class of e-mail
    to_come: int = 0

    @property
    def is_to_come(self) -> bool:
        return self.first > clock.today()

    @property
    def is_now(self) -> bool:
        return self.first <= clock.today() <= self.last

    @property
    def is_over(self) -> bool:
        return self.last < clock.today()

    @property
    def is_empty(self) -> bool:
        counts = (self.held, self.agreed, self.evaluations, self.plans, self.revisions, self.to_come)
        lists = (self.weeks, self.holidays, self.inset, self.sent)
        says_when_mail_goes = self.school_days is not None and not self.is_over
        return not (any(self.window) or any(counts) or any(lists) or says_when_mail_goes)

    @property
    def by_week(self) -> list[tuple[dt.date, int]]:
        return sorted(self.weeks.items())

    @property
    def by_class(self) -> list[str]:
        return [str(words) % {"number": self.sent[value]} for value, words in SENT_WORDS.items() if self.sent[value]]


def months_of(person: Person, round_: Round) -> list[Month]:
    """September to July, in three questions."""
    council, year = round_.council, round_.school_year
    months = {first: Month(first, _last_of(first)) for first in _firsts(year)}
    for number, day in enumerate((round_.first_day, round_.last_day)):
        if day and (month := _month_of(months, day)):
            month.window = (day, month.window[1]) if number == 0 else (month.window[0], day)
    _put_calendar(months, council, year)
    _put_days(months, person, round_)
    _put_revisions(months, person, council, year)
    return list(months.values())


def _firsts(year: int) -> Iterator[dt.date]:
    yield from (dt.date(year, month, 1) for month in range(9, 13))
    yield from (dt.date(year + 1, month, 1) for month in range(1, 8))


def _last_of(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _month_of(months: dict[dt.date, Month], day: dt.date) -> Month | None:
    """What falls in August is not shown: no school meets."""
    return months.get(day.replace(day=1))


def _put_calendar(months: dict[dt.date, Month], council: Council, year: int) -> None:
    """Terms, and the INSET days that all its open schools share, in one question."""
    every = School.objects.as_system(WHY).filter(council=council, closed_on=None)
    terms = Term.objects.as_system("term dates are public").filter(council=council, school_year=year).order_by()
    shared = InsetDay.objects.as_system("INSET days of a council are public").filter(
        council=council, day__range=clock.school_year_bounds(year)
    )
    shared = shared.annotate(
        has=Count("schools", filter=Q(schools__closed_on=None)), all=counted(every.filter(council=council))
    ).filter(has__gte=F("all"), has__gt=0)
    rows = terms.values_list(Value("term", CharField()), "starts_on", "ends_on").union(
        shared.order_by().values_list(Value("inset", CharField()), "day", F("day")), all=True
    )
    stretches = []
    for kind, first, last in rows:
        if kind == "term":
            stretches.append((first, last))
        elif month := _month_of(months, first):
            month.inset.append(first)
    stretches.sort()
    _put_holidays(months, stretches)
    days = SchoolDays(stretches, [day for month in months.values() for day in month.inset])
    for month in months.values() if stretches else ():
        month.inset.sort()
        month.school_days = days.count(month.first - dt.timedelta(days=1), month.last)


def _put_holidays(months: dict[dt.date, Month], terms: list[tuple[dt.date, dt.date]]) -> None:
    """A holiday lies between two terms; it stands in the month in which it begins."""
    one = dt.timedelta(days=1)
    for (_begins, ends), (first, _last) in pairwise(terms):
        if first - ends > 3 * one and (month := _month_of(months, ends + one)):
            month.holidays.append((ends + one, first - one))


def _put_days(months: dict[dt.date, Month], person: Person, round_: Round) -> None:
    """What is counted by day or month: discussions, what schools handed on, what was and will be sent by e-mail."""
    today = clock.today()
    for kind, of, day, number, agreed in _by_day(person, round_):
        month = _month_of(months, day)
        if month is None:
            continue
        if kind == MEETING:
            month.weeks[day - dt.timedelta(days=day.weekday())] += number
            month.held += number if day < today else 0
            month.agreed += agreed
        elif kind == SENT:
            month.sent[of] += number
        elif kind == TO_COME:
            month.to_come += number
        elif of == Version.Kind.SELF_EVALUATION:
            month.evaluations += number
        else:
            month.plans += number


def _by_day(person: Person, round_: Round) -> Any:
    """Kind, what of it, day, how many, and how many of these are agreed: all in one question."""
    council, year = round_.council, round_.school_year
    meetings = Discussion.objects.as_system(WHY).filter(pk__in=_seen(person), round=round_.pk, status="scheduled")
    kept = Version.objects.as_system(WHY).filter(
        school__in=schools_of(person, council).order_by().values("pk"),
        school_year=year,
        version_kind__in=[Version.Kind.SELF_EVALUATION, Version.Kind.PLAN],
        number=1,
    )
    first, last = clock.midnight_before(year), clock.midnight_before(year + 1)
    notices = notices_seen(person).filter(school__council=council)
    letters = calendar_letters_seen(person).filter(discussion__round__council=council)
    to_come = notices.filter(emailed_at=None, letter=None, mail_due_at__gt=max(first, clock.now()))
    by_mail = Value(MailClass.AT_ONCE.value, CharField())
    rows = [
        _counted_by_day(kept, HANDED_ON, F("version_kind"), "at"),
        _counted_by_day(
            notices.filter(emailed_at__gte=first, emailed_at__lt=last), SENT, F("mail_class"), "emailed_at"
        ),
        _counted_by_day(letters.filter(sent_at__gte=first, sent_at__lt=last), SENT, by_mail, "sent_at"),
        _counted_by_day(to_come.filter(mail_due_at__lt=last), TO_COME, F("mail_class"), "mail_due_at"),
    ]
    agreed = Count("pk", filter=Q(record__status="agreed"))
    return _counted_by_day(meetings, MEETING, Value("", CharField()), "starts_at", agreed).union(*rows, all=True)


def _counted_by_day(rows: QuerySet[Any], kind: str, of: Any, at: str, agreed: Any = None) -> QuerySet[Any]:
    rows = rows.order_by().annotate(its_kind=Value(kind, CharField()), of=of, day=TruncDate(at, tzinfo=clock.LONDON))
    rows = rows.values("its_kind", "of", "day").annotate(n=Count("pk"), n_agreed=agreed or Value(0, IntegerField()))
    return rows.values_list("its_kind", "of", "day", "n", "n_agreed")


def _seen(person: Person) -> Any:
    """Keys of the discussions of which the reader may see the planning: of one school at least."""
    return DiscussionSchool.reached(person, May.SEE_PLANNING)


def _put_revisions(months: dict[dt.date, Month], person: Person, council: Council, year: int) -> None:
    rows = with_the_plan_in_force(schools_of(person, council).order_by(), year)
    for found in rows.values_list("plan_in_force", flat=True):
        due = revision_in(found)
        if due and (month := _month_of(months, due.on)):
            month.revisions += 1


def counted(rows: QuerySet[Any]) -> Subquery:
    """How many rows there are, inside another question; none is 0."""
    one = rows.order_by().annotate(n=Func(F("pk"), function="count")).values("n")
    return Subquery(one, output_field=IntegerField())


@dataclass(frozen=True)
class Standing:
    """Where a year is: counts of the schools that the reader sees, and of what is kept."""

    schools: int
    taking_part: int
    undecided: int
    placed: int
    officers: int
    checks: int
    open_proposals: int
    coming: int  # discussions of the next seven days
    held: int
    agreed: int

    @property
    def to_place(self) -> int:
        return max(0, self.taking_part - self.placed)

    @property
    def to_agree(self) -> int:
        return max(0, self.held - self.agreed)

    @property
    def to_look_over(self) -> int:
        return len(RoundCheck.Item.values) - self.checks


def standing_of(person: Person, round_: Round) -> Standing:
    """In one question."""
    key, now = round_.pk, clock.now()
    schools = schools_of(person, round_.council).order_by()
    planned = RoundSchool.objects.as_system(WHY).filter(round=key, school__in=schools.values("pk"))
    live = DiscussionSchool.objects.as_system(WHY).filter(round=key, live=True, discussion_kind="yearly")
    meetings = Discussion.objects.as_system(WHY).filter(round=key, pk__in=_seen(person), status="scheduled")
    week = Q(starts_at__range=(now, now + dt.timedelta(days=7)))
    held = meetings.filter(ends_at__lt=now)
    taking_part = planned.filter(takes_part=True)
    counts = {
        "all_schools": schools,
        "taking_part": taking_part,
        "decided": planned,
        "placed": live.filter(school__in=taking_part.values("school")),
        "in_pool": RoundOfficer.objects.as_system(WHY).filter(round=key),
        "ticked": RoundCheck.objects.as_system(WHY).filter(round=key),
        "open_now": Proposal.objects.visible_to(person).filter(round=key).exclude(status="closed"),
        "coming": meetings.filter(week),
        "held": held,
        "agreed": held.filter(record__status="agreed"),
    }
    rows = Council.objects.as_system(WHY).filter(pk=round_.council_id)
    found = rows.annotate(**{f"n_{name}": counted(each) for name, each in counts.items()})
    n = found.values(*(f"n_{name}" for name in counts)).get()
    return Standing(
        schools=n["n_all_schools"],
        taking_part=n["n_taking_part"],
        undecided=n["n_all_schools"] - n["n_decided"],
        placed=n["n_placed"],
        officers=n["n_in_pool"],
        checks=n["n_ticked"],
        open_proposals=n["n_open_now"],
        coming=n["n_coming"],
        held=n["n_held"],
        agreed=n["n_agreed"],
    )
