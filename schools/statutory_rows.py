"""What the law asks of a school development plan, row by row: SI 2014/2677 and guidance 155/2014, in their order.

Each row has its rule in `statutory_rules`. What the school answered to a row stands beside what the plan holds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from schools import statutory_rules as rules
from schools.models import PlanSection
from schools.models.plan_text import StatutoryAnswerKind
from schools.plan_contents import Content
from schools.statutory_rules import Facts, Found, Rule, State


@dataclass(frozen=True)
class Row:
    code: str
    number: str | Promise
    asks: Any
    rule: Rule
    is_asked_by_law: bool = True
    may_be_elsewhere: bool = True  # in the school's own document
    may_be_unneeded: Callable[[Facts], bool] = lambda facts: False  # whether the school itself may say so

    def __str__(self) -> str:
        return str(self.asks)

    def takes(self, answer: str, facts: Facts) -> bool:
        if answer == StatutoryAnswerKind.OWN_DOCUMENT:
            return self.may_be_elsewhere
        return answer == StatutoryAnswerKind.NOT_NEEDED and self.may_be_unneeded(facts)


@dataclass(frozen=True)
class Checked:
    """One row of one plan, with what the school answered to it."""

    row: Row
    state: State
    words: str
    answer: Content | None


def checked(content: Content, facts: Facts) -> list[Checked]:
    answers = {each["row"]: each for each in content.get("answers", ())}
    return [_checked(row, content, facts, answers.get(row.code)) for row in ROWS]


def missing_in(content: Content, facts: Facts) -> list[str]:
    """The codes of what the law asks for and the plan does not hold."""
    return [
        each.row.code for each in checked(content, facts) if each.row.is_asked_by_law and each.state == State.MISSING
    ]


def row_of(code: str) -> Row | None:
    return next((row for row in ROWS if row.code == code), None)


def _checked(row: Row, content: Content, facts: Facts, answer: Content | None) -> Checked:
    found = row.rule(content, facts)
    if found.state == State.MISSING and answer and row.takes(answer["answer"], facts):
        in_document = answer["answer"] == StatutoryAnswerKind.OWN_DOCUMENT
        found = Found(State.PRESENT if in_document else State.NOT_NEEDED)
    return Checked(row, found.state, found.words, answer)


def _always(facts: Facts) -> bool:
    return True


def _has_no_last_plan(facts: Facts) -> bool:
    return facts.last_targets is None


ROWS: tuple[Row, ...] = (
    Row(
        "period",
        "1",
        gettext_lazy("The period of the plan: three school years in a row."),
        rules.period,
        may_be_elsewhere=False,
    ),
    Row("priorities_now", "2", gettext_lazy("Priorities for improvement in the first year."), rules.priorities_now),
    Row(
        "priorities_later",
        "3",
        gettext_lazy("Priorities for improvement in each of the second and third years."),
        rules.priorities_later,
    ),
    Row(
        "national_priorities",
        "4",
        gettext_lazy("How the plan takes account of the national priorities."),
        rules.national,
    ),
    Row("targets", "5", gettext_lazy("Targets for the priorities of the first year."), rules.targets),
    Row(
        "outcomes",
        "6",
        gettext_lazy("The expected outcome of each of these targets: what learners gain."),
        rules.outcomes,
    ),
    Row(
        "strategy", "7", gettext_lazy("The strategy: how the targets will be met."), rules.section(PlanSection.STRATEGY)
    ),
    Row(
        "professional_development",
        "8",
        gettext_lazy("Professional development of the staff in the first year, so that the targets are met."),
        rules.section(PlanSection.PROFESSIONAL_DEVELOPMENT),
    ),
    Row(
        "families",
        gettext_lazy("9a"),
        gettext_lazy("How the school will work with its pupils and their families in the first year."),
        rules.section(PlanSection.FAMILIES),
    ),
    Row(
        "community",
        gettext_lazy("9b"),
        gettext_lazy("How the school will work with the people who live and work locally in the first year."),
        rules.section(PlanSection.COMMUNITY),
    ),
    Row(
        "resources",
        gettext_lazy("10a"),
        gettext_lazy(
            "How the school will make the best use of its staff and resources, including finance, in the first year."
        ),
        rules.section(PlanSection.RESOURCES),
    ),
    Row(
        "resources_later",
        gettext_lazy("10b"),
        gettext_lazy("The staff and resources, including finance, that it expects in the second and third years."),
        rules.section(PlanSection.RESOURCES_LATER),
    ),
    Row(
        "last_targets",
        "11",
        gettext_lazy("Last year’s targets: how far they were met and, where not in full, why not."),
        rules.last_targets,
        may_be_unneeded=_has_no_last_plan,
    ),
    Row(
        "performance",
        "12",
        gettext_lazy("The information about the school’s performance that was considered."),
        rules.section(PlanSection.PERFORMANCE),
    ),
    Row(
        "consultation",
        "13",
        gettext_lazy("Consultation with the headteacher, the pupils, the parents, the staff and others."),
        rules.consultation,
    ),
    Row(
        "approval",
        "14",
        gettext_lazy("The governing body’s approval of the plan as it stands."),
        rules.approval,
        may_be_elsewhere=False,
    ),
    Row(
        "revision",
        "15",
        gettext_lazy(
            "Revision within twelve months of the last one, or after an inspection report, whichever comes first."
        ),
        rules.revision,
        may_be_elsewhere=False,
    ),
    Row(
        "summary_report",
        "16",
        gettext_lazy("A summary of the plan in the governors’ annual report."),
        rules.summary_report,
    ),
    Row(
        "action_plan",
        "17",
        gettext_lazy("A post-inspection action plan while the school is in a statutory category."),
        rules.action_plan,
    ),
    Row(
        "summary_web",
        "16",
        gettext_lazy("The summary of the plan on the school’s web site."),
        rules.summary_web,
        is_asked_by_law=False,
        may_be_unneeded=_always,
    ),
    Row(
        "grants",
        "18",
        gettext_lazy("The grants that pay for the plan, and what they are spent on."),
        rules.grants,
        is_asked_by_law=False,
        may_be_unneeded=_always,
    ),
    Row(
        "each_priority",
        "19",
        gettext_lazy("For each priority: its purpose, its cost, who leads, when, and how it is monitored."),
        rules.each_priority,
        is_asked_by_law=False,
        may_be_unneeded=_always,
    ),
)


def in_two_parts(rows: Iterable[Checked]) -> tuple[list[Checked], list[Checked]]:
    """What the law asks, and what is often useful."""
    rows = list(rows)
    return [each for each in rows if each.row.is_asked_by_law], [each for each in rows if not each.row.is_asked_by_law]
