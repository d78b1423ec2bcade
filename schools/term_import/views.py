from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schools import clock
from schools.access import May, Request, council_for, one_of
from schools.models import TermUpload

from . import actions
from .forms import FileForm, ImportForm
from .queries import report_on

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def add(request: Request, council: UUID) -> HttpResponse:
    """Send in a file of term dates; the next page shows what it would change."""
    place = council_for(request.user, council, May.KEEP_CALENDAR)
    form = FileForm.of(request)
    if form.attempt(actions.send_file, place, by=request.user):
        return redirect("term_import:check", council, form.result.public_id)
    context = {"council": place, "form": form, "year": clock.current_school_year()}
    return render(request, "schools/term_import/add.html", context)


@get_or_post
def check(request: Request, council: UUID, upload: UUID) -> HttpResponse:
    """What the file would change, worked out anew each time; and the button that does it."""
    place = council_for(request.user, council, May.KEEP_CALENDAR)
    sent: TermUpload = one_of(TermUpload.objects.visible_to(request.user).filter(council=place), public_id=upload)
    sent.council = place
    if sent.imported_at:
        return redirect("school_calendar:detail", council, sent.table["years"][0])
    report = report_on(sent, request.user)
    form = ImportForm.of(request, initial={"seen": report.fingerprint})
    if form.attempt(actions.import_terms, sent, by=request.user):
        messages.success(request, _("The term dates have been imported."))
        return redirect("school_calendar:detail", council, form.result.table["years"][0])
    context = {
        "council": place,
        "year": clock.current_school_year(),
        "form": form,
        "upload": sent,
        "report": report,
        "page": Paginator(report.in_order, 50).get_page(request.GET.get("page")),
    }
    return render(request, "schools/term_import/check.html", context)
