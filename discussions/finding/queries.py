"""Who could meet, in which weeks there is school, and how each half-day of these weeks suits them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from discussions.candidates import ORDER, As, Candidate
from discussions.chosen_times import in_address
from discussions.common_times import CommonTime, Fit, best_first, best_time
from discussions.diaries import Diary, diaries_of
from discussions.enough_notice import ENOUGH
from discussions.models import Booking, Discussion, DiscussionSchool, Participant, Party, Round
from discussions.objections import Ways
from discussions.spans import Span, Spans, days_between, whole_days
from schools import clock
from schools.models import Person, School
from schools.models.base import reader_language
from schools.words import names_together

FROM_MONDAY_TO_FRIDAY = dt.timedelta(days=4)
MOST_PROPOSED = 10


@dataclass(frozen=True)
class Question:
    """Who is to meet, for how long, in which weeks (by their Mondays). `first` to `last`: when it could be at all."""

    people: Sequence[Candidate]
    lasts: dt.timedelta
    weeks: Sequence[dt.date]
    covers: bool
    first: dt.date
    last: dt.date
    closed: Collection[dt.date]  # on which one of the schools cannot meet
    usual: Mapping[bool, dt.time]  # when a morning and an afternoon begin
    notice: dt.date  # the first day that is far enough ahead for people at schools
    there: str  # the address of the form to which a time is taken
    year: Round  # what the council entered for it, the way between towns too
    meets: tuple[str, School | None, str]  # where: how, at which school, at which other place
    besides: Discussion | None = None  # the one that is to be moved


@dataclass(frozen=True)
class HalfDayShown:
    """`said` is all that the page says of it; what can be chosen has its times and an address."""

    said: str
    when: str = ""
    hours: str = ""
    address: str = ""
    notice: str = ""  # that it is near for people at schools, where it is


Days = list[tuple[dt.date, list[HalfDayShown]]]


@dataclass(frozen=True)
class Answer:
    weeks: list[tuple[dt.date, Days]]  # each day with its morning and its afternoon
    best: list[HalfDayShown]  # the best first


def who_takes_part(person: Person, discussion: Discussion) -> list[Candidate]:
    """Those of a standing discussion; not the guests to whom a headteacher said no."""
    rows = Participant.objects.visible_to(person).filter(discussion=discussion).select_related("person")
    people = [row for row in rows if row.consent != Participant.Consent.REFUSED]
    people.sort(key=lambda row: (ORDER.index(As(row.taking_part_as)), row.person.name, row.pk))
    return [
        Candidate(
            row.person,
            As(row.taking_part_as),
            f"{row.person.name} ({_called(row)})",
            row.consent != Participant.Consent.ASKED,
        )
        for row in people
    ]


def answer_to(question: Question) -> Answer:
    """In the queries of the diaries alone, however many people and weeks."""
    if not (question.people and question.weeks):
        return Answer([], [])
    names = {each.person.pk: each.person.name for each in question.people}
    last = question.weeks[-1] + FROM_MONDAY_TO_FRIDAY
    besides = [question.besides] if question.besides else []
    diaries = with_the_way(question, diaries_of(names, question.weeks[0], last, besides))
    weeks: list[tuple[dt.date, Days]] = []
    times: list[CommonTime | None] = []
    for monday in question.weeks:
        days: Days = []
        for day in days_between(monday, monday + FROM_MONDAY_TO_FRIDAY):
            found = [_best(question, diaries, day, afternoon) for afternoon in (False, True)]
            days.append((day, [_shown(question, day, time, names) for time in found]))
            times += found
        weeks.append((monday, days))
    best = sorted(best_first(times), key=lambda time: time.day < question.notice)[:MOST_PROPOSED]
    return Answer(weeks, [_shown(question, time.day, time, names) for time in best])


def with_the_way(question: Question, diaries: Mapping[int, Diary]) -> dict[int, Diary]:
    """Nobody is free either while they are on the way from another discussion, or to it."""
    ways = Ways.in_year(question.year)
    here = ways.spot(*question.meets)
    on_the_way: dict[int, list[Span]] = defaultdict(list)
    for row in _bookings(question, diaries):
        way = ways.between(here, ways.spot_of(row.discussion))
        on_the_way[row.person_id or 0].append((row.during.lower - way, row.during.upper + way))
    return {
        key: replace(diary, taken=Spans.of([*diary.taken, *on_the_way[key]])) if key in on_the_way else diary
        for key, diary in diaries.items()
    }


def _bookings(question: Question, people: Collection[int]) -> QuerySet[Booking]:
    days = DateTimeTZRange(*whole_days(question.weeks[0], question.weeks[-1] + FROM_MONDAY_TO_FRIDAY), "[)")
    rows: QuerySet[Booking] = Booking.objects.as_system("how long the way is from what else they have")
    rows = rows.filter(person__in=people, live=True, during__overlap=days)
    if question.besides:
        rows = rows.exclude(discussion=question.besides)
    schools = DiscussionSchool.objects.as_system("at which school they meet").select_related("school").order_by("pk")
    return rows.select_related("discussion__host").prefetch_related(Prefetch("discussion__discussion_schools", schools))


def _best(question: Question, diaries: Mapping[int, Diary], day: dt.date, afternoon: bool) -> CommonTime | None:
    if not question.first <= day <= question.last or day in question.closed:
        return None
    return best_time(diaries, day, afternoon, question.lasts, covers=question.covers, usual=question.usual)


def _shown(question: Question, day: dt.date, time: CommonTime | None, names: Mapping[int, str]) -> HalfDayShown:
    if time is not None:
        said = said_of(time, names)
        return HalfDayShown(said) if time.fit == Fit.SEVERAL_ARE_NOT else _to_choose(question, said, time)
    if day in question.closed:
        return HalfDayShown(_("Not a school day"))
    if day == clock.today():
        return HalfDayShown(_("Today, so too soon"))
    return HalfDayShown(_("Has passed") if day < clock.today() else _("In another school year"))


def said_of(time: CommonTime, names: Mapping[int, str]) -> str:
    """How it suits, in words: who is not available, and never why."""

    def together(keys: Collection[int]) -> str:
        return names_together(sorted(names[key] for key in keys), reader_language())

    if time.missing:
        return _("Not available: %(names)s") % {"names": together(time.missing)}
    if time.to_cover:
        return _("Everybody is free if a lesson is covered: %(names)s") % {"names": together(time.to_cover)}
    if time.prefer:
        return _("Everybody is free; preferred by %(names)s") % {"names": together(time.prefer)}
    return _("Everybody is free")


def _to_choose(question: Question, said: str, time: CommonTime) -> HalfDayShown:
    people = [] if question.besides else [each.person.public_id for each in question.people]
    starts, ends = (at.astimezone(clock.LONDON) for at in (time.starts, time.ends))
    words = {"day": date_format(starts, "l j F Y"), "starts": time_format(starts), "ends": time_format(ends)}
    if time.is_afternoon:
        when = _("%(day)s, afternoon, %(starts)s to %(ends)s") % words
    else:
        when = _("%(day)s, morning, %(starts)s to %(ends)s") % words
    hours = _("%(starts)s to %(ends)s") % words
    near = ""
    if starts.date() < question.notice:
        near = _("Short notice: fewer than %(number)s school days.") % {"number": ENOUGH}
    return HalfDayShown(said, when, hours, question.there + in_address(starts, ends, people), near)


def _called(row: Participant) -> str:
    """As what they take part; what the service calls its people is not asked for here."""
    return str(Party.SERVICE.label if row.taking_part_as == As.ADVISER else row.get_taking_part_as_display())
