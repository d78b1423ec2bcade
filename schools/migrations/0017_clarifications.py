"""What the council or the service asks about a submitted self-evaluation, and what the school answers.

The question stays as it was asked, and the answer as it was given: the database itself refuses anything else.
"""

import django.db.models.deletion
import django.db.models.manager
import schools.clock
import schools.models.base
import uuid
from django.conf import settings
from django.db import migrations, models

GUARD = """
    CREATE FUNCTION schools_clarification_stays() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        RAISE EXCEPTION '% of % is refused: what was asked and answered stays', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END
    $$
"""
QUESTION = ("public_id", "frozen_id", "area", "question", "lang", "asked_by_id", "asked_as", "asked_at")
ANSWER = ("answer", "answer_lang", "answered_by_id", "answered_at")


def stays(name: str, columns: tuple[str, ...], when: str) -> migrations.RunSQL:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON schools_clarification FOR EACH ROW "
        f"WHEN ({when} AND ROW({old}) IS DISTINCT FROM ROW({new})) EXECUTE FUNCTION schools_clarification_stays()",
        f"DROP TRIGGER {name} ON schools_clarification",
    )


def is_final(state: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {state}_is_final BEFORE UPDATE ON schools_clarification FOR EACH ROW "
        f"WHEN (OLD.status = '{state}' AND NEW.status <> OLD.status) EXECUTE FUNCTION schools_final_state()",
        f"DROP TRIGGER {state}_is_final ON schools_clarification",
    )


class Migration(migrations.Migration):
    dependencies = [("schools", "0016_typographic_apostrophes")]

    operations = [
        migrations.CreateModel(
            name="Clarification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("area", models.SlugField(max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "Not answered yet"), ("answered", "Answered"), ("withdrawn", "Withdrawn")],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("question", models.TextField(max_length=2000, verbose_name="question")),
                (
                    "lang",
                    schools.models.base.LanguageField(
                        choices=[("cy", "Cymraeg"), ("en", "English")],
                        default="en",
                        max_length=2,
                        verbose_name="Language of this text",
                    ),
                ),
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
                ("answer", models.TextField(blank=True, default="", max_length=4000, verbose_name="answer")),
                (
                    "answer_lang",
                    schools.models.base.LanguageField(
                        blank=True,
                        choices=[("cy", "Cymraeg"), ("en", "English")],
                        default="",
                        max_length=2,
                        verbose_name="Language of this text",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "frozen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clarifications", to="schools.version"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "all_rows",
                "default_manager_name": "all_rows",
                "indexes": [models.Index(fields=["frozen", "area"], name="schools_cla_frozen__db8878_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "answered", "withdrawn"])),
                        name="clarification_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_as__in", ["council_lead", "council_officer", "service_adviser", "service_lead"]),
                            models.Q(("question", ""), _negated=True),
                        ),
                        name="clarification_is_asked_from_outside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("status", "answered"),
                                ("answer_lang__in", ["cy", "en"]),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "answered"), _negated=True),
                                ("answer", ""),
                                ("answer_lang", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="clarification_is_answered_at_once",
                    ),
                ],
            },
            managers=[
                ("all_rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION schools_clarification_stays()"),
        stays("question_stays", QUESTION, "TRUE"),
        stays("answer_stays", ANSWER, "OLD.status = 'answered'"),
        is_final("answered"),
        is_final("withdrawn"),
        migrations.RunSQL(
            "CREATE TRIGGER guard BEFORE DELETE OR TRUNCATE ON schools_clarification "
            "FOR EACH STATEMENT EXECUTE FUNCTION schools_guard()",
            "DROP TRIGGER guard ON schools_clarification",
        ),
    ]
