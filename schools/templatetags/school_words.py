"""Words that depend on whom a school works with."""

from django import template

from schools.models.titles import adviser_title

register = template.Library()
register.simple_tag(adviser_title)
