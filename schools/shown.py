"""How one field is shown: everything the templates of the form pack need to know about it, worked out once."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from schools.form_fields import DATE_PARTS, DateBoxes, grouped, in_boxes

LONG = 3000  # characters; the count of a longer text appears only when the limit comes near
NUMBERS = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 6, "other": 20}  # one number of each Welsh plural form
CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, "govuk-input"),
]


@dataclass(frozen=True)
class Choice:
    id: str
    label: Any
    value: Any
    hint: Any
    checked: bool
    disabled: bool


@dataclass(frozen=True)
class Part:
    """One box of a date."""

    id: str
    name: str
    label: str
    value: str
    classes: str


def kind_of(widget: forms.Widget) -> str:
    kinds: list[tuple[type[forms.Widget], str]] = [
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (DateBoxes, "date"),
        (forms.CheckboxInput, "checkbox"),
        (forms.PasswordInput, "password"),
    ]
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "control")


@dataclass
class Shown:
    bound: BoundField
    look: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def kind(self) -> str:
        return kind_of(self.bound.field.widget)

    @property
    def id(self) -> str:
        return self.bound.auto_id or self.bound.html_name

    @property
    def optional(self) -> bool:
        """Marked so; a lone checkbox is free anyway, and a filter has nothing but free fields."""
        form = self.bound.form
        if self.look.get("needed_later"):
            return False
        return not self.bound.field.required and self.kind != "checkbox" and getattr(form, "method", "") != "get"

    @property
    def hint(self) -> Any:
        return self.bound.help_text

    @property
    def counted(self) -> str:
        """What is counted while somebody types: words, characters or (empty) nothing."""
        widget, limit = self.bound.field.widget, getattr(self.bound.field, "max_length", None)
        if self.look.get("count_words"):
            return "words"
        return "characters" if limit and isinstance(widget, forms.Textarea) else ""

    @property
    def limit(self) -> int:
        return int(self.look.get("count_words") or getattr(self.bound.field, "max_length", 0) or 0)

    @property
    def threshold(self) -> int:
        return 75 if self.counted == "characters" and self.limit >= LONG else 0

    @property
    def limit_words(self) -> str:
        if self.counted == "words":
            words = ngettext("You can enter %(limit)s word", "You can enter up to %(limit)s words", self.limit)
        else:
            words = ngettext(
                "You can enter %(limit)s character", "You can enter up to %(limit)s characters", self.limit
            )
        return words % {"limit": grouped(self.limit)}

    @property
    def count_texts(self) -> list[tuple[str, str]]:
        """The script's sentences in each plural form of the page's language."""
        return count_texts(self.counted)

    @property
    def describedby(self) -> str:
        ids = [f"{self.id}-info"] if self.counted else []
        ids += [f"{self.id}-hint"] if self.hint else []
        ids += [f"{self.id}-error"] if self.bound.errors else []
        ids += [f"{self.id}-doubtful"] if self.cautions else []
        return " ".join(ids)

    @property
    def cautions(self) -> list[Any]:
        """What the form asks about in this field (`schools.cautions`)."""
        asked = getattr(self.bound.form, "cautions_shown", ())
        return [caution for caution in asked if caution.field == self.bound.name]

    @property
    def classes(self) -> str:
        widget = self.bound.field.widget
        base = next((name for cls, name in CLASSES if isinstance(widget, cls)), "")
        names = [base, widget.attrs.get("class", "")]
        if self.kind == "password":
            names += ["govuk-password-input__input", "govuk-js-password-input-input"]
        if self.bound.errors:
            names.append(f"{base}--error")
        if self.counted:
            names.append("govuk-js-character-count")
        if width := self.look.get("width"):
            names.append(f"govuk-input--width-{width}" if isinstance(width, int) else f"govuk-!-width-{width}")
        return " ".join(name for name in names if name)

    @property
    def control(self) -> SafeString:
        """The input, select or textarea itself."""
        widget, bound = self.bound.field.widget, self.bound
        attrs: dict[str, Any] = {"id": self.id, "class": self.classes}
        if self.describedby:
            attrs["aria-describedby"] = self.describedby
        if isinstance(widget, forms.Textarea):
            attrs |= {"rows": self.look.get("rows", 5), "cols": False}
        attrs |= {key: self.look[key] for key in ("autocomplete", "inputmode") if key in self.look}
        if "spellcheck" in self.look:
            attrs["spellcheck"] = "true" if self.look["spellcheck"] in (True, "true") else "false"
        if self.kind == "password":
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        if isinstance(widget, forms.FileInput) and bound.form.is_multipart():
            attrs["required"] = False
        return widget.render(bound.html_name, bound.value(), {"placeholder": False, **attrs}, bound.form.renderer)

    @property
    def choices(self) -> list[Choice]:
        hints = self.look.get("hints", {})
        return [
            Choice(
                id=self.id if number == 1 else f"{self.id}-{number}",
                label=item.data["label"],
                value=item.data["value"],
                hint=hints.get(item.data["value"], hints.get(str(item.data["value"]), "")),
                checked=bool(item.data["selected"]),
                disabled=bool(item.data["attrs"].get("disabled")),
            )
            for number, item in enumerate(self.bound.subwidgets, start=1)
        ]

    @property
    def checked(self) -> bool:
        return bool(self.bound.field.widget.check_test(self.bound.value()))

    @property
    def parts(self) -> list[Part]:
        """Day, month, year. With an error, the empty boxes are marked, or all where none is empty."""
        values = in_boxes(self.bound.value())
        empty = [part for part in DATE_PARTS if not values.get(part)]
        wrong = (empty or list(DATE_PARTS)) if self.bound.errors else []
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        return [
            Part(
                id=f"{self.id}-{part}",
                name=f"{self.bound.html_name}-{part}",
                label=labels[part],
                value=values.get(part, ""),
                classes="govuk-input govuk-date-input__input"
                + (" govuk-input--error" if part in wrong else "")
                + (" govuk-input--width-4" if part == "year" else " govuk-input--width-2"),
            )
            for part in DATE_PARTS
        ]


def shown(bound: BoundField) -> Shown:
    look = getattr(bound.form, "look", {}).get(bound.name, {})
    return Shown(bound, {**getattr(bound.field, "default_look", {}), **look})


def first_id(bound: BoundField) -> str:
    """Where an error's link lands: the control, the first radio, the first box of the date that is wrong."""
    this = shown(bound)
    if this.kind == "date":
        return next((part.id for part in this.parts if "--error" in part.classes), this.parts[0].id)
    return this.id


def count_texts(counted: str) -> list[tuple[str, str]]:
    under, over = _count_sentences(counted)
    texts = [(f"{counted}-at-limit", _at_limit(counted))]
    forms_used = NUMBERS if (get_language() or "").startswith("cy") else {"one": 1, "other": 20}
    for form, number in forms_used.items():
        texts.append((f"{counted}-under-limit.{form}", under(number)))
        texts.append((f"{counted}-over-limit.{form}", over(number)))
    return texts


def _at_limit(counted: str) -> str:
    if counted == "words":
        return _("You have 0 words remaining")
    return _("You have 0 characters remaining")


def _count_sentences(counted: str) -> tuple[Any, Any]:
    """Functions of a number; the script puts the number in place of %{count}."""
    place = {"count": "%{count}"}
    if counted == "words":
        return (
            lambda n: ngettext("You have %(count)s word remaining", "You have %(count)s words remaining", n) % place,
            lambda n: ngettext("You have %(count)s word too many", "You have %(count)s words too many", n) % place,
        )
    return (
        lambda n: (
            ngettext("You have %(count)s character remaining", "You have %(count)s characters remaining", n) % place
        ),
        lambda n: (
            ngettext("You have %(count)s character too many", "You have %(count)s characters too many", n) % place
        ),
    )
