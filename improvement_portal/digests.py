"""The daily message: one a day and person, with what waits and with what is new; in school hours only."""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from discussions import coming_up
from improvement_portal import reminders
from schools import account_letters, clock
from schools.letters import due, not_in_a_letter
from schools.mailing import readers_of
from schools.models import Appointment, Letter, MailClass, Notice, Person
from schools.quiet import Reader, may_be_mailed_at
from schools.tasks import post_letters

LOCK = 7217  # the portal's own number among PostgreSQL's advisory locks, for what the worker's watch begins


def look() -> None:
    """What the worker's watch asks every few seconds: the day's messages are put together once, what is due is sent.

    Both are rows of the database; a task that was lost is begun again from them.
    """
    today = clock.today().isoformat()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return
        if may_be_mailed_at(Reader(), clock.now()) and not _was_begun(put_together_all, today):
            put_together_all.enqueue(today)
        if (account_letters.due().exists() or due().exists()) and not _is_waiting(post_letters):
            post_letters.enqueue()


def _was_begun(its: Any, day: str) -> bool:
    return DBTaskResult.objects.filter(task_path=its.module_path, args_kwargs__args=[day]).exists()


def _is_waiting(its: Any) -> bool:
    rows = DBTaskResult.objects
    return (rows.ready() | rows.running()).filter(task_path=its.module_path).exists()


@task(queue_name="slow")
def put_together_all(day: str) -> None:
    """The messages of one day; run again it adds nothing. What goes wrong for one person stops nobody else's."""
    now = clock.now()
    if day != clock.today().isoformat():
        return
    people = list(_whom_it_may_concern())
    readers = readers_of(person.pk for person in people)
    near = coming_up.near()
    failures: list[Exception] = []
    for person in people:
        if may_be_mailed_at(readers[person.pk], now):
            try:
                put_together(person, near.get(person.pk, ()))
            except Exception as failure:
                failures.append(failure)
    post_letters.enqueue()
    if failures:
        raise failures[0]


def _whom_it_may_concern() -> Any:
    held = Appointment.objects.as_system("for whom something may wait").filter(
        Appointment.current(), person=OuterRef("pk")
    )
    told = not_in_a_letter().filter(person=OuterRef("pk"))
    return Person.objects.filter(Q(Exists(held), is_active=True) | Exists(told)).order_by("pk")


@transaction.atomic
def put_together(person: Person, near: Collection[Any]) -> None:
    """This person's message of today, if there is anything to tell. One that could not be sent yet takes it along."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    letters = Letter.objects.as_system("one digest a day").filter(person=person, digest_on__isnull=False)
    open_one = letters.filter(Letter.to_come()).select_for_update().order_by("pk").first()
    if letters.filter(digest_on=clock.today()).exists() or (open_one and (open_one.handed_at or open_one.doubts)):
        return
    coming_up.remind(person, near)
    reminders.remind(person)
    told = list(not_in_a_letter().filter(person=person, mail_due_at__lte=clock.now()))
    if not told:
        return
    letter = open_one or Letter(person=person)
    letter.digest_on, letter.due_at = clock.today(), clock.now()
    news = any(notice.mail_class == MailClass.NEWS for notice in told)
    letter.mail_class = MailClass.NEWS if news or letter.mail_class == MailClass.NEWS else MailClass.REMINDER
    letter.save()
    rows = Notice.objects.as_system("they go in this digest").filter(pk__in=[notice.pk for notice in told])
    rows.update(letter=letter)


def still_asks(person: Person, notices: Collection[Notice]) -> set[int]:
    """Which of these reminders still ask for something, when their letter goes."""
    return reminders.still_waiting(person, notices) | coming_up.still_to_come(person, notices)
