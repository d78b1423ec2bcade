"""A form that saves itself while somebody types in it: htmx sends it, as it stands, to the page's own address.

It goes through the same gate, form and action as a press on Save; only the answer is for `static/portal/drafts.js`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock, kept_typing
from schools.cautions import BESIDE_SAVED
from schools.form_fields import in_boxes
from schools.money import grouped_pounds
from schools.unanswered import note, remind

SAVED, AT = "saved:", "at:"  # in the tags of the message that says so: before the page, and the place on the next one
YOUR_TEXT = gettext_lazy("Your text has been saved.")


def after_saving(
    request: HttpRequest,
    form: Any,
    action: Callable[..., Any],
    thing: Any,
    *,
    to: tuple[Any, ...],
    at: str = "",
    say: Any = YOUR_TEXT,
) -> HttpResponse | None:
    """What is answered when `action` was done to `thing` with the form: to the script in any case, in its own way.

    After the button it leads `to` a page that says so, there `at` an id; None when there is only the form to show.
    """
    remind(form, thing)
    if form.autosaves and request.method == "POST" and kept_typing.is_by_script(request):
        return autosave(form, action, thing, by=request.user)
    if not form.attempt(action, thing, by=request.user):
        return None
    note(form, thing)
    return led(request, *to, at=at, say=say, was_typed=True)


def autosave(form: Any, action: Callable[..., Any], *args: Any, by: Any) -> JsonResponse:
    """Do `action` without the form's one-time key, which stays for the button.

    Answers with what to say, what to look at again in the text, and what the form's hidden fields carry from now on:
    what is typed is always saved, and the button asks about doubtful words. 409: another page saved first, with its
    words, for whoever types may read them. 422: the form has to be put right, which only the button says.
    503: somebody else is saving at this moment; the script tries again.
    """
    if form.attempt(action, *args, by=by, once=None, asks_first=False):
        said = _("Saved at %(time)s") % {"time": time_format(clock.now().time())}
        note(form, args[0])
        doubtful = [caution.for_script() for caution in form.not_told_yet()[:BESIDE_SAVED]]
        return JsonResponse({"said": said, "doubtful": doubtful, "fields": form.saved_as()})
    if form.is_busy:
        return JsonResponse({}, status=503)
    if form.theirs is None:
        return JsonResponse({}, status=422)
    fields = {name: form.hidden_value(name) for name in ("shown", "version") if name in form.fields}
    theirs = dict(each for name, value in form.theirs.items() for each in _as_typed(name, value))
    return JsonResponse({"said": _saved_elsewhere(form), "theirs": theirs, "fields": fields}, status=409)


def _saved_elsewhere(form: Any) -> str:
    if form.is_removed:
        return _(
            "Not saved yet: what you opened has been removed in the meantime. Nothing is lost: compare yours with what "
            "stands there now, then save."
        )
    if form.theirs_are_own:
        return _(
            "Not saved yet: you have saved this text in another tab or window in the meantime. Nothing is lost: "
            "compare the two versions, then save."
        )
    return _(
        "Not saved yet: somebody else has saved this text in the meantime. Nothing is lost: compare the two versions, "
        "then save."
    )


def _as_typed(name: str, value: Any) -> list[tuple[str, list[str]]]:
    """As a browser would send it, so that it can tell its own words, whose answer was lost, from somebody else's."""
    if isinstance(value, bool):
        return [(name, ["on"] if value else [])]
    if isinstance(value, dt.date):
        return [(f"{name}-{part}", [number]) for part, number in in_boxes(value).items()]
    if isinstance(value, Decimal):
        return [(name, [grouped_pounds(value)])]
    return [(name, ["" if value is None else str(getattr(value, "public_id", value))])]


def led(request: HttpRequest, *to: Any, at: str, say: Any, was_typed: bool = False) -> HttpResponse:
    """Back to a page, there to the id where somebody was at work, with the message that says what was done.

    With `was_typed` this browser need not keep the text any longer.
    """
    if was_typed:
        say_saved(request, say, at)
    else:
        messages.success(request, say, extra_tags=_tags(at=at))
    return redirect(f"{resolve_url(*to)}#{at}" if at else resolve_url(*to))


def say_saved(request: HttpRequest, words: Any, at: str = "") -> None:
    """After the button: the page that comes next says so, and this browser need not keep the text any longer."""
    messages.success(request, words, extra_tags=_tags(page=kept_typing.page_of(request.path), at=at))


def _tags(*, page: str = "", at: str = "") -> str:
    return " ".join(f"{start}{each}" for start, each in ((SAVED, page), (AT, at)) if each)


def said_at(request: HttpRequest, places: Collection[str]) -> dict[str, list[Any]]:
    """What is to be said on this page: by the id where it belongs, and under "" what stands above everything."""
    said: dict[str, list[Any]] = defaultdict(list)
    for message in messages.get_messages(request):
        tags = (message.extra_tags or "").split()
        place = next((tag.removeprefix(AT) for tag in tags if tag.startswith(AT)), "")
        said[place if place in places else ""].append(message)
    return said
