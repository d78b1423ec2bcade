"""A proposal of dates for the walks: as many placements as the size, for the school and others, and one left out."""

from typing import Any

from discussions.models import Round
from schools import clock
from tests import factories as make
from tests.discussions.proposals import leave_out, make_proposal, place


def add_proposal(world: Any) -> None:
    school, cast, year = world.school, world.cast, clock.current_school_year()
    round_ = Round.all_rows.get(council=school.council, school_year=year)
    proposal = make_proposal(school.council, cast.olwen, round=round_)
    canary = {"setting": "elsewhere", "place": "CANARY-proposal-of-the-school"}
    place(proposal, school, people=_people(cast), facts=_facts("moved_room", [school], cast), **canary)
    for n in range(world.size):
        other = make.make_school(school.council, f"Ysgol y Rhyd {n}")
        facts = _facts("moved_not_free", [other], cast)
        there = {"setting": "elsewhere", "place": "CANARY-proposal"}
        place(proposal, other, people=_people(cast), facts=facts, **there)
        left = make.make_school(school.council, f"Ysgol y Ddôl {n}")
        leave_out(proposal, left, facts=_facts("contention", [school, other], cast))
    of_council = [year, school.council.public_id]
    names = ("index", "progress", "propose", "stop", "set_aside", "release")
    world.arguments |= {f"planning:{name}": of_council for name in names}


def _people(cast: Any) -> list[tuple[Any, str]]:
    return [(cast.nia, "headteacher"), (cast.alun, "adviser"), (cast.olwen, "officer")]


def _facts(code: str, schools: list[Any], cast: Any) -> dict[str, Any]:
    people, names = [str(cast.alun.public_id)], [str(school.public_id) for school in schools]
    return {"why": [{"code": code, "people": people, "schools": names}], "people": people, "schools": names}
