"""The support agreed with a school: read from frozen records, never from what is still being written."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from discussions.contents import Content, readable_support
from discussions.models import Record
from schools import clock
from schools.models import Person, School, Version


@dataclass(frozen=True)
class Agreed:
    """What one agreed record holds for the school, and where it stands."""

    discussion: str
    held_on: dt.date
    school_year: int
    items: list[Content]


def support_of(person: Person, school: School) -> list[Agreed]:
    """By discussion, the last first."""
    records = Record.objects.visible_to(person).filter(status=Record.Status.AGREED, parts__school=school)
    rows = Version.objects.as_system("reached through the records that this person may read").filter(
        version_kind=Version.Kind.RECORD, thing_id__in=records.values("public_id")
    )
    found = [_agreed(version.words, str(school.public_id)) for version in rows]
    return sorted(found, key=lambda agreed: agreed.held_on, reverse=True)


def _agreed(words: Content, school: str) -> Agreed:
    own = (part for part in words["parts"] if part["school"] == school)
    return Agreed(
        discussion=words["discussion"],
        held_on=dt.date.fromisoformat(words["held_on"]),
        school_year=words["school_year"],
        items=[_standing(readable_support(item)) for part in own for item in part["support"]],
    )


def _standing(item: Content) -> Content:
    """What is given is not yet logged: only the dates that were agreed can be told."""
    past = item["ends_on"] < clock.today()
    return {**item, "state": _("Agreed; its dates have passed") if past else _("Agreed, not yet begun")}
