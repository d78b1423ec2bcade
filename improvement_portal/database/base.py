"""Django's PostgreSQL backend, on the embedded server: started at the first connection, never before."""

import threading
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.backends.postgresql import base

try:
    from improvement_portal.database.errors import EmbeddedServerError
    from improvement_portal.database.server import EmbeddedServer
except ImportError:  # Windows has no fcntl and no pwd
    RUNS_HERE = False
else:
    RUNS_HERE = True

_lock = threading.Lock()
_servers: dict[Path, "EmbeddedServer"] = {}


def server_at(folder: Path, *, durable: bool = True) -> "EmbeddedServer":
    """This process's hold on the server of that folder."""
    if not RUNS_HERE:
        raise ImproperlyConfigured(
            "The embedded database runs on Linux and macOS. Set DATABASE_URL and DATABASE_OWNER_URL."
        )
    with _lock:
        if folder not in _servers:
            try:
                _servers[folder] = EmbeddedServer(folder, durable=durable).start()
            except EmbeddedServerError as problem:
                raise ImproperlyConfigured(str(problem)) from problem
        try:
            _servers[folder].revive()
        except EmbeddedServerError as problem:
            raise OperationalError(str(problem)) from problem
        return _servers[folder]


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        embedded = self.settings_dict["EMBEDDED"]
        server = server_at(embedded["folder"], durable=embedded["durable"])
        password = server.password(self.settings_dict["USER"])
        self.settings_dict.update(HOST=server.host, PORT="5432", PASSWORD=password)  # dbshell reads them here
        return super().get_connection_params()
