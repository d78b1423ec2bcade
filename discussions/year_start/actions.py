"""Taking over what was set up for the year before, and ticking off what has been looked over afterwards.

Only what is still empty is filled. Refusing a whole year because somebody has already entered its days, or because
a discussion of it has been scheduled, would make people type the rest again; filling what they have entered would
overwrite them. Which school is placed before the others, and why a school takes no part, are of one year: they are
never taken over. Nor are the assignments of advisers: they are the service's, and have dates of their own.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import Round, RoundCheck, RoundOfficer, RoundSchool, TravelTime
from discussions.planned_year import begun, faults_of_days, guests_of_council
from schools.history import once_only, record, tells
from schools.models import Council, Person, School
from schools.refusals import Refused
from schools.workflow import save_version

from .queries import HOW, OF_SCHOOLS, TAKEN, Officer, TakingOver, officers_of, taking_over, with_last_year

STARTED = tells("round.started", gettext_lazy("What was set up for the discussions of the year before was taken over."))
LOOKED_OVER = tells(
    "round.looked_over", gettext_lazy("Something that had been taken over from the year before was looked over.")
)
FILLED = gettext_lazy(
    "Something that you ticked has been set up for that year meanwhile, or is no longer there to take over. Open this "
    "page again and choose from what is left."
)
WITHOUT_SCHOOLS = gettext_lazy(
    "Tick “Which schools take part” too: places, federations that meet together and guests stand beside the schools."
)


@once_only
def start(
    council: Council,
    *,
    year: int,
    parts: list[str],
    first_day: dt.date | None,
    last_day: dt.date | None,
    by: Person,
    once: UUID,
) -> Round:
    """Fill what is empty in this year with these parts of the year before."""
    round_ = begun(council, year, by)
    over = taking_over(by, round_)
    before = over.before
    if before is None or set(parts) - set(over.parts):
        raise Refused(str(FILLED), "parts")
    for fault in faults_of_start(year, parts, first_day, last_day):
        raise fault
    words: dict[str, Any] = {"first_day": first_day, "last_day": last_day} if "days" in parts else {}
    if "how" in parts:
        words |= {name: getattr(before, name) for name in HOW}
    if words:
        save_version(round_, round_.seen, by=by, verb=None, **words)
    if "travel" in parts:
        _take_times(before, round_)
    if "officers" in parts:
        chosen = officers_of(before, first_day, last_day) if first_day and "days" in parts else over.officers
        _take_officers(round_, chosen)
    if "schools" in parts:
        _take_schools(over, round_, parts, by)
    record(STARTED, round_, by=by, council=council, once=once, parts=sorted(parts))
    return round_


def faults_of_start(year: int, parts: Collection[str], first: dt.date | None, last: dt.date | None) -> list[Refused]:
    """Everything that is wrong with what was chosen, whatever the year before holds."""
    faults: list[Refused] = []
    if "days" in parts:
        if first is None:
            faults.append(Refused(_("Enter the first day, or untick the days."), "first_day"))
        if last is None:
            faults.append(Refused(_("Enter the last day, or untick the days."), "last_day"))
        faults += faults_of_days(year, {"first_day": first, "last_day": last})
    if set(parts) & set(OF_SCHOOLS) and "schools" not in parts:
        faults.append(Refused(str(WITHOUT_SCHOOLS), "parts"))
    return faults


def _take_times(before: Round, round_: Round) -> None:
    times = TravelTime.objects.as_system("the round is locked")
    times.bulk_create(
        TravelTime(round=round_, first_town=row.first_town, second_town=row.second_town, minutes=row.minutes)
        for row in times.filter(round=before).order_by("pk")
    )


def _take_officers(round_: Round, officers: list[Officer]) -> None:
    """Who took part at some schools only does so at those of them that are open."""
    kept = [each.row for each in officers if not each.left_out]
    rows = RoundOfficer.objects.as_system("the round is locked")
    new = rows.bulk_create(RoundOfficer(round=round_, person=row.person, only_some=row.only_some) for row in kept)
    by_old = dict(zip([row.pk for row in kept], new, strict=True))
    links = RoundOfficer.schools.through.objects
    open_ones = School.objects.as_system("the schools of an officer that are open").filter(closed_on=None)
    found = links.filter(roundofficer__in=[row.pk for row in kept if row.only_some], school__in=open_ones)
    links.bulk_create(
        RoundOfficer.schools.through(roundofficer=by_old[row.roundofficer_id], school_id=row.school_id)
        for row in found.order_by("pk")
    )


def _take_schools(over: TakingOver, round_: Round, parts: Collection[str], by: Person) -> None:
    """Those that took part, are open and do not stand there yet. Who met together does so if the host is there too."""
    places = with_last_year(by, round_.council, round_.school_year).filter(turns=TAKEN).order_by()
    every = RoundSchool.objects.as_system("the round is locked")
    last = list(every.filter(round=over.before, school__in=places.values("pk")).select_related("school").order_by("pk"))
    hosts = _hosts(last)
    new = every.bulk_create(
        RoundSchool(
            round=round_,
            school=row.school,
            setting=row.setting if "places" in parts else "",
            together_at_id=hosts.get(row.pk) if "together" in parts else None,
        )
        for row in last
    )
    if "guests" in parts:
        _take_guests(round_, last, new)


def _hosts(rows: list[RoundSchool]) -> dict[int, int]:
    """By row: at which school it meets together with others, where host and at least one more are still of the same
    federation.
    """
    federation = {row.school_id: row.school.federation_id for row in rows}
    groups: dict[int, list[RoundSchool]] = {}
    for row in rows:
        host = row.together_at_id
        if host in federation and federation[host] is not None and federation[host] == row.school.federation_id:
            groups.setdefault(host, []).append(row)
    return {row.pk: host for host, group in groups.items() if len(group) > 1 for row in group}


def _take_guests(round_: Round, last: list[RoundSchool], new: list[RoundSchool]) -> None:
    """Those who can still be asked as guests."""
    can = {person.pk for person, _from in guests_of_council(round_.council)}
    by_old = {old.pk: row for old, row in zip(last, new, strict=True)}
    links = RoundSchool.guests.through.objects
    found = links.filter(roundschool__in=by_old, person__in=can)
    links.bulk_create(
        RoundSchool.guests.through(roundschool=by_old[row.roundschool_id], person_id=row.person_id)
        for row in found.order_by("pk")
    )


@once_only
def look_over(council: Council, *, year: int, items: list[str], by: Person, once: UUID) -> Round:
    """Tick these off. What somebody else has ticked meanwhile stays theirs."""
    round_ = begun(council, year, by)
    rows = RoundCheck.objects.as_system("the round is locked")
    there = set(rows.filter(round=round_).values_list("item", flat=True))
    new = [item for item in dict.fromkeys(items) if item not in there]
    rows.bulk_create(RoundCheck(round=round_, item=item, by=by) for item in new)
    record(LOOKED_OVER, round_, by=by, council=council, once=once, items=new)
    return round_
