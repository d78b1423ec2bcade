"""What waits for a person, whose turn the rest is, and where each of their schools stands in its year."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.models import Party
from discussions.waiting import ANSWERS as ANSWERING
from discussions.waiting import PERMISSIONS
from discussions.waiting import Step as Waits
from discussions.year import (
    SchoolYear,
    Since,
    Step,
    without_a_discussion,
    without_a_record,
    without_an_answer,
    years_and_open_ones,
)
from schools import clock
from schools.access import may_enter
from schools.models import Person, School
from schools.models.base import reader_language
from schools.policy import GRANTS, STAFF, May
from schools.school_days import SchoolDays, school_days_between, school_days_of
from schools.words import names_together

STEP_WORDS: dict[Step, Promise] = {
    Step.SELF_EVALUATION: _("Self-evaluation"),
    Step.PLAN: _("Development plan"),
    Step.DISCUSSION: _("Professional discussion"),
    Step.RECORD: _("Record of the discussion"),
    Step.AGREEMENT: _("Agreement of the record"),
}


NOTHING_BEFORE_IT = _("The next step is the discussion itself. Nobody has to do anything in the portal before then.")


@dataclass(frozen=True)
class Turn:
    """Something that waits for somebody: when it waits, who may do it, and how it is said to them and to others.

    What waits in a discussion is said by `discussions.waiting` alone; `step` names it.
    """

    permission: May
    mine: Promise
    whose: Promise | str
    since: Callable[[SchoolYear], dt.datetime | None]
    url: Callable[[SchoolYear], str]
    waits_in_year: Callable[[SchoolYear], bool] = lambda year: False
    step: Waits | None = None
    whose_for: May | None = None  # `whose` is told to those only who may do this at the school
    at_many: Callable[..., Since] | None = None  # the same asked at many schools at once
    about: Callable[[SchoolYear], Iterable[UUID | None]] = lambda year: ()  # public ids of what notices ask for too

    def waits(self, year: SchoolYear) -> bool:
        if self.step:
            return year.waits(self.step) is not None
        return year.is_whole and self.waits_in_year(year)

    def is_for(self, person: Person, year: SchoolYear) -> bool:
        """Whether it waits for this person; what is done once for several schools needs the permission at all."""
        if self.step:
            found = year.waits(self.step)
            return found is not None and found.is_for(person)
        return self.waits(year) and person.standing.grants(self.permission, year.school)


@dataclass(frozen=True)
class Waiting:
    """One line of the home page."""

    sentence: str
    url: str
    since: dt.datetime
    school_days: int | None  # how long that is; None where the council's terms are not known


@dataclass(frozen=True)
class Line:
    """One school in the list: its steps and whose turn it is."""

    school: School
    steps: list[tuple[str, bool, str]]  # its name, whether it has been taken, the page it is taken on
    now: str
    whose: str
    discussion: Any
    url: str  # of the discussion, where this person may open it
    is_held: bool


def _start_of(year: SchoolYear) -> dt.datetime:
    return clock.beginning_of(year.year)


def _at(name: str) -> Callable[[SchoolYear], str]:
    return lambda year: reverse(name, args=[year.school.public_id])


def _of_discussion(name: str) -> Callable[[SchoolYear], str]:
    return lambda year: reverse(name, args=[year.discussion.public_id]) if year.discussion else ""


def _self_evaluation(year: SchoolYear) -> str:
    if year.is_begun:
        return reverse("self_evaluations:detail", args=[year.school.public_id, year.year])
    return reverse("self_evaluations:index", args=[year.school.public_id])


def _plan_to_approve(year: SchoolYear) -> str:
    return reverse("plans:detail", args=[year.school.public_id, year.plan_to_approve])


def _consent(year: SchoolYear) -> str:
    if year.discussion is None or not year.guests_wait:
        return ""
    return reverse("professional_discussions:consent", args=[year.discussion.public_id, year.guests_wait[0]])


def _question(year: SchoolYear) -> str:
    oldest = year.questions[0]
    place = [year.school.public_id, oldest["year"], oldest["number"], oldest["id"]]
    return reverse("clarifications:answer", args=place)


def _asked_at(year: SchoolYear) -> dt.datetime:
    return dt.datetime.fromisoformat(year.questions[0]["at"])


def _record(year: SchoolYear) -> list[UUID]:
    return [year.record.public_id] if year.record else []


def _sent_at(year: SchoolYear) -> dt.datetime | None:
    return year.record.sent_at if year.record else None


def _answer_of(party: Party) -> Callable[[SchoolYear], str]:
    """Schools answer one by one, the council and the service once."""

    def address(year: SchoolYear) -> str:
        who = {"school": year.school.public_id} if party == Party.SCHOOL else {"party": party.value}
        about = {"discussion": year.discussion.public_id} if year.discussion else {}
        return reverse("records:answer", kwargs={**about, **who}) if about else ""

    return address


def _answer(step: Waits, whose: Promise) -> Turn:
    words = _("Agree the record of the discussion with %(school)s, or say what you see differently")
    party = ANSWERING[step]
    at_many = None if party == Party.SCHOOL else partial(without_an_answer, party=party)
    where = {"step": step, "at_many": at_many, "about": _record}
    return Turn(PERMISSIONS[step], words, whose, _sent_at, _answer_of(party), **where)  # type: ignore[arg-type]


ANSWERS = [
    _answer(Waits.SCHOOL_ANSWERS, _("The headteacher answers for the school.")),
    _answer(Waits.COUNCIL_ANSWERS, _("The council answers.")),
    _answer(Waits.SERVICE_ANSWERS, _("The improvement service answers.")),
]
TURNS = [
    Turn(
        waits_in_year=lambda year: year.submitted_at is None,
        permission=May.SUBMIT_SELF_EVALUATION,
        mine=_("Write and submit the self-evaluation of %(school)s"),
        whose=_("The school writes and submits its self-evaluation."),
        since=_start_of,
        url=_self_evaluation,
    ),
    Turn(
        waits_in_year=lambda year: year.submitted_at is not None and year.plan_shared_at is None,
        permission=May.SHARE_PLAN,
        mine=_("Draw up and share the development plan of %(school)s"),
        whose=_("The school draws up and shares its development plan."),
        since=lambda year: year.submitted_at,
        url=_at("plans:index"),
    ),
    Turn(
        waits_in_year=lambda year: bool(year.questions),
        permission=May.ANSWER_CLARIFICATION,
        mine=_("Answer what was asked about the self-evaluation of %(school)s"),
        whose=_("The school answers what was asked about its self-evaluation."),
        whose_for=May.ANSWER_CLARIFICATION,  # how many questions wait, and how long, is told to nobody else
        since=_asked_at,
        url=_question,
        about=lambda year: [UUID(each["id"]) for each in year.questions],
    ),
    Turn(
        waits_in_year=lambda year: year.plan_to_approve is not None,
        permission=May.RECORD_APPROVAL,
        mine=_("Record the governing body’s approval of the development plan of %(school)s"),
        whose=_("The governing body approves the development plan."),
        whose_for=May.READ_LIVING_PLAN,  # how far the school is with its own plan is not told outside it
        since=lambda year: year.plan_ready_at or _start_of(year),
        url=_plan_to_approve,
        about=lambda year: [year.plan_waits],
    ),
    Turn(
        waits_in_year=lambda year: year.submitted_at is not None and year.discussion is None,
        permission=May.SCHEDULE_DISCUSSION,
        mine=_("Schedule the professional discussion with %(school)s"),
        whose=_("The council schedules the professional discussion."),
        since=lambda year: year.submitted_at,
        url=_at("professional_discussions:schedule"),
        at_many=without_a_discussion,
    ),
    Turn(
        step=Waits.GUEST,
        permission=PERMISSIONS[Waits.GUEST],
        mine=_("Say whether a guest may come to the discussion with %(school)s"),
        whose=_("The headteacher says whether a guest may come."),
        since=lambda year: year.guest_asked_at or _start_of(year),
        url=_consent,
        about=lambda year: year.guests_wait,
    ),
    Turn(
        step=Waits.RECORD,
        permission=PERMISSIONS[Waits.RECORD],
        mine=_("Write and send the record of the discussion with %(school)s"),
        whose=_("The improvement service writes the record and sends it."),
        since=lambda year: year.discussion.ends_at if year.discussion else None,
        url=_of_discussion("records:detail"),
        at_many=without_a_record,
    ),
    *ANSWERS,
]


def my_schools(person: Person) -> QuerySet[School]:
    """The schools whose year this person follows, in the alphabet of the page's language."""
    reached = person.standing.reaches(May.SEE_SCHOOL, at="")
    rows = School.objects.visible_to(person).filter(reached, closed_on=None)
    return rows.exclude(pk__in=person.standing.conflicts).order_by(f"sort_{reader_language()}", "pk")


# Since when, the place in the alphabet, the school's key, the year, whose turn, and what notices may be about.
Found = tuple[dt.datetime, str, int, int, int, tuple[UUID | None, ...]]


class Home:
    """The schools whose year a person follows and what waits there, read for one page at a time.

    Oldest first; for the council and the service, the answers for which others wait come before everything else.

    A school's own people have few schools, which are read at once. For the council and the service the keys of the
    schools, and since when something waits at which, are read first; their years only for what is shown.
    """

    def __init__(self, person: Person, year: int) -> None:
        self.person, self.year = person, year
        self.schools: list[int] = []
        self.due: list[Found] = []
        self.years: dict[tuple[int, int], SchoolYear] = {}
        if person.standing.roles.isdisjoint(STAFF):
            self._keep(years_and_open_ones(my_schools(person), year))
            self.schools = [school for school, when in self.years if when == year]
            self.due = sorted(self._among_few(), key=lambda found: found[0])
        else:
            self.schools = list(my_schools(person).values_list("pk", flat=True))
            self.due = sorted(self._at_many(), key=_others_wait_first)

    def read(self, schools: Iterable[int], due: Iterable[Found] = ()) -> None:
        """Read the years of these schools, and of those where this waits, together."""
        wanted = {*((school, self.year) for school in schools), *((found[2], found[3]) for found in due)}
        if missing := {school for school, _year in wanted - set(self.years)}:
            rows = School.objects.as_system("they were found as this person's own").filter(pk__in=missing)
            self._keep(years_and_open_ones(rows, self.year))

    @property
    def asked(self) -> set[UUID]:
        """Public ids of the records, guests and plans that wait for this person."""
        return {each for found in self.due for each in found[5] if each}

    def _keep(self, years: Iterable[SchoolYear]) -> None:
        self.years |= {(found.school.pk, found.year): found for found in years}

    def of_this_year(self, schools: Iterable[int]) -> list[SchoolYear]:
        """The years of these schools, which have been read."""
        return [self.years[school, self.year] for school in schools]

    def told(self, due: Iterable[Found]) -> list[Waiting]:
        """In words, once the years have been read, with how many school days it has waited."""
        found = [(TURNS[turn], self.years[school, year]) for _since, _name, school, year, turn, _about in due]
        days = school_days_of(year.school.council_id for _turn, year in found) if found else {}
        return [_line(turn, year, days) for turn, year in found]

    def _among_few(self) -> Iterator[Found]:
        for year in self.years.values():
            for position, turn in enumerate(TURNS):
                if turn.is_for(self.person, year):
                    yield _since(turn, year), "", year.school.pk, year.year, position, tuple(turn.about(year))

    def _at_many(self) -> Iterator[Found]:
        """One small query a turn, however many schools."""
        standing = self.person.standing
        granted = {may for role in standing.roles for may in GRANTS[role]}
        for position, turn in enumerate(TURNS):
            if turn.at_many and turn.permission in granted:
                reaches = standing.reaches(turn.permission, at="")
                reached = {"reached": School.objects.visible_to(self.person).filter(reaches)} if turn.step else {}
                rows = turn.at_many(my_schools(self.person).filter(reaches), self.year, **reached)
                yield from ((*found, position, (about,)) for *found, about in rows)


def _others_wait_first(found: Found) -> tuple[bool, Found]:
    return TURNS[found[4]] not in ANSWERS, found


def _since(turn: Turn, year: SchoolYear) -> dt.datetime:
    return turn.since(year) or _start_of(year)


def _line(turn: Turn, year: SchoolYear, known: dict[int, SchoolDays]) -> Waiting:
    since = _since(turn, year)
    day = since.astimezone(clock.LONDON).date()
    waited = school_days_between(year.school.council_id, day, clock.today(), known)
    names = names_together(year.together, reader_language()) if turn.at_many and year.together else year.school.name
    return Waiting(str(turn.mine) % {"school": names}, turn.url(year), since, waited)


def lines_of(person: Person, years: Iterable[SchoolYear]) -> list[Line]:
    """The schools with their steps, in the order given: never by how far they are."""
    enters = may_enter(person, "professional_discussions:detail")
    return [
        Line(
            school=year.school,
            steps=[(str(STEP_WORDS[step]), step in year.done, _page_of(step, person, year)) for step in Step],
            now=str(STEP_WORDS[year.now]) if year.now else "",
            whose=" ".join(_whose(person, year)),
            discussion=year.discussion,
            url=(
                reverse("professional_discussions:detail", args=[year.discussion.public_id])
                if year.discussion and enters and person.standing.grants(May.SEE_DISCUSSION, year.school)
                else ""
            ),
            is_held=year.is_held,
        )
        for year in years
    ]


def _page_of(step: Step, person: Person, year: SchoolYear) -> str:
    """The page of a step, for those who may open it; else empty."""
    standing, school = person.standing, year.school
    if step == Step.SELF_EVALUATION:
        if standing.grants(May.READ_LIVING_SELF_EVALUATION, school):
            return _self_evaluation(year)
        opens = standing.grants(May.READ_SUBMITTED_SELF_EVALUATION, school)
        return _at("self_evaluations:index")(year) if opens else ""
    if step == Step.PLAN:
        return _at("plans:index")(year) if standing.grants(May.READ_SHARED_PLAN, school) else ""
    if step == Step.DISCUSSION:
        if not standing.grants(May.SEE_DISCUSSION, school):
            return ""
        detail, at_school = "professional_discussions:detail", "professional_discussions:at_school"
        return _of_discussion(detail)(year) or _at(at_school)(year)
    return _of_discussion("records:detail")(year) if year.is_held and standing.grants(May.READ_RECORD, school) else ""


def _whose(person: Person, year: SchoolYear) -> list[str]:
    """For whom the year waits, of all those who can go on; of nobody while the discussion itself is the next step."""
    found = [str(turn.whose) for turn in TURNS if turn.waits(year) and _is_told(turn, person, year)]
    return found or ([str(NOTHING_BEFORE_IT)] if year.now is not None else [])


def _is_told(turn: Turn, person: Person, year: SchoolYear) -> bool:
    return turn.whose_for is None or person.standing.grants(turn.whose_for, year.school)


# Where those begin who do not follow schools through their year.
PAGES: list[tuple[str, Promise]] = [
    ("professional_discussions:index", _("The professional discussions that concern you: dates, places and people")),
    ("people:index", _("The people of your organisation: their roles and invitations")),
    ("admin:index", _("Reference data: councils, terms, federations and the other lists of the portal")),
]


def pages_of(person: Person) -> list[tuple[str, str]]:
    return [(reverse(route), str(words)) for route, words in PAGES if may_enter(person, route)]


def with_unread(notices: QuerySet[Any]) -> QuerySet[Any]:
    """Each row knows how many of all the rows are unread."""
    return notices.annotate(unread=Window(Count("pk", filter=Q(read_at=None))))
