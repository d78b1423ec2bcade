"""The sections of a development plan: what it says beside its priorities."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from schools.history import once_only, tells
from schools.models import Person, PlanText
from schools.plan_writing import change
from schools.workflow import save_typing

EDITED = tells("plan_text.edited", gettext_lazy("A section of the plan was changed."))


@once_only
def write(section: PlanText, *, text: str, lang: str, version: int, by: Person, once: UUID | None) -> Any:
    """Write one section, or empty it; without `once` it is an autosave."""
    change(section.plan, by)
    return save_typing(section, version, by=by, verb=EDITED, once=once, texts=("text",), text=text, lang=lang)
