"""What the governing body approved, and when, is only ever added to: the database itself refuses the rest."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("schools", "0012_sentences_of_constraints")]
    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER guard BEFORE UPDATE OR DELETE OR TRUNCATE ON schools_governingbodyapproval "
            "FOR EACH STATEMENT EXECUTE FUNCTION schools_guard()",
            "DROP TRIGGER guard ON schools_governingbodyapproval",
        ),
    ]
