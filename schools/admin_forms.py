"""The forms of the admin: what the database promises is refused with a sentence, and who saves second is told so."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from schools import kept_typing
from schools.form_fields import is_written
from schools.models.authority import BEFORE_START
from schools.workflow import locked


class PromisedForm(forms.ModelForm):
    """Asks every constraint of the model, those also in which a field stands that the form shows unchangeable.

    `request` is given by the admin: what this person typed here before their session ended is in the form again.
    """

    request: HttpRequest | None = None
    not_saved_yet = takes_files = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = kept_typing.kept_for(self.request) if self.request is not None and not self.is_bound else None
        if kept is not None:
            self.refill(kept)

    def refill(self, kept: QueryDict) -> None:
        for name, field in self.fields.items():
            if not field.widget.value_omitted_from_data(kept, {}, self.add_prefix(name)):
                self.initial[name] = field.widget.value_from_datadict(kept, {}, self.add_prefix(name))
        self.not_saved_yet = True

    @property
    def seal(self) -> str:
        """Whom the form was shown to, and where texts stand in it."""
        texts = [self.add_prefix(name) for name, field in self.fields.items() if is_written(field)]
        return kept_typing.seal_of(self.request.user, texts) if self.request is not None else ""

    def clean(self) -> Any:
        """Days in the wrong order first: the database cannot even compare them with those of other rows."""
        words = super().clean() or self.cleaned_data
        first, last = (words.get(name, getattr(self.instance, name, None)) for name in ("starts_on", "ends_on"))
        if "ends_on" in words and first and last and last < first:
            self.add_error("ends_on", BEFORE_START)
        return words

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # Django's own, without a type
        if not self.errors:
            self.ask_all_constraints()

    def ask_all_constraints(self) -> None:
        try:
            self.instance.validate_constraints()
        except ValidationError as broken:
            self.add_error(None, broken)


class VersionForm(PromisedForm):
    """Carries the version that was opened. Who saves second is told so, and nothing is overwritten."""

    opened = forms.IntegerField(label="", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.not_saved_yet:
            self.initial["opened"] = self.instance.version

    def clean(self) -> Any:
        """The row stays locked until it is saved, so that nobody comes between."""
        words = super().clean()
        if self.instance.pk and locked(self.instance).version != self.cleaned_data.get("opened"):
            raise ValidationError(
                gettext(
                    "Somebody else saved this entry after you opened it, so nothing has been saved. "
                    "Open the entry again, see what it says now, and make your change there."
                )
            )
        return words
