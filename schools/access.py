"""May this person do that? And the only ways to get at one school, self-evaluation, plan or version."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest

from schools.doors import PACKAGE_ROUTES, ROUTES, Public
from schools.models import (
    Clarification,
    Council,
    Entry,
    EvidenceFile,
    EvidenceItem,
    GuestOrganisation,
    Invitation,
    Person,
    Plan,
    PlanSummary,
    School,
    Section,
    SelfEvaluation,
    Service,
    Version,
)
from schools.models.titles import with_adviser_title
from schools.policy import May, Role


class Request(HttpRequest):
    """A request that the sign-in middleware has let pass: somebody in particular is asking."""

    user: Person


OTHER_CIRCLE = {
    Version.Kind.SELF_EVALUATION: Version.Kind.SHARED_SELF_EVALUATION,
    Version.Kind.SHARED_SELF_EVALUATION: Version.Kind.SELF_EVALUATION,
}
INVITED = "invited"  # session key: the public id of the invitation whose link was opened

__all__ = [
    "May",
    "Request",
    "clarification_for",
    "council_for",
    "councils_around",
    "evidence_file_for",
    "evidence_for",
    "invitation_behind",
    "invitation_of",
    "may",
    "may_change",
    "may_enter",
    "plan_for",
    "published_summary",
    "require",
    "rule_for",
    "school_for",
    "section_for",
    "self_evaluation_for",
    "version_for",
]


def may(person: Any, permission: May, place: Any) -> bool:
    """Whether the role(s) this person acts in grant `permission` at a school, council or service."""
    if not getattr(person, "is_authenticated", False):
        return False
    if isinstance(place, School):
        return person.standing.grants(permission, place)
    if isinstance(place, Council):
        return place.pk in person.standing.councils_where(permission)
    if isinstance(place, Service):
        return place.pk in person.standing.services_where(permission)
    if isinstance(place, GuestOrganisation):
        return place.council_id in person.standing.councils_where(permission)
    raise TypeError(f"Nobody holds a permission at {place!r}")


def rule_for(route: str) -> frozenset[Role] | Public | None:
    """Who may enter this route; None when the policy does not say."""
    if route in ROUTES:
        return ROUTES[route]
    return next((rule for start, rule in PACKAGE_ROUTES.items() if route.startswith(start)), None)


def may_enter(person: Any, route: str) -> bool:
    """Whether the role(s) this person acts in may open a route; one that needs no sign-in is no matter of roles."""
    rule = rule_for(route)
    return rule is not None and not isinstance(rule, Public) and bool(person.standing.roles & rule)


def require(person: Person, permission: May, place: Any) -> None:
    """Refuse with 403 unless `person` may."""
    if not may(person, permission, place):
        raise PermissionDenied


def may_change(person: Person, entry: Entry) -> bool:
    """A short entry is changed by whoever wrote it, and by those who lead the school's self-evaluation."""
    return entry.by_id == person.pk or may(person, May.LEAD_SELF_EVALUATION, entry.school)


def one_of(rows: Any, **lookup: Any) -> Any:
    """The row, or 404: not theirs and not there look the same."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def school_for(person: Person, school: UUID, permission: May = May.SEE_SCHOOL) -> School:
    """The school: 404 if it is not theirs to see, 403 if they may not do this there."""
    rows = School.objects.visible_to(person).select_related("council", "federation", "cluster")
    found: School = one_of(with_adviser_title(rows), public_id=school)
    require(person, permission, found)
    return found


def councils_around(person: Person) -> QuerySet[Council]:
    """The councils at which this person has a role, or whose schools they see."""
    theirs = Q(pk__in=School.objects.visible_to(person).values("council")) | Council.scope(person)
    return Council.objects.as_system("names and terms of councils are public").filter(theirs)


def council_for(person: Person, council: UUID, permission: May | None = None) -> Council:
    """A council at which this person has a role, or sees a school: 404 elsewhere, 403 if they may not do this there."""
    found: Council = one_of(councils_around(person), public_id=council)
    if permission is not None:
        require(person, permission, found)
    return found


def self_evaluation_for(
    person: Person, school: UUID, year: int, permission: May = May.READ_LIVING_SELF_EVALUATION
) -> SelfEvaluation:
    """The living self-evaluation of one school and year; only ever for the school's own team."""
    place = school_for(person, school, permission)
    rows = (
        SelfEvaluation.objects.visible_to(person)
        .filter(school=place)
        .annotate(document_in_use=FilteredRelation("own_documents", condition=Q(own_documents__in_use=True)))
    )
    rows = rows.select_related("framework", "carried_from", "document_in_use__by")
    found: SelfEvaluation = one_of(rows, school_year=year)
    found.school = place
    return found


def section_for(person: Person, school: UUID, year: int, area: str) -> Section:
    """One area of a self-evaluation that this person may write."""
    evaluation = self_evaluation_for(person, school, year, May.WRITE_SELF_EVALUATION)
    rows = evaluation.sections.select_related("area", "same_text_as__self_evaluation__school")
    section: Section = one_of(rows, area__code=area)
    section.self_evaluation = evaluation
    return section


def plan_for(person: Person, school: UUID, year: int, permission: May = May.READ_LIVING_PLAN) -> Plan:
    """The living plan of one school that begins in `year`."""
    place = school_for(person, school, permission)
    found: Plan = one_of(Plan.objects.visible_to(person).filter(school=place), first_year=year)
    found.school = place
    return found


def published_summary(address: str) -> PlanSummary:
    """The summary of a plan at its public address. Withdrawn, moved, never there: all look the same."""
    rows = PlanSummary.objects.as_system("what is published is for everybody").filter(status="published")
    found: PlanSummary = one_of(rows.select_related("published", "plan__school"), address=address)
    return found


def evidence_for(person: Person, school: UUID, item: UUID) -> EvidenceItem:
    """One evidence item of a school whose self-evaluation this person may write."""
    place = school_for(person, school, May.WRITE_SELF_EVALUATION)
    rows = EvidenceItem.objects.visible_to(person).filter(school=place).select_related("file__by")
    found: EvidenceItem = one_of(rows, public_id=item)
    found.school = place
    return found


def evidence_file_for(
    person: Person, school: UUID, item: UUID, file: UUID, permission: May = May.READ_LIVING_SELF_EVALUATION
) -> EvidenceFile:
    """The file of an evidence item, as far as it may be read: whether it may be given out its status says."""
    place = school_for(person, school, permission)
    rows = EvidenceFile.objects.visible_to(person).filter(item__school=place, item__public_id=item)
    found: EvidenceFile = one_of(rows.select_related("item"), public_id=file)
    found.item.school = place
    return found


def version_for(person: Person, school: UUID, kind: Version.Kind, year: int, number: int) -> Version:
    """One frozen version of a self-evaluation or plan of a school; it knows what this person may read that followed it.

    That is the newest of its own kind (`newer_number`, `newer_at`), and of a self-evaluation the last later one that
    was submitted where this was shared with the governors, or the other way round (`also_number`, `also_at`).
    """
    place = school_for(person, school)
    readable = Version.objects.visible_to(person)
    later = readable.filter(version_kind=kind, thing_id=OuterRef("thing_id"), number__gt=OuterRef("number")).order_by(
        "-number"
    )
    also = readable.filter(
        version_kind=OTHER_CIRCLE.get(kind, ""), thing_id=OuterRef("thing_id"), at__gt=OuterRef("at")
    )
    newer = {f"newer_{name}": Subquery(later.values(name)[:1]) for name in ("number", "at")}
    newer |= {f"also_{name}": Subquery(also.order_by("-number").values(name)[:1]) for name in ("number", "at")}
    rows = readable.filter(school=place, version_kind=kind, school_year=year)
    found: Version = one_of(rows.annotate(**newer), number=number)
    found.school = place
    return found


def clarification_for(
    person: Person, school: UUID, year: int, number: int, clarification: UUID, permission: May
) -> Clarification:
    """What was asked about a submitted version, by those who may do this at the school."""
    place = school_for(person, school, permission)
    of_version = {"frozen__school": place, "frozen__school_year": year, "frozen__number": number}
    rows = Clarification.objects.visible_to(person).filter(**of_version).select_related("frozen", "asked_by")
    found: Clarification = one_of(rows, public_id=clarification)
    found.frozen.school = place
    return found


def invitation_behind(token: str) -> Invitation | None:
    """The invitation whose link this is. Holding the link is the permission: its secret was sent to one mailbox."""
    rows = Invitation.objects.as_system("whoever holds the link may see what it offers")
    mark = Invitation.hash_of(token)
    return rows.filter(Q(token_hash=mark) | Q(earlier_token_hash=mark)).first()


def invitation_of(session: Any) -> Invitation | None:
    """The invitation whose link was opened in this session."""
    if not (opened := session.get(INVITED)):
        return None
    rows = Invitation.objects.as_system("the link was opened in this session")
    rows = rows.select_related("school", "council", "service", "guest_organisation", "invited_by")
    return rows.filter(public_id=opened).first()
