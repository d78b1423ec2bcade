"""What was frozen, done or written is only ever added to: the database itself refuses the rest.

The guard opens for one case alone: the role that owns the table, in a transaction that has said
`SET LOCAL portal.disposal = 'on'`. Today only emptying the demo does so; disposal of what is no longer kept comes
later, and will write its log first.
"""

from django.db import migrations

TABLES = ("schools_version", "schools_event", "schools_revision")

GUARD = """
    CREATE FUNCTION schools_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        IF current_setting('portal.disposal', true) = 'on'
           AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION '% of % is refused: its rows are only ever added', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END
    $$
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0002_initial")]
    # Libraries that point at AUTH_USER_MODEL wait for this app's first migration, which only adds the extensions.
    run_before = [("admin", "0001_initial"), ("account", "0001_initial")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION schools_guard()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION schools_guard()",
                f"DROP TRIGGER guard ON {table}",
            )
            for table in TABLES
        ),
    ]
