"""Nia's diary for the walks: entries of each kind, and a calendar of her own at an address that nobody is shown."""

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from discussions.models import CalendarBusy, FixedDuty, OwnCalendar, OwnLimits, TeachingWeek, TimeAway, UsualWeek
from discussions.spans import on, whole_days
from schools import clock
from schools.models import Term

SECRET = "https://calendar.example.test/CANARY-secret-address/basic.ics"
NINE, TEN = dt.time(9), dt.time(10)
VERBS = ("edit", "remove")


def add_availability(world: Any) -> None:
    nia, council, year = world.cast.nia, world.school.council, clock.current_school_year() + 1
    first = clock.school_year_bounds(year)[0] + dt.timedelta(days=2)
    calendar = OwnCalendar.all_rows.create(person=nia, comes="address", address=SECRET, read_at=clock.now())
    OwnCalendar.all_rows.update(busy_until=clock.today())
    UsualWeek.all_rows.create(person=nia, not_free=["0am"], prefers=["1pm"])
    OwnLimits.all_rows.create(person=nia, working_language="both")
    for n in range(world.size):
        day = first + dt.timedelta(days=7 * n)
        starts, ends = whole_days(day, day)
        away = TimeAway.all_rows.create(person=nia, starts_at=starts, ends_at=ends)
        duty = FixedDuty.all_rows.create(person=nia, weekday=n, starts=NINE, ends=TEN, starts_on=first)
        term = Term.all_rows.create(council=council, school_year=year, starts_on=day, ends_on=day + dt.timedelta(5))
        TeachingWeek.all_rows.create(person=nia, term=term, teaches=["2am", "3am"], with_cover=["3am"])
        CalendarBusy.all_rows.create(calendar=calendar, during=DateTimeTZRange(*on(day, NINE, TEN), "[)"))
    own = [nia.public_id]
    rows = {"away": away, "duties": duty}
    world.arguments |= {
        **{f"availability:{name}": own for name in ("detail", "week", "history")},
        "availability:teaching": [*own, term.public_id],
        **{f"availability:add[{kind}]": [*own, kind] for kind in rows},
        **{f"availability:{verb}[{kind}]": [*own, kind, rows[kind].public_id] for kind in rows for verb in VERBS},
        **{f"availability:give[{source}]": [source] for source in ("file", "address")},
    }
