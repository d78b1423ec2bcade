from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schools.form_fields import DateField, set_choices, set_rows
from schools.forms import FilterForm, PortalForm, VersionedForm
from schools.models import Cluster, ContextFigures, Council, Federation, School, WelshMediumWords
from schools.models.base import reader_language

from .facts import postcode_of

BEGINS_PLAINLY = RegexValidator(r"^[^\W_'’]|^['’][^\W_]", _("Begin with a letter or a number"))


class SchoolFilter(FilterForm):
    """`choices`: what the reader's schools offer, by field."""

    button = _("Show these schools")
    look = {"q": {"width": 20}}
    q = forms.CharField(label=_("Name, town, postcode or number"), max_length=100)
    sector = forms.ChoiceField(label=_("Sector"))
    governance = forms.ChoiceField(label=_("Governance"))
    category = forms.ChoiceField(label=_("Welsh-medium category"))
    cluster = forms.ChoiceField(label=_("Cluster"))
    adviser = forms.ChoiceField(label=_("Adviser"))
    sort = forms.ChoiceField(label=_("Sort by"), choices=[("name", _("Name")), ("town", _("Town"))], initial="name")
    closed = forms.BooleanField(label=_("Show closed schools as well"))

    def __init__(
        self, *args: Any, choices: dict[str, list[tuple[str, str]]], adviser_title: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if adviser_title:
            self.fields["adviser"].label = adviser_title
        offered: dict[str, list[Any]] = {
            "sector": School.Sector.choices,
            "governance": School.Governance.choices,
            **choices,
        }
        for name, options in offered.items():
            set_choices(self.fields[name], [("", _("All")), *options])
            if not options:
                del self.fields[name]


class ImportFileForm(PortalForm):
    """`councils`: those whose register this person keeps; asked for only where there are several."""

    button = _("Look at what would change")
    council = forms.ModelChoiceField(
        label=_("Which council’s schools are in the file?"),
        queryset=Council.objects.as_system("filled for each person").none(),
        to_field_name="public_id",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a council")},
    )
    file = forms.FileField(
        label=_("Register file"),
        help_text=_(
            "A .csv, .xlsx or .ods file of at most 10 MB. Nothing is imported before you have seen what changes."
        ),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file"), "invalid": _("Choose a file"), "missing": _("Choose a file")},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods,text/csv"}),
    )
    look = {"file": {"size": "m"}, "council": {"size": "m"}}

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.councils = list(councils)
        field: Any = self.fields["council"]
        field.queryset = councils
        if len(self.councils) == 1:
            del self.fields["council"]

    def words(self) -> dict[str, Any]:
        words = super().words()
        return {"council": self.councils[0], **words} if len(self.councils) == 1 else words


class ImportForm(PortalForm):
    """Confirms a preview: `seen` is the fingerprint of what stands on the page."""

    button = _("Import these schools")
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def hidden_value(self, name: str) -> Any:
        return self.initial["seen"] if name == "seen" else super().hidden_value(name)


class EditForm(VersionedForm, PortalForm):
    """`school`: the one being corrected; groups and predecessors are those of its council."""

    button = _("Save")
    nobody_is_named_in = dict.fromkeys(("name_cy", "name_en", "number", "town", "postcode"), "the school itself")
    name_cy = forms.CharField(
        label=_("Name in Welsh"), max_length=120, validators=[BEGINS_PLAINLY],
        error_messages={"required": _("Enter the school’s name in Welsh")},
    )  # fmt: skip
    name_en = forms.CharField(
        label=_("Name in English"), max_length=120, validators=[BEGINS_PLAINLY],
        error_messages={"required": _("Enter the school’s name in English")},
    )  # fmt: skip
    number = forms.CharField(
        label=_("School number"), max_length=7, required=False,
        help_text=_("Seven digits, beginning with the council’s code. Leave it empty while it is not known."),
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Sector"), choices=School.Sector.choices)
    governance = forms.ChoiceField(
        label=_("Governance"), choices=[("", _("Not known")), *School.Governance.choices], required=False
    )
    town = forms.CharField(label=_("Town"), max_length=80, required=False, validators=[BEGINS_PLAINLY])
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    federation = forms.ModelChoiceField(
        label=_("Federation"), required=False, to_field_name="public_id", empty_label=_("None"),
        queryset=Federation.objects.as_system("filled for each school").none(),
    )  # fmt: skip
    cluster = forms.ModelChoiceField(
        label=_("Cluster"), required=False, to_field_name="public_id", empty_label=_("None"),
        queryset=Cluster.objects.as_system("filled for each school").none(),
    )  # fmt: skip
    closed_on = DateField(label=_("Closed on"), required=False, help_text=_("Only if the school has closed for good."))
    predecessors = forms.ModelMultipleChoiceField(
        label=_("Which closed schools did it replace?"), required=False, to_field_name="public_id",
        queryset=School.objects.as_system("filled for each school").none(), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    look = {
        "number": {"width": 10, "inputmode": "numeric", "spellcheck": "false"},
        "postcode": {"width": 10, "spellcheck": "false"},
    }

    def __init__(self, *args: Any, school: School, groups: dict[str, Any], closed: Any, **kwargs: Any) -> None:
        super().__init__(*args, version=school.seen, **kwargs)
        for name, rows in groups.items():
            set_rows(self.fields[name], rows)
        set_rows(self.fields["predecessors"], closed)
        if not closed:
            del self.fields["predecessors"]

    def clean_postcode(self) -> str:
        typed: str = self.cleaned_data["postcode"]
        if typed and not postcode_of(typed):
            raise ValidationError(gettext("Enter a whole postcode, for example NP13 3AH"))
        return postcode_of(typed)


class Count(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), _("Enter a whole number from 0 to 9999"))
        super().__init__(required=False, min_value=0, max_value=9999, error_messages=messages, **kwargs)


class Percentage(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        wrong = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
        messages = dict.fromkeys(wrong, _("Enter a percentage from 0 to 100, with one decimal place at most"))
        super().__init__(
            required=False,
            min_value=0,
            max_value=100,
            max_digits=4,
            decimal_places=1,
            error_messages=messages,
            **kwargs,
        )


class FiguresForm(VersionedForm, PortalForm):
    """Aggregates of one school year; an empty box means not known."""

    button = _("Save")
    pupils = Count(label=_("Pupils on roll"))
    efsm_percent = Percentage(
        label=_("Pupils eligible for free school meals"),
        help_text=_("Universal primary free school meals do not count."),
    )
    aln_percent = Percentage(label=_("Pupils with additional learning needs"))
    attendance_percent = Percentage(label=_("Attendance"))
    staff = Count(label=_("Staff"))
    look = {
        "pupils": {"width": 4, "inputmode": "numeric"},
        "efsm_percent": {"width": 4, "suffix": "%", "inputmode": "decimal"},
        "aln_percent": {"width": 4, "suffix": "%", "inputmode": "decimal"},
        "attendance_percent": {"width": 4, "suffix": "%", "inputmode": "decimal"},
        "staff": {"width": 4, "inputmode": "numeric"},
    }

    def __init__(self, *args: Any, figures: ContextFigures | None, **kwargs: Any) -> None:
        if figures:
            known = (name for name in self.base_fields if hasattr(figures, name))
            kwargs.setdefault("initial", {name: getattr(figures, name) for name in known})
        super().__init__(*args, version=figures.seen if figures else 0, **kwargs)


class CategoryForm(PortalForm):
    """`words`: the codes of all schemes, newest scheme first."""

    button = _("Save")
    category = forms.ChoiceField(label=_("Welsh-medium category"), error_messages={"required": _("Choose a category")})
    starts_on = DateField(label=_("From which day?"))
    look = {"category": {"size": "m"}, "starts_on": {"size": "m"}}

    def __init__(self, *args: Any, words: list[WelshMediumWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes: dict[str, list[tuple[str, str]]] = {}
        for entry in words:
            schemes.setdefault(entry.scheme, []).append((f"{entry.scheme}:{entry.code}", entry.words))
        field: Any = self.fields["category"]
        field.choices = [("", _("Choose"))] + [
            (gettext("Scheme of %(year)s") % {"year": scheme}, options) for scheme, options in schemes.items()
        ]

    def words(self) -> dict[str, Any]:
        scheme, code = self.cleaned_data["category"].split(":", 1)
        return {"scheme": scheme, "code": code, "starts_on": self.cleaned_data["starts_on"]}


class GroupForm(PortalForm):
    button = _("Add it, and put this school into it")
    nobody_is_named_in = dict.fromkeys(("name_cy", "name_en"), "a federation or a cluster")
    kind = forms.ChoiceField(
        label=_("What do you want to add?"),
        choices=[("federation", _("A federation")), ("cluster", _("A cluster"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a federation or a cluster")},
    )
    name_cy = forms.CharField(label=_("Name in Welsh"), max_length=120, validators=[BEGINS_PLAINLY])
    name_en = forms.CharField(label=_("Name in English"), max_length=120, validators=[BEGINS_PLAINLY])
    look = {
        "kind": {
            "size": "m",
            "hints": {
                "federation": _("Several schools with one governing body and one headteacher."),
                "cluster": _("A secondary school and the primary schools around it."),
            },
        }
    }


def facts_of_school(school: School) -> dict[str, Any]:
    """What the edit form shows at first."""
    names = ("name_cy", "name_en", "number", "sector", "governance", "town", "postcode", "closed_on")
    groups = {name: getattr(school, name) and getattr(school, name).public_id for name in ("federation", "cluster")}
    return {**{name: getattr(school, name) for name in names}, **groups}


def named_in(rows: Any) -> Any:
    return rows.order_by(f"name_{reader_language()}")
