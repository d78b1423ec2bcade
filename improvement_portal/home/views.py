"""The front pages: where each role begins, and what is said about the portal itself."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page, in both languages at once; signed-in people go to their own home."""
    person = request.user
    if person.is_authenticated and person.language:
        return redirect(f"/{person.language}/home/")
    return render(request, "improvement_portal/home/welcome.html")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For machines: 200 when the portal and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "improvement_portal/home/index.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "improvement_portal/home/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "improvement_portal/home/privacy.html")


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "improvement_portal/home/cookies.html")


@require_safe
def help(request: HttpRequest) -> HttpResponse:
    return render(request, "improvement_portal/home/help.html")
