"""Choosing one school among all of Wales: found by its name, and never all of them on one page."""

import pytest
from django.urls import reverse

from schools.models import AdviserAssignment, ConflictOfInterest, School
from tests.schools.inviting import form_data

MOST_BYTES = 100_000
FIRST_DAY = {"starts_on-day": 1, "starts_on-month": 10, "starts_on-year": 2026}


@pytest.fixture
def wales(council, far_council):
    schools = [
        School(
            council=(council, far_council)[number % 2],
            name_cy=f"Ysgol Gynradd Gymunedol Rhif {number:04d}",
            name_en=f"Community Primary School Number {number:04d}",
            sort_en=f"{number:04d}",
            sort_cy=f"{number:04d}",
            sector="primary",
        )
        for number in range(1460)
    ]
    return School.all_rows.bulk_create(schools)


@pytest.mark.parametrize("page", ["assign", "declare"])
def test_the_page_stays_small_and_offers_twenty_five(client, mari, wales, page):
    client.force_login(mari)
    answer = client.get(reverse(f"people:{page}"))
    assert len(answer.content) < MOST_BYTES
    html = answer.content.decode()
    assert html.count("Community Primary School Number") == 25
    assert "Find the school first" in html and "?page=2" in html
    found = client.get(reverse(f"people:{page}"), {"name": "number 1234"}).content.decode()
    assert found.count("Community Primary School Number") == 1


def test_a_school_that_was_found_is_declared_and_assigned(client, mari, alun, wales):
    school = wales[1234]
    client.force_login(mari)
    typed = {"school": str(school.public_id), **FIRST_DAY}
    url = f"{reverse('people:assign')}?name=1234"
    assert client.post(url, form_data(client, url, adviser=alun.public_id, **typed)).status_code == 302
    assert AdviserAssignment.all_rows.filter(adviser=alun, school=school).exists()
    url = reverse("people:declare")
    assert client.post(url, form_data(client, url, **typed)).status_code == 302, "from another page of the list too"
    assert ConflictOfInterest.all_rows.filter(person=mari, school=school).exists()


def test_a_school_that_is_not_theirs_is_no_choice(client, olwen, far_school):
    client.force_login(olwen)
    url = reverse("people:declare")
    for chosen in (far_school.public_id, "x", ""):
        answer = client.post(url, form_data(client, url, school=chosen, **FIRST_DAY))
        assert answer.status_code == 200 and "school" in answer.context["form"].errors
    assert not ConflictOfInterest.all_rows.exists()
