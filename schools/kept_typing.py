"""Typing that meets an expired session, or a thing that is gone, is not lost, and reaches only the person who typed it.

A POST without a session is answered by the sign-in page, which carries the typed text sealed (signed, packed, never
files or passwords). After the same person signs in, it waits in their session until the form at that path takes it.
"""

import copy
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import resolve
from django.utils.translation import get_language_from_path
from django.views.csrf import csrf_failure as plain_csrf_failure

SALT_PERSON, SALT_TEXT = "portal.sealed-for", "portal.kept-typing"
SEALED_FOR, KEPT, DISCARD = "sealed_for", "kept", "discard-kept-typing"
IN_SESSION = "kept_typing"
LARGEST = 200 * 1024
LASTS = 24 * 60 * 60
LONG_ENOUGH = 20  # characters of a value without a space that somebody must have typed: no choice of a form is so long
PATHS_KEPT = 5


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


def seal(request: HttpRequest) -> str | None:
    """The posted text, sealed; None when it was not typed into a form of ours or is too large."""
    name = next((key for key in request.POST if key.split("-")[-1] == SEALED_FOR), "")
    person = _person_in(request.POST.get(name, ""))
    if person is None:
        return None
    typed = request.POST.copy()
    for key in [key for key in typed if key == "csrfmiddlewaretoken" or key == name or "password" in key.lower()]:
        del typed[key]
    data = typed.urlencode()
    if len(data) > LARGEST:
        return None
    kept = {"person": person, "path": request.path, "data": data}
    return signing.dumps(kept, salt=SALT_TEXT, compress=True)


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


def unseal(sealed: str, person: Any) -> tuple[str, str] | None:
    """(path, text) of what `person` typed; None for anybody else, and after a day."""
    try:
        kept = signing.loads(sealed, salt=SALT_TEXT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return (kept["path"], kept["data"]) if kept["person"] == str(person.public_id) else None


def keep(request: HttpRequest, sealed: str, person: Any) -> bool:
    """Put the sealed text where the form at its path will find it, if it is this person's."""
    opened = unseal(sealed, person) if len(sealed) <= 2 * LARGEST else None
    if opened is None:
        return False
    path, data = opened
    others = [(key, value) for key, value in _entries(request).items() if key != _page(path)]
    newest = dict(others[-(PATHS_KEPT - 1) :])
    request.session[IN_SESSION] = {**newest, _page(path): {"person": str(person.public_id), "data": data}}
    return True


def keep_after_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """On `user_logged_in`: the sign-in page carried the text along."""
    if request is not None and request.POST.get(KEPT):
        keep(request, request.POST[KEPT], user)


def kept_for(request: HttpRequest) -> QueryDict | None:
    person: Any = request.user
    entry = _entries(request).get(_page(request.path)) if person.is_authenticated else None
    return QueryDict(entry["data"]) if entry and entry["person"] == str(person.public_id) else None


def forget(request: HttpRequest) -> None:
    entries, page = _entries(request), _page(request.path)
    if page in entries:
        request.session[IN_SESSION] = {key: value for key, value in entries.items() if key != page}


def _entries(request: HttpRequest) -> dict[str, dict[str, str]]:
    """What waits in this session: by page, whose it is and what was typed."""
    session = getattr(request, "session", None)
    return session.get(IN_SESSION, {}) if session is not None else {}


def _page(path: str) -> str:
    """The page, whichever language it is read in: the person may sign in again in the other one."""
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


def sign_in_page(request: HttpRequest, sealed: str) -> HttpResponse:
    """The sign-in page as the answer to a POST, with the text that came along; it leads back to the same page."""
    asked: Any = copy.copy(request)
    asked.method = "GET"
    asked.POST = QueryDict()
    asked.GET = QueryDict(mutable=True)
    asked.GET["next"] = request.get_full_path()
    asked.kept_typing = sealed
    sign_in = resolve(resolve_url(settings.LOGIN_URL))
    response: HttpResponse = sign_in.func(asked, *sign_in.args, **sign_in.kwargs)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """After signing in again in another tab, an old form's token is refused: its text is kept all the same.

    Nobody else can bring this about: the seal in the form proves that it was rendered for the person signed in.
    """
    person: Any = request.user
    sealed = seal(request)
    if sealed is not None and not person.is_authenticated:
        return sign_in_page(request, sealed)
    if sealed is not None and keep(request, sealed, person):
        return redirect(request.get_full_path())
    return plain_csrf_failure(request, reason)
