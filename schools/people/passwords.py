"""A new password is not the name or the address of whoever chooses it."""

from typing import Any

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schools.alphabet import taken_apart

SHORTEST = 5  # a shorter name stands in too many words that have nothing to do with it


class NotTheOwnName(UserAttributeSimilarityValidator):
    """Refuses what is like the person's name or e-mail address, and what holds the name or the part before the @."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("name", "email"))

    def validate(self, password: str, user: Any = None) -> None:
        if user is None:
            return
        super().validate(password, user)
        chosen = _folded(password)
        for name in (_folded(user.name), _folded(user.email.partition("@")[0])):
            if len(name) >= SHORTEST and name in chosen:
                raise ValidationError(
                    _("Do not use your name or your e-mail address in the password."), code="password_too_similar"
                )


def _folded(text: str) -> str:
    """Letters and digits alone, without case or accents."""
    return "".join(c for c in taken_apart(text).casefold() if c.isalnum())
