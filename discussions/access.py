"""The only ways to get at one discussion, its record, a part of it, and what was frozen."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404

from discussions.models import (
    INVITED,
    AgendaItem,
    Discussion,
    NextStep,
    Participant,
    Party,
    Record,
    RecordPart,
    Round,
    Support,
    heads_helped_by,
)
from discussions.replied import with_replies
from schools import clock
from schools.access import May, may, one_of, require
from schools.models import Council, Person, School, ServiceCouncil, Version
from schools.models.authority import current
from schools.models.base import reader_language
from schools.policy import COUNCIL_ROLES, DIARY_OWNERS, SERVICE_ROLES

__all__ = [
    "AGREES",
    "May",
    "agenda_item_for",
    "answerable_among",
    "answerable_in",
    "diary_owner_for",
    "discussion_for",
    "invited_for",
    "item_for",
    "may_at_all",
    "may_in",
    "owns_diary",
    "part_for",
    "participant_for",
    "party_of",
    "record_for",
    "record_if_seen",
    "record_version_of",
    "require_diary",
    "require_in",
    "round_for",
    "years_to_plan",
]

# What is done for the whole discussion needs the permission at every school in it; the rest at one of them.
AT_EVERY_SCHOOL = frozenset({May.SCHEDULE_DISCUSSION})
AGREES = {
    Party.SCHOOL: May.AGREE_FOR_SCHOOL,
    Party.COUNCIL: May.AGREE_FOR_COUNCIL,
    Party.SERVICE: May.AGREE_FOR_SERVICE,
}
GUESTS_MAY = frozenset({May.SEE_DISCUSSION, May.READ_AGENDA, May.READ_RECORD})


def years_to_plan() -> tuple[int, int]:
    """The school years whose discussions can be planned: this one and the next."""
    this = clock.current_school_year()
    return this, this + 1


def round_for(person: Person, council: UUID, year: int, permission: May = May.SEE_PLANNING) -> Round:
    """The discussions of one council and year; not kept yet, as it begins, where nothing of it has been entered.

    404 where the planning of that council is not theirs to see, 403 if they may not do this in it; 404 too for a year
    that is not planned (any more).
    """
    rows = Council.objects.as_system("whoever plans its discussions, or leads the service that works for it")
    place: Council = one_of(rows.filter(pk__in=person.standing.councils_reached(May.SEE_PLANNING)), public_id=council)
    if place.pk not in person.standing.councils_reached(permission):
        raise PermissionDenied
    found = Round.objects.visible_to(person).filter(council=place, school_year=year).first()
    if year not in years_to_plan() and (found is None or permission != May.SEE_PLANNING):
        raise Http404
    found = found or Round(council=place, school_year=year)
    found.council = place
    return found


def may_at_all(person: Any, permission: May, schools: list[School]) -> bool:
    """Whether the permission reaches every one of these schools: what is done for the whole record needs that."""
    return bool(schools) and all(may(person, permission, school) for school in schools)


def record_for(person: Person, discussion: UUID, permission: May | None = None) -> Record:
    """The record, with the parts that this person may see: 404 if none, 403 if they may not do this at any of them."""
    record = record_if_seen(person, discussion)
    if record is None:
        raise Http404
    if permission is not None and not any(may(person, permission, part.school) for part in record.shown_parts):
        raise PermissionDenied
    return record


def record_if_seen(person: Person, discussion: UUID) -> Record | None:
    """The record, with `shown_parts` those that this person may see; None where there is none for them (yet).

    This is the one place that decides which parts of a federation's record somebody reads.
    """
    rows = RecordPart.objects.as_system("the record is asked for by its scope, its parts are sorted out below")
    on_its_day = current(OuterRef("record__discussion__starts_at__date"))
    serving = ServiceCouncil.objects.as_system("the name of who answers for the service").filter(
        on_its_day, council=OuterRef("record__discussion__round__council")
    )
    rows = rows.annotate(services=ArraySubquery(serving.values(f"service__name_{reader_language()}")))
    parts = list(
        rows.filter(record__in=Record.objects.visible_to(person), record__discussion__public_id=discussion)
        .select_related("record__discussion__round__council", "school__council")
        .order_by("pk")
    )
    if not parts:
        return None
    record = parts[0].record
    for part in parts:
        part.record = record
    record.all_parts, record.services = parts, parts[0].services
    record.shown_parts = _seen_of(parts, person, record)
    record.tells_names = any(may(person, May.READ_RECORD, part.school) for part in record.shown_parts)
    return record if record.shown_parts else None


def _seen_of(parts: list[RecordPart], person: Person, record: Record) -> list[RecordPart]:
    """Drafts for those who may read drafts; what was sent also for the school's people and for an invited guest."""
    draft = record.status == Record.Status.DRAFT
    permission = May.READ_DRAFT_RECORD if draft else May.READ_RECORD
    seen = [part for part in parts if may(person, permission, part.school)]
    if seen or draft or not _is_invited(person, record.discussion_id):
        return seen
    return [part for part in parts if part.school_id not in person.standing.conflicts]


def _is_invited(person: Person, discussion_id: int) -> bool:
    """Asked only of those who hold a guest role today."""
    if not person.standing.at_guest_organisations:
        return False
    rows = Participant.objects.as_system("a guest's own invitation")
    return rows.filter(Participant.invited_guest(person), discussion=discussion_id).exists()


def part_for(person: Person, discussion: UUID, school: UUID, permission: May) -> RecordPart:
    """The part about one school, for somebody who may do this there."""
    record = record_for(person, discussion, permission)
    found = next((part for part in record.shown_parts if part.school.public_id == school), None)
    if found is None:
        raise Http404
    require(person, permission, found.school)
    return found


def item_for(
    person: Person, discussion: UUID, model: type[Support] | type[NextStep], item: UUID, permission: May
) -> Any:
    """One support item or next step of a record, for somebody who may do this at its school."""
    rows = model.objects.visible_to(person).select_related("part__record__discussion__round", "part__school__council")
    found = one_of(rows, public_id=item, part__record__discussion__public_id=discussion)
    require(person, permission, found.school)
    return found


def record_version_of(record: Record) -> Version:
    """What was frozen when all had answered; whoever may read the record may read it."""
    rows = Version.objects.as_system("reached through a record that this person may read")
    found: Version = one_of(rows, version_kind=Version.Kind.RECORD, thing_id=record.public_id)
    return found


def discussion_for(person: Person, discussion: UUID, permission: May = May.SEE_DISCUSSION) -> Discussion:
    """The discussion: 404 if it is not theirs to see, 403 if they may not do this in it."""
    record = Record.objects.visible_to(person).filter(discussion=OuterRef("pk"))
    rows = Discussion.objects.visible_to(person).select_related("round__council", "record")
    rows = rows.annotate(shows_record=Exists(record))
    found: Discussion = one_of(rows, public_id=discussion)
    require_in(person, permission, found)
    return found


def may_in(person: Any, permission: May, discussion: Discussion) -> bool:
    """The same question about a discussion; an invited guest may read it."""
    if permission in AT_EVERY_SCHOOL:
        return may_at_all(person, permission, discussion.covered)
    if any(may(person, permission, school) for school in discussion.covered):
        return True
    return permission in GUESTS_MAY and _is_invited(person, discussion.pk)


def require_in(person: Person, permission: May, discussion: Discussion) -> None:
    if not may_in(person, permission, discussion):
        raise PermissionDenied


def party_of(person: Person) -> Party:
    """For whom somebody speaks in a discussion, by the role they act in."""
    roles = person.standing.roles
    if roles & COUNCIL_ROLES:
        return Party.COUNCIL
    return Party.SERVICE if roles & SERVICE_ROLES else Party.SCHOOL


def agenda_item_for(person: Person, discussion: UUID, item: UUID) -> AgendaItem:
    """One item of the agenda, for somebody of the party whose words it holds."""
    found = discussion_for(person, discussion, May.WRITE_AGENDA)
    rows = (
        AgendaItem.objects.visible_to(person)
        .filter(discussion=found)
        .select_related("school__council", "from_school__council")
    )
    row: AgendaItem = one_of(rows, public_id=item)
    row.discussion = found
    if not may_change(person, row):
        raise PermissionDenied
    return row


def may_change(person: Person, item: AgendaItem) -> bool:
    """One's own party's items only; a school's own only by that school's people."""
    return item.party == party_of(person) and any(may(person, May.WRITE_AGENDA, school) for school in item.whose)


def participant_for(person: Person, discussion: UUID, participant: UUID, permission: May) -> Participant:
    """One participant of a discussion, for somebody who may do this in it."""
    found = discussion_for(person, discussion, permission)
    rows = Participant.objects.visible_to(person).filter(discussion=found).select_related("person")
    row: Participant = one_of(rows, public_id=participant)
    row.discussion = found
    return row


def owns_diary(person: Any) -> bool:
    """Whether they may take part in discussions in the role they act in, and so say when they are not available."""
    return bool(person.standing.roles & DIARY_OWNERS)


def diary_owner_for(person: Person, owner: UUID) -> Person:
    """Whose diary it is: one's own; or that of the head of the school whose diary helper one is, in that role."""
    rows = Person.objects.filter(pk=person.pk) if owns_diary(person) else Person.objects.none()
    rows = (rows | Person.objects.filter(pk__in=heads_helped_by(person))).filter(public_id=owner)
    found: Person = one_of(rows.select_related("usual_week", "own_limits", "own_calendar"))
    return found


def require_diary(person: Person, owner: Person) -> None:
    """Refuse with 403 unless they may say when `owner` is not available."""
    own = person.pk == owner.pk and owns_diary(person)
    if not own and not heads_helped_by(person).filter(person=owner.pk).exists():
        raise PermissionDenied


def answerable_in(person: Person, discussion: Discussion) -> list[Participant]:
    """Those who are invited and for whom this person may say whether they come: first themselves, then, for a diary
    helper, the headteachers of the schools where they help.
    """
    rows = with_replies(Participant.objects.visible_to(person)).filter(INVITED, discussion=discussion)
    found = answerable_among(person, discussion, rows.select_related("person"))
    for row in found:
        row.discussion = discussion
    return found


def answerable_among(person: Person, discussion: Discussion, invited: Iterable[Participant]) -> list[Participant]:
    """The same where those who are invited have been read with their replies."""
    helped = {school.pk for school in discussion.covered if may(person, May.ANSWER_FOR_HEADTEACHER, school)}

    def is_helped(row: Any) -> bool:
        return row.taking_part_as == Participant.As.HEADTEACHER and not helped.isdisjoint(row.leads)

    able = [row for row in invited if row.person_id == person.pk or is_helped(row)]
    return sorted(able, key=lambda row: (row.person_id != person.pk, row.pk))


def invited_for(person: Person, discussion: UUID, participant: UUID | None = None) -> list[Participant]:
    """Those for whom this person may answer, or the one who is named: 404 if the discussion is not theirs to see or
    nobody is named so, 403 if nobody is theirs to answer for.
    """
    able = answerable_in(person, discussion_for(person, discussion))
    if not able:
        raise PermissionDenied
    if participant is None:
        return able
    named = [row for row in able if row.public_id == participant]
    if not named:
        raise Http404
    return named
