"""Typing that meets an expired session, or a thing that is gone, is not lost, and reaches only the person who typed it.

A POST without a session is answered by the sign-in page. What was typed (never files or passwords) waits in the
visitor's new session, on the server and not in the page, over the other language and a forgotten password too. After
the same person signs in, in the role in which it was typed, the form at that path takes it; when somebody else does, it
is dropped. What cannot wait (it is too long, the page is too old, too much waits already) is shown once, in the answer
to the browser that sent it. What another site sent is neither kept nor shown.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.urls import resolve
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_path
from django.views.csrf import csrf_failure as plain_csrf_failure

from schools.models import Appointment

SALT_PERSON = "portal.sealed-for"
SEALED_FOR, ONCE, DISCARD = "sealed_for", "once", "discard-kept-typing"
IN_SESSION = "kept_typing"
LARGEST = 200 * 1024
FORMS_KEPT = 5
SEALED_AT_MOST = timedelta(days=14)  # how old a page may be whose text still waits for whoever is not signed in
HOW_MANY = {"keep_typing": "60/5m/ip,20/5m/key"}  # sessions begun for texts: from one address, for one person
OURS = ("csrfmiddlewaretoken", SEALED_FOR, ONCE)


@dataclass(frozen=True)
class Seal:
    """Whom a form was rendered for, in which role, and which of its fields hold what somebody writes."""

    person: str
    role: str = ""
    texts: tuple[str, ...] | None = None  # None: it is not known, so everything is taken for text
    is_recent: bool = True


def is_by_script(request: HttpRequest) -> bool:
    """Sent by htmx, which can do nothing with a page."""
    return bool(request.headers.get("HX-Request"))


def seal_of(person: Any, texts: Iterable[str] = ()) -> str:
    """So that what is typed into the form can come back to this person only."""
    if person is None or not person.is_authenticated:
        return ""
    said = {"person": str(person.public_id), "role": person.hat or "", "texts": list(texts)}
    return signing.dumps(said, salt=SALT_PERSON, compress=True)


def opened(sealed: str) -> Seal | None:
    try:
        said = signing.loads(sealed, salt=SALT_PERSON)
    except signing.BadSignature:
        return None
    if isinstance(said, str):  # of a page that was open while the portal was brought up to date
        return Seal(said, is_recent=_is_recent(sealed))
    return Seal(said["person"], said["role"], tuple(said["texts"]), _is_recent(sealed))


def _is_recent(sealed: str) -> bool:
    try:
        signing.loads(sealed, salt=SALT_PERSON, max_age=SEALED_AT_MOST)
    except signing.SignatureExpired:
        return False
    return True


def is_sealed_for(sealed: str, person: Any) -> bool:
    seal = opened(sealed)
    return bool(person.is_authenticated) and seal is not None and seal.person == str(person.public_id)


def is_of_another_role(sealed: str, person: Any) -> bool:
    """Whether the form was rendered while this person acted in another of their roles."""
    seal = opened(sealed)
    return seal is not None and bool(seal.role and person.hat) and seal.role != person.hat


@dataclass(frozen=True)
class Typed:
    """What was posted to a page, and for whom its form had been rendered."""

    path: str
    data: str
    seal: Seal

    @property
    def too_long(self) -> bool:
        return len(self.data) > LARGEST

    @property
    def texts(self) -> list[str]:
        """What somebody wrote, in the order of the form: no choice, number or key."""
        names = self.seal.texts
        rows = [(key, row) for key, row in QueryDict(self.data).lists() if key.split("-")[-1] not in OURS]
        return [text for key, row in rows if names is None or key in names for text in row if text.strip()]

    @property
    def lang(self) -> str:
        return str(QueryDict(self.data).get("lang", ""))


def gather(request: HttpRequest) -> Typed | None:
    """The posted text; None when it was not typed into a form of ours."""
    name = _name_of(SEALED_FOR, request.POST)
    seal = opened(request.POST.get(name, ""))
    if seal is None:
        return None
    typed = request.POST.copy()
    for key in [key for key in typed if key == "csrfmiddlewaretoken" or key == name or "password" in key.lower()]:
        del typed[key]
    return Typed(request.path, typed.urlencode(), seal)


def _name_of(ours: str, posted: QueryDict) -> str:
    """The name of our own hidden field, whatever prefix the form has."""
    return next((key for key in posted if key.split("-")[-1] == ours), "")


def typed_in_vain(request: HttpRequest) -> Typed | None:
    """What this very person typed into a form whose thing is gone now, or waits for it."""
    person: Any = request.user
    typed = gather(request) if request.method == "POST" else waiting_for(request)
    return typed if typed is not None and _is_of(person, typed) else None


def _is_of(person: Any, typed: Typed) -> bool:
    return bool(person.is_authenticated) and typed.seal.person == str(person.public_id)


def keep(request: HttpRequest, typed: Typed) -> bool:
    """Put the text where the form at its path will find it: if somebody is signed in, only if it is theirs.

    The same form sent again takes the place of what it sent before; two forms of one page wait one after the other.
    """
    person: Any = request.user
    if typed.too_long or not (_is_of(person, typed) if person.is_authenticated else _may_wait(request, typed)):
        return False
    data = QueryDict(typed.data)
    key = f"{page_of(typed.path)}#{data.get(_name_of(ONCE, data), '')}"
    others = [(other, entry) for other, entry in _entries(request).items() if other != key]
    newest = dict(others[-(FORMS_KEPT - 1) :])
    seal = {"person": typed.seal.person, "role": typed.seal.role, "texts": typed.seal.texts}
    request.session[IN_SESSION] = {**newest, key: {**seal, "data": typed.data}}
    return True


def _may_wait(request: HttpRequest, typed: Typed) -> bool:
    """Of whoever is not signed in: for somebody who can sign in and has a role, from a page of the last days, and not
    without end. A seal is no secret of its person's for ever: they may have left.
    """
    rows = Appointment.objects.as_system("whether this person can still come for the text")
    held = rows.filter(Appointment.current(), person__public_id=typed.seal.person, person__is_active=True)
    if not (typed.seal.is_recent and held.exists()):
        return False
    if request.session.session_key is not None:
        return True  # beside what waits there already, of which there is a limit
    limit = {"app": "schools", "action": "keep_typing", "config": HOW_MANY, "key": typed.seal.person}
    return ratelimit.consume(request, **limit) is not None


def drop_that_of_others(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """On `user_logged_in`: what waited for somebody else waits no longer, once another has signed in here."""
    entries = _entries(request) if request is not None else {}
    own = {page: entry for page, entry in entries.items() if entry["person"] == str(user.public_id)}
    if own != entries:
        request.session[IN_SESSION] = own


def page_waiting(request: HttpRequest, role: str = "") -> str:
    """Where the text waits that was typed last (in that role), without its language; empty when none does."""
    found = [key for key, entry in _entries(request).items() if not role or entry.get("role") == role]
    return found[-1].partition("#")[0] if found else ""


def role_waiting(request: HttpRequest) -> str:
    """The role in which the text was typed that waits longest at the last page; empty when none waits."""
    entries = _entries(request)
    return str(entries[next(reversed(entries))].get("role", "")) if entries else ""


def waiting_for(request: HttpRequest) -> Typed | None:
    """What this person typed here first and has not saved yet."""
    person: Any = request.user
    for key, entry in _entries(request).items():
        if key.partition("#")[0] == page_of(request.path):
            names = entry.get("texts")
            seal = Seal(entry["person"], entry.get("role", ""), None if names is None else tuple(names))
            typed = Typed(request.path, entry["data"], seal)
            return typed if _is_of(person, typed) else None
    return None


def kept_for(request: HttpRequest) -> QueryDict | None:
    typed = waiting_for(request)
    return QueryDict(typed.data) if typed else None


def waits_for_another_role(request: HttpRequest, typed: Typed) -> bool:
    """Whether the text was typed in another role that this person still holds; it then waits for that role."""
    person: Any = request.user
    other = typed.seal.role in person.hats and typed.seal.role != person.hat
    return other and (request.method != "POST" or keep(request, typed))


def let_wait(request: HttpRequest) -> None:
    """The page leads elsewhere only for now: what was typed here waits until it can be taken."""
    request.typing_waits = True  # type: ignore[attr-defined] # for GivesBackTyping, in this request


def is_passed_over(request: HttpRequest) -> bool:
    """Whether something waits for the form of this page, which now leads elsewhere for good."""
    return request.method == "GET" and kept_for(request) is not None and not hasattr(request, "typing_waits")


def forget(request: HttpRequest) -> None:
    """What waited for the form that was sent, or what waits longest for this page, waits no longer."""
    entries = _entries(request)
    sent = f"{page_of(request.path)}#{request.POST.get(_name_of(ONCE, request.POST), '')}"
    here = [key for key in entries if key.partition("#")[0] == page_of(request.path)]
    gone = sent if sent in here else next(iter(here), "")
    if gone:
        request.session[IN_SESSION] = {key: entry for key, entry in entries.items() if key != gone}


def _entries(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """What waits in this session: by page and form, whose it is and what was typed."""
    session = getattr(request, "session", None)
    return session.get(IN_SESSION, {}) if session is not None else {}


def page_of(path: str) -> str:
    """The page, whichever language it is read in: the person may sign in again in the other one."""
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


def sign_in_page(request: HttpRequest, typed: Typed) -> HttpResponse:
    """The sign-in page as the answer to a POST whose text is kept; it leads back to the same page."""
    if not keep(request, typed):
        return given_back(request, typed)
    asked: Any = copy.copy(request)
    asked.method = "GET"
    asked.POST = QueryDict()
    asked.GET = QueryDict(mutable=True)
    asked.GET["next"] = request.get_full_path()
    sign_in = resolve(resolve_url(settings.LOGIN_URL))
    response: HttpResponse = sign_in.func(asked, *sign_in.args, **sign_in.kwargs)
    return response


def given_back(request: HttpRequest, typed: Typed) -> HttpResponse:
    """What cannot wait in a session: shown to the browser that has just sent it, and kept by no other."""
    context = {"texts": typed.texts, "lang": typed.lang, "leads_to": request.get_full_path()}
    template, status = ("413_typed.html", 413) if typed.too_long else ("403_not_kept.html", 403)
    response = render(request, template, context, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """After signing in again in another tab, an old form's token is refused: its text is kept all the same.

    A script is told that the session it knew is over; the button then brings the text along.

    Nobody else can bring this about: where somebody is signed in, the seal in the form proves that it was rendered for
    them; where nobody is, a page of the portal itself must have sent it, for a session that begins would sign out
    whoever has one that their browser did not send along.
    """
    if is_by_script(request):
        return HttpResponse(status=401)
    person: Any = request.user
    typed = gather(request)
    if typed is not None and not person.is_authenticated:
        if is_sent_from_here(request):
            return sign_in_page(request, typed)
        return plain_csrf_failure(request, reason) if "Origin" in request.headers else given_back(request, typed)
    if typed is not None and keep(request, typed):
        return redirect(request.get_full_path())
    if typed is not None and _is_of(person, typed):
        return given_back(request, typed)
    return plain_csrf_failure(request, reason)


def is_sent_from_here(request: HttpRequest) -> bool:
    """By a page of the portal: every browser of the last years says where a form was sent from."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
