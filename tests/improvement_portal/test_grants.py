"""The second line: what the serving role may not do, tried as the serving role."""

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from improvement_portal.database.checks import serving_role_is_held_back
from improvement_portal.database.grants import INSERT_ONLY, apply

ATTEMPTS = (
    "UPDATE {} SET id = id",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
    "ALTER TABLE {} DISABLE TRIGGER guard",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TRIGGER guard ON {}",
    "ALTER TABLE {} OWNER TO CURRENT_USER",
    "SELECT * FROM {} FOR UPDATE",
    "INSERT INTO {} (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 1",
    "DROP TABLE {} CASCADE",
    "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
    "CREATE TRIGGER other BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION schools_guard()",
)


def run(statement, on=connection):
    with transaction.atomic(using=on.alias), on.cursor() as cursor:
        cursor.execute(statement)


def faults():
    return sorted(message.id for message in serving_role_is_held_back(databases=["default"]))


@pytest.mark.django_db
def test_the_tests_themselves_run_as_the_serving_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert set(cursor.fetchone()) == {settings.SERVING_ROLE}


@pytest.mark.django_db
@pytest.mark.parametrize("table", INSERT_ONLY)
def test_the_serving_role_may_read_and_add_where_rows_are_only_added(table):
    run(f"SELECT * FROM {table}")
    with pytest.raises(IntegrityError, match="null value"):
        run(f"INSERT INTO {table} DEFAULT VALUES")


@pytest.mark.django_db
@pytest.mark.parametrize("table", INSERT_ONLY)
@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("setting", ["off", "on"])
def test_the_serving_role_can_neither_change_nor_unguard_what_is_only_added(table, attempt, setting):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL portal.disposal = '{setting}'")
    with pytest.raises(ProgrammingError):
        run(attempt.format(table))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE portal_owner",
        "SET session_replication_role = replica",
        "CREATE TABLE mine ()",
        "CREATE OR REPLACE FUNCTION schools_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP FUNCTION schools_guard() CASCADE",
        "CREATE ROLE other SUPERUSER",
        "DELETE FROM django_migrations",
    ],
)
def test_the_serving_role_cannot_climb(statement):
    with pytest.raises(DatabaseError):
        run(statement)


def owner_run(owner_connection, statement, disposal="off"):
    with owner_connection.cursor() as cursor:
        cursor.execute(f"BEGIN; SET LOCAL portal.disposal = '{disposal}'")
        try:
            cursor.execute(statement)
        finally:
            cursor.execute("ROLLBACK")


@pytest.mark.parametrize("table", INSERT_ONLY)
@pytest.mark.parametrize("attempt", ATTEMPTS[:3])
def test_the_owner_is_held_by_the_guard_too_until_disposal_is_declared(owner_connection, table, attempt):
    with pytest.raises(IntegrityError, match="only ever added"):
        owner_run(owner_connection, attempt.format(table))
    owner_run(owner_connection, attempt.format(table), disposal="on")


@pytest.mark.django_db
def test_a_migrated_database_passes_the_check():
    assert faults() == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("GRANT UPDATE (verb) ON schools_event TO {}", "database.E004"),
        ("GRANT DELETE ON schools_version TO {}", "database.E004"),
        ("GRANT TRUNCATE ON schools_revision TO PUBLIC", "database.E004"),
        ("ALTER TABLE schools_event DISABLE TRIGGER guard", "database.E005"),
    ],
)
def test_the_check_finds_an_opened_audit_table(owner_connection, statement, fault):
    with owner_connection.cursor() as cursor:
        cursor.execute(statement.format(settings.SERVING_ROLE))
    assert faults() == [fault]


def test_the_check_finds_an_owning_or_missing_serving_role(owner_connection, settings):
    settings.SERVING_ROLE = "nobody_at_all"
    assert faults() == ["database.E001"]
    settings.SERVING_ROLE = "postgres"
    assert faults() == ["database.E002"]
    settings.SERVING_ROLE = owner_connection.settings_dict["USER"]
    assert faults() == ["database.E003", "database.E004"]


def test_migrating_sets_the_grants_again_and_a_new_table_gets_them(owner_connection, monkeypatch):
    with owner_connection.cursor() as cursor:
        cursor.execute(f"GRANT UPDATE ON schools_event TO {settings.SERVING_ROLE}")
        cursor.execute("CREATE TABLE newcomer (id serial)")
    run("INSERT INTO newcomer DEFAULT VALUES")
    monkeypatch.setitem(apply.__globals__, "connections", {"default": owner_connection})
    monkeypatch.setattr(transaction, "atomic", lambda using: transaction.Atomic("default", True, False))
    apply("default")
    assert faults() == []
