"""What stands in the content of a record, and the same made ready for a page of the record or of the school."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from schools.models import School, ServiceCouncil
from schools.models.base import reader_language

from .models import Difference, NextStep, Party, Support

Content = dict[str, Any]
About = Difference.About
MAY_BE_EMPTY = (About.PROGRESS, About.ACCURACY, About.SUPPORT, About.PRACTICE)
ADVISER_DAYS = "adviser-days"  # of discussions/data/support_kinds.json


def services_of(council_id: int) -> Callable[[dt.date], str]:
    """What the service of a council was called on a day, in one query; the plain word where that is not one service."""
    rows = ServiceCouncil.objects.as_system("the name of who answers for the service").filter(council=council_id)
    known = list(rows.select_related("service").order_by("pk"))

    def name_on(day: dt.date) -> str:
        return name_of_one(row.service.name for row in known if row.starts_on <= day <= (row.ends_on or day))

    return name_on


def name_of_one(services: Iterable[str]) -> str:
    """The name where it is one service; else the plain word."""
    names = set(services)
    return names.pop() if len(names) == 1 else str(Party.SERVICE.label)


def support_content(item: Support) -> Content:
    """One support item as it stands in a content, and later in the frozen version."""
    kind = item.support_kind
    return {
        "id": str(item.public_id),
        "kind": {"code": kind.code, "name_cy": kind.name_cy, "name_en": kind.name_en},
        "what": item.what,
        "success": item.success,
        "lang": item.lang,
        "given_by": item.given_by,
        "given_by_name": item.given_by_name,
        "amount": str(item.amount.normalize()) if item.amount % 1 else str(int(item.amount)),
        "unit": item.unit,
        "starts_on": item.starts_on.isoformat(),
        "ends_on": item.ends_on.isoformat(),
    }


def step_content(step: NextStep) -> Content:
    return {
        "id": str(step.public_id),
        "party": step.party,
        "text": step.text,
        "lang": step.lang,
        "due_on": step.due_on.isoformat(),
    }


def sees_support_differently(content: Content, schools: Collection[str]) -> list[Party]:
    """The parties that answered that they see the support of one of these schools (by public id) differently."""
    said = {
        answer["party"]
        for answer in content["answers"]
        for difference in answer["differences"]
        if difference["about"] == Difference.About.SUPPORT and difference["school"] in schools
    }
    return [party for party in Party if party in said]


def readable_support(item: Content) -> Content:
    return {
        **item,
        "kind_words": item["kind"][f"name_{reader_language()}"],
        "giver": Support.GivenBy(item["given_by"]).label,
        "amount_words": amount_words(Decimal(item["amount"]), item["unit"]),
        "starts_on": dt.date.fromisoformat(item["starts_on"]),
        "ends_on": dt.date.fromisoformat(item["ends_on"]),
    }


def doubt_about(item: Content) -> str:
    """What may be a slip in an item of support, as a sentence; empty where nothing is. It is never refused for it."""
    shown = readable_support(item)
    days = (shown["ends_on"] - shown["starts_on"]).days + 1
    if item["unit"] == Support.Unit.DAYS and Decimal(item["amount"]) > days:
        words = {
            "kind": shown["kind_words"],
            "amount": shown["amount_words"],
            "first": date_format(shown["starts_on"]),
            "last": date_format(shown["ends_on"]),
        }
        return (
            _("%(kind)s: %(amount)s do not fit between %(first)s and %(last)s. Check the amount and the dates.") % words
        )
    if item["kind"]["code"] == ADVISER_DAYS and item["given_by"] != Support.GivenBy.SERVICE:
        words = {"kind": shown["kind_words"], "giver": shown["giver"]}
        return (
            _("%(kind)s: an adviser is of the improvement service, but it says “%(giver)s”. Check who gives it.")
            % words
        )
    return ""


def doubts_in(parts: Iterable[Content]) -> list[str]:
    """What may be a slip in these parts, as sentences: pointed out before sending, never keeping anybody from it."""
    return [doubt for part in parts for item in part["support"] if (doubt := doubt_about(item))]


def left_empty_in(parts: Iterable[Content], schools: Collection[School]) -> list[str]:
    """The sections of these parts that need not be written and hold nothing, by title; with the school where several
    stand in the record. Asked about before sending, never keeping anybody from it.
    """
    names = {str(school.public_id): school.name for school in schools}
    found = []
    for part in parts:
        for about in MAY_BE_EMPTY:
            held = part["support"] if about == About.SUPPORT else part["sections"][about]["text"].strip()
            if not held:
                found.append(f"{names[part['school']]}: {about.label}" if len(names) > 1 else str(about.label))
    return found


def readable_step(step: Content) -> Content:
    return {**step, "who": Party(step["party"]).label, "due_on": dt.date.fromisoformat(step["due_on"])}


def amount_words(amount: Decimal, unit: str) -> str:
    """'1 day', '2 days', '2.5 days': whole numbers have plural forms, halves one form of their own."""
    if amount % 1:
        hours, days = pgettext("such as 2.5", "%(amount)s hours"), pgettext("such as 2.5", "%(amount)s days")
        return (hours if unit == Support.Unit.HOURS else days) % {"amount": amount}
    number = int(amount)
    if unit == Support.Unit.HOURS:
        return ngettext("%(amount)d hour", "%(amount)d hours", number) % {"amount": number}
    return ngettext("%(amount)d day", "%(amount)d days", number) % {"amount": number}
