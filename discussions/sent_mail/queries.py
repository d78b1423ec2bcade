"""What was and will be sent by mail about somebody's schools and their discussions: to whom, what about, and how it is.

Of a message to somebody else only its subject is told, and of those messages alone which the asker might get too, or
which their own people caused. Of what concerns accounts only invitations are told, to whoever manages the people there.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from discussions.calendar import SUBJECTS
from discussions.mail_seen import calendar_letters_seen, invitations_mailed, notices_seen
from discussions.models import CalendarMessage, DiscussionSchool
from schools import clock
from schools.models import AccountLetter, Appointment, Invitation, Letter, MailClass, Notice, Person, School, Stage
from schools.models.base import reader_language
from schools.models.titles import role_words, titles_of
from schools.notice_kinds import words_of
from schools.words import names_together

NOTICE, CALENDAR, INVITATION = "notice", "calendar", "invitation"


@dataclass(frozen=True)
class Line:
    """One message to one person, or to somebody who is invited and has no account yet."""

    person: Person | Invitation
    role: str
    subject: str
    mail_class: str
    at: dt.datetime  # when it was sent; if it was not, when it is or was due
    stage: Stage
    trouble: str
    perhaps_twice: bool
    invites: bool = False


ON_ITS_WAY = Q(letter=None) | Q(letter__sent_at=None, letter__failed_at=None, letter__dropped_at=None)
OF_NOTICES: dict[str, Q] = {
    Stage.SENT: Q(emailed_at__isnull=False),
    Stage.FAILED: Q(letter__failed_at__isnull=False),
    Stage.TO_COME: Q(emailed_at=None) & ON_ITS_WAY,
    Stage.DROPPED: Q(emailed_at=None) & (Q(letter__dropped_at__isnull=False) | Q(letter__sent_at__isnull=False)),
}
OF_CALENDARS: dict[str, Q] = {
    Stage.SENT: Q(sent_at__isnull=False),
    Stage.FAILED: Q(failed_at__isnull=False),
    Stage.TO_COME: Q(sent_at=None, failed_at=None),
    Stage.DROPPED: Q(pk__in=[]),
}
OF_INVITATIONS: dict[str, Q] = {
    Stage.SENT: Q(sent_at__isnull=False),
    Stage.FAILED: Q(failed_at__isnull=False),
    Stage.TO_COME: AccountLetter.to_come(),
    Stage.DROPPED: Q(dropped_at__isnull=False),
}


def messages_seen(person: Person, stage: str) -> Any:
    """When each is due, which kind of row it is and its key: what is to come first, then the newest."""
    notices, letters, invitations = notices_seen(person), calendar_letters_seen(person), invitations_mailed(person)
    if stage:
        notices, letters = notices.filter(OF_NOTICES[stage]), letters.filter(OF_CALENDARS[stage])
        invitations = invitations.filter(OF_INVITATIONS[stage])
    kind = {name: Value(name, CharField()) for name in (NOTICE, CALENDAR, INVITATION)}
    told = notices.order_by().values_list("mail_due_at", kind[NOTICE], "pk")
    put_down = letters.order_by().values_list("created_at", kind[CALENDAR], "pk")
    invited = invitations.order_by().values_list("created_at", kind[INVITATION], "pk")
    return told.union(put_down, invited, all=True).order_by("-mail_due_at", "-pk")


def lines_of(found: Iterable[tuple[Any, str, int]]) -> list[Line]:
    order = [(kind, key) for _due, kind, key in found]
    keys = {name: [key for kind, key in order if kind == name] for name in (NOTICE, CALENDAR, INVITATION)}
    notices = Notice.objects.as_system("a page of what was sent").filter(pk__in=keys[NOTICE])
    letters = CalendarMessage.objects.as_system("a page of what was sent").filter(pk__in=keys[CALENDAR])
    invitations = AccountLetter.objects.as_system("a page of what was sent").filter(pk__in=keys[INVITATION])
    rows: dict[tuple[str, int], Any] = {
        **{(NOTICE, row.pk): row for row in notices.select_related("person", "letter", "school")},
        **{(CALENDAR, row.pk): row for row in letters.select_related("person")},
        **{(INVITATION, row.pk): row for row in invitations.select_related("invitation__school")},
    }
    lines = _of_invitations([row for (kind, _key), row in rows.items() if kind == INVITATION])
    schools = _schools_of({row.discussion_id for (kind, _key), row in rows.items() if kind == CALENDAR})
    roles = _roles_of({row.person_id for row in rows.values() if row.person_id})
    for (kind, key), row in rows.items():
        if kind == NOTICE:
            lines[kind, key] = _of_notice(row, roles)
        elif kind == CALENDAR:
            lines[kind, key] = _of_calendar(row, roles, schools[row.discussion_id])
    return [lines[each] for each in order if each in lines]


def _of_invitations(letters: list[AccountLetter]) -> dict[tuple[str, int], Line]:
    """With the role that each was invited to."""
    invited = {row.pk: row.invitation for row in letters if row.invitation}
    titles = titles_of(invited.values())
    return {
        (INVITATION, row.pk): Line(
            person=invited[row.pk],
            role=role_words(invited[row.pk], titles),
            subject=_("Invitation to the Improvement Portal"),
            mail_class=str(MailClass.AT_ONCE.label),
            at=row.sent_at or (row.due_at if row.stage == Stage.TO_COME else row.created_at),
            stage=row.stage,
            trouble=row.trouble if row.stage != Stage.SENT else "",
            perhaps_twice=row.perhaps_twice,
            invites=True,
        )
        for row in letters
    }


def _of_notice(notice: Notice, roles: dict[int, list[Any]]) -> Line:
    letter: Letter | None = notice.letter
    stage = next(stage for stage, holds in _holds_of(notice, letter) if holds)
    due = letter.due_at if letter and stage == Stage.TO_COME else notice.mail_due_at
    return Line(
        person=notice.person,
        role=_role(roles[notice.person_id], [notice.school] if notice.school else []),
        subject=words_of(notice)[0],
        mail_class=notice.get_mail_class_display(),
        at=notice.emailed_at or due or notice.at,
        stage=stage,
        trouble=letter.trouble if letter and stage != Stage.SENT else "",
        perhaps_twice=bool(letter and letter.perhaps_twice),
    )


def _holds_of(notice: Notice, letter: Letter | None) -> list[tuple[Stage, bool]]:
    """The same as `OF_NOTICES`, of one."""
    return [
        (Stage.SENT, notice.emailed_at is not None),
        (Stage.FAILED, bool(letter and letter.failed_at)),
        (Stage.DROPPED, bool(letter and (letter.dropped_at or letter.sent_at))),
        (Stage.TO_COME, True),
    ]


def _of_calendar(message: CalendarMessage, roles: dict[int, list[Any]], schools: list[School]) -> Line:
    language = reader_language()
    day = date_format(message.starts_at.astimezone(clock.LONDON))
    names = names_together([school.name for school in schools], language)
    stage = Stage.SENT if message.sent_at else Stage.FAILED if message.failed_at else Stage.TO_COME
    return Line(
        person=message.person,
        role=_role(roles[message.person_id], schools),
        subject=SUBJECTS[message.occasion]() % {"schools": names, "day": day},
        mail_class=str(MailClass.AT_ONCE.label),
        at=message.sent_at or message.created_at,
        stage=stage,
        trouble=message.trouble if stage != Stage.SENT else "",
        perhaps_twice=message.perhaps_twice,
    )


def _schools_of(discussions: set[int]) -> dict[int, list[School]]:
    found: dict[int, list[School]] = defaultdict(list)
    rows = DiscussionSchool.objects.as_system("which schools a message is about").filter(discussion__in=discussions)
    for row in rows.select_related("school").order_by("pk"):
        found[row.discussion_id].append(row.school)
    return found


def _roles_of(people: set[int]) -> dict[int, list[Any]]:
    """By person: each role held today, and in which words."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = Appointment.objects.as_system("in which role somebody is written to").filter(
        Appointment.current(), person__in=people
    )
    held = list(rows.select_related("school").order_by("pk"))
    titles = titles_of(held)
    for row in held:
        found[row.person_id].append((row, role_words(row, titles)))
    return found


def _role(held: list[Any], schools: list[School]) -> str:
    """The role at one of these schools, else at their council, else any that is held today."""
    keys, councils = {school.pk for school in schools}, {school.council_id for school in schools}
    nearest = sorted(held, key=lambda each: (each[0].school_id not in keys, each[0].council_id not in councils))
    return str(nearest[0][1]) if nearest else ""
