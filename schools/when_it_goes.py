"""Whoever tells people something in a quiet time is told when the e-mail about it will go."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from schools.clock import LONDON
from schools.mailing import Due

_told: ContextVar[list[Due] | None] = ContextVar("told in this request", default=None)


def note(dues: Iterable[Due]) -> None:
    """Remember, for the request that is being answered, when its readers are mailed."""
    told = _told.get()
    if told is not None:
        told.extend(dues)


def sentence_about(dues: Iterable[Due]) -> str:
    """When the first e-mail goes to those for whom it is a quiet time now; empty where it is for nobody."""
    told = list(dues)
    waiting = [due.at for due in told if due.is_quiet]
    if not waiting:
        return ""
    first = min(waiting).astimezone(LONDON)
    words = {"day": date_format(first, "l j F"), "time": time_format(first)}
    if len(waiting) == len(told):
        said = _(
            "This is a quiet time for e-mail, so nothing was sent yet. The first e-mail about this goes out on "
            "%(day)s at %(time)s. In the portal it can be read at once."
        )
    else:
        said = _(
            "For some of the people concerned this is a quiet time for e-mail. The first e-mail to them about this "
            "goes out on %(day)s at %(time)s. In the portal it can be read at once."
        )
    return said % words


class SaysWhenMailGoes:
    """After every act that tells people something, wherever it is pressed: no page can forget it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        told: list[Due] = []
        token = _told.set(told)
        try:
            response = self.get_response(request)
        finally:
            _told.reset(token)
        if sentence := sentence_about(told):
            messages.info(request, sentence)
        return response
