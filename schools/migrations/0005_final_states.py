"""A state that nothing may leave is not left: the database itself refuses it, whoever asks.

All other moves are refused by the gate (schools.workflow.move), under a row lock.
"""

from django.db import migrations

FINAL = {"schools_selfevaluation": "submitted", "schools_plan": "shared"}

GUARD = """
    CREATE FUNCTION schools_final_state() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        RAISE EXCEPTION '% of % is refused: % is final', TG_OP, TG_TABLE_NAME, OLD.status
            USING ERRCODE = 'restrict_violation';
    END
    $$
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0004_former_address_of_a_notice")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION schools_final_state()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER final_state BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN (OLD.status = '{state}' AND NEW.status <> OLD.status) EXECUTE FUNCTION schools_final_state()",
                f"DROP TRIGGER final_state ON {table}",
            )
            for table, state in FINAL.items()
        ),
    ]
