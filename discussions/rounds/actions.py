"""Setting up a year's discussions: when and where they may be, how far apart, and which officers can take part."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.models import Round, RoundOfficer, TravelTime
from discussions.models.round import AFTERNOONS, MORNINGS, Setting
from discussions.planned_year import begun, faults_of_days, officers_of_council, schools_of
from schools.history import once_only, record, tells
from schools.models import Council, Person, School
from schools.models.base import seen_together
from schools.refusals import Refused, Stale
from schools.sittings import was_last_there
from schools.workflow import kept_by, save_version

SET_UP = tells("round.set_up", gettext_lazy("When and where this year’s discussions may take place was entered."))
TRAVEL = tells("round.travel", gettext_lazy("The times between two towns were changed."))
POOL = tells("round.officers", gettext_lazy("It was chosen which officers can take part in this year’s discussions."))
LIMITED = tells("round_officer.schools", gettext_lazy("It was chosen at which schools an officer takes part."))
NO_OFFICER = gettext_lazy("Somebody whom you ticked no longer works for the council. Choose again.")
TWICE = gettext_lazy("These two towns are in the list already. Change their minutes there.")
MOST_TIMES = 60


@once_only
def set_up(council: Council, *, year: int, version: int, by: Person, once: UUID, **words: Any) -> Round:
    round_ = begun(council, year, by)
    for fault in faults_of(year, words):
        raise fault
    save_version(round_, version, by=by, verb=None, **words)
    record(SET_UP, round_, by=by, council=council, once=once)
    return round_


def faults_of(year: int, words: dict[str, Any]) -> Iterator[Refused]:
    """Everything that is wrong with these words; what could not be understood is missing in them."""
    yield from faults_of_days(year, words)
    yield from _faults_of_half_days(words)
    if words.get("setting") == Setting.ELSEWHERE and not words.get("place"):
        yield Refused(_("Enter the name of the council’s office where you will meet."), "place")


def _faults_of_half_days(words: dict[str, Any]) -> Iterator[Refused]:
    morning, afternoon, minutes = (words.get(name) for name in ("morning_from", "afternoon_from", "minutes"))
    if morning and not MORNINGS[0] <= morning <= MORNINGS[1]:
        yield Refused(_("Enter a time between 7:00 and 11:00."), "morning_from")
    if afternoon and not AFTERNOONS[0] <= afternoon <= AFTERNOONS[1]:
        yield Refused(_("Enter a time between 12:00 and 16:00."), "afternoon_from")
    elif morning and afternoon and minutes and _end_of(morning, minutes) > afternoon:
        yield Refused(
            _("A discussion of the morning would not be over by then. Enter a later time, or a shorter length."),
            "afternoon_from",
        )


def _end_of(starts: dt.time, minutes: int) -> dt.time:
    return (dt.datetime.combine(dt.date.min, starts) + dt.timedelta(minutes=minutes)).time()


@once_only
def change_travel(
    council: Council,
    *,
    year: int,
    standing: dict[UUID, int | None],
    first_town: str,
    second_town: str,
    minutes: int | None,
    version: int,
    by: Person,
    once: UUID,
) -> Round:
    """Let these times (by public id) last so many minutes, or none at all; and add one between two further towns."""
    round_ = begun(council, year, by)
    rows = list(round_.travel_times.all())
    if version != seen_together(rows):
        theirs = {f"minutes_{row.public_id}": row.minutes for row in rows}
        raise Stale(theirs, seen_together(rows), own=was_last_there(round_, by=by))
    wanted = {row.pk: standing.get(row.public_id, row.minutes) for row in rows}
    round_.travel_times.filter(pk__in=[key for key, number in wanted.items() if number is None]).delete()
    changed = [row for row in rows if wanted[row.pk] not in (None, row.minutes)]
    for row in changed:
        row.minutes, row.version = wanted[row.pk] or 0, row.version + 1
    TravelTime.objects.as_system("the round is locked").bulk_update(changed, ["minutes", "version"])
    if first_town or second_town or minutes is not None:
        _add_time(round_, first_town, second_town, minutes)
    record(TRAVEL, round_, by=by, council=council, once=once)
    return round_


def _add_time(round_: Round, first: str, second: str, minutes: int | None) -> None:
    if not first or not second or minutes is None:
        raise Refused(_("Choose both towns, and enter the minutes between them."), "first_town")
    if first.casefold() == second.casefold():
        raise Refused(_("Choose two different towns."), "second_town")
    if round_.travel_times.count() >= MOST_TIMES:
        raise Refused(_("At most %(most)s times can be kept. Empty one first.") % {"most": MOST_TIMES}, "first_town")
    with kept_by("one_travel_time_between_two_towns", str(TWICE), "first_town"):
        TravelTime.objects.create(round=round_, first_town=first, second_town=second, minutes=minutes)


@once_only
def choose_officers(
    council: Council, *, year: int, officers: list[UUID], version: int, by: Person, once: UUID
) -> Round:
    """Let exactly these officers (by public id) be the pool; whoever stays, stays at the schools chosen for them."""
    round_ = begun(council, year, by)
    rows = list(round_.officers.select_related("person"))
    if version != seen_together(rows):
        theirs = {"officers": [str(row.person.public_id) for row in rows]}
        raise Stale(theirs, seen_together(rows), own=was_last_there(round_, by=by))
    there = {row.person.public_id for row in rows}
    new = {person.public_id: person for person in officers_of_council(council).filter(public_id__in=officers)}
    if set(officers) - there - set(new):
        raise Refused(str(NO_OFFICER), "officers")
    round_.officers.exclude(person__public_id__in=officers).delete()
    RoundOfficer.objects.as_system("the round is locked").bulk_create(
        RoundOfficer(round=round_, person=person) for key, person in new.items() if key not in there
    )
    record(POOL, round_, by=by, council=council, once=once)
    return round_


@once_only
def limit_officer(
    officer: RoundOfficer, *, only_some: bool, schools: list[UUID], version: int, by: Person, once: UUID
) -> RoundOfficer:
    """Let an officer take part at every school, or only at these (by public id).

    Schools that an interest closes to whoever chooses stay as they are.
    """
    council = officer.round.council
    round_ = begun(council, officer.round.school_year, by)
    offered = schools_of(by, council)
    hidden = officer.schools.exclude(pk__in=offered.values("pk"))
    wanted: list[School] = [*offered.filter(public_id__in=schools), *hidden] if only_some else []
    if only_some and not wanted:
        raise Refused(_("Tick at least one school, or choose that the officer takes part at every school."), "schools")
    try:
        save_version(officer, version, by=by, verb=None, only_some=only_some)
    except Stale as stale:
        kept = officer.schools.filter(pk__in=offered.values("pk")).values_list("public_id", flat=True)
        stale.theirs |= {"only_some": _as_choice(stale.theirs["only_some"]), "schools": [str(key) for key in kept]}
        raise
    officer.schools.set(wanted)
    record(LIMITED, officer, by=by, council=round_.council, once=once)
    return officer


def _as_choice(only_some: bool) -> str:
    return "some" if only_some else "all"
