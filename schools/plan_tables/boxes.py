"""The boxes in which a row that was read is looked over, and what is said beside each: the words of the file."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.clock import school_year_words
from schools.form_fields import DateField, LanguageField
from schools.models import Plan, PlanTerm
from schools.money import MoneyField, in_pounds

from .queries import BOXES, DAYS, MODELS, Judged, is_outside
from .things import ACTION, MILESTONE, PRIORITY, TARGET

OTHER_BOXES = (*DAYS, "year", "term", "cost", "grant")
ONE_LINE = ("lead", "monitored_by")  # posts and groups, as their hints say
# The texts of each in which somebody may write of a learner.
KINDS = {kind: [box for box in boxes if box not in (*OTHER_BOXES, *ONE_LINE)] for kind, boxes in BOXES.items()}
TITLES: dict[str, Any] = {
    PRIORITY: _("Row %(number)s: a priority"),
    TARGET: _("Row %(number)s: a target"),
    ACTION: _("Row %(number)s: an action"),
    MILESTONE: _("Row %(number)s: a milestone"),
}
NAMES: dict[str, Any] = {PRIORITY: _("Priority"), TARGET: _("Target"), ACTION: _("Action"), MILESTONE: _("Milestone")}
PROPOSED: dict[str, Any] = {
    "starts_on": _("The file gives no first date, so the first day of the year is proposed."),
    "year": _("The file does not say in which year of the plan it begins, so the first is proposed."),
}
Made = tuple[Any, dict[str, Any]]  # a field, and how it looks


def label_of(kind: str, box: str) -> str:
    field: Any = MODELS[kind]._meta.get_field(box)
    return str(field.verbose_name)


def title_of_row(row: Judged) -> str:
    return str(TITLES[row.thing["kind"]]) % {"number": row.number + 1}


def box_of(kind: str, box: str, plan: Plan, grants: Iterable[Any]) -> Made:
    """None of them has to be filled in: what lacks something is said to, and is not brought in."""
    if box == "lang":
        return LanguageField(label=_("Language of these texts")), {"inline": True, "small": True}
    if box == "out":
        return forms.BooleanField(label=_("Leave it out"), required=False), {}
    return _answer(kind, box, plan, grants) if box in OTHER_BOXES else _text(kind, box)


def _answer(kind: str, box: str, plan: Plan, grants: Iterable[Any]) -> Made:
    label = _("Name of the grant") if box == "grant" else label_of(kind, box)
    if box in DAYS:
        return DateField(label=label, required=False), {}
    if box == "cost":
        return MoneyField(label=label, required=False), {"prefix": "£"}
    if box == "term":
        choices: list[Any] = [("", _("Choose")), *PlanTerm.choices]
    elif box == "grant":
        choices = [("", _("No grant")), *((str(grant.public_id), _grant_words(grant)) for grant in grants)]
    else:
        words = _now("Year %(number)s (%(year)s)")
        years = [(number, school_year_words(plan.first_year + number - 1)) for number in (1, 2, 3)]
        choices = [("", _("Choose")), *((str(n), words % {"number": n, "year": year}) for n, year in years)]
    widget = forms.RadioSelect if box == "grant" else forms.Select
    field = forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)
    field.error_messages["invalid_choice"] = str(_("Choose one of the answers shown"))
    return field, {"needed_later": True}


def _grant_words(grant: Any) -> str:
    """A name that the school gave it is in the language it was written in."""
    year = school_year_words(grant.school_year)
    if not grant.name:
        return f"{grant} {year}"
    return format_html('<span lang="{}">{}</span> {}', grant.lang, grant.name, year)


def _text(kind: str, box: str) -> Made:
    its: Any = MODELS[kind]._meta.get_field(box)
    long = isinstance(its, models.TextField)
    field = forms.CharField(
        label=label_of(kind, box),
        required=False,
        max_length=its.max_length,
        widget=forms.Textarea if long else forms.TextInput,
    )
    return field, {"rows": 4 if box == "text" else 3} if long else {"width": "two-thirds"}


def initial_of(row: Judged, box: str) -> Any:
    if box == "out":
        return row.is_left_out
    if box == "lang":
        return row.thing["lang"]
    value = row.thing["words"].get(box)
    if value and box in DAYS:
        return dt.date.fromisoformat(value)
    return Decimal(value) if value and box == "cost" else value


def notes_on(row: Judged, box: str, plan: Plan) -> Any:
    """What the file says there, and what was made of it; what is missing."""
    thing, said = row.thing, []
    if box == "out":
        if row.there is not None:
            said.append(_now("It stands in the plan already, in the same words."))
        return " ".join(said)
    if box in thing["proposed"]:
        said.append(str(PROPOSED[box]))
    elif words := thing["said"].get(box):
        read = _now("Look at what was read from it.") if thing["words"].get(box) else _now("It could not be read.")
        quoted = format_html('<span lang="{}">{}</span>', thing["lang"], Truncator(words).chars(200))
        said += [
            format_html("{} “{}”.", _now("In the file:"), quoted),
            read,
            _now("These words stand beneath the text."),
        ]
    if box == "ends_on" and is_outside(thing, plan):
        said.append(_now("These dates lie outside the plan’s three school years."))
    if box == "text" and thing["kind"] != PRIORITY and row.under is not None:
        above = row.under.thing
        quoted = format_html('<span lang="{}">{}</span>', above["lang"], Truncator(above["words"]["text"]).chars(120))
        said.append(format_html("{} {}", _now("Under the priority:"), quoted))
    return format_html_join(" ", "{}", ((each,) for each in said))


@dataclass(frozen=True)
class Fact:
    """One thing that a row says beside its text."""

    label: str
    words: str
    lang: str = ""


def facts_of(row: Judged, plan: Plan, grants: Iterable[Any]) -> list[Fact]:
    """What the row would say in the plan, as its page shows it."""
    thing, found = row.thing, []
    for box in BOXES[thing["kind"]][1:]:
        value = thing["words"].get(box)
        if value in (None, ""):
            continue
        if box in OTHER_BOXES:
            found.append(
                Fact(str(_answer(thing["kind"], box, plan, grants)[0].label), _as_words(box, value, plan, grants))
            )
        else:
            found.append(Fact(label_of(thing["kind"], box), value, thing["lang"]))
    return found


def _as_words(box: str, value: Any, plan: Plan, grants: Iterable[Any]) -> str:
    if box in DAYS:
        return date_format(dt.date.fromisoformat(value))
    if box == "cost":
        return in_pounds(value)
    if box == "term":
        return str(PlanTerm(value).label)
    if box == "grant":
        return next((_grant_words(grant) for grant in grants if str(grant.public_id) == value), "–")
    return _now("Year %(number)s (%(year)s)") % {
        "number": value,
        "year": school_year_words(plan.first_year + value - 1),
    }
