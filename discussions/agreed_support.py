"""The support agreed with a school: read from frozen records, never from what is still being written."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from discussions.contents import Content, readable_support, sees_support_differently, services_of
from discussions.models import Party, Record
from schools import clock
from schools.models import Person, School, Version


@dataclass(frozen=True)
class Agreed:
    """What one agreed record holds for the school, and where it stands."""

    discussion: str
    held_on: dt.date
    school_year: int
    items: list[Content]
    seen_differently_by: list[str] = field(default_factory=list)


def support_of(person: Person, school: School) -> list[Agreed]:
    """By discussion, the last first."""
    records = Record.objects.visible_to(person).filter(status=Record.Status.AGREED, parts__school=school)
    rows = Version.objects.as_system("reached through the records that this person may read").filter(
        version_kind=Version.Kind.RECORD, thing_id__in=records.values("public_id")
    )
    service_on = services_of(school.council_id)
    found = [_agreed(version.words, school, service_on) for version in rows]
    return sorted(found, key=lambda agreed: agreed.held_on, reverse=True)


def _agreed(words: Content, school: School, service_on: Callable[[dt.date], str]) -> Agreed:
    key = str(school.public_id)
    own = (part for part in words["parts"] if part["school"] == key)
    disputed = sees_support_differently(words, [key])
    held_on = dt.date.fromisoformat(words["held_on"])
    named = {Party.SCHOOL: school.name, Party.COUNCIL: school.council.name, Party.SERVICE: service_on(held_on)}
    return Agreed(
        discussion=words["discussion"],
        held_on=held_on,
        school_year=words["school_year"],
        items=[_standing(readable_support(item), bool(disputed)) for part in own for item in part["support"]],
        seen_differently_by=[named[party] for party in disputed],
    )


def _standing(item: Content, disputed: bool) -> Content:
    """What is given is not yet logged: only whether all agreed, and the dates that were written, can be told."""
    past = item["ends_on"] < clock.today()
    if disputed:
        state = _("Not agreed by all; its dates have passed") if past else _("Not agreed by all; not yet begun")
    else:
        state = _("Agreed; its dates have passed") if past else _("Agreed, not yet begun")
    return {**item, "state": state}
