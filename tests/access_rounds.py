"""The planning of this year's discussions for the walks: as many schools, officers, times and guests as the size."""

import datetime as dt
from typing import Any
from uuid import uuid4

from discussions.models import (
    EarlierDecision,
    Proposal,
    Round,
    RoundCheck,
    RoundOfficer,
    RoundSchool,
    TravelTime,
    YearDecision,
)
from discussions.rounds import taking_part
from discussions.rounds.queries import NOT_THERE_YET
from schools import clock
from tests import factories as make


def add_round(world: Any) -> None:
    school, cast, year = world.school, world.cast, clock.current_school_year()
    round_, _new = Round.all_rows.get_or_create(council=school.council, school_year=year)
    days = {"first_day": dt.date(year + 1, 1, 12), "last_day": dt.date(year + 1, 3, 26)}
    Round.all_rows.filter(pk=round_.pk).update(place="CANARY-planning", town="CANARY-planning", **days)
    officers = [cast.olwen, *(_officer(school.council, n) for n in range(world.size))]
    for person in officers:
        officer = RoundOfficer.all_rows.create(round=round_, person=person, only_some=True)
        officer.schools.add(school)
    for n in range(world.size):
        TravelTime.all_rows.create(round=round_, first_town=f"Tref {n}", second_town="CANARY-planning", minutes=5)
        more = make.make_school(school.council, f"Ysgol y Waun {n}", town=f"Tref {n}")
        RoundSchool.all_rows.create(round=round_, school=more, not_because="x", lang="en", takes_part=False)
    row = RoundSchool.all_rows.create(
        round=round_, school=school, takes_part=False, not_because="CANARY-reason-of-the-school", lang="en"
    )
    row.guests.add(cast.gareth)
    for item in RoundCheck.Item.values[: world.size]:
        RoundCheck.all_rows.create(round=round_, item=item, by=cast.olwen)
    taking_part.wish(
        school, year=year, language="cy", interpreter=True, version=NOT_THERE_YET, by=cast.nia, once=uuid4()
    )
    of_council = [year, school.council.public_id]
    decision = add_decisions(world, round_)
    world.arguments |= {
        "rounds:index": [year],
        **{f"rounds:{name}": of_council for name in ("detail", "when_and_where", "travel", "officers", "schools")},
        "rounds:officer": [*of_council, officer.public_id],
        "rounds:school": [*of_council, school.public_id],
        "rounds:wishes": [school.public_id, year],
        **{f"this_year:{name}": of_council for name in ("index", "week", "csv")},
        "year_start:start": [year + 1, school.council.public_id],
        "year_start:check_list": of_council,
        **{f"year_plan:{name}": of_council for name in ("detail", "add")},
        **{f"year_plan:{name}": [*of_council, decision.public_id] for name in ("edit", "earlier")},
    }


def add_decisions(world: Any, round_: Round) -> YearDecision:
    """About the year, and about the school; the last is to be changed."""
    words = {"council": round_.council, "school_year": round_.school_year, "lang": "en", "written_by": world.cast.olwen}
    for n in range(world.size):
        YearDecision.all_rows.create(what=f"CANARY-planning {n}", why="CANARY-planning", **words)
        row: YearDecision = YearDecision.all_rows.create(
            school=world.school, what="CANARY-reason-of-the-school", why="CANARY-reason-of-the-school", **words
        )
        Proposal.all_rows.create(
            round=round_, status="closed", outcome="finished", closed_because="set_aside", asked_by=world.cast.olwen
        )
    by = {"written_by": row.written_by, "written_at": row.written_at}
    before = {
        "school": world.school,
        "what": row.what,
        "why": row.why,
        "lang": "en",
        "decided_on": row.decided_on,
        **by,
    }
    for _n in range(world.size):
        EarlierDecision.all_rows.create(decision=row, **before)
    return row


def _officer(council: Any, n: int) -> Any:
    person = make.make_person(f"Swyddog y Cynllun {n}")
    make.appoint(person, "council_officer", council)
    return person
