"""Which schools take part in a year's discussions, what is noted about each, and in which language it wishes to meet.

What is planned is told to nobody at the school: such an act is written down at the council, without the school.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from discussions.access import party_of, years_to_plan
from discussions.models import LanguageWish, Party, Round, RoundSchool
from discussions.planned_year import begun, guests_of_council, schools_of
from discussions.wishes import TAKEN_BACK
from schools import clock
from schools.access import May, require
from schools.history import once_only, record, revise_each, tells
from schools.models import Council, Person, School
from schools.models.base import seen_together
from schools.refusals import Refused, Stale
from schools.sittings import was_last_there
from schools.workflow import locked, save_version

from .queries import partners_of, rows_of

CHOSEN = tells("round.schools", gettext_lazy("It was chosen which schools take part in this year’s discussions."))
PLANNED = tells("round_school.planned", gettext_lazy("What is planned for a school was changed."))
WISHED = tells(
    "language_wish.said",
    gettext_lazy("The school said in which language it wishes to hold its professional discussion."),
)
WISHED_FOR = tells(
    "language_wish.said_for",
    gettext_lazy("The council entered in which language the school wishes to hold its professional discussion."),
)
WITHDRAWN = tells(
    TAKEN_BACK, gettext_lazy("It was said that the school has no wish about the language of its discussion.")
)
NO_LANGUAGE = gettext_lazy("Choose the language of the discussion: an interpreter is needed for one of them.")
NO_REASON = gettext_lazy("Write why the schools that are not ticked do not take part.")
NO_REASON_HERE = gettext_lazy("Write why the school does not take part.")
NO_PARTNER = gettext_lazy("Choose one of the federation’s schools again: they have changed.")
NO_GUEST = gettext_lazy("Somebody whom you ticked can no longer be asked as a guest. Choose again.")


@once_only
def choose_schools(
    council: Council,
    *,
    year: int,
    shown: list[UUID],
    schools: list[UUID],
    not_because: str,
    lang: str,
    version: int,
    by: Person,
    once: UUID,
) -> Round:
    """Of the schools that were `shown`, let those ticked take part; the others do not, for this reason."""
    round_ = begun(council, year, by)
    places = list(schools_of(by, council).filter(public_id__in=shown))
    rows = rows_of(round_, places)
    if version != seen_together(rows.values()):
        out = {row.school_id for row in rows.values() if not row.takes_part}
        theirs = {"schools": [str(place.public_id) for place in places if place.pk not in out]}
        raise Stale(theirs, seen_together(rows.values()), own=was_last_there(round_, by=by))
    ticked = [place for place in places if place.public_id in schools]
    leaving = [place for place in places if place not in ticked and _is_in(rows.get(place.pk))]
    if leaving and not not_because:
        raise Refused(str(NO_REASON), "not_because")
    _join(round_, ticked, rows)
    _leave(round_, leaving, rows, not_because=not_because, lang=lang, by=by)
    record(CHOSEN, round_, by=by, council=council, once=once)
    return round_


@once_only
def all_take_part(council: Council, *, year: int, version: int, by: Person, once: UUID) -> Round:
    """Every open school that this person may plan; whatever page of them was shown, so `version` is not asked for."""
    round_ = begun(council, year, by)
    places = list(schools_of(by, council))
    _join(round_, places, rows_of(round_, places))
    record(CHOSEN, round_, by=by, council=council, once=once)
    return round_


def _is_in(row: RoundSchool | None) -> bool:
    return row is None or row.takes_part


def _join(round_: Round, places: list[School], rows: dict[int, RoundSchool]) -> None:
    _write(round_, places, rows, takes_part=True, not_because="", lang="")


def _leave(
    round_: Round, places: list[School], rows: dict[int, RoundSchool], *, not_because: str, lang: str, by: Person
) -> None:
    """Who meets at a school that takes no part meets for themselves again."""
    written = _write(round_, places, rows, takes_part=False, not_because=not_because, lang=lang, together_at=None)
    revise_each(written, "not_because", by=by)
    _meet_alone_again(round_, [place.pk for place in places])


def _write(round_: Round, places: list[School], rows: dict[int, RoundSchool], **words: Any) -> list[RoundSchool]:
    """Those that change are written, in as many questions however many there are."""
    new = [RoundSchool(round=round_, school=place, **words) for place in places if place.pk not in rows]
    changed = [rows[place.pk] for place in places if place.pk in rows]
    changed = [row for row in changed if row.takes_part != words["takes_part"]]
    for row in changed:
        for name, value in words.items():
            setattr(row, name, value)
        row.version += 1
    every = RoundSchool.objects.as_system("the round is locked")
    every.bulk_create(new)
    every.bulk_update(changed, [*words, "version"])
    return [*new, *changed]


def _meet_alone_again(round_: Round, schools: list[int]) -> None:
    rows = list(round_.round_schools.filter(together_at__in=schools))
    for row in rows:
        row.together_at, row.version = None, row.version + 1
    RoundSchool.objects.as_system("the round is locked").bulk_update(rows, ["together_at", "version"])


@once_only
def plan_school(
    school: School,
    *,
    year: int,
    takes_part: bool,
    not_because: str,
    lang: str,
    is_first: bool,
    setting: str,
    guests: list[UUID],
    version: int,
    by: Person,
    once: UUID,
    together_at: UUID | str | None = None,
) -> RoundSchool:
    """`together_at`: at which school those of its federation meet; empty: each for itself; None: it was not asked."""
    require(by, May.PLAN_DISCUSSIONS, school)
    round_ = begun(school.council, year, by)
    if not takes_part and not not_because:
        raise Refused(str(NO_REASON_HERE), "not_because")
    people = {person.public_id: person for person, _from in guests_of_council(school.council)}
    if set(guests) - set(people):
        raise Refused(str(NO_GUEST), "guests")
    rows = RoundSchool.objects.as_system("the round is locked")
    row, _new = rows.select_related("school").get_or_create(round=round_, school=school)
    words: dict[str, Any] = {"takes_part": takes_part, "is_first": is_first, "setting": setting}
    words |= {"not_because": "" if takes_part else not_because, "lang": "" if takes_part else lang}
    if not takes_part:
        words["together_at"] = None
    texts = () if takes_part else ("not_because",)
    save_version(row, version, by=by, verb=None, texts=texts, **words)
    row.guests.set([people[key] for key in guests])
    if not takes_part:
        _meet_alone_again(round_, [school.pk])
    elif together_at is not None:
        _meet_together(round_, school, together_at, by)
    record(PLANNED, row, by=by, council=school.council, once=once)
    return row


def _meet_together(round_: Round, school: School, at: UUID | str, by: Person) -> None:
    """The schools of the federation that take part meet at one of them; or each meets for itself."""
    together = [school, *partners_of(school)]
    for each in together:
        require(by, May.PLAN_DISCUSSIONS, each)
    rows = rows_of(round_, together)
    together = [each for each in together if _is_in(rows.get(each.pk))]
    host = next((each for each in together if each.public_id == at), None)
    if at and (host is None or len(together) < 2):
        raise Refused(str(NO_PARTNER), "together_at")
    every = RoundSchool.objects.as_system("the round is locked")
    new = [RoundSchool(round=round_, school=each, together_at=host) for each in together if each.pk not in rows]
    changed = [row for row in rows.values() if row.takes_part and row.together_at != host]
    for row in changed:
        row.together_at, row.version = host, row.version + 1
    every.bulk_create(new if host else [])
    every.bulk_update(changed, ["together_at", "version"])


@once_only
def wish(
    school: School, *, year: int, language: str, interpreter: bool, version: int, by: Person, once: UUID
) -> LanguageWish | School:
    """Say it for one's own school, or enter for a school what it said; without a language it has no wish."""
    require(by, May.SAY_WISHES, school)
    if year not in years_to_plan():
        raise PermissionDenied
    if interpreter and not language:
        raise Refused(str(NO_LANGUAGE), "language")
    locked(school)
    if not language:
        return _take_back(school, year, version, by, once)
    party = party_of(by)
    words: dict[str, Any] = {"language": language, "interpreter": interpreter}
    who: dict[str, Any] = {"party": party, "said_by": by, "said_at": clock.now()}
    rows = LanguageWish.objects.as_system("the school is locked")
    row, _new = rows.get_or_create(school=school, school_year=year, defaults={**words, **who})
    row.school = school
    verb = WISHED_FOR if party == Party.COUNCIL else WISHED
    try:
        save_version(row, version, by=by, verb=verb, once=once, **words, **who)
    except Stale as stale:
        stale.theirs = {name: stale.theirs[name] for name in words}
        raise
    return row


def _take_back(school: School, year: int, version: int, by: Person, once: UUID) -> School:
    """What was wished before goes, and the school is not asked again."""
    rows = LanguageWish.objects.as_system("the school is locked").filter(school=school, school_year=year)
    if (row := rows.first()) and row.seen != version:
        raise Stale({"language": row.language, "interpreter": row.interpreter}, row.seen)
    rows.delete()
    record(WITHDRAWN, school, by=by, school=school, once=once, year=year)
    return school
