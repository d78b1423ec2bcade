from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.access import May, Request, school_for
from schools.compared import compared, documents_in
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
        one, other = readable(before.words), readable(after.words)
        context |= {
            "before": before,
            "after": after,
            "before_words": words_of(before),
            "after_words": words_of(after),
            "is_same": before == after,
            "documents": documents_in(one, other),
            "areas": compared(one, other),
            "other_framework": one["framework"] != other["framework"],
            "is_noted": note_look(request, before, after),
        }
    return render(request, "schools/comparisons/index.html", context)
