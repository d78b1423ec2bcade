"""The facts of an act or a notice, as they stand in a sentence."""

import re
from datetime import date
from typing import Any

from django.utils.formats import date_format

from schools.models.base import reader_language

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Facts(dict[str, Any]):
    """What stands in a sentence. A fact that an older event did not keep leaves a dash, never a broken page."""

    def __missing__(self, name: str) -> str:
        return "–"


def in_words(facts: dict[str, Any]) -> Facts:
    """Facts as they stand in a sentence: dates as the reader writes them; of `name_cy` and `name_en`, their `name`."""
    words = Facts()
    for name, value in facts.items():
        words[name] = value if name.endswith(("_cy", "_en")) else _day_in_words(value)
        if name.endswith(f"_{reader_language()}"):
            words[name[:-3]] = value
    return words


def _day_in_words(value: Any) -> Any:
    """A date as the reader writes it; anything else, even if it looks like a date that does not exist, as it is."""
    if not (isinstance(value, str) and ISO_DATE.fullmatch(value)):
        return value
    try:
        return date_format(date.fromisoformat(value))
    except ValueError:
        return value
