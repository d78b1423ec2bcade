"""The same interest stands once at a time. What two tabs declared twice becomes one interest over all of its days."""

import django.contrib.postgres.constraints
from django.db import migrations, models


def merge(apps, schema_editor):
    """Sorted by their first day, each that overlaps the one before is taken into it."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks that wait would stand in the way of the constraint
    rows = models.QuerySet(apps.get_model("schools", "ConflictOfInterest"))
    last = None
    for row in rows.order_by("person", "school", "starts_on", "pk"):
        same = last is not None and (last.person_id, last.school_id) == (row.person_id, row.school_id)
        if not (same and (last.ends_on is None or last.ends_on >= row.starts_on)):
            last = row
            continue
        last.ends_on = None if None in (last.ends_on, row.ends_on) else max(last.ends_on, row.ends_on)
        last.save(update_fields=["ends_on"])
        row.delete()


class Migration(migrations.Migration):
    dependencies = [("schools", "0007_events_of_one_act")]

    operations = [
        migrations.RunPython(merge, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="conflictofinterest",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("person", "="),
                    ("school", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=models.Field(),
                        ),
                        "&&",
                    ),
                ],
                name="same_interest_once_at_a_time",
            ),
        ),
    ]
