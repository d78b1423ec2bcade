from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import PortalForm
from schools.models import NewsByMail


class WishForm(PortalForm):
    in_any_role = True
    button = _("Save")
    news_by_mail = forms.ChoiceField(
        label=_("How often would you like to get news by e-mail?"),
        choices=NewsByMail.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often you would like to get news")},
    )
    look = {
        "news_by_mail": {
            "size": "m",
            "inline": False,
            "small": False,
            "hints": {
                NewsByMail.DAILY.value: _("On the morning of the next working day, at schools of the next school day"),
                NewsByMail.WEEKLY.value: _("On Monday morning, or on the first day of the week on which you work"),
            },
        }
    }
