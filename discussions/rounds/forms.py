from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from discussions.models import Discussion, RoundOfficer, RoundSchool, TravelTime
from discussions.models.round import FARTHEST, LONGEST, SHORTEST, Setting
from schools.form_fields import DateField, LanguageField, TimeField, set_choices
from schools.forms import VersionedForm
from schools.models import Person, School
from schools.models.base import seen_together

from .actions import NO_OFFICER, faults_of
from .asking import StandsForm
from .queries import Line
from .taking_part import NO_GUEST, NO_PARTNER

Named = Iterable[tuple[Any, Any]]  # public id and words


LASTS = _("Enter a whole number of minutes from 30 to 240")
TAKES = _("Enter a whole number of minutes from 0 to 240")


class Minutes(forms.IntegerField):
    def __init__(self, *, least: int = 0, most: int = FARTHEST, wrong: Any = TAKES, **kwargs: Any) -> None:
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
        super().__init__(min_value=least, max_value=most, error_messages=messages, **kwargs)


class Ticked(forms.TypedMultipleChoiceField):
    """Rows by public id."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=UUID, widget=forms.CheckboxSelectMultiple, required=False, **options)


class TickingForm(VersionedForm):
    """Where two saved different ticks, they are compared by name, one a line."""

    def _as_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if not isinstance(field, Ticked):
            return super()._as_words(name, value)
        ticked = {str(each) for each in value or ()}
        choices: Any = field.choices
        return "\n".join(str(words) for key, words in choices if str(key) in ticked) or _now("None")


class WhenAndWhereForm(VersionedForm):
    button = _("Save")
    nobody_is_named_in = {"place": "a building of the council", "town": "the name of a town"}
    first_day = DateField(label=_("First day"), error_messages={"required": _("Enter the first day")})
    last_day = DateField(label=_("Last day"), error_messages={"required": _("Enter the last day")})
    minutes = Minutes(
        label=_("Length of a discussion, in minutes"),
        help_text=_("From 30 to 240."),
        least=SHORTEST,
        most=LONGEST,
        wrong=LASTS,
    )
    morning_from = TimeField(label=_("A morning begins at"), help_text=_("Between 7:00 and 11:00. For example, 9:30"))
    afternoon_from = TimeField(
        label=_("An afternoon begins at"), help_text=_("Between 12:00 and 16:00. For example, 13:00")
    )
    setting = forms.ChoiceField(
        label=_("Where do you usually meet?"),
        help_text=_("You can choose another place for any school."),
        choices=Setting.choices,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=_("Name of the council’s office"),
        help_text=_("Needed where you meet there."),
        max_length=200,
        required=False,
    )
    town = forms.CharField(
        label=_("Town of the council’s office"),
        help_text=_("For the time it takes to get there."),
        max_length=80,
        required=False,
    )
    travel_minutes = Minutes(
        label=_("Minutes from one town to another"), help_text=_("Where you do not say otherwise for two towns.")
    )
    local_minutes = Minutes(label=_("Minutes from one place to another in the same town"))
    fieldsets = [
        (_("When"), ["first_day", "last_day", "minutes", "morning_from", "afternoon_from"]),
        (_("Where"), ["setting", "place", "town"]),
        (_("Travel between two discussions of one day"), ["travel_minutes", "local_minutes"]),
    ]
    look = {
        "first_day": {"size": "s"},
        "last_day": {"size": "s"},
        "minutes": {"width": 4},
        "morning_from": {"width": 5},
        "afternoon_from": {"width": 5},
        "setting": {"size": "s"},
        "place": {"needed_later": True},
        "travel_minutes": {"width": 4},
        "local_minutes": {"width": 4},
    }

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self) -> dict[str, Any]:
        """Everything that is wrong at once; the action asks the same questions again."""
        words: dict[str, Any] = super().clean() or {}
        for fault in faults_of(self.year, words):
            if fault.field not in self.errors:
                self.add_error(fault.field, fault.message)
        return words


class TravelForm(VersionedForm):
    """The times that stand, each in a box under its two towns, and one more."""

    button = _("Save")
    first_town = forms.ChoiceField(label=_("From"), required=False)
    second_town = forms.ChoiceField(label=_("To"), required=False)
    minutes = Minutes(label=_("Minutes"), required=False)

    def __init__(self, *args: Any, times: Sequence[TravelTime], towns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, version=seen_together(times), **kwargs)
        self.boxes = {f"minutes_{time.public_id}": time for time in times}
        choices = [("", _("Choose a town")), *((town, town) for town in towns)]
        for name in ("first_town", "second_town"):
            set_choices(self.fields[name], choices)
        self.look = {name: {"needed_later": True} for name in ("first_town", "second_town")}
        self.look["minutes"] = {"width": 4, "needed_later": True}
        for name, time in self.boxes.items():
            label = _now("%(one)s to %(other)s, in minutes") % {"one": time.first_town, "other": time.second_town}
            self.fields[name] = Minutes(label=label, required=False, initial=time.minutes)
            self.look[name] = {"width": 4, "needed_later": True}
        added: list[tuple[Any, list[str]]] = [(_("Another two towns"), ["first_town", "second_town", "minutes"])]
        standing = [(_("Times that you have entered"), [*self.boxes])] if self.boxes else []
        self.fieldsets = standing + added

    def words(self) -> dict[str, Any]:
        said = super().words()
        standing = {time.public_id: said.pop(name) for name, time in self.boxes.items()}
        return {**said, "standing": standing}


class PoolForm(StandsForm, TickingForm):
    button = _("Save")
    officers = Ticked(
        label=_("Which officers can take part?"), error_messages=dict.fromkeys(("invalid_choice",), NO_OFFICER)
    )
    look = {"officers": {"size": "m", "needed_later": True}}

    def __init__(self, *args: Any, people: Iterable[Person], pool: Sequence[RoundOfficer], **kwargs: Any) -> None:
        super().__init__(*args, version=seen_together(pool), **kwargs)
        named = {row.person.public_id: _in_the_pool(row) for row in pool}
        named |= {person.public_id: person.name for person in people if person.public_id not in named}
        set_choices(self.fields["officers"], sorted(named.items(), key=lambda item: str(item[1])))
        self.initial.setdefault("officers", [row.person.public_id for row in pool])
        self.pool = {row.person.public_id for row in pool}

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        if "officers" in words:
            self.ask_about(self.pool - set(words["officers"]), "officers")
        return words


def _in_the_pool(row: Any) -> str:
    if not row.only_some:
        return str(row.person.name)
    words = ngettext("%(name)s (at %(number)s school)", "%(name)s (at %(number)s schools)", row.number)
    return words % {"name": row.person.name, "number": row.number}


class OfficerForm(TickingForm):
    button = _("Save")
    only_some = forms.ChoiceField(
        label=_("At which schools can they take part?"),
        choices=[("all", _("At every school")), ("some", _("Only at those ticked below"))],
        widget=forms.RadioSelect,
    )
    schools = Ticked(
        label=_("Schools"), error_messages={"invalid_choice": _("Choose again: one of the schools is not there now")}
    )
    look = {"only_some": {"size": "m"}, "schools": {"size": "m", "needed_later": True}}

    def __init__(self, *args: Any, schools: Iterable[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["schools"], [(school.public_id, school.name) for school in schools])

    def words(self) -> dict[str, Any]:
        said = super().words()
        return {**said, "only_some": said["only_some"] == "some"}


class SchoolsForm(StandsForm, TickingForm):
    """One page of the table: a tick a school. `shown` says which schools the page showed."""

    button = _("Save")
    more_buttons = {"all": _("All schools take part")}
    schools = Ticked(label=_("Takes part"))
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    not_because = forms.CharField(
        label=_("Why do the schools that you have unticked not take part?"),
        help_text=_("For example, because the discussion is held elsewhere. The schools do not see it."),
        max_length=300,
        required=False,
    )
    lang = LanguageField(label=_("Language of the reason"))
    look = {"not_because": {"needed_later": True}}

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        rows = [line.row for line in lines if line.row]
        super().__init__(*args, version=seen_together(rows), **kwargs)
        set_choices(self.fields["schools"], [(line.school.public_id, line.school.name) for line in lines])
        self.initial["schools"] = [line.school.public_id for line in lines if line.row is None or line.row.takes_part]
        self.initial["shown"] = " ".join(str(line.school.public_id) for line in lines)

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        if "schools" in words and words.get("not_because") and self.pressed != "all":  # else it is refused
            self.ask_about(set(self.initial["schools"]) - set(words["schools"]), "schools")
        return words

    def clean_shown(self) -> list[UUID]:
        try:
            return [UUID(each) for each in self.cleaned_data["shown"].split()]
        except ValueError:
            raise forms.ValidationError(_now("Open this page again, then choose the schools.")) from None

    def hidden_value(self, name: str) -> Any:
        return self.initial["shown"] if name == "shown" else super().hidden_value(name)


class SchoolForm(StandsForm, TickingForm):
    button = _("Save")
    takes_part = forms.ChoiceField(
        label=_("Does the school take part this year?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    not_because = forms.CharField(
        label=_("Why does it not take part?"),
        help_text=_("For example, because its discussion is held elsewhere. The school does not see it."),
        max_length=300,
        required=False,
    )
    lang = LanguageField(label=_("Language of the reason"))
    is_first = forms.BooleanField(
        label=_("Find a time for this school before the others"),
        help_text=_("For planning only. Neither the school nor anybody else outside planning sees it."),
        required=False,
    )
    setting = forms.ChoiceField(label=_("Where will you meet?"), widget=forms.RadioSelect, required=False)
    together_at = forms.TypedChoiceField(
        label=_("One discussion for the federation?"),
        help_text=_("One visit for all its schools that take part this year, or one for each."),
        coerce=UUID,
        empty_value="",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": NO_PARTNER},
    )
    guests = Ticked(
        label=_("Guests to ask"),
        help_text=_(
            "Noted for now, and nobody is told. Once there is a date, the headteacher is asked before the guest."
        ),
        error_messages={"invalid_choice": NO_GUEST},
    )
    look = {
        "takes_part": {"size": "s", "inline": True},
        "not_because": {"needed_later": True},
        "setting": {"size": "s", "needed_later": True},
        "together_at": {"size": "s", "needed_later": True},
        "guests": {"size": "s", "needed_later": True},
    }

    def __init__(
        self, *args: Any, usual: str, together: Sequence[School], guests: list[tuple[Person, str]], **kwargs: Any
    ) -> None:
        """`usual`: where this year's discussions are; `together`: the federation's schools, where one is asked."""
        super().__init__(*args, **kwargs)
        as_all = _now("As for all schools: %(where)s") % {"where": usual}
        set_choices(self.fields["setting"], [("", as_all), *Setting.choices])
        hosts = [
            (str(each.public_id), _now("One discussion, at %(school)s") % {"school": each.name}) for each in together
        ]
        set_choices(self.fields["together_at"], [("", _("One for each school")), *hosts])
        set_choices(self.fields["guests"], [(person.public_id, f"{person.name} ({of})") for person, of in guests])
        if len(together) < 2:
            del self.fields["together_at"]
        if not guests:
            del self.fields["guests"]

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        leaves = words.get("takes_part") == "no" and self.initial.get("takes_part") != "no"
        if leaves and words.get("not_because"):  # without a reason it is refused
            self.ask_about([whom for whom, _booked in self.booked], "takes_part")
        return words

    @staticmethod
    def words_of(row: RoundSchool) -> dict[str, Any]:
        return {
            "takes_part": "yes" if row.takes_part else "no",
            "not_because": row.not_because,
            "is_first": row.is_first,
            "setting": row.setting,
            "together_at": str(row.together_at.public_id) if row.together_at else "",
            **({"lang": row.lang} if row.lang else {}),
        }

    def words(self) -> dict[str, Any]:
        said = super().words()
        return {"guests": [], **said, "takes_part": said["takes_part"] == "yes"}

    def refuse(self, refusal: Any) -> None:
        """What somebody else saved, in the words of the form."""
        if (theirs := getattr(refusal, "theirs", None)) is not None and "takes_part" in theirs:
            theirs["takes_part"] = "yes" if theirs["takes_part"] else "no"
        super().refuse(refusal)


NO_WISH = "none"


class WishesForm(VersionedForm):
    button = _("Save")
    language = forms.ChoiceField(
        label=_("In which language should the discussion be held?"),
        choices=[*Discussion.Language.choices, (NO_WISH, _("No preference"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language of the discussion")},
    )
    interpreter = forms.BooleanField(
        label=_("We need an interpreter"),
        help_text=_("Somebody who takes part would not understand everything without one."),
        required=False,
    )
    look = {"language": {"size": "m"}}

    def words(self) -> dict[str, Any]:
        said = super().words()
        return {**said, "language": "" if said["language"] == NO_WISH else said["language"]}
