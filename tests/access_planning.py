"""A proposal of dates for the walks: as many placements as the size, for the school and others, and one left out."""

import datetime as dt
from typing import Any
from uuid import uuid4

from discussions.models import Round, RoundOfficer, RoundSchool
from schools import clock
from schools.models import ServiceCouncil
from tests import factories as make
from tests.discussions.meetings import DAY
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
    _add_search(world, round_)


def _add_search(world: Any, round_: Round) -> None:
    """One for the council and others that Mari's service works for, of which as much is left as the size."""
    school, cast, year = world.school, world.cast, round_.school_year
    search = uuid4()
    asked = {"together": search, "asked_as": "service_lead", "asked_at": clock.now() - dt.timedelta(days=1)}
    asked |= {"status": "closed", "closed_because": "set_aside"}
    proposal = make_proposal(school.council, cast.mari, round=round_, **asked)
    there = {"setting": "elsewhere", "place": "CANARY-proposal-of-several-of-the-school"}
    place(proposal, school, people=_people(cast), facts=_facts("moved_room", [school], cast), **there)
    service = cast.mari.appointments.get().service
    for n in range(world.size):
        other = make.make_school(school.council, f"Ysgol y Gelli {n}")
        there = {"setting": "elsewhere", "place": "CANARY-proposal-of-several"}
        place(proposal, other, people=_people(cast), facts=_facts("contention", [school], cast), **there)
        far = make.make_council(f"Cwm {n}")
        ServiceCouncil.all_rows.create(service=service, council=far, starts_on=make.LONG_AGO)
        its = Round.all_rows.create(council=far, school_year=year, last_day=dt.date(year + 1, 8, 1), first_day=DAY)
        RoundSchool.all_rows.create(round=its, school=make.make_school(far, f"Ysgol y Cwm {n}"))
        RoundOfficer.all_rows.create(round=its, person=cast.mari)
        make_proposal(far, cast.mari, round=its, **asked)
    arguments = {"ask": [year], **{key: [year, search] for key in ("detail", "progress", "stop")}}
    arguments["proposal"] = [year, search, school.council.public_id]
    world.arguments |= {f"planning_together:{name}": found for name, found in arguments.items()}


def _people(cast: Any) -> list[tuple[Any, str]]:
    return [(cast.nia, "headteacher"), (cast.alun, "adviser"), (cast.olwen, "officer")]


def _facts(code: str, schools: list[Any], cast: Any) -> dict[str, Any]:
    people, names = [str(cast.alun.public_id)], [str(school.public_id) for school in schools]
    return {"why": [{"code": code, "people": people, "schools": names}], "people": people, "schools": names}
