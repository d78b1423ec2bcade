from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.access import May, Request, school_for
from schools.compared import compared
from schools.evaluation_contents import readable
from schools.looking import note_look

from .forms import CompareForm, words_of
from .queries import versions_of, with_words


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """What is different between two versions of the school's self-evaluations that this reader may read."""
    place = school_for(request.user, school, May.READ_SUBMITTED_SELF_EVALUATION)
    versions = list(versions_of(request.user, place))
    context: dict[str, Any] = {"school": place}
    if len(versions) > 1:
        form = context["form"] = CompareForm.of(request, versions=versions)
        before, after = with_words(request.user, place, *form.pair)
        before.school = after.school = place
        context |= {
            "before": before,
            "after": after,
            "before_words": words_of(before),
            "after_words": words_of(after),
            "is_same": before == after,
            "areas": compared(readable(before.words), readable(after.words)),
            "other_framework": before.words["framework"] != after.words["framework"],
            "is_noted": note_look(request, before, after),
        }
    return render(request, "schools/comparisons/index.html", context)
