"""What was asked about a submitted self-evaluation and what the school answered, as one reader may read it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from schools.access import May, may
from schools.history import acts_of_own_side
from schools.models import Clarification, Person, Version
from schools.models.roles import ROLE_WORDS
from schools.models.titles import titles_around
from schools.policy import Role


@dataclass(frozen=True)
class Asked:
    """One question. Who answered is told by name to the school's own side alone.

    Who asked is told to their own side, and with their role to those who may answer: they asked in their office.
    """

    row: Clarification
    asker: str
    role: str
    answerer: str
    may_answer: bool
    may_withdraw: bool


def asked_about(version: Version, person: Person) -> dict[str, list[Asked]]:
    """By the code of the area, the oldest first; without what was withdrawn. `version.school` is at hand.

    What was asked about earlier versions of the same self-evaluation is among it: each knows its version (`frozen`).
    """
    of_it = {"frozen__thing_id": version.thing_id, "frozen__version_kind": version.version_kind}
    rows = Clarification.objects.visible_to(person).filter(**of_it, frozen__number__lte=version.number)
    rows = rows.exclude(status="withdrawn").select_related("asked_by", "answered_by", "frozen")
    listed = list(rows.defer("frozen__content"))
    own = acts_of_own_side(person, {key for row in listed for key in (row.asked_by_id, row.answered_by_id)})
    asks, answers = (
        may(person, each, version.school) for each in (May.ASK_FOR_CLARIFICATION, May.ANSWER_CLARIFICATION)
    )
    titles = titles_around(version.school.council_id) if version.school and answers and listed else {}
    found: dict[str, list[Asked]] = defaultdict(list)
    for row in listed:
        is_open = row.status == Clarification.Status.ASKED
        is_ours = (row.answered_by_id, "", version.school_id) in own
        found[row.area].append(
            Asked(
                row,
                asker=row.asked_by.name if answers or (row.asked_by_id, row.asked_as, None) in own else "",
                role=role_of_asker(row, titles) if answers else "",
                answerer=row.answered_by.name if row.answered_by and is_ours else "",
                may_answer=is_open and answers,
                may_withdraw=is_open and asks and row.asked_by_id == person.pk,
            )
        )
    return found


def role_of_asker(row: Clarification, titles: dict[str, str]) -> str:
    """What the role is called in which the question was asked; `titles` are those around the school's council."""
    return titles.get(row.asked_as) or str(ROLE_WORDS[Role(row.asked_as)])


def put_beside(content: dict[str, Any], version: Version, person: Person) -> None:
    """Put what was asked about each area beside its words, and whether this person may ask there.

    What was asked about the area in earlier versions stays with them; here it is only told that it was.
    """
    asked, may_ask = asked_about(version, person), may(person, May.ASK_FOR_CLARIFICATION, version.school)
    for area in content["areas"]:
        all_of_it = asked[area["code"]]
        area["asked"] = [each for each in all_of_it if each.row.frozen_id == version.pk]
        area["asked_before"] = [each for each in all_of_it if each.row.frozen_id != version.pk]
        area["may_ask"] = may_ask
