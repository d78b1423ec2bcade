"""The planning of this year's discussions of each council: set up, with most of what the schools wish."""

import datetime as dt
from collections.abc import Sequence

from discussions.models import LanguageWish, Party, Round, RoundOfficer, RoundSchool, TravelTime
from schools.models import Appointment
from schools.policy import Role

from .places import FEDERATED, WORDS, at
from .rows import Rows
from .years import Year, YearMaker

BEFORE_THE_OTHERS = (1, 6, 11)
SAY_NOTHING_YET = 7  # every seventh school
ONLINE = (4, 15)


def add_planning(maker: YearMaker, made: Sequence[Year], rounds: dict[tuple[int, int], Round], this_year: int) -> None:
    """`rounds` by number of the council and year, as its discussions have begun them."""
    of_this_year = [each for each in made if each.year == this_year]
    for number in dict.fromkeys(each.place.number for each in of_this_year):
        schools = [each for each in of_this_year if each.place.number == number]
        round_ = rounds.get((number, this_year)) or maker.rows.add(
            Round, council=schools[0].place.council, school_year=this_year
        )
        _set_up(maker.rows, round_)
        _add_officers(maker, schools[0], round_)
        for each in schools:
            _plan(maker, each, round_, schools)


def _set_up(rows: Rows, round_: Round) -> None:
    round_.first_day, round_.last_day = dt.date(round_.school_year, 9, 15), dt.date(round_.school_year + 1, 6, 30)
    round_.minutes, round_.morning_from, round_.afternoon_from = 120, dt.time(10), dt.time(13)
    round_.place, round_.town = WORDS["office"], WORDS["towns"][0]
    round_.travel_minutes, round_.local_minutes = 25, 10
    first, second, third = WORDS["towns"][:3]
    rows.add(TravelTime, round=round_, first_town=first, second_town=third, minutes=40)
    rows.add(TravelTime, round=round_, first_town=second, second_town=third, minutes=15)


def _add_officers(maker: YearMaker, one: Year, round_: Round) -> None:
    """The officer of the council, and its lead."""
    rows = maker.rows
    for held in rows.waiting(Appointment):
        if held.council == one.place.council and held.role in (Role.COUNCIL_OFFICER, Role.COUNCIL_LEAD):
            rows.add(RoundOfficer, round=round_, person=held.person)


def meets_online(position: int) -> bool:
    return position in ONLINE


def _plan(maker: YearMaker, made: Year, round_: Round, schools: Sequence[Year]) -> None:
    rows, position = maker.rows, made.position
    federated = [each for each in schools if each.position in FEDERATED]
    rows.add(
        RoundSchool,
        round=round_,
        school=made.school,
        is_first=position in BEFORE_THE_OTHERS,
        setting="online" if meets_online(position) else "",
        together_at=federated[0].school if made in federated and len(federated) > 1 else None,
    )
    if position % SAY_NOTHING_YET:
        rows.add(
            LanguageWish,
            school=made.school,
            school_year=made.year,
            language="cy" if made.lang == "cy" else "en",
            party=Party.SCHOOL,
            said_by=made.head,
            said_at=at(maker.day(made, 9, 20), 10),
        )
