"""What an officer does with a file of term dates: send it in, and import what the preview showed."""

from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.csv_rows import tidy
from schools.history import once_only, record, tells
from schools.models import Council, Person, Term, TermUpload
from schools.refusals import Refused
from schools.workflow import locked

from .differences import Report, State
from .queries import report_on
from .reading import MOST_BYTES, read

SENT = tells("term_upload.sent", gettext_lazy("A file of term dates was sent in to be looked at."))
IMPORTED = tells("term_upload.imported", gettext_lazy("A file of term dates was imported."))
KEPT_FOR = timedelta(days=1)


@once_only
def send_file(council: Council, *, file: UploadedFile, by: Person, once: UUID) -> TermUpload:
    """Read a file and keep its rows until they are confirmed, for a day at most."""
    require(by, May.KEEP_CALENDAR, council)
    try:
        if (file.size or 0) > MOST_BYTES:
            raise Refused(_("The file is larger than 1 MB. Send only the term dates."))
        table = read(file.read(), file.name or "")
    except Refused as refusal:
        raise Refused(refusal.message, "file") from None
    TermUpload.objects.visible_to(by).filter(imported_at=None, at__lt=clock.now() - KEPT_FOR).delete()
    name = tidy(file.name or "")[:200]
    upload = TermUpload.objects.create(council=council, by=by, filename=name, table=table.kept())
    record(SENT, upload, by=by, council=council, once=once)
    return upload


@once_only
def import_terms(upload: TermUpload, *, seen: str, by: Person, once: UUID) -> TermUpload:
    """Enter and change the terms, if the file still does what the person was shown. No term is ever removed."""
    require(by, May.KEEP_CALENDAR, upload.council)
    council = locked(upload.council)
    if locked(upload).imported_at:
        raise Refused(_("This file has already been imported."))
    report = report_on(upload, by)
    if report.fingerprint != seen:
        raise Refused(_("The terms have changed since you looked at this preview. Look again, then import."))
    if report.has_errors:
        raise Refused(_("The file has rows in error, so nothing has been imported."))
    _write(council, report)
    upload.table, upload.imported_at = {"years": report.years}, clock.now()
    upload.save(update_fields=["table", "imported_at"])
    record(IMPORTED, upload, by=by, council=council, once=once, terms=report.to_do)
    return upload


def _write(council: Council, report: Report) -> None:
    """All at once: while days move from one term to the next, no two of them may overlap."""
    changed = report.of(State.CHANGED)
    rows = Term.objects.as_system("the preview named them")
    # They come back under their own keys, so what hangs on a term (as the half-days that a head teaches) stays.
    rows.filter(pk__in=[row.term.pk for row in changed if row.term])._raw_delete(rows.db)
    rows.bulk_create(
        Term(
            pk=row.term.pk if row.term else None,
            council=council,
            school_year=clock.school_year_of(row.first),
            starts_on=row.first,
            ends_on=row.last,
            **({"public_id": row.term.public_id, "version": row.term.version + 1} if row.term else {}),
        )
        for row in (*changed, *report.of(State.NEW))
        if row.first is not None and row.last is not None
    )
