"""What stands in the way of sharing a plan, and what a reader of it might miss or ask about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.clock import school_year_bounds, school_year_words
from schools.money import in_pounds
from schools.plan_contents import Content, lies_outside
from schools.plan_sections import grants_of


@dataclass(frozen=True)
class Gap:
    """What stands in the way of sharing, and the page on which it is mended."""

    sentence: str
    route: str


@dataclass(frozen=True)
class Remark:
    """What a reader might miss or ask about, and the place on the plan's page where it begins."""

    sentence: str
    place: str  # the id of a heading


def gaps_in(content: Content) -> list[Gap]:
    """What stands in the way of sharing; empty when the plan can be shared. What else is missing is said with it."""
    if content["priorities"]:
        return []
    words = _("Draw at least one priority from the self-evaluation before you share the plan.")
    return [Gap(words, "plan_parts:draw")]


def remarks_on(content: Content) -> list[Remark]:
    """What a reader might miss or ask about. Nothing of it stands in the way of approving or sharing the plan."""
    return [
        *_unfinished(content),
        *_years_without(content),
        *_outside(content),
        *_in_another_year_than_their_grant(content),
        *_grants_that_differ(content),
    ]


def is_written(content: Content) -> bool:
    """Whether there are priorities and each has a target and an action: the plan then waits for its approval."""
    return bool(content["priorities"]) and not _unfinished(content)


def _unfinished(content: Content) -> list[Remark]:
    remarks = []
    if bare := _without("targets", content):
        sentence = ngettext(
            "%(count)d priority has no target yet.", "%(count)d priorities have no target yet.", len(bare)
        )
        remarks.append(Remark(sentence % {"count": len(bare)}, f"priority-{bare[0]}"))
    if bare := _without("actions", content):
        sentence = ngettext(
            "%(count)d priority has no action yet.", "%(count)d priorities have no action yet.", len(bare)
        )
        remarks.append(Remark(sentence % {"count": len(bare)}, f"priority-{bare[0]}"))
    return remarks


def _years_without(content: Content) -> list[Remark]:
    """The law asks for priorities in each of the three years."""
    begun = {row["year"] for row in content["priorities"]}
    return [
        Remark(
            _("No priority begins in year %(number)d (%(year)s).")
            % {"number": number, "year": school_year_words(content["first_year"] + number - 1)},
            f"year-{number}",
        )
        for number in (1, 2, 3)
        if begun and number not in begun
    ]


def _outside(content: Content) -> list[Remark]:
    found = [
        number
        for number, row in enumerate(content["priorities"], start=1)
        for action in row["actions"]
        if lies_outside(action, content["first_year"])
    ]
    if not found:
        return []
    sentence = ngettext(
        "The dates of %(count)d action lie outside the plan’s three school years.",
        "The dates of %(count)d actions lie outside the plan’s three school years.",
        len(found),
    )
    return [Remark(sentence % {"count": len(found)}, f"priority-{found[0]}")]


def _grants_that_differ(content: Content) -> list[Remark]:
    """What was awarded is not what is planned from it: a slip, or meant."""
    return [
        Remark(
            _("%(grant)s, %(year)s: %(awarded)s was awarded, and %(planned)s is planned from it.")
            % {
                "grant": grant.name,
                "year": grant.year,
                "awarded": in_pounds(grant.awarded),
                "planned": in_pounds(grant.planned),
            },
            f"grant-{grant.number}",
        )
        for grant in grants_of(content)
        if grant.differs
    ]


def _in_another_year_than_their_grant(content: Content) -> list[Remark]:
    years = {grant["id"]: grant["school_year"] for grant in content.get("grants", ())}
    found = [
        number
        for number, row in enumerate(content["priorities"], start=1)
        for action in row["actions"]
        if (year := years.get(action.get("grant"))) is not None and not _reaches_into(action, year)
    ]
    if not found:
        return []
    sentence = ngettext(
        "%(count)d action is paid from a grant of a school year in which it does not take place.",
        "%(count)d actions are paid from a grant of a school year in which they do not take place.",
        len(found),
    )
    return [Remark(sentence % {"count": len(found)}, f"priority-{found[0]}")]


def _reaches_into(action: Content, year: int) -> bool:
    begins, ends = school_year_bounds(year)
    return bool(action["starts_on"] <= ends.isoformat() and action["ends_on"] >= begins.isoformat())


def _without(part: str, content: Content) -> list[int]:
    """The priorities that have none, by their number on the page."""
    return [number for number, row in enumerate(content["priorities"], start=1) if not row[part]]
