"""What a plan says beside its priorities, made ready for a page: from its content, living or frozen, without a query.

Older frozen versions hold less: what is not there is not shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schools.clock import school_year_words
from schools.models import Consulted, PlanSection
from schools.models.base import reader_language
from schools.money import total
from schools.plan_contents import Content


@dataclass(frozen=True)
class Planned:
    """One grant: what was awarded, and what is planned from it."""

    number: int
    row: Content
    kind: str
    year: str
    lines: list[Content]
    actions: list[Content]  # those that it pays for, each with its priority's number

    @property
    def name(self) -> str:
        """As a plain text: the school's own name for it, or that of its kind."""
        return str(self.row.get("name") or self.kind)

    @property
    def own_name(self) -> str:
        return str(self.row.get("name") or "")

    @property
    def awarded(self) -> Decimal | None:
        amount = self.row.get("amount")
        return None if amount in (None, "") else Decimal(str(amount))

    @property
    def planned(self) -> Decimal:
        """Always the sum of its lines and of the actions that it pays for."""
        return total([*(line["amount"] for line in self.lines), *(action.get("cost") for action in self.actions)])

    @property
    def differs(self) -> bool:
        return self.awarded is not None and self.awarded != self.planned


@dataclass(frozen=True)
class Rest:
    """Everything beside the priorities; each part is empty where nothing of it is written."""

    texts: list[Content]
    consultations: list[Content]
    national_priorities: list[Content]
    grants: list[Planned]
    groups_left: int

    @property
    def sections_left(self) -> int:
        return len(PlanSection) - len(self.texts)

    def __bool__(self) -> bool:
        return bool(self.texts or self.consultations or self.national_priorities or self.grants)


def rest_of(content: Content) -> Rest:
    asked = {row["consulted"] for row in content.get("consultations", ())}
    return Rest(
        texts=texts_of(content),
        consultations=consultations_of(content),
        national_priorities=national_priorities_of(content),
        grants=grants_of(content),
        groups_left=len(set(Consulted.values) - asked),
    )


def texts_of(content: Content) -> list[Content]:
    """The sections that are written, in the order in which they are asked for."""
    written = {row["part"]: row for row in content.get("texts", ())}
    return [{**written[part], "label": PlanSection(part).label} for part in PlanSection.values if part in written]


def consultations_of(content: Content) -> list[Content]:
    return [{**row, "label": Consulted(row["consulted"]).label} for row in content.get("consultations", ())]


def groups_of(content: Content) -> list[Content]:
    """The five groups, each with the days on which it was consulted."""
    rows = content.get("consultations", ())
    return [
        {"label": label, "days": [row["held_on"] for row in rows if row["consulted"] == group]}
        for group, label in Consulted.choices
    ]


def national_priorities_of(content: Content) -> list[Content]:
    """Those that the plan answers: with its own priorities that serve them, an explanation, or both."""
    language, own = reader_language(), _numbered(content)
    rows = []
    for row in content.get("national_priorities", ()):
        served = [own[each] for each in row.get("priorities", ()) if each in own]
        if served or row.get("explanation"):
            rows.append({**row, "name": row[f"name_{language}"], "served_by": served})
    return rows


def grants_of(content: Content) -> list[Planned]:
    language = reader_language()
    return [
        Planned(
            number=number,
            row=row,
            kind=row[f"kind_{language}"],
            year=school_year_words(row["school_year"]),
            lines=row.get("lines", []),
            actions=paid_by(content, row["id"]),
        )
        for number, row in enumerate(content.get("grants", ()), start=1)
    ]


def paid_by(content: Content, grant: Any) -> list[Content]:
    """The actions that name this grant, in the order of the page."""
    return [
        {**action, "priority": number}
        for number, priority in enumerate(content["priorities"], start=1)
        for action in priority["actions"]
        if action.get("grant") == grant
    ]


def awarded_in_all(grants: Iterable[Planned]) -> Decimal:
    return total(grant.awarded for grant in grants)


def planned_in_all(grants: Iterable[Planned]) -> Decimal:
    return total(grant.planned for grant in grants)


def _numbered(content: Content) -> dict[str, Content]:
    return {row["id"]: {**row, "number": number} for number, row in enumerate(content["priorities"], start=1)}
