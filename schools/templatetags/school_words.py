"""Words that depend on whom a school works with."""

from django import template
from django.utils.translation import gettext as _

from schools.models import School

register = template.Library()


@register.simple_tag
def adviser_title(school: School) -> str:
    """What the school's service calls an adviser; the portal's own word where it has no title of its own."""
    title: str = getattr(school, "adviser_title", "")
    return title or _("adviser")
