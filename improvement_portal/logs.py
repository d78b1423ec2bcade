"""What may not stand in a log: the secret in the link of an invitation, of a new password or of somebody's calendar,
and words of a row.
"""

import logging
import re

SECRET = re.compile(r"(/people/)[^/\s]+(/join/)|(/password/reset/key/)[^/\s]+(/)|(/calendar/)[^/\s]+(\.ics)")


# PostgreSQL says which row it refuses, or where in a statement something is wrong, with the words that stand there.
TOLD = re.compile(
    r"^(DETAIL|CONTEXT|QUERY|LINE \d+):.*?(?=^Traceback |^The above exception|^During handling|\Z)", re.M | re.S
)


def without_secrets(text: str) -> str:
    text = SECRET.sub(lambda found: "…".join(part for part in found.groups() if part), text)
    return TOLD.sub(lambda found: f"{found[1]}: …\n\n", text)


class RefusalsInOneLine(logging.Filter):
    """Somebody who may not open a page is no fault of the portal's: one line says so, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.request" and getattr(record, "status_code", 0) == 403:
            record.exc_info = record.exc_text = None
        return True


class WithoutSecrets(logging.Filter):
    """On the handler, so that it sees the lines of every library."""

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        record.msg, record.args = without_secrets(words), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = without_secrets(logging.Formatter().formatException(record.exc_info))
        return True
