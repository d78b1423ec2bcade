"""What people do with a professional discussion: schedule it, move it, cancel it, invite, say yes, write the agenda."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions.access import May, require_in
from discussions.announcements import (
    CANCELLED,
    announce,
    taking_part,
    tell_the_answer,
    times_of,
)
from discussions.bookings import free, lock_in_order, settled
from discussions.calendar import Occasion
from discussions.candidates import As, Candidate, candidates
from discussions.changing import locked_to_change, why_closed, why_not_cancel, why_not_move
from discussions.inviting import invite
from discussions.models import Discussion, GuestAnswer, Participant
from discussions.outbox import write_last_messages, write_messages
from discussions.resettling import change_people, resettle
from discussions.setting_up import set_up
from discussions.whose_time import take
from schools import clock
from schools.access import may, require
from schools.history import once_only, record, record_all, tells
from schools.models import Person, School
from schools.models.base import reader_language
from schools.refusals import NotAllowed, Refused
from schools.words import names_together
from schools.workflow import locked, move

from .queries import from_other_schools

Consent = Participant.Consent

WAS_CANCELLED = tells("discussion.cancelled", gettext_lazy("The professional discussion of %(day)s was cancelled."))
SAID_YES = tells("discussion.guest_welcome", gettext_lazy("The headteacher said yes to a guest."))
SAID_NO = tells("discussion.guest_declined", gettext_lazy("The headteacher said no to a guest."))
SAID_YES_OF = tells("discussion.guest_welcome_of", gettext_lazy("%(schools)s: the headteacher said yes to a guest."))
SAID_NO_OF = tells("discussion.guest_declined_of", gettext_lazy("%(schools)s: the headteacher said no to a guest."))


@once_only
def schedule(
    school: School,
    *,
    date: dt.date,
    starts: dt.time,
    ends: dt.time,
    setting: str,
    language: str,
    participants: Collection[UUID],
    guests: Collection[UUID] = (),
    also: Collection[UUID] = (),
    host: UUID | None = None,
    place: str = "",
    online_link: str = "",
    by: Person,
    once: UUID,
) -> Discussion:
    """Set the yearly discussion of one school or of several of a federation, or write down when it was held."""
    covered = _schools_together(school, also, by)
    when_and_where = settled(date, starts, ends, setting, place, online_link, host, covered, held=True)
    if guests and date < clock.today():
        raise Refused(_("A guest is asked for before the discussion, never afterwards. Untick the guest."), "guests")
    chosen = _chosen(candidates(covered, by), participants, guests, covered, by)
    people = [(each.person, each.part) for each in chosen]
    return set_up(covered, people, language=language, by=by, once=once, **when_and_where)


@once_only
def reschedule(
    discussion: Discussion,
    *,
    date: dt.date,
    starts: dt.time,
    ends: dt.time,
    setting: str,
    language: str,
    host: UUID | None = None,
    place: str = "",
    online_link: str = "",
    version: int,
    by: Person,
    once: UUID,
) -> Any:
    """Change time, place or language. The bookings follow; a new time or place raises the calendar's sequence."""
    discussion = locked_to_change(discussion, by, May.SCHEDULE_DISCUSSION, why_not_move)
    covered = discussion.covered
    when_and_where = settled(date, starts, ends, setting, place, online_link, host, covered)
    return resettle(discussion, language=language, version=version, by=by, once=once, **when_and_where)


@once_only
def cancel(discussion: Discussion, *, reason: str, lang: str, by: Person, once: UUID) -> Discussion:
    """Call it off, or say afterwards that it did not take place; the school can have another one this year."""
    discussion = locked_to_change(discussion, by, May.SCHEDULE_DISCUSSION, why_not_cancel)
    covered = discussion.covered
    facts = times_of(discussion.starts_at, discussion.ends_at)
    move(
        discussion,
        Discussion.Status.CANCELLED,
        by=by,
        verb=WAS_CANCELLED,
        school=covered[0],
        once=once,
        facts=facts,
        sequence=discussion.sequence + 1,
        cancelled_because=reason,
        cancelled_because_lang=lang,
    )
    record_all(WAS_CANCELLED, covered[1:], by=by, about=discussion, **facts)
    discussion.discussion_schools.update(live=False)
    free(discussion)
    people = taking_part(discussion)
    write_messages(discussion, people, Occasion.CANCELLED)
    write_last_messages(discussion, able=people)
    announce(discussion, CANCELLED, by=by, to=people, widely=True)
    return discussion


@once_only
def change_participants(
    discussion: Discussion,
    *,
    participants: Collection[UUID],
    guests: Collection[UUID] = (),
    version: int,
    by: Person,
    once: UUID,
) -> Any:
    """Let exactly these people take part: who is new is booked and invited or asked about, who left is freed."""
    discussion = locked_to_change(discussion, by, May.SCHEDULE_DISCUSSION, why_closed)
    rows = list(discussion.participants.select_related("person"))
    able = {each.person.pk: each for each in candidates(discussion.covered, by)}
    able |= {row.person_id: Candidate(row.person, As(row.taking_part_as), "", True) for row in rows}
    chosen = _chosen(list(able.values()), participants, guests, discussion.covered, by)
    wanted, present = {each.person.pk for each in chosen}, {row.person_id for row in rows}
    if wanted == present:
        raise Refused(_("Nothing has been changed. Tick or untick somebody, or go back."))
    gone = [row for row in rows if row.person_id not in wanted]
    new = [(each.person, each.part) for each in chosen if each.person.pk not in present]
    return change_people(discussion, gone, new, version=version, by=by, once=once)


@once_only
def answer_about_guest(guest: Participant, *, answer: str, by: Person, once: UUID) -> Participant:
    """The headteacher says yes or no for every school they lead. The guest is booked, invited and told once the
    headteacher of each school has said yes; the first no is enough.
    """
    discussion = locked(guest.discussion, "round")
    require_in(by, May.CONSENT_TO_GUEST, discussion)
    guest = locked(guest)
    if not discussion.is_live or guest.consent != Consent.ASKED:
        raise NotAllowed(_("This question has been answered, or is no longer asked."))
    if not discussion.can_be_prepared:
        raise NotAllowed(_("The discussion has been held, so a guest can no longer be invited to it."))
    guest.discussion = discussion
    waits_for = guest.waits_for
    own = [school for school in waits_for if may(by, May.CONSENT_TO_GUEST, school)]
    if not own:
        raise NotAllowed(
            _("Your school has answered. The guest waits for the headteacher of %(schools)s.")
            % {"schools": names_together([school.name for school in waits_for], reader_language())}
        )
    rows = [GuestAnswer(participant=guest, school=school, answer=answer, by=by) for school in own]
    GuestAnswer.objects.as_system("what a headteacher said about a guest").bulk_create(rows)
    _record_answer(discussion, own, answer == Consent.GIVEN, by=by, once=once)
    if answer == Consent.REFUSED or len(own) == len(waits_for):
        _settle(guest, answer, by=by)
    return guest


def _record_answer(discussion: Discussion, own: list[School], welcome: bool, *, by: Person, once: UUID) -> None:
    facts: dict[str, Any] = {}
    verb = SAID_YES if welcome else SAID_NO
    if len(discussion.covered) > 1:
        verb = SAID_YES_OF if welcome else SAID_NO_OF
        names = {language: [getattr(each, f"name_{language}") for each in own] for language in ("cy", "en")}
        facts = {f"schools_{language}": names_together(each, language) for language, each in names.items()}
    record(verb, discussion, by=by, school=discussion.school, once=once, **facts)
    record_all(verb, discussion.covered[1:], by=by, about=discussion, **facts)


def _settle(guest: Participant, answer: str, *, by: Person) -> None:
    """All have said yes, or one has said no: nobody is asked any more."""
    discussion = guest.discussion
    guest.consent = Consent.GIVEN if answer == Consent.GIVEN else Consent.REFUSED
    guest.save(update_fields=["consent"])
    if guest.consent == Consent.GIVEN:
        lock_in_order([guest.person_id], [])
        take(discussion, [guest.person_id])
        invite(discussion, [guest.person_id], by=by)
    tell_the_answer(discussion, guest, by=by)


def _schools_together(school: School, also: Collection[UUID], by: Person) -> list[School]:
    others = School.objects.visible_to(by).filter(public_id__in=also).exclude(pk=school.pk).select_related("council")
    covered = [school, *others.order_by("pk")]
    federations = {each.federation_id for each in covered}
    if len(covered) > 1 and (len(federations) > 1 or None in federations):
        raise Refused(_("Only schools of one federation can have one discussion together."), "also")
    for each in covered:
        require(by, May.SCHEDULE_DISCUSSION, each)
        if each.closed_on and each.closed_on < clock.today():
            raise Refused(_("%(school)s has closed, so no discussion can be scheduled.") % {"school": each.name})
    return covered


def _chosen(
    able: list[Candidate],
    participants: Collection[UUID],
    guests: Collection[UUID],
    covered: list[School],
    by: Person,
) -> list[Candidate]:
    """Those who were ticked, if they are still able to take part."""
    ticked = {*participants, *guests}
    chosen = [each for each in able if each.person.public_id in ticked]
    if len(chosen) < len(ticked):
        for name, school in from_other_schools(covered, ticked - {each.person.public_id for each in chosen}, by):
            words = {"name": name, "school": school}
            raise Refused(
                _("%(name)s takes part for %(school)s. Tick %(school)s too, or untick %(name)s.") % words,
                "participants",
            )
        raise Refused(
            _("Somebody you chose can no longer take part in this discussion. Check who takes part."), "participants"
        )
    if not any(each.part != As.GUEST for each in chosen):
        raise Refused(_("Choose at least one person who takes part."), "participants")
    return chosen
