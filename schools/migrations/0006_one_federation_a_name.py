"""A name stands once on a council's list. What was entered twice becomes the entry made first, with all its schools."""

import django.db.models.functions.text
from django.db import migrations, models

SENTENCES = {
    "cluster": "The council already has a cluster of this name.",
    "federation": "The council already has a federation of this name.",
}


def join_what_was_entered_twice(apps, schema_editor):
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    school = apps.get_model("schools", "School")
    for noun in SENTENCES:
        first = {}
        for row in apps.get_model("schools", noun).all_rows.order_by("pk"):
            names = {(row.council_id, field, getattr(row, field).lower()) for field in ("name_cy", "name_en")}
            kept = next((first[name] for name in names if name in first), None)
            if kept is None:
                first.update(dict.fromkeys(names, row))
            else:
                school.all_rows.filter(**{noun: row}).update(**{noun: kept}, version=models.F("version") + 1)
                row.delete()


class Migration(migrations.Migration):
    dependencies = [("schools", "0005_final_states")]

    operations = [
        migrations.RunPython(join_what_was_entered_twice, migrations.RunPython.noop),
        *(
            migrations.AddConstraint(
                model_name=noun,
                constraint=models.UniqueConstraint(
                    models.F("council"),
                    django.db.models.functions.text.Lower(name),
                    name=f"one_{noun}_a_council_and_{name}",
                    violation_error_message=sentence,
                ),
            )
            for noun, sentence in SENTENCES.items()
            for name in ("name_cy", "name_en")
        ),
    ]
