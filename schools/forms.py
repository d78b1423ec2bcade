"""The base of every form: its markup, its one-time key, whom it was rendered for, and what happens on Save.

A form owns its words (labels, hints, messages); this base owns everything else. `templates/portal/` is the markup.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import OperationalError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schools import kept_typing
from schools.cautions import TOLD, Cautious, MarksField
from schools.form_fields import SeenField, WordLimit, in_plain_words, is_written
from schools.history import was_done
from schools.refusals import Busy, Refused, Stale, is_busy

OUT_OF_DATE = _("This page had been open for too long. Check what you typed, then save it again.")
PRESS = "press"  # the name of every button but the main one


def of_a_field(message: str) -> str:
    """A single sentence under a field ends as the form's own messages do: without a stop."""
    single = message.endswith(".") and not any(end in message for end in (". ", "? ", "! "))
    return message[:-1] if single else message


def _of_a_field(error: ValidationError) -> ValidationError:
    said = [of_a_field(message) for message in error.messages]
    return error if said == error.messages else ValidationError(said[0], code=error.code)


@dataclass(frozen=True)
class Difference:
    """One field of which two versions exist: `_conflict.html`."""

    label: str
    theirs: str
    yours: str
    theirs_lang: str
    yours_lang: str


class Looks(forms.BaseForm):
    """How a form is shown. Django's own markup is never used: the tag `portal_form` reads these."""

    button: Any = _("Save and continue")
    button_look = ""  # "secondary" or "warning"
    more_buttons: dict[str, Any] = {}  # pressed one: form.pressed
    fieldsets: list[tuple[Any, list[str]]] = []
    look: dict[str, dict[str, Any]] = {}
    method = "post"
    use_required_attribute = False
    not_saved_yet = False
    theirs: dict[str, Any] | None = None
    theirs_are_own = False  # saved on another page by the same person
    is_removed = False  # what the page showed was removed; theirs is what stands in its place

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            in_plain_words(name, field)
            words = self.look.get(name, {}).get("count_words")
            if words:
                field.validators.append(WordLimit(words))
            if getattr(field, "empty_label", None) == "---------":
                field.empty_label = _("Choose")  # type: ignore[attr-defined] # of model choices only

    def add_error(self, field: str | None, error: Any) -> None:
        """Whoever worded it (a form, an action, Django), what stands beside a field ends alike."""
        super().add_error(field, error)
        for name, found in self.errors.items():
            if name != NON_FIELD_ERRORS:
                found.data = [_of_a_field(each) for each in found.as_data()]

    @property
    def pressed(self) -> str:
        """Which of `more_buttons` sent the form; empty for the main one."""
        return str(self.data.get(PRESS, "")) if self.is_bound else ""

    def hidden_value(self, name: str) -> Any:
        """What the hidden field carries when the form is shown (again)."""
        return self[name].value()


class PortalForm(Cautious, Looks, forms.Form):
    """A form that changes something. `once` makes two presses one act; `sealed_for` is whom it was shown to."""

    once = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE})
    sealed_for = forms.CharField(widget=forms.HiddenInput, required=False)
    told = MarksField(required=False, initial="")

    in_any_role = False  # whether it is the same act whichever role the person acts in
    autosaves = False  # while somebody types; its view answers with `schools.autosave`
    way_back: Any = ""  # where a form that autosaves leads without the button: nothing is cancelled by leaving it
    saves_as_one_types: Any = _("What you type is saved as you go. Going back does not undo it.")
    keeps_drafts = False  # in the browser, until its view says `say_saved`
    request: HttpRequest | None = None
    result: Any = None
    is_busy = False  # nothing was wrong with it: somebody else was saving at that moment

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        self.initial.setdefault("once", uuid4())
        self.initial["sealed_for"] = kept_typing.seal_of(person)

    @classmethod
    def of(cls, request: HttpRequest, *args: Any, **kwargs: Any) -> Self:
        """Filled with what was posted; or with what this person typed here before their session ended; or empty."""
        kept = kept_typing.kept_for(request)
        if request.method == "POST" and kept_typing.DISCARD in request.POST:
            kept_typing.forget(request)
        elif request.method == "POST":
            kwargs |= {"data": request.POST, "files": request.FILES}
        elif kept is not None:
            form = cls(*args, person=request.user, **kwargs)
            form.refill(kept)
            form.request = request
            return form
        form = cls(*args, person=request.user, **kwargs)
        form.request = request
        return form

    def refill(self, kept: QueryDict) -> None:
        """Show typed text that was never saved: not bound, so nothing is checked and nothing can be saved yet."""
        mine = [name for name in self.fields if self._was_typed(kept, name)]
        for name in mine:
            field = self.fields[name]
            if name != "sealed_for" and not isinstance(field, forms.FileField):
                self.initial[name] = field.widget.value_from_datadict(kept, {}, self.add_prefix(name))
        self.not_saved_yet = self.takes_files or any(not self.fields[name].widget.is_hidden for name in mine)

    @property
    def takes_files(self) -> bool:
        """Files are not kept over a sign-in: they have to be chosen again."""
        return any(isinstance(field, forms.FileField) for field in self.fields.values())

    @property
    def texts(self) -> list[str]:
        """The names under which the browser sends what somebody writes."""
        return [self.add_prefix(name) for name, field in self.fields.items() if is_written(field)]

    def _was_typed(self, kept: QueryDict, name: str) -> bool:
        return not self.fields[name].widget.value_omitted_from_data(kept, {}, self.add_prefix(name))

    def clean_sealed_for(self) -> str:
        sealed: str = self.cleaned_data.get("sealed_for", "")
        if sealed and self.person is not None and not kept_typing.is_sealed_for(sealed, self.person):
            raise ValidationError(
                gettext(
                    "This page was opened when somebody else was signed in. Check what it says, then save it again."
                )
            )
        if self.person is not None and not self.in_any_role and kept_typing.is_of_another_role(sealed, self.person):
            raise ValidationError(
                gettext("You opened this page in another of your roles. Check what it says, then save it again.")
            )
        return sealed

    @property
    def saves_itself_now(self) -> bool:
        """Not where something is to be put right, compared or checked first: then only a press of the button saves."""
        return self.autosaves and not self.is_bound and not self.not_saved_yet

    def hidden_value(self, name: str) -> Any:
        if name == "sealed_for":
            return kept_typing.seal_of(self.person, self.texts)  # by now the form has all its fields
        if name == TOLD:
            return self.told_by_now()
        if name in self.errors:
            return self.initial.get(name, "")
        return super().hidden_value(name)

    @classmethod
    def repeats(cls, request: HttpRequest, action: Callable[..., Any], thing: Any, *args: Any, **kwargs: Any) -> bool:
        """Whether the form was posted before and has done `action`, so that `thing` (by its kind and key) is gone."""
        if request.method != "POST":
            return False
        person: Any = request.user
        form = cls(*args, person=person, data=request.POST, **kwargs)
        return form.is_valid() and was_done(action, thing, by=person, **form.words(), **form.terms())

    def words(self) -> dict[str, Any]:
        """What the person wrote: the cleaned values without our own hidden ones, line ends made plain."""
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name not in PortalForm.base_fields and name != "version"
        }

    def terms(self) -> dict[str, Any]:
        """What the action needs beside the words."""
        return {"once": self.cleaned_data["once"]}

    def attempt(
        self,
        action: Callable[..., Any],
        *args: Any,
        by: Any,
        pass_words: bool = True,
        asks_first: bool = True,
        **kwargs: Any,
    ) -> bool:
        """Do `action` with the words, if the form was posted and is right. A refusal becomes an error of the form.

        Words that seem to name a learner are asked about first, once (`schools.cautions`).
        """
        if not self.is_bound or not self.is_valid() or (asks_first and self.is_doubtful()):
            return False
        given = {**(self.words() if pass_words else {}), **self.terms(), **kwargs}
        try:
            self.result = action(*args, by=by, **given)
        except Refused as refusal:
            self.refuse(refusal)
            return False
        except OperationalError as error:
            if not is_busy(error):
                raise
            self.is_busy = True
            if self.request is not None:
                self.request.is_busy = True  # type: ignore[attr-defined] # for SaysBusy, in this request
            self.refuse(Busy())
            return False
        if self.request is not None:
            kept_typing.forget(self.request)
        return True

    def refuse(self, refusal: Refused) -> None:
        if isinstance(refusal, Stale):
            self.theirs_are_own, self.is_removed = refusal.own, refusal.is_removed
            self.theirs = {name: words for name, words in refusal.theirs.items() if name in self.fields}
            self.initial["version"] = refusal.version
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

    @property
    def differences(self) -> list[Difference]:
        """Field by field, what somebody else saved and what was typed here."""
        found = []
        for name, theirs in (self.theirs or {}).items():
            if name in self.fields and not self.fields[name].widget.is_hidden:
                shown = self._as_words(name, theirs), self._as_words(name, self[name].value())
                if shown[0] != shown[1]:
                    key = self.language_field_of(name)
                    langs = str((self.theirs or {}).get(key, "")), str(self.data.get(self.add_prefix(key), ""))
                    found.append(Difference(str(self.fields[name].label), *shown, *langs))
        return found

    def language_field_of(self, name: str) -> str:
        """The field in which the language of this one is chosen."""
        return "lang"

    def _as_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return gettext("Ticked") if field.to_python(value) else gettext("Not ticked")
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            named = {str(key): str(words) for key, words in choices}
            return named.get(str(value), "" if value is None else str(value))
        shown = field.widget.format_value(value)
        if isinstance(shown, dict):
            return " ".join(part for part in shown.values() if part)
        return str(shown or "").replace("\r\n", "\n")


class VersionedForm(PortalForm):
    """Of a record that several people may write. Who saves second sees both texts, and saves again on purpose."""

    shows_saved_text = True
    version = SeenField(error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE))

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version is None:
            version = getattr(getattr(self, "instance", None), "seen", None)
        if version is not None:
            self.initial["version"] = version

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), "version": self.cleaned_data["version"]}

    def saved_as(self) -> dict[str, Any]:
        """After a save: what the hidden fields carry from now on."""
        return {"version": str(self.result.seen)}

    def hidden_value(self, name: str) -> Any:
        if name == "version" and self.theirs is not None:
            return str(self.initial["version"])
        return super().hidden_value(name)


class PortalModelForm(PortalForm, forms.ModelForm):
    """For forms that mirror a model. The action saves, never the form: the record given stays as it is."""

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy.copy(instance), **kwargs)

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("Records are saved by actions, through schools.workflow.")


class FilterForm(Looks, forms.Form):
    """Narrows a list: sent by GET, keeps its choices in the address, never refuses. `chosen` is what was understood."""

    button = _("Show")
    button_look = "secondary"
    method = "get"

    @classmethod
    def of(cls, request: HttpRequest, *args: Any, **kwargs: Any) -> Self:
        form = cls(*args, **kwargs)
        return cls(*args, data=request.GET, **kwargs) if set(form.fields) & set(request.GET) else form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    @property
    def chosen(self) -> dict[str, Any]:
        """By field: what was chosen, the initial value on first sight, None where it could not be understood."""
        if not self.is_bound:
            return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}
