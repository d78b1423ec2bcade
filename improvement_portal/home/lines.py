"""Where each school stands in its year, as it is told to one reader: its steps, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from discussions.year import SchoolYear, Step
from schools.access import may_enter
from schools.models import Person, School
from schools.policy import May

from .queries import TURNS, Turn, page_at, page_in_discussion, page_of_self_evaluation

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
NOT_TOLD = _("The steps that follow are taken by the school’s leaders, the council and the improvement service.")
NOTHING_BEFORE_IT = _("The next step is the discussion itself. Nobody has to do anything in the portal before then.")


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
            return page_of_self_evaluation(year)
        opens = standing.grants(May.READ_SUBMITTED_SELF_EVALUATION, school)
        return page_at("self_evaluations:index")(year) if opens else ""
    if step == Step.PLAN:
        return page_at("plans:index")(year) if standing.grants(May.READ_SHARED_PLAN, school) else ""
    if step == Step.DISCUSSION:
        if not standing.grants(May.SEE_DISCUSSION, school):
            return ""
        detail, at_school = "professional_discussions:detail", "professional_discussions:at_school"
        return page_in_discussion(detail)(year) or page_at(at_school)(year)
    return (
        page_in_discussion("records:detail")(year) if year.is_held and standing.grants(May.READ_RECORD, school) else ""
    )


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
