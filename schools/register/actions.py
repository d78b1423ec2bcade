"""What an officer does with the register: import a file, correct a school's facts, write down its figures."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, require
from schools.alphabet import sort_key
from schools.csv_rows import tidy
from schools.history import once_only, record, tells
from schools.models import ContextFigures, Council, Person, RegisterUpload, School, WelshMediumCategory
from schools.refusals import Refused, Stale
from schools.shared_texts import end_shared_texts
from schools.sittings import was_last_there
from schools.workflow import locked, save_version

from .facts import reason_against_number
from .importing import import_table, report_on
from .queries import seen_by
from .reading import MOST_BYTES, Table, read
from .writing import CHANGED, GROUPS

SENT = tells("register.sent", gettext_lazy("A register file was sent in to be looked at."))
IMPORTED = tells("register.imported", gettext_lazy("A register file was imported."))
FIGURES = tells("figures.written", gettext_lazy("The context figures of a school year were written down."))
CATEGORY = tells("school.category", gettext_lazy("The Welsh-medium category was changed."))
KEPT_FOR = timedelta(days=1)


@once_only
def send_file(council: Council, *, file: UploadedFile, by: Person, once: UUID) -> RegisterUpload:
    """Read a register file and keep its rows until they are confirmed, for a day at most."""
    require(by, May.IMPORT_REGISTER, council)
    try:
        if (file.size or 0) > MOST_BYTES:
            raise Refused(_("The file is larger than 10 MB. Send only the sheet that lists the schools."))
        table = read(file.read(), file.name or "")
        report_on(table, seen_by(by), only=council.code)
    except Refused as refusal:
        raise Refused(refusal.message, "file") from None
    RegisterUpload.objects.visible_to(by).filter(imported_at=None, at__lt=clock.now() - KEPT_FOR).delete()
    upload = RegisterUpload.objects.create(
        council=council, by=by, filename=tidy(file.name or "")[:200], table=table.kept()
    )
    record(SENT, upload, by=by, council=council, once=once)
    return upload


@once_only
def import_register(upload: RegisterUpload, *, seen: str, by: Person, once: UUID) -> RegisterUpload:
    """Import what was sent, if it still does what the person was shown."""
    council = upload.council
    require(by, May.IMPORT_REGISTER, council)
    if locked(upload).imported_at:
        raise Refused(_("This file has already been imported."))
    report = import_table(Table.from_kept(upload.table), seen_by(by), by=by, only=council.code, seen=seen)
    if report.has_errors:
        raise Refused(_("The file has rows in error, so nothing has been imported."))
    counts: dict[str, Any] = dict(report.counts)
    upload.table, upload.counts = {}, counts
    upload.imported_at, upload.imported_by = clock.now(), by
    upload.save(update_fields=["table", "counts", "imported_at", "imported_by"])
    record(IMPORTED, upload, by=by, council=council, once=once, **counts)
    return upload


@once_only
def edit(school: School, *, version: int, by: Person, once: UUID, predecessors: Any = None, **facts: Any) -> Any:
    """Correct a school's register facts."""
    require(by, May.EDIT_REGISTER, school)
    if reason := reason_against_number(facts["number"], school.council.code):
        raise Refused(reason, "number")
    for kind in GROUPS:
        if facts[kind] and facts[kind].council_id != school.council_id:
            raise Refused(_("Choose a group of the school’s own council."), kind)
    for code in ("cy", "en"):
        facts[f"sort_{code}"] = sort_key(facts[f"name_{code}"], code)[:400]
        facts[f"sort_town_{code}"] = sort_key(facts["town"], code)[:400]
    try:
        with transaction.atomic():
            save_version(school, version, by=by, verb=CHANGED, once=once, **facts)
            end_shared_texts(by=by)
    except IntegrityError as error:
        if "school_number_once" not in str(error):
            raise
        raise Refused(_("Another school already has this number. Check it."), "number") from None
    if predecessors is not None:
        school.predecessors.set(predecessors)
    return school


@once_only
def write_figures(school: School, *, year: int, version: int, by: Person, once: UUID, **figures: Any) -> Any:
    """Write down the context figures of one school year; `version` is 0 where there were none."""
    require(by, May.EDIT_REGISTER, school)
    locked(school)
    row = ContextFigures.objects.visible_to(by).filter(school=school, school_year=year).first()
    if row is None:
        row = ContextFigures.objects.create(school=school, school_year=year, **figures)
        record(FIGURES, row, by=by, school=school, once=once, year=year)
        return row
    if version == 0:
        theirs = {name: getattr(row, name) for name in figures}
        raise Stale(theirs, row.seen, own=was_last_there(row, by=by))
    return save_version(row, version, by=by, verb=FIGURES, once=once, **figures)


@once_only
def change_category(
    school: School, *, scheme: str, code: str, starts_on: date, by: Person, once: UUID
) -> WelshMediumCategory:
    """From `starts_on` the school has this category; what it had in the same scheme ends the day before."""
    require(by, May.EDIT_REGISTER, school)
    locked(school)
    rows = WelshMediumCategory.objects.visible_to(by).filter(school=school, scheme=scheme)
    if rows.filter(starts_on__gte=starts_on).exists():
        raise Refused(
            _("The school already has a category of this scheme from that day or later. Give a later day."), "starts_on"
        )
    rows.exclude(ends_on__lt=starts_on).update(ends_on=starts_on - timedelta(days=1))
    row = WelshMediumCategory.objects.create(school=school, scheme=scheme, code=code, starts_on=starts_on)
    record(CATEGORY, row, by=by, school=school, once=once)
    return row


@once_only
def add_group(school: School, *, kind: str, name_cy: str, name_en: str, by: Person, once: UUID) -> Any:
    """Put the school into a new federation or cluster of its council."""
    require(by, May.EDIT_REGISTER, school)
    school = locked(school)
    try:
        with transaction.atomic():
            group = GROUPS[kind].objects.create(council=school.council, name_cy=name_cy, name_en=name_en)
    except IntegrityError as error:
        if f"one_{kind}_a_council_and_" not in str(error):
            raise
        field = "name_cy" if "and_name_cy" in str(error) else "name_en"
        raise Refused(
            _("This name is already on the council’s list. Choose it on the school’s own page."), field
        ) from None
    save_version(school, school.version, by=by, verb=CHANGED, once=once, **{kind: group})
    end_shared_texts(by=by)
    return school
