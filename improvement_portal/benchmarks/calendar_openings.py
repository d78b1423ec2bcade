"""What somebody could open of the calendar of a council, and of the days that a school keeps free."""

from collections.abc import Iterator

from schools import clock
from schools.access import councils_around
from schools.models import ClosedDay, InsetDay, Person, Term, TermUpload

from .found import FEW, Found, few


def calendars(person: Person) -> Iterator[Found]:
    for council in councils_around(person).order_by("pk")[:FEW]:
        own = {"council": council.public_id, "year": clock.current_school_year()}
        yield own
        for row in few(Term, person, council=council, school_year=own["year"]):
            yield {**own, "term": row.public_id}
        for day in few(InsetDay, person, council=council):
            yield {**own, "inset": day.public_id, "year": clock.school_year_of(day.day)}


def term_uploads(person: Person) -> Iterator[Found]:
    for row in few(TermUpload, person).select_related("council"):
        yield {"council": row.council.public_id, "upload": row.public_id}


def kept_days(person: Person) -> Iterator[Found]:
    for row in few(ClosedDay, person).select_related("school"):
        yield {"school": row.school.public_id, "day": row.public_id}
