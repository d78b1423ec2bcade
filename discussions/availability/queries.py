"""What somebody's own page shows: what they said, what is still to be said, and who said it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from discussions.models import FixedDuty, HalfDay, TeachingWeek, TimeAway, Weekday, heads_helped_by
from schools import clock
from schools.history import Told, told_to
from schools.models import Appointment, Event, Person, Term
from schools.policy import Role

DIARY, PRIVATE = "diary.", "own_diary."  # how the verbs begin: what a helper may see, and what only the owner may
Row = tuple[Weekday, list[bool]]


def heads_of(person: Person) -> list[Person]:
    """The headteachers whose diary this person helps with."""
    return list(Person.objects.filter(pk__in=heads_helped_by(person)).order_by("name", "pk"))


def times_away(person: Person, owner: Person) -> Any:
    """Those that are not over."""
    return TimeAway.objects.visible_to(person).filter(person=owner, ends_at__gt=clock.now())


def fixed_duties(person: Person, owner: Person) -> Any:
    not_over = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    return FixedDuty.objects.visible_to(person).filter(not_over, person=owner)


def terms_of(owner: Person) -> Any:
    """The terms, not over yet, of the councils at whose schools somebody is headteacher today."""
    posts = Appointment.objects.as_system("whose terms a headteacher teaches in").filter(
        Appointment.current(), person=owner, role=Role.HEADTEACHER
    )
    rows = Term.objects.as_system("term dates are public").filter(council__in=posts.values("school__council"))
    return rows.filter(ends_on__gte=clock.today()).order_by("starts_on", "pk")


def teaching_weeks(person: Person, owner: Person) -> dict[int, TeachingWeek]:
    rows = TeachingWeek.objects.visible_to(person).filter(person=owner).select_related("term")
    return {row.term_id: row for row in rows.order_by("term__starts_on")}


def last_said(weeks: dict[int, TeachingWeek], before: dt.date) -> TeachingWeek | None:
    """What stands in the form of a term for which nothing was said: the same as in the last one."""
    earlier = [week for week in weeks.values() if week.term.starts_on < before]
    return earlier[-1] if earlier else None


def taught(weeks: dict[int, TeachingWeek]) -> dict[str, TeachingWeek]:
    """By half-day: the next term, not over yet, in which there are lessons then."""
    found: dict[str, TeachingWeek] = {}
    for week in weeks.values():
        for half_day in week.teaches if week.term.ends_on >= clock.today() else ():
            found.setdefault(half_day, week)
    return found


def taught_in_cells(weeks: dict[int, TeachingWeek]) -> dict[str, str]:
    """What a table of the usual week says of them."""
    return {
        half_day: (_("Lessons until %(day)s, offered with cover") if covered else _("Lessons until %(day)s"))
        % {"day": date_format(week.term.ends_on)}
        for half_day, week in taught(weeks).items()
        for covered in [half_day in week.with_cover]
    }


def taught_in_words(found: dict[str, TeachingWeek]) -> str:
    return ", ".join(str(each.label) for each in HalfDay if each.value in found)


@dataclass(frozen=True)
class WeekRow:
    """One day of the week as a row of a table: for each half of it what was said, in words."""

    day: str
    cells: list[str]


def rows_of_week(words: dict[str, Any]) -> list[WeekRow]:
    """`words`: what stands for which half-day."""
    return [
        WeekRow(str(day.label), [str(words.get(HalfDay.at(day, pm).value, "")) for pm in (False, True)])
        for day in Weekday
    ]


def acts_on(owner: Person, *, own: bool) -> Any:
    """Newest first; what only the owner reads is told to nobody else, not even that it was done."""
    verbs = Q(verb__startswith=DIARY) | (Q(verb__startswith=PRIVATE) if own else Q(pk__in=[]))
    rows = Event.objects.as_system("the acts on a diary that this person may read")
    return rows.filter(verbs, within_id=owner.public_id).select_related("by", "school").order_by("-at", "-pk")


def told(person: Person, events: Any) -> list[Told]:
    """Whoever may read a diary may know who wrote in it."""
    events = list(events)
    return [
        Told(each.sentence, str(event.by or ""), each.at, inside=True)
        for each, event in zip(told_to(person, events), events, strict=True)
    ]
