from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.stages import Stage
from schools.forms import FilterForm

BY_DATE = "date"
NO_DATE = "no_date"  # to place or proposed
CHOICES = [("", _("All")), (NO_DATE, _("Without a date")), *Stage.choices]


class StandingsFilter(FilterForm):
    stage = forms.ChoiceField(label=_("How far?"), choices=CHOICES)
    order = forms.ChoiceField(
        label=_("In which order?"), choices=[("", _("Waiting longest for us first")), (BY_DATE, _("By date"))]
    )
    name = forms.CharField(label=_("Name of the school"), max_length=80)
