"""National priorities and kinds of grants: reference data from files, which an administrator may word otherwise."""

import json
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet

from schools.models import GrantKind, NationalPriority, Person, Plan

DATA = Path(__file__).parent / "data"
NATIONAL_PRIORITIES = DATA / "national_priorities.json"
GRANT_KINDS = DATA / "grant_kinds.json"


@transaction.atomic
def load_national_priorities(file: Path = NATIONAL_PRIORITIES) -> int:
    """Add those that are not there yet; one that is there keeps its words and years. Returns how many are new."""
    return _load(NationalPriority, file, ("name_cy", "name_en", "first_year", "last_year"))


@transaction.atomic
def load_grant_kinds(file: Path = GRANT_KINDS) -> int:
    return _load(GrantKind, file, ("name_cy", "name_en", "is_other"))


def _load(model: type[NationalPriority] | type[GrantKind], file: Path, names: tuple[str, ...]) -> int:
    new = 0
    for position, entry in enumerate(json.loads(file.read_text(encoding="utf-8")), start=1):
        words = {name: entry[name] for name in names if name in entry}
        # The same id wherever the file is loaded: it stands in frozen versions.
        words["public_id"] = uuid5(NAMESPACE_URL, f"{model._meta.label_lower}/{entry['code']}")
        _row, is_new = model.all_rows.get_or_create(code=entry["code"], defaults={**words, "position": position})
        new += is_new
    return new


def national_priorities_for(plan: Plan, person: Person) -> QuerySet[NationalPriority]:
    """Those in force in the plan's first school year, and whatever else the plan answers already."""
    in_force = Q(first_year__lte=plan.first_year) & (Q(last_year=None) | Q(last_year__gte=plan.first_year))
    answered = Q(pk__in=plan.nationalpriorityanswers.values("national_priority"))
    return NationalPriority.objects.visible_to(person).filter(in_force | answered)


def national_priorities_left(plan: Plan, person: Person, content: dict[str, Any]) -> int:
    """How many of them the plan, with this content, does not answer yet."""
    answered = [row["code"] for row in content.get("national_priorities", ()) if _says_something(row)]
    return national_priorities_for(plan, person).exclude(code__in=answered).count()


def _says_something(row: dict[str, Any]) -> bool:
    return bool(row.get("priorities") or row.get("explanation"))
