"""What those who are invited to the discussions have said: of those to come, all that can be said is met somewhere."""

import datetime as dt
from typing import Any

from discussions.announcements import ANOTHER_TIME, CANNOT_COME, path_of, times_of
from discussions.models import Discussion, Participant, Reply
from discussions.replies.actions import SAID
from schools.models import Person
from schools.notice_kinds import NoticeKind
from schools.policy import Role
from schools.words import names_together

from .places import WORDS, at
from .years import Stage, Year, YearMaker

COMING, NOT_POSSIBLE, ANOTHER = Reply.Answer.COMING, Reply.Answer.NOT_POSSIBLE, Reply.Answer.ANOTHER_TIME
ROLES = {"headteacher": Role.HEADTEACHER, "adviser": Role.SERVICE_ADVISER, "officer": Role.COUNCIL_OFFICER}
# What the headteacher, the adviser and the officer say about one discussion after the other; None: nothing yet.
TO_COME: list[dict[str, str | None]] = [
    {"headteacher": None, "adviser": COMING, "officer": COMING},
    {"headteacher": NOT_POSSIBLE, "adviser": COMING, "officer": COMING},
    {"headteacher": COMING, "adviser": COMING, "officer": COMING},
    {"headteacher": ANOTHER, "adviser": None, "officer": COMING},
]
TOLD: dict[str, NoticeKind] = {NOT_POSSIBLE: CANNOT_COME, ANOTHER: ANOTHER_TIME}


class Replies:
    """Makes the answers to the invitations of `years`, one discussion after the other."""

    def __init__(self, years: YearMaker) -> None:
        self.years, self.to_come = years, 0

    def answer(self, together: list[Year], discussion: Discussion, invited: list[Participant], officer: Person) -> None:
        """Everybody came to what has been held."""
        said: dict[str, str | None] = dict.fromkeys(ROLES, COMING)
        if together[0].stage < Stage.HELD:
            said = TO_COME[self.to_come % len(TO_COME)]
            self.to_come += 1
        for participant in invited:
            if answer := said[participant.taking_part_as]:
                self._say(together, discussion, participant, answer, officer)

    def _say(
        self, together: list[Year], discussion: Discussion, participant: Participant, answer: str, officer: Person
    ) -> None:
        first, person, day = together[0], participant.person, self.years.day(together[0], 11, 3)
        words: dict[str, Any] = {}
        if answer != COMING:
            words = {"text": first.words(WORDS["replies"][answer]), "lang": first.lang}
        if answer == ANOTHER:
            words["times"] = [discussion.starts_at + dt.timedelta(days=days) for days in (7, 8)]
        words |= {"given_by": person, "given_at": min(at(day, 15, 30), at(self.years.today, 0))}
        reply = self.years.rows.add(Reply, participant=participant, sequence=0, answer=answer, **words)
        role = ROLES[participant.taking_part_as]
        for made in together:
            self.years.tell(made, SAID[Reply.Answer(answer), False], reply, day, person, role)
        if kind := TOLD.get(answer):
            names = {
                language: [getattr(made.school, f"name_{language}") for made in together] for language in ("cy", "en")
            }
            named = {f"schools_{language}": names_together(each, language) for language, each in names.items()}
            facts = {**named, **times_of(discussion.starts_at, discussion.ends_at)}
            self.years.leave_notice(first, officer, kind, discussion, path_of(discussion), day, **facts)
