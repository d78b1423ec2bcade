"""Evidence is kept once by the school and cited from many places. An item may have one file."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.history import once_only, record, revise, tells
from schools.models import EvidenceFile, EvidenceItem, Person, School
from schools.refusals import Refused
from schools.uploads.examining import Examined
from schools.uploads.scanning import Verdict
from schools.uploads.storing import drop_after_commit, put, takes_back
from schools.workflow import locked, move, save_version

from .quarantine import scan_again

ADDED = tells("evidence.added", gettext_lazy("An evidence item was added."))
EDITED = tells("evidence.edited", gettext_lazy("An evidence item was changed."))
FILE_ADDED = tells("evidence.file_added", gettext_lazy("A file was added to an evidence item."))
FILE_REPLACED = tells("evidence.file_replaced", gettext_lazy("The file of an evidence item was replaced."))
FILE_REMOVED = tells("evidence.file_removed", gettext_lazy("The file of an evidence item was removed."))


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


@takes_back
@once_only
def add_file(item: EvidenceItem, *, file: Examined, replaces: UUID | None, by: Person, once: UUID) -> EvidenceFile:
    """Keep this file as the item's, in the place of the one that was there (`replaces`), which is deleted.

    Where the virus scanner could not be asked the file waits, and nobody gets it before it has been.
    """
    require(by, May.WRITE_SELF_EVALUATION, item.school)
    locked(item)
    former = EvidenceFile.objects.visible_to(by).select_for_update(of=("self",)).filter(item=item).first()
    if (former.public_id if former else None) != replaces:
        raise Refused(
            _(
                "A colleague has changed the file of this item since you opened the page. Look at it first; then "
                "choose your file again if it is still wanted."
            )
        )
    if former:
        former.delete()
        drop_after_commit(former.stored_as)
    kept = EvidenceFile.objects.create(
        item=item,
        file_kind=file.kind,
        name=file.name,
        size=file.size,
        sha256=file.sha256,
        stored_as=put(file.content),
        by=by,
    )
    _let_out(kept, file.verdict, by=by, verb=FILE_REPLACED if former else FILE_ADDED, once=once)
    return kept


def _let_out(kept: EvidenceFile, verdict: Verdict, *, by: Person, verb: str, once: UUID) -> None:
    """The file is ready at once, or waits for the scanner."""
    facts: dict[str, Any] = {"kind": kept.file_kind, "size": kept.size, "sha256": kept.sha256}
    if verdict is Verdict.NOT_KNOWN:
        record(verb, kept, by=by, school=kept.school, once=once, **facts)
        scan_again.enqueue(str(kept.public_id))
        return
    scanned: dict[str, Any] = {"scanned_at": clock.now()} if verdict is Verdict.CLEAN else {}
    move(kept, EvidenceFile.Status.READY, by=by, verb=verb, once=once, facts=facts, **scanned)


@once_only
def remove_file(file: EvidenceFile, *, by: Person, once: UUID) -> EvidenceItem:
    """Delete the item's file. The item and its words stay, and so does what was submitted."""
    require(by, May.WRITE_SELF_EVALUATION, file.school)
    locked(file)
    item = file.item
    record(FILE_REMOVED, file, by=by, school=file.school, once=once, sha256=file.sha256)
    file.delete()
    drop_after_commit(file.stored_as)
    return item
