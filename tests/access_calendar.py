"""What stands in the world of the walks of the school calendar, and of the days on which Nia's school cannot meet.

That one of them is kept free for an inspection is for her, Siôn and Dai alone: the walk looks for the words.
"""

import datetime as dt
from typing import Any

from schools import clock
from schools.models import ClosedDay, InsetDay, Term, TermUpload
from schools.term_import.reading import read

WEEK = dt.timedelta(days=7)


def add_calendar(world: Any) -> None:
    school, olwen, year = world.school, world.cast.olwen, clock.current_school_year()
    begins, council = dt.date(year, 9, 6), school.council
    for n in range(world.size):
        first = begins + n * WEEK
        days = {"starts_on": first, "ends_on": first + dt.timedelta(days=4)}
        term = Term.all_rows.create(council=council, school_year=year, **days)
        inset = InsetDay.all_rows.create(council=council, day=first + dt.timedelta(days=1))
        inset.schools.add(school)
        reason = ("inspection", "inset", "other")[n % 3]
        closed = ClosedDay.all_rows.create(school=school, day=first + dt.timedelta(days=2), reason=reason)
    rows = "\n".join(f"{year}-11-{10 + n},{year}-11-{10 + n}" for n in range(world.size))
    table = read(f"First day,Last day\n{rows}".encode()).kept()
    upload = TermUpload.all_rows.create(council=council, by=olwen, filename="CANARY-term-upload", table=table)
    own = [council.public_id, year]
    world.arguments |= {
        **{f"school_calendar:{name}": own for name in ("detail", "add_term", "add_inset")},
        **{f"school_calendar:{name}": [*own, term.public_id] for name in ("edit_term", "remove_term")},
        "school_calendar:remove_inset": [*own, inset.public_id],
        "term_import:add": own[:1],
        "term_import:check": [council.public_id, upload.public_id],
        **{f"closures:{name}": [school.public_id] for name in ("index", "add")},
        "closures:remove": [school.public_id, closed.public_id],
    }
