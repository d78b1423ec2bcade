"""What an administrator may do with roles: for others only, and never unseen."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from schools.models import Event, Notice, Person
from tests.posting import post


def an_appointment(person, school, **more):
    return {"person": person.pk, "role": "senior_leader", "school": school.pk, "starts_on": "1 9 2026", **more}


def test_an_administrator_gives_no_role_to_themselves_and_changes_none_of_their_own(client, ann, gwen, school):
    client.force_login(ann)
    answer = client.post(reverse("admin:schools_appointment_add"), an_appointment(ann, school))
    assert answer.status_code == 200
    assert "person" in answer.context["adminform"].form.errors
    own = reverse("admin:schools_appointment_change", args=[ann.appointments.get().pk])
    assert client.post(own, an_appointment(ann, school)).status_code == 403
    of_gwen = reverse("admin:schools_appointment_change", args=[gwen.appointments.get().pk])
    assert client.post(of_gwen, an_appointment(ann, school)).status_code == 302
    assert gwen.appointments.get().role == "governor", "and takes none of another person's"
    assert [row.role for row in ann.appointments.all()] == ["administrator"]


def test_a_role_that_an_administrator_gives_stands_in_the_schools_history_and_its_head_is_told(
    client, ann, owain, nia, school
):
    client.force_login(ann)
    answer = client.post(reverse("admin:schools_appointment_add"), an_appointment(owain, school))
    assert answer.status_code == 302
    event = Event.all_rows.get(verb="admin.added")
    assert (event.school, event.by, event.target_id) == (school, ann, owain.appointments.get(school=school).public_id)
    notice = Notice.all_rows.get()
    assert (notice.person, notice.notice_kind, notice.school) == (nia, "role_given", school)


def test_the_former_and_the_new_address_hear_that_an_administrator_changed_it(client, ann, nia):
    former = nia.email
    client.force_login(ann)
    page = reverse("admin:schools_person_change", args=[nia.pk])
    words = {"name": nia.name, "email": "nia.newydd@example.test", "language": "cy", "is_active": "on"}
    assert client.post(page, words).status_code == 302
    post()
    assert set(mail.outbox[0].recipients()) == {former, "nia.newydd@example.test"}
    assert "/cy/" in mail.outbox[0].body, "in the language of the person"
    assert Event.all_rows.get(verb="admin.changed").facts["fields"] == ["email"]
    client.post(page, {**words, "name": "Nia Wyn"})
    assert Notice.all_rows.filter(notice_kind="address_changed").count() == 1, "another change tells nobody"


def test_the_letter_about_a_new_address_goes_to_somebody_shut_out_too(client, ann, nia):
    """Or an administrator would shut somebody out, change the address, let them in again, and nobody would hear."""
    former = nia.email
    client.force_login(ann)
    page = reverse("admin:schools_person_change", args=[nia.pk])
    words = {"name": nia.name, "email": "nia.newydd@example.test", "language": "cy"}
    assert client.post(page, words).status_code == 302
    assert not Person.objects.get(pk=nia.pk).is_active
    post()
    assert set(mail.outbox[0].recipients()) == {former, "nia.newydd@example.test"}


@pytest.mark.parametrize(("whose", "told"), [("nia", "olwen"), ("gwen", "nia")])
def test_those_who_manage_the_roles_of_a_school_hear_of_a_new_address(whose, told, request, client, ann, nia, olwen):
    person = request.getfixturevalue(whose)
    client.force_login(ann)
    words = {"name": person.name, "email": "newydd@example.test", "language": "cy", "is_active": "on"}
    client.post(reverse("admin:schools_person_change", args=[person.pk]), words)
    notice = Notice.all_rows.get(notice_kind="address_at_school_changed")
    assert notice.person == request.getfixturevalue(told)


def test_an_administrator_cannot_ask_a_list_for_password_hashes(client, ann, nia):
    client.force_login(ann)
    page, hashed = reverse("admin:schools_person_changelist"), Person.objects.get(pk=nia.pk).password
    for start in (hashed[:12], "nothing"):
        for lookup in ("password__startswith", "password__regex", "appointments__person__password__startswith"):
            answer = client.get(page, {lookup: start})
            assert answer.status_code in (302, 400) and nia.name not in answer.content.decode(), lookup


def test_a_list_still_answers_its_filters_and_its_search(client, ann, nia):
    client.force_login(ann)
    assert nia.name in client.get(reverse("admin:schools_person_changelist"), {"q": nia.name}).content.decode()
    held = reverse("admin:schools_appointment_changelist")
    assert client.get(held, {"role__exact": "headteacher"}).status_code == 200


@pytest.mark.parametrize("asked", [{"q": "a\0"}, {"name": "a\0"}, {"e": "\0"}])
def test_a_nul_in_a_question_to_a_list_is_refused_and_no_fault(client, ann, asked):
    client.force_login(ann)
    assert client.get(reverse("admin:schools_person_changelist"), asked).status_code == 400


def test_a_new_address_ends_the_sessions_of_the_former_and_the_administrators_own_goes_on(client, ann, nia):
    theirs, own = Client(), Client()
    theirs.force_login(nia)
    own.force_login(ann)
    for person, address in ((nia, "nia.newydd@example.test"), (ann, "ann.newydd@example.test")):
        page = reverse("admin:schools_person_change", args=[person.pk])
        words = {"name": person.name, "email": person.email, "language": "en", "is_active": "on"}
        assert own.post(page, {**words, "name": f"{person.name} Wyn"}).status_code == 302
        if person == nia:
            assert theirs.get("/en/home/").status_code == 200, "another name ends nothing"
        assert own.post(page, {**words, "email": address}).status_code == 302
    assert theirs.get("/en/home/").status_code == 302
    assert own.get("/en/home/").status_code == 200
