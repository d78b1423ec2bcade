"""What the demo's people do next, through the portal's own actions: for measuring and showing pages that need it.

The demo leaves most of these to whoever tries it: a record is begun and filled in, more guests are asked for, people
are invited, interests are declared, a register file is sent in.
"""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from discussions.agenda import actions as agendas
from discussions.models import Discussion, NextStep, Participant, Party, RecordPart, Round, Support, SupportKind
from discussions.planning import actions as planning
from discussions.planning_tasks import work_out
from discussions.planning_together import actions as planning_together
from discussions.professional_discussions import actions as meetings
from discussions.records import actions as records
from schools import clock
from schools.circles import Circle
from schools.models import Appointment, GuestOrganisation, Person, RegisterUpload, School, SelfEvaluation, TermUpload
from schools.people import actions as people
from schools.people import declaring
from schools.people.queries import kind_of, roles_at_schools, roles_given_by
from schools.policy import DECLARERS, PEOPLE_MANAGERS, Role
from schools.register import actions as register
from schools.sharing import actions as sharing
from schools.term_import import actions as term_import

from .places import WORDS

As = Participant.As


def do() -> None:
    """Everything below, once, on fresh demo data."""
    begin_a_record()
    bring_guests()
    share_with_governors(first_with(Role.HEADTEACHER))
    for role in Role:
        held = first_with(role)
        if role in PEOPLE_MANAGERS:
            invite(held)
        if role in DECLARERS:
            declare(held.person)
    send_a_register(first_with(Role.COUNCIL_OFFICER))
    import_a_register(first_with(Role.COUNCIL_OFFICER))
    send_term_dates(first_with(Role.COUNCIL_OFFICER))
    ask_for_dates_together(first_with(Role.SERVICE_LEAD))
    ask_for_dates(first_with(Role.COUNCIL_OFFICER))


def first_with(role: Role) -> Appointment:
    """The first appointment to this role: at the first school, council or service."""
    places = ("person", "school", "council", "service", "guest_organisation")
    rows = Appointment.objects.as_system("who acts in the demo").filter(role=role).select_related(*places)
    return rows.order_by("pk")[0]


def taking_part(discussion: Discussion, part: As) -> Person:
    return discussion.participants.filter(taking_part_as=part).select_related("person")[0].person


def begin_a_record() -> None:
    """Of the first discussion that was held and has none, with something under each heading."""
    held = Discussion.objects.as_system("what was held").filter(status="scheduled")
    rows = held.filter(record=None, ends_at__lt=clock.now())
    for first in rows.order_by("pk")[:1]:
        adviser = taking_part(first, As.ADVISER)
        begun = records.begin(first, by=adviser, once=uuid4())
        for part in begun.parts.select_related("school__council", "record__discussion__round"):
            _write_part(part, adviser)


def _write_part(part: RecordPart, adviser: Person) -> None:
    texts = WORDS["record"]
    for section in part.sections.order_by("pk"):
        section.part = part
        records.write(
            section, text=texts[section.heading][1], lang="en", version=section.version, by=adviser, once=uuid4()
        )
    first, last = clock.school_year_bounds(clock.current_school_year())
    kind = SupportKind.objects.visible_to(adviser).order_by("position")[0]
    _what_cy, what, _success_cy, success = texts["support"][0]
    given: dict[str, Any] = {"starts_on": max(first, clock.today()), "ends_on": last}
    given |= {"given_by": Support.GivenBy.SERVICE, "given_by_name": "", "support_kind": kind, "amount": Decimal(2)}
    records.add(part, Support, what=what, success=success, lang="en", by=adviser, once=uuid4(), **given)
    step: dict[str, Any] = {"party": Party.SCHOOL, "text": texts["steps"][Party.SCHOOL][1], "due_on": clock.today()}
    records.add(part, NextStep, lang="en", by=adviser, once=uuid4(), **step)


def bring_guests() -> None:
    """The guest is asked for at more discussions to come of the first council; the second headteacher says yes."""
    guest = first_with(Role.GUEST)
    organisations = GuestOrganisation.objects.as_system("whose guest it is").filter(pk=guest.guest_organisation_id)
    rows = Discussion.objects.as_system("what is to come").filter(starts_at__gt=clock.now(), status="scheduled")
    rows = rows.exclude(participants__person=guest.person)
    for number, discussion in enumerate(
        rows.filter(round__council__in=organisations.values("council")).order_by("pk")[:2]
    ):
        staying = [row.person.public_id for row in discussion.participants.select_related("person")]
        meetings.change_participants(
            discussion,
            participants=staying,
            guests=[guest.person.public_id],
            version=discussion.version,
            by=taking_part(discussion, As.OFFICER),
            once=uuid4(),
        )
        for part in (As.OFFICER, As.ADVISER):
            words = {"text": WORDS["record"]["priorities"][1], "lang": "en"}
            agendas.add(discussion, by=taking_part(discussion, part), once=uuid4(), **words)
        if number == 1:
            asked = discussion.participants.get(person=guest.person)
            head = taking_part(discussion, As.HEADTEACHER)
            meetings.answer_about_guest(asked, answer=Participant.Consent.GIVEN, by=head, once=uuid4())


def share_with_governors(head: Appointment) -> None:
    """Every area of this year's self-evaluation of the school, where one is begun."""
    this_year = clock.current_school_year()
    for evaluation in SelfEvaluation.objects.visible_to(head.person).filter(school=head.school, school_year=this_year):
        areas = evaluation.sections.values_list("area__code", flat=True)
        circles = dict.fromkeys(areas, Circle.GOVERNORS.value)
        sharing.set_circles(evaluation, circles=circles, version=evaluation.version, by=head.person, once=uuid4())
        sharing.share_with_governors(evaluation, by=head.person, once=uuid4())


def invite(manager: Appointment) -> None:
    """Somebody is offered a role where this person manages people."""
    role = roles_given_by(manager.person, kind_of(manager.place))[-1]
    words = {"name": "Rhywun Enghraifft", "email": f"{manager.role}@enfys.example", "language": "cy"}
    starts_on = clock.today()
    people.invite(manager.place, role=role, starts_on=starts_on, by=manager.person, once=uuid4(), **words)


def declare(person: Person) -> None:
    """An interest that only begins later, so that it closes nothing yet; who sees only their own school has none."""
    own = roles_at_schools(person).values("school")
    school = School.objects.visible_to(person).exclude(pk__in=own).order_by("-pk").first()
    later = clock.today() + dt.timedelta(days=30)
    if school is not None:
        declaring.declare(school, starts_on=later, ends_on=None, by=person, once=uuid4())


def send_a_register(officer: Appointment, name: str = "Ysgol Newydd yr Enfys") -> RegisterUpload:
    """A file with one new school, which waits to be looked at."""
    council = officer.council
    if council is None:
        raise ValueError("Only somebody of a council sends in a register.")
    table = f"School name,LA code,Sector\n{name},{council.code},primary\n"
    file = SimpleUploadedFile("cofrestr.csv", table.encode(), "text/csv")
    return register.send_file(council, file=file, by=officer.person, once=uuid4())


def send_term_dates(officer: Appointment) -> TermUpload:
    """Of the school year after the next, waiting to be looked at."""
    council, year = officer.council, clock.current_school_year() + 2
    if council is None:
        raise ValueError("Only somebody of a council sends in its terms.")
    table = f"Diwrnod cyntaf,Diwrnod olaf\n{year}-09-01,{year}-10-20\n{year}-10-30,{year}-12-15\n"
    file = SimpleUploadedFile("tymhorau.csv", table.encode(), "text/csv")
    return term_import.send_file(council, file=file, by=officer.person, once=uuid4())


def ask_for_dates(officer: Appointment) -> None:
    """Dates for all discussions of the council's year, worked out at once: a proposal to look at."""
    this_year = Round.objects.as_system("what was set up").get(
        council=officer.council, school_year=clock.current_school_year()
    )
    proposal = planning.propose(this_year, may_move=True, by=officer.person, once=uuid4())
    work_out.call(str(proposal.public_id))


def ask_for_dates_together(lead: Appointment) -> None:
    """Dates for all councils that the service works for, in one search: a proposal for each."""
    year = clock.current_school_year()
    rounds = Round.objects.visible_to(lead.person).filter(school_year=year)
    councils = list(rounds.values_list("council__public_id", flat=True))
    proposal = planning_together.ask(year, councils=councils, may_move=False, by=lead.person, once=uuid4())
    work_out.call(str(proposal.public_id))


def import_a_register(officer: Appointment) -> None:
    """Another file, which is imported at once."""
    sent = send_a_register(officer, "Ysgol Arall yr Enfys")
    register.import_register(sent, seen="", by=officer.person, once=uuid4())
