"""Who could take part in a discussion of these schools, as what, and whom we propose."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from discussions.announcements import PARTS, able_to_take_part
from discussions.models import Participant
from schools import clock
from schools.models import AdviserAssignment, Appointment, Person, School
from schools.models.authority import current
from schools.models.titles import role_words, titles_of
from schools.policy import SCHOOL_ROLES, Role

As = Participant.As

ORDER = list(As)
ROLES = {part: role for role, part in reversed(PARTS.items())}  # the first role of each part names it


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take part: as what, how they are called on the form, and whether we propose them."""

    person: Person
    part: As
    label: str
    proposed: bool


def candidates(schools: Collection[School], by: Person, *, titled: bool = True) -> list[Candidate]:
    """Heads and chairs of the schools, their advisers, the council's officers and guests; nobody with a conflict.

    `titled`: whether they are called by the titles of their organisations, which is a question more; else whoever comes
    from the improvement service stands under its name.
    """
    wanted = ("person", "school", "council", "service", "guest_organisation")
    rows = list(able_to_take_part(schools).select_related(*wanted))
    titles, places = titles_of(rows) if titled else {}, _places_of(rows, schools) if len(schools) > 1 else {}
    found: dict[int, Candidate] = {}
    for row in sorted(rows, key=lambda row: (ORDER.index(PARTS[Role(row.role)]), row.person.name, row.pk)):
        part = PARTS[Role(row.role)]
        place = row.guest_organisation or (None if titled else row.service)
        words = place.name if place else role_words(row, titles)
        words = ", ".join([words, *places.get(row.person_id, ()), *_days_of(row)])
        proposed = (part in (As.HEADTEACHER, As.ADVISER) and row.starts_on <= clock.today()) or row.person_id == by.pk
        found.setdefault(row.person_id, Candidate(row.person, part, f"{row.person.name} ({words})", proposed))
    return list(found.values())


def _days_of(row: Appointment) -> Iterator[str]:
    """From when or until when somebody leads a school: whoever sets a date sees who will be there then."""
    if row.role != Role.HEADTEACHER:
        return
    if row.starts_on > clock.today():
        yield _("from %(day)s") % {"day": date_format(row.starts_on)}
    if row.ends_on:
        yield _("until %(day)s") % {"day": date_format(row.ends_on)}


def _places_of(rows: Collection[Appointment], schools: Collection[School]) -> dict[int, list[str]]:
    """Of several schools, those where each person works or which they advise, by name."""
    assigned = AdviserAssignment.objects.as_system("which of the schools an adviser advises").filter(
        current(clock.today()), school__in=schools, adviser__in=[row.person_id for row in rows]
    )
    pairs = {(row.person_id, row.school_id) for row in rows if row.school_id and row.role in SCHOOL_ROLES}
    pairs |= set(assigned.values_list("adviser", "school"))
    people = {person for person, _school in pairs}
    return {person: [each.name for each in schools if (person, each.pk) in pairs] for person in people}
