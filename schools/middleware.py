"""Before any view: who is it, in which role, and may that role enter this route at all."""

import codecs
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from schools import kept_typing
from schools.access import may_enter, rule_for
from schools.doors import Public
from schools.models.titles import role_words
from schools.people.queries import HAT, roles_to_come
from schools.policy import Role
from schools.refusals import is_busy

GetResponse = Callable[[HttpRequest], HttpResponse]
OPEN_WITHOUT_A_ROLE = frozenset({"account_logout", "people:join"})

__all__ = [
    "HAT",
    "ActingRole",
    "GivesBackTyping",
    "PolicyGate",
    "ReadsUtf8",
    "SaysBusy",
    "SignInRequired",
    "not_understood",
]


class ReadsUtf8:
    """What is not written in UTF-8 is answered with one page, before anything reads it.

    Browsers send UTF-8. In another encoding somebody's words could come out as others, or as what is no text.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_in_utf8(request):
            return self.get_response(request)
        request.encoding = "utf-8"  # for the page that says so
        return render(request, "400.html", status=400)


def _is_in_utf8(request: HttpRequest) -> bool:
    if not request.encoding:
        return True
    if codecs.lookup(request.encoding).name != "utf-8":  # Django keeps only encodings that Python knows
        return False
    request.encoding = "utf-8"  # however it was spelt
    return True


class SignInRequired(LoginRequiredMiddleware):
    """Nobody passes without signing in, except where the policy says so."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        if isinstance(rule_for(route_of(request)), Public):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """A script learns that the session is over; what was typed into a form goes along to the sign-in page."""
        if kept_typing.is_by_script(request):
            return HttpResponse(status=401)
        typed = kept_typing.gather(request) if request.method == "POST" else None
        if typed is not None:
            return kept_typing.sign_in_page(request, typed)
        return super().handle_no_permission(request, view_func)


class ActingRole:
    """The person acts in one role at a time: the one chosen in the session if still held, else the first held.

    Only the choice is in the session; the roles are read from the database at each request.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        if person.is_authenticated:
            hats = person.hats
            if HAT not in request.session and (waiting := kept_typing.role_waiting(request)) in hats:
                request.session[HAT] = waiting
            chosen: Any = request.session.get(HAT)
            person.wear(Role(chosen) if chosen in hats else (hats[0] if hats else None))
        response = self.get_response(request)
        if person.is_authenticated:  # nothing of theirs stays behind on a shared computer
            patch_cache_control(response, no_store=True, private=True)
            if not request.user.is_authenticated:  # signed out just now
                response["Clear-Site-Data"] = '"storage"'
        return response


class PolicyGate:
    """Default deny: a route that the policy does not name, or not for this role, answers 403.

    Somebody whose roles have ended sees one page that says so, wherever they turn, and can only sign out.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        route, person = route_of(request), request.user
        rule = rule_for(route)
        if rule is None:
            raise PermissionDenied
        if rule in (Public.PAGE, Public.MACHINE) or not person.is_authenticated:
            return None
        if not person.hats and route not in OPEN_WITHOUT_A_ROLE:
            return without_a_role(request)
        if not isinstance(rule, Public) and not may_enter(person, route):
            raise PermissionDenied
        return None


class GivesBackTyping:
    """What somebody typed about a thing that is gone meanwhile, or no longer theirs to change, is shown once more.

    So is what waited over a sign-in, where the page that should take it leads elsewhere because its step is over.
    The seal in the form proves that the text is their own, so the page tells nobody anything. What was typed in another
    role that the person still holds waits until they act in that role again.
    """

    PAGES = {302: "302_typed.html", 403: "403_typed.html", 404: "404_typed.html"}
    OTHER_ROLE = "403_other_role.html"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        template = self.PAGES.get(response.status_code)
        led_on = response.status_code == 302
        if template is None or (led_on and not kept_typing.is_passed_over(request)):
            return response
        typed = kept_typing.typed_in_vain(request)
        if typed is None or not typed.texts:
            return response
        context = {"texts": typed.texts, "lang": typed.lang, "leads_to": response.headers.get("Location", "")}
        if led_on:
            kept_typing.forget(request)
        elif kept_typing.waits_for_another_role(request, typed):
            template = self.OTHER_ROLE
        return render(request, template, context, status=200 if led_on else response.status_code)


class SaysBusy:
    """Where the database did not let the request wait any longer: a sentence, 503, and what was typed is given back.

    Most forms say so themselves, above what was typed (`PortalForm.attempt`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "is_busy", False) and response.status_code == 200:
            response.status_code = 503
        if response.status_code == 503:
            response["Retry-After"] = "5"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_busy(error):
            return None
        if kept_typing.is_by_script(request):
            return HttpResponse(status=503)
        if request.method != "POST":
            return render(request, "503.html", status=503)
        typed = kept_typing.typed_in_vain(request)
        context = {"texts": typed.texts if typed else [], "lang": typed.lang if typed else ""}
        return render(request, "503_typed.html", {**context, "leads_to": request.get_full_path()}, status=503)


def without_a_role(request: HttpRequest) -> HttpResponse:
    coming = [(row, role_words(row)) for row in roles_to_come(request.user)]  # type: ignore[arg-type] # signed in
    return render(request, "403_no_role.html", {"coming": coming}, status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: for what cannot be read; and for what is too long to be read, which only needs to be shorter."""
    too_long = isinstance(exception, RequestDataTooBig)
    return render(request, "413.html" if too_long else "400.html", status=413 if too_long else 400)


def route_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
