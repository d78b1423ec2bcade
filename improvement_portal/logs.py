"""What may not stand in a log: the secret in the link of an invitation or of a new password."""

import logging
import re

SECRET = re.compile(r"(/people/)[^/\s]+(/join/)|(/password/reset/key/)[^/\s]+(/)")


def without_secrets(text: str) -> str:
    return SECRET.sub(lambda found: "…".join(part for part in found.groups() if part), text)


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
        return True
