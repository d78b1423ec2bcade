from django import forms
from django.utils.translation import gettext_lazy as _

from schools.form_fields import LanguageField
from schools.forms import PortalForm


class AskForm(PortalForm):
    keeps_drafts = True
    button = _("Ask the school")
    as_it_is = _("Ask as it is")
    question = forms.CharField(
        label=_("What would you like the school to explain?"),
        help_text=_("Do not name any learner, and leave out counts of fewer than five."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what you would like the school to explain")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"question": {"rows": 5}, "lang": {"inline": True, "small": True}}


class AnswerForm(PortalForm):
    keeps_drafts = True
    button = _("Send the answer to the question")
    as_it_is = _("Send it as it is")
    answer = forms.CharField(
        label=_("Your school’s answer"),
        help_text=_("Do not name any learner, and leave out counts of fewer than five."),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Write your school’s answer")},
    )
    lang = LanguageField(label=_("Language of this text"))
    look = {"answer": {"rows": 8}, "lang": {"inline": True, "small": True}}


class WithdrawForm(PortalForm):
    button = _("Withdraw the question")
    button_look = "warning"
