"""Letters about what people were told: what is due is composed as it stands then, and handed over once."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Case, Q, QuerySet, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools import clock
from schools.mailing import readers_of
from schools.models import Letter, MailClass, Notice, Person
from schools.notice_kinds import words_of
from schools.posting import post, post_each, sender
from schools.quiet import may_be_mailed_at, next_digest, next_time

MOST_TOLD = 25  # in one digest; the rest is named with its number
StillAsks = Callable[[Person, Collection[Notice]], set[int]]


def write_letters(notices: Iterable[Notice]) -> None:
    """One letter for each of these notices, which have not been saved yet; it is due when the notice says."""
    told = list(notices)
    letters = [
        Letter(person=each.person, mail_class=each.mail_class, due_at=each.mail_due_at or each.at) for each in told
    ]
    Letter.objects.as_system("what was told goes by mail").bulk_create(letters)
    for notice, letter in zip(told, letters, strict=True):
        notice.letter = letter


def due() -> QuerySet[Letter]:
    """What is to go by now, account and meetings first."""
    rows: QuerySet[Letter] = Letter.objects.as_system("the worker sends what is due")
    first = Case(When(mail_class=MailClass.AT_ONCE, then=Value(0)), default=Value(1))
    return rows.filter(Letter.to_come(), due_at__lte=clock.now()).order_by(first, "due_at", "pk")


def post_due() -> bool:
    """Hand over some of it; whether there may be more."""
    return post_each(due(), post_one)


def post_one(key: int) -> Letter | None:
    """The letter as it stands then; None where another worker has it."""
    rows = Letter.objects.as_system("the worker hands it over").filter(pk=key).select_related("person")
    told: list[int] = []

    def compose_and_remember(letter: Letter) -> EmailMessage | None:
        mail, notices = compose(letter)
        told.extend(notice.pk for notice in notices)
        return mail

    def mark(letter: Letter) -> None:
        mailed = Notice.objects.as_system("they have been mailed").filter(pk__in=told, letter=letter)
        mailed.update(emailed_at=letter.sent_at)

    row: Letter | None = post(rows, compose_and_remember, on_sent=mark)
    return row


def compose(letter: Letter) -> tuple[EmailMessage | None, list[Notice]]:
    """The mail and what it tells, if it may go now and there still is something to tell; in its reader's language."""
    row = Letter.objects.as_system("the worker decides about it").filter(pk=letter.pk)
    if (later := _may_go_only_at(letter)) is not None:
        row.update(due_at=later)
        return None, []
    person, notices = letter.person, still_to_tell(letter)
    if not notices:
        row.update(dropped_at=clock.now())
        return None, []
    language = person.language or "en"
    row.update(language=language, digest_on=clock.today() if letter.digest_on else None)
    with translation.override(language):
        return _digest(person, notices) if letter.digest_on else letter_about(person, notices[0]), notices


def _may_go_only_at(letter: Letter) -> dt.datetime | None:
    """When it may go, if not now: it is a quiet time, or the reader has had a digest today."""
    if letter.mail_class == MailClass.AT_ONCE:
        return None
    now, today = clock.now(), clock.today()
    reader = readers_of([letter.person_id])[letter.person_id]
    if not may_be_mailed_at(reader, now):
        return next_digest(reader, now) if letter.digest_on else next_time(reader, now)
    others = Letter.objects.as_system("one digest a day").filter(person=letter.person_id, digest_on=today)
    if letter.digest_on and others.exclude(pk=letter.pk).exists():
        return next_digest(reader, clock.end_of(today))
    return None


def still_to_tell(letter: Letter) -> list[Notice]:
    """What its reader may still read, and what still asks for something where it is a reminder.

    A letter that also goes to a former address is sent to somebody shut out too: whoever reads it there must hear of
    the change.
    """
    person = letter.person
    rows = Notice.objects.visible_to(person).filter(letter=letter).select_related("school").order_by("at", "pk")
    notices = [notice for notice in rows if person.is_active or notice.emailed_also_to]
    reminding = [notice for notice in notices if notice.mail_class == MailClass.REMINDER]
    settled = {notice.pk for notice in reminding} - _still_asking(person, reminding)
    return [notice for notice in notices if notice.pk not in settled]


def _still_asking(person: Person, reminding: list[Notice]) -> set[int]:
    """Apps say which of these reminders still ask for something: `still_asks` in their configuration."""
    asked: set[int] = set()
    for config in apps.get_app_configs() if reminding else []:
        if path := getattr(config, "still_asks", ""):
            still: StillAsks = import_string(path)
            asked |= still(person, reminding)
    return asked


def letter_about(person: Person, notice: Notice) -> EmailMessage:
    """Short, with the link, and nothing of what anybody wrote."""
    subject, sentence = words_of(notice)
    words = {**_words(person), "sentence": sentence, "link": _link(notice)}
    words["is_news"] = notice.mail_class == MailClass.NEWS
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string("schools/mail/notice.txt", words),
        from_email=sender(),
        to=[person.email],
        bcc=[notice.emailed_also_to] if notice.emailed_also_to else [],
    )


def _digest(person: Person, notices: list[Notice]) -> EmailMessage:
    """What waits, then what is new: whole sentences with their links, and nothing of what anybody wrote."""
    told = [(words_of(notice)[1], _link(notice), notice.mail_class) for notice in notices[:MOST_TOLD]]
    words = {
        **_words(person),
        "reminders": [each for each in told if each[2] == MailClass.REMINDER],
        "news": [each for each in told if each[2] != MailClass.REMINDER],
        "more": len(notices) - len(told),
        "all": f"{settings.PORTAL_ADDRESS}{reverse('home:index')}",
    }
    number = len(notices)
    said = ngettext(
        "There is %(number)s message for you in the Improvement Portal",
        "There are %(number)s messages for you in the Improvement Portal",
        number,
    )
    body = render_to_string("schools/mail/digest.txt", words).strip() + "\n"
    return EmailMessage(subject=said % {"number": number}, body=body, from_email=sender(), to=[person.email])


def _words(person: Person) -> dict[str, Any]:
    wishes = settings.PORTAL_ADDRESS + reverse("mail_wishes:edit")
    return {"name": person.name, "wishes": wishes, "service": _("Improvement Portal")}


def _link(notice: Notice) -> str:
    return f"{settings.PORTAL_ADDRESS}/{translation.get_language()}{notice.path}"


def not_in_a_letter() -> QuerySet[Notice]:
    """What waits for a digest."""
    rows: QuerySet[Notice] = Notice.objects.as_system("what waits for its reader's digest")
    return rows.filter(~Q(mail_class=""), letter=None, emailed_at=None, mail_due_at__isnull=False)
