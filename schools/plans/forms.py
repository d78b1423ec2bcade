from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.clock import three_school_years_words
from schools.form_fields import set_choices
from schools.forms import PortalForm


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


class ShareForm(PortalForm):
    button = _("Share the plan")
