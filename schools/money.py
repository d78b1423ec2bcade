"""Money: pounds and pence as `Decimal`, typed as people write them and shown the same way everywhere."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from schools.models.plan_priority import MOST_POUNDS

PENNY = Decimal("0.01")
# 1250, 1,250, 1 250, 1250.5 or 1,250.50: groups of three, or none at all.
WRITTEN = re.compile(r"(?P<pounds>\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.(?P<pence>\d{1,2}))?")
FINER = re.compile(r"[\d, ]*\d\.\d{3,}")
NEGATIVE = ("-", "−", "–")


def in_pounds(amount: Decimal | str | None) -> str:
    """'£1,250.50', '£1,250' where there are no pence; of an amount, or of one kept as text in a frozen version."""
    if amount is None or amount == "":
        return ""
    return f"£{grouped_pounds(Decimal(amount))}"


def grouped_pounds(amount: Decimal) -> str:
    """The same without the sign, as it stands in a box."""
    exact = amount.quantize(PENNY)
    return f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact:,.2f}"


def total(amounts: Iterable[Decimal | str | None]) -> Decimal:
    """Their sum, to the penny; what has no amount adds nothing."""
    return sum((Decimal(amount) for amount in amounts if amount not in (None, "")), Decimal()).quantize(PENNY)


class MoneyInput(forms.NumberInput):
    """A box for a number (no words are looked for in it), which shows an amount as people write it."""

    input_type = "text"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "class": "govuk-input--width-10", "spellcheck": "false", **(attrs or {})}
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return grouped_pounds(value)
        return None if value is None or value == "" else str(value)


class MoneyField(forms.Field):
    """An amount of pounds, nothing or more: takes '1250', '£1,250' and '1,250.50'; `label` says that it is pounds."""

    widget = MoneyInput
    default_look = {"prefix": "£"}
    default_error_messages = {
        "required": _("Enter an amount in pounds, for example 1,250 or 1,250.50"),
        "invalid": _("Enter an amount in pounds, for example 1,250 or 1,250.50"),
        "negative": _("Enter an amount of nothing or more, without a minus"),
        "finer": _("Enter pounds and pence: at most two digits after the point"),
        "too_much": _("Enter an amount below £10 million"),
    }

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        typed = " ".join(unicodedata.normalize("NFKC", str(value)).split())
        if not typed:
            return None
        if typed.startswith(NEGATIVE) or typed.removeprefix("£").lstrip().startswith(NEGATIVE):
            raise ValidationError(self.error_messages["negative"], "negative")
        typed = typed.removeprefix("£").lstrip()
        found = WRITTEN.fullmatch(typed) if typed.isascii() else None
        if found is None:
            code = "finer" if typed.isascii() and FINER.fullmatch(typed) else "invalid"
            raise ValidationError(self.error_messages[code], code)
        pounds = found["pounds"].replace(",", "").replace(" ", "").lstrip("0") or "0"
        if len(pounds) > len(str(int(MOST_POUNDS))):
            raise ValidationError(self.error_messages["too_much"], "too_much")
        return Decimal(f"{pounds}.{found['pence'] or '0'}").quantize(PENNY)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True
