"""What a reader asks the council’s translators for, and what they bring back.

A translation is only ever added, and a request that is closed stays closed: the database itself refuses the rest.
"""

import django.db.models.deletion
import django.db.models.manager
import schools.clock
import schools.models.base
import uuid
from django.conf import settings
from django.db import migrations, models


def is_final(state: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {state}_is_final BEFORE UPDATE ON schools_translationrequest FOR EACH ROW "
        f"WHEN (OLD.status = '{state}' AND NEW.status <> OLD.status) EXECUTE FUNCTION schools_final_state()",
        f"DROP TRIGGER {state}_is_final ON schools_translationrequest",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0022_other_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="TranslationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "wanted",
                    models.CharField(
                        choices=[("cy", "Cymraeg"), ("en", "English")], max_length=2, verbose_name="Wanted language"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "To be sent to the translators"),
                            ("sent", "With the translators"),
                            ("done", "Done"),
                            ("impossible", "Cannot be done"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=schools.clock.now, editable=False)),
                ("sent_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="", max_length=1000, verbose_name="reason")),
                (
                    "reason_lang",
                    schools.models.base.LanguageField(
                        blank=True,
                        choices=[("cy", "Cymraeg"), ("en", "English")],
                        default="",
                        max_length=2,
                        verbose_name="Language of this text",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "frozen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translation_requests",
                        to="schools.version",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "abstract": False,
                "base_manager_name": "all_rows",
                "default_manager_name": "all_rows",
            },
            managers=[
                ("all_rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="TranslationAsker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "asked_as",
                    models.CharField(
                        choices=[
                            ("headteacher", "Headteacher"),
                            ("senior_leader", "Senior leader"),
                            ("contributor", "Contributor"),
                            ("chair_of_governors", "Chair of governors"),
                            ("governor", "Governor"),
                            ("clerk_to_governors", "Clerk to the governors"),
                            ("diary_helper", "Diary helper"),
                            ("council_officer", "Council officer"),
                            ("council_lead", "Council lead for education"),
                            ("service_adviser", "Adviser"),
                            ("service_lead", "Service lead"),
                            ("guest", "Guest"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=24,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=schools.clock.now, editable=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="askers",
                        to="schools.translationrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "all_rows",
                "default_manager_name": "all_rows",
            },
            managers=[
                ("all_rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="BroughtTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("rows", models.JSONField(default=list)),
                ("at", models.DateTimeField(default=schools.clock.now, editable=False)),
                ("placed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brought",
                        to="schools.translationrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "all_rows",
                "default_manager_name": "all_rows",
            },
            managers=[
                ("all_rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("place", models.CharField(max_length=120)),
                ("text", models.TextField()),
                (
                    "lang",
                    schools.models.base.LanguageField(
                        choices=[("cy", "Cymraeg"), ("en", "English")],
                        max_length=2,
                        verbose_name="Language of this text",
                    ),
                ),
                ("at", models.DateTimeField(default=schools.clock.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "frozen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="translations", to="schools.version"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "all_rows",
                "default_manager_name": "all_rows",
                "indexes": [models.Index(fields=["frozen", "place"], name="schools_tra_frozen__df4614_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lang__in", ["cy", "en"])),
                        name="translation_lang_is_known",
                        violation_error_message="Choose one of the choices that are offered.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("place", ""), _negated=True)
                        ),
                        name="translation_says_something",
                    ),
                ],
            },
            managers=[
                ("all_rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["asked", "sent", "done", "impossible", "withdrawn"])),
                name="translationrequest_status_is_known",
                violation_error_message="Choose one of the choices that are offered.",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("wanted__in", ["cy", "en"])),
                name="translationrequest_wanted_is_known",
                violation_error_message="Choose one of the choices that are offered.",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason_lang__in", ["", "cy", "en"])),
                name="translationrequest_reason_lang_is_known",
                violation_error_message="Choose one of the choices that are offered.",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["asked", "sent"])),
                fields=("frozen", "wanted"),
                name="one_translation_request_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at", None), ("sent_by", None), models.Q(("status", "sent"), _negated=True)),
                    models.Q(
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                        models.Q(("status__in", ["asked", "withdrawn"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="translation_request_is_sent_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None), ("status__in", ["asked", "sent"])),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("status__in", ["done", "impossible", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="translation_request_is_closed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reason_lang__in", ["cy", "en"]),
                        ("status", "impossible"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(models.Q(("status", "impossible"), _negated=True), ("reason", ""), ("reason_lang", "")),
                    _connector="OR",
                ),
                name="translation_request_is_impossible_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationasker",
            constraint=models.UniqueConstraint(fields=("request", "asked_by"), name="one_asks_once_for_a_translation"),
        ),
        migrations.AddConstraint(
            model_name="translationasker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "asked_as__in",
                        [
                            "chair_of_governors",
                            "council_lead",
                            "council_officer",
                            "governor",
                            "service_adviser",
                            "service_lead",
                        ],
                    )
                ),
                name="translation_is_asked_for_by_a_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="broughttranslation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("placed_at__isnull", True), ("placed_by__isnull", True)),
                    models.Q(("placed_at__isnull", False), ("placed_by__isnull", False)),
                    _connector="OR",
                ),
                name="translations_are_placed_by_somebody",
            ),
        ),
        *(is_final(state) for state in ("done", "impossible", "withdrawn")),
        migrations.RunSQL(
            "CREATE TRIGGER guard BEFORE UPDATE OR DELETE OR TRUNCATE ON schools_translation "
            "FOR EACH STATEMENT EXECUTE FUNCTION schools_guard()",
            "DROP TRIGGER guard ON schools_translation",
        ),
    ]
