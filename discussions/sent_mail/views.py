from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.access import Request

from .forms import StageFilter
from .queries import lines_of, messages_seen


@require_safe
def index(request: Request) -> HttpResponse:
    """What was and will be sent by mail about my schools and their discussions."""
    form = StageFilter.of(request)
    page = Paginator(messages_seen(request.user, form.chosen["stage"] or ""), 25).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": lines_of(page), "filtered": bool(form.chosen["stage"])}
    return render(request, "discussions/sent_mail/index.html", context)
