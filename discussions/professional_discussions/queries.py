"""Who else could take part or stay, and which discussions somebody sees."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import JSONObject

from discussions.announcements import able_to_take_part
from discussions.candidates import ORDER, ROLES, As, Candidate
from discussions.models import Discussion, DiscussionSchool, LanguageWish, Participant, Reply, TimeAway
from discussions.replied import with_replies
from schools import clock
from schools.models import Appointment, Person, School
from schools.models.authority import current
from schools.models.base import reader_language
from schools.models.titles import titles_around
from schools.policy import May, Role
from schools.words import names_together


def from_other_schools(covered: Collection[School], ticked: Collection[UUID], by: Person) -> Iterator[tuple[str, str]]:
    """Of those who cannot take part for these schools, who could for another of the federation: person and school."""
    federation = {school.federation_id for school in covered} - {None}
    others = (
        School.objects.visible_to(by).filter(federation__in=federation).exclude(pk__in=[each.pk for each in covered])
    )
    for school in others.select_related("council"):
        for row in able_to_take_part([school]).filter(person__public_id__in=ticked).select_related("person"):
            yield row.person.name, school.name


def ticked_for(named: Collection[UUID], able: Collection[Candidate]) -> dict[str, list[UUID]]:
    """Those for whom a time was found, if they can take part; else whom we propose. By the box of the form."""
    found = [each for each in able if each.person.public_id in named] or [each for each in able if each.proposed]
    return {
        "participants": [each.person.public_id for each in found if each.part != As.GUEST],
        "guests": [each.person.public_id for each in found if each.part == As.GUEST],
    }


def who_could_stay(able: list[Candidate], people: Collection[Participant]) -> list[Candidate]:
    """Those who could take part, and those who do although they no longer could be asked to."""
    known = {each.person.pk for each in able}
    staying = [
        Candidate(row.person, As(row.taking_part_as), f"{row.person.name} ({row.called})", True)
        for row in people
        if row.person_id not in known
    ]
    return able + staying


def participants_of(person: Person, discussion: Discussion) -> list[Participant]:
    """Who takes part, as far as this person may know; a guest does not learn who else was asked."""
    rows = Participant.objects.visible_to(person).filter(discussion=discussion).select_related("person")
    rows = rows.annotate(leads_then=Exists(_heads_on_the_day_of(discussion).filter(person=OuterRef("person"))))
    reason: dict[str, Any] = {"reason": Subquery(_reasons_told_to(person))}
    rows = with_replies(rows).annotate(is_away=Exists(_away_at(discussion).filter(person=OuterRef("person"))), **reason)
    if not any(person.standing.grants(May.READ_AGENDA, school) for school in discussion.covered):
        rows = rows.exclude(consent__in=[Participant.Consent.ASKED, Participant.Consent.REFUSED])
    titles = titles_around(discussion.round.council_id)
    people: list[Participant] = sorted(rows, key=lambda row: (ORDER.index(As(row.taking_part_as)), row.person.name))
    prefetch_related_objects([row for row in people if row.consent == Participant.Consent.ASKED], "answers")
    for row in people:
        row.discussion = discussion
        if row.reason:
            times = [dt.datetime.fromisoformat(at) for at in row.reason["times"]]
            row.reason["times"] = [at.astimezone(clock.LONDON) for at in times]
        row.called = titles.get(ROLES[As(row.taking_part_as)].value) or row.get_taking_part_as_display()
    return people


def _reasons_told_to(person: Person) -> QuerySet[Any]:
    """What a participant of the outer query, who cannot come, has written, as far as this person is told it."""
    rows = Reply.objects.visible_to(person).filter(
        participant=OuterRef("pk"), sequence=OuterRef("discussion__sequence")
    )
    words = JSONObject(text="text", lang="lang", times="times")
    return rows.exclude(answer=Reply.Answer.COMING).values_list(words, flat=True)[:1]


def _away_at(discussion: Discussion) -> QuerySet[TimeAway]:
    rows: QuerySet[TimeAway] = TimeAway.objects.as_system("that somebody is not available is told, and never why")
    return rows.filter(starts_at__lt=discussion.ends_at, ends_at__gt=discussion.starts_at)


def _heads_on_the_day_of(discussion: Discussion) -> QuerySet[Appointment]:
    rows: QuerySet[Appointment] = Appointment.objects.as_system("who leads the schools on the day")
    day = discussion.starts_at.astimezone(clock.LONDON).date()
    return rows.filter(current(day), role=Role.HEADTEACHER, school__in=discussion.covered)


def asked_of(person: Person, guests: Collection[Participant]) -> list[Participant]:
    """Of the guests who are asked about, those about whom this person is still to answer for a school."""
    return [row for row in guests if any(person.standing.grants(May.CONSENT_TO_GUEST, each) for each in row.waits_for)]


def names_of(guests: Collection[Participant]) -> str:
    """The schools whose headteachers are still to answer about these guests, each once."""
    names = dict.fromkeys(school.name for row in guests for school in row.waits_for)
    return names_together([*names], reader_language())


def schools_in_year(person: Person, year: int, which: str = "", name: str = "") -> QuerySet[School]:
    """The schools whose discussions this person sees: by the date in that school year, then by name."""
    live = Q(
        discussion_schools__live=True,
        discussion_schools__discussion_kind=Discussion.Kind.YEARLY,
        discussion_schools__round__school_year=year,
    )
    meets_at = Min("discussion_schools__discussion__starts_at", filter=live)  # joined once, not asked school by school
    rows = School.objects.visible_to(person).filter(person.standing.reaches(May.SEE_DISCUSSION, at=""), closed_on=None)
    rows = rows.annotate(meets_at=meets_at).select_related("council")
    if which:
        rows = rows.filter(meets_at__isnull=which == "without")
    for word in name.split()[:8]:
        rows = rows.filter(Q(name_cy__unaccent__icontains=word) | Q(name_en__unaccent__icontains=word))
    return rows.order_by("meets_at", f"sort_{reader_language()}", "pk")  # PostgreSQL puts schools without a date last


def discussions_of(person: Person, schools: Collection[School], year: int) -> dict[int, Discussion]:
    """The live discussion of each of these schools in one school year, by school."""
    rows = DiscussionSchool.objects.visible_to(person).filter(
        school__in=schools, live=True, round__school_year=year, discussion_kind=Discussion.Kind.YEARLY
    )
    return {row.school_id: row.discussion for row in rows.select_related("discussion__host")}


def scheduled_already(person: Person, schools: Collection[School]) -> QuerySet[DiscussionSchool]:
    """The live yearly discussions of these schools, from this school year on: none of them gets a second one."""
    rows = DiscussionSchool.objects.visible_to(person).filter(
        school__in=schools,
        live=True,
        discussion_kind=Discussion.Kind.YEARLY,
        round__school_year__gte=clock.current_school_year(),
    )
    order = ("round__school_year", f"school__sort_{reader_language()}", "pk")
    return rows.select_related("school", "round", "discussion").order_by(*order)


def discussions_at(person: Person, school: School) -> QuerySet[Discussion]:
    """All discussions of a school, cancelled ones too, the newest first."""
    rows = Discussion.objects.visible_to(person).filter(schools=school).select_related("round", "record")
    return rows.order_by("-starts_at", "-pk")


def guest_invitations(person: Person) -> QuerySet[Discussion]:
    """The discussions to which this person is invited as a guest, with their schools."""
    rows = Discussion.objects.visible_to(person)
    if not person.standing.at_guest_organisations:
        return rows.none()
    invited = rows.filter(pk__in=Participant.guest_discussions(person))
    return invited.prefetch_related("schools").order_by("starts_at", "pk")


def wished_of(school: School) -> str:
    """In which language this school wishes to meet this school year, as it or the council for it has said; or empty."""
    rows = LanguageWish.objects.as_system("offered to whoever schedules at this school")
    found = rows.filter(school=school, school_year=clock.current_school_year()).values_list("language", flat=True)
    return found.first() or ""
