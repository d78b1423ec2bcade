import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.asking_once import AskingForm
from schools.form_fields import DateField, LanguageField, set_rows
from schools.forms import PortalForm, VersionedForm
from schools.models import Appointment, GoverningBodyApproval, Plan, PreparedApproval
from schools.models.base import digest_of_seen
from schools.plan_approvals import earliest_approval, follows
from schools.removing import RemovalForm

from .actions import NO_GOVERNOR


class ApproveForm(VersionedForm, AskingForm):
    """`version` is the plan's: the approval is of the plan as it was when this page was opened.

    `changed_on` is the day of its last change: a meeting before it is asked about once. `ready` is what was prepared
    for the meeting; its day is filled in once it has come. `last` is the approval that this one follows, if any.
    """

    keeps_drafts = True
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
    comments = forms.CharField(
        label=_("Comments of the governing body"),
        help_text=_("If it made any. They stay with the approval, and go out with the plan when it is shared."),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
    )
    lang = LanguageField(label=_("Language of these texts"))
    keep_meeting = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10, initial="")
    prepared = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    follows = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    look = {
        "approved_on": {"size": "m"},
        "meeting": {"size": "m", "width": "two-thirds"},
        "comments": {"size": "m", "rows": 4},
    }

    def __init__(
        self,
        *args: Any,
        plan: Plan,
        changed_on: dt.date | None,
        ready: PreparedApproval | None = None,
        last: GoverningBodyApproval | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.earliest, self.changed_on = earliest_approval(plan), changed_on
        self.shown_now = {"prepared": digest_of_seen([ready] if ready else []), "follows": follows(last)}
        self.initial.update(self.shown_now)
        if ready:
            words = {name: getattr(ready, name) for name in ("meeting", "comments", "lang")}
            day = {"approved_on": ready.meets_on} if ready.is_after_the_meeting else {}
            self.initial = {**words, **day, **self.initial}

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in super().words().items() if name not in self.shown_now}

    def terms(self) -> dict[str, Any]:
        return {**super().terms(), **{name: self.cleaned_data[name] for name in self.shown_now}}

    def hidden_value(self, name: str) -> Any:
        """Shown again, the page shows what is prepared and recorded by now."""
        return self.shown_now.get(name) or super().hidden_value(name)

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


class PrepareForm(VersionedForm):
    """`version` is that of what is prepared already; 0 where nothing is."""

    keeps_drafts = True
    button = _("Save what is prepared")
    nobody_is_named_in = {"meeting": "which meeting of the governing body it is to be"}
    meets_on = DateField(
        label=_("Date of the meeting"),
        help_text=_("It may be in the future."),
        error_messages={"required": _("Enter the date on which the governing body is to meet")},
    )
    meeting = forms.CharField(
        label=_("Which meeting is it?"),
        help_text=_("For example “full governing body, autumn term”."),
        max_length=200,
        error_messages={"required": _("Enter which meeting is to approve the plan")},
    )
    comments = forms.CharField(
        label=_("Comments so far"),
        help_text=_("If there are any. Nobody reads them but those who may record the approval, until it is recorded."),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
    )
    lang = LanguageField(label=_("Language of these texts"))
    look = {
        "meets_on": {"size": "m"},
        "meeting": {"size": "m", "width": "two-thirds"},
        "comments": {"size": "m", "rows": 4},
    }


class RemoveForm(RemovalForm):
    pass


class PutForwardForm(PortalForm):
    button = _("Tell the chair and the clerk that the plan is ready")


class GovernorsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, governor: Any) -> str:
        return str(governor.person)


class RightsForm(VersionedForm):
    """`governors` are those of the school today; ticked are those who may record approvals.

    `version` counts the rights that were given and taken back: of two who choose, the second reads the first’s choice.
    """

    button = _("Save")
    governors = GovernorsField(
        label=_("Governors who may record the approval"),
        help_text=_("For as long as they are governors of the school, or until you take the right back here."),
        queryset=Appointment.objects.as_system("filled for each school").none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": NO_GOVERNOR},
    )
    look = {"governors": {"size": "m"}}

    def __init__(self, *args: Any, governors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_rows(self.fields["governors"], governors)
        self.initial.setdefault("governors", [each.public_id for each in governors if each.approves])
        self.named = {str(each.public_id): str(each.person) for each in governors}

    def _as_words(self, name: str, value: Any) -> str:
        """Who is ticked, one a line."""
        if name != "governors":
            return super()._as_words(name, value)
        ticked = {str(each) for each in value or ()}
        return "\n".join(words for key, words in self.named.items() if key in ticked) or _now("Nobody")
