"""Made-up years, small enough that a test can look at everything in them."""

import datetime as dt

from hypothesis import strategies as st

from discussions.planner.problem import (
    Booking,
    HalfDay,
    Meeting,
    Part,
    Person,
    Placement,
    Problem,
    Role,
    Setting,
    Tongue,
    Way,
)

MONDAY = dt.date(2026, 9, 14)
PLACES = ("North", "South", "East")
ONLINE = Way(Setting.ONLINE)


def half_days(days, *, days_a_week=5):
    """So many days from a Monday on, a morning and an afternoon each."""
    return tuple(
        HalfDay(MONDAY + dt.timedelta(days=day + 2 * (day // days_a_week)), part, day, day // days_a_week)
        for day in range(days)
        for part in Part
    )


def person(key, role, free, **more):
    return Person(key, role, frozenset(free), **more)


def year(days, people, meetings, **more):
    return Problem(half_days(days), {each.key: each for each in people}, {each.key: each for each in meetings}, **more)


def meeting(key, people, officers=("Olwen",), ways=(ONLINE,), **more):
    return Meeting(key, more.pop("council", "C"), frozenset(people), frozenset(officers), tuple(ways), **more)


def some(draw, many, **sizes):
    return frozenset(draw(st.lists(st.sampled_from(sorted(many)), unique=True, **sizes))) if many else frozenset()


@st.composite
def people_of(draw, key, role, count):
    return Person(
        key,
        role,
        some(draw, range(count), max_size=count),
        some(draw, range(count), max_size=2),
        daily_limit=draw(st.sampled_from([None, None, 1, 2])),
        weekly_limit=draw(st.sampled_from([None, 1, 2, 3])),
        tongue=draw(st.sampled_from([None, *Tongue])),
        booked=frozenset(
            Booking(half_day, draw(st.sampled_from(["", *PLACES]))) for half_day in some(draw, range(count), max_size=1)
        ),
    )


def placements_of(draw, officers, ways, count):
    return Placement(
        draw(st.integers(0, count - 1)), draw(st.sampled_from(sorted(officers))), draw(st.sampled_from(ways))
    )


@st.composite
def meetings_of(draw, number, heads, advisers, officers, count):
    place = draw(st.sampled_from(PLACES))
    at_school = Way(Setting.SCHOOL, place)
    ways = draw(st.sampled_from([(at_school,), (ONLINE,), (at_school, ONLINE), (ONLINE, Way(Setting.OFFICE, "South"))]))
    return Meeting(
        key=f"M{number}",
        council=draw(st.sampled_from(["C1", "C2"])),
        people=frozenset({draw(st.sampled_from(heads)), draw(st.sampled_from(advisers))}),
        officers=some(draw, officers, min_size=1),
        ways=ways,
        priority=draw(st.booleans()),
        preferred=some(draw, range(count), max_size=2),
        wish=draw(st.sampled_from([None, *Tongue])),
        interpreter=draw(st.booleans()),
        fixed=placements_of(draw, officers, ways, count) if draw(st.integers(0, 4)) == 0 else None,
        agreed=draw(st.booleans()),
    )


@st.composite
def years(draw, *, most_meetings=7, with_present=False):
    """A year of a few days in two short weeks: everything that the rules speak of happens in some of them."""
    days = draw(st.integers(1, 4))
    count = 2 * days
    keys = {Role.HEAD: ["Hari", "Heulwen", "Huw"], Role.ADVISER: ["Aled", "Anwen"], Role.OFFICER: ["Olwen", "Owain"]}
    people = [draw(people_of(key, role, count)) for role, names in keys.items() for key in names]
    meetings = [
        draw(meetings_of(number, keys[Role.HEAD], keys[Role.ADVISER], keys[Role.OFFICER], count))
        for number in range(draw(st.integers(1, most_meetings)))
    ]
    pairs = [(one, other) for one in PLACES for other in PLACES if one < other]
    present = {}
    if with_present:
        for each in meetings:
            if draw(st.booleans()):
                present[each.key] = placements_of(draw, keys[Role.OFFICER], each.ways, count)
    return Problem(
        half_days(days, days_a_week=2),
        {each.key: each for each in people},
        {each.key: each for each in meetings},
        {pair: draw(st.sampled_from([10, 90])) for pair in pairs},
        between=60,
        present=present,
        may_move=draw(st.sampled_from([None, 0, 2])),
    )
