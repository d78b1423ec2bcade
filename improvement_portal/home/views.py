"""The front pages: where each role begins, and what is said about the portal itself."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.settled import mark_settled, overtaken
from schools import clock
from schools.access import may_enter
from schools.area_owners import areas_looked_after_by
from schools.clock import school_year_words
from schools.how_far import holds_carried
from schools.notice_kinds import words_of
from schools.policy import SCHOOL_TEAM, STAFF, Role

from .actions import mark_as_read
from .forms import ReadForm
from .queries import CALLED, FOLLOWERS, Home, lines_of, news_of, pages_of, with_unread

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FEW = 2  # so many schools are shown with every step of their year
MOST_AREAS = 20  # that are shown to whoever looks after them
FIRST = 8  # how much of what waits is shown before the rest is asked for


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page, in both languages at once; signed-in people go to their own home."""
    person = request.user
    if person.is_authenticated and person.language:
        return redirect(f"/{person.language}/home/")
    return render(request, "improvement_portal/home/welcome.html")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where somebody lands who shortens an address to its language: at home, or at the door."""
    return redirect("home:index" if request.user.is_authenticated else "account_login")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For machines: 200 when the portal and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for the mark without having read a page."""
    return redirect(static("mark.svg"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Home for each role: what waits for me, oldest first; where my schools stand and whose turn it is."""
    person: Any = request.user
    year = clock.current_school_year()
    follows, called = bool(person.standing.roles & FOLLOWERS), bool(person.standing.roles & CALLED)
    home = Home(person, year) if called else None
    listed = follows or Role.CLERK_TO_GOVERNORS in person.standing.roles
    page = Paginator(home.schools if home and listed else [], 30).get_page(request.GET.get("page"))
    first = home.due[:FIRST] if home else []
    if home:
        home.read(page, first)
    notices = list(with_unread(news_of(person)).annotate(is_overtaken=overtaken())[:5])
    mark_settled(person, notices, known=home.asked if home else None)
    areas = _areas(person)
    return render(
        request,
        "improvement_portal/home/index.html",
        {
            "year": school_year_words(year),
            "waiting": home.told(first) if home else [],
            "more": bool(home and len(home.due) > FIRST),
            "number": len(home.due) if home else 0,
            "page": page,
            "lines": lines_of(person, home.of_this_year(page)) if home else [],
            "notices": [(*words_of(notice), notice) for notice in notices],
            "unread": notices[0].unread if notices else 0,
            "steps": page.paginator.count <= FEW,
            "follows": follows,
            "called": called,
            "asks": bool(person.standing.roles & STAFF),
            "pages": [] if follows else pages_of(person),
            "translations": may_enter(person, "translations:index"),
            "says_when": may_enter(person, "availability:index"),
            "areas": areas,
            "areas_wait": any(area.is_carried or not area.is_written for area in areas),
        },
    )


def _areas(person: Any) -> list[Any]:
    """The areas that somebody of a school's team looks after, each knowing whether it holds what came along unread."""
    if not person.standing.roles & SCHOOL_TEAM:
        return []
    found: list[Any] = list(areas_looked_after_by(person)[:MOST_AREAS])
    for area in found:
        area.is_carried = holds_carried(area)
    return found


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me, oldest first."""
    person: Any = request.user
    home = Home(person, clock.current_school_year())
    page = Paginator(home.due, 25).get_page(request.GET.get("page"))
    home.read([], page)
    return render(request, "improvement_portal/home/waiting.html", {"page": page, "lines": home.told(page)})


@get_or_post
def notices(request: HttpRequest) -> HttpResponse:
    """Everything that was told to me, newest first. Opening the page changes nothing: a press marks as read."""
    person: Any = request.user
    rows = with_unread(news_of(person)).annotate(is_overtaken=overtaken())
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    mark_settled(person, page)
    lines = [(words_of(notice)[1], notice) for notice in page]
    newest = news_of(person).values_list("public_id", flat=True).first()
    form = ReadForm.of(request, initial={"up_to": newest})
    if form.attempt(mark_as_read, by=person):
        messages.success(request, _("Your notices have been marked as read."))
        return redirect("home:notices")
    unread = lines[0][1].unread if lines else 0
    sees_mail = may_enter(person, "sent_mail:index")
    context = {"page": page, "lines": lines, "form": form, "unread": unread, "sees_mail": sees_mail}
    return render(request, "improvement_portal/home/notices.html", context)


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
