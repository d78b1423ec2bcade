from typing import Any

from django.db import migrations, models

from schools.models.constraints import AddPromise

NOTHING = "–"


def show_that_nothing_is_written(apps: Any, schema_editor: Any) -> None:
    """An item of a list that was empty in Word could become one: it keeps its marks and its evidence, and is seen."""
    for name in ("strength", "priority"):
        apps.get_model("schools", name)._base_manager.filter(text="").update(text=NOTHING)


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0025_open_questions"),
    ]

    operations = [
        migrations.RunPython(show_that_nothing_is_written, migrations.RunPython.noop),
        AddPromise(
            model_name="strength",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="strength_says_something",
                violation_error_message="Write a sentence or two",
            ),
        ),
        AddPromise(
            model_name="priority",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="priority_says_something",
                violation_error_message="Write a sentence or two",
            ),
        ),
    ]
