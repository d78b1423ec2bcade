"""A whole school year of mail, with whatever may happen in it: people tell each other things at any hour, choose anew
how often they get news, roles end, the mail server is away, the worker stands still or is killed.

No message goes in a quiet time for its class and its reader; none is lost; none is doubled, but where the worker was
killed while it handed it over; nobody has two daily messages on one day.
"""

import datetime as dt
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from discussions.announcements import SCHEDULED
from improvement_portal import reminders
from improvement_portal.digests import put_together_all
from schools import clock
from schools.letters import post_due
from schools.mail_wishes.actions import choose
from schools.models import ClosedDay, InsetDay, Letter, MailClass, Notice, Term
from schools.notice_kinds import PLAN_SHARED
from schools.notices import tell
from schools.school_days import bank_holidays
from tests.posting import Killed, MailServer

pytestmark = pytest.mark.django_db

YEAR = clock.current_school_year()
TERMS = [
    (dt.date(YEAR, 9, 2), dt.date(YEAR, 10, 23)),
    (dt.date(YEAR, 11, 2), dt.date(YEAR, 12, 18)),
    (dt.date(YEAR + 1, 1, 4), dt.date(YEAR + 1, 2, 12)),
    (dt.date(YEAR + 1, 2, 22), dt.date(YEAR + 1, 3, 25)),
    (dt.date(YEAR + 1, 4, 12), dt.date(YEAR + 1, 5, 28)),
    (dt.date(YEAR + 1, 6, 7), dt.date(YEAR + 1, 7, 20)),
]
INSET, INSPECTED = dt.date(YEAR, 11, 24), [dt.date(YEAR + 1, 3, number) for number in (9, 10, 11)]
CLOSED = {INSET, *INSPECTED}
AT_SCHOOL, ELSEWHERE = ("nia", "glyn", "gwen"), ("olwen", "alun")
LAST_DAY_OF_GWEN = dt.date(YEAR + 1, 3, 17)  # a governor until then
HOURS = [dt.time(8, 0), dt.time(12, 30), dt.time(17, 30)]
HOUR = dt.timedelta(hours=1)


def is_school_day(day: dt.date) -> bool:
    return any(first <= day <= last for first, last in TERMS) and day not in CLOSED


def is_quiet(moment: dt.datetime, who: str) -> bool:
    """In the words of the rule, and not as the portal computes it."""
    hour = moment.astimezone(clock.LONDON)
    if hour.isoweekday() > 5 or hour.date() in bank_holidays() or not 8 <= hour.hour < 17:
        return True
    if hour.isoweekday() == 5 and hour.hour >= 12:
        return True
    inside = clock.school_year_of(hour.date()) == YEAR  # of the next one nobody has entered the terms
    return who in AT_SCHOOL and inside and not is_school_day(hour.date())


class Year:
    """What happens, by chance of a seed, and what the worker does meanwhile."""

    def __init__(self, cast: Any, school: Any, seed: int) -> None:
        self.chance, self.cast, self.school = random.Random(seed), cast, school
        self.now = dt.datetime.combine(dt.date(YEAR, 9, 1), dt.time(6), clock.LONDON)
        self.told: dict[UUID, str] = {}
        self.begun: set[dt.date] = set()
        self.stands_still_until = self.now

    def moments(self) -> Iterator[tuple[dt.datetime, bool]]:
        """Each moment of the year at which something happens, and whether it is more than the worker's looking."""
        days = [dt.date(YEAR, 9, 1) + dt.timedelta(days=number) for number in range(365)]
        for day in days:
            acts = [dt.time(self.chance.randrange(24), self.chance.randrange(60)) for _ in range(2)]
            yield from (
                (dt.datetime.combine(day, time, clock.LONDON), time in acts) for time in sorted([*HOURS, *acts])
            )

    def runs(self) -> None:
        for moment, acts in self.moments():
            self.now = moment
            if acts:
                self.happens()
            if self.now >= self.stands_still_until:
                self.works()
        MailServer.is_away = False
        for _day in range(20):
            for time in HOURS:
                self.now = dt.datetime.combine(self.now.date(), time, clock.LONDON)
                self.works()
            self.now += 24 * HOUR

    def happens(self) -> None:
        anybody = self.chance.choice([*AT_SCHOOL, *ELSEWHERE])
        act = self.chance.choices(
            [self.tells_news, self.tells_of_a_meeting, self.chooses, self.server, self.pauses, self.is_killed],
            weights=[12, 4, 2, 1, 1, 2],
        )[0]
        act(anybody)

    def tells_news(self, who: str) -> None:
        self.leaves(PLAN_SHARED, {who, self.chance.choice(ELSEWHERE)}, period="2026–29", year="2026/27", number=1)

    def tells_of_a_meeting(self, who: str) -> None:
        words = {"schools_cy": "Ysgol", "schools_en": "School", "day": "2026-12-01", "starts": "9:00", "ends": "10:00"}
        self.leaves(SCHEDULED, {who}, **words)

    def leaves(self, kind: Any, names: set[str], **facts: Any) -> None:
        people = {getattr(self.cast, name): name for name in sorted(names)}
        page = f"/help/?told={len(self.told)}-"
        for person, name in people.items():
            (notice,) = tell([person], kind, self.school, path=f"{page}{name}.", school=self.school, **facts)
            self.told[notice.public_id] = name

    def chooses(self, who: str) -> None:
        person = getattr(self.cast, who)
        choose(news_by_mail=self.chance.choice(["at_once", "daily", "weekly"]), by=person, once=uuid4())

    def server(self, who: str) -> None:
        MailServer.is_away = not MailServer.is_away

    def pauses(self, who: str) -> None:
        self.stands_still_until = self.now + self.chance.randrange(60) * HOUR

    def is_killed(self, who: str) -> None:
        MailServer.kills = self.chance.choice(["before", "after"])

    def works(self) -> None:
        """As the worker's watch and its tasks do; killed, it is started again at the next moment."""
        if MailServer.is_away and self.chance.random() < 0.3:
            MailServer.is_away = False
        today = self.now.date()
        if not is_quiet(self.now, "olwen") and today not in self.begun:
            put_together_all.func(today.isoformat())
            self.begun.add(today)
        try:
            while post_due():
                pass
        except Killed:
            return


@pytest.mark.parametrize("seed", [1])
def test_a_whole_school_year_of_mail(nia, glyn, gwen, olwen, alun, school, settings, monkeypatch, seed):
    settings.EMAIL_BACKEND = "tests.posting.MailServer"
    MailServer.begin()
    make_terms(school)
    gwen.appointments.update(ends_on=LAST_DAY_OF_GWEN)
    cast = SimpleNamespace(nia=nia, glyn=glyn, gwen=gwen, olwen=olwen, alun=alun)
    year = Year(cast, school, seed)
    monkeypatch.setattr(clock, "now", lambda: year.now)
    looks = reminders.remind  # which costs most of the time, so what waits is looked for on Tuesdays only
    monkeypatch.setattr(reminders, "remind", lambda person: looks(person) if year.now.isoweekday() == 2 else None)
    year.runs()
    names = {person.email: name for name, person in vars(cast).items()}
    by_id = {str(letter.public_id): letter for letter in Letter.all_rows.all()}
    names_of_letters = [re.split("[<@]", message.extra_headers["Message-ID"])[1] for _at, message in MailServer.taken]
    went = [(*taken, by_id[name]) for taken, name in zip(MailServer.taken, names_of_letters, strict=True)]
    assert len(went) > 100
    nothing_in_a_quiet_time(went, names)
    nothing_doubled(went)
    nothing_lost(went, year.told)
    one_digest_a_day(went)
    reminded_twice_at_most()


def make_terms(school: Any) -> None:
    for first, last in TERMS:
        Term.all_rows.create(council=school.council, starts_on=first, ends_on=last, school_year=YEAR)
    InsetDay.all_rows.create(council=school.council, day=INSET).schools.add(school)
    for day in INSPECTED:
        ClosedDay.all_rows.create(school=school, day=day, reason="inspection")


def nothing_in_a_quiet_time(went: Any, names: dict[str, str]) -> None:
    assert {letter.mail_class for _at, _message, letter in went} == set(MailClass.values)
    broken = [
        (at, names[message.to[0]], letter.mail_class)
        for at, message, letter in went
        if letter.mail_class != MailClass.AT_ONCE and is_quiet(at, names[message.to[0]])
    ]
    assert broken == []


def nothing_doubled(went: Any) -> None:
    times = Counter(letter.pk for _at, _message, letter in went)
    doubts = {letter.pk: letter.doubts for _at, _message, letter in went}
    assert all(number <= 1 + (doubts[key] > 0) for key, number in times.items())
    assert any(doubts.values()), "somebody was killed in the year"
    said: dict[str, set[int]] = defaultdict(set)
    for _at, message, letter in went:
        for line in message.body.splitlines():
            if "told=" in line:
                said[line.strip()].add(letter.pk)
    assert all(len(letters) == 1 for letters in said.values()), "each message stands in one letter"


def nothing_lost(went: Any, told: dict[UUID, str]) -> None:
    bodies = "\n".join(message.body for _at, message, _letter in went)
    rows = Notice.all_rows.filter(public_id__in=told).select_related("letter")
    assert len(rows) == len(told) > 300
    unsent = [row for row in rows if row.path not in bodies]
    gone = [row for row in unsent if row.letter and row.letter.dropped_at]
    assert gone and {(told[row.public_id], row.emailed_at) for row in gone} == {("gwen", None)}
    failed = [row for row in unsent if row.letter and row.letter.failed_at]
    assert [row.path for row in unsent if row not in gone + failed] == []
    failed = [row.letter for row in rows if row.letter and row.letter.failed_at]
    assert all(letter.trouble == "in_doubt" and letter.doubts == 2 for letter in failed), "and the outbox says so"


def one_digest_a_day(went: Any) -> None:
    digests = {(message.to[0], at.date(), letter.pk) for at, message, letter in went if letter.digest_on}
    a_day = Counter((reader, day) for reader, day, _letter in digests)
    assert len(a_day) > 50 and set(a_day.values()) == {1}


def reminded_twice_at_most() -> None:
    rows = Notice.all_rows.filter(mail_class=MailClass.REMINDER)
    things = Counter((row.person_id, row.once_key.rpartition(" ")[0]) for row in rows)
    assert things and max(things.values()) <= 2
