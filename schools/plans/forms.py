import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.asking_once import AskingForm
from schools.clock import school_year_words, three_school_years_words
from schools.form_fields import DateField, LanguageField, set_choices
from schools.forms import PortalForm, VersionedForm
from schools.models import Plan, Priority, Section
from schools.models.base import in_reader_language
from schools.plan_approvals import earliest_approval
from schools.plan_contents import Known, areas_known_to
from schools.plan_progress import why_kept
from schools.removing import RemovalForm


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


class YearOfPlanField(forms.TypedChoiceField):
    """Year 1, 2 or 3; the form that has one calls `years_of` with the plan."""

    widget = forms.RadioSelect
    default_look = {"size": "m"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("In which year of the plan will you begin with it?"))
        kwargs.setdefault("error_messages", {"required": _("Choose a year of the plan")})
        super().__init__(coerce=int, choices=[(1, ""), (2, ""), (3, "")], **kwargs)

    def years_of(self, plan: Plan) -> None:
        self.choices = [
            (
                number,
                _now("Year %(number)s (%(year)s)")
                % {"number": number, "year": school_year_words(plan.first_year + number - 1)},
            )
            for number in (1, 2, 3)
        ]


class SourcesField(forms.ModelMultipleChoiceField):
    """The self-evaluation's priorities as tick boxes, each in the language it was written in."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Tick at least one priority")})
        super().__init__(
            queryset=Priority.objects.as_system("filled for each person").none(),
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, source: Any) -> str:
        return format_html('<span lang="{}">{}</span>', source.lang, source.text)


def about(source: Any, submitted: Known) -> str:
    """What helps to choose: where the priority stands, whether another plan holds it, whether support is needed."""
    lines = [where(source)]
    if source.in_plan_of is not None:
        lines.append(
            _now("Already in the plan for %(period)s") % {"period": three_school_years_words(source.in_plan_of)}
        )
    if source.needs_support:
        lines.append(_now("We need support with this"))
    section = source.section
    if (str(section.self_evaluation.public_id), section.area.code) not in submitted:
        lines.append(_now("This area has not been submitted, so the shared plan will not name it"))
    return " · ".join(lines)


def where(source: Priority) -> str:
    """Under which area of which self-evaluation a priority stands."""
    section = source.section
    area, year = in_reader_language(section.area, "name"), section.self_evaluation.year_words
    return _now("%(area)s, self-evaluation %(year)s") % {"area": area, "year": year}


class FromSelfEvaluation(PortalForm):
    """A form with `source_field`: tick boxes of `sources`, and (where it has one) the year of the `plan`."""

    source_field = "comes_from"

    def __init__(self, *args: Any, plan: Plan, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields[self.source_field]
        field.queryset = sources
        submitted = areas_known_to(Section.Circle.COUNCIL, (each.section.self_evaluation.public_id for each in sources))
        hints = {str(source.public_id): about(source, submitted) for source in sources}
        self.look = {**self.look, self.source_field: {"size": "m", "hints": hints}}
        years = self.fields.get("year")
        if isinstance(years, YearOfPlanField):
            years.years_of(plan)


class DrawForm(FromSelfEvaluation):
    """Each ticked priority becomes one of the plan; or the ticked ones are brought together into one (pressed)."""

    button = _("Draw each one into the plan")
    as_it_is = _("Draw them as they are")
    how_to_change = _(
        "If not, leave those priorities out below, change them in the self-evaluation first, or write a priority in "
        "your own words."
    )
    looks_further = True
    called = {"priorities": _("Ticked priorities")}
    more_buttons = {"together": _("Bring the ticked ones together into one")}
    source_field = "priorities"
    priorities = SourcesField(
        label=_("Which priorities of your self-evaluation does the plan take up?"),
        help_text=_("Their words are copied. You can change them in the plan; the self-evaluation stays as it is."),
    )
    year = YearOfPlanField(label=_("In which year of the plan will you begin with the ticked priorities?"))

    def texts_looked_over(self) -> Iterator[tuple[str, str, str]]:
        """What is about to be drawn: from the school's own copy into what the council will read."""
        return (("priorities", source.text, source.lang) for source in self.cleaned_data["priorities"])


class WriteForm(FromSelfEvaluation):
    keeps_drafts = True
    button = _("Put it in the plan")
    text = forms.CharField(
        label=_("The priority, in the plan’s own words"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write the priority in a sentence or two")},
    )
    lang = LanguageField(label=_("Language of this text"))
    year = YearOfPlanField()
    comes_from = SourcesField(label=_("Which priorities of your self-evaluation does it come from?"))
    look = {"text": {"size": "m", "rows": 5}}


class LinkForm(VersionedForm, FromSelfEvaluation):
    button = _("Save")
    comes_from = SourcesField(label=_("Which priorities of your self-evaluation does it come from?"))


class PriorityForm(VersionedForm, PortalForm):
    autosaves = keeps_drafts = True
    way_back = _("Back to the plan")
    button = _("Save")
    text = forms.CharField(
        label=_("The priority, in the plan’s own words"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write the priority in a sentence or two")},
    )
    lang = LanguageField(label=_("Language of this text"))
    year = YearOfPlanField()
    look = {"text": {"size": "m", "rows": 5}}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(YearOfPlanField, self.fields["year"]).years_of(plan)


class TargetForm(PortalForm):
    keeps_drafts = True
    more_buttons = {"another": _("Save and add another")}
    text = forms.CharField(
        label=_("Target"),
        help_text=_("What you will have reached, so that you can tell whether you have."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write the target")},
    )
    expected_outcome = forms.CharField(
        label=_("Expected outcome for learners"),
        help_text=_("What will be better for learners when it is reached."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what learners will gain")},
    )
    lang = LanguageField(label=_("Language of these texts"))
    look = {"text": {"size": "m", "rows": 3}, "expected_outcome": {"size": "m", "rows": 3}}


class ActionForm(PortalForm):
    keeps_drafts = True
    more_buttons = {"another": _("Save and add another")}
    nobody_is_named_in = {"lead": "a post in the school, as its hint says"}
    text = forms.CharField(
        label=_("Action"),
        help_text=_("What will be done."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what will be done")},
    )
    lead = forms.CharField(
        label=_("Who leads it?"),
        help_text=_("A post, for example “deputy headteacher”, rather than a name."),
        max_length=120,
        error_messages={"required": _("Enter the post that leads the action")},
    )
    lang = LanguageField(label=_("Language of these texts"))
    starts_on = DateField(
        label=_("First date"), error_messages={"required": _("Enter the date on which the action begins")}
    )
    ends_on = DateField(label=_("Last date"), error_messages={"required": _("Enter the date by which the action ends")})
    look = {
        "text": {"size": "m", "rows": 3},
        "lead": {"size": "m", "width": "two-thirds"},
        "starts_on": {"size": "m"},
        "ends_on": {"size": "m"},
    }


class EditTargetForm(VersionedForm, TargetForm):
    autosaves = keeps_drafts = True
    way_back = _("Back to the plan")
    button = _("Save")
    more_buttons: dict[str, Any] = {}


class EditActionForm(VersionedForm, ActionForm):
    autosaves = keeps_drafts = True
    way_back = _("Back to the plan")
    button = _("Save")
    more_buttons: dict[str, Any] = {}


ADD_FORMS: dict[str, Any] = {"targets": TargetForm, "actions": ActionForm}
EDIT_FORMS: dict[str, Any] = {"priorities": PriorityForm, "targets": EditTargetForm, "actions": EditActionForm}


# What is said when it has been done, by what was done and to which part of the plan.
DONE: dict[tuple[str, str], Any] = {
    ("add", "targets"): _("The target has been added."),
    ("add", "actions"): _("The action has been added."),
    ("edit", "priorities"): _("The priority has been saved."),
    ("edit", "targets"): _("The target has been saved."),
    ("edit", "actions"): _("The action has been saved."),
    ("remove", "priorities"): _("The priority has been removed from the plan."),
    ("remove", "targets"): _("The target has been removed from the plan."),
    ("remove", "actions"): _("The action has been removed from the plan."),
}


class RemoveForm(RemovalForm):
    """`why_kept` says why the part stays in the plan; empty where it may be removed."""

    def __init__(self, *args: Any, part: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why_kept = why_kept(part) if part else ""


class ApproveForm(VersionedForm, AskingForm):
    """`version` is the plan's: the approval is of the plan as it was when this page was opened.

    `changed_on` is the day of its last change: a meeting before it is asked about once.
    """

    asked_about = ("keep_meeting",)
    button = _("Record the approval")
    nobody_is_named_in = {"meeting": "which meeting of the governing body it was"}
    approved_on = DateField(
        label=_("Date of the meeting"),
        error_messages={"required": _("Enter the date on which the governing body approved the plan")},
    )
    meeting = forms.CharField(
        label=_("Which meeting was it?"),
        help_text=_("For example “full governing body, autumn term”."),
        max_length=200,
        error_messages={"required": _("Enter which meeting approved the plan")},
    )
    lang = LanguageField(label=_("Language of this text"))
    keep_meeting = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10, initial="")
    look = {"approved_on": {"size": "m"}, "meeting": {"size": "m", "width": "two-thirds"}}

    def __init__(self, *args: Any, plan: Plan, changed_on: dt.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest, self.changed_on = earliest_approval(plan), changed_on

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        day = words.get("approved_on")
        if day and self.changed_on and self.earliest <= day < self.changed_on:
            asked = _now(
                "The plan was changed on %(day)s, after that meeting. Did the governing body approve it as it stands "
                "now? If so, press the button again; or enter the date of a later meeting."
            )
            self.ask_once("keep_meeting", day.isoformat(), "approved_on", asked % {"day": date_format(self.changed_on)})
        return words


class PutForwardForm(PortalForm):
    button = _("Tell the chair and the clerk that the plan is ready")


class ShareForm(PortalForm):
    button = _("Share the plan")
