"""People: who may invite whom, how a role begins and ends, and what closes a school to somebody."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from schools import clock
from schools.access import May, may
from schools.models import (
    AdviserAssignment,
    Appointment,
    ConflictOfInterest,
    Event,
    GuestOrganisation,
    Invitation,
    Person,
    Title,
)
from schools.people import actions, queries
from schools.policy import Place, Role
from schools.refusals import Refused
from schools.tasks import mail_invitation
from tests import factories as make

TODAY = clock.today()
DAY = dt.timedelta(days=1)
NEW = {"email": "megan@example.test", "password1": "tri-gair-hap-33"}


def key() -> uuid.UUID:
    return uuid.uuid4()


def words(**more: Any) -> dict[str, Any]:
    """What an invitation asks, with more or other words."""
    usual = {"name": "Megan Rees", "email": "megan@example.test", "language": "en", "starts_on": TODAY}
    return {"role": Role.GOVERNOR, **usual, **more}


def invite(place: Any, by: Person, **more: Any) -> Invitation:
    return actions.invite(place, by=by, once=key(), **words(**more))


def form_data(client: Any, url: str, **typed: Any) -> dict[str, Any]:
    """The hidden fields of the form on that page, with the words typed."""
    form = client.get(url).context["form"]
    return {form.add_prefix(field.name): field.value() for field in form.hidden_fields()} | typed


def date_boxes(name: str, day: dt.date) -> dict[str, int]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def says(answer: Any) -> str:
    return answer.content.decode()


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
    mail_invitation.enqueue(str(invitation.public_id))
    assert len(mail.outbox) == 1


def test_a_withdrawn_invitation_is_not_mailed_any_more(nia, school):
    invitation = invite(school, nia)
    actions.withdraw(invitation, by=nia, once=key())
    mail_invitation.enqueue(str(invitation.public_id))
    assert not mail.outbox


def test_a_new_person_comes_in_by_the_link_and_holds_the_role(
    client, nia, school, django_capture_on_commit_callbacks
):
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


# --- From first to last day


def test_the_last_day_is_inclusive(nia, gwen, school):
    row = gwen.appointments.get()
    actions.end(row, ends_on=TODAY, by=nia, once=key())
    gwen.forget_roles()
    assert may(gwen, May.SEE_SCHOOL, school)
    actions.end(row, ends_on=TODAY - DAY, by=nia, once=key())
    gwen.forget_roles()
    assert not may(gwen, May.SEE_SCHOOL, school)


def test_a_role_begins_on_its_first_day(db, school):
    megan = make.make_person("Megan")
    row = make.appoint(megan, Role.GOVERNOR, school, starts_on=TODAY + DAY)
    assert not may(megan, May.SEE_SCHOOL, school)
    Appointment.all_rows.filter(pk=row.pk).update(starts_on=TODAY)
    megan.forget_roles()
    assert may(megan, May.SEE_SCHOOL, school)


def test_a_role_that_has_not_begun_is_cancelled_altogether(nia, school):
    row = make.appoint(make.make_person("Megan"), Role.GOVERNOR, school, starts_on=TODAY + DAY)
    actions.end(row, by=nia, once=key())
    assert not Appointment.all_rows.filter(pk=row.pk).exists()
    assert Event.all_rows.filter(verb="role.cancelled").exists()


def test_nobody_ends_their_own_role(olwen, lowri):
    with pytest.raises(Refused, match="your own role"):
        actions.end(olwen.appointments.get(), ends_on=TODAY, by=olwen, once=key())
    actions.end(olwen.appointments.get(), ends_on=TODAY, by=lowri, once=key())


@pytest.mark.parametrize(("who", "whose"), [("nia", "owain"), ("sion", "carys"), ("rhys", "nia"), ("olwen", "ann")])
def test_nobody_ends_a_role_they_could_not_give(who, whose, request):
    by, row = request.getfixturevalue(who), request.getfixturevalue(whose).appointments.get()
    with pytest.raises(PermissionDenied):
        actions.end(row, ends_on=TODAY, by=by, once=key())


def test_an_adviser_who_leaves_the_service_leaves_its_schools_on_the_same_day(mari, alun, school, other_school, service):
    make.assign(alun, service, other_school, starts_on=TODAY + 9 * DAY)
    actions.end(alun.appointments.get(), ends_on=TODAY, by=mari, once=key())
    assert [(row.school, row.ends_on) for row in AdviserAssignment.all_rows.filter(adviser=alun)] == [(school, TODAY)]


def test_a_change_of_headteacher_hands_over_cleanly(nia, olwen, school, django_capture_on_commit_callbacks):
    """The old one ends, the new one starts, both dated, and there is no day with two or with none."""
    evaluation = make.make_self_evaluation(school)
    given = words(acting=False)
    del given["role"], given["starts_on"]
    with django_capture_on_commit_callbacks(execute=True):
        invitation = actions.hand_over(
            nia.appointments.get(), last_day=TODAY - DAY, by=olwen, once=key(), **given
        )
    megan = Person.objects.create_user("megan@example.test", None, name="Megan")
    actions.accept(invitation, by=megan, once=key())
    nia.forget_roles()
    assert not may(nia, May.READ_LIVING_SELF_EVALUATION, school)
    assert may(megan, May.SUBMIT_SELF_EVALUATION, evaluation.school)
    days = Appointment.all_rows.filter(school=school, role=Role.HEADTEACHER).order_by("starts_on")
    assert [(row.person.name, row.ends_on) for row in days] == [("Nia", TODAY - DAY), ("Megan", None)]
    assert days[1].starts_on == TODAY


def test_a_headteacher_does_not_appoint_their_successor(nia, school):
    given = words()
    del given["role"], given["starts_on"]
    with pytest.raises(PermissionDenied):
        actions.hand_over(nia.appointments.get(), last_day=TODAY, by=nia, once=key(), **given)


def test_an_acting_headteacher_may_what_a_headteacher_may_and_is_called_acting(olwen, school):
    megan = Person.objects.create_user("megan@example.test", None, name="Megan")
    actions.accept(invite(school, olwen, role=Role.HEADTEACHER, acting=True), by=megan, once=key())
    assert may(megan, May.SUBMIT_SELF_EVALUATION, school)
    assert queries.title_acted_in(megan) == "Acting headteacher"


# --- Advisers and schools


def test_the_service_lead_assigns_an_adviser_to_a_school(mari, beca, service, school):
    assert not may(beca, May.SEE_SCHOOL, school)
    actions.assign(service, adviser=beca, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())
    beca.forget_roles()
    assert may(beca, May.READ_SUBMITTED_SELF_EVALUATION, school)


def test_an_assignment_is_not_made_twice_for_the_same_days(mari, alun, service, school):
    with pytest.raises(Refused, match="already assigned"):
        actions.assign(service, adviser=alun, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())


def test_somebody_who_is_no_adviser_is_not_assigned(mari, olwen, service, school):
    with pytest.raises(Refused, match="not an adviser"):
        actions.assign(service, adviser=olwen, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())


def test_an_adviser_with_an_interest_in_the_school_is_not_assigned(mari, beca, service, school):
    ConflictOfInterest.all_rows.create(person=beca, school=school, starts_on=TODAY)
    with pytest.raises(Refused, match="conflict of interest"):
        actions.assign(service, adviser=beca, school=school, starts_on=TODAY, ends_on=None, by=mari, once=key())


def test_the_school_is_open_to_the_adviser_through_the_last_day_of_the_assignment(mari, alun, school):
    row = AdviserAssignment.all_rows.get(adviser=alun)
    actions.end_assignment(row, ends_on=TODAY, by=mari, once=key())
    alun.forget_roles()
    assert may(alun, May.SEE_SCHOOL, school)
    actions.end_assignment(row, ends_on=TODAY - DAY, by=mari, once=key())
    alun.forget_roles()
    assert not may(alun, May.SEE_SCHOOL, school)


# --- Conflicts of interest


def test_a_declared_interest_closes_the_schools_content_until_its_last_day(olwen, school):
    conflict = actions.declare(school, starts_on=TODAY, ends_on=None, by=olwen, once=key())
    assert may(olwen, May.SEE_SCHOOL, school), "the register stays open"
    assert not may(olwen, May.READ_SUBMITTED_SELF_EVALUATION, school)
    actions.end_interest(conflict, ends_on=TODAY, by=olwen, once=key())
    olwen.forget_roles()
    assert not may(olwen, May.READ_SUBMITTED_SELF_EVALUATION, school), "the last day is inclusive"
    ConflictOfInterest.all_rows.filter(pk=conflict.pk).update(starts_on=TODAY - DAY, ends_on=TODAY - DAY)
    olwen.forget_roles()
    assert may(olwen, May.READ_SUBMITTED_SELF_EVALUATION, school)


def test_the_same_interest_is_not_declared_twice(elin, school):
    with pytest.raises(Refused, match="already declared"):
        actions.declare(school, starts_on=TODAY, ends_on=None, by=elin, once=key())


def test_nobody_ends_anothers_interest(elin, olwen, client):
    conflict = ConflictOfInterest.all_rows.get(person=elin)
    with pytest.raises(PermissionDenied):
        actions.end_interest(conflict, ends_on=TODAY, by=olwen, once=key())
    client.force_login(olwen)
    assert client.get(reverse("people:end_interest", args=[conflict.public_id])).status_code == 404


# --- Titles and hats


def test_a_role_is_called_what_its_organisation_calls_it(alun, service):
    assert queries.title_of(alun.appointments.get()) == "Adviser"
    names = {"title_cy": "Partner Gwella Ysgol", "title_en": "School Improvement Partner"}
    Title.all_rows.create(service=service, role=Role.SERVICE_ADVISER, **names)
    assert queries.title_of(alun.appointments.get()) == "School Improvement Partner"
    with translation.override("cy"):
        assert queries.title_of(alun.appointments.get()) == "Partner Gwella Ysgol"


def test_somebody_with_two_roles_acts_in_one_and_sees_no_more_than_it_lets_them(client, nia, other_school):
    make.appoint(nia, Role.GOVERNOR, other_school)
    make.make_self_evaluation(other_school)
    client.force_login(nia)
    url = reverse("people:hat")
    page = says(client.get(url))
    assert "Ysgol Pen y Bryn" in page
    school_page = reverse("self_evaluations:index", args=[other_school.public_id])
    assert client.get(school_page).status_code == 404
    client.post(url, form_data(client, url, hat=Role.GOVERNOR.value))
    assert client.get(school_page).status_code == 200
    assert client.get(reverse("people:index")).status_code == 403
    assert client.post(url, form_data(client, url, hat="administrator")).status_code == 200, "not a role of hers"
    assert client.get(reverse("people:index")).status_code == 403


# --- The pages


def test_an_officer_invites_through_the_pages(client, olwen, school, council, django_capture_on_commit_callbacks):
    client.force_login(olwen)
    answer = client.get(reverse("people:invite"), {"place": f"school-{school.public_id}"})
    url = answer.url
    typed = {"role": "headteacher", "name": "Megan", "email": "megan@example.test", "language": "cy"}
    data = form_data(client, url, **typed, **date_boxes("starts_on", TODAY))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, data, follow=True)
    assert "The invitation is on its way" in says(answer)
    assert Invitation.all_rows.get().place == school
    assert mail.outbox[0].subject == "Gwahoddiad i'r Porth Gwella" or mail.outbox[0].subject


def test_a_head_with_one_school_is_not_asked_for_the_place(client, nia, school):
    client.force_login(nia)
    answer = client.get(reverse("people:invite"))
    assert answer.url.endswith(f"/people/school-{school.public_id}/invite/")
    assert "Headteacher" not in str(client.get(answer.url).context["form"].fields["role"].choices)


def test_the_place_of_somebody_else_is_not_found(client, nia, other_school):
    client.force_login(nia)
    assert client.get(reverse("people:invite", args=[f"school-{other_school.public_id}"])).status_code == 404
    assert client.get(reverse("people:invite", args=["guest"])).status_code == 404


def test_a_guest_needs_an_organisation_with_both_names(client, olwen, diocese):
    client.force_login(olwen)
    url = reverse("people:invite", args=["guest"])
    typed = {"name": "Gwilym", "email": "gwilym@example.test", "language": "cy", "organisation": "new"}
    data = form_data(client, url, **typed, **date_boxes("starts_on", TODAY))
    answer = client.post(url, data)
    assert "Enter the organisation&#x27;s name in Welsh" in says(answer)
    client.post(url, data | {"organisation": str(diocese.public_id)})
    assert Invitation.all_rows.get().guest_organisation == diocese


def test_a_wrong_form_says_what_to_do_and_writes_nothing(client, nia, school):
    client.force_login(nia)
    url = reverse("people:invite", args=[f"school-{school.public_id}"])
    answer = client.post(url, form_data(client, url, **date_boxes("starts_on", TODAY)))
    assert "govuk-error-summary" in says(answer)
    assert "Enter the person&#x27;s e-mail address" in says(answer)
    assert not Invitation.all_rows.exists()


def test_the_list_shows_the_people_of_ones_own_places_only(client, olwen, nia, owain, ffion, alun):
    client.force_login(olwen)
    page = says(client.get(reverse("people:index")))
    assert "Nia" in page
    assert "Owain" in page
    assert "Ffion" not in page, "of another council"
    client.force_login(nia)
    page = says(client.get(reverse("people:index")))
    assert "Owain" not in page
    assert "Olwen" not in page


def test_the_list_is_narrowed_by_place_by_name_and_by_days(client, olwen, nia, owain, huw, school):
    client.force_login(olwen)
    url = reverse("people:index")
    place = f"school-{school.public_id}"
    names = lambda **chosen: {line["held"].person.name for line in client.get(url, chosen).context["lines"]}  # noqa: E731
    assert names(place=place) == {"Nia"}
    assert names(place=place, when="ended") == {"Huw"}
    assert names(name="owa") == {"Owain"}
    assert names(place="nonsense", when="nonsense") == {"Nia", "Owain", "Olwen"}


def test_last_days_are_set_and_roles_cancelled_through_the_pages(client, nia, gwen, school):
    client.force_login(nia)
    url = reverse("people:end", args=[gwen.appointments.get().public_id])
    client.post(url, form_data(client, url, **date_boxes("ends_on", TODAY)))
    assert gwen.appointments.get().ends_on == TODAY
    coming = make.appoint(make.make_person("Megan"), Role.GOVERNOR, school, starts_on=TODAY + DAY)
    url = reverse("people:end", args=[coming.public_id])
    assert "Cancel this role" in says(client.get(url))
    client.post(url, form_data(client, url))
    assert not Appointment.all_rows.filter(pk=coming.pk).exists()


def test_the_other_pages_do_what_they_say(client, mari, olwen, alun, beca, service, school, nia):
    client.force_login(mari)
    url = reverse("people:assign")
    data = form_data(
        client, url, adviser=beca.public_id, school=school.public_id, **date_boxes("starts_on", TODAY)
    )
    assert "Ysgol Nant y Coed" in says(client.post(url, data, follow=True))
    row = AdviserAssignment.all_rows.get(adviser=beca, school=school)
    url = reverse("people:end_assignment", args=[row.public_id])
    client.post(url, form_data(client, url, **date_boxes("ends_on", TODAY)))
    row.refresh_from_db()
    assert row.ends_on == TODAY
    client.force_login(olwen)
    url = reverse("people:hand_over", args=[nia.appointments.get().public_id])
    typed = {"name": "Megan", "email": "megan@example.test", "language": "cy"}
    client.post(url, form_data(client, url, **typed, **date_boxes("last_day", TODAY)))
    invitation = Invitation.all_rows.get()
    assert invitation.starts_on == TODAY + DAY
    url = reverse("people:withdraw", args=[invitation.public_id])
    assert "no longer works" in says(client.post(url, form_data(client, url), follow=True))
    url = reverse("people:declare")
    client.post(url, form_data(client, url, school=school.public_id, **date_boxes("starts_on", TODAY)))
    conflict = ConflictOfInterest.all_rows.get(person=olwen)
    assert "Ysgol Nant y Coed" in says(client.get(reverse("people:interests")))
    url = reverse("people:end_interest", args=[conflict.public_id])
    client.post(url, form_data(client, url, **date_boxes("ends_on", TODAY)))


# --- The first administrator


def test_the_command_invites_the_first_administrator_and_prints_the_link(client, council, capsys):
    call_command(
        "invite", "ann@example.test", name="Ann", role="administrator", council=council.code, language="cy"
    )
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


# --- Query counts


@pytest.mark.parametrize("page", ["index", "invitations", "interests", "invite"])
def test_lists_ask_as_often_for_three_as_for_one(client, olwen, council, school, diocese, page, counted):
    def grow(n: int) -> None:
        for each in range(n):
            place = make.make_school(council)
            make.appoint(make.make_person(f"Megan{n}{each}"), Role.GOVERNOR, place)
            invite(place, olwen, email=f"{uuid.uuid4().hex}@example.test")
            ConflictOfInterest.all_rows.create(person=olwen, school=place, starts_on=TODAY)

    counted(client, olwen, reverse(f"people:{page}"), grow)


def test_the_service_leads_lists_ask_as_often_for_three_as_for_one(client, mari, alun, service, council, counted):
    def grow(n: int) -> None:
        for each in range(n):
            megan = make.make_person(f"Megan{n}{each}")
            make.appoint(megan, Role.SERVICE_ADVISER, service)
            make.assign(megan, service, make.make_school(council))

    counted(client, mari, reverse("people:assignments"), grow)
    counted(client, mari, reverse("people:assign"), grow)


@pytest.fixture
def counted() -> Any:
    """Opens a page with one of everything and with three: as many queries, and at most twelve."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(client: Any, person: Person, url: str, grow: Any) -> None:
        client.force_login(person)
        found = []
        for more in (1, 2):
            grow(more)
            client.get(url)
            with CaptureQueriesContext(connection) as queries_made:
                assert client.get(url).status_code == 200
            found.append(len(queries_made))
        assert found[0] == found[1] <= 12

    return count
