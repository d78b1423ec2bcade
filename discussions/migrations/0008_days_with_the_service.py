"""The kind of support that named the portal’s own word for an adviser, wherever it still has that name."""

from typing import Any

from django.db import migrations

BEFORE = {"name_en": "Days with the adviser", "name_cy": "Diwrnodau gyda’r ymgynghorydd"}
NOW = {"name_en": "Days with the improvement service", "name_cy": "Diwrnodau gyda’r gwasanaeth gwella"}


def rename(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("discussions", "SupportKind")._base_manager.filter(code="adviser-days")
    for name in BEFORE:
        kinds.filter(**{name: BEFORE[name]}).update(**{name: NOW[name]})


class Migration(migrations.Migration):
    dependencies = [("discussions", "0007_each_school_answers_about_a_guest")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
