"""What the planner is told of a year's discussions, read in a fixed number of questions for each council."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from discussions.changing import why_not_move
from discussions.diaries import Diary, diaries_of
from discussions.enough_notice import first_with_notice
from discussions.models import Booking, Discussion, DiscussionSchool, Participant, Reply, Round
from discussions.planning_later import LOOK
from discussions.planning_times import Known, OfCouncil, Standing, Taken
from discussions.round_contents import RoundFacts, ToPlace, days_of, round_for_planning
from discussions.spans import Spans
from schools import clock
from schools.models import Person, School
from schools.school_days import school_days_for

WHY = "planning asks who and what is where, whoever reads the result"
DAY = dt.timedelta(days=1)


def known_of(rounds: Collection[Round], *, may_move: bool) -> Known:
    """Everything that planning these rounds at once needs; each person in it has one diary, whatever the councils.

    With `may_move`, the dates that stand and are to come count as a plan that is changed as little as can be; without
    it they stay, as what has been begun or held always does.
    """
    standing = {round_.pk: movable_in(round_) if may_move else {} for round_ in rounds}
    anew = {discussion.pk: discussion for rows in standing.values() for discussion in rows.values()}
    replies = _not_coming(anew.values())
    councils = tuple(_of_council(round_, standing[round_.pk], replies) for round_ in rounds)
    first, last = min(each.first for each in councils), max(each.last for each in councils)
    to_place = [each for council in councils for each in council.facts.to_place]
    later = max(last, min(last + LOOK, max(clock.school_year_bounds(each.school_year)[1] for each in rounds)))
    people = _people_of(to_place)
    keys = {school for each in to_place for school in each.schools}
    schools = list(School.objects.as_system(WHY).filter(pk__in=keys).order_by("pk"))
    days = school_days_for(schools)
    return Known(
        councils=councils,
        closed={school: its.closed_between(first, later) for school, its in days.items()},
        notice={school: first_with_notice(its) for school, its in days.items()},
        later=later,
        diaries=_as_they_said(diaries_of(people, first, later, besides=list(anew.values())), replies),
        ids={pk: str(key) for pk, key in Person.objects.filter(pk__in=people).values_list("pk", "public_id")},
        school_ids={school.pk: str(school.public_id) for school in schools},
        taken=_taken(people, first, last, list(anew.values())),
    )


def _of_council(round_: Round, standing: dict[int, Discussion], replies: list[Reply]) -> OfCouncil:
    facts = round_for_planning(round_, anew=[discussion.pk for discussion in standing.values()])
    first, last = days_of(round_)
    return OfCouncil(facts, max(first, clock.today() + DAY), last, _standing(standing, facts, replies))


def movable_in(round_: Round) -> dict[int, Discussion]:
    """The discussions to come that can still be moved, by each of their schools."""
    rows = DiscussionSchool.objects.as_system(WHY).filter(
        round=round_, live=True, discussion_kind=Discussion.Kind.YEARLY, discussion__starts_at__gt=clock.now()
    )
    rows = rows.select_related("discussion__record").order_by("pk")
    return {row.school_id: row.discussion for row in rows if not why_not_move(row.discussion)}


def _people_of(to_place: Collection[ToPlace]) -> set[int]:
    return {
        person
        for each in to_place
        for person in (
            *each.guests,
            *(able.person for group in (*each.heads, *each.advisers, each.officers) for able in group),
        )
    }


def _not_coming(standing: Collection[Discussion]) -> list[Reply]:
    """What was answered to the dates that are set, by those who cannot come then."""
    rows = Reply.objects.as_system(WHY).filter(
        participant__discussion__in=standing, sequence=F("participant__discussion__sequence")
    )
    rows = rows.exclude(answer=Reply.Answer.COMING).select_related("participant__discussion")
    return list(rows.order_by("pk"))


def _as_they_said(diaries: dict[int, Diary], replies: list[Reply]) -> dict[int, Diary]:
    """Whoever answered that they cannot come is not available at that time, whatever else their diary says."""
    for reply in replies:
        person, at = reply.participant.person_id, reply.participant.discussion
        if diary := diaries.get(person):
            taken = Spans.of([*diary.taken, (at.starts_at, at.ends_at)])
            diaries[person] = replace(diary, taken=taken)
    return diaries


def _standing(movable: dict[int, Discussion], facts: RoundFacts, replies: list[Reply]) -> dict[int, Standing]:
    rows = Participant.objects.as_system(WHY).filter(discussion__in=movable.values())
    rows = rows.exclude(taking_part_as=Participant.As.GUEST).order_by("pk")
    people: dict[int, list[Participant]] = defaultdict(list)
    for row in rows:
        people[row.discussion_id].append(row)
    return {
        each.key: _stands(movable[each.key], people[movable[each.key].pk], replies)
        for each in facts.to_place
        if each.key in movable
    }


def _stands(discussion: Discussion, people: list[Participant], replies: list[Reply]) -> Standing:
    officers = tuple(row.person_id for row in people if row.taking_part_as == Participant.As.OFFICER)
    theirs = [reply for reply in replies if reply.participant.discussion_id == discussion.pk]
    return Standing(
        discussion.public_id,
        discussion.starts_at,
        discussion.ends_at,
        officers[0] if officers else None,
        officers,
        frozenset(row.person_id for row in people) - set(officers),
        tuple(at for reply in theirs for at in reply.times),
    )


def _taken(people: Collection[int], first: dt.date, last: dt.date, besides: list[Discussion]) -> list[Taken]:
    """The discussions that stay where they are, with the town in which they are; of whole weeks, for the limits."""
    monday, sunday = first - first.weekday() * DAY, last + (6 - last.weekday()) * DAY
    begins = dt.datetime.combine(monday, dt.time(), clock.LONDON)
    rows = Booking.objects.as_system(WHY).filter(
        person__in=people, live=True, during__overlap=DateTimeTZRange(begins, clock.end_of(sunday), "[)")
    )
    rows = rows.exclude(discussion__in=besides).select_related("discussion__host")
    towns = _towns({row.discussion for row in rows})
    return [Taken(row.person_id, row.during.lower, row.during.upper, towns[row.discussion_id]) for row in rows]


def _towns(discussions: Collection[Discussion]) -> dict[int, str]:
    """Where each is, by its town; "" where nobody travels, or where it is not known how far."""
    at_school = [each for each in discussions if each.setting == Discussion.Setting.AT_SCHOOL]
    first: dict[int, str] = {}
    rows = DiscussionSchool.objects.as_system(WHY).filter(discussion__in=at_school).order_by("pk")
    for discussion, town in rows.values_list("discussion", "school__town"):
        first.setdefault(discussion, town)
    hosts = {each.pk: each.host.town for each in at_school if each.host}
    return {each.pk: hosts.get(each.pk) or first.get(each.pk, "") for each in discussions}
