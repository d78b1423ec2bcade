"""What is under way in the first council, besides the school that whoever tries the portal walks along with.

A discussion that was cancelled, a record that is being written, a guest whom a headteacher has welcomed, an invitation
that waits to be accepted and an interest that was declared: one of each, where there are schools enough.
"""

import datetime as dt

from discussions.announcements import SCHEDULED, path_of, times_of
from discussions.models import (
    Booking,
    Discussion,
    GuestAnswer,
    Participant,
    Record,
    RecordPart,
    RecordSection,
)
from schools import clock
from schools.models import AccountLetter, AccountMail, Appointment, ConflictOfInterest, Invitation, Person
from schools.models.people import INVITATION_DAYS
from schools.policy import Role

from .meetings import Meetings, school_days_from
from .places import WORDS, at
from .rows import Rows
from .years import Stage, Year

INVITED_DAYS_AGO = 3


class UnderWay:
    def __init__(self, rows: Rows, meetings: Meetings, made: list[Year], people: dict[Role, Person]) -> None:
        """`people`: the first person of the first council in each role."""
        self.rows, self.meetings, self.people = rows, meetings, people
        self.today = meetings.years.today
        this_year = clock.school_year_of(self.today)
        self.years = [each for each in made if each.place.is_first and each.year == this_year]

    def add(self) -> None:
        self.invite()
        if cancelled := self._last(Stage.PLAN_SHARED):
            self.cancel(cancelled)
        if held := self._last(Stage.HELD):
            self.begin_the_record(held)
        if to_come := self._last(Stage.SCHEDULED):
            self.welcome_a_guest(to_come)
        if len(self.years) > 1:
            self.declare(self.years[-2])

    def _last(self, stage: Stage) -> Year | None:
        """The last school that has come so far: the first ones are there to be tried."""
        found = [each for each in self.years if each.stage == stage and not each.school.federation]
        return found[-1] if len(found) > 1 else None

    def _discussion_of(self, made: Year) -> Discussion:
        return next(discussion for together, discussion in self.meetings.discussions if together == [made])

    def cancel(self, made: Year) -> None:
        """It was to be soon; the school can have another one this year."""
        day = school_days_from(self.today, 4)
        discussion = self.meetings.book([made], at(day, 9), at(day, 11), live=False)
        discussion.status, discussion.sequence = Discussion.Status.CANCELLED, 1
        discussion.cancelled_because = made.words(WORDS["record"]["cancelled_because"])
        discussion.cancelled_because_lang = made.lang
        self.meetings.tell_of([made], discussion)
        facts = times_of(discussion.starts_at, discussion.ends_at)
        officer, yesterday = self.people[Role.COUNCIL_OFFICER], self.today - dt.timedelta(days=1)
        self.meetings.years.tell(
            made, "discussion.cancelled", discussion, yesterday, officer, Role.COUNCIL_OFFICER, **facts
        )

    def begin_the_record(self, made: Year) -> None:
        """Two of its headings are written, nothing is sent."""
        discussion = self._discussion_of(made)
        record = self.rows.add(Record, discussion=discussion)
        part = self.rows.add(RecordPart, record=record, school=made.school)
        for number, heading in enumerate(RecordSection.Heading):
            text = made.words(WORDS["record"][heading]) if number < 2 else ""
            self.rows.add(RecordSection, part=part, heading=heading, text=text, lang=made.lang)
        adviser = self.meetings.years.cast.advisers[made.school.public_id]
        day = min(discussion.ends_at.date() + dt.timedelta(days=1), self.today - dt.timedelta(days=1))
        self.meetings.years.tell(made, "draft_record.begun", record, day, adviser, Role.SERVICE_ADVISER)

    def welcome_a_guest(self, made: Year) -> None:
        discussion, guest = self._discussion_of(made), self.people[Role.GUEST]
        day = self.meetings.years.day(made, 10, 22)
        asked = self.rows.add(
            Participant,
            discussion=discussion,
            person=guest,
            taking_part_as=Participant.As.GUEST,
            consent=Participant.Consent.GIVEN,
            added_at=at(day, 9),
        )
        self.rows.add(GuestAnswer, participant=asked, school=made.school, answer="given", by=made.head, at=at(day, 16))
        during = (discussion.starts_at, discussion.ends_at)
        self.rows.add(Booking, discussion=discussion, person=guest, during=during)
        self.meetings.years.tell(made, "discussion.guest_welcome", discussion, day, made.head, Role.HEADTEACHER)
        told = {"schools_cy": made.school.name_cy, "schools_en": made.school.name_en}
        told |= times_of(*during)
        self.meetings.years.leave_notice(made, guest, SCHEDULED, discussion, path_of(discussion), day, **told)

    def invite(self) -> None:
        """Somebody is to join the first school's governors. The link itself was never made: only its hash is kept."""
        made, day = self.years[0], self.today - dt.timedelta(days=INVITED_DAYS_AGO)
        invitation = self.rows.add(
            Invitation,
            email="llywodraethwr.newydd@enfys.example",
            name="Mabli Enghraifft",
            language="cy",
            role=Role.GOVERNOR,
            school=made.school,
            starts_on=self.today,
            invited_by=made.head,
            token_hash=f"{self.rows.chance.getrandbits(256):064x}",
            expires_at=clock.end_of(day + dt.timedelta(days=INVITATION_DAYS)),
            emailed_at=at(day, 15, 30),
        )
        when = at(day, 15, 30)
        words = {"letter_kind": AccountMail.INVITATION, "language": "cy", "attempts": 1}
        self.rows.add(AccountLetter, invitation=invitation, created_at=when, due_at=when, sent_at=when, **words)
        self.meetings.years.tell(made, "invitation.sent", invitation, day, made.head, Role.HEADTEACHER)

    def declare(self, made: Year) -> None:
        """The council lead has a child at this school, or works with it: why is not asked."""
        lead, day = self.people[Role.COUNCIL_LEAD], self.meetings.years.day(made, 9, 3)
        interest = self.rows.add(ConflictOfInterest, person=lead, school=made.school, starts_on=day)
        self.meetings.years.tell(made, "interest.declared", interest, day, lead, Role.COUNCIL_LEAD)


def first_of_each_role(rows: Rows) -> dict[Role, Person]:
    """Of those who are about to be written."""
    found: dict[Role, Person] = {}
    for appointment in rows.waiting(Appointment):
        found.setdefault(Role(appointment.role), appointment.person)
    return found
