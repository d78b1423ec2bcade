"""The embedded server's extensions, its two roles and its database: made once, finished if a start was interrupted."""

from typing import TYPE_CHECKING

import psycopg2
from psycopg2 import sql

from improvement_portal.database.errors import USE_YOUR_OWN, EmbeddedServerError
from improvement_portal.database.places import PORT

if TYPE_CHECKING:
    from improvement_portal.database.server import EmbeddedServer

OWNER, SERVING, DATABASE = "portal_owner", "portal_web", "portal"
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")


def prepare(server: "EmbeddedServer") -> None:
    done = server.folder / "prepared"
    if done.exists():
        return
    try:
        _extend_every_new_database(server)
        _make_roles_and_database(server)
    except psycopg2.Error as problem:
        raise EmbeddedServerError(f"The embedded database could not be set up: {problem}\n{USE_YOUR_OWN}") from problem
    done.touch()


def connect(server: "EmbeddedServer", database: str, role: str = "postgres") -> "psycopg2.extensions.connection":
    connection = psycopg2.connect(
        host=server.host, port=PORT, user=role, password=server.password(role), dbname=database
    )
    connection.autocommit = True
    return connection


def _extend_every_new_database(server: "EmbeddedServer") -> None:
    connection = connect(server, "template1")
    try:
        with connection.cursor() as cursor:
            for extension in EXTENSIONS:
                cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
    finally:
        connection.close()


def _make_roles_and_database(server: "EmbeddedServer") -> None:
    connection = connect(server, "postgres")
    try:
        with connection.cursor() as cursor:
            for role, may in ((OWNER, "CREATEDB"), (SERVING, "NOCREATEDB")):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if cursor.fetchone() else "CREATE"
                cursor.execute(
                    sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                        sql.SQL(verb), sql.Identifier(role), sql.SQL(may), sql.Literal(server.password(role))
                    )
                )
            cursor.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(OWNER)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )
    finally:
        connection.close()
