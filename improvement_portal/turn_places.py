"""Where what waits in a school’s year is done, since when it waits, and the facts that are told of it."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format

from discussions.models import Party
from discussions.year import SchoolYear
from schools import clock


def start_of(year: SchoolYear) -> dt.datetime:
    return clock.beginning_of(year.year)


def of_school(name: str) -> Callable[[SchoolYear], str]:
    return lambda year: reverse(name, args=[year.school.public_id])


def of_discussion(name: str) -> Callable[[SchoolYear], str]:
    return lambda year: reverse(name, args=[year.discussion.public_id]) if year.discussion else ""


def self_evaluation_of(year: SchoolYear) -> str:
    if year.is_begun:
        return reverse("self_evaluations:detail", args=[year.school.public_id, year.year])
    return reverse("self_evaluations:index", args=[year.school.public_id])


def plan_to_approve(year: SchoolYear) -> str:
    return reverse("plans:detail", args=[year.school.public_id, year.plan_to_approve])


def approved(name: str) -> Callable[[SchoolYear], str]:
    """A fact of the approval of the plan that waits to be shared."""
    return lambda year: (year.plan_to_share or {})[name]


def plan_to_share(year: SchoolYear) -> str:
    return reverse("plans:check", args=[year.school.public_id, approved("first")(year)])


def approved_on(year: SchoolYear) -> dict[str, str]:
    return {"day": date_format(dt.date.fromisoformat(approved("on")(year)))}


def approved_at(year: SchoolYear) -> dt.datetime:
    return dt.datetime.fromisoformat(approved("at")(year))


def plan_in_force(year: SchoolYear) -> str:
    return reverse("plans:detail", args=[year.school.public_id, (year.plan_in_force or {})["first"]])


def assigning_of(year: SchoolYear) -> str:
    return f"{reverse('people:assign')}?school={year.school.public_id}"


def consent_of(year: SchoolYear) -> str:
    if year.discussion is None or not year.guests_wait:
        return ""
    return reverse("professional_discussions:consent", args=[year.discussion.public_id, year.guests_wait[0]])


def question_of(year: SchoolYear) -> str:
    oldest = year.questions[0]
    place = [year.school.public_id, oldest["year"], oldest["number"], oldest["id"]]
    return reverse("clarifications:answer", args=place)


def asked_at(year: SchoolYear) -> dt.datetime:
    return dt.datetime.fromisoformat(year.questions[0]["at"])


def meets_on(year: SchoolYear) -> dict[str, str]:
    return {"day": date_format(year.discussion.starts_at.astimezone(clock.LONDON))} if year.discussion else {}


def asked_at_first(year: SchoolYear) -> dt.datetime | None:
    return min(year.silent.values(), default=None)


def record_of(year: SchoolYear) -> list[UUID]:
    return [year.record.public_id] if year.record else []


def record_sent_at(year: SchoolYear) -> dt.datetime | None:
    return year.record.sent_at if year.record else None


def answer_of(party: Party) -> Callable[[SchoolYear], str]:
    """Schools answer one by one, the council and the service once."""

    def address(year: SchoolYear) -> str:
        who = {"school": year.school.public_id} if party == Party.SCHOOL else {"party": party.value}
        about = {"discussion": year.discussion.public_id} if year.discussion else {}
        return reverse("records:answer", kwargs={**about, **who}) if about else ""

    return address
