"""The pages about people: what they show, to whom, and how often they ask the database."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from schools import clock
from schools.models import (
    AdviserAssignment,
    Appointment,
    ConflictOfInterest,
    GuestOrganisation,
    Invitation,
    Person,
)
from schools.policy import Role
from tests import factories as make
from tests.on_pages import parsed
from tests.schools.inviting import form_data, invite

TODAY = clock.today()
DAY = dt.timedelta(days=1)


def date_boxes(name: str, day: dt.date) -> dict[str, int]:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def says(answer: Any) -> str:
    return answer.content.decode()


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


def test_continuing_without_a_place_says_what_to_do(client, olwen):
    client.force_login(olwen)
    url = reverse("people:invite")
    assert "govuk-error-summary" not in says(client.get(url))
    page = says(client.get(url, {"place": ""}))
    assert "govuk-error-summary" in page and "Choose where the role will be" in page


def test_your_settings_stand_under_their_own_heading(client, nia):
    client.force_login(nia)
    page = says(client.get(reverse("people:language")))
    assert page.count("<h1") == 1 and 'govuk-heading-l">Your settings</h1>' in page
    nia.language = ""
    nia.save()
    page = says(client.get(reverse("people:language")))
    assert page.count("<h1") == 1 and "govuk-fieldset__heading" in page, "asked once, the question is the heading"


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
    assert "Enter the organisation’s name in Welsh" in says(answer)
    client.post(url, data | {"organisation": str(diocese.public_id)})
    assert Invitation.all_rows.get().guest_organisation == diocese


def test_a_new_organisation_for_a_guest_is_none_that_is_listed_already(client, olwen, diocese):
    client.force_login(olwen)
    url = reverse("people:invite", args=["guest"])
    typed = {"name": "Gwilym", "email": "gwilym@example.test", "language": "cy", "organisation": "new"}
    names = {"name_cy": "Newydd", "name_en": diocese.name_en.upper()}
    answer = client.post(url, form_data(client, url, **typed, **names, **date_boxes("starts_on", TODAY)))
    assert "This organisation is on the council’s list already. Choose it there." in says(answer)
    assert not Invitation.all_rows.exists() and list(GuestOrganisation.all_rows.all()) == [diocese]


def test_a_wrong_form_says_what_to_do_and_writes_nothing(client, nia, school):
    client.force_login(nia)
    url = reverse("people:invite", args=[f"school-{school.public_id}"])
    answer = client.post(url, form_data(client, url, **date_boxes("starts_on", TODAY)))
    assert "govuk-error-summary" in says(answer)
    assert "Enter the person’s e-mail address" in says(answer)
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

    def names(**chosen):
        return {line["held"].person.name for line in client.get(url, chosen).context["lines"]}

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
    data = form_data(client, url, adviser=beca.public_id, school=school.public_id, **date_boxes("starts_on", TODAY))
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


def test_who_advises_a_school_stands_beside_it_and_a_second_adviser_is_spoken_of(client, mari, alun, beca, school):
    client.force_login(mari)
    url = reverse("people:assign")
    assert f"{school.name} (advised now by: Alun)" in says(client.get(url))
    typed = {"adviser": str(beca.public_id), "school": str(school.public_id), **date_boxes("starts_on", TODAY)}
    answer = client.post(url, form_data(client, url, **typed), follow=True)
    assert f"Several people now advise {school.name}: Alun, Beca." in says(answer)


def test_the_only_adviser_of_a_school_is_not_spoken_of_as_one_of_several(client, mari, beca, school):
    client.force_login(mari)
    url = reverse("people:assign")
    assert "advised now by" not in says(client.get(url)).split(school.name)[1][:40]
    typed = {"adviser": str(beca.public_id), "school": str(school.public_id), **date_boxes("starts_on", TODAY)}
    assert "Several people" not in says(client.post(url, form_data(client, url, **typed), follow=True))


@pytest.mark.parametrize("route", ["people:end_assignment", "people:end"])
def test_a_last_day_that_nobody_has_set_is_asked_for_and_not_filled_in(client, mari, nia, alun, gwen, school, route):
    row = alun.assignments.get() if route == "people:end_assignment" else gwen.appointments.get()
    client.force_login(mari if route == "people:end_assignment" else nia)
    url = reverse(route, args=[row.public_id])
    assert "Enter the last day" in says(client.post(url, form_data(client, url)))
    row.refresh_from_db()
    assert row.ends_on is None


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (TODAY + DAY, "Alun sees what Ysgol Nant y Coed has shared up to and including"),
        (TODAY - DAY, "Alun no longer sees what Ysgol Nant y Coed has shared. The last day was"),
    ],
)
def test_after_the_last_day_of_an_assignment_is_set_it_is_said_what_ends(client, mari, alun, school, last, said):
    AdviserAssignment.all_rows.filter(adviser=alun).update(starts_on=TODAY - 9 * DAY)
    client.force_login(mari)
    url = reverse("people:end_assignment", args=[AdviserAssignment.all_rows.get(adviser=alun).public_id])
    assert "After the last day Alun no longer sees what the school has shared" in says(client.get(url))
    assert said in says(client.post(url, form_data(client, url, **date_boxes("ends_on", last)), follow=True))


def test_after_the_last_day_of_a_role_is_set_the_page_says_whose_and_which(client, nia, sion, school):
    Appointment.all_rows.filter(person=sion).update(starts_on=TODAY - 9 * DAY)
    client.force_login(nia)
    url = reverse("people:end", args=[sion.appointments.get().public_id])
    answer = client.post(url, form_data(client, url, **date_boxes("ends_on", TODAY)), follow=True)
    assert "holds this role up to and including" in says(answer) and "Senior leader, Ysgol Nant y Coed." in says(answer)


def test_whoever_comes_to_invite_the_headteacher_of_a_new_school_finds_the_role_chosen(client, olwen, school):
    client.force_login(olwen)
    url = reverse("people:invite", args=[f"school-{school.public_id}"])
    boxes = parsed(client.get(f"{url}?role=headteacher").content.decode()).iter("input")
    assert [box.get("value") for box in boxes if box.get("checked") is not None] == ["headteacher", "en"]
    assert client.get(f"{url}?role=nobody").status_code == 200


def test_a_school_that_the_way_here_named_has_not_to_be_found_again(client, mari, council, school):
    for number in range(26):
        make.make_school(council, f"Ysgol {number}")
    client.force_login(mari)
    url = reverse("people:assign")
    assert "Find the school first" in says(client.get(url))
    named = client.get(f"{url}?school={school.public_id}")
    assert "Find the school first" not in says(named)
    options = parsed(named.content.decode()).iter("option")
    assert [each.get("value") for each in options if each.get("selected") is not None][-1] == str(school.public_id)
