"""What the portal says when it will not do something: always a whole, translated sentence."""

from typing import Any

from django.db import OperationalError
from django.utils.translation import gettext as _

# PostgreSQL has waited as long as it may for a lock or a statement, or of two who wait for each other one gives way.
BUSY = {"55P03", "57014", "40P01"}


class Refused(Exception):
    """The act was not done; `message` says why and what to do, `field` names the form's field if there is one."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(Refused):
    """The record is not in a state from which this step can be taken."""


class Busy(Refused):
    """Somebody else holds what is to be saved, for longer than anybody waits; nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else is saving here at this moment, so nothing of yours has been saved yet. Wait a few "
                "seconds, then press the button again."
            )
        )


def is_busy(error: Exception) -> bool:
    return isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", "") in BUSY


class Stale(Refused):
    """Another page saved first: `theirs` holds its words by field, `version` what to save against next.

    `own`: it was the same person, on another page of theirs. `is_removed`: what the page showed is gone, and
    `theirs` are the words of what was put in its place, or empty.
    """

    own = False
    is_removed = False

    def __init__(self, theirs: dict[str, Any], version: int, *, own: bool = False, is_removed: bool = False) -> None:
        super().__init__(
            _(
                "What you opened has been removed in the meantime. Compare yours with what stands there now, then save "
                "again if it is still wanted."
            )
            if is_removed
            else _("You saved this in another tab or window in the meantime. Compare the two texts, then save again.")
            if own
            else _("Somebody else saved this while you were writing. Compare the two texts, then save again.")
        )
        self.theirs = theirs
        self.version = version
        self.own = own
        self.is_removed = is_removed
