import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.form_fields import DateField, LanguageField
from schools.forms import OUT_OF_DATE, PortalForm, VersionedForm, of_a_field
from schools.models import EvidenceFile, EvidenceItem
from schools.models.evidence_file import FILE_FORMATS
from schools.refusals import Refused
from schools.uploads.examining import Examined, examine

NOT_AN_ADDRESS = _("Enter a whole web address that begins with https:// or http://, for example https://hwb.gov.wales")
ON_THE_WEB = URLValidator(schemes=["http", "https"], message=NOT_AN_ADDRESS)


class EvidenceForm(PortalForm):
    keeps_drafts = True
    button = _("Save")
    evidence_kind = forms.ChoiceField(
        label=_("Type of evidence"),
        choices=[("", _("Choose a type")), *EvidenceItem.Kind.choices],
        error_messages={"required": _("Choose a type of evidence")},
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Give the evidence a short title")}
    )
    gathered_on = DateField(
        label=_("Date gathered"), error_messages={"required": _("Enter the date when it was gathered")}
    )
    shows = forms.CharField(
        label=_("What it shows"),
        help_text=_("Do not name any learner, and leave out counts of fewer than five."),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what the evidence shows")},
    )
    lang = LanguageField(label=_("Language of this text"))
    link = forms.URLField(
        label=_("Link"),
        help_text=_("Where the evidence can be read on the web, if it is there."),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": NOT_AN_ADDRESS},
    )
    look = {"shows": {"rows": 6}, "lang": {"inline": True, "small": True}}

    def clean_gathered_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["gathered_on"]
        if day > clock.today():
            raise ValidationError(_now("Evidence has been gathered already: enter a date that is not in the future"))
        return day

    def clean_link(self) -> str:
        """Only on the web, and without a name before the host, which makes an address look like another."""
        link: str = self.cleaned_data["link"]
        if link:
            ON_THE_WEB(link)
            if "@" in urlsplit(link).netloc:
                raise ValidationError(NOT_AN_ADDRESS)
        return link


class EditEvidenceForm(VersionedForm, EvidenceForm):
    @staticmethod
    def words_of(item: EvidenceItem) -> dict[str, Any]:
        return {name: getattr(item, name) for name in EvidenceForm.base_fields if hasattr(item, name)}


class FileForm(PortalForm):
    """`item`: whose file it becomes. The file that was there when the form was shown is the one that it replaces."""

    button = _("Keep this file")
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt or .ods), PNG or JPEG file of at most 25 MB. "
            "Nothing in it may show who a learner is. Pictures are kept without the place and time at which they were "
            "taken."
        ),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), _("Choose a file")),
        widget=forms.FileInput(
            attrs={"accept": ",".join(end for known in FILE_FORMATS.values() for end in known.endings)}
        ),
    )
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False, error_messages={"invalid": OUT_OF_DATE})

    def __init__(self, *args: Any, replaces: EvidenceFile | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["replaces"] = replaces.public_id if replaces else ""

    def hidden_value(self, name: str) -> Any:
        """Whenever the form is shown, the file that is there now stands on its page."""
        return self.initial[name] if name == "replaces" else super().hidden_value(name)

    def clean_file(self) -> Examined:
        sent: UploadedFile = self.cleaned_data["file"]
        try:
            return examine(sent)
        except Refused as refusal:
            raise ValidationError(of_a_field(refusal.message)) from None


class RemoveFileForm(PortalForm):
    button = _("Remove the file")
    button_look = "warning"
