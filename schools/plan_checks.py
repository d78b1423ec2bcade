"""What stands in the way of sharing a plan, and what a reader of it might miss or ask about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.clock import school_year_words
from schools.plan_contents import Content, lies_outside


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
    return [Gap(words, "plans:draw")]


def remarks_on(content: Content) -> list[Remark]:
    """What a reader might miss or ask about. Nothing of it stands in the way of approving or sharing the plan."""
    return [*_unfinished(content), *_years_without(content), *_outside(content)]


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


def _without(part: str, content: Content) -> list[int]:
    """The priorities that have none, by their number on the page."""
    return [number for number, row in enumerate(content["priorities"], start=1) if not row[part]]
