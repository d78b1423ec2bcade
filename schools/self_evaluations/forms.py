from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.ages import gathered
from schools.boxes import LONGEST, BoxesForm
from schools.evidence_ticks import SeeksEvidence
from schools.form_fields import LanguageField, set_choices
from schools.forms import FilterForm, PortalForm, VersionedForm
from schools.history import fingerprint
from schools.models import Box, EvidenceItem, Section
from schools.removing import RemovalForm


def box_field(box: Box, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=box.label, help_text=hint, required=False, max_length=LONGEST, widget=forms.Textarea)


class SavedAsOneTypes:
    way_back = _("Back to the self-evaluation")
    saves_as_one_types = _("What you type is saved as you go; earlier texts stay in the history.")


class WriteForm(SavedAsOneTypes, BoxesForm):
    """The boxes of one area; the summary only where one stands or was asked for."""

    going_well = box_field(Box.GOING_WELL)
    to_improve = box_field(Box.TO_IMPROVE)
    how_we_know = box_field(Box.HOW_WE_KNOW, _("What did you look at, and what did it tell you?"))
    summary = box_field(Box.SUMMARY, _("The whole area in a few paragraphs, for whoever reads only this."))
    field_order = ["lang", *Box.values]
    look = {
        **{box.value: {"size": "m", "rows": 6, "needed_later": True} for box in Box},
        "lang": {"inline": True, "small": True},
    }

    def __init__(self, *args: Any, with_summary: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_summary:
            del self.fields["summary"]


class FindingForm(PortalForm):
    keeps_drafts = True
    text = forms.CharField(
        label=_("In a sentence or two"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write a sentence or two")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"text": {"size": "m", "rows": 4}, "lang": {"inline": True, "small": True}}


class StrengthForm(FindingForm):
    could_share = forms.BooleanField(
        label=_("We could share this with other schools"),
        help_text=_("Everybody who reads what you submit sees this mark."),
        required=False,
    )


class PriorityForm(FindingForm):
    needs_support = forms.BooleanField(
        label=_("We need support with this"),
        help_text=_("It is put on the agenda of the professional discussion once you submit."),
        required=False,
    )


class EditStrengthForm(SavedAsOneTypes, VersionedForm, StrengthForm):
    autosaves = keeps_drafts = True
    button = _("Save")


class EditPriorityForm(SavedAsOneTypes, VersionedForm, PriorityForm):
    autosaves = keeps_drafts = True
    button = _("Save")


ADD_FORMS: dict[str, type[FindingForm]] = {"strengths": StrengthForm, "priorities": PriorityForm}
EDIT_FORMS: dict[str, type[FindingForm]] = {"strengths": EditStrengthForm, "priorities": EditPriorityForm}


CHOSEN = _("Your choice has been saved.")


class RemoveForm(RemovalForm):
    done = {"strengths": _("The strength has been removed."), "priorities": _("The priority has been removed.")}


class EvidenceChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, item: Any) -> str:
        kind, day, age = item.get_evidence_kind_display(), date_format(item.gathered_on), gathered(item.gathered_on)
        return format_html('<span lang="{}">{}</span> ({}, {}, {})', item.lang, item.title, kind, day, age)


class CiteForm(SeeksEvidence, VersionedForm):
    """Tick the evidence that stands behind this text; `items` are the school's."""

    button = _("Save")
    done = CHOSEN
    more_buttons = {"add": _("Save and add an evidence item")}
    field_order = ["title", "evidence"]
    evidence = EvidenceChoice(
        label=_("Which evidence stands behind this?"),
        queryset=EvidenceItem.objects.as_system("filled for each person").none(),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )
    look = {"evidence": {"size": "m"}}


class SameTextForm(VersionedForm, PortalForm):
    """Whose text stands here: the school's own, or one of the federation's (`sources`)."""

    button = _("Save")
    done = CHOSEN
    source = forms.ModelChoiceField(
        label=_("Whose text stands under this area?"),
        queryset=Section.objects.as_system("filled for each person").none(),
        required=False,
        empty_label=_("Our own text"),
        blank=True,  # without it Django gives radio buttons no empty choice
        to_field_name="public_id",
        widget=forms.RadioSelect,
    )
    look = {"source": {"size": "m"}}

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.queryset = sources
        field.label_from_instance = lambda section: section.self_evaluation.school.name


class AreasForm(FilterForm):
    """Which areas are to be read outside the team; `offered` are code and name.

    `seen` is the fingerprint of what stood below the form when a button was pressed. By the button below it, which
    belongs to this form too, the headteacher goes on to the declaration: with the ticks as they are at that moment.
    """

    form_id = "areas"
    button = _("Show what they would read")
    areas = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    look = {"areas": {"size": "s"}}
    shows = ""

    def __init__(
        self, *args: Any, offered: list[tuple[str, str]], adviser: str, may_submit: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        words = (
            _now("Which areas may the council, your %(adviser)s and your governors read?")
            if may_submit
            else _now("Which areas do you want to see as the council, your %(adviser)s and your governors would?")
        )
        self.fields["areas"].label = words % {"adviser": adviser}
        set_choices(self.fields["areas"], offered)

    def show(self, content: dict[str, Any]) -> None:
        """Say what stands below the form now; it is an error to have ticked nothing."""
        self.shows = fingerprint(content)
        if self.is_bound and not content["areas"] and "areas" not in self.errors:
            self.add_error("areas", _now("Tick at least one area"))

    @property
    def is_as_read(self) -> bool:
        return bool(self.data.get("seen") == self.shows)

    def hidden_value(self, name: str) -> Any:
        return self.shows


class SubmitForm(PortalForm):
    """The declaration; `areas` (codes, with commas) and `seen` (the fingerprint) are what the headteacher has read."""

    button = _("Submit the self-evaluation")
    areas = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    declared = forms.BooleanField(
        label=_("As headteacher, I confirm that this is our school’s own evaluation and may be shared."),
        error_messages={"required": _("Tick the declaration before you submit")},
    )

    def words(self) -> dict[str, Any]:
        return {"seen": self.cleaned_data["seen"], "areas": sorted(filter(None, self.cleaned_data["areas"].split(",")))}
