"""Loads frameworks from a file: they are data, added in editions; an edition in use is never changed by a later one."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from schools.models import Area, Framework, Prompt

FILE = Path(__file__).parent / "data" / "frameworks.json"


@transaction.atomic
def load_frameworks(file: Path = FILE) -> int:
    """Bring the frameworks of a file into the database; idempotent. Returns how many editions are new."""
    new = 0
    for entry in json.loads(file.read_text(encoding="utf-8")):
        framework, is_new = Framework.all_rows.update_or_create(
            code=entry["code"],
            edition=entry["edition"],
            defaults={
                "name_cy": entry["name_cy"],
                "name_en": entry["name_en"],
                "starts_on": entry["starts_on"],
                "ends_on": entry.get("ends_on"),
            },
        )
        new += is_new
        for position, words in enumerate(entry["areas"], start=1):
            _load_area(framework, position, words)
    return new


def _load_area(framework: Framework, position: int, words: dict[str, Any]) -> None:
    texts = {name: words[name] for name in ("name_cy", "name_en", "about_cy", "about_en")}
    area, _is_new = Area.all_rows.update_or_create(
        framework=framework, code=words["code"], defaults={"position": position, **texts}
    )
    for place, prompt in enumerate(words["prompts"], start=1):
        Prompt.all_rows.update_or_create(
            area=area, position=place, defaults={"words_cy": prompt["cy"], "words_en": prompt["en"]}
        )
