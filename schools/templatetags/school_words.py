"""Words that depend on whom a school works with, and the words of a row of the statutory check."""

from django import template

from schools.models.titles import adviser_title
from schools.statutory_rows import row_of

register = template.Library()
register.simple_tag(adviser_title)


@register.filter
def statutory_row(code: str) -> str:
    """What the law asks in this row of the statutory check, by its code in a plan’s content."""
    return str(row_of(code) or code)
