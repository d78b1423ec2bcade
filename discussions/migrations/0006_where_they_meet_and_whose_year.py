"""At which of several schools they meet, and from which year's self-evaluation an item of an agenda comes."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def remember_the_year(apps: Any, schema_editor: Any) -> None:
    """Items drafted so far are of the year of the self-evaluation whose words they came from."""
    items = apps.get_model("discussions", "AgendaItem")._base_manager
    for kind in ("Priority", "Strength"):
        rows = apps.get_model("schools", kind)._base_manager.filter(public_id=OuterRef("drafted_from"))
        year = rows.annotate(year=F("section__self_evaluation__school_year")).values("year")
        items.filter(drafted_from__isnull=False, drafted_year=None).update(drafted_year=Subquery(year))


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0005_when_somebody_was_put_down_to_take_part"),
        ("schools", "0004_former_address_of_a_notice"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="drafted_year",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="calendarmessage",
            name="host",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.AddField(
            model_name="discussion",
            name="host",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
            ),
        ),
        migrations.RunPython(remember_the_year, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="discussion",
            constraint=models.CheckConstraint(
                condition=models.Q(("host", None), ("setting", "at_school"), _connector="OR"),
                name="only_who_meets_at_school_has_a_host",
            ),
        ),
    ]
