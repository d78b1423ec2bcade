"""The forms of the admin: what the database promises is refused with a sentence, and who saves second is told so."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

from schools import kept_typing
from schools.form_fields import is_written
from schools.models.authority import BEFORE_START
from schools.workflow import locked

CARRIED = ("seen", "opened")  # hidden fields that say what its writer had before them
SAVED_SINCE = gettext_lazy(
    "Somebody else saved this entry after you opened it, so nothing has been saved. "
    "Open the entry again, see what it says now, and make your change there."
)


class Seen(forms.CharField):
    """A fingerprint of what stood in the boxes. It is no change of the entry itself."""

    def __init__(self) -> None:
        super().__init__(label="", widget=forms.HiddenInput, required=False, max_length=64)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class PromisedForm(forms.ModelForm):
    """Asks every constraint of the model, those also in which a field stands that the form shows unchangeable.

    It carries what stood in its boxes when it was opened. Who saves second is told so, and nothing is overwritten.
    `request` is given by the admin: what this person typed here before their session ended is in the form again.
    """

    seen = Seen()
    request: HttpRequest | None = None
    not_saved_yet = takes_files = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = kept_typing.kept_for(self.request) if self.request is not None and not self.is_bound else None
        if kept is not None:
            self.refill(kept)
        elif self.instance.pk and "seen" in self.fields:
            self.initial["seen"] = self.fingerprint(self.instance)

    def fingerprint(self, row: Model) -> str:
        shown = forms.model_to_dict(row, fields=[name for name in self.fields if name not in CARRIED])
        return sha256(repr([(name, str(shown[name])) for name in sorted(shown)]).encode()).hexdigest()

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
        """Days in the wrong order first: the database cannot even compare them with those of other rows.

        An entry stays locked until it is saved, so that nobody comes between.
        """
        words = super().clean() or self.cleaned_data
        if self.instance.pk and words.get("seen") and self.fingerprint(locked(self.instance)) != words["seen"]:
            raise ValidationError(SAVED_SINCE)
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

    seen = None  # type: ignore[assignment] # its version says more
    opened = forms.IntegerField(label="", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.not_saved_yet:
            self.initial["opened"] = self.instance.version

    def clean(self) -> Any:
        """The row stays locked until it is saved, so that nobody comes between."""
        words = super().clean()
        if self.instance.pk and locked(self.instance).version != self.cleaned_data.get("opened"):
            raise ValidationError(SAVED_SINCE)
        return words
