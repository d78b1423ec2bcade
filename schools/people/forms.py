"""The forms about people, and allauth's own forms in the portal's words and look."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.form_fields import DateField, LanguageField, deliverable, set_choices
from schools.forms import FilterForm, Looks, PortalForm
from schools.models import Person
from schools.models.roles import ROLE_WORDS
from schools.policy import Role

ANY_PLACE = _("All places")
NEW_ORGANISATION = "new"
FIRST_DAY = _("First day")
LAST_DAY = _("Last day")
DAY_HINT = _("For example, 1 9 2027")
INCLUSIVE = _("The last day on which the role still holds. Leave it empty if you do not know it yet.")


class PeopleFilter(FilterForm):
    place = forms.ChoiceField(label=_("Place"))
    when = forms.ChoiceField(
        label=_("Which roles"),
        choices=[("", _("Held today or later")), ("ended", _("Ended")), ("all", _("All"))],
    )
    name = forms.CharField(label=_("Name or e-mail address"), max_length=120)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["place"], [("", ANY_PLACE), *places])


class PlaceForm(FilterForm):
    """Where the new role will be held: the first step of an invitation."""

    button = _("Continue")
    button_look = ""
    place = forms.ChoiceField(label=_("Where will this person’s role be?"))
    look = {"place": {"size": "m"}}

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["place"], [("", _("Choose")), *places])


class InvitedForm(PortalForm):
    """Who is invited; what every invitation asks."""

    button = _("Send the invitation")
    nobody_is_named_in = {"name": "the person invited, who is to have an account"}
    name = forms.CharField(
        label=_("Full name"), max_length=120, error_messages={"required": _("Enter the person’s full name")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Their own work address. They will sign in with it."),
        validators=[deliverable],
        error_messages={"required": _("Enter the person’s e-mail address")},
    )
    language = LanguageField(
        label=_("In which language should we write to them?"),
        error_messages={"required": _("Choose the language of the invitation")},
    )
    look = {
        "name": {"width": 20, "autocomplete": "off", "spellcheck": False},
        "email": {"width": 20, "autocomplete": "off", "spellcheck": False},
        "language": {"inline": True, "small": False},
    }


class InviteForm(InvitedForm):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role")})
    acting = forms.BooleanField(label=_("An acting headteacher, for a time"), required=False)
    starts_on = DateField(label=FIRST_DAY, help_text=DAY_HINT)
    ends_on = DateField(label=LAST_DAY, help_text=INCLUSIVE, required=False)
    field_order = ["role", "acting", "name", "email", "language", "starts_on", "ends_on"]

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_on", clock.today())
        set_choices(self.fields["role"], roles)
        if len(roles) == 1:
            self.initial.setdefault("role", roles[0][0])
        if Role.HEADTEACHER not in dict(roles):
            del self.fields["acting"]


class GuestForm(InvitedForm):
    nobody_is_named_in = {**InvitedForm.nobody_is_named_in, **dict.fromkeys(("name_cy", "name_en"), "an organisation")}
    organisation = forms.ChoiceField(
        label=_("Which organisation do they come from?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an organisation, or a new one")},
    )
    name_cy = forms.CharField(label=_("Name of the new organisation in Welsh"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name of the new organisation in English"), max_length=120, required=False)
    starts_on = DateField(label=FIRST_DAY, help_text=DAY_HINT)
    ends_on = DateField(label=LAST_DAY, help_text=INCLUSIVE, required=False)
    field_order = ["organisation", "name_cy", "name_en", "name", "email", "language", "starts_on", "ends_on"]

    def __init__(self, *args: Any, organisations: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        self.initial.setdefault("starts_on", clock.today())
        listed = [(key, each.name) for key, each in organisations.items()]
        set_choices(self.fields["organisation"], [*listed, (NEW_ORGANISATION, _("A new organisation, named below"))])

    def clean(self) -> dict[str, Any]:
        words = super().clean() or self.cleaned_data
        chosen = words.get("organisation")
        if chosen == NEW_ORGANISATION:
            if not words.get("name_cy"):
                self.add_error("name_cy", _("Enter the organisation’s name in Welsh"))
            if not words.get("name_en"):
                self.add_error("name_en", _("Enter the organisation’s name in English"))
        words["organisation"] = self.organisations.get(chosen or "")
        return words


class ConfirmForm(PortalForm):
    """Nothing to fill in: pressing the button is the answer."""

    button_look = "warning"


class WithdrawForm(ConfirmForm):
    button = _("Withdraw the invitation")


class CancelRoleForm(ConfirmForm):
    button = _("Cancel this role")


class AcceptForm(PortalForm):
    in_any_role = True
    button = _("Accept the invitation")


class LastDayForm(PortalForm):
    button = _("Set the last day")
    ends_on = DateField(
        label=LAST_DAY,
        help_text=_("It still holds on that day. To end it at once, enter yesterday."),
        error_messages={"required": _("Enter the last day")},
    )
    look = {"ends_on": {"size": "m"}}


class LastInterestDayForm(LastDayForm):
    ends_on = DateField(
        label=LAST_DAY,
        help_text=_(
            "The school is still closed to you on that day. To open it at once, enter yesterday: an interest declared "
            "today by mistake is withdrawn by it."
        ),
        error_messages={"required": _("Enter the last day")},
    )


class HandOverForm(InvitedForm):
    button = _("Set the last day and send the invitation")
    last_day = DateField(
        label=_("Last day of the present headteacher"),
        help_text=_("Today or later. The next headteacher begins on the day after."),
        error_messages={"required": _("Enter the last day of the present headteacher")},
    )
    acting = forms.BooleanField(label=_("An acting headteacher, for a time"), required=False)
    field_order = ["last_day", "name", "email", "language", "acting"]
    fieldsets = [(_("The next headteacher"), ["name", "email", "language", "acting"])]


class SchoolForm(PortalForm):
    """Chooses one of the schools that the person sees."""

    school = forms.ChoiceField(label=_("School"), error_messages={"required": _("Choose a school")})
    starts_on = DateField(label=FIRST_DAY, help_text=DAY_HINT)
    ends_on = DateField(label=LAST_DAY, help_text=_("Leave it empty if you do not know it yet."), required=False)

    def __init__(self, *args: Any, schools: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {str(each.public_id): each for each in schools}
        self.initial.setdefault("starts_on", clock.today())
        named = [(key, each.name) for key, each in self.schools.items()]
        set_choices(self.fields["school"], [("", _("Choose")), *named])

    def clean_school(self) -> Any:
        return self.schools[self.cleaned_data["school"]]


class SchoolSearch(FilterForm):
    """Narrows a long list of schools before one is chosen."""

    button = _("Find schools")
    name = forms.CharField(label=_("Part of the school’s name"), max_length=120)


class DeclareForm(SchoolForm):
    button = _("Declare the interest")


class AssignForm(SchoolForm):
    button = _("Assign to the school")
    adviser = forms.ChoiceField(label=_("Adviser"), error_messages={"required": _("Choose who is to be assigned")})
    field_order = ["adviser", "school", "starts_on", "ends_on"]

    def __init__(
        self, *args: Any, advisers: list[Person], advised: dict[int, list[str]], title: str, **kwargs: Any
    ) -> None:
        """`advised`: who advises each school now, beside the school's name; `title`: what the service calls them."""
        super().__init__(*args, **kwargs)
        self.fields["adviser"].label = title
        beside = [(key, self._with_advisers(each.name, advised.get(each.pk, []))) for key, each in self.schools.items()]
        self.fields["school"].choices = [("", _("Choose")), *beside]  # type: ignore[attr-defined]
        self.advisers = {str(each.public_id): each for each in advisers}
        named = [(key, each.name) for key, each in self.advisers.items()]
        set_choices(self.fields["adviser"], [("", _("Choose")), *named])

    @staticmethod
    def _with_advisers(school: str, names: list[str]) -> str:
        words = {"school": school, "names": ", ".join(names)}
        return _now("%(school)s (advised now by: %(names)s)") % words if names else school

    def clean_adviser(self) -> Person:
        return self.advisers[self.cleaned_data["adviser"]]


class LanguageForm(PortalForm):
    in_any_role = True
    button = _("Save")
    language = LanguageField(
        label=_("Which language would you like to use?"),
        error_messages={"required": _("Choose a language")},
    )
    look = {"language": {"heading": True, "size": "l", "inline": False, "small": False}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.person is not None and self.person.language:  # asked already: one of several settings
            self.look = {"language": {"size": "m", "inline": False, "small": False}}


class HatForm(PortalForm):
    in_any_role = True
    button = _("Act in this role")
    hat = forms.ChoiceField(
        label=_("In which role do you want to act?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role")},
    )

    def __init__(self, *args: Any, hats: list[Any], **kwargs: Any) -> None:
        self.look = {"hat": {"heading": True, "size": "l", "hints": {each.role.value: each.places for each in hats}}}
        super().__init__(*args, **kwargs)
        set_choices(self.fields["hat"], [(each.role.value, each.title) for each in hats])


def role_choices(roles: list[Role], titles: dict[str, str]) -> list[tuple[str, str]]:
    """`titles`: what roles are called where they will be held, as far as they have names of their own there."""
    return [(role.value, titles.get(role.value) or str(ROLE_WORDS[role])) for role in roles]


# --- Sign-in: allauth does the work, the portal finds the words (ACCOUNT_FORMS in the settings)
EMAIL = (_("E-mail address"), _("Enter your e-mail address"))
PASSWORD = (_("Password"), _("Enter your password"))
PASSWORD_AGAIN = (_("Password, once more"), _("Enter the password once more"))
PRESENT_PASSWORD = (_("Present password"), _("Enter your present password"))
NEW_PASSWORD = (_("New password"), _("Enter a new password"))
AGAIN = (_("New password, once more"), _("Enter the new password once more"))
PASSWORD_HINT = _(
    "At least 10 characters. Three random words are easy to remember and hard to guess. Do not use your name, or a "
    "password that you use somewhere else."
)


def speak(form: Any, **words: Any) -> None:
    """Give allauth's fields the portal's label and message, and take away its placeholders and hints."""
    for name, (label, missing) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.error_messages = {**field.error_messages, "required": missing}
        field.widget.attrs.pop("placeholder", None)
        if name == "password1":
            field.help_text = PASSWORD_HINT


class SignInForm(Looks, allauth_forms.LoginForm):
    button = _("Sign in")
    look = {"login": {"width": 20, "autocomplete": "username"}, "password": {"width": 20}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, login=EMAIL, password=PASSWORD)


class SignUpForm(Looks, allauth_forms.SignupForm):
    """A new person comes in by an invitation: the address is the invited one, whatever is posted."""

    button = _("Begin to use the portal")
    name = forms.CharField(
        label=_("Your full name"), max_length=120, error_messages={"required": _("Enter your full name")}
    )
    field_order = ["email", "name", "password1", "password2"]
    look = {"email": {"width": 20, "autocomplete": "username"}, "name": {"width": 20, "autocomplete": "name"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, email=EMAIL, password1=PASSWORD, password2=PASSWORD_AGAIN)
        self.invitation = get_adapter().invitation_opened()
        self.fields["email"].widget.attrs["readonly"] = True
        self.initial = {**self.initial, "email": self.invitation.email, "name": self.invitation.name}

    def clean_email(self) -> str:
        return str(self.invitation.email)

    def clean(self) -> dict[str, Any]:
        """Nobody is there yet whose name the password could be, so those typed and invited stand for them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in (cleaned.get("name", ""), self.invitation.name):
            if "password1" in cleaned and "password1" not in self.errors:
                try:
                    validate_password(cleaned["password1"], Person(name=name, email=self.invitation.email))
                except forms.ValidationError as refused:
                    self.add_error("password1", refused)
        return cleaned


class AskResetForm(Looks, allauth_forms.ResetPasswordForm):
    button = _("Send me a link")
    look = {"email": {"width": 20, "autocomplete": "username"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, email=EMAIL)

    @transaction.atomic
    def save(self, request: Any, **kwargs: Any) -> str:
        email: str = super().save(request, **kwargs)
        if not self.users:
            get_adapter().write_new_password(None)
        return email


class NewPasswordForm(Looks, allauth_forms.ResetPasswordKeyForm):
    button = _("Set the new password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, password1=NEW_PASSWORD, password2=AGAIN)


class ChangePasswordForm(Looks, allauth_forms.ChangePasswordForm):
    button = _("Change the password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, oldpassword=PRESENT_PASSWORD, password1=NEW_PASSWORD, password2=AGAIN)


class ReauthenticateForm(Looks, allauth_forms.ReauthenticateForm):
    button = _("Continue")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self, password=PASSWORD)


class UserTokenForm(allauth_forms.UserTokenForm):
    """In the link of a reset stands the person's public id, never the integer key."""

    def _get_user(self, uidb36: str) -> Person | None:
        try:
            return Person.objects.filter(public_id=uidb36, is_active=True).first()
        except (ValueError, forms.ValidationError):
            return None
