"""How far the discussion of each school of a year is, and what of it waits for the side of whoever reads.

What waits for others is theirs: it is neither dated nor counted here, so that no list of late schools comes about.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schools.models import Person, School
from schools.policy import May

from .models import Round, RoundSchool
from .proposed import proposed_in
from .replied import NO_REPLIES, Replies, ReplyState, replies_to
from .waiting import Step
from .year import SchoolYear, years_of


class Stage(models.TextChoices):
    """In the order of a year."""

    TO_PLACE = "to_place", _("To place")
    PROPOSED = "proposed", pgettext_lazy("of a discussion", "Proposed")
    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Confirmed")
    HELD = "held", _("Held")
    AGREED = "agreed", _("Agreed")
    OUT = "out", _("Does not take part")


WITHOUT_A_DATE = frozenset({Stage.TO_PLACE, Stage.PROPOSED})  # that has none yet, of those that take part


@dataclass(frozen=True)
class Proposed:
    """When a discussion would be."""

    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class Standing:
    """Of one school: how far, and since when something waits for the side of whoever reads, if anything does."""

    year: SchoolYear
    stage: Stage
    since: dt.datetime | None
    proposed: "Proposed | None" = None  # where it is proposed
    replies: Replies = NO_REPLIES

    @property
    def school(self) -> School:
        return self.year.school

    @property
    def discussion(self) -> Any:
        return self.year.discussion

    @property
    def host(self) -> str:
        """Of several schools that meet at one of them, its name."""
        if self.discussion is None or self.discussion.host_id is None:
            return ""
        keys = [school.pk for school in self.year.covered]
        return self.year.together[keys.index(self.discussion.host_id)] if self.discussion.host_id in keys else ""


def standings_of(person: Person, schools: QuerySet[School], round_: Round) -> list[Standing]:
    """In three questions, however many schools."""
    rows = years_of(_with_planning(person, schools, round_), round_.school_year)
    replies = replies_to({year.discussion for year in rows if year.discussion})
    return [_standing(person, year, replies) for year in rows]


def _with_planning(person: Person, schools: QuerySet[School], round_: Round) -> QuerySet[Any]:
    why = "how far its discussion is"
    planned = RoundSchool.objects.as_system(why).filter(round=round_.pk, school=OuterRef("pk"))
    placed = proposed_in(person, round_).filter(placement_schools__school=OuterRef("pk")).order_by("pk")
    return schools.annotate(
        takes_part=Subquery(planned.values("takes_part")[:1]),
        would_start_at=Subquery(placed.values("starts_at")[:1]),
        would_end_at=Subquery(placed.values("ends_at")[:1]),
    )


def _standing(person: Person, year: SchoolYear, replies: Mapping[int, Replies]) -> Standing:
    school: Any = year.school
    places = person.standing.grants(May.SCHEDULE_DISCUSSION, school)
    replied = replies[year.discussion.pk] if year.discussion else NO_REPLIES
    stage = _stage(year, places, replied)
    proposed = Proposed(school.would_start_at, school.would_end_at) if stage == Stage.PROPOSED else None
    return Standing(year, stage, _since(person, year, places), proposed, replied)


def _stage(year: SchoolYear, places: bool, replied: Replies) -> Stage:
    """A proposal is for those who place: until it is released it may come to nothing."""
    school: Any = year.school
    if year.discussion is None:
        if school.takes_part is False:
            return Stage.OUT
        return Stage.PROPOSED if school.would_start_at and places else Stage.TO_PLACE
    if year.is_agreed:
        return Stage.AGREED
    if year.is_held:
        return Stage.HELD
    return Stage.CONFIRMED if replied.state == ReplyState.CONFIRMED else Stage.INVITED


def _since(person: Person, year: SchoolYear, places: bool) -> dt.datetime | None:
    school: Any = year.school
    if year.discussion is None:
        return year.ready_since if places and school.takes_part is not False else None
    sent = year.record.sent_at if year.record else None
    begun = {
        Step.ARRANGE: year.not_coming_since,
        Step.RECORD: year.discussion.ends_at,
        Step.COUNCIL_ANSWERS: sent,
        Step.SERVICE_ANSWERS: sent,
    }
    found = [begun[step] for step in begun if (waits := year.waits(step)) and waits.is_for(person)]
    return min((each for each in found if each), default=None)


def waiting_first(rows: Iterable[Standing]) -> list[Standing]:
    """What has waited longest for the reader's side first; then the rest by date, those without one last."""
    rows = list(rows)
    ours = sorted((row for row in rows if row.since), key=lambda row: row.since or dt.datetime.max)
    return ours + by_date(row for row in rows if row.since is None)


def by_date(rows: Iterable[Standing]) -> list[Standing]:
    """They come by name, and stay so where they have no date; who takes no part is last."""
    rows = list(rows)
    dated = [row for row in rows if row.discussion]
    rest = [row for row in rows if not row.discussion]
    dated.sort(key=lambda row: row.discussion.starts_at)
    return [*dated, *sorted(rest, key=lambda row: row.stage == Stage.OUT)]
