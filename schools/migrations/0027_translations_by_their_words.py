"""A translation is found again by the words that it translates, in whichever version of the school they stand."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

from schools.models.constraints import AddPromise


def find_the_words(apps: Any, schema_editor: Any) -> None:
    """Of what has been brought in already; nothing else of a row changes, and the guard opens for this alone."""
    rows = apps.get_model("schools", "translation")._base_manager
    versions = apps.get_model("schools", "version")._base_manager.filter(pk__in=rows.values("frozen"))
    schema_editor.execute("SET LOCAL portal.disposal = 'on'")
    for version in versions.iterator(chunk_size=20):
        for place, digest in _digests(json.loads(bytes(version.content))):
            rows.filter(frozen=version.pk, place=place).update(original=digest)
    rows.filter(original="").update(original=hashlib.sha256().hexdigest())  # of words that no version has
    schema_editor.execute("SET LOCAL portal.disposal = 'off'")


def _digests(content: Any) -> Iterator[tuple[str, str]]:
    """As they were reckoned when this was written."""
    for area in content["areas"]:
        boxes = area.get("boxes") or [{"box": "summary", "text": area.get("narrative", ""), "lang": area.get("lang")}]
        places = [(f"{area['code']}/{box['box']}", box) for box in boxes]
        places += [(each["id"], each) for each in (*area["strengths"], *area["priorities"])]
        for place, words in places:
            yield place, hashlib.sha256(f"{words['lang']}\n{words['text']}".encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0026_no_empty_strength_or_priority"),
    ]

    operations = [
        migrations.AddField(
            model_name="translation",
            name="original",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(find_the_words, migrations.RunPython.noop),
        AddPromise(
            model_name="translation",
            constraint=models.CheckConstraint(
                condition=models.Q(("original__regex", "^[0-9a-f]{64}$")), name="translation_is_of_some_words"
            ),
        ),
        migrations.AddIndex(
            model_name="translation",
            index=models.Index(fields=["original"], name="schools_tra_origina_8909db_idx"),
        ),
    ]
