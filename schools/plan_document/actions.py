"""A school adds its own document to its plan, or takes it off again."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.attaching import let_go, put_in_place
from schools.history import once_only, record, tells
from schools.models import OwnDocument, Person, Plan
from schools.plan_writing import change
from schools.refusals import Refused
from schools.uploads.examining import Examined
from schools.uploads.storing import takes_back
from schools.workflow import locked, require_seen

from .queries import document_of

ATTACHED = tells("plan_document.attached", gettext_lazy("The school’s own document was added to the plan."))
DETACHED = tells("plan_document.detached", gettext_lazy("The school’s own document was taken off the plan."))


@takes_back
@once_only
def attach(plan: Plan, *, file: Examined, lang: str, replaces: UUID | None, by: Person, once: UUID) -> OwnDocument:
    """Let this file stand beside what the plan says here, in the place of the one that was (`replaces`).

    The plan is then another than the governing body approved.
    """
    change(plan, by)
    kept = put_in_place(document_of(plan), file=file, lang=lang, replaces=replaces, by=by, plan=plan)
    facts: dict[str, Any] = {"kind": kept.file_kind, "size": kept.size, "sha256": kept.sha256}
    record(ATTACHED, kept, by=by, school=plan.school, once=once, **facts)
    return kept


@once_only
def detach(document: OwnDocument, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """The plan is what stands in the portal again. Versions that hold the document keep it."""
    plan: Any = document.plan
    change(plan, by)
    current: OwnDocument = locked(document)
    if not current.in_use:
        raise Refused(_("This document has been taken off already."))
    require_seen(seen, [current])
    record(DETACHED, current, by=by, school=plan.school, once=once, sha256=current.sha256)
    let_go(current)
    return plan
