"""A school takes its own document as the self-evaluation, or no longer; and says who may read it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.attaching import let_go, put_in_place
from schools.evaluation_contents import own_document_of
from schools.history import once_only, record, tells
from schools.models import OwnDocument, Person, SelfEvaluation
from schools.refusals import Refused
from schools.uploads.examining import Examined
from schools.uploads.storing import takes_back
from schools.workflow import locked, require_seen, save_version

ATTACHED = tells("own_document.attached", gettext_lazy("The school’s own document was attached."))
DETACHED = tells("own_document.detached", gettext_lazy("The school’s own document was taken off."))
OPENED = tells("own_document.circle", gettext_lazy("It was chosen who may come to read the school’s own document."))


@takes_back
@once_only
def attach(
    evaluation: SelfEvaluation, *, file: Examined, lang: str, replaces: UUID | None, by: Person, once: UUID
) -> OwnDocument:
    """Let this file be the self-evaluation, in the place of the one that was (`replaces`).

    Who may read the new one stays as it was for the former: it is the same document, written further.
    """
    require(by, May.WRITE_SELF_EVALUATION, evaluation.school)
    locked(evaluation)
    former = own_document_of(evaluation)
    circle = {"circle": former.circle} if former else {}
    kept = put_in_place(former, file=file, lang=lang, replaces=replaces, by=by, self_evaluation=evaluation, **circle)
    facts: dict[str, Any] = {"kind": kept.file_kind, "size": kept.size, "sha256": kept.sha256}
    record(ATTACHED, kept, by=by, school=evaluation.school, once=once, **facts)
    return kept


@once_only
def detach(document: OwnDocument, *, seen: str = "", by: Person, once: UUID) -> SelfEvaluation:
    """The self-evaluation is what stands in the portal again. Versions that hold the document keep it."""
    evaluation: Any = document.self_evaluation
    require(by, May.WRITE_SELF_EVALUATION, evaluation.school)
    locked(evaluation)
    current: OwnDocument = locked(document)
    if not current.in_use:
        raise Refused(_("This document has been taken off already."))
    require_seen(seen, [current])
    record(DETACHED, current, by=by, school=evaluation.school, once=once, sha256=current.sha256)
    let_go(current)
    return evaluation


@once_only
def set_readers(document: OwnDocument, *, circle: str, version: int, by: Person, once: UUID) -> Any:
    """Who may come to read it, once the headteacher shares or submits. What was frozen before stays as it was."""
    evaluation: Any = document.self_evaluation
    require(by, May.SUBMIT_SELF_EVALUATION, evaluation.school)
    locked(evaluation)
    current = own_document_of(evaluation)
    if current is None:
        raise Refused(_("This document has been taken off already."))
    return save_version(current, version, by=by, verb=OPENED, once=once, facts={"circle": circle}, circle=circle)
