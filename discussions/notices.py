"""The messages about discussions and their records, and whom to tell."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from discussions.announcements import facts_of, told_under
from discussions.models import Discussion, Participant
from schools.clock import today
from schools.models import Appointment, ConflictOfInterest, Person, School, ServiceCouncil
from schools.models.authority import current
from schools.notice_kinds import notice_kind
from schools.notices import advisers_of, officers_of, path_to, people_at, tell
from schools.policy import Role

RECORD_SENT = notice_kind(
    "record_sent",
    _("%(school)s: the record of the professional discussion waits for your answer"),
    _("The record of the professional discussion with %(school)s has been sent for agreement. Read it, then answer."),
)
RECORD_SENT_UNCHANGED = notice_kind(
    "record_sent_unchanged",
    _("%(school)s: the record of the professional discussion has been sent again, unchanged"),
    _(
        "The record of the professional discussion with %(school)s was taken back and has been sent again without a "
        "change. Answers already given stand; whoever has not answered is asked to."
    ),
)
RECORD_WITHDRAWN = notice_kind(
    "record_withdrawn",
    _("%(school)s: the record of the professional discussion is being corrected"),
    _(
        "The record of the professional discussion with %(school)s was taken back to be corrected. "
        "You can read it and answer it when it has been sent again."
    ),
)
RECORD_SEEN_DIFFERENTLY = notice_kind(
    "record_seen_differently",
    _("%(school)s: somebody sees the record of the professional discussion differently"),
    _(
        "One of the parties sees something in the record of the professional discussion with %(school)s differently "
        "and has written why. You can leave it standing, or take the record back to correct it until all have answered."
    ),
)
RECORD_AGREED = notice_kind(
    "record_agreed",
    _("%(school)s: all have answered the record of the professional discussion"),
    _(
        "All have answered the record of the professional discussion with %(school)s. It can no longer be changed, "
        "and the support in it counts as agreed."
    ),
)
RECORD_ANSWERED = notice_kind(
    "record_answered",
    _("%(school)s: all have answered the record of the professional discussion"),
    _(
        "All have answered the record of the professional discussion with %(school)s. It can no longer be changed. "
        "Not everyone agrees with the support: beside it you can read who sees it differently, and why. "
        "The council’s officers now arrange that the three parties talk about it."
    ),
)

ANSWERED_FOR_YOU = notice_kind(
    "discussion_answered_for_you",
    _("%(schools)s: your diary helper answered an invitation for you"),
    _(
        "Your diary helper has answered for you whether you come to the professional discussion of %(schools)s on "
        "%(day)s. Read what was answered; you can change it until the discussion begins."
    ),
)


def tell_of_answer(discussion: Discussion, head: Person) -> None:
    """Whoever was answered for learns of it, and finds the answer."""
    path = path_to("replies:reply", discussion.public_id)
    for school, readers in told_under([head], discussion.covered).items():
        tell(readers, ANSWERED_FOR_YOU, discussion, school=school, path=path, **facts_of(discussion))


def record_parties(discussion: Discussion, schools: Iterable[School]) -> dict[School, list[Person]]:
    """Who answers for the record, under the school for whose sake they are told; nobody is told twice."""
    told: dict[Person, School] = {}
    for school in schools:
        people = [*people_at(school, Role.HEADTEACHER), *_council(discussion, school), *_service(school)]
        for person in people:
            told.setdefault(person, school)
    return _by_school(told)


def record_readers(discussion: Discussion, schools: Iterable[School]) -> dict[School, list[Person]]:
    """The parties, and everybody else who took part."""
    schools = list(schools)
    told = {person: school for school, people in record_parties(discussion, schools).items() for person in people}
    for school, people in told_under(_took_part(discussion, schools), schools).items():
        for person in people:
            told.setdefault(person, school)
    return _by_school(told)


def _by_school(told: dict[Person, School]) -> dict[School, list[Person]]:
    found: dict[School, list[Person]] = {}
    for person, school in told.items():
        found.setdefault(school, []).append(person)
    return found


def _council(discussion: Discussion, school: School) -> list[Person]:
    """The officers who take part; where none does, all officers of the council."""
    officers = officers_of(school)
    taking_part = set(discussion.participants.values_list("person", flat=True))
    return [person for person in officers if person.pk in taking_part] or officers


def _service(school: School) -> list[Person]:
    """The school's advisers; where it has none, the leads of the service that works for its council."""
    if advisers := advisers_of(school):
        return advisers
    services = ServiceCouncil.objects.as_system("whom to tell").filter(current(today()), council=school.council_id)
    leads = Appointment.objects.as_system("whom to tell").filter(
        current(today()), role=Role.SERVICE_LEAD, service__in=services.values("service")
    )
    return list(Person.objects.filter(pk__in=leads.values("person"), is_active=True).order_by("pk"))


def _took_part(discussion: Discussion, schools: list[School]) -> list[Person]:
    """Guests to whom the headteacher said yes, and the chair of governors, while nothing closes the school to them."""
    rows = discussion.participants.filter(
        Q(taking_part_as=Participant.As.GUEST, consent=Participant.Consent.GIVEN)
        | Q(taking_part_as=Participant.As.CHAIR_OF_GOVERNORS)
    )
    chairs = {person.pk for school in schools for person in people_at(school, Role.CHAIR_OF_GOVERNORS)}
    conflicts = ConflictOfInterest.objects.as_system("whom not to tell").filter(current(today()), school__in=schools)
    guests = Appointment.objects.as_system("whom to tell").filter(
        current(today()), role=Role.GUEST, guest_organisation__council=discussion.round.council_id
    )
    still = Q(pk__in=chairs) | Q(pk__in=guests.values("person"))
    people = Person.objects.filter(still, pk__in=rows.values("person"), is_active=True)
    return list(people.exclude(pk__in=conflicts.values("person")).order_by("pk"))
