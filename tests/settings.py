"""The portal's settings in test mode; nothing differs but the mode, and that no worker is needed."""

import os

os.environ["PORTAL_MODE"] = "test"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop of its own

from improvement_portal.catalogue import compile_if_older
from improvement_portal.settings import *  # noqa: F403 (the portal's own settings, changed below)

TASKS["default"] |= {"BACKEND": "tests.after_commit.AfterCommit"}  # noqa: F405 (of the portal)

compile_if_older()
