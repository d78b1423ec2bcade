"""The page on which somebody makes a secret address for their calendar, and what a calendar program reads there."""

import hashlib
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.calendar import both_languages, written_for_a_calendar
from discussions.models import CalendarFeed
from schools.access import Request

from . import actions
from .forms import EndForm, RenewForm
from .queries import entries_for, feed_behind, feed_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "discussions/calendar_feed/"
INDEX = "calendar_feed:index"
LIMITS = {"miss": "30/5m/ip"}  # secrets that open nothing, from one address; what opens costs four queries


@require_safe
def index(request: Request) -> HttpResponse:
    """Whether there is an address, and how calendar programs are told of one."""
    return render(request, FOLDER + "index.html", {"feed": feed_of(request.user)})


@get_or_post
def renew(request: Request) -> HttpResponse:
    """The address is shown on the next page, and never again: nothing but its hash is kept."""
    person: Any = request.user
    standing = feed_of(person)
    form = RenewForm.of(request, has_one=standing is not None)
    if form.attempt(actions.renew, by=person):
        _show_once(request, CalendarFeed.secret_of(person, form.cleaned_data["seed"]))
        return redirect(INDEX)
    return render(request, FOLDER + "renew.html", {"form": form, "feed": standing})


def _show_once(request: Request, secret: str) -> None:
    """As a message, which travels in the person's own browser and is gone once it has been shown."""
    address = settings.PORTAL_ADDRESS + reverse("calendar", args=[secret])
    shown = format_html(
        '{} <strong class="portal-secret">{}</strong>'
        ' <a class="govuk-notification-banner__link portal-line" href="{}">{}</a>',
        _("This is your address. Copy it now, as it is shown this once:"),
        address,
        f"webcal:{address.partition(':')[2]}",
        _("Open it in the calendar program of this device"),
    )
    messages.success(request, shown)


@get_or_post
def end(request: Request) -> HttpResponse:
    person: Any = request.user
    standing = feed_of(person)
    if standing is None and request.method != "POST":
        return redirect(INDEX)
    form = EndForm.of(request)
    if form.attempt(actions.end, by=person):
        messages.success(request, _("The address has been switched off. Nothing can be read there any more."))
        return redirect(INDEX)
    return render(request, FOLDER + "end.html", {"form": form, "feed": standing})


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """One person's discussions, for their calendar program: no sign-in, no cookie, nobody else's name."""
    found = feed_behind(secret)
    if found is None:
        return _nothing_there(request)
    language = both_languages(found.person)[0]
    with translation.override(language):
        name = _("Professional discussions")
        body = written_for_a_calendar(entries_for(found.person), name=name, language=language)
    answer: Any = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Language"] = language
    answer["Content-Disposition"] = 'inline; filename="discussions.ics"'
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _nothing_there(request: HttpRequest) -> HttpResponse:
    """404; and 429 for whoever tries one secret after the other."""
    if ratelimit.consume(request, app="discussions", action="miss", config=LIMITS, limit_get=True):
        raise Http404
    answer = HttpResponse(status=429)
    answer["Retry-After"] = "300"
    return answer
