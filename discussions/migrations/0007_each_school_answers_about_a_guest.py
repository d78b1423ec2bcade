"""What the head of each school said about a guest; until now one answer stood for all schools of a discussion."""

import uuid
from typing import Any

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import schools.clock


def keep_answers_given(apps: Any, schema_editor: Any) -> None:
    """Whoever answered led all the schools; who it was is in the history, not here."""
    guests = apps.get_model("discussions", "Participant")._base_manager.filter(consent__in=["given", "refused"])
    links = apps.get_model("discussions", "DiscussionSchool")._base_manager
    model = apps.get_model("discussions", "GuestAnswer")
    for guest in guests.iterator():
        schools = links.filter(discussion=guest.discussion_id).order_by("pk").values_list("school", flat=True)
        rows = [model(participant=guest, school_id=key, answer=guest.consent, at=guest.added_at) for key in schools]
        model._base_manager.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0006_where_they_meet_and_whose_year"),
        ("schools", "0011_who_has_looked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GuestAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[("given", "The headteacher said yes"), ("refused", "The headteacher said no")],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=schools.clock.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="discussions.participant",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "all_rows",
                "default_manager_name": "all_rows",
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "school"), name="one_answer_a_school_about_a_guest"),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["given", "refused"])), name="answer_about_a_guest_is_known"
                    ),
                ],
            },
            managers=[("all_rows", django.db.models.manager.Manager())],
        ),
        migrations.RunPython(keep_answers_given, migrations.RunPython.noop),
    ]
