from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.documents.reading import TURNS, TooLong
from schools.documents.two_columns import rows_in
from schools.form_fields import LanguageField
from schools.forms import OUT_OF_DATE, PortalForm, of_a_field
from schools.models import FileKind
from schools.models.evidence_file import FILE_FORMATS
from schools.refusals import Refused
from schools.translatable import Translatable
from schools.translated import Asked
from schools.uploads.examining import Examined, examine
from schools.uploads.scanning import Verdict

from .actions import Returned


class AskForm(PortalForm):
    """`asked`: the languages in which something is missing for this reader, that of the page first."""

    button = _("Ask the translators")
    wanted = forms.ChoiceField(
        label=_("In which language do you need it?"),
        choices=[("cy", _("In Welsh")), ("en", _("In English"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose the language in which you need it")),
    )
    look = {"wanted": {"size": "m"}}

    def __init__(self, *args: Any, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("wanted", asked[0].wanted if asked else "")
        if len(asked) < 2:  # there is no choice
            field: Any = self.fields["wanted"]
            field.widget = forms.HiddenInput()
        if asked and all(each.request and each.request.is_open for each in asked):
            self.button = _("Tell me too when the translation has come back")

    def hidden_value(self, name: str) -> Any:
        """Shown again, it asks for the language that the page names by now."""
        return self.initial[name] if name == "wanted" else super().hidden_value(name)


class TakeBackForm(PortalForm):
    button = _("I no longer need it")
    button_look = "warning"


class SendForm(PortalForm):
    button = _("It has been sent to the translators")


class PlaceForm(PortalForm):
    """Of the document that stands on the page: `shown`."""

    button = _("Put the translations beneath their texts")
    shown = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE)
    )

    def hidden_value(self, name: str) -> Any:
        """Whenever the form is shown, the document that came back last stands on its page."""
        return self.initial[name] if name == "shown" else super().hidden_value(name)


class RefuseForm(PortalForm):
    keeps_drafts = True
    button = _("Tell those who asked")
    as_it_is = _("Tell them as it is")
    reason = forms.CharField(
        label=_("Why can it not be done?"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("Write why it cannot be done")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"reason": {"rows": 4}, "lang": {"inline": True, "small": True}}

    def __init__(self, *args: Any, kind: Translatable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reason"]
        field.help_text = kind.reason_is_read


class BringForm(PortalForm):
    button = _("Read the document")
    file = forms.FileField(
        label=_("The finished document"),
        help_text=_("The Word document (.docx) that was downloaded here, with its right column filled in."),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), _("Choose a Word document")),
        widget=forms.FileInput(attrs={"accept": ",".join(FILE_FORMATS[FileKind.DOCX].endings)}),
    )

    def clean_file(self) -> Returned:
        try:
            return self._returned(examine(self.cleaned_data["file"]))
        except Refused as refusal:
            raise ValidationError(of_a_field(refusal.message)) from None

    def _returned(self, examined: Examined) -> Returned:
        if examined.kind is not FileKind.DOCX:
            raise Refused(_now("This is not a Word document. Save it as .docx, then choose it again."))
        if examined.verdict is Verdict.NOT_KNOWN:
            raise Refused(_now("The file cannot be checked for viruses at the moment. Choose it again later."))
        try:
            with TURNS.turn():
                rows: Any = rows_in(examined.content)
        except TooLong:
            raise Refused(
                _now("There is more text in this document than can be brought in at once. Bring it in part by part.")
            ) from None
        except (ValueError, KeyError, RecursionError):
            raise Refused(
                _now("This document cannot be read. Open it in Word, save it anew as .docx, then choose it again.")
            ) from None
        return Returned(examined.name, examined.sha256, rows)
