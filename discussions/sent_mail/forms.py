from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import FilterForm
from schools.models import Stage


class StageFilter(FilterForm):
    stage = forms.ChoiceField(label=_("Which messages"), choices=[("", _("All")), *Stage.choices])
