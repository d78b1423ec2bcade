"""Made-up councils, one made-up improvement service, and their schools, in the shape of a small Welsh council."""

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from schools import clock
from schools.models import (
    ContextFigures,
    Council,
    Federation,
    GuestOrganisation,
    School,
    Service,
    ServiceCouncil,
    Term,
    Title,
    WelshMediumCategory,
)

from .rows import Rows

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
BEGAN = dt.date(2015, 9, 1)
A_COUNCIL = 26  # schools in one made-up council

# position within a council -> (sector, governance, English prefix, Welsh prefix)
PRIMARY = ("primary", "community", "{} Primary School", "Ysgol Gynradd {}")
WELSH_PRIMARY = ("primary", "community", "Ysgol Gymraeg {}", "Ysgol Gymraeg {}")
ALL_AGE = ("all-age", "community", "{} Learning Community", "Cymuned Ddysgu {}")
SECONDARY = ("secondary", "community", "{} Comprehensive School", "Ysgol Gyfun {}")
SPECIAL = ("special", "community special", "{} Special School", "Ysgol Arbennig {}")
SHAPE = [PRIMARY] * 18 + [WELSH_PRIMARY] * 2 + [ALL_AGE] * 2 + [SECONDARY] * 2 + [SPECIAL] * 2
FEDERATED = (18, 19)  # the two Welsh-medium primaries
WITH_ADDITIONAL_SUPPORT = (2, 6, 10, 14)  # English-medium primaries all, so that nobody reads a real school into it
SIX_STRETCHES = (
    ((9, 1), (10, 23)),
    ((11, 2), (12, 18)),
    ((1, 5), (2, 12)),
    ((2, 22), (3, 26)),
    ((4, 12), (5, 28)),
    ((6, 7), (7, 20)),
)


@dataclass
class Place:
    """A council with its schools in their order."""

    council: Council
    number: int
    schools: list[School] = field(default_factory=list)

    @cached_property
    def is_first(self) -> bool:
        return self.number == 0


def is_welsh_medium(position: int) -> bool:
    return position % A_COUNCIL in FEDERATED


def add_places(rows: Rows, schools: int, years: list[int]) -> tuple[Service, GuestOrganisation, list[Place]]:
    """As many councils as `schools` need, all served by one service."""
    service = rows.add(Service, name_cy="Gwasanaeth Gwella’r Enfys", name_en="Rainbow Improvement Service")
    rows.add(
        Title,
        service=service,
        role="service_adviser",
        title_cy="Partner Gwella Ysgol",
        title_en="School Improvement Partner",
    )
    places = [_add_council(rows, service, number) for number in range((schools + A_COUNCIL - 1) // A_COUNCIL)]
    guests = rows.add(
        GuestOrganisation,
        council=places[0].council,
        name_cy="Esgobaeth yr Enfys",
        name_en="Diocese of the Rainbow",
    )
    for place in places:
        here = min(A_COUNCIL, schools - place.number * A_COUNCIL)
        _add_schools(rows, place, here, years)
        _add_terms(rows, place, years)
    return service, guests, places


def _add_council(rows: Rows, service: Service, number: int) -> Place:
    after = f" {number + 1}" if number else ""
    council = rows.add(
        Council,
        code=f"{(999 - number) % 1000:03d}",
        name_cy=f"Cyngor Cwm yr Enfys{after} (arddangos)",
        name_en=f"Rainbow Valley Council{after} (demonstration)",
        is_demo=True,
    )
    rows.add(ServiceCouncil, service=service, council=council, starts_on=BEGAN)
    return Place(council, number)


def _add_schools(rows: Rows, place: Place, count: int, years: list[int]) -> None:
    federation = rows.add(
        Federation,
        council=place.council,
        name_cy="Ffederasiwn Ysgolion Cymraeg yr Enfys",
        name_en="Federation of Rainbow Welsh-medium Schools",
    )
    for position in range(count):
        sector, governance, english, welsh = SHAPE[position]
        name_cy, name_en = WORDS["school_names"][position]
        after = f" {place.number + 1}" if place.number else ""
        school = rows.add(
            School,
            council=place.council,
            number=f"{place.council.code}{2000 + position:04d}",
            name_cy=welsh.format(name_cy) + after,
            name_en=english.format(name_en) + after,
            sector=sector,
            governance=governance,
            town=WORDS["towns"][position % len(WORDS["towns"])],
            federation=federation if position in FEDERATED else None,
        )
        place.schools.append(school)
        if sector != "special":
            code = "primarily-welsh" if position in FEDERATED else "primarily-english"
            rows.add(WelshMediumCategory, school=school, scheme="2025", code=code, starts_on=dt.date(2025, 9, 1))
        _add_figures(rows, school, years)


def _add_figures(rows: Rows, school: School, years: list[int]) -> None:
    """From one year to the next a school changes by a few in a hundred, and its staff with it."""
    drift = rows.chance.uniform
    pupils = {"primary": 210, "all-age": 900, "secondary": 700, "special": 110}[school.sector] + drift(-40, 90)
    free_meals, needs, attendance = drift(12, 38), drift(8, 24), drift(88, 93)
    for year in years:
        rows.add(
            ContextFigures,
            school=school,
            school_year=year,
            pupils=round(pupils),
            efsm_percent=f"{free_meals:.1f}",
            aln_percent=f"{needs:.1f}",
            attendance_percent=f"{attendance:.1f}",
            staff=round(pupils / 12),
        )
        pupils *= drift(0.97, 1.03)
        free_meals, needs, attendance = free_meals + drift(-1, 1), needs + drift(-1, 1), attendance + drift(-0.5, 0.5)


def _add_terms(rows: Rows, place: Place, years: list[int]) -> None:
    for year in [*years, max(years) + 1]:
        for (m1, d1), (m2, d2) in SIX_STRETCHES:
            rows.add(
                Term,
                council=place.council,
                school_year=year,
                starts_on=_weekday(dt.date(year if m1 >= 9 else year + 1, m1, d1), 1),
                ends_on=_weekday(dt.date(year if m2 >= 9 else year + 1, m2, d2), -1),
            )


def _weekday(day: dt.date, step: int) -> dt.date:
    """A term neither begins nor ends at a weekend."""
    while day.weekday() > 4:
        day += dt.timedelta(days=step)
    return day


def is_school_day(day: dt.date) -> bool:
    """A weekday inside one of the year's six stretches of school."""
    today = (day.month, day.day)
    return day.weekday() < 5 and any(first <= today <= last for first, last in SIX_STRETCHES)


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), clock.LONDON)
