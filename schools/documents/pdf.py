"""An outline as a tagged PDF (PDF/UA-1), by typst. Equal outlines give equal bytes."""

import json
import re
from pathlib import Path
from typing import Any, Literal

import typst
from font_source_sans_pro import font_directory

from .outline import Outline

TEMPLATE = Path(__file__).with_name("document.typ")
STANDARD: Literal["ua-1"] = "ua-1"
NOT_DISPLAYED = "could not be displayed"  # so that somebody would hear a text and nobody could see it
# When typst falls, as over thousands of pictures joined into one: no Exception, so nobody else would catch it.
FALLEN = "PanicException"
# What the font surely has: Latin letters, marks of punctuation, a few signs. Most of the rest it has as well.
SURELY_SHOWN = re.compile("[^\n\x20-\x7e\xa0-\u017f\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u2193\u25a1]")
STANDS_FOR_IT = "\u25a1"


def pdf_of(outline: Outline) -> bytes:
    """The file. A character that the font does not have is shown as a square, and the last page says so."""
    data, moment = outline.as_data(), int(outline.at.timestamp())
    try:
        return _compiled({**data, "replaced": False}, moment)
    except BaseException as error:
        if type(error).__name__ != FALLEN and NOT_DISPLAYED not in str(error):
            raise
        return _compiled({**_shown(data), "replaced": True}, moment)


def pages_of(outline: Outline) -> int:
    """How many pages the PDF has."""
    data = {**outline.as_data(), "replaced": False}
    return int(json.loads(typst.query(str(TEMPLATE), "<pages>", field="value", one=True, **_given(data))))


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "root": str(TEMPLATE.parent),
        "font_paths": [str(font_directory)],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data)},
    }


def _compiled(data: dict[str, Any], moment: int) -> bytes:
    made: Any = typst.compile(
        str(TEMPLATE),
        format="pdf",
        pdf_standards=[STANDARD],
        timestamp=moment,
        **_given(data),
    )
    return bytes(made)


def _shown(value: Any) -> Any:
    """The same data, with only such characters in its texts as the font surely has."""
    if isinstance(value, str):
        return SURELY_SHOWN.sub(STANDS_FOR_IT, value)
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    return [_shown(each) for each in value] if isinstance(value, list | tuple) else value
