from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.clock import school_year_words
from schools.form_fields import set_choices, set_rows
from schools.forms import PortalForm
from schools.models import Area, Framework, SelfEvaluation
from schools.removing import RemovalForm

from .queries import PRIORITIES, STRENGTHS, TEXTS

NOWHERE = "."  # no area has this code
CARRY = [(TEXTS, _("The texts, and the evidence behind them")), (STRENGTHS, _("The strengths"))]
CARRY += [(PRIORITIES, _("The priorities for improvement"))]


class FrameworkChoice(forms.ModelChoiceField):
    def label_from_instance(self, framework: Any) -> str:
        return str(framework.name)


class StartForm(PortalForm):
    """Which school year to begin, with which framework, and with what of the self-evaluation before (`last`).

    `years` are the ones not yet begun, `frameworks` those that hold on the first day of one of them.
    """

    button = _("Start the self-evaluation")
    year = forms.TypedChoiceField(
        label=_("Which school year is it for?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a school year")},
    )
    framework = FrameworkChoice(
        label=_("Which framework do you want to work to?"),
        queryset=Framework.objects.as_system("filled for each page").none(),
        required=False,
        empty_label=None,
        to_field_name="public_id",
        widget=forms.RadioSelect,
    )
    carry = forms.MultipleChoiceField(
        choices=CARRY,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "What comes along is marked until somebody touches it, and only your team sees the mark. "
            "Short entries stay where they are."
        ),
    )
    last = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=32767)

    def __init__(
        self, *args: Any, years: list[int], frameworks: Any, older: SelfEvaluation | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.older = older
        set_choices(self.fields["year"], [(year, school_year_words(year)) for year in years])
        set_rows(self.fields["framework"], frameworks)
        hints = {str(each.public_id): "; ".join(area.name for area in each.areas.all()) for each in frameworks}
        self.look = {
            "year": {"size": "m", "inline": True},
            "framework": {"size": "m", "hints": hints, "needed_later": True},
            "carry": {"size": "m", "needed_later": True},
        }
        if older is None:
            del self.fields["carry"], self.fields["last"]
        else:
            self.initial["last"] = older.school_year
            label = _now("What do you want to bring along from %(year)s?")
            self.fields["carry"].label = label % {"year": older.year_words}

    @property
    def asks_for_places(self) -> dict[str, Any] | None:
        """What the next page has to know, where the school changes to another framework and brings something along."""
        if not self.is_bound or not self.is_valid() or self.older is None or not self.cleaned_data["carry"]:
            return None
        framework = self.cleaned_data["framework"]
        if framework is None or framework == self.older.framework:
            return None
        asked = {"year": self.cleaned_data["year"], "framework": framework.public_id}
        return {**asked, "carry": self.cleaned_data["carry"]}


class PlacesForm(PortalForm):
    """Where the text of each old area goes: `old` and `new` areas, what is `proposed` (codes).

    What would happen is told first, and begun when the button is pressed again with the same choice.
    """

    button = _("Start the self-evaluation")
    last = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)  # the choice that was told back

    def __init__(
        self,
        *args: Any,
        old: list[Area],
        new: list[Area],
        proposed: dict[str, str],
        older: SelfEvaluation,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["last"] = older.school_year
        nowhere = _now("Nowhere: it stays in %(year)s") % {"year": older.year_words}
        choices = [("", _now("Choose")), *((area.code, area.name) for area in new), (NOWHERE, nowhere)]
        self.codes = [area.code for area in old]
        self.look = {}
        for old_area in old:
            code = old_area.code
            self.fields[code] = forms.ChoiceField(
                label=_now("What stands under “%(area)s” goes to") % {"area": old_area.name},
                choices=choices,
                initial=proposed.get(code, ""),
                error_messages={"required": _("Choose where it goes")},
            )
            self.look[code] = {"size": "s"}

    @property
    def choice(self) -> str:
        return " ".join(f"{code}={self.cleaned_data.get(code, '')}" for code in self.codes)

    @property
    def is_to_be_read(self) -> bool:
        """Whether the choice is whole, and what it leads to has not been told yet."""
        return self.is_bound and self.is_valid() and self.cleaned_data["read"] != self.choice

    def is_doubtful(self) -> bool:
        return self.is_to_be_read or super().is_doubtful()

    def hidden_value(self, name: str) -> Any:
        if name == "read":
            return self.choice if self.is_bound and self.is_valid() else ""
        return super().hidden_value(name)

    def words(self) -> dict[str, Any]:
        words = super().words()
        return {
            "last": words["last"],
            "places": {code: "" if words[code] == NOWHERE else words[code] for code in self.codes},
        }


class RemoveForm(RemovalForm):
    """The year stands in it, so that a second press is known when the self-evaluation is gone."""

    button = _("Remove this self-evaluation")
    year = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32767)
