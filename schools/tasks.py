"""Work done in the background. Tasks take ids, never text, and may run more than once."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from schools import clock
from schools.letters import post_due
from schools.models import Invitation, Person
from schools.models.titles import role_words
from schools.posting import sender


@task()
def post_letters() -> None:
    """Send what is due of what people were told. A second run finds it sent; what is left, another run sends."""
    if post_due():
        post_letters.enqueue()


@task()
def mail_invitation(public_id: str) -> None:
    """Mail the link of an invitation. The link's secret is made here and stands nowhere but in the mail.

    If it is run again before the mail was noted as sent, the newer link is the one that works.
    """
    with transaction.atomic():
        rows = Invitation.objects.as_system("the worker mails an invitation").select_for_update(of=("self",))
        rows = rows.select_related("school", "council", "service", "guest_organisation", "invited_by")
        invitation = rows.filter(Invitation.live(clock.now()), public_id=public_id, emailed_at=None).first()
        if invitation is None:
            return
        token = invitation.new_token()
        invitation.emailed_at = clock.now()
        invitation.save(update_fields=["token_hash", "expires_at", "emailed_at"])
        invitation_letter(invitation, token).send()


def invitation_link(invitation: Invitation, token: str) -> str:
    """The address that opens an invitation, in the language it was written in."""
    with translation.override(invitation.language):
        return settings.PORTAL_ADDRESS + reverse("people:join", args=[token])


def invitation_letter(invitation: Invitation, token: str) -> EmailMessage:
    with translation.override(invitation.language):
        words = {"invitation": invitation, "role": role_words(invitation), "link": invitation_link(invitation, token)}
        return EmailMessage(
            subject=_("Invitation to the Improvement Portal"),
            body=render_to_string("schools/mail/invitation.txt", words).strip() + "\n",
            from_email=sender(),
            to=[invitation.email],
        )


@task()
def mail_password_reset(public_id: str, language: str) -> None:
    """Mail the link for a new password. Made here, so that asking takes as long for an unknown address."""
    person = Person.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        return
    with translation.override(person.language or language):
        address = [person.public_id.hex, default_token_generator.make_token(person)]
        words = {
            "user": person,
            "email": person.email,
            "password_reset_url": settings.PORTAL_ADDRESS + reverse("account_reset_password_from_key", args=address),
        }
        subject = render_to_string("account/email/password_reset_key_subject.txt", words)
        body = render_to_string("account/email/password_reset_key_message.txt", words)
        EmailMessage(
            subject=" ".join(subject.split()), body=body.strip() + "\n", from_email=sender(), to=[person.email]
        ).send()


@task()
def mail_account_change(public_id: str, what: str, language: str, when: str) -> None:
    """Tell the owner of an account what was done with it (`what`: password_changed, …), and when."""
    person = Person.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        return
    with translation.override(person.language or language):
        words = {"timestamp": datetime.fromisoformat(when)}
        subject = render_to_string(f"account/email/{what}_subject.txt", words)
        body = render_to_string(f"account/email/{what}_message.txt", words)
        EmailMessage(
            subject=" ".join(subject.split()), body=body.strip() + "\n", from_email=sender(), to=[person.email]
        ).send()
