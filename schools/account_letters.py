"""Letters about accounts: written down when they are asked for, made when they are handed over.

The secret of a link is made with the letter that carries it and stands nowhere else. What has become pointless by then
(the invitation was withdrawn or accepted, the password changed, the person shut out) is not sent, and the row says so.
Quiet times do not bind these letters.
"""

import datetime as dt

from allauth.account.forms import default_token_generator
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from schools import clock
from schools.models import AccountLetter, AccountMail, Invitation, Person
from schools.models.titles import role_words
from schools.posting import post, post_each, sender


def write_invitation(invitation: Invitation) -> AccountLetter:
    """One letter an invitation, however often it is asked for."""
    words = {"letter_kind": AccountMail.INVITATION, "language": invitation.language, "due_at": clock.now()}
    rows = AccountLetter.objects.as_system("an invitation goes by mail")
    letter: AccountLetter = rows.get_or_create(invitation=invitation, defaults=words)[0]
    return letter


def write_new_password(person: Person | None, language: str) -> None:
    """A link to a new password was asked for; of nobody, where nobody has the address."""
    AccountLetter.objects.create(
        letter_kind=AccountMail.LINK,
        person=person,
        language=language,
        due_at=clock.now(),
        asked_of=AccountLetter.state_of(person) if person else "",
    )


def write_word(person: Person, what: str, language: str, when: dt.datetime) -> None:
    """Word to the owner of an account of what was done with it (`what`: password_changed, …), and when."""
    AccountLetter.objects.create(
        letter_kind=AccountMail(what), person=person, language=language, created_at=when, due_at=clock.now()
    )


def due() -> QuerySet[AccountLetter]:
    rows: QuerySet[AccountLetter] = AccountLetter.objects.as_system("the worker sends what is due")
    return rows.filter(AccountLetter.to_come(), due_at__lte=clock.now()).order_by("due_at", "pk")


def post_due() -> bool:
    """Hand over some of it; whether there may be more."""
    return post_each(due(), post_one)


def post_one(key: int) -> AccountLetter | None:
    """The letter as it stands then; None where another worker has it."""
    rows = AccountLetter.objects.as_system("the worker hands it over").filter(pk=key).select_related("person")
    sent: AccountLetter | None = post(rows, compose, on_sent=_mark)
    return sent


def _mark(letter: AccountLetter) -> None:
    if letter.invitation_id:
        rows = Invitation.objects.as_system("it has been mailed").filter(pk=letter.invitation_id)
        rows.update(emailed_at=letter.sent_at)


def compose(letter: AccountLetter) -> EmailMessage | None:
    """The mail, if there still is something to say; else it is noted that the letter is not needed."""
    mail = _invitation(letter) if letter.invitation_id else _to_owner(letter)
    if mail is None:
        AccountLetter.objects.as_system("it is not needed any more").filter(pk=letter.pk).update(dropped_at=clock.now())
    return mail


def _invitation(letter: AccountLetter) -> EmailMessage | None:
    """With a new link. It takes the place of the one before, unless that one may have arrived: then both work, for
    mail programs show one of two letters with the same Message-ID, and nobody knows which.
    """
    rows = Invitation.objects.as_system("the worker mails an invitation").select_for_update(of=("self",))
    rows = rows.select_related("school", "council", "service", "guest_organisation", "invited_by")
    invitation = rows.filter(Invitation.live(clock.now()), pk=letter.invitation_id, emailed_at=None).first()
    if invitation is None or (invitation.ends_on and invitation.ends_on < clock.today()):
        return None
    if letter.doubts and not invitation.earlier_token_hash:
        invitation.earlier_token_hash = invitation.token_hash
    token = invitation.new_token()
    invitation.save(update_fields=["token_hash", "earlier_token_hash", "expires_at"])
    return invitation_letter(invitation, token)


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


def _to_owner(letter: AccountLetter) -> EmailMessage | None:
    person = letter.person
    if person is None or not person.is_active:
        return None
    with translation.override(person.language or letter.language):
        if letter.letter_kind != AccountMail.LINK:
            return _mail(person, letter.letter_kind, timestamp=letter.created_at)
        if letter.asked_of != AccountLetter.state_of(person):
            return None
        return _mail(person, letter.letter_kind, user=person, password_reset_url=_link_to_new_password(person))


def _link_to_new_password(person: Person) -> str:
    address = [person.public_id.hex, default_token_generator.make_token(person)]
    return settings.PORTAL_ADDRESS + reverse("account_reset_password_from_key", args=address)


def _mail(person: Person, what: str, **words: object) -> EmailMessage:
    subject = render_to_string(f"account/email/{what}_subject.txt", words)
    body = render_to_string(f"account/email/{what}_message.txt", words)
    return EmailMessage(
        subject=" ".join(subject.split()), body=body.strip() + "\n", from_email=sender(), to=[person.email]
    )


def remove_old(sent_before: dt.datetime, failed_before: dt.datetime) -> int:
    """What is over of people's own letters; how many. That of an invitation stays with it."""
    rows = AccountLetter.objects.as_system("what nobody needs any more").filter(invitation=None)
    over = (rows.filter(sent_at__lt=sent_before), rows.filter(dropped_at__lt=sent_before))
    return sum(each.delete()[0] for each in (*over, rows.filter(failed_at__lt=failed_before)))
