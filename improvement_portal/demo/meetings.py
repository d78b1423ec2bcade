"""The discussion of a school's year, its record and what each party answered."""

import datetime as dt
from collections.abc import Callable

from discussions.announcements import SCHEDULED, path_of, times_of
from discussions.models import (
    AgendaItem,
    Answer,
    Booking,
    Difference,
    Discussion,
    DiscussionSchool,
    NextStep,
    Participant,
    Party,
    Record,
    RecordPart,
    RecordSection,
    Round,
    Support,
    SupportKind,
)
from discussions.notices import RECORD_SENT
from discussions.tellings import AGREED, ANSWERED
from schools import clock
from schools.models import Person, School
from schools.notices import path_to
from schools.policy import Role
from schools.words import names_together

from .places import WITH_ADDITIONAL_SUPPORT, WORDS, at, is_school_day
from .replies import Replies
from .rounds import meets_online
from .years import Stage, Year, YearMaker

AGREED_AFTER = dt.timedelta(days=2)  # from the sending of a record to the last answer


def school_days_from(day: dt.date, steps: int) -> dt.date:
    """The school day so many school days after (or, below zero, before) `day`."""
    one = dt.timedelta(days=1 if steps > 0 else -1)
    for _step in range(abs(steps)):
        day += one
        while not is_school_day(day):
            day += one
    return day


class Meetings:
    """Makes the rows of the discussions of `years`: of one school, or of the schools of a federation together."""

    def __init__(self, years: YearMaker, kinds: list[SupportKind]) -> None:
        self.years, self.kinds = years, kinds
        self.records: list[tuple[list[Year], Record]] = []
        self.discussions: list[tuple[list[Year], Discussion]] = []
        self.rounds: dict[tuple[int, int], Round] = {}
        self.replies = Replies(years)
        self.invited: list[Participant] = []  # to the discussion that was booked last

    def meet(self, together: list[Year]) -> None:
        """Each council's discussions take place one a day, so that nobody is in two places."""
        first = together[0]
        if first.year < clock.school_year_of(self.years.today):
            day = school_days_from(dt.date(first.year + 1, 1, 12), first.position + 1)
        else:
            steps = first.position + 2
            day = school_days_from(self.years.today, -steps if first.stage >= Stage.HELD else steps)
        hour = 10 if first.position % 2 else 13
        discussion = self.book(together, at(day, hour), at(day, hour + 2))
        self.discussions.append((together, discussion))
        self.tell_of(together, discussion)
        self.replies.answer(together, discussion, self.invited, self._officer(first))
        if first.stage >= Stage.SENT:
            self._record(together, discussion)

    def book(self, together: list[Year], starts: dt.datetime, ends: dt.datetime, live: bool = True) -> Discussion:
        rows, first = self.years.rows, together[0]
        key = (first.place.number, first.year)
        if key not in self.rounds:
            self.rounds[key] = rows.add(Round, council=first.place.council, school_year=first.year)
        discussion = rows.add(
            Discussion,
            round=self.rounds[key],
            starts_at=starts,
            ends_at=ends,
            **where_of(first),
            host=first.school if len(together) > 1 else None,
            language=first.lang,
        )
        for made in together:
            words = {"school": made.school, "round": self.rounds[key], "discussion_kind": "yearly"}
            rows.add(DiscussionSchool, discussion=discussion, live=live, **words)
            rows.add(Booking, discussion=discussion, school=made.school, during=(starts, ends), live=live)
        self.invited = []
        for person, taking_part_as in self._people(first):
            words = {"person": person, "taking_part_as": taking_part_as}
            invited_at = at(self.years.day(first, 10, 20), 15, 30)
            self.invited.append(rows.add(Participant, discussion=discussion, added_at=invited_at, **words))
            rows.add(Booking, discussion=discussion, person=person, during=(starts, ends), live=live)
        self._agenda(together, discussion)
        return discussion

    def _people(self, made: Year) -> list[tuple[Person, str]]:
        adviser, officer = self.years.cast.advisers[made.school.public_id], self._officer(made)
        return [(made.head, "headteacher"), (adviser, "adviser"), (officer, "officer")]

    def _officer(self, made: Year) -> Person:
        return self.years.cast.officers[made.place.number]

    def tell_of(self, together: list[Year], discussion: Discussion) -> None:
        first = together[0]
        times = times_of(discussion.starts_at, discussion.ends_at)
        day, officer = self.years.day(first, 10, 20), self._officer(first)
        for made in together:
            self.years.tell(made, "discussion.scheduled", discussion, day, officer, Role.COUNCIL_OFFICER, **times)
        named = {
            "schools_cy": names_together([made.school.name_cy for made in together], "cy"),
            "schools_en": names_together([made.school.name_en for made in together], "en"),
        }
        path = path_of(discussion)
        for person, _part in self._people(first):
            if person is not officer:
                self.years.leave_notice(first, person, SCHEDULED, discussion, path, day, **named, **times)

    def _agenda(self, together: list[Year], discussion: Discussion) -> None:
        wanted = [(made, priority) for made in together for priority in made.priorities]
        for number, (made, priority) in enumerate(wanted):
            self.years.rows.add(
                AgendaItem,
                discussion=discussion,
                school=made.school,
                source="support_need" if priority.needs_support else "priority",
                drafted_from=priority.public_id,
                party=Party.SCHOOL,
                text=priority.text,
                lang=priority.lang,
                position=number,
            )

    def _record(self, together: list[Year], discussion: Discussion) -> None:
        rows, first = self.years.rows, together[0]
        adviser = self.years.cast.advisers[first.school.public_id]
        sent = min(discussion.ends_at + dt.timedelta(days=1), at(self.years.today, 0))
        record = rows.add(
            Record,
            discussion=discussion,
            status="agreed" if first.stage == Stage.AGREED else "sent",
            sending=1,
            sent_at=sent,
        )
        self.records.append((together, record))
        parts = [self._part(made, record, sent, made.lang) for made in together]
        for made in together:
            began = discussion.ends_at.date()
            self.years.tell(made, "draft_record.begun", record, began, adviser, Role.SERVICE_ADVISER)
            self.years.tell(made, "record.sent", record, sent.date(), adviser, Role.SERVICE_ADVISER)
            path = path_to("records:detail", discussion.public_id)
            for person in (made.head, self._officer(made)):
                self.years.leave_notice(made, person, RECORD_SENT, record, path, sent.date())
        if first.stage >= Stage.ANSWERED_BY_SOME:
            self._answers(together, record, parts, sent)

    def _part(self, made: Year, record: Record, sent: dt.datetime, lang: str) -> RecordPart:
        rows, texts = self.years.rows, WORDS["record"]
        part = rows.add(RecordPart, record=record, school=made.school)

        def pick(pair: list[str]) -> str:
            return pair[0] if lang == "cy" else pair[1]

        for heading in RecordSection.Heading:
            rows.add(RecordSection, part=part, heading=heading, text=pick(texts[heading]), lang=lang)
        self._support(made, part, lang, pick, sent.date() + AGREED_AFTER)
        for party in Party:
            due = sent.date() + dt.timedelta(days=42)
            rows.add(NextStep, part=part, party=party, text=pick(texts["steps"][party]), lang=lang, due_on=due)
        return part

    def _support(
        self, made: Year, part: RecordPart, lang: str, pick: Callable[[list[str]], str], agreed: dt.date
    ) -> None:
        """Support begins on the first school day after all have agreed it."""
        items, starts = WORDS["record"]["support"], school_days_from(agreed, 1)
        more = made.position in WITH_ADDITIONAL_SUPPORT
        for number in range(3 if more else 1):
            what_cy, what_en, success_cy, success_en = items[(made.position + number) % len(items)]
            self.years.rows.add(
                Support,
                part=part,
                support_kind=self.kinds[(made.position + number) % len(self.kinds)],
                what=pick([what_cy, what_en]),
                success=pick([success_cy, success_en]),
                lang=lang,
                given_by="council" if number == 2 else "service",
                amount=(6 if more else 2) + number,
                starts_on=starts,
                ends_on=max(dt.date(made.year + 1, 7, 9), starts + dt.timedelta(days=42)),
            )

    def _answers(self, together: list[Year], record: Record, parts: list[RecordPart], sent: dt.datetime) -> None:
        rows, first = self.years.rows, together[0]
        everybody = first.stage == Stage.AGREED
        differs = everybody and first.position % 4 == 1
        answers: list[tuple[Party, Role, Person, School | None]] = [
            (Party.SERVICE, Role.SERVICE_ADVISER, self.years.cast.advisers[first.school.public_id], None),
            *((Party.SCHOOL, Role.HEADTEACHER, made.head, made.school) for made in together),
            (Party.COUNCIL, Role.COUNCIL_OFFICER, self._officer(first), None),
        ]
        answered_at = min(sent + AGREED_AFTER, at(self.years.today, 0))
        for party, role, person, school in answers if everybody else answers[:1]:
            sees_differently = differs and party == Party.SCHOOL
            answer = rows.add(
                Answer,
                record=record,
                sending=1,
                party=party,
                school=school,
                agreed=not sees_differently,
                by=person,
                acted_as=role,
                at=answered_at,
            )
            verb = ANSWERED[party, not sees_differently]
            for made in together:
                if school in (None, made.school):
                    self.years.tell(made, verb, answer, answered_at.date(), person, role, sending=1)
            if sees_differently:
                words, part = first.words(WORDS["record"]["difference"]), parts[0]
                rows.add(Difference, answer=answer, part=part, about="progress", reason=words, lang=first.lang)
        for made in together if everybody else ():
            self.years.tell(made, AGREED, record, answered_at.date(), person, role, sending=1, number=1)


def where_of(made: Year) -> dict[str, str]:
    """As it is planned for the school."""
    if not meets_online(made.position):
        return {"setting": "at_school"}
    return {"setting": "online", "online_link": f"https://example.org/{made.place.number}-{made.position}"}
