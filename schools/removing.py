"""The page before something is taken away: it shows what goes, and what was changed since is shown before it goes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import PortalForm
from schools.models.base import EditableNoun, digest_of_seen, language_of

Going = Collection[tuple[Any, tuple[str, ...]]]  # rows, each with the names of its texts


@dataclass(frozen=True)
class Words:
    """One text that goes, under the name that it has on the school's pages."""

    label: str
    text: str
    lang: str


class RemovalForm(PortalForm):
    """`seen` is the digest of what the page shows; the action asks for it (`workflow.require_seen`)."""

    button = _("Remove")
    button_look = "warning"
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, goes: Going = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.going = [each for row, names in goes for each in _words_of(row, names)]
        self.shown_now = digest_of_seen(row for row, _names in goes)
        self.initial["seen"] = self.shown_now

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in super().words().items() if name != "seen"}

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), "seen": self.cleaned_data["seen"]}

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows what would go by now."""
        return self.shown_now if name == "seen" else super().hidden_value(name)


def _words_of(row: EditableNoun, names: tuple[str, ...]) -> list[Words]:
    fields = [(name, str(row._meta.get_field(name).verbose_name)) for name in names]  # type: ignore[union-attr] # of texts
    return [Words(label, getattr(row, name), language_of(row, name)) for name, label in fields if getattr(row, name)]
