"""Loads kinds of support from a file: reference data, which an administrator may rename or take out of use."""

import json
from pathlib import Path

from django.db import transaction

from .models import SupportKind

FILE = Path(__file__).parent / "data" / "support_kinds.json"


@transaction.atomic
def load_support_kinds(file: Path = FILE) -> int:
    """Add the kinds that are not there yet; one that is there keeps the name it was given. Returns how many are new."""
    new = 0
    for position, entry in enumerate(json.loads(file.read_text(encoding="utf-8")), start=1):
        _kind, is_new = SupportKind.all_rows.get_or_create(
            code=entry["code"],
            defaults={"name_cy": entry["name_cy"], "name_en": entry["name_en"], "position": position},
        )
        new += is_new
    return new
