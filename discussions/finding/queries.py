"""Who could meet, in which weeks there is school, and how each half-day of them suits."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from discussions.candidates import ORDER, As, Candidate
from discussions.common_times import CommonTime, Fit, best_first, best_time, school_weeks
from discussions.diaries import diaries_of
from discussions.models import Discussion, Participant
from discussions.spans import days_between
from schools import clock
from schools.models import Person, School
from schools.models.base import reader_language
from schools.school_days import SchoolDays, bank_holidays, school_days_of
from schools.words import names_together

WEEKDAYS = [dt.timedelta(days=number) for number in range(5)]
MOST_PROPOSED = 10


@dataclass(frozen=True)
class Question:
    """Who is to meet, for how long, in which weeks (by their Mondays); with the days on which a school is closed."""

    people: Sequence[Candidate]
    lasts: dt.timedelta
    weeks: Sequence[dt.date]
    covers: bool
    first: dt.date
    last: dt.date
    closed: Collection[dt.date]
    besides: Discussion | None = None


@dataclass(frozen=True)
class HalfDayShown:
    """`said` is all that the page says of it; `time` is there where it can be chosen."""

    said: str
    time: CommonTime | None = None

    @property
    def is_best(self) -> bool:
        return self.time is not None and self.time.fit <= Fit.FREE


@dataclass(frozen=True)
class Answer:
    """By week each day with its morning and its afternoon; and the best times, the best first."""

    weeks: list[tuple[dt.date, list[tuple[dt.date, list[HalfDayShown]]]]] = field(default_factory=list)
    best: list[HalfDayShown] = field(default_factory=list)


def who_takes_part(person: Person, discussion: Discussion) -> list[Candidate]:
    """Those of a standing discussion; not the guests to whom a headteacher said no."""
    rows = Participant.objects.visible_to(person).filter(discussion=discussion).select_related("person")
    people = [row for row in rows if row.consent != Participant.Consent.REFUSED]
    people.sort(key=lambda row: (ORDER.index(As(row.taking_part_as)), row.person.name, row.pk))
    return [
        Candidate(
            row.person,
            As(row.taking_part_as),
            f"{row.person.name} ({row.get_taking_part_as_display()})",
            row.consent != Participant.Consent.ASKED,
        )
        for row in people
    ]


def closed_between(schools: Collection[School], first: dt.date, last: dt.date) -> set[dt.date]:
    """The days on which one of these schools at least is known not to meet."""
    known = school_days_of({school.council_id for school in schools})
    return {day for day in days_between(first, last) if any(_is_closed(each, day) for each in known.values())}


def _is_closed(known: SchoolDays, day: dt.date) -> bool:
    if day.weekday() > 4 or day in bank_holidays():
        return True
    inside = known.are_known and known.days[0] <= day <= known.days[-1]
    return inside and not known.count(day - dt.timedelta(days=1), day)


def weeks_to_choose(first: dt.date, last: dt.date, closed: Collection[dt.date]) -> list[dt.date]:
    return school_weeks(first, last, closed)


def answer_to(question: Question) -> Answer:
    """In the queries of the diaries alone, however many people and weeks."""
    if not (question.people and question.weeks):
        return Answer()
    names = {each.person.pk: each.person.name for each in question.people}
    last = question.weeks[-1] + WEEKDAYS[-1]
    diaries = diaries_of(names, question.weeks[0], last, besides=question.besides)
    weeks, times = [], []
    for monday in question.weeks:
        days = []
        for day in (monday + each for each in WEEKDAYS):
            halves = []
            for afternoon in (False, True):
                time = None
                if _can_be_chosen(question, day):
                    words = {"covers": question.covers, "not_before": clock.now()}
                    time = best_time(diaries, day, afternoon, question.lasts, **words)
                times.append(time)
                halves.append(_shown(question, day, time, names))
            days.append((day, halves))
        weeks.append((monday, days))
    best = [HalfDayShown(said_of(time, names), time) for time in best_first(times)[:MOST_PROPOSED]]
    return Answer(weeks, best)


def _can_be_chosen(question: Question, day: dt.date) -> bool:
    return question.first <= day <= question.last and day not in question.closed


def _shown(question: Question, day: dt.date, time: CommonTime | None, names: Mapping[int, str]) -> HalfDayShown:
    if day in question.closed:
        return HalfDayShown(_("Not a school day"))
    if time is None:
        passed = day <= question.first
        return HalfDayShown(_("Has passed") if passed else _("No time left"))
    return HalfDayShown(said_of(time, names), time if time.fit < Fit.SEVERAL_ARE_NOT else None)


def said_of(time: CommonTime, names: Mapping[int, str]) -> str:
    """How it suits, in words: who is not available, and never why."""

    def together(keys: Collection[int]) -> str:
        return names_together(sorted(names[key] for key in keys), reader_language())

    if time.missing:
        return _("Not available: %(names)s") % {"names": together(time.missing)}
    if time.to_cover:
        return _("Everybody is free if a lesson is covered for %(names)s") % {"names": together(time.to_cover)}
    if time.prefer:
        return _("Everybody is free; preferred by %(names)s") % {"names": together(time.prefer)}
    return _("Everybody is free")


def when_words(time: CommonTime) -> str:
    """A whole sentence for a list and a link."""
    starts, ends = (at.astimezone(clock.LONDON) for at in (time.starts, time.ends))
    words = {"day": date_format(starts, "l j F Y"), "starts": time_format(starts), "ends": time_format(ends)}
    if time.is_afternoon:
        return _("%(day)s, afternoon, %(starts)s to %(ends)s") % words
    return _("%(day)s, morning, %(starts)s to %(ends)s") % words
