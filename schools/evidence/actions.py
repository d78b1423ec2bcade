"""Evidence is kept once by the school and cited from many places."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import once_only, record, revise, tells
from schools.models import EvidenceItem, Person, School
from schools.workflow import save_version

ADDED = tells("evidence.added", gettext_lazy("An evidence item was added."))
EDITED = tells("evidence.edited", gettext_lazy("An evidence item was changed."))


@once_only
def add(school: School, *, by: Person, once: UUID, **words: Any) -> EvidenceItem:
    """Keep one item of evidence."""
    require(by, May.WRITE_SELF_EVALUATION, school)
    item = EvidenceItem.objects.create(school=school, **words)
    revise(item, "shows", by=by, school=school)
    record(ADDED, item, by=by, school=school, once=once)
    return item


@once_only
def edit(item: EvidenceItem, *, version: int, by: Person, once: UUID, **words: Any) -> Any:
    """Change an item. Versions already submitted keep it as it was."""
    require(by, May.WRITE_SELF_EVALUATION, item.school)
    return save_version(item, version, by=by, verb=EDITED, once=once, texts=("shows",), **words)
