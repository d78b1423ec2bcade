from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import DateField, LanguageField, set_rows
from schools.forms import PortalForm, VersionedForm
from schools.models import Plan, PlanTerm, Section
from schools.money import MoneyField
from schools.plan_contents import areas_known_to
from schools.plan_progress import why_kept
from schools.removing import RemovalForm

from . import choices


class FromSelfEvaluation(PortalForm):
    """A form with `source_field`: tick boxes of `sources`, and (where it has one) the year of the `plan`.

    One with `answers` also has tick boxes of the `recommendations`; what there is nothing of is not asked for.
    """

    source_field = "comes_from"

    def __init__(self, *args: Any, plan: Plan, sources: Any, recommendations: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields[self.source_field]
        field.queryset = sources
        submitted = areas_known_to(Section.Circle.COUNCIL, (each.section.self_evaluation.public_id for each in sources))
        hints = {str(source.public_id): choices.about(source, submitted) for source in sources}
        self.look = {**self.look, self.source_field: {"size": "m", "hints": hints}}
        years = self.fields.get("year")
        if isinstance(years, choices.YearOfPlanField):
            years.years_of(plan)
        answers: Any = self.fields.get("answers")
        if answers and recommendations:
            answers.queryset = recommendations
            hints = {str(row.public_id): choices.about_recommendation(row) for row in recommendations}
            self.look = {**self.look, "answers": {"size": "m", "hints": hints}}
            field.required = False
        elif answers:
            del self.fields["answers"]
        if recommendations and not sources:
            del self.fields[self.source_field]


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
    priorities = choices.SourcesField(
        label=_("Which priorities of your self-evaluation does the plan take up?"),
        help_text=_("Their words are copied. You can change them in the plan; the self-evaluation stays as it is."),
    )
    year = choices.YearOfPlanField(label=_("In which year of the plan will you begin with the ticked priorities?"))

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
    year = choices.YearOfPlanField()
    comes_from = choices.ComesFromField()
    answers = choices.RecommendationsField()
    look = {"text": {"size": "m", "rows": 5}}


class LinkForm(VersionedForm, FromSelfEvaluation):
    button = _("Save")
    comes_from = choices.ComesFromField()
    answers = choices.RecommendationsField()


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
    year = choices.YearOfPlanField()
    look = {"text": {"size": "m", "rows": 5}}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(choices.YearOfPlanField, self.fields["year"]).years_of(plan)


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
    baseline = forms.CharField(
        label=_("Where we are now"),
        help_text=_("From where you start, for example a figure or what is seen in lessons."),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
    )
    aim = forms.CharField(
        label=_("Where we want to be"),
        help_text=_("The figure, or what will be seen, when the target is reached."),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
    )
    expected_outcome = forms.CharField(
        label=_("Expected outcome for learners"),
        help_text=_("What will be better for learners when it is reached."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what learners will gain")},
    )
    lang = LanguageField(label=_("Language of these texts"))
    look = {
        "text": {"size": "m", "rows": 3},
        "baseline": {"size": "m", "rows": 2},
        "aim": {"size": "m", "rows": 2},
        "expected_outcome": {"size": "m", "rows": 3},
    }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


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
    cost = MoneyField(label=_("Cost in pounds"), required=False)
    grant = choices.GrantField()
    look = {
        "text": {"size": "m", "rows": 3},
        "lead": {"size": "m", "width": "two-thirds"},
        "starts_on": {"size": "m"},
        "ends_on": {"size": "m"},
        "cost": {"size": "m", "prefix": "£"},
        "grant": {"size": "m"},
    }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = plan.grants.select_related("grant_kind")
        if grants:
            set_rows(self.fields["grant"], grants)
        else:
            del self.fields["grant"]


class MilestoneForm(PortalForm):
    keeps_drafts = True
    more_buttons = {"another": _("Save and add another")}
    text = forms.CharField(
        label=_("Milestone"),
        help_text=_("What will be seen by the end of the term."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what will be seen by the end of the term")},
    )
    lang = LanguageField(label=_("Language of this text"))
    year = choices.YearOfPlanField(label=_("In which year of the plan?"))
    term = forms.ChoiceField(
        label=_("By the end of which term?"),
        choices=PlanTerm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a term")},
    )
    look = {"text": {"size": "m", "rows": 3}, "term": {"size": "m"}}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(choices.YearOfPlanField, self.fields["year"]).years_of(plan)


class MoreForm(VersionedForm, PortalForm):
    """What may be said of a priority beyond its text; nothing of it has to be."""

    autosaves = keeps_drafts = True
    way_back = _("Back to the plan")
    button = _("Save")
    nobody_is_named_in = {
        "lead": "a post in the school, as its hint says",
        "monitored_by": "a post or a group, as its hint says",
    }
    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("Why this is a priority."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    lead = forms.CharField(
        label=_("Who leads it?"),
        help_text=_("A post, for example “deputy headteacher”, rather than a name."),
        max_length=120,
        required=False,
    )
    success_criteria = forms.CharField(
        label=_("Success criteria"),
        help_text=_("By what you will see that it has succeeded."),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )
    monitored_by = forms.CharField(
        label=_("Who checks how it is going?"),
        help_text=_("A post or a group, for example “the governors’ curriculum committee”."),
        max_length=120,
        required=False,
    )
    monitored_how = forms.CharField(
        label=_("How is it checked?"), max_length=2000, required=False, widget=forms.Textarea
    )
    monitored_when = forms.CharField(
        label=_("When is it checked?"),
        help_text=_("For example “each half term”."),
        max_length=200,
        required=False,
    )
    lang = LanguageField(label=_("Language of these texts"))
    look = {
        "purpose": {"size": "m", "rows": 3},
        "lead": {"size": "m", "width": "two-thirds"},
        "success_criteria": {"size": "m", "rows": 4},
        "monitored_by": {"size": "m", "width": "two-thirds"},
        "monitored_how": {"size": "m", "rows": 3},
        "monitored_when": {"size": "m", "width": "two-thirds"},
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


class EditMilestoneForm(VersionedForm, MilestoneForm):
    autosaves = keeps_drafts = True
    way_back = _("Back to the plan")
    button = _("Save")
    more_buttons: dict[str, Any] = {}


ADD_FORMS: dict[str, Any] = {"targets": TargetForm, "actions": ActionForm, "milestones": MilestoneForm}
EDIT_FORMS: dict[str, Any] = {
    "priorities": PriorityForm,
    "targets": EditTargetForm,
    "actions": EditActionForm,
    "milestones": EditMilestoneForm,
}

# The heading of each page, by what is done there and to which part of the plan.
TITLES: dict[tuple[str, str], Any] = {
    ("add", "targets"): _("Add a target"),
    ("add", "actions"): _("Add an action"),
    ("add", "milestones"): _("Add a milestone"),
    ("edit", "priorities"): _("Change a priority of the plan"),
    ("edit", "targets"): _("Change a target"),
    ("edit", "actions"): _("Change an action"),
    ("edit", "milestones"): _("Change a milestone"),
    ("remove", "priorities"): _("Remove a priority of the plan"),
    ("remove", "targets"): _("Remove a target"),
    ("remove", "actions"): _("Remove an action"),
    ("remove", "milestones"): _("Remove a milestone"),
}

# What is said when it has been done, by what was done and to which part of the plan.
DONE: dict[tuple[str, str], Any] = {
    ("add", "targets"): _("The target has been added."),
    ("add", "actions"): _("The action has been added."),
    ("add", "milestones"): _("The milestone has been added."),
    ("edit", "priorities"): _("The priority has been saved."),
    ("edit", "targets"): _("The target has been saved."),
    ("edit", "actions"): _("The action has been saved."),
    ("edit", "milestones"): _("The milestone has been saved."),
    ("remove", "priorities"): _("The priority has been removed from the plan."),
    ("remove", "targets"): _("The target has been removed from the plan."),
    ("remove", "actions"): _("The action has been removed from the plan."),
    ("remove", "milestones"): _("The milestone has been removed from the plan."),
}


class RemoveForm(RemovalForm):
    """`why_kept` says why the part stays in the plan; empty where it may be removed."""

    def __init__(self, *args: Any, part: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why_kept = why_kept(part) if part else ""
