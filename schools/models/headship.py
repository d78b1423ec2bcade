"""Whether a school has a headteacher today; if not, whether the next one is known or invited; what follows a change."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schools import clock
from schools.policy import Role

from .authority import current
from .people import Appointment, Invitation, Person
from .school import School

# What else happens, in the same transaction, when somebody takes up a headship: schools know nothing of discussions.
_following: list[Callable[..., None]] = []


def follows_a_headship(act: Callable[..., None]) -> Callable[..., None]:
    """`act(headship, by=person)` is done whenever a headship has been taken up."""
    _following.append(act)
    return act


def headship_taken_up(headship: Appointment, *, by: Person) -> None:
    for act in _following:
        act(headship, by=by)


@dataclass(frozen=True)
class Vacancy:
    """A school without a headteacher, and what is on its way."""

    school: School
    begins_on: dt.date | None
    is_invited: bool

    @property
    def sentence(self) -> str:
        if self.begins_on:
            return _("There is no headteacher; the next one begins on %(day)s.") % {"day": date_format(self.begins_on)}
        if self.is_invited:
            return _("There is no headteacher; somebody has been invited.")
        return _("There is no headteacher, and nobody has been invited yet.")


def vacancies_among(schools: Iterable[School]) -> list[Vacancy]:
    """Those of these schools that nobody leads today, in the order given; one query."""
    given = list(schools)
    led = Appointment.all_rows.filter(school=OuterRef("pk"), role=Role.HEADTEACHER)
    next_one = led.filter(starts_on__gt=clock.today()).order_by("starts_on").values("starts_on")[:1]
    invited = Invitation.all_rows.filter(Invitation.live(clock.now()), school=OuterRef("pk"), role=Role.HEADTEACHER)
    rows = School.all_rows.filter(~Exists(led.filter(current(clock.today()))), pk__in=[each.pk for each in given])
    found = {
        pk: (begins, is_invited)
        for pk, begins, is_invited in rows.annotate(begins=Subquery(next_one), invited=Exists(invited)).values_list(
            "pk", "begins", "invited"
        )
    }
    return [Vacancy(each, *found[each.pk]) for each in given if each.pk in found]


def why_no_head(school: School) -> str:
    """The sentence for one school; empty while somebody leads it."""
    return next((vacancy.sentence for vacancy in vacancies_among([school])), "")
