"""Sessions in the database, asked for only by a key that Django could have made."""

import re
from typing import Any

from django.contrib.sessions.backends import db

A_KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    """Any other key, a NUL in it above all, is no session: it never reaches the database."""

    def _validate_session_key(self, key: Any) -> bool:
        return isinstance(key, str) and A_KEY.fullmatch(key) is not None
