"""Which messages asked for something that has been done since, or that nobody can do any more: they wait no longer."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, When

from discussions.announcements import CANCELLED, CHANGED, GUEST_ASKED, SCHEDULED, TAKEN_OFF
from discussions.models import DiscussionSchool, GuestAnswer, Participant
from discussions.notices import RECORD_SENT, RECORD_SENT_UNCHANGED
from discussions.waiting import ANSWERS
from discussions.year import about_records, with_what_is_begun
from schools import clock
from schools.models import Clarification, Notice, Person, Plan, School, TranslationRequest
from schools.notice_kinds import CLARIFICATION_ASKED, PLAN_READY, TRANSLATION_ASKED
from schools.policy import May


def mark_settled(person: Person, notices: Iterable[Notice], *, known: set[UUID] | None = None) -> None:
    """Say of each notice that asks for something whether it still waits for this person; one query a kind.

    Home knows already what waits for its reader (`known`, by public ids) and asks nothing.
    """
    listed = list(notices)
    asking = {
        (RECORD_SENT.name, RECORD_SENT_UNCHANGED.name): _records_that_wait,
        (GUEST_ASKED.name,): _guests_that_wait,
        (PLAN_READY.name,): _plans_that_wait,
        (CLARIFICATION_ASKED.name,): _questions_that_wait,
        (TRANSLATION_ASKED.name,): _translations_that_wait,
    }
    for kinds, still_waiting in asking.items():
        those = [each for each in listed if each.notice_kind in kinds]
        waiting = known or set()
        if those and known is None:
            waiting = still_waiting(person, {each.target_id for each in those})
        for each in those:
            each.is_settled = each.target_id not in waiting


def overtaken() -> Case:
    """Whether the reader of a notice about when a discussion is has been told of it again since."""
    told = (SCHEDULED.name, CHANGED.name, CANCELLED.name, TAKEN_OFF.name)
    later = Notice.objects.as_system("what its reader was told since").filter(
        person=OuterRef("person"), target_id=OuterRef("target_id"), notice_kind__in=told, pk__gt=OuterRef("pk")
    )
    of_a_time = {"notice_kind__in": (SCHEDULED.name, CHANGED.name)}
    return Case(When(Exists(later), then=True, **of_a_time), default=False, output_field=BooleanField())


def _records_that_wait(person: Person, records: Collection[UUID]) -> set[UUID]:
    """Those that this person is still to answer, by the rule that says so everywhere."""
    found = set()
    for year in about_records(records):
        waits = [year.waits(step) for step in ANSWERS]
        if year.record and any(each is not None and each.is_for(person) for each in waits):
            found.add(year.record.public_id)
    return found


def _guests_that_wait(person: Person, guests: Collection[UUID]) -> set[UUID]:
    """Those about whom this person is still to say yes or no for a school."""
    said = GuestAnswer.objects.as_system("which school has answered").filter(
        participant=OuterRef(OuterRef("pk")), school=OuterRef("school")
    )
    own = DiscussionSchool.objects.as_system("for which schools this person answers").filter(
        ~Exists(said), person.standing.reaches(May.CONSENT_TO_GUEST), discussion=OuterRef("discussion"), live=True
    )
    rows = Participant.objects.as_system("what this person was asked about").select_related("discussion__record")
    rows = rows.filter(Exists(own), public_id__in=guests, consent=Participant.Consent.ASKED)
    return {row.public_id for row in rows if row.discussion.can_be_prepared}


def _plans_that_wait(person: Person, plans: Collection[UUID]) -> set[UUID]:
    """Those that the governing body is still to approve, by the rule that says so at home."""
    asked = Plan.objects.visible_to(person).filter(public_id__in=plans)
    schools = School.objects.as_system("whose plan this person was told of").filter(pk__in=asked.values("school"))
    rows: Any = with_what_is_begun(schools, clock.current_school_year())
    return {row.plan_waits for row in rows if row.plan_waits and person.standing.grants(May.RECORD_APPROVAL, row)}


def _questions_that_wait(person: Person, asked: Collection[UUID]) -> set[UUID]:
    """Those about a self-evaluation that this person may still answer for a school."""
    own = person.standing.reaches(May.ANSWER_CLARIFICATION, at="frozen__school")
    rows = Clarification.objects.visible_to(person).filter(own, status="asked", public_id__in=asked)
    return set(rows.values_list("public_id", flat=True))


def _translations_that_wait(person: Person, asked: Collection[UUID]) -> set[UUID]:
    """Those that this person may still send to the council's translators."""
    own = person.standing.reaches(May.HANDLE_TRANSLATIONS, at="frozen__school")
    rows = TranslationRequest.objects.visible_to(person).filter(own, status="asked", public_id__in=asked)
    return set(rows.values_list("public_id", flat=True))
