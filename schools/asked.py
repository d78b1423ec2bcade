"""What was asked about a submitted self-evaluation and what the school answered, as one reader may read it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from schools.access import May, may
from schools.history import acts_of_own_side
from schools.models import Clarification, Person, Version


@dataclass(frozen=True)
class Asked:
    """One question. Who asked and who answered is told by name to their own side, and to nobody else."""

    row: Clarification
    asker: str
    answerer: str
    may_answer: bool
    may_withdraw: bool


def asked_about(version: Version, person: Person) -> dict[str, list[Asked]]:
    """By the code of the area, the oldest first; without what was withdrawn. `version.school` is at hand."""
    rows = Clarification.objects.visible_to(person).filter(frozen=version).exclude(status="withdrawn")
    listed = list(rows.select_related("asked_by", "answered_by"))
    own = acts_of_own_side(person, {key for row in listed for key in (row.asked_by_id, row.answered_by_id)})
    asks, answers = (
        may(person, each, version.school) for each in (May.ASK_FOR_CLARIFICATION, May.ANSWER_CLARIFICATION)
    )
    found: dict[str, list[Asked]] = defaultdict(list)
    for row in listed:
        is_open = row.status == Clarification.Status.ASKED
        is_ours = (row.answered_by_id, "", version.school_id) in own
        found[row.area].append(
            Asked(
                row,
                asker=row.asked_by.name if (row.asked_by_id, row.asked_as, None) in own else "",
                answerer=row.answered_by.name if row.answered_by and is_ours else "",
                may_answer=is_open and answers,
                may_withdraw=is_open and asks and row.asked_by_id == person.pk,
            )
        )
    return found


def put_beside(content: dict[str, Any], version: Version, person: Person) -> None:
    """Put what was asked about each area beside its words, and whether this person may ask there."""
    asked, may_ask = asked_about(version, person), may(person, May.ASK_FOR_CLARIFICATION, version.school)
    for area in content["areas"]:
        area["asked"], area["may_ask"] = asked[area["code"]], may_ask
