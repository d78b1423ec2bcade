"""Background work of the discussions. Tasks take ids, never text, and may run more than once."""

from typing import Any

from django_tasks import task

from discussions.announcements import able_to_take_part
from discussions.calendar import ENDS, letter
from discussions.models import CalendarMessage, OwnCalendar
from discussions.own_calendars import keeping
from schools.posting import post


@task()
def send_calendar_mail(discussion: str) -> None:
    """Send what is waiting for one discussion, to each person in the order in which it was written.

    A letter that cannot be sent holds back this person's later ones, not other people's; the task then fails and is
    tried again by the worker.
    """
    waiting = CalendarMessage.objects.as_system("the worker sends what waits").filter(
        discussion__public_id=discussion, sent_at=None, failed_at=None
    )
    failures: list[Exception] = []
    for person in waiting.order_by("person").values_list("person", flat=True).distinct():
        try:
            while send_next(waiting.filter(person=person)):
                pass
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]


def send_next(waiting: Any) -> bool:
    """Send the oldest message that waits; False where none does, or another worker has it in hand.

    What waits for somebody who cannot take part any more is taken away unsent, but for the last message: it takes
    out of their calendar what an earlier letter put there.
    """
    message = waiting.select_related("person", "discussion").order_by("pk").first()
    if message is None:
        return False
    rows = CalendarMessage.objects.as_system("the worker hands it over").filter(pk=message.pk)
    able = able_to_take_part(message.discussion.covered).filter(person=message.person).exists()
    if not able and not message.handed_at and not _ends_what_was_sent(message):
        rows.delete()
        return True
    sent = post(rows.select_related("person", "discussion"), letter)
    if sent is None:
        return False
    if sent.trouble and not sent.failed_at:
        raise NotSent(sent.trouble)
    return True


class NotSent(Exception):
    """The worker tries it again later; the row says why it was not taken."""


def _ends_what_was_sent(message: CalendarMessage) -> bool:
    sent = CalendarMessage.objects.as_system("what their calendar holds").filter(
        discussion=message.discussion, person=message.person, sent_at__isnull=False
    )
    last = sent.order_by("pk").last()
    return message.occasion in ENDS and last is not None and last.occasion not in ENDS and message.person.is_active


@task(queue_name="outside")
def read_own_calendar(calendar: str) -> None:
    """Read what stands at the address that somebody gave; a calendar that was taken away meanwhile is left alone."""
    found = OwnCalendar.objects.as_system("the worker reads it").filter(public_id=calendar).first()
    if found is not None and found.comes == OwnCalendar.Comes.ADDRESS:
        keeping.read_again(found)


def read_what_is_due() -> int:
    """Once a day for each calendar at an address; how many there are. What is tried already is not due."""
    keys = list(keeping.due().values_list("public_id", flat=True))
    for key in keys:
        read_own_calendar.enqueue(str(key))
    return len(keys)
