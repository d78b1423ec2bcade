"""What somebody could open of diaries: one's own, and those of the heads whom one helps."""

from collections.abc import Iterator

from discussions.access import owns_diary
from discussions.availability.queries import fixed_duties, heads_of, terms_of, times_away
from schools.models import Person

from .found import FEW, Found


def diaries(person: Person) -> Iterator[Found]:
    yield from ({"source": source} for source in ("file", "address"))
    for owner in [person] if owns_diary(person) else heads_of(person)[:FEW]:
        own = {"owner": owner.public_id}
        yield own
        yield from ({**own, "term": term.public_id} for term in terms_of(owner)[:FEW])
        for kind, rows in (("away", times_away), ("duties", fixed_duties)):
            yield {**own, "kind": kind}
            yield from ({**own, "kind": kind, "item": row.public_id} for row in rows(person, owner)[:FEW])
