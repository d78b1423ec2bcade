"""A file that the virus scanner could not be asked about waits here until it has answered."""

from django.db import transaction
from django.utils.translation import gettext_lazy
from django_tasks import task

from schools import clock
from schools.history import tells
from schools.models import EvidenceFile
from schools.notice_kinds import FILE_REFUSED
from schools.notices import path_to, tell
from schools.uploads.scanning import Verdict, scan
from schools.uploads.storing import drop_after_commit, open_stored
from schools.workflow import move

LET_OUT = tells("evidence.file_scanned", gettext_lazy("A file was checked for viruses, and can be downloaded."))
REFUSED = tells(
    "evidence.file_refused", gettext_lazy("The virus scanner found something harmful in a file, and it was deleted.")
)


class StillUnknown(RuntimeError):
    """The scanner has not answered; the worker tries again."""


@task()
def scan_again(public_id: str) -> None:
    """Ask the scanner about a waiting file, and let it out or delete it. A second run finds it done."""
    rows = EvidenceFile.objects.as_system("the worker has a waiting file scanned").filter(
        public_id=public_id, status=EvidenceFile.Status.WAITING
    )
    file = rows.select_related("item__school", "by").first()
    if file is None:
        return
    with open_stored(file.stored_as) as content:
        verdict = scan(content)
    if verdict in (Verdict.NOT_KNOWN, Verdict.NOT_ASKED):
        raise StillUnknown(f"Nothing is known of file {public_id} yet.")
    with transaction.atomic():
        if rows.select_for_update(of=("self",)).first() is None:
            return
        if verdict is Verdict.CLEAN:
            move(file, EvidenceFile.Status.READY, by=None, verb=LET_OUT, scanned_at=clock.now())
        else:
            _refuse(file)


def _refuse(file: EvidenceFile) -> None:
    move(file, EvidenceFile.Status.REFUSED, by=None, verb=REFUSED, scanned_at=clock.now())
    drop_after_commit(file.stored_as)
    path = path_to("evidence:edit", file.school.public_id, file.item.public_id)
    tell([file.by], FILE_REFUSED, file, path=path, school=file.school)
