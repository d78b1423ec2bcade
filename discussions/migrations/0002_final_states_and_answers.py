"""What was cancelled or agreed stays so; what a party answered is only ever added to."""

from django.db import migrations

FINAL = {"discussions_discussion": "cancelled", "discussions_record": "agreed"}
ONLY_ADDED = ("discussions_answer", "discussions_difference")


class Migration(migrations.Migration):
    dependencies = [("discussions", "0001_initial"), ("schools", "0005_final_states")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER final_state BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN (OLD.status = '{state}' AND NEW.status <> OLD.status) EXECUTE FUNCTION schools_final_state()",
                f"DROP TRIGGER final_state ON {table}",
            )
            for table, state in FINAL.items()
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION schools_guard()",
                f"DROP TRIGGER guard ON {table}",
            )
            for table in ONLY_ADDED
        ),
    ]
