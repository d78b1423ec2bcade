"""The file of an evidence item. Its bytes lie in the storage under a name that says nothing and cannot be guessed."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.policy import May

from .base import EditableNoun
from .evidence import EvidenceItem
from .people import Person
from .school import School


class FileKind(models.TextChoices):
    PDF = "pdf", _("PDF document")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    ODT = "odt", _("OpenDocument text")
    ODS = "ods", _("OpenDocument spreadsheet")
    PNG = "png", _("PNG picture")
    JPEG = "jpeg", _("JPEG picture")


@dataclass(frozen=True)
class FileFormat:
    """How a kind of file is called by programs: the ends its name may have, and its type on the web."""

    endings: tuple[str, ...]
    content_type: str


_OOXML, _ODF = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
FILE_FORMATS: dict[str, FileFormat] = {
    FileKind.PDF: FileFormat((".pdf",), "application/pdf"),
    FileKind.DOCX: FileFormat((".docx",), f"{_OOXML}wordprocessingml.document"),
    FileKind.XLSX: FileFormat((".xlsx",), f"{_OOXML}spreadsheetml.sheet"),
    FileKind.ODT: FileFormat((".odt",), f"{_ODF}text"),
    FileKind.ODS: FileFormat((".ods",), f"{_ODF}spreadsheet"),
    FileKind.PNG: FileFormat((".png",), "image/png"),
    FileKind.JPEG: FileFormat((".jpg", ".jpeg"), "image/jpeg"),
}


class EvidenceFile(EditableNoun):
    """At most one an item: another one takes its place. What a frozen version says of the item is without it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits to be checked for viruses")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Refused by the virus scanner")

    MOVES = {Status.WAITING: {Status.READY, Status.REFUSED}}

    item = models.OneToOneField(EvidenceItem, models.CASCADE, related_name="file")
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    file_kind = models.CharField(max_length=4, choices=FileKind)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    scanned_at = models.DateTimeField(null=True, editable=False)

    class Meta(EditableNoun.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "ready", "refused"]), name="evidence_file_status_is_known"
            ),
            models.CheckConstraint(condition=Q(file_kind__in=FileKind.values), name="evidence_file_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(status="refused") | Q(scanned_at__isnull=False),
                name="a_refused_evidence_file_has_been_scanned",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, person: Any) -> Q:
        return person.standing.reaches(May.READ_LIVING_SELF_EVALUATION, at="item__school")

    @property
    def school(self) -> School:
        return self.item.school

    @property
    def document(self) -> EvidenceItem:
        return self.item

    @property
    def content_type(self) -> str:
        return FILE_FORMATS[self.file_kind].content_type
