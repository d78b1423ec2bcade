"""Invitations: who may invite whom, and the link, which works once and only for whom it was sent to."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django_tasks_db.models import DBTaskResult

from schools import clock
from schools.models import (
    AccountLetter,
    Appointment,
    GuestOrganisation,
    Invitation,
    Notice,
    Person,
    Stage,
)
from schools.people import actions
from schools.people.queries import why_dead
from schools.policy import Place, Role
from schools.refusals import Refused
from schools.tasks import mail_invitation, post_letters
from tests import factories as make
from tests.schools.inviting import form_data, invite, key, words

TODAY = clock.today()
DAY = dt.timedelta(days=1)


def says(answer: Any) -> str:
    return answer.content.decode()


NEW = {"email": "megan@example.test", "password1": "tri-gair-hap-33", "password2": "tri-gair-hap-33"}


# --- Who may invite whom


@pytest.mark.parametrize(
    ("who", "place", "role"),
    [
        ("nia", "school", Role.SENIOR_LEADER),
        ("nia", "school", Role.CLERK_TO_GOVERNORS),
        ("olwen", "school", Role.HEADTEACHER),
        ("olwen", "other_school", Role.GOVERNOR),
        ("olwen", "council", Role.COUNCIL_OFFICER),
        ("lowri", "council", Role.COUNCIL_LEAD),
        ("olwen", "diocese", Role.GUEST),
        ("mari", "service", Role.SERVICE_ADVISER),
        ("ann", "council", Role.ADMINISTRATOR),
        ("ann", "council", Role.COUNCIL_OFFICER),
    ],
)
def test_each_organisation_invites_its_own_people(who, place, role, request):
    by, at = request.getfixturevalue(who), request.getfixturevalue(place)
    assert invite(at, by, role=role).place == at


@pytest.mark.parametrize(
    ("who", "place", "role"),
    [
        ("nia", "school", Role.HEADTEACHER),
        ("nia", "other_school", Role.GOVERNOR),
        ("nia", "council", Role.COUNCIL_OFFICER),
        ("sion", "school", Role.CONTRIBUTOR),
        ("glyn", "school", Role.GOVERNOR),
        ("huw", "school", Role.GOVERNOR),
        ("olwen", "far_school", Role.GOVERNOR),
        ("olwen", "far_council", Role.COUNCIL_OFFICER),
        ("olwen", "council", Role.ADMINISTRATOR),
        ("olwen", "service", Role.SERVICE_ADVISER),
        ("rhys", "diocese", Role.GUEST),
        ("elin", "school", Role.GOVERNOR),
        ("alun", "service", Role.SERVICE_ADVISER),
        ("mari", "school", Role.GOVERNOR),
        ("mari", "council", Role.COUNCIL_OFFICER),
        ("ann", "school", Role.GOVERNOR),
        ("gareth", "diocese", Role.GUEST),
        ("idris", "school", Role.GOVERNOR),
    ],
)
def test_nobody_invites_for_another_place_or_above_themselves(who, place, role, request):
    by, at = request.getfixturevalue(who), request.getfixturevalue(place)
    with pytest.raises(PermissionDenied):
        invite(at, by, role=role)
    assert not Invitation.all_rows.exists()


def test_a_role_cannot_be_offered_at_a_place_of_another_kind(olwen, school):
    with pytest.raises(PermissionDenied):
        invite(school, olwen, role=Role.COUNCIL_OFFICER)


def test_pressing_send_twice_sends_one_invitation(nia, school, django_capture_on_commit_callbacks):
    once = key()
    with django_capture_on_commit_callbacks(execute=True):
        first = actions.invite(school, by=nia, once=once, **words())
        assert actions.invite(school, by=nia, once=once, **words()) == first
    assert len(mail.outbox) == 1


def test_the_same_invitation_cannot_wait_twice(nia, school):
    invite(school, nia)
    with pytest.raises(Refused, match="already an invitation"):
        invite(school, nia, email="Megan@Example.test")


def test_a_role_that_is_already_held_is_not_offered_again(nia, gwen, school):
    with pytest.raises(Refused, match="already holds this role"):
        invite(school, nia, email=gwen.email)


def test_the_last_day_cannot_be_before_the_first(nia, school):
    with pytest.raises(Refused, match="before the first day"):
        invite(school, nia, ends_on=TODAY - DAY)


# --- The link


def letter_to(place: Any, by: Person, callbacks: Any, **more: Any) -> tuple[Invitation, str]:
    """The invitation, and the path of the link in its letter."""
    with callbacks(execute=True):
        invitation = invite(place, by, **more)
    found = re.search(r"https?://[^/]+(/\S+/join/)", mail.outbox[-1].body)
    assert found
    return invitation, found[1]


def test_the_link_goes_to_the_invited_address_in_the_language_chosen_and_its_secret_is_not_kept(
    nia, school, django_capture_on_commit_callbacks
):
    invitation, link = letter_to(school, nia, django_capture_on_commit_callbacks, language="cy")
    assert mail.outbox[0].to == ["megan@example.test"]
    assert link.startswith("/cy/people/")
    token = link.split("/")[3]
    invitation.refresh_from_db()
    assert token not in str(vars(invitation))
    assert invitation.token_hash == Invitation.hash_of(token)


def test_the_task_that_mails_an_invitation_may_run_twice(nia, school, django_capture_on_commit_callbacks):
    invitation, _link = letter_to(school, nia, django_capture_on_commit_callbacks)
    mail_invitation.func(str(invitation.public_id))
    post_letters.func()
    assert len(mail.outbox) == 1


def test_a_withdrawn_invitation_is_not_mailed_any_more(nia, school):
    invitation = invite(school, nia)
    actions.withdraw(invitation, by=nia, once=key())
    post_letters.func()
    assert not mail.outbox
    assert AccountLetter.all_rows.get().stage == Stage.DROPPED


def test_a_new_person_comes_in_by_the_link_and_holds_the_role(client, nia, school, django_capture_on_commit_callbacks):
    invitation, link = letter_to(school, nia, django_capture_on_commit_callbacks)
    answer = client.get(link, follow=True)
    assert answer.redirect_chain == [("/en/people/join/", 302)], "the secret leaves the address at once"
    assert "Nia has invited you" in says(answer)
    assert "Governor" in says(answer)
    answer = client.post(
        reverse("account_signup"),
        {**NEW, "email": "somebody.else@example.test", "name": "Megan Rees-Jones"},
        follow=True,
    )
    megan = Person.objects.get(name="Megan Rees-Jones")
    assert megan.email == "megan@example.test", "the invited address, whatever is posted"
    assert [(row.role, row.school) for row in megan.appointments.all()] == [(Role.GOVERNOR, school)]
    assert answer.redirect_chain[0][0].startswith("/en/people/language/"), "the language is asked first"
    invitation.refresh_from_db()
    assert invitation.used_by == megan


def test_the_link_works_once(client, nia, school, django_capture_on_commit_callbacks):
    _invitation, link = letter_to(school, nia, django_capture_on_commit_callbacks)
    client.get(link)
    client.post(reverse("account_signup"), {**NEW, "name": "Megan"})
    client.logout()
    assert "already been accepted" in says(client.get(link, follow=True))
    answer = client.get(reverse("account_signup"), follow=True)
    assert "password1" not in says(answer)


def test_somebody_who_has_an_account_signs_in_and_accepts(
    client, nia, olwen, other_school, django_capture_on_commit_callbacks
):
    _invitation, link = letter_to(other_school, olwen, django_capture_on_commit_callbacks, email=nia.email)
    assert "Sign in to accept" in says(client.get(link, follow=True))
    answer = client.get(reverse("account_signup"))
    assert answer.url == "/en/people/join/", "no second account with the same address"
    client.force_login(nia)
    client.get(link)
    url = reverse("people:join")
    client.post(url, form_data(client, url))
    assert set(nia.appointments.values_list("role", flat=True)) == {Role.HEADTEACHER, Role.GOVERNOR}


def test_nobody_accepts_an_invitation_to_another_address(
    client, nia, owain, school, django_capture_on_commit_callbacks
):
    invitation, link = letter_to(school, nia, django_capture_on_commit_callbacks)
    client.force_login(owain)
    assert "this invitation is for another address" in says(client.get(link, follow=True))
    client.post(reverse("people:join"), {"once": key()})
    assert not Appointment.all_rows.filter(person=owain, school=school).exists()
    with pytest.raises(PermissionDenied):
        actions.accept(invitation, by=owain, once=key())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"withdrawn_at": clock.now()}, "has been withdrawn"),
        ({"expires_at": clock.now()}, "has expired"),
        ({"starts_on": TODAY - 9 * DAY, "ends_on": TODAY - DAY}, "last day of this role has passed"),
    ],
)
def test_a_dead_link_answers_with_a_sentence_and_lets_nobody_in(
    client, nia, school, django_capture_on_commit_callbacks, change, sentence
):
    invitation, link = letter_to(school, nia, django_capture_on_commit_callbacks)
    Invitation.all_rows.filter(pk=invitation.pk).update(**change)
    answer = client.get(link, follow=True)
    assert sentence in says(answer)
    assert "megan" not in says(answer).lower(), "it says nothing about whom it was for"
    client.post(reverse("account_signup"), {**NEW, "name": "Megan"})
    assert not Person.objects.filter(email="megan@example.test").exists()


def test_a_made_up_link_answers_with_a_sentence(client, db):
    answer = client.get(reverse("people:join", args=["x" * 43]), follow=True)
    assert answer.status_code == 200
    assert "This link does not work" in says(answer)
    assert not client.session.keys(), "nobody fills the table of sessions with made-up links"


@pytest.mark.parametrize("letter", ["ſ", "ı", "é"])
def test_an_address_that_no_server_delivers_to_is_not_invited(letter, client, nia, school):
    client.force_login(nia)
    where = reverse("people:invite", args=[f"school-{school.public_id}"])
    answer = client.post(where, form_data(client, where, **words(email=f"{letter}ion@ysgol.example")))
    assert "without accents or unusual letters before the @" in says(answer)
    assert not Invitation.all_rows.exists()


def test_accepting_twice_gives_one_role(nia, gwen, olwen, other_school):
    invitation = invite(other_school, olwen, email=gwen.email)
    once = key()
    first = actions.accept(invitation, by=gwen, once=once)
    assert actions.accept(invitation, by=gwen, once=once) == first
    with pytest.raises(Refused, match="already been accepted"):
        actions.accept(invitation, by=gwen, once=key())
    assert Appointment.all_rows.filter(person=gwen, school=other_school).count() == 1


def test_a_role_that_meanwhile_is_held_otherwise_is_refused_with_a_sentence(gwen, olwen, other_school):
    invitation = invite(other_school, olwen, email=gwen.email)
    make.appoint(gwen, Role.GOVERNOR, other_school)
    with pytest.raises(Refused, match="already hold this role"):
        actions.accept(invitation, by=gwen, once=key())


def test_an_accepted_invitation_cannot_be_withdrawn(gwen, olwen, other_school):
    invitation = invite(other_school, olwen, email=gwen.email)
    actions.accept(invitation, by=gwen, once=key())
    with pytest.raises(Refused, match="End the role instead"):
        actions.withdraw(invitation, by=olwen, once=key())


def test_an_officer_invites_a_guest_from_a_new_organisation(olwen, council):
    given = words(name_cy="Esgobaeth Newydd", name_en="New Diocese")
    del given["role"]
    invitation = actions.invite_guest(council, organisation=None, by=olwen, once=key(), **given)
    assert invitation.role == Role.GUEST
    assert GuestOrganisation.all_rows.get(council=council).name_en == "New Diocese"


# --- The first administrator


def test_the_command_invites_the_first_administrator_and_prints_the_link(client, council, capsys):
    call_command("invite", "ann@example.test", name="Ann", role="administrator", council=council.code, language="cy")
    link = capsys.readouterr().out.strip().splitlines()[-1]
    answer = client.get(link[link.index("/cy/") :], follow=True)
    assert answer.status_code == 200
    assert Invitation.all_rows.get().role == Role.ADMINISTRATOR
    assert not mail.outbox


def test_the_command_says_what_to_do_when_it_is_given_a_place_that_is_not_there(db):
    with pytest.raises(CommandError, match="import_schools"):
        call_command("invite", "ann@example.test", name="Ann", role="administrator", council="000")


def test_every_kind_of_place_has_a_permission_to_invite():
    from schools.policy import INVITES

    assert set(INVITES) == set(Place)


def test_the_letter_is_queued_in_the_transaction_that_writes_the_invitation(nia, school, settings):
    """Nothing is lost if the web process dies right after the commit, and nothing is mailed about what never was."""
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    with transaction.atomic():
        invitation = invite(school, nia)
        assert DBTaskResult.objects.filter(task_path="schools.tasks.post_letters").count() == 1
        assert AccountLetter.all_rows.get().invitation == invitation
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists() and not AccountLetter.all_rows.exists()


@pytest.mark.parametrize("role", [Role.SENIOR_LEADER, Role.HEADTEACHER])
def test_nobody_invites_themselves(olwen, school, role):
    with pytest.raises(Refused, match="invite yourself"):
        invite(school, olwen, role=role, email=olwen.email.upper())
    assert not Invitation.all_rows.exists()


def test_the_headteacher_hears_of_a_role_that_somebody_else_gave_at_the_school(nia, olwen, idris, school):
    actions.accept(invite(school, nia, email=idris.email), by=idris, once=key())
    assert not Notice.all_rows.exists(), "she gave it herself"
    actions.accept(invite(school, olwen, role=Role.SENIOR_LEADER, email=idris.email), by=idris, once=key())
    notice = Notice.all_rows.get()
    assert (notice.person, notice.notice_kind, notice.school) == (nia, "role_given", school)


def test_the_list_says_which_invitations_were_not_sent_yet(client, olwen, school, django_capture_on_commit_callbacks):
    client.force_login(olwen)
    with django_capture_on_commit_callbacks() as tasks:
        invite(school, olwen)
    assert "Not sent yet" in says(client.get(reverse("people:invitations")))
    for run in tasks:
        run()
    assert "Not sent yet" not in says(client.get(reverse("people:invitations")))


def test_mail_and_pages_name_the_same_last_day_of_the_link_on_which_it_still_works(
    client, nia, school, django_capture_on_commit_callbacks, monkeypatch
):
    invitation, link = letter_to(school, nia, django_capture_on_commit_callbacks)
    invitation.refresh_from_db()
    day = date_format(invitation.last_day)
    assert invitation.last_day == TODAY + 14 * DAY
    assert f"The last day of the link is {day}: it still works on that day." in mail.outbox[-1].body
    assert day in says(client.get(link, follow=True))
    client.force_login(nia)
    assert f">{day}<" in says(client.get(reverse("people:invitations")))
    last = dt.datetime.combine(invitation.last_day, dt.time(23, 59), clock.LONDON)
    monkeypatch.setattr(clock, "now", lambda: last)
    assert why_dead(invitation) == ""
    monkeypatch.setattr(clock, "now", lambda: last + dt.timedelta(minutes=1))
    assert "has expired" in why_dead(invitation)


def test_whose_first_day_is_yet_to_come_reads_at_which_school(client, school, db):
    megan = make.make_person("Megan")
    make.appoint(megan, Role.HEADTEACHER, school, starts_on=TODAY + DAY)
    client.force_login(megan)
    said = says(client.get(reverse("home:index")))
    assert "The portal opens to you on the first day of your role." in said
    assert f"Headteacher, {school.name}" in said
