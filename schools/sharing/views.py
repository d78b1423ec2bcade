from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from schools import clock
from schools.access import May, Request, may, one_of, self_evaluation_for, version_for
from schools.circles import Circle, Parts, is_wider, narrowest, sections_of, why_no_further
from schools.copies import copy_of
from schools.evaluation_contents import content_with, gaps_in, readable
from schools.history import fingerprint
from schools.models import Section, Version
from schools.models.titles import adviser_title
from schools.policy import Role
from schools.shared_texts import borrowed_from
from schools.translated import is_in_another_language, put_translations
from schools.unanswered import still_open

from . import actions
from .forms import CirclesForm, LendingForm, ShareForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

# As whom a preview can be read. A councillor needs no account and reads only what is published.
READERS: dict[str, tuple[Role | None, str | Promise]] = {
    "council": (Role.COUNCIL_OFFICER, gettext_lazy("This is what an officer of the council would read.")),
    "adviser": (Role.SERVICE_ADVISER, gettext_lazy("This is what your %(adviser)s would read.")),
    "governor": (Role.GOVERNOR, gettext_lazy("This is what a governor would read.")),
    "councillor": (None, gettext_lazy("This is what a councillor would read.")),
}


@get_or_post
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """Who may come to read which area."""
    evaluation = self_evaluation_for(request.user, school, year, May.SUBMIT_SELF_EVALUATION)
    sections = list(sections_of(evaluation))
    form = CirclesForm.of(request, sections=sections, version=evaluation.seen)
    if form.attempt(actions.set_circles, evaluation, by=request.user):
        messages.success(
            request,
            _(
                "Your choice has been saved. Nobody is told until you share or submit; "
                "what was shared or submitted before stays readable."
            ),
        )
        return redirect("sharing:index", school, year)
    context = {
        "school": evaluation.school,
        "evaluation": evaluation,
        "form": form,
        "limits": why_no_further(sections, Circle.COUNCIL),
        "borrowed": borrowed_from(evaluation),
        "document": evaluation.document_in_use,
    }
    return render(request, "schools/sharing/index.html", context)


@get_or_post
def lending(request: Request, school: UUID, year: int, area: str) -> HttpResponse:
    """Which schools of the federation use the text of this area, and the way to take it back."""
    evaluation = self_evaluation_for(request.user, school, year, May.SUBMIT_SELF_EVALUATION)
    section = one_of(sections_of(evaluation), area__code=area)
    form = LendingForm.of(request)
    if form.attempt(actions.end_lending, section, by=request.user):
        messages.success(request, _("You have taken the text back. The other schools have been told."))
        return redirect("sharing:index", school, year)
    context = {
        "school": evaluation.school,
        "evaluation": evaluation,
        "area": section.area,
        "form": form,
        "borrowed": borrowed_from(evaluation).filter(same_text_as=section),
    }
    return render(request, "schools/sharing/lending.html", context)


@get_or_post
def governors(request: Request, school: UUID, year: int) -> HttpResponse:
    """Share with the governors the areas that they may read."""
    evaluation = self_evaluation_for(request.user, school, year, May.SUBMIT_SELF_EVALUATION)
    parts = Parts([*sections_of(evaluation)], evaluation.document_in_use)
    shared = parts.within(Circle.GOVERNORS)
    content = content_with(parts.document, evaluation, shared)
    form = ShareForm.of(request, initial={"seen": fingerprint(content)})
    if form.attempt(actions.share_with_governors, evaluation, by=request.user):
        messages.success(request, _("The governors have been told and can read it."))
        return redirect("sharing:version", school, year, form.result.number)
    context = {
        "school": evaluation.school,
        "evaluation": evaluation,
        "form": form,
        "content": readable(content),
        "gaps": gaps_in(content),
        "unanswered": still_open(evaluation, [each for each in parts.sections if each.area.code in shared]),
        "limits": _left_out(parts.sections, Circle.GOVERNORS),
    }
    return render(request, "schools/sharing/governors.html", context)


@require_safe
def preview(request: Request, school: UUID, year: int, reader: str) -> HttpResponse:
    """The page that somebody else would get if it were shared or submitted now, by the permissions of their role."""
    evaluation = self_evaluation_for(request.user, school, year)
    role, words = READERS[reader]
    circle = narrowest(role)
    parts = Parts([*sections_of(evaluation)], evaluation.document_in_use)
    content = content_with(parts.document, evaluation, parts.within(circle))
    context: dict[str, Any] = {
        "school": evaluation.school,
        "evaluation": evaluation,
        "content": readable(content),
        "reader": reader,
        "reader_words": str(words) % {"adviser": adviser_title(evaluation.school)},
        "is_open": circle is not None and bool(content["areas"]),
        "version": Version(school_year=year, number=0, at=clock.now()),
    }
    return render(request, "schools/sharing/preview.html", context)


@require_safe
def version(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """What was shared with the governors, as it was frozen."""
    frozen = version_for(request.user, school, Version.Kind.SHARED_SELF_EVALUATION, year, number)
    content = readable(frozen.words)
    put_translations(content, frozen, request.user)
    context: dict[str, Any] = {"school": frozen.school, "version": frozen, "content": content}
    if may(request.user, May.ASK_FOR_TRANSLATION, frozen.school) and is_in_another_language(frozen.words):
        rows = Version.objects.visible_to(request.user).filter(version_kind=Version.Kind.SELF_EVALUATION)
        context |= {"says_cannot_go": True, "submitted": rows.filter(thing_id=frozen.thing_id).first()}
    return render(request, "schools/sharing/version.html", context)


@require_safe
def copy(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """The same as a file, by which its fingerprint can be checked."""
    return copy_of(version_for(request.user, school, Version.Kind.SHARED_SELF_EVALUATION, year, number))


def _left_out(sections: Iterable[Section], circle: Circle) -> list[str]:
    """Why areas that the school opened this far do not go so far."""
    opened = [each for each in sections if not is_wider(circle, each.circle)]
    return why_no_further(opened, circle)
