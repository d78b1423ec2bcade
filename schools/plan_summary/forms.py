from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.form_fields import set_choices
from schools.forms import OUT_OF_DATE, Difference, PortalForm, VersionedForm
from schools.removing import RemovalForm
from schools.summary_translated import Beneath

from .actions import LISTED, UNLISTED
from .queries import Beside, Source

SILENT, SPEAKS = _("There is nothing to say this year"), _("There is something to say after all")


class SourcesField(forms.MultipleChoiceField):
    """Offers what stands in the part not yet; takes whatever the plan has for it, so that a press may be repeated."""

    known: dict[str, Source]
    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.known


class TickForm(PortalForm):
    """`sources` is all that the plan has for the part; offered are those of which no line was begun yet."""

    button = _("Put the ticked lines into the summary")
    sources = SourcesField(
        label=_("Which of these go into the summary?"),
        help_text=_("Only what you tick is copied. You put it into plain words afterwards, in Welsh and in English."),
        error_messages={
            "required": _("Tick at least one line"),
            "invalid_choice": _("One of these is not in the plan any more. Open the page again."),
        },
    )
    look = {"sources": {"size": "m"}}

    def __init__(self, *args: Any, sources: list[Source], offered: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sources"]
        field.known = {str(each.id): each for each in sources}
        words = '<span lang="{}">{}</span>'
        set_choices(field, [(str(each.id), format_html(words, each.lang, each.text)) for each in offered])

    def words(self) -> dict[str, Any]:
        known = self.fields["sources"].known  # type: ignore[attr-defined] # a field of ours
        return {"sources": [known[key] for key in dict.fromkeys(self.cleaned_data["sources"])]}


class LineForm(PortalForm):
    """One line in both languages; one is enough to begin with."""

    keeps_drafts = True
    button = _("Add the line")
    text_cy = forms.CharField(
        label=_("In Welsh"), required=False, max_length=2500, widget=forms.Textarea({"lang": "cy"})
    )
    text_en = forms.CharField(
        label=_("In English"), required=False, max_length=2500, widget=forms.Textarea({"lang": "en"})
    )
    look = {"text_cy": {"size": "m", "rows": 4}, "text_en": {"size": "m", "rows": 4}}

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        if not self.errors and not (words.get("text_cy") or words.get("text_en")):
            self.add_error("text_cy", ValidationError(_now("Write the line in Welsh or in English, or in both")))
        return words


class EditLineForm(VersionedForm, LineForm):
    """`place` is where it stands in its part; `seen` is the digest of the source that the page shows beside it.

    `at` is what the translators have of it: their words begin an empty box, and are kept once somebody saves.
    """

    button = _("Save")
    place = forms.TypedChoiceField(
        label=_("Place in this part"), help_text=_("1 is the first line."), coerce=int, widget=forms.Select
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    look = {**LineForm.look, "place": {"size": "s"}}

    def __init__(self, *args: Any, beside: Beside, at: Beneath | None, place: int, places: int, **kwargs: Any) -> None:
        line = beside.line
        words = {"text_cy": line.text_cy, "text_en": line.text_en, "place": place}
        if at and at.brought:
            words[f"text_{at.wanted}"] = at.brought.text
        super().__init__(*args, version=line.seen, initial=words, **kwargs)
        if at and at.brought:
            field: Any = self.fields[f"text_{at.wanted}"]
            field.help_text = _("These are the translators’ words. They stand in the summary once you save the line.")
        set_choices(self.fields["place"], [(number, number) for number in range(1, places + 1)])
        self.shown_source = beside.now.digest if beside.now else ""
        self.initial["seen"] = self.shown_source

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in super().words().items() if name != "seen"}

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), "seen": self.cleaned_data["seen"]}

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows the source as it is by now."""
        return self.shown_source if name == "seen" else super().hidden_value(name)

    @property
    def differences(self) -> list[Difference]:
        langs = {str(self.fields[f"text_{lang}"].label): lang for lang in ("cy", "en")}
        found = ((each, langs.get(each.label, "")) for each in super().differences)
        return [replace(each, theirs_lang=lang, yours_lang=lang) for each, lang in found]


class RemoveForm(RemovalForm):
    pass


class SilenceForm(PortalForm):
    """`silent` is what the press says: what its page offered, however often it is pressed."""

    silent = forms.ChoiceField(
        choices=[("yes", ""), ("no", "")],
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid_choice"), OUT_OF_DATE),
    )

    def __init__(self, *args: Any, is_silent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["silent"] = "no" if is_silent else "yes"
        self.button = SPEAKS if is_silent else SILENT

    def words(self) -> dict[str, Any]:
        return {"silent": self.cleaned_data["silent"] == "yes"}

    def hidden_value(self, name: str) -> Any:
        """Shown again, it offers what can be said by now."""
        return self.initial[name] if name == "silent" else super().hidden_value(name)


class LinkField(forms.ChoiceField):
    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs["choices"] = [
            (LISTED, _("With the name of the school: easy to read out and to print; search engines may find it")),
            (UNLISTED, _("Unguessable: only those whom you give the link find the page")),
        ]
        super().__init__(
            label=_("What address does the page have?"),
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose which address the page has")),
            **kwargs,
        )


class LinkForm(PortalForm):
    """`seen` is the digest of what its page shows (`actions.state_of`)."""

    button = _("Give the page this address")
    link = LinkField(help_text=_("Choose the unguessable one again for a new one of that kind."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    look = {"link": {"size": "m"}}

    def __init__(self, *args: Any, shown_now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown_now = shown_now
        self.initial["seen"] = shown_now

    def words(self) -> dict[str, Any]:
        return {"link": self.cleaned_data["link"]}

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), "seen": self.cleaned_data["seen"]}

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows the summary as it is by now."""
        return self.shown_now if name == "seen" else super().hidden_value(name)


class PublishForm(LinkForm):
    button = _("Publish the summary")
    link = LinkField()


class WithdrawForm(PortalForm):
    button = _("Withdraw the summary")
    button_look = "warning"
