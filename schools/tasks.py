"""Work done in the background. Tasks take ids, never text, and may run more than once."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from schools import clock
from schools.models import Notice
from schools.notices import words_of


def enqueue_notice_mail(public_ids: Iterable[str]) -> None:
    for public_id in public_ids:
        mail_notice.enqueue(public_id)


@task()
def mail_notice(public_id: str) -> None:
    """Send one notice by e-mail, in its reader's language, once: a second run finds it sent and does nothing."""
    with transaction.atomic():
        rows = Notice.objects.as_system("the worker mails what was told").select_for_update(of=("self",))
        notice = rows.select_related("person", "school").filter(public_id=public_id, emailed_at=None).first()
        if notice is None or not notice.person.is_active:
            return
        Notice.objects.as_system("the worker marks it mailed").filter(pk=notice.pk).update(emailed_at=clock.now())
        letter(notice).send()


def letter(notice: Notice) -> EmailMessage:
    """The e-mail of a notice: short, with the link, and nothing of what anybody wrote."""
    language = notice.person.language or "en"
    with translation.override(language):
        subject, sentence = words_of(notice)
        body = render_to_string(
            "schools/mail/notice.txt",
            {
                "name": notice.person.name,
                "sentence": sentence,
                "link": f"{settings.PORTAL_ADDRESS}/{language}{notice.path}",
                "service": _("Improvement Portal"),
            },
        )
        return EmailMessage(subject=subject, body=body, to=[notice.person.email])
