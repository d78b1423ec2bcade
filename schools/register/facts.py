"""What one row of a register file says about a school, checked cell by cell."""

import re
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from schools.csv_rows import UNREADABLE

from .headings import fold, governance_of, sector_of
from .reading import Line

POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
LONGEST = {"name_en": 120, "name_cy": 120, "town": 80, "federation": 120, "cluster": 120,
           "council_name_en": 120, "council_name_cy": 120}  # fmt: skip
Category = tuple[str, str]  # scheme, code


@dataclass(frozen=True)
class Facts:
    """The facts of one row; an empty one says nothing and changes nothing."""

    council_code: str = ""
    council_name_en: str = ""
    council_name_cy: str = ""
    number: str = ""
    name_en: str = ""
    name_cy: str = ""
    sector: str = ""
    governance: str = ""
    town: str = ""
    postcode: str = ""
    federation: str = ""
    cluster: str = ""
    category: Category | None = None

    @property
    def names(self) -> frozenset[str]:
        """The names as they are compared."""
        return frozenset(fold(name) for name in (self.name_en, self.name_cy) if name)

    @property
    def called(self) -> str:
        return self.name_en or self.name_cy


TEXTS = [field.name for field in fields(Facts) if field.name not in ("category", "sector", "governance")]


def facts_of(line: Line, categories: dict[str, Category]) -> tuple[Facts, list[str]]:
    """The facts of a row, and for each cell that cannot be taken as it is the reason, as a sentence."""
    cells, reasons = line.cells, []
    known = {name: cells.get(name, "") for name in TEXTS}
    if line.loose:
        reasons.append(_("The row has more cells than there are headings. Put text with a comma in quotation marks."))
    for name, text in known.items():
        if reason := reason_against_text(name, text):
            reasons.append(reason)
    known["number"] = known["number"].replace(" ", "")
    if not fold(known["name_en"] + known["name_cy"]):
        reasons.append(_("The row has no school name."))
    if known["postcode"] and not (postcode := postcode_of(known["postcode"])):
        reasons.append(_("“%(text)s” is not a postcode.") % {"text": known["postcode"][:20]})
    elif known["postcode"]:
        known["postcode"] = postcode
    coded, unknown = _coded(cells, categories)
    return Facts(**known, **coded), reasons + unknown  # type: ignore[arg-type] # each field has its own kind


def _coded(cells: dict[str, str], categories: dict[str, Category]) -> tuple[dict[str, object], list[str]]:
    """Sector, governance and Welsh-medium category: words that stand for a code."""
    sector, governance = sector_of(cells.get("sector", "")), governance_of(cells.get("governance", ""))
    category = categories.get(fold(cells.get("welsh_medium", "")))
    reasons = []
    if not sector and (text := cells.get("sector")):
        reasons.append(_("“%(text)s” is not a sector that the portal knows.") % {"text": text[:40]})
    if not governance and (text := cells.get("governance")):
        reasons.append(_("“%(text)s” is not a kind of governance that the portal knows.") % {"text": text[:40]})
    if not category and (text := cells.get("welsh_medium")):
        reasons.append(_("“%(text)s” is not a Welsh-medium category that the portal knows.") % {"text": text[:40]})
    return {"sector": sector or "", "governance": governance or "", "category": category}, reasons


def reason_against_number(number: str, council_code: str) -> str:
    """Seven digits that begin with the council's code; a blank number is not known yet."""
    if number and not (len(number) == 7 and number.isascii() and number.isdecimal()):
        return _("The school number “%(number)s” does not have seven digits.") % {"number": number[:20]}
    if number and not number.startswith(council_code):
        return _("The school number %(number)s does not begin with the council’s code, %(code)s.") % {
            "number": number,
            "code": council_code,
        }
    return ""


def reason_against_text(name: str, text: str) -> str:
    if UNREADABLE in text:
        return _("“%(text)s” holds a character that cannot be read. Save the file as UTF-8.") % {"text": text[:40]}
    if "?" in text:
        return _(
            "“%(text)s” holds a question mark. Letters such as ŵ and ŷ may have been lost: save the file as UTF-8."
        ) % {"text": text[:40]}
    if name in LONGEST and len(text) > LONGEST[name]:
        return _("“%(text)s…” is longer than %(most)s characters.") % {"text": text[:40], "most": LONGEST[name]}
    if text[:1] in ("=", "+", "-", "@", "#"):
        return _("“%(text)s” looks like a formula. Put the plain words into the cell.") % {"text": text[:40]}
    return ""


def postcode_of(text: str) -> str:
    found = POSTCODE.fullmatch(re.sub(r"\s", "", text).upper())
    return f"{found[1]} {found[2]}" if found else ""
