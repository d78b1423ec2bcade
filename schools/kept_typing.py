"""Typing that meets an expired session, or a thing that is gone, is not lost, and reaches only the person who typed it.

A POST without a session is answered by the sign-in page. What was typed (never files or passwords) waits in the
visitor's new session, on the server and not in the page, over the other language and a forgotten password too. After
the same person signs in, the form at that path takes it; when somebody else does, it is dropped.
"""

import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import resolve
from django.utils.translation import get_language_from_path
from django.views.csrf import csrf_failure as plain_csrf_failure

SALT_PERSON = "portal.sealed-for"
SEALED_FOR, DISCARD = "sealed_for", "discard-kept-typing"
IN_SESSION = "kept_typing"
LARGEST = 200 * 1024
LONG_ENOUGH = 20  # characters of a value without a space that somebody must have typed: no choice of a form is so long
PATHS_KEPT = 5


def is_by_script(request: HttpRequest) -> bool:
    """Sent by htmx, which can do nothing with a page."""
    return bool(request.headers.get("HX-Request"))


def seal_of(person: Any) -> str:
    """Whom a form is rendered for, so that what is typed into it can come back to them only."""
    if person is None or not person.is_authenticated:
        return ""
    return signing.dumps(str(person.public_id), salt=SALT_PERSON)


def is_sealed_for(sealed: str, person: Any) -> bool:
    return bool(person.is_authenticated) and _person_in(sealed) == str(person.public_id)


def _person_in(sealed: str) -> str | None:
    try:
        return str(signing.loads(sealed, salt=SALT_PERSON))
    except signing.BadSignature:
        return None


@dataclass(frozen=True)
class Typed:
    """What was posted to a page, and for whom its form had been rendered."""

    person: str
    path: str
    data: str


def gather(request: HttpRequest) -> Typed | None:
    """The posted text; None when it was not typed into a form of ours or is too large."""
    name = next((key for key in request.POST if key.split("-")[-1] == SEALED_FOR), "")
    person = _person_in(request.POST.get(name, ""))
    if person is None:
        return None
    typed = request.POST.copy()
    for key in [key for key in typed if key == "csrfmiddlewaretoken" or key == name or "password" in key.lower()]:
        del typed[key]
    data = typed.urlencode()
    return Typed(person, request.path, data) if len(data) <= LARGEST else None


def typed_in_vain(request: HttpRequest) -> tuple[list[str], str]:
    """The texts that this very person typed into a form whose thing is gone now, and the language they chose."""
    person: Any = request.user
    if request.method == "POST":
        sealed = next((str(value) for key, value in request.POST.items() if key.split("-")[-1] == SEALED_FOR), "")
        typed: QueryDict | None = request.POST if is_sealed_for(sealed, person) else None
    else:
        typed = kept_for(request)
    if typed is None:
        return [], ""
    ours = ("csrfmiddlewaretoken", SEALED_FOR)
    rows = [row for key, row in typed.lists() if key.split("-")[-1] not in ours and "password" not in key.lower()]
    texts = [value for values in rows for value in values if _is_text(value)]
    return texts, str(typed.get("lang", ""))


def _is_text(value: str) -> bool:
    """Written by somebody, as far as one can tell without the form: not a choice, a number or a key."""
    value = value.strip()
    try:
        return not UUID(value)
    except ValueError:
        return " " in value or "\n" in value or len(value) > LONG_ENOUGH


def keep(request: HttpRequest, typed: Typed) -> bool:
    """Put the text where the form at its path will find it: if somebody is signed in, only if it is theirs."""
    person: Any = request.user
    if person.is_authenticated and typed.person != str(person.public_id):
        return False
    page = page_of(typed.path)
    others = [(key, value) for key, value in _entries(request).items() if key != page]
    newest = dict(others[-(PATHS_KEPT - 1) :])
    request.session[IN_SESSION] = {**newest, page: {"person": typed.person, "data": typed.data}}
    return True


def drop_that_of_others(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """On `user_logged_in`: what waited for somebody else waits no longer, once another has signed in here."""
    entries = _entries(request) if request is not None else {}
    own = {page: entry for page, entry in entries.items() if entry["person"] == str(user.public_id)}
    if own != entries:
        request.session[IN_SESSION] = own


def page_waiting(request: HttpRequest) -> str:
    """Where the text waits that this person typed last, without its language; empty when none does."""
    return next(reversed(_entries(request)), "")


def kept_for(request: HttpRequest) -> QueryDict | None:
    person: Any = request.user
    entry = _entries(request).get(page_of(request.path)) if person.is_authenticated else None
    return QueryDict(entry["data"]) if entry and entry["person"] == str(person.public_id) else None


def let_wait(request: HttpRequest) -> None:
    """The page leads elsewhere only for now: what was typed here waits until it can be taken."""
    request.typing_waits = True  # type: ignore[attr-defined] # for GivesBackTyping, in this request


def is_passed_over(request: HttpRequest) -> bool:
    """Whether something waits for the form of this page, which now leads elsewhere for good."""
    return request.method == "GET" and kept_for(request) is not None and not hasattr(request, "typing_waits")


def forget(request: HttpRequest) -> None:
    entries, page = _entries(request), page_of(request.path)
    if page in entries:
        request.session[IN_SESSION] = {key: value for key, value in entries.items() if key != page}


def _entries(request: HttpRequest) -> dict[str, dict[str, str]]:
    """What waits in this session: by page, whose it is and what was typed."""
    session = getattr(request, "session", None)
    return session.get(IN_SESSION, {}) if session is not None else {}


def page_of(path: str) -> str:
    """The page, whichever language it is read in: the person may sign in again in the other one."""
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


def sign_in_page(request: HttpRequest, typed: Typed) -> HttpResponse:
    """The sign-in page as the answer to a POST whose text is kept; it leads back to the same page."""
    keep(request, typed)
    asked: Any = copy.copy(request)
    asked.method = "GET"
    asked.POST = QueryDict()
    asked.GET = QueryDict(mutable=True)
    asked.GET["next"] = request.get_full_path()
    sign_in = resolve(resolve_url(settings.LOGIN_URL))
    response: HttpResponse = sign_in.func(asked, *sign_in.args, **sign_in.kwargs)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """After signing in again in another tab, an old form's token is refused: its text is kept all the same.

    A script is told that the session it knew is over; the button then brings the text along.

    Nobody else can bring this about: the seal in the form proves that it was rendered for the person signed in.
    """
    if is_by_script(request):
        return HttpResponse(status=401)
    person: Any = request.user
    typed = gather(request)
    if typed is not None and not person.is_authenticated:
        return sign_in_page(request, typed)
    if typed is not None and keep(request, typed):
        return redirect(request.get_full_path())
    return plain_csrf_failure(request, reason)
