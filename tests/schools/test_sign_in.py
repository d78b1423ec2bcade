"""The door: signing in and out, passwords, the language asked once, and what is left when the last role has ended."""

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.sites import site as djangos_own_site
from django.core import mail
from django.test import Client
from django.urls import reverse

from improvement_portal.logs import WithoutSecrets, without_secrets
from schools import clock
from schools.admin import site
from schools.models import AccountLetter, Appointment, Event, Invitation, Person, Stage, Title
from schools.people import actions
from schools.policy import Role
from schools.tasks import post_letters
from tests import factories as make

PASSWORD = "rhosyn-gwyn-42"  # of everybody that tests.factories makes
NEW_PASSWORD = "tair-deilen-werdd-7"
LOGIN, LOGOUT, SIGNUP = "/en/account/login/", "/en/account/logout/", "/en/account/signup/"
RESET, CHANGE = "/en/account/password/reset/", "/en/account/password/change/"
TODAY = clock.today()
DAY = dt.timedelta(days=1)


def sign_in(client: Client, email: str, password: str = PASSWORD, query: str = "") -> Any:
    return client.post(LOGIN + query, {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get("/en/people/language/").status_code != 302


def says(answer: Any) -> str:
    return answer.content.decode()


def form_data(client: Client, url: str, **typed: Any) -> dict[str, Any]:
    form = client.get(url).context["form"]
    return {form.add_prefix(field.name): field.value() for field in form.hidden_fields()} | typed


# --- Signing in and out


def test_the_right_password_leads_home_in_the_language_of_the_profile(client, nia):
    answer = sign_in(client, nia.email)
    assert answer.url == "/cy/home/"


def test_the_address_is_the_user_name_in_any_case(client, nia):
    assert sign_in(client, nia.email.upper()).status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, nia):
    wrong, unknown = sign_in(client, nia.email, "anghywir"), sign_in(client, "nobody@example.test", "anghywir")
    sentences = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert (
        sentences[0] == sentences[1] == ["The e-mail address or the password is not right. Check both and try again."]
    )
    assert not is_signed_in(client)


def test_somebody_who_may_no_longer_sign_in_is_out_at_once(client, nia):
    client.force_login(nia)
    Person.objects.filter(pk=nia.pk).update(is_active=False)
    assert not is_signed_in(client)
    sign_in(client, nia.email)
    assert not is_signed_in(client)


def test_every_page_asks_a_stranger_to_sign_in_and_leads_back_afterwards(client, nia):
    asked = client.get("/cy/people/")
    assert asked.url.startswith("/cy/account/login/?next=/cy/people/")
    answer = client.post(asked.url, {"login": nia.email, "password": PASSWORD, "next": "/cy/people/"})
    assert answer.url == "/cy/people/"


def test_signing_in_leads_nowhere_outside_the_portal(client, nia):
    answer = client.post(LOGIN, {"login": nia.email, "password": PASSWORD, "next": "https://example.org/"})
    assert answer.url == "/cy/home/"


def test_signing_out_takes_a_press_and_ends_the_session(client, nia):
    client.force_login(nia)
    client.get(LOGOUT)
    assert is_signed_in(client), "a link alone signs nobody out"
    client.post(LOGOUT)
    assert not is_signed_in(client)
    assert "You have signed out" not in says(client.get(LOGIN)), "said there, it would come late"


def test_the_header_says_who_acts_and_as_what(client, alun, service):
    names = {"title_cy": "Partner Gwella Ysgol", "title_en": "School Improvement Partner"}
    Title.all_rows.create(service=service, role=Role.SERVICE_ADVISER, **names)
    client.force_login(alun)
    assert "Alun, School Improvement Partner" in says(client.get("/en/people/language/"))
    assert "Alun, Partner Gwella Ysgol" in says(client.get("/cy/people/language/"))


# --- The language, asked once


def test_the_language_is_asked_after_the_first_sign_in_and_kept(client, school):
    megan = make.make_person("Megan")
    make.appoint(megan, Role.GOVERNOR, school)
    asked = sign_in(client, megan.email)
    assert asked.url.startswith("/en/people/language/")
    answer = client.post(asked.url, form_data(client, asked.url, language="cy"))
    assert answer.url == "/cy/home/"
    client.post(LOGOUT)
    assert sign_in(client, megan.email).url == "/cy/home/", "it is not asked again"
    megan.refresh_from_db()
    assert megan.language == "cy"


def test_the_language_question_leads_on_to_the_page_that_was_wanted(client, school):
    megan = make.make_person("Megan")
    make.appoint(megan, Role.GOVERNOR, school)
    asked = client.post(LOGIN, {"login": megan.email, "password": PASSWORD, "next": "/en/people/interests/"})
    answer = client.post(asked.url, form_data(client, asked.url, language="cy"))
    assert answer.url == "/cy/people/interests/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:x"])
def test_the_language_question_leads_nowhere_outside_the_portal(client, nia, elsewhere):
    client.force_login(nia)
    url = f"/en/people/language/?next={elsewhere}"
    answer = client.post(url, form_data(client, url, language="en"))
    assert answer.url == "/en/home/"


def test_pressing_save_twice_chooses_the_language_once(client, nia):
    client.force_login(nia)
    data = form_data(client, "/en/people/language/", language="en")
    for _press in range(2):
        assert client.post("/en/people/language/", data).status_code == 302
    assert Event.all_rows.filter(verb="language.chosen").count() == 1


# --- A forgotten password


def reset_link(client: Client, person: Person, callbacks: Any) -> str:
    with callbacks(execute=True):
        client.post(RESET, {"email": person.email})
    found = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_a_reset_does_not_reveal_whether_an_address_is_known(client, nia, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post(RESET, {"email": email}, follow=True) for email in (nia.email, "nobody@example.test")]
    pages = [re.sub(r'value="[^"]+"|nonce="[^"]+"', "", says(answer)) for answer in answers]
    assert pages[0] == pages[1]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert [letter.to for letter in mail.outbox] == [[nia.email]]


def test_a_reset_sets_a_new_password_once_and_its_link_holds_no_integer_key(
    client, nia, django_capture_on_commit_callbacks
):
    link = reset_link(client, nia, django_capture_on_commit_callbacks)
    assert link.startswith("/cy/"), "in the language of the profile"
    assert f"/{nia.public_id.hex}-" in link
    page = client.get(link, follow=True)
    assert page.redirect_chain[-1][0].endswith("-set-password/"), "the secret leaves the address at once"
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(page.redirect_chain[-1][0], new)
    assert not is_signed_in(client), "a reset signs nobody in"
    sign_in(client, nia.email, NEW_PASSWORD)
    assert is_signed_in(client)
    again = Client().get(link, follow=True)
    assert again.redirect_chain == []
    assert again.context["token_fail"]


def test_no_page_on_the_way_in_stays_in_a_browser_or_a_proxy(client, nia, django_capture_on_commit_callbacks):
    link = reset_link(client, nia, django_capture_on_commit_callbacks)
    names = ("account_login", "account_reset_password_done", "account_reset_password_from_key_done")
    pages = [RESET, link, *map(reverse, names)]
    for page in pages:
        answer = client.get(page, follow=True)
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"], page
    signing_up = client.get(reverse("account_signup"))
    assert "no-store" in signing_up["Cache-Control"]


def test_a_made_up_reset_link_is_answered_with_a_page(client, nia):
    for who in (nia.public_id.hex, "1", "zzz", "0" * 32):
        answer = client.get(f"/en/account/password/reset/key/{who}-abc-123/")
        assert answer.status_code == 200
        assert answer.context["token_fail"]


def test_resets_are_limited(client, nia):
    codes = [client.post(RESET, {"email": nia.email}).status_code for _each in range(6)]
    assert codes == [302] * 5 + [429]


# --- Changing the password


def test_changing_the_password_ends_all_other_sessions_and_is_told_to_its_owner(
    client, nia, django_capture_on_commit_callbacks
):
    elsewhere = Client()
    elsewhere.force_login(nia)
    sign_in(client, nia.email)
    typed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(CHANGE, typed).status_code == 302
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert [letter.to for letter in mail.outbox] == [[nia.email]]


def test_a_password_is_changed_although_no_mail_can_be_sent_and_its_owner_is_told_later(client, nia, settings):
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody answers there
    sign_in(client, nia.email)
    typed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(CHANGE, typed).status_code == 302
    nia.refresh_from_db()
    assert nia.check_password(NEW_PASSWORD)
    assert AccountLetter.all_rows.get().stage == Stage.TO_COME
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    post_letters.func()
    assert [letter.to for letter in mail.outbox] == [[nia.email]]
    assert str(clock.today().year) in mail.outbox[0].body


@pytest.mark.parametrize("weak", ["byr", "1234567890", "password12", "12345678901234"])
def test_a_weak_password_is_refused(client, nia, weak):
    sign_in(client, nia.email)
    answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert answer.context["form"].errors["password1"]


def test_somebody_without_a_password_gets_one_through_their_mailbox(client, school):
    megan = Person.objects.create_user("megan@example.test", None, name="Megan", language="en")
    make.appoint(megan, Role.GOVERNOR, school)
    client.force_login(megan)
    assert client.get(CHANGE, follow=True).redirect_chain[-1][0] == RESET


# --- By invitation only


def test_nobody_signs_up_without_an_invitation(client, db):
    assert "password1" not in says(client.get(SIGNUP))
    client.post(SIGNUP, {"email": "megan@example.test", "name": "Megan", "password1": NEW_PASSWORD})
    assert not Person.objects.exists()


def test_two_presses_at_the_same_time_make_one_person(nia, school):
    """Both browsers stand on the sign-up page of the same invitation; the second finds the link used."""
    words = {"name": "Megan", "email": "megan@example.test", "language": "en", "starts_on": TODAY}
    invitation = actions.invite(school, role=Role.GOVERNOR, by=nia, once=None, **words)
    browsers = [Client(), Client()]
    for each in browsers:
        session = each.session
        session["invited"] = str(invitation.public_id)
        session.save()
        assert each.get(SIGNUP).status_code == 200
    for each in browsers:
        typed = {"email": "x@example.test", "name": "Megan", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        answer = each.post(SIGNUP, typed)
        assert answer.status_code in (200, 302)
    assert Person.objects.filter(email="megan@example.test").count() == 1
    assert Appointment.all_rows.filter(person__email="megan@example.test").count() == 1
    assert not is_signed_in(browsers[1])


# --- When the last role has ended


def test_a_session_ends_with_the_role_and_leaves_one_page_and_the_way_out(client, nia, gwen, school):
    client.force_login(gwen)
    assert client.get("/en/people/language/").status_code == 200
    actions.end(gwen.appointments.get(), ends_on=TODAY - DAY, by=nia, once=None)
    for path in ("/en/home/", "/en/people/language/", "/en/people/hat/", f"/en/schools/{school.public_id}/", CHANGE):
        answer = client.get(path)
        assert (answer.status_code, "You hold no role today" in says(answer)) == (403, True), path
    client.post(LOGOUT)
    assert client.get("/en/home/").status_code == 302, "signed out"


def test_somebody_whose_role_has_ended_can_still_accept_a_new_one(client, huw, olwen, school):
    words = {"name": "Huw", "email": huw.email, "language": "en", "starts_on": TODAY}
    invitation = actions.invite(school, role=Role.GOVERNOR, by=olwen, once=None, **words)
    client.force_login(huw)
    client.get(reverse("people:join", args=[token_of(invitation)]))
    url = reverse("people:join")
    client.post(url, form_data(client, url))
    assert client.get("/en/people/language/").status_code == 200


def token_of(invitation: Invitation) -> str:
    token = invitation.new_token()
    invitation.save()
    return token


def test_somebody_whose_role_is_still_to_come_is_told_its_first_day(client, school):
    megan = make.make_person("Megan", language="en")
    make.appoint(megan, Role.GOVERNOR, school, starts_on=dt.date(2099, 9, 1))
    client.force_login(megan)
    assert "1 September 2099" in says(client.get("/en/home/"))


def test_public_pages_stay_open_to_somebody_without_a_role(client, idris):
    client.force_login(idris)
    assert client.get("/en/accessibility/").status_code == 200


# --- Django's admin


def test_the_admin_has_no_door_of_its_own(client, nia, ann):
    for path in ("/en/admin/", "/en/admin/login/", "/en/admin/schools/person/"):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[-1][0].startswith(LOGIN), path
    credentials = {"username": ann.email, "password": PASSWORD}
    client.post("/en/admin/login/", credentials)
    assert not is_signed_in(client)
    client.force_login(nia)
    for path in ("/en/admin/", "/en/admin/login/", "/en/admin/schools/person/"):
        assert client.get(path).status_code == 403, path


def test_the_administrator_finds_reference_data_and_people_and_nothing_else(client, ann, council, school):
    assert {model.__name__ for model in site._registry} == {
        "AdviserAssignment", "Appointment", "Area", "AreaMapping", "Cluster", "ConflictOfInterest", "Council",
        "Federation", "Framework", "GrantKind", "GuestOrganisation", "NationalPriority", "Person", "Prompt", "School",
        "Service", "ServiceCouncil",
        "SupportKind", "Term", "Title", "WelshMediumWords",
    }  # fmt: skip
    assert site is not djangos_own_site
    client.force_login(ann)
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200, name
    page = says(client.get(reverse("admin:schools_person_change", args=[ann.pk])))
    assert "password" not in page.split("<main", 1)[-1].lower()


def test_what_the_administrator_changes_stands_in_the_history_and_an_old_address_opens_nothing(client, ann, nia):
    former = nia.email
    client.force_login(ann)
    url = reverse("admin:schools_person_change", args=[nia.pk])
    client.post(url, {"name": "Nia", "email": "nia.newydd@example.test", "language": "cy", "is_active": "on"})
    nia.refresh_from_db()
    assert nia.email == "nia.newydd@example.test"
    assert Event.all_rows.filter(verb="admin.changed", target_id=nia.public_id, by=ann).exists()
    browser = Client()
    sign_in(browser, former)
    assert not is_signed_in(browser)
    sign_in(browser, nia.email)
    assert is_signed_in(browser)


def test_the_administrator_reads_no_schools_content(client, ann, nia, school):
    make.make_self_evaluation(school)
    client.force_login(ann)
    assert client.get(reverse("self_evaluations:index", args=[school.public_id])).status_code in (403, 404)


# --- No secret in a log


def test_links_with_secrets_are_cut_out_of_every_log_line():
    line = 'GET "/cy/people/s3cr3t-token_x/join/" 302; /en/account/password/reset/key/ab12-c3-d4/ Forbidden'
    assert without_secrets(line) == 'GET "/cy/people/…/join/" 302; /en/account/password/reset/key/…/ Forbidden'
    record = logging.LogRecord("x", logging.INFO, "", 1, "Forbidden: %s", ("/en/people/s3cr3t/join/",), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == "Forbidden: /en/people/…/join/"


def test_every_log_handler_cuts_secrets_out():
    for name, handler in settings.LOGGING["handlers"].items():
        assert "without_secrets" in handler["filters"], name
