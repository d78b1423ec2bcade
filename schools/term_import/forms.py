from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import PortalForm


class FileForm(PortalForm):
    button = _("Look at what would change")
    file = forms.FileField(
        label=_("File of term dates"),
        help_text=_("A .csv file of at most 1 MB. Nothing is imported before you have seen what changes."),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), _("Choose a file")),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    look = {"file": {"size": "m"}}


class ImportForm(PortalForm):
    """Confirms a preview: `seen` is the fingerprint of what stands on the page."""

    button = _("Import these term dates")
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def hidden_value(self, name: str) -> Any:
        return self.initial["seen"] if name == "seen" else super().hidden_value(name)
