"""Lists that grow with the years are cut into pages."""

import datetime as dt

import pytest
from django.urls import reverse

from discussions.agreed_support import Agreed
from discussions.models import Participant
from discussions.support import views
from schools import clock
from tests.discussions.rounds import make_discussion

pytestmark = pytest.mark.django_db


def test_support_of_many_years_is_paged(client, nia, school, monkeypatch):
    found = [Agreed(str(school.public_id), dt.date(2000 + number, 3, 1), 2000, []) for number in range(30)]
    monkeypatch.setattr(views, "support_of", lambda person, place: found)
    client.force_login(nia)
    address = reverse("support:index", args=[school.public_id])
    first, second = (client.get(f"{address}?page={number}").content.decode() for number in (1, 2))
    assert [first.count('class="portal-area"'), second.count('class="portal-area"')] == [25, 5]
    assert "?page=2" in first


def test_a_guests_invitations_are_paged(client, gareth, school):
    for number in range(30):
        day = clock.today() - dt.timedelta(days=number + 1)
        why = {"status": "cancelled", "cancelled_because": "other"}
        discussion = make_discussion(school, day=day, **why)
        Participant.all_rows.create(discussion=discussion, person=gareth, taking_part_as="guest", consent="given")
    client.force_login(gareth)
    first, second = (client.get(f"/en/discussions/?page={number}").content.decode() for number in (1, 2))
    assert [first.count('class="portal-card"'), second.count('class="portal-card"')] == [25, 5]
