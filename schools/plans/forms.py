from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.clock import three_school_years_words
from schools.form_fields import LanguageField, set_choices
from schools.forms import PortalForm


class StartForm(PortalForm):
    """In which school year the plan begins; `years` are the ones in which none begins yet."""

    button = _("Start the plan")
    year = forms.TypedChoiceField(
        label=_("In which school year does the plan begin?"),
        help_text=_("A plan covers three school years in a row."),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a school year")},
    )
    look = {"year": {"size": "m"}}

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(year, three_school_years_words(year)) for year in years]
        set_choices(self.fields["year"], choices)


class ShareForm(PortalForm):
    """Where something is `missing` that the law asks for, it asks why the plan is shared all the same.

    `seen` is what the page tells to be missing: nobody gives a reason for what they have not read.
    """

    keeps_drafts = True
    button = _("Share the plan")
    as_it_is = _("Share it as it is")
    reason = forms.CharField(
        label=_("Why do you share the plan although this is missing?"),
        help_text=_("Whoever reads the version that you share reads this with it."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Say why the plan is shared although this is missing")},
    )
    lang = LanguageField(label=_("Language of this text"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    look = {"reason": {"size": "m", "rows": 4}}

    def __init__(self, *args: Any, missing: list[str], is_refused: bool, **kwargs: Any) -> None:
        """Where it `is_refused` anyway, whoever presses it is told that, and is not asked for a reason first."""
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.shown_now = " ".join(missing)
        for name in ("reason", "lang"):
            self.fields[name].required = not is_refused
        if not missing:
            del self.fields["reason"], self.fields["lang"]

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in super().words().items() if name != "seen"}

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), "seen": self.cleaned_data["seen"]}

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows what is missing by now."""
        return self.shown_now if name == "seen" else super().hidden_value(name)
