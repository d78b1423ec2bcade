"""The words of the Welsh-medium schemes (2007, 2022, the 2025 Act): reference data, loaded from a file."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from schools.models import WelshMediumWords

FILE = Path(__file__).parent / "data" / "welsh_medium.json"


@cache
def _schemes() -> list[dict[str, Any]]:
    schemes: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["schemes"]
    return schemes


@transaction.atomic
def load_welsh_medium() -> int:
    """Add the codes that are not there yet; one that is there keeps its words. Returns how many are new."""
    new = 0
    rows = WelshMediumWords.objects.as_system("reference data is loaded")
    for scheme in _schemes():
        for position, entry in enumerate(scheme["codes"], start=1):
            _row, is_new = rows.get_or_create(
                scheme=scheme["scheme"],
                code=entry["code"],
                defaults={
                    "words_cy": entry["words_cy"],
                    "words_en": entry["words_en"],
                    "position": position,
                },
            )
            new += is_new
    return new


def also_written() -> list[tuple[str, str, str]]:
    """Other ways in which files write a code: (words, scheme, code).

    The code itself is one of them, but no bare figure: "1" was Welsh-medium in 2007 and is English-medium in 2022.
    """
    return [
        (words, scheme["scheme"], entry["code"])
        for scheme in _schemes()
        for entry in scheme["codes"]
        for words in (*entry["also"], entry["code"])
        if not words.isdecimal()
    ]
