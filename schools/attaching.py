"""A file of the school's own, as its self-evaluation or its plan: taken in, and let go again."""

from pathlib import PurePath
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.form_fields import LanguageField
from schools.forms import OUT_OF_DATE, PortalForm, of_a_field
from schools.models import OwnDocument, Person
from schools.models.evidence_file import FILE_FORMATS
from schools.refusals import Refused
from schools.removing import RemovalForm
from schools.uploads.examining import Examined, examine
from schools.uploads.scanning import Verdict
from schools.uploads.storing import drop_after_commit, put

ENDINGS = [ending for kind in OwnDocument.KINDS for ending in FILE_FORMATS[kind].endings]


def put_in_place(
    former: OwnDocument | None, *, file: Examined, lang: str, replaces: UUID | None, by: Person, **words: Any
) -> OwnDocument:
    """Keep this file in the place of the `former`, which must be the one that the page showed (`replaces`).

    `words` name what it is of. Refused where a colleague was first.
    """
    if (former.public_id if former else None) != replaces:
        raise Refused(
            _now(
                "A colleague has changed the school’s own document since you opened the page. Look at it first; then "
                "choose your file again if it is still wanted."
            )
        )
    if former:
        let_go(former)
    return OwnDocument.objects.create(
        file_kind=file.kind,
        name=file.name,
        lang=lang,
        size=file.size,
        sha256=file.sha256,
        stored_as=put(file.content),
        by=by,
        **words,
    )


def let_go(document: OwnDocument) -> None:
    """A document that stands in no version is deleted, bytes and row; one that does is only used no longer."""
    if document.frozen_in.exists():
        rows = OwnDocument.objects.as_system("it is used no longer, and kept for its versions")
        rows.filter(pk=document.pk).update(in_use=False)
        return
    document.delete()
    drop_after_commit(document.stored_as)


class AttachForm(PortalForm):
    """The document that was there when the form was shown is the one that it replaces."""

    button = _("Attach this document")
    file = forms.FileField(
        label=_("Your school’s own document"),
        help_text=_("A Word document (.docx) or a PDF of at most 25 MB. Nothing in it may show who a learner is."),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), _("Choose a Word document or a PDF")),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    lang = LanguageField(label=_("Language of this document"))
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False, error_messages={"invalid": OUT_OF_DATE})
    look = {"lang": {"inline": True, "small": True}}

    def __init__(self, *args: Any, replaces: OwnDocument | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["replaces"] = replaces.public_id if replaces else ""

    def hidden_value(self, name: str) -> Any:
        """Whenever the form is shown, the document that is there now stands on its page."""
        return self.initial[name] if name == "replaces" else super().hidden_value(name)

    def clean_file(self) -> Examined:
        sent = self.cleaned_data["file"]
        if PurePath(sent.name or "").suffix.lower() not in ENDINGS:
            raise ValidationError(_now("Save it as a Word document (.docx) or a PDF, then choose it again"))
        try:
            found = examine(sent)
        except Refused as refusal:
            raise ValidationError(of_a_field(refusal.message)) from None
        if found.verdict is Verdict.NOT_KNOWN:
            raise ValidationError(_now("The file cannot be checked for viruses at the moment. Choose it again later."))
        return found


class DetachForm(RemovalForm):
    button = _("Take the document off")
