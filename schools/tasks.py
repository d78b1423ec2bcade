"""Work done in the background. Tasks take ids, never text, and may run more than once."""

from datetime import datetime

from django_tasks import task

from schools import account_letters, letters
from schools.models import Invitation, Person


@task()
def post_letters() -> None:
    """Send what is due, accounts first. A second run finds it sent; what is left, another run sends."""
    try:
        more = account_letters.post_due()
    finally:  # what went wrong there keeps back nothing here
        others = letters.post_due()
    if more or others:
        post_letters.enqueue()


# Until December 2026 letters about accounts were tasks, not rows. What was queued then is tried for three days after
# the change, and becomes a row here; from February 2027 on nothing can be left, and these three may go.


@task()
def mail_invitation(public_id: str) -> None:
    waiting = Invitation.objects.as_system("the worker mails an invitation").filter(public_id=public_id)
    for invitation in waiting.filter(emailed_at=None):
        account_letters.write_invitation(invitation)
    post_letters.enqueue()


@task()
def mail_password_reset(public_id: str, language: str) -> None:
    for person in Person.objects.filter(public_id=public_id):
        account_letters.write_new_password(person, language)
    post_letters.enqueue()


@task()
def mail_account_change(public_id: str, what: str, language: str, when: str) -> None:
    for person in Person.objects.filter(public_id=public_id):
        account_letters.write_word(person, what, language, datetime.fromisoformat(when))
    post_letters.enqueue()
