"""What waits for a person, whose turn the rest is, and where each of their schools stands in its year."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.models import Participant
from discussions.year import SchoolYear, Step, about_discussions, years_and_open_ones
from improvement_portal.turn_places import of_discussion, of_school, self_evaluation_of
from improvement_portal.turns import TURNS, Turn
from schools import clock
from schools.access import may_enter
from schools.models import MailClass, Notice, Person, School
from schools.models.base import reader_language
from schools.policy import CONTENT_READERS, GRANTS, STAFF, May, Role
from schools.school_days import SchoolDays, school_days_between, school_days_for
from schools.words import names_together

FOLLOWERS = CONTENT_READERS  # those who follow schools through their year
CALLED = FOLLOWERS | {Role.CLERK_TO_GOVERNORS, Role.DIARY_HELPER, Role.GUEST}  # those for whom something may wait

STEP_WORDS: dict[Step, Promise] = {
    Step.SELF_EVALUATION: _("Self-evaluation"),
    Step.PLAN: _("Development plan"),
    Step.DISCUSSION: _("Professional discussion"),
    Step.RECORD: _("Record of the discussion"),
    Step.AGREEMENT: _("Agreement of the record"),
}


# Who is told of a step whether it has been taken, and for whom it waits; nothing named: whoever follows the school.
TOLD_TO: dict[Step, May] = {
    Step.DISCUSSION: May.SEE_DISCUSSION,
    Step.RECORD: May.READ_RECORD,
    Step.AGREEMENT: May.READ_RECORD,
}
# True before them, between them and after the last of them: how far the discussion and its record are is not told.
NOT_TOLD = _(
    "The self-evaluation has been submitted and the plan shared. The discussion and its record are for the school’s "
    "leaders, the council and the improvement service."
)
NOTHING_BEFORE_IT = _("The next step is the discussion itself. Nobody has to do anything in the portal before then.")


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


def my_schools(person: Person) -> QuerySet[School]:
    """The schools whose year this person follows, in the alphabet of the page's language."""
    reached = person.standing.reaches(May.SEE_SCHOOL, at="")
    rows = School.objects.visible_to(person).filter(reached, closed_on=None)
    return rows.exclude(pk__in=person.standing.conflicts).order_by(f"sort_{reader_language()}", "pk")


# Since when, the place in the alphabet, the school's key, the year, whose turn, and what notices may be about.
Found = tuple[dt.datetime, str, int, int, int, tuple[UUID | None, ...]]


class Home:
    """The schools whose year a person follows and what waits there, read for one page at a time.

    Oldest first, of whatever kind; what began to wait at the same moment in the order of the alphabet.

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
            if person.standing.at_guest_organisations:
                self._keep(about_discussions(discussion__in=Participant.guest_discussions(person)))
            self.due = sorted(self._among_few(), key=lambda found: found[0])
        else:
            self.schools = list(my_schools(person).values_list("pk", flat=True))
            self.due = sorted(self._at_many(), key=lambda found: found[:5])

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
        found = [
            (since, TURNS[turn], self.years[school, year], about) for since, _name, school, year, turn, about in due
        ]
        days = school_days_for(year.school for _since, _turn, year, _about in found)
        return [_line(self.person, *each, days) for each in found]

    def _among_few(self) -> Iterator[Found]:
        told: set[tuple[int, int]] = set()
        for year in self.years.values():
            for position, turn in enumerate(TURNS):
                one = (position, year.discussion.pk) if turn.once and year.discussion else None
                if one not in told and turn.is_for(self.person, year):
                    told |= {one} if one else set()
                    since = turn.waits_since(year, self.person)
                    yield since, "", year.school.pk, year.year, position, tuple(turn.about(year))

    def _at_many(self) -> Iterator[Found]:
        """In one query for all that may wait, however many schools."""
        standing = self.person.standing
        granted = {may for role in standing.roles for may in GRANTS[role]}
        asked: list[QuerySet[Any]] = []
        for position, turn in enumerate(TURNS):
            if turn.at_many and turn.permission in granted:
                reaches = standing.reaches(turn.permission, at="")
                reached: dict[str, Any] = (
                    {"reached": School.objects.visible_to(self.person).filter(reaches)} if turn.step else {}
                )
                if turn.since_for:
                    reached["person"] = self.person
                rows = turn.at_many(my_schools(self.person).filter(reaches), self.year, **reached)
                asked.append(rows.annotate(turn=Value(position)))
        if asked:
            found = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
            yield from ((*of_one, turn, (about,)) for *of_one, about, turn in found)


def _line(
    person: Person,
    since: dt.datetime,
    turn: Turn,
    year: SchoolYear,
    about: tuple[UUID | None, ...],
    known: dict[int, SchoolDays],
) -> Waiting:
    day = since.astimezone(clock.LONDON).date()
    waited = school_days_between(year.school, day, clock.today(), known)
    names = names_together(names_in_common(turn, year) or [year.school.name], reader_language())
    words = {"school": names, **turn.facts(year)}
    return Waiting(turn.said_to(person, year) % words, page_of_turn(turn, year, about), since, waited)


def names_in_common(turn: Turn, year: SchoolYear) -> list[str]:
    """The schools for which it is done at once, if several."""
    return year.together if turn.step and (turn.at_many or turn.once) else []


def page_of_turn(turn: Turn, year: SchoolYear, about: tuple[UUID | None, ...]) -> str:
    return reverse(turn.page, args=about) if turn.page else turn.url(year)


def lines_of(person: Person, years: Iterable[SchoolYear]) -> list[Line]:
    """The schools with their steps, in the order given: never by how far they are."""
    enters = may_enter(person, "professional_discussions:detail")
    return [
        Line(
            school=year.school,
            steps=[
                (str(STEP_WORDS[step]), step in year.done, _page_of(step, person, year))
                for step in Step
                if _may_be_told(step, person, year)
            ],
            now=str(STEP_WORDS[year.now]) if year.now and _may_be_told(year.now, person, year) else "",
            whose=" ".join(_whose(person, year)),
            discussion=year.discussion if _may_be_told(Step.DISCUSSION, person, year) else None,
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
            return self_evaluation_of(year)
        opens = standing.grants(May.READ_SUBMITTED_SELF_EVALUATION, school)
        return of_school("self_evaluations:index")(year) if opens else ""
    if step == Step.PLAN:
        return of_school("plans:index")(year) if standing.grants(May.READ_SHARED_PLAN, school) else ""
    if step == Step.DISCUSSION:
        if not standing.grants(May.SEE_DISCUSSION, school):
            return ""
        detail, at_school = "professional_discussions:detail", "professional_discussions:at_school"
        return of_discussion(detail)(year) or of_school(at_school)(year)
    return of_discussion("records:detail")(year) if year.is_held and standing.grants(May.READ_RECORD, school) else ""


def _whose(person: Person, year: SchoolYear) -> list[str]:
    """For whom the year waits, of all those who can go on; of nobody while the discussion itself is the next step."""
    found = [str(turn.whose) for turn in TURNS if turn.waits(year) and _is_told(turn, person, year)]
    if not found and not all(_may_be_told(step, person, year) for step in Step):
        return [str(NOT_TOLD)]
    return found or ([str(NOTHING_BEFORE_IT)] if year.now is not None else [])


def _may_be_told(step: Step, person: Person, year: SchoolYear) -> bool:
    return step not in TOLD_TO or person.standing.grants(TOLD_TO[step], year.school)


def _is_told(turn: Turn, person: Person, year: SchoolYear) -> bool:
    return turn.whose_for is None or person.standing.grants(turn.whose_for, year.school)


# Where those begin who do not follow schools through their year.
PAGES: list[tuple[str, Promise]] = [
    ("professional_discussions:index", _("The professional discussions that concern you: dates, places and people")),
    ("availability:index", _("When you, or your headteacher, are not available for discussions")),
    ("people:index", _("The people of your organisation: their roles and invitations")),
    ("admin:index", _("Reference data: councils, terms, federations and the other lists of the portal")),
]


def pages_of(person: Person) -> list[tuple[str, str]]:
    return [(reverse(route), str(words)) for route, words in PAGES if may_enter(person, route)]


def news_of(person: Person) -> QuerySet[Notice]:
    """What was told to this person. What they are reminded of stands under what waits for them while it waits."""
    rows: QuerySet[Notice] = Notice.objects.visible_to(person)
    return rows.exclude(mail_class=MailClass.REMINDER).select_related("school")


def with_unread(notices: QuerySet[Any]) -> QuerySet[Any]:
    """Each row knows how many of all the rows are unread."""
    return notices.annotate(unread=Window(Count("pk", filter=Q(read_at=None))))
