from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.models import CalendarFeed
from schools.forms import OUT_OF_DATE, PortalForm


class RenewForm(PortalForm):
    """`seed`: what the secret of the new address is made from, so that two presses make one address."""

    in_any_role = True
    button = _("Make the address")
    seed = forms.CharField(
        widget=forms.HiddenInput, max_length=64, error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE)
    )

    def __init__(self, *args: Any, has_one: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seed", CalendarFeed.new_seed())
        if has_one:
            self.button, self.button_look = _("Make a new address"), "warning"


class EndForm(PortalForm):
    in_any_role = True
    button = _("Switch it off")
    button_look = "warning"
