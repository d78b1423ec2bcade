"""What a plan says beside its priorities, on any page that shows a plan's content."""

from typing import Any

from django import template
from django.template.context import Context

from schools import plan_reference
from schools.models import Plan
from schools.plan_sections import Rest, rest_of

register = template.Library()


@register.simple_tag(takes_context=True)
def national_priorities_left(context: Context, plan: Plan, content: dict[str, Any]) -> int:
    """How many national priorities the plan does not answer yet; for those who write it."""
    return plan_reference.national_priorities_left(plan, context["user"], content)


@register.simple_tag
def plan_sections(content: dict[str, Any]) -> Rest:
    return rest_of(content)
