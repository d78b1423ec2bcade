"""Letters about accounts: rows like every other letter, without a secret, and dropped when they are pointless."""

import datetime as dt
import re
import smtplib
import uuid
from unittest import mock

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from schools import account_letters, clock, tasks
from schools.models import AccountLetter, AccountMail, Invitation, Person, Stage
from schools.people import actions
from tests.posting import Killed, MailServer
from tests.schools.inviting import invite, key

pytestmark = pytest.mark.django_db
SEND = "django.core.mail.EmailMessage.send"
RESET = "/en/account/password/reset/"
REFUSED = smtplib.SMTPRecipientsRefused({"megan@example.test": (550, b"no such user CANARY")})


def post() -> None:
    tasks.post_letters.func()


def the_letter() -> AccountLetter:
    return AccountLetter.all_rows.get()


def link_in(message) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", message.body)
    assert found
    return found[1]


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.posting.MailServer"
    MailServer.begin()
    return MailServer


def writes_of_asking(email: str) -> list[str]:
    """What is written, statement by statement, without the values."""
    with CaptureQueriesContext(connection) as queries:
        Client().post(RESET, {"email": email})
    words = [" ".join(query["sql"].split()[:3]) for query in queries]
    return [each for each in words if each.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_asking_for_a_new_password_writes_as_much_for_an_address_that_nobody_has(nia, settings):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    both = (nia.email, "nobody@example.test")
    first = [writes_of_asking(email) for email in both]  # limits, and allauth's list of addresses, begin with it
    assert first and AccountLetter.all_rows.count() == 2
    known, unknown = (writes_of_asking(email) for email in both)
    assert known == unknown and any("accountletter" in each for each in known)
    post()
    assert [message.to for message in mail.outbox] == [[nia.email]] * 2
    assert {letter.stage for letter in AccountLetter.all_rows.filter(person=None)} == {Stage.DROPPED}


def no_change(person):
    pass


def new_password(person):
    person.set_password("tair-deilen-werdd-7")
    person.save()


def shut_out(person):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def other_address(person):
    Person.objects.filter(pk=person.pk).update(email="nia.newydd@example.test")


@pytest.mark.parametrize(
    ("meanwhile", "stage"),
    [
        (no_change, Stage.SENT),
        (new_password, Stage.DROPPED),
        (shut_out, Stage.DROPPED),
        (other_address, Stage.DROPPED),
    ],
)
def test_a_link_to_a_new_password_is_sent_while_the_account_is_as_it_was_when_asked(nia, meanwhile, stage):
    account_letters.write_new_password(nia, "en")
    meanwhile(nia)
    post()
    assert the_letter().stage == stage
    assert len(mail.outbox) == (stage == Stage.SENT)


def withdraw(invitation, nia):
    actions.withdraw(invitation, by=nia, once=key())


def expire(invitation, nia):
    Invitation.all_rows.filter(pk=invitation.pk).update(expires_at=clock.now())


def accept(invitation, nia):
    Invitation.all_rows.filter(pk=invitation.pk).update(used_at=clock.now(), used_by=nia)


@pytest.mark.parametrize("meanwhile", [withdraw, expire, accept])
def test_an_invitation_that_leads_nowhere_any_more_is_not_sent(nia, school, meanwhile):
    meanwhile(invite(school, nia), nia)
    post()
    assert the_letter().stage == Stage.DROPPED and not mail.outbox


def test_no_secret_stands_in_a_row_or_a_task(nia, school, settings):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    invite(school, nia)
    Client().post(RESET, {"email": nia.email})
    post()
    secrets = [part for message in mail.outbox for part in re.split(r"[/-]", link_in(message)) if len(part) > 30]
    assert secrets
    kept = [str(vars(row)) for model in (AccountLetter, Invitation, DBTaskResult) for row in model._base_manager.all()]
    assert not [secret for secret in secrets if secret != nia.public_id.hex and any(secret in row for row in kept)]


@pytest.mark.parametrize("how", ["before", "after"])
def test_the_link_of_a_letter_in_doubt_works_beside_the_one_sent_after_it(nia, school, server, how):
    invite(school, nia)
    server.kills = how
    with pytest.raises(Killed):
        post()
    assert the_letter().handed_at and not the_letter().sent_at
    post()
    assert the_letter().perhaps_twice and Invitation.all_rows.get().emailed_at
    names = {message.extra_headers["Message-ID"] for _at, message in server.taken}
    assert names == {f"<{the_letter().public_id}@127.0.0.1>"}
    links = [link_in(message) for _at, message in server.taken]
    assert len(set(links)) == (2 if how == "after" else 1)
    for link in links:
        assert "Nia has invited you" in Client().get(link, follow=True).content.decode()
    actions.withdraw(Invitation.all_rows.get(), by=nia, once=key())
    for link in links:
        assert "has been withdrawn" in Client().get(link, follow=True).content.decode()


def test_a_link_that_reached_nobody_is_replaced_by_the_next(nia, school, server):
    invite(school, nia)
    server.is_away = True
    post()
    unsent = Invitation.all_rows.get().token_hash
    assert the_letter().trouble == "server_away"
    server.is_away = False
    AccountLetter.all_rows.update(due_at=clock.now())
    post()
    invitation = Invitation.all_rows.get()
    assert unsent not in (invitation.token_hash, invitation.earlier_token_hash)
    assert invitation.earlier_token_hash == ""


def test_an_invitation_refused_for_good_is_said_so_in_the_list(client, nia, school):
    invite(school, nia)
    with mock.patch(SEND, side_effect=REFUSED):
        post()
    assert (the_letter().stage, the_letter().trouble) == (Stage.FAILED, "address_refused")
    client.force_login(nia)
    page = client.get(reverse("people:invitations")).content.decode()
    assert "Could not be sent" in page and "The address was refused." in page and "Not sent yet" not in page
    assert "CANARY" not in page


def test_what_became_of_a_letter_is_final(nia):
    account_letters.write_new_password(nia, "en")
    post()
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        AccountLetter.all_rows.update(sent_at=None)


@pytest.mark.parametrize(
    "wrong", [{"letter_kind": "invitation"}, {"letter_kind": "password_set"}, {"letter_kind": "poem"}]
)
def test_a_letter_is_of_a_known_kind_and_to_somebody(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountLetter.objects.create(language="en", due_at=clock.now(), **wrong)


def test_quiet_times_do_not_bind_it_and_it_goes_before_other_letters(nia, monkeypatch):
    sunday_night = dt.datetime(2026, 12, 6, 23, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: sunday_night)
    account_letters.write_word(nia, "password_changed", "en", sunday_night)
    post()
    assert the_letter().sent_at == sunday_night


@pytest.mark.parametrize("what", [each for each in AccountMail.values if each != AccountMail.INVITATION])
def test_every_kind_has_its_words(nia, what):
    if what == AccountMail.LINK:
        account_letters.write_new_password(nia, "en")
    else:
        account_letters.write_word(nia, what, "en", clock.now())
    post()
    assert mail.outbox[0].subject and mail.outbox[0].to == [nia.email]


def test_a_task_from_before_the_rows_becomes_one(nia, school):
    invitation = invite(school, nia)
    AccountLetter.all_rows.all().delete()
    for _again in range(2):
        tasks.mail_invitation.func(str(invitation.public_id))
    tasks.mail_account_change.func(str(nia.public_id), "password_set", "en", "2026-11-30T09:00:00+00:00")
    tasks.mail_password_reset.func(str(nia.public_id), "en")
    tasks.mail_password_reset.func(str(uuid.uuid4()), "en")
    post()
    assert len(mail.outbox) == AccountLetter.all_rows.filter(sent_at__isnull=False).count() == 3
    assert any("30 Tachwedd 2026" in message.body for message in mail.outbox)


def test_letters_about_passwords_are_nobodys_to_see_but_ones_own(nia, olwen, ann, school):
    account_letters.write_new_password(nia, "en")
    invite(school, nia)
    for who, kinds in ((nia, {"password_reset_key", "invitation"}), (olwen, {"invitation"}), (ann, set())):
        assert set(AccountLetter.objects.visible_to(who).values_list("letter_kind", flat=True)) == kinds


def test_what_is_over_is_removed_but_for_invitations(nia, school):
    invite(school, nia)
    account_letters.write_new_password(nia, "en")
    account_letters.write_new_password(None, "en")
    post()
    soon = clock.now() + dt.timedelta(seconds=1)
    assert account_letters.remove_old(clock.now() - dt.timedelta(days=7), soon) == 0
    assert account_letters.remove_old(soon, soon) == 2
    assert the_letter().invitation
