"""Somebody with a page open whose browser saves while they type: what drafts.js does, by requests alone."""

from typing import Any

from django.test import Client

from tests.on_pages import Form, forms_in

BY_SCRIPT = {"HX-Request": "true"}


class Typing:
    def __init__(self, person: Any, path: str) -> None:
        self.client, self.path, self.person = Client(), path, person
        self.client.force_login(person)
        self.form: Form = forms_in(self.client.get(path).content.decode())[-1]

    def sent(self, **typed: Any) -> dict[str, Any]:
        return self.form.filled(**typed)

    def type(self, **typed: Any) -> Any:
        """What the browser sends by itself; a good answer renews the hidden fields."""
        answer = self.client.post(self.path, self.sent(**typed), headers=BY_SCRIPT)
        for name, value in typed.items():
            self.form.fields[name].holds = [value]
        if answer.status_code == 200:
            for name, value in answer.json()["fields"].items():
                self.form.fields[name].holds = [str(value)]
        return answer

    def press(self, **typed: Any) -> Any:
        return self.client.post(self.path, self.sent(**typed))
