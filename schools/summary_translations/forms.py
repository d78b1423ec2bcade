from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import OUT_OF_DATE, PortalForm


class TakeOverForm(PortalForm):
    """`seen` is the digest of what the page shows."""

    button = _("Put these words into the summary")
    seen = forms.CharField(
        widget=forms.HiddenInput, max_length=64, error_messages=dict.fromkeys(("required", "max_length"), OUT_OF_DATE)
    )

    def __init__(self, *args: Any, shown_now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown_now = shown_now
        self.initial["seen"] = shown_now

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows what stands there by now."""
        return self.shown_now if name == "seen" else super().hidden_value(name)
