"""Sums of money as they stand on a page."""

from decimal import Decimal

from django import template

from schools.money import in_pounds

register = template.Library()


@register.filter
def pounds(amount: Decimal | str | None) -> str:
    """1250.5 -> £1,250.50."""
    return in_pounds(amount)
