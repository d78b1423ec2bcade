"""Form fields of our own: a date in three boxes, a time of day, the language of a text, the limit of a text."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.forms.utils import pretty_name
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from schools.models.base import Seen

DATE_PARTS = ("day", "month", "year")


def set_choices(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    """What a field of a form offers, where it is known only when the form is made."""
    cast(forms.ChoiceField, field).choices = list(choices)


def set_rows(field: forms.Field, rows: Any) -> None:
    """The rows from which a field of a form lets somebody choose."""
    cast("forms.ModelChoiceField[Any]", field).queryset = rows


class DateBoxes(forms.Widget):
    """Day, month and year: three boxes named `field-day`, `field-month`, `field-year`. Shown by portal/date.html."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        parts = {part: str(data.get(f"{name}-{part}") or "").strip() for part in DATE_PARTS}
        return parts if any(parts.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in DATE_PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else ""

    def format_value(self, value: Any) -> Any:
        return in_boxes(value)


def is_written(field: forms.Field) -> bool:
    """Whether somebody writes into it, rather than choosing, counting or naming a day."""
    written, other = forms.TextInput | forms.Textarea, forms.NumberInput | forms.PasswordInput
    return isinstance(field.widget, written) and not isinstance(field.widget, other)


def in_boxes(value: Any) -> dict[str, str]:
    """A date, or what was typed for one, box by box."""
    if isinstance(value, datetime.date):
        return {part: str(getattr(value, part)) for part in DATE_PARTS}
    return value if isinstance(value, dict) else dict.fromkeys(DATE_PARTS, "")


class SeenField(forms.Field):
    """Which version of which row its page showed."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Seen | None:
        if value in self.empty_values:
            return None
        seen = Seen.understood(str(value))
        if seen is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return seen

    def prepare_value(self, value: Any) -> Any:
        return None if value is None else str(value)


class DateField(forms.Field):
    widget = DateBoxes
    default_error_messages = {
        "required": _("Enter a date: a day, a month and a year"),
        "incomplete": _("Enter a day, a month and a year"),
        "not_numbers": _("Enter day, month and year as numbers, for example 27 3 2027 for 27 March 2027"),
        "invalid": _("Enter a real date, for example 27 3 2027"),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        if not all(value.values()):
            raise ValidationError(self.error_messages["incomplete"], "incomplete")
        if not all(part.isdecimal() for part in value.values()):
            raise ValidationError(self.error_messages["not_numbers"], "not_numbers")
        try:
            date = datetime.date(*(int(value[part]) for part in reversed(DATE_PARTS)))
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], "invalid") from None
        if not 1900 <= date.year <= 2200:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        return in_boxes(initial) != in_boxes(data)


class TimeField(forms.TimeField):
    """A time of day in the 24-hour clock: 9:30, 09.30 or 0930."""

    default_error_messages = {
        "required": _("Enter a time, for example 9:30 or 14:00"),
        "invalid": _("Enter a time in the 24-hour clock, for example 9:30 or 14:00"),
    }
    input_formats = ["%H:%M", "%H.%M", "%H%M", "%H:%M:%S"]  # fixed, not localised

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.time | None:
        """An hour alone would be taken for another time: 10 for 1:00."""
        hour = str(value or "").strip()
        if len(hour) < 3 and hour.isdecimal() and int(hour) < 24:
            raise forms.ValidationError(_("Write the minutes too: %(time)s") % {"time": f"{int(hour)}:00"})
        return super().to_python(value)


def written_in() -> str:
    """The language somebody writes in, unless they say otherwise: that of the page."""
    return "cy" if (get_language() or "").startswith("cy") else "en"


class LanguageField(forms.ChoiceField):
    """In which language a text is written: every free text has a `lang` column."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("Choose the language the text is written in")}
    default_look = {"inline": True, "small": True}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Which language is this written in?"))
        kwargs.setdefault("initial", written_in)
        kwargs["choices"] = [
            (code, format_html('<span lang="{}">{}</span>', code, name))
            for code, name in (("cy", "Cymraeg"), ("en", "English"))
        ]
        super().__init__(**kwargs)


def grouped(number: int) -> str:
    """A number as the script that counts writes it too: 20,000."""
    return number_format(number, force_grouping=True)


class Limit(MaxLengthValidator):
    """Says both numbers as the hint under the field does."""

    def __call__(self, value: Any) -> None:
        limit, has = self.limit_value, self.clean(value)
        if has > limit:
            params = {"limit_value": limit, "has": grouped(has), "most": grouped(limit)}
            raise ValidationError(self.message, code=self.code, params=params)


class LengthLimit(Limit):
    """Counts as the browser does: a line's end is one character, although it is sent as two."""

    message = ngettext_lazy(
        "Shorten this text: it has %(has)s characters and may have %(most)s character.",
        "Shorten this text: it has %(has)s characters and may have at most %(most)s.",
        "limit_value",
    )

    def clean(self, x: Any) -> int:
        return len(str(x).replace("\r\n", "\n"))


class WordLimit(Limit):
    message = ngettext_lazy(
        "Shorten this text: it has %(has)s words and may have %(most)s word.",
        "Shorten this text: it has %(has)s words and may have at most %(most)s.",
        "limit_value",
    )

    def clean(self, x: Any) -> int:
        return len(str(x).split())


# Control characters, ends of lines and of paragraphs, and what turns the direction of writing round.
NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def in_one_line(text: str) -> None:
    """Names, titles and places stand in headings, subjects of letters and tables."""
    if NOT_IN_A_LINE.search(text):
        raise ValidationError(_("Write this in one line, without line breaks or invisible characters"), "one_line")


def deliverable(address: str) -> None:
    """Refuse letters before the @ that mail servers do not take; Django's own check lets some of them pass."""
    if not address.rpartition("@")[0].isascii():
        raise ValidationError(_("Enter an e-mail address without accents or unusual letters before the @"), "ascii")


def keep_to_one_line(field: Any) -> None:
    """Where the box has one line, so has the answer."""
    one_line = isinstance(field, forms.CharField) and isinstance(field.widget, forms.TextInput)
    if one_line and in_one_line not in field.validators:
        field.validators.append(in_one_line)


UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"  # letters by their kind, with nothing to see in them


def says_something(text: str) -> bool:
    """Whether anything in it can be seen: not only spaces, characters without width, or their like."""
    return any(unicodedata.category(each)[0] not in "CZ" and each not in UNSEEN for each in text)


def take_nothing_for_text(field: Any) -> None:
    """What looks empty is empty: a text of invisible characters is asked for again, or kept as none."""
    if not isinstance(field, forms.CharField) or not field.strip:
        return
    read = field.to_python

    def to_python(value: Any) -> Any:
        text = read(value)
        return text if says_something(str(text)) else field.empty_value

    field.to_python = to_python  # type: ignore[method-assign] # of this form's own copy of the field


def plain_message(field: forms.Field, key: str, label: str) -> Any:
    """What our forms say where a field has no words of its own for `key`; None leaves Django's."""
    choosing = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    asked = label.endswith("?")
    if key == "required":
        if choosing:
            words = _("%(label)s Choose an answer.") if asked else _("%(label)s: choose an answer")
        elif isinstance(field, forms.BooleanField):
            return _("Tick the box to go on")
        elif isinstance(field, forms.FileField):
            words = _("%(label)s Choose a file.") if asked else _("%(label)s: choose a file")
        else:
            words = _("%(label)s Enter an answer.") if asked else _("%(label)s: enter an answer")
        return words % {"label": label}
    if key == "invalid" and isinstance(field, forms.IntegerField):
        return _("%(label)s: enter a whole number, for example 12") % {"label": label}
    if key in ("invalid_choice", "invalid_list", "invalid_pk_value") and choosing:
        if asked:
            return _("%(label)s Choose one of the answers shown.") % {"label": label}
        return _("%(label)s: choose one of the answers shown") % {"label": label}
    return None


def in_plain_words(name: str, field: forms.Field) -> None:
    """Give the field our messages and limits wherever its form did not write its own."""
    label = str(pretty_name(name) if field.label is None else field.label)
    for cls in reversed(type(field).__mro__):
        for key, default in getattr(cls, "default_error_messages", {}).items():
            plain = plain_message(field, key, label) if cls.__module__.startswith("django.") else None
            if plain is not None and field.error_messages.get(key) is default:
                field.error_messages[key] = plain
    field.validators = [_our_check(check) for check in field.validators]
    keep_to_one_line(field)
    take_nothing_for_text(field)
    field.widget.attrs.pop("maxlength", None)  # a browser would cut a pasted text short without a word


def _our_check(check: Any) -> Any:
    if type(check) is MaxLengthValidator:
        return LengthLimit(check.limit_value)
    if type(check) is EmailValidator:
        return EmailValidator(_("Enter an e-mail address in full, for example name@example.com"))
    return check
