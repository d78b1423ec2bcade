"""Where the link of an invitation leads: three answers, the first of them with one press."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discussions.access import invited_for
from discussions.bookings import where_words
from discussions.changing import why_not_answer
from discussions.models import Participant, Reply
from schools.access import Request
from schools.models.base import reader_language
from schools.words import names_together

from . import actions
from .forms import ComeForm, DeclineForm, ProposeForm
from .queries import in_london, reads_words, reply_of, shown_of, was_invited

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DETAIL = "professional_discussions:detail"
PAGES = ("reply", "not_possible", "another_time")
Answer = Reply.Answer


def told_when_taken_off(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever was invited once, opens the link of that letter and may still read the discussion is told how it is."""

    @wraps(view)
    def answer(request: Request, discussion: UUID, participant: UUID | None = None) -> HttpResponse:
        try:
            return view(request, discussion, participant)
        except PermissionDenied:
            if participant or not was_invited(request.user, discussion):
                raise
            messages.info(request, _("You are no longer invited to this discussion, so there is nothing to answer."))
            return redirect(DETAIL, discussion)

    return answer


@get_or_post
@told_when_taken_off
def reply(request: Request, discussion: UUID, participant: UUID | None = None) -> HttpResponse:
    """When and where; one press says that one is coming, two links lead to the other answers."""
    able = invited_for(request.user, discussion, participant)
    one, standing = able[0], reply_of(able[0])
    if closed := _closed(request, one):
        return closed
    name = one.person.name if _is_another(request, one) else ""
    form = ComeForm.of(request, name=name, **_page(request, one, standing))
    if form.attempt(actions.come, one, by=request.user):
        said = _("It has been noted that %(name)s is coming.") if name else _("It has been noted that you are coming.")
        messages.success(request, said % {"name": name})
        return redirect(DETAIL, discussion)
    context = {**_frame(request, one, standing), "form": form, "others": able[1:]}
    return render(request, "discussions/replies/reply.html", context)


@get_or_post
@told_when_taken_off
def not_possible(request: Request, discussion: UUID, participant: UUID | None = None) -> HttpResponse:
    """It is not possible, and why."""
    one = invited_for(request.user, discussion, participant)[0]
    standing = reply_of(one)
    if closed := _closed(request, one):
        return closed
    known = _words_of(request, standing, Answer.NOT_POSSIBLE)
    form = DeclineForm.of(request, initial=known, **_page(request, one, standing))
    if form.attempt(actions.decline, one, by=request.user):
        return _sent(request, discussion)
    return render(request, "discussions/replies/not_possible.html", {**_frame(request, one, standing), "form": form})


@get_or_post
@told_when_taken_off
def another_time(request: Request, discussion: UUID, participant: UUID | None = None) -> HttpResponse:
    """Another time, and which."""
    one = invited_for(request.user, discussion, participant)[0]
    standing = reply_of(one)
    if closed := _closed(request, one):
        return closed
    known = _words_of(request, standing, Answer.ANOTHER_TIME)
    if standing and known:
        known |= ProposeForm.boxes_of(in_london(standing.times))
    form = ProposeForm.of(request, schools=one.discussion.covered, initial=known, **_page(request, one, standing))
    if form.attempt(actions.propose, one, by=request.user):
        return _sent(request, discussion)
    return render(request, "discussions/replies/another_time.html", {**_frame(request, one, standing), "form": form})


def _page(request: Request, participant: Participant, standing: Reply | None) -> dict[str, Any]:
    """What the page shows, and whose own answer would be replaced."""
    in_person = standing is not None and standing.given_by_id == participant.person_id
    replaces = participant.person.name if in_person and _is_another(request, participant) else ""
    return {"shown": shown_of(participant, standing), "replaces": replaces}


def _sent(request: Request, discussion: UUID) -> HttpResponse:
    messages.success(request, _("The answer has been sent to those who schedule the discussion."))
    return redirect(DETAIL, discussion)


def _words_of(request: Request, standing: Reply | None, answer: str) -> dict[str, Any]:
    """What was written before in the same answer, for whoever may read it."""
    if standing is None or standing.answer != answer or not reads_words(request.user, standing):
        return {}
    return {"text": standing.text, **({"lang": standing.lang} if standing.lang else {})}


def _is_another(request: Request, participant: Participant) -> bool:
    return participant.person_id != request.user.pk


def _closed(request: Request, participant: Participant) -> HttpResponse | None:
    """Whoever opens a page that can no longer be used is told at once; what was posted is refused by the action."""
    if request.method == "POST" or not (why := why_not_answer(participant.discussion)):
        return None
    messages.info(request, why)
    return redirect(DETAIL, participant.discussion.public_id)


def _frame(request: Request, participant: Participant, standing: Reply | None) -> dict[str, Any]:
    discussion = participant.discussion
    for_another = _is_another(request, participant)
    place = [discussion.public_id, *([participant.public_id] if for_another else [])]
    return {
        "discussion": discussion,
        "names": names_together([school.name for school in discussion.covered], reader_language()),
        "where": where_words(discussion, discussion.covered),
        "participant": participant,
        "for_another": for_another,
        "standing": standing,
        "reads_words": standing is not None and reads_words(request.user, standing),
        "times": in_london(standing.times) if standing else [],
        "addresses": {name: reverse(f"replies:{name}", args=place) for name in PAGES},
    }
