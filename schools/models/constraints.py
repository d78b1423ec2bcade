"""What the database promises of single columns, made by one rule, and how a migration adds it to rows that exist."""

from collections.abc import Iterable
from typing import Any

from django.db import migrations, models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from schools.policy import PLACES, Place, Role

YEARS = (2000, 2100)


def known(field: str, values: Iterable[str], *, blank: bool = False) -> models.CheckConstraint:
    """The column holds one of these; `blank` where nothing may have been chosen."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [*([""] if blank else []), *(str(value) for value in values)]}),
        name=f"%(class)s_{field}_is_known",
        violation_error_message=_("Choose one of the choices that are offered."),
    )


def plausible_year(field: str = "school_year") -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__range": YEARS}),
        name=f"%(class)s_{field}_is_plausible",
        violation_error_message=_("Enter a school year between 2000 and 2100: the year in which it begins."),
    )


def once_a_council(noun: str, sentence: Any) -> list[models.BaseConstraint]:
    """A name stands once on a council's list, in either language and however it is capitalised."""
    return [
        models.UniqueConstraint(
            "council", Lower(name), name=f"one_{noun}_a_council_and_{name}", violation_error_message=sentence
        )
        for name in ("name_cy", "name_en")
    ]


class AddPromise(migrations.AddConstraint):
    """Adds a check to a table with rows in it. Where one breaks it nothing is changed, and the error says which."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        rows = from_state.apps.get_model(app_label, self.model_name)._base_manager
        promise: Any = self.constraint
        holds = ExpressionWrapper(promise.condition, models.BooleanField())  # unknown, as of an empty column, holds too
        broken = rows.annotate(holds=holds).filter(holds=False).values_list("pk", flat=True).order_by("pk")[:20]
        if broken:
            table = f"{app_label}_{self.model_name}"
            keys = ", ".join(map(str, broken))
            raise ValueError(f"{table}: correct these rows first, they break {promise.name}: id {keys}")
        super().database_forwards(app_label, schema_editor, from_state, to_state)


def refuse_names_entered_twice(app: str, noun: str) -> migrations.RunPython:
    """Before `once_a_council`: the names that stand twice, so that somebody can say which of the two stays."""

    def look(apps: Any, schema_editor: Any) -> None:
        rows = apps.get_model(app, noun)._base_manager
        for name in ("name_cy", "name_en"):
            twice = (
                rows.values("council", spelt=Lower(name))
                .annotate(rows=models.Count("pk"), first=models.Min("pk"), last=models.Max("pk"))
                .filter(rows__gt=1)
                .order_by(F("first"))
            )
            if twice:
                keys = ", ".join(f"id {row['first']} and {row['last']}" for row in twice)
                raise ValueError(f"{app}_{noun}: rename one of each first, {name} stands twice: {keys}")

    return migrations.RunPython(look, migrations.RunPython.noop)


def at_the_right_place(name: str) -> models.CheckConstraint:
    """A known role, and exactly one place: of the kind at which it is held."""
    return models.CheckConstraint(
        name=name,
        condition=Q(
            *(
                Q(role__in=[role.value for role in Role if place in PLACES[role]])
                & Q(**{f"{other.value}__isnull": other != place for other in Place})
                for place in Place
            ),
            _connector=Q.OR,
        ),
        violation_error_message=_("Choose one place, of the kind at which this role is held."),
    )
