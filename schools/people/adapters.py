"""Where allauth asks the portal: who may sign up, what is said, in which language, and what comes after."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schools import clock, kept_typing
from schools.access import INVITED, invitation_of
from schools.account_letters import write_new_password, write_word
from schools.models import Invitation, Person
from schools.models.base import reader_language
from schools.tasks import post_letters
from schools.workflow import locked

from . import actions, queries


class AccountAdapter(DefaultAccountAdapter):
    """By invitation only. The address of a new person is the one that the invitation's link was sent to."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right. Check both and try again."),
        "too_many_login_attempts": _("There were too many attempts. Wait five minutes, then try again."),
        "enter_current_password": _("This is not your present password. Check it and try again."),
        "incorrect_password": _("The password is not right. Check it and try again."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "rate_limited": _("There were too many attempts. Wait five minutes, then try again."),
    }

    def invitation_opened(self) -> Invitation | None:
        """The invitation whose link was opened in this session, while it still works."""
        invitation = invitation_of(self.request.session)
        return None if queries.why_dead(invitation) else invitation

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        invitation = self.invitation_opened()
        if invitation is not None and Person.objects.filter(email=invitation.email).exists():
            raise ImmediateHttpResponse(redirect("people:join"))
        return invitation is not None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by address and by where they come from: a stranger's lock out no owner."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The person, the role and the used link together, or none of them; the second of two presses finds it used."""
        with transaction.atomic():
            invitation = locked(form.invitation)
            if queries.why_dead(invitation):
                raise ImmediateHttpResponse(redirect("people:join"))
            user.email, user.name = invitation.email, form.cleaned_data["name"]
            user.set_password(form.cleaned_data["password1"])
            user.save()
            actions.accept(invitation, by=user, once=None)
        request.session.pop(INVITED, None)
        self.stash_verified_email(request, user.email)  # the link was sent to this address and nowhere else
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where typed text waits to be saved, else home; in the language kept on the profile."""
        person: Any = request.user
        language = person.language or get_language()
        if waiting := kept_typing.page_waiting(request):
            return f"/{language}{waiting}"
        with translation.override(language):
            return reverse("home:index")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """After the first sign-in the language is asked, once; then on to where the person was going."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language:
            return response
        ask = reverse("people:language")
        return redirect(f"{ask}?{urlencode({'next': response.headers['Location']})}")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home:index")

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """In the background: the answer comes as fast for an address that nobody has."""
        self.write_new_password(user)

    def write_new_password(self, user: Any | None) -> None:
        """Of nobody too, where nobody has the address: then as much is written, and nothing sent."""
        write_new_password(user, reader_language())
        post_letters.enqueue()

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Not used: the link is made where the mail is (schools.account_letters), with the person's public id."""
        return settings.PORTAL_ADDRESS + reverse("account_reset_password")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Word that a password changed: in the background, for the change stands whether or not mail can be sent."""
        write_word(user, template_prefix.rpartition("/")[2], reader_language(), clock.now())
        post_letters.enqueue()
