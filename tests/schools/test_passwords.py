"""A password that somebody chooses is not their own name or address, on every page where one is set."""

import pytest
from django.urls import reverse

from schools.access import INVITED
from tests import factories as make
from tests.schools.inviting import form_data, invite

pytestmark = pytest.mark.django_db
OWN = ["mari.brawf12", "Mari Brawf 2026", "maribrawf-x1", "xx-m.brawf-77"]
GOOD = "tair-deilen-werdd-7"


@pytest.mark.parametrize("chosen", OWN)
def test_somebody_invited_does_not_begin_with_their_own_name(client, nia, school, chosen):
    invitation = invite(school, nia, name="Mari Brawf", email="m.brawf@example.test")
    session = client.session
    session[INVITED] = str(invitation.public_id)
    session.save()
    url = reverse("account_signup")
    for name in ("Mari Brawf", "M"):
        data = form_data(client, url, email="m.brawf@example.test", name=name, password1=chosen, password2=chosen)
        answer = client.post(url, data)
        assert answer.status_code == 200 and len(answer.context["form"].errors["password1"]) == 1, (name, chosen)
    assert client.post(url, data | {"password1": GOOD, "password2": GOOD}).status_code == 302


@pytest.mark.parametrize("chosen", OWN)
def test_nobody_changes_to_their_own_name(client, chosen, school):
    mari = make.make_person("Mari Brawf", language="en")
    mari.email = "m.brawf@example.test"
    mari.save()
    make.appoint(mari, "governor", school)
    client.force_login(mari)
    url = reverse("account_change_password")
    data = {"oldpassword": "rhosyn-gwyn-42", "password1": chosen, "password2": chosen}
    assert "password1" in client.post(url, data).context["form"].errors
    assert client.post(url, data | {"password1": GOOD, "password2": GOOD}).status_code == 302
