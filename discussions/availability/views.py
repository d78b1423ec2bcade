from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from discussions.access import diary_owner_for, owns_diary
from discussions.models import FixedDuty, OwnCalendar, TimeAway, UsualWeek
from discussions.no_longer_free import in_words, of_person
from schools import clock
from schools.access import Request, one_of
from schools.autosave import say_saved
from schools.models import Person
from schools.models.base import Seen
from schools.policy import STAFF, Role

from . import actions, queries
from .forms import (
    AddressForm,
    AwayForm,
    DutyForm,
    EditAwayForm,
    EditDutyForm,
    FileForm,
    ForgetForm,
    LimitsForm,
    RemoveForm,
    TeachingForm,
    UsualWeekForm,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "discussions/availability/"
FIRST_SEEN = Seen(1)  # of what is saved for the first time
NEXT_TIMES = 10  # of one's own calendar, so that a wrong reading is seen
AWAY, DUTIES = "away", "duties"
KINDS: dict[str, Any] = {AWAY: TimeAway, DUTIES: FixedDuty}
ADDING: dict[str, Any] = {AWAY: AwayForm, DUTIES: DutyForm}
EDITING: dict[str, Any] = {AWAY: EditAwayForm, DUTIES: EditDutyForm}
ADDED = {AWAY: _("The time away has been added."), DUTIES: _("The fixed duty has been added.")}
SAVED = {AWAY: _("The time away has been saved."), DUTIES: _("The fixed duty has been saved.")}
REMOVED = {AWAY: _("The time away has been removed."), DUTIES: _("The fixed duty has been removed.")}
GIVING: dict[str, Any] = {"file": FileForm, "address": AddressForm}


@require_safe
def index(request: Request) -> HttpResponse:
    """One's own page; a diary helper's way to that of the head."""
    if owns_diary(request.user):
        return redirect("availability:detail", request.user.public_id)
    heads = queries.heads_of(request.user)
    if len(heads) == 1:
        return redirect("availability:detail", heads[0].public_id)
    return render(request, FOLDER + "index.html", {"heads": heads})


@require_safe
def detail(request: Request, owner: UUID) -> HttpResponse:
    """What was said, and the ways to change it."""
    person, whose = request.user, diary_owner_for(request.user, owner)
    page = Paginator(queries.times_away(person, whose), 25).get_page(request.GET.get("page"))
    weeks = queries.teaching_weeks(person, whose)
    context = {
        "page": page,
        "duties": queries.fixed_duties(person, whose),
        "week": queries.rows_of_week({**queries.taught_in_cells(weeks), **_usual(getattr(whose, "usual_week", None))}),
        "terms": [(term, weeks.get(term.pk)) for term in queries.terms_of(whose)],
        "calendar": getattr(whose, "own_calendar", None) if whose.pk == person.pk else None,
        "limited": _is_limited(person),
        "leads": Role.HEADTEACHER in person.standing.roles,
        "limits": getattr(whose, "own_limits", None) if whose.pk == person.pk else None,
    }
    return render(request, FOLDER + "detail.html", {**_frame(request, whose), **context})


def _usual(week: UsualWeek | None) -> dict[str, Any]:
    """What stands for which half-day."""
    if week is None:
        return {}
    free, best = _("Not available"), _("Preferred")
    return {**dict.fromkeys(week.not_free, free), **dict.fromkeys(week.prefers, best)}


@get_or_post
def week(request: Request, owner: UUID) -> HttpResponse:
    whose = diary_owner_for(request.user, owner)
    kept = getattr(whose, "usual_week", None)
    words = {"not_free": kept.not_free, "prefers": kept.prefers} if kept else {}
    taught = queries.taught(queries.teaching_weeks(request.user, whose))
    seen = kept.seen if kept else FIRST_SEEN
    form = UsualWeekForm.of(request, initial=words, version=seen, name=_other(request, whose), taught=list(taught))
    if form.attempt(actions.save_week, whose, by=request.user):
        say_saved(request, _("The usual week has been saved."))
        return redirect("availability:detail", owner)
    context = {"form": form, "taught": queries.taught_in_words(taught)}
    return render(request, FOLDER + "week.html", {**_frame(request, whose), **context})


@get_or_post
def teaching(request: Request, owner: UUID, term: UUID) -> HttpResponse:
    """Marked once a term; the form begins with what was marked for the one before."""
    whose = diary_owner_for(request.user, owner)
    found = one_of(queries.terms_of(whose), public_id=term)
    weeks = queries.teaching_weeks(request.user, whose)
    kept = weeks.get(found.pk)
    shown = kept or queries.last_said(weeks, found.starts_on)
    words = {"teaches": shown.teaches, "with_cover": shown.with_cover} if shown else {}
    seen = kept.seen if kept else FIRST_SEEN
    form = TeachingForm.of(request, initial=words, version=seen, name=_other(request, whose))
    if form.attempt(actions.save_teaching, whose, term=found, by=request.user):
        say_saved(request, _("The half-days that are taught have been saved."))
        return redirect("availability:detail", owner)
    context = {"form": form, "term": found, "from_before": bool(shown and not kept)}
    return render(request, FOLDER + "teaching.html", {**_frame(request, whose), **context})


@get_or_post
def add(request: Request, owner: UUID, kind: str) -> HttpResponse:
    whose, model = diary_owner_for(request.user, owner), _kind(kind)
    form = ADDING[kind].of(request, name=_other(request, whose))
    if form.attempt(actions.add, whose, kind=model, by=request.user):
        _say_kept(request, ADDED[kind], form.result)
        return redirect("availability:detail", owner)
    return render(request, FOLDER + "add.html", {**_frame(request, whose), "form": form, "kind": kind})


@get_or_post
def edit(request: Request, owner: UUID, kind: str, item: UUID) -> HttpResponse:
    whose = diary_owner_for(request.user, owner)
    row = _row(request.user, whose, kind, item)
    form = EDITING[kind].of(request, initial=_words_of(row), version=row.seen, name=_other(request, whose))
    if form.attempt(actions.edit, row, by=request.user):
        _say_kept(request, SAVED[kind], row)
        return redirect("availability:detail", owner)
    context = {"form": form, "kind": kind, "row": row}
    return render(request, FOLDER + "edit.html", {**_frame(request, whose), **context})


def _say_kept(request: Request, words: Any, row: Any) -> None:
    """And, of a time away, that it is one stretch, and what stands in it, with the way there."""
    if isinstance(row, TimeAway):
        first, last = row.first_and_last
        if not row.whole_days and first.date() < last.date():
            edges = {"first": formats.localize(first), "last": formats.localize(last)}
            words = f"{words} {_now('It is one stretch, from %(first)s to %(last)s.') % edges}"
        stands = in_words(of_person(row.person, (row.starts_at, row.ends_at)), request.user)
        words = format_html("{} {}", words, stands) if stands else words
    say_saved(request, words)


@get_or_post
def remove(request: Request, owner: UUID, kind: str, item: UUID) -> HttpResponse:
    whose, model = diary_owner_for(request.user, owner), _kind(kind)
    if RemoveForm.repeats(request, actions.remove, model(public_id=item)):
        return redirect("availability:detail", owner)
    row = _row(request.user, whose, kind, item)
    form = RemoveForm.of(request, goes=[(row, ())])
    if form.attempt(actions.remove, row, by=request.user):
        messages.success(request, str(REMOVED[kind]))
        return redirect("availability:detail", owner)
    context = {"form": form, "kind": kind, "row": row}
    return render(request, FOLDER + "remove.html", {**_frame(request, whose), **context})


@get_or_post
def limits(request: Request) -> HttpResponse:
    """How many discussions, and in which language: read by nobody but the person."""
    whose = diary_owner_for(request.user, request.user.public_id)
    kept = getattr(whose, "own_limits", None)
    names = ("daily_limit", "weekly_limit", "working_language")
    words = {name: getattr(kept, name) for name in names} if kept else {}
    limited = _is_limited(request.user)
    form = LimitsForm.of(request, limited=limited, initial=words, version=kept.seen if kept else FIRST_SEEN)
    if form.attempt(actions.save_limits, by=request.user):
        say_saved(request, _("What you said has been saved."))
        return redirect("availability:detail", whose.public_id)
    return render(request, FOLDER + "limits.html", {**_frame(request, whose), "form": form, "limited": limited})


@require_safe
def calendar(request: Request) -> HttpResponse:
    """What the portal knows of one's own calendar, and how it comes to know it."""
    whose = diary_owner_for(request.user, request.user.public_id)
    kept: OwnCalendar | None = getattr(whose, "own_calendar", None)
    context = {
        "calendar": kept,
        "times": kept.busy.count() if kept else 0,
        "next_times": kept.busy.filter(during__endswith__gt=clock.now())[:NEXT_TIMES] if kept else [],
    }
    return render(request, FOLDER + "calendar.html", {**_frame(request, whose), **context})


@get_or_post
def give(request: Request, source: str) -> HttpResponse:
    whose = diary_owner_for(request.user, request.user.public_id)
    if source not in GIVING:
        raise Http404
    form = GIVING[source].of(request)
    action: Any = actions.give_file if source == "file" else actions.give_address
    if form.attempt(action, by=request.user):
        read = _("The calendar has been read.")
        say_saved(request, read if source == "file" else _("The calendar will be read in the next few minutes."))
        return redirect("availability:calendar")
    context = {"form": form, "source": source, "replaces": hasattr(whose, "own_calendar")}
    return render(request, FOLDER + "give.html", {**_frame(request, whose), **context})


@get_or_post
def forget(request: Request) -> HttpResponse:
    whose = diary_owner_for(request.user, request.user.public_id)
    kept: OwnCalendar | None = getattr(whose, "own_calendar", None)
    if kept is None:
        messages.info(request, _now("The portal knows no calendar of yours."))
        return redirect("availability:calendar")
    form = ForgetForm.of(request, goes=[(kept, ())])
    if form.attempt(actions.forget, kept, by=request.user):
        messages.success(request, _now("The calendar and what it said have been forgotten."))
        return redirect("availability:calendar")
    return render(request, FOLDER + "forget.html", {**_frame(request, whose), "form": form, "calendar": kept})


@require_safe
def history(request: Request, owner: UUID) -> HttpResponse:
    whose = diary_owner_for(request.user, owner)
    acts = queries.acts_on(whose, own=whose.pk == request.user.pk)
    page = Paginator(acts, 50).get_page(request.GET.get("page"))
    context = {"page": page, "entries": queries.told(request.user, page)}
    return render(request, FOLDER + "history.html", {**_frame(request, whose), **context})


def _other(request: Request, whose: Person) -> str:
    """The name of somebody else whose page it is."""
    return "" if whose.pk == request.user.pk else whose.name


def _is_limited(person: Person) -> bool:
    """Whether they say how many discussions they can take: officers and advisers, who have many."""
    return bool(person.standing.roles & STAFF)


def _kind(kind: str) -> Any:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _row(person: Person, whose: Person, kind: str, item: UUID) -> Any:
    row = one_of(_kind(kind).objects.visible_to(person).filter(person=whose), public_id=item)
    row.person = whose
    return row


def _words_of(row: Any) -> dict[str, Any]:
    """As its form shows it."""
    if isinstance(row, FixedDuty):
        return {name: getattr(row, name) for name in ("weekday", "starts", "ends", "starts_on", "ends_on")}
    starts, ends = row.first_and_last
    days = {"first": starts.date(), "last": ends.date() if ends.date() > starts.date() else None}
    return days if row.whole_days else {**days, "starts": starts.time(), "ends": ends.time()}


def _frame(request: Request, whose: Person) -> dict[str, Any]:
    return {"owner": whose, "own": whose.pk == request.user.pk}
