"""The discussion of a school's year, its record and what each party answered."""

import datetime as dt
from collections.abc import Callable

from discussions.announcements import times_of
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
from schools import clock
from schools.models import Person, School
from schools.policy import Role

from .places import WITH_ADDITIONAL_SUPPORT, WORDS, at, is_school_day
from .years import Stage, Year, YearMaker


def school_days_from(day: dt.date, steps: int) -> dt.date:
    """The school day so many school days after (or, below zero, before) `day`."""
    one = dt.timedelta(days=1 if steps > 0 else -1)
    for _step in range(abs(steps)):
        day += one
        while not is_school_day(day):
            day += one
    return day


class Meetings:
    """Makes the rows of the discussions of `years`."""

    def __init__(self, years: YearMaker, kinds: list[SupportKind]) -> None:
        self.years, self.kinds = years, kinds
        self.records: list[tuple[Year, Record]] = []
        self.rounds: dict[tuple[int, int], Round] = {}

    def meet(self, made: Year) -> None:
        """Each council's discussions take place one a day, so that nobody is in two places."""
        if made.year < clock.school_year_of(self.years.today):
            day = school_days_from(dt.date(made.year + 1, 1, 12), made.position + 1)
        else:
            steps = made.position + 2
            day = school_days_from(self.years.today, -steps if made.stage >= Stage.HELD else steps)
        hour = 10 if made.position % 2 else 13
        self._book(made, at(day, hour), at(day, hour + 2))

    def _book(self, made: Year, starts: dt.datetime, ends: dt.datetime) -> None:
        rows, place = self.years.rows, made.place
        key = (place.number, made.year)
        if key not in self.rounds:
            self.rounds[key] = rows.add(Round, council=place.council, school_year=made.year)
        discussion = rows.add(
            Discussion,
            round=self.rounds[key],
            starts_at=starts,
            ends_at=ends,
            setting="at_school",
            language=made.lang,
        )
        rows.add(
            DiscussionSchool,
            discussion=discussion,
            school=made.school,
            round=self.rounds[key],
            discussion_kind="yearly",
        )
        officer = self.years.cast.officers[place.number]
        people = [
            (made.head, "headteacher"),
            (self.years.cast.advisers[made.school.public_id], "adviser"),
            (officer, "officer"),
        ]
        for person, taking_part_as in people:
            rows.add(Participant, discussion=discussion, person=person, taking_part_as=taking_part_as)
            rows.add(Booking, discussion=discussion, person=person, during=(starts, ends))
        rows.add(Booking, discussion=discussion, school=made.school, during=(starts, ends))
        self._agenda(made, discussion)
        day = self.years.day(made, 10, 20)
        times = times_of(starts, ends)
        self.years.tell(made, "discussion.scheduled", discussion, day, officer, Role.COUNCIL_OFFICER, **times)
        if made.stage >= Stage.SENT:
            self._record(made, discussion)

    def _agenda(self, made: Year, discussion: Discussion) -> None:
        for number, priority in enumerate(made.priorities):
            self.years.rows.add(
                AgendaItem,
                discussion=discussion,
                school=made.school,
                source="support_need" if priority.needs_support else "priority",
                from_priority=priority,
                text=priority.text,
                lang=priority.lang,
                position=number,
            )

    def _record(self, made: Year, discussion: Discussion) -> None:
        rows, adviser = self.years.rows, self.years.cast.advisers[made.school.public_id]
        sent = min(discussion.ends_at + dt.timedelta(days=1), clock.now())
        record = rows.add(
            Record,
            discussion=discussion,
            status="agreed" if made.stage == Stage.AGREED else "sent",
            sending=1,
            sent_at=sent,
        )
        self.records.append((made, record))
        part = rows.add(RecordPart, record=record, school=made.school)
        texts, lang = WORDS["record"], adviser.language
        pick: Callable[[list[str]], str] = lambda pair: pair[0] if lang == "cy" else pair[1]  # noqa: E731
        for heading in RecordSection.Heading:
            rows.add(RecordSection, part=part, heading=heading, text=pick(texts[heading]), lang=lang)
        self._support(made, part, lang, pick)
        for party in Party:
            due = sent.date() + dt.timedelta(days=42)
            rows.add(NextStep, part=part, party=party, text=pick(texts["steps"][party]), lang=lang, due_on=due)
        self.years.tell(made, "record.sent", record, sent.date(), adviser, Role.SERVICE_ADVISER)
        if made.stage >= Stage.ANSWERED_BY_SOME:
            self._answers(made, record, part, sent)

    def _support(self, made: Year, part: RecordPart, lang: str, pick: Callable[[list[str]], str]) -> None:
        items = WORDS["record"]["support"]
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
                starts_on=dt.date(made.year + 1, 1, 11),
                ends_on=dt.date(made.year + 1, 7, 9),
            )

    def _answers(self, made: Year, record: Record, part: RecordPart, sent: dt.datetime) -> None:
        rows, place = self.years.rows, made.place
        everybody = made.stage == Stage.AGREED
        differs = everybody and made.position % 4 == 1
        answers: list[tuple[Party, Person, School | None]] = [
            (Party.SERVICE, self.years.cast.advisers[made.school.public_id], None),
            (Party.SCHOOL, made.head, made.school),
            (Party.COUNCIL, self.years.cast.officers[place.number], None),
        ]
        for party, person, school in answers if everybody else answers[:1]:
            sees_differently = differs and party == Party.SCHOOL
            answer = rows.add(
                Answer,
                record=record,
                sending=1,
                party=party,
                school=school,
                agreed=not sees_differently,
                by=person,
                at=min(sent + dt.timedelta(days=2), clock.now()),
            )
            if sees_differently:
                words = made.words(WORDS["record"]["difference"])
                rows.add(Difference, answer=answer, part=part, about="progress", reason=words, lang=made.lang)
