"""What tests of people need: an invitation's words, an invitation sent, and the hidden fields of a form."""

import uuid
from typing import Any

from schools import clock
from schools.models import Invitation, Person
from schools.people import actions
from schools.policy import Role

TODAY = clock.today()


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
