"""What a plan says beside its priorities, on any page that shows a plan's content."""

from typing import Any

from django import template

from schools.plan_sections import Rest, rest_of

register = template.Library()


@register.simple_tag
def plan_sections(content: dict[str, Any]) -> Rest:
    return rest_of(content)
