"""How often somebody gets news by e-mail: their own choice."""

from uuid import UUID

from django.utils.translation import gettext_lazy

from schools import clock
from schools.history import once_only, record, tells
from schools.letters import not_in_a_letter, write_letters
from schools.mailing import due_of_news, readers_of
from schools.models import MailClass, NewsByMail, Notice, Person
from schools.tasks import post_letters

CHOSEN = tells("news_by_mail.chosen", gettext_lazy("How often news is sent by e-mail was chosen."))


@once_only
def choose(*, news_by_mail: str, by: Person, once: UUID) -> Person:
    """What was told and has not been sent yet goes as was chosen now."""
    by.news_by_mail = news_by_mail
    by.save(update_fields=["news_by_mail"])
    record(CHOSEN, by, by=by, once=once, choice=news_by_mail)
    waiting = list(not_in_a_letter().filter(person=by, mail_class=MailClass.NEWS).select_for_update(of=("self",)))
    due = due_of_news(readers_of([by.pk])[by.pk], NewsByMail(news_by_mail), clock.now())
    for notice in waiting:
        notice.mail_due_at = due.at
    if not due.in_digest:
        write_letters(waiting)
        post_letters.enqueue()
    rows = Notice.objects.as_system("when they are sent follows the new choice")
    rows.bulk_update(waiting, ["mail_due_at", "letter"])
    return by
