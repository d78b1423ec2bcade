from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import plan_approvals as approvals
from schools import plan_checks as checks
from schools import plan_contents as contents
from schools.access import May, Request, may, one_of, plan_for, school_for
from schools.autosave import say_saved
from schools.clock import current_school_year, school_year_words
from schools.copies import copy_of
from schools.history import events_of, told_to
from schools.inspected import asks_for_plan
from schools.looking import note_look
from schools.models import Plan
from schools.plan_evidence import add_the_evidence_behind

from . import actions, queries
from .forms import (
    ShareForm,
    StartForm,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """The school's plans: the living ones inside the school, outside it the version shared last."""
    place = school_for(request.user, school, May.READ_SHARED_PLAN)
    inside = may(request.user, May.READ_LIVING_PLAN, place)
    versions = queries.shared_versions_of(request.user, place)
    living = approvals.with_what_was_approved_anew(Plan.objects.visible_to(request.user).filter(school=place))
    return render(
        request,
        "schools/plans/index.html",
        {
            "school": place,
            "living": living,
            "this_year": school_year_words(current_school_year()),
            "taken": queries.shared_in_this_year(versions) if inside else None,
            "counts": next((each for each in living if each.first_year == current_school_year()), None),
            "start": queries.to_start(living) if may(request.user, May.WRITE_PLAN, place) else None,
            "versions": Paginator(versions if inside else queries.latest_of_each(versions), 25).get_page(
                request.GET.get("page")
            ),
            "inside": inside,
            "may_write": may(request.user, May.WRITE_PLAN, place),
        },
    )


@get_or_post
def start(request: Request, school: UUID) -> HttpResponse:
    place = school_for(request.user, school, May.WRITE_PLAN)
    begun = set(Plan.objects.visible_to(request.user).filter(school=place).values_list("first_year", flat=True))
    this_year = current_school_year()
    years = [year for year in (this_year, this_year + 1) if year not in begun]
    form = StartForm.of(request, years=years, initial={"year": years[0]} if years else {})
    if form.attempt(actions.start, place, by=request.user):
        messages.success(request, _("The plan has been started. Now draw its priorities from the self-evaluation."))
        return redirect(queries.first_step(form.result, request.user), place.public_id, form.cleaned_data["year"])
    return render(request, "schools/plans/start.html", {"school": place, "form": form, "years": years})


@require_safe
def detail(request: Request, school: UUID, year: int) -> HttpResponse:
    """The living plan, year by year."""
    plan = plan_for(request.user, school, year)
    approval = approvals.last_approval_of(plan)
    reader = contents.reading_as(request.user, plan.school)
    content = contents.content_of(plan, approval, reader=reader)
    if reader == contents.Circle.TEAM:
        add_the_evidence_behind(content, plan, request.user)
    editable, approves = (may(request.user, each, plan.school) for each in (May.WRITE_PLAN, May.RECORD_APPROVAL))
    written = checks.is_written(content)
    latest = queries.last_shared_of(request.user, plan) if plan.status == Plan.Status.SHARED else None
    as_shared = approvals.is_in(latest, approval, plan)
    return render(
        request,
        "schools/plans/detail.html",
        {
            "school": plan.school,
            "plan": plan,
            "content": contents.readable(content),
            "approval": approval,
            "approval_holds": approvals.holds(approval, plan),
            "prepared": approvals.prepared_for(plan) if approves else None,
            "latest": latest,
            "shared_words": latest.words if latest else {},
            "as_shared": as_shared,
            "approved_anew": latest and not as_shared and approvals.holds(approval, plan),
            "editable": editable,
            "is_written": written,
            "waits_for_reader": written and approves and not editable and not approvals.holds(approval, plan),
            "may_approve": approves,
            "may_share": may(request.user, May.SHARE_PLAN, plan.school),
            "may_see_history": queries.has_history_for(request.user, plan, approval),
            "revises": may(request.user, May.LET_RECORD_APPROVAL, plan.school),  # who is told first that it is overdue
            "checks": editable or approves,
            "warns": True,
            **queries.as_the_law_asks(plan, approval, content),
        },
    )


@require_safe
def check(request: Request, school: UUID, year: int) -> HttpResponse:
    """Exactly what the council and the adviser would read."""
    plan = plan_for(request.user, school, year)
    found = queries.before_sharing(plan, request.user)
    shown = {"content": contents.readable(found["content"]), "remarks": checks.remarks_on(found["content"])}
    rights = {
        "may_write": may(request.user, May.WRITE_PLAN, plan.school),
        "may_share": may(request.user, May.SHARE_PLAN, plan.school),
        "may_approve": may(request.user, May.RECORD_APPROVAL, plan.school),
    }
    return render(request, "schools/plans/check.html", {**found, **shown, **rights})


@get_or_post
def share(request: Request, school: UUID, year: int) -> HttpResponse:
    plan = plan_for(request.user, school, year, May.SHARE_PLAN)
    found = queries.before_sharing(plan, request.user)
    is_refused = bool(found["gaps"] or found["as_shared"])
    form = ShareForm.of(request, missing=found["missing"], is_refused=is_refused)
    if form.attempt(actions.share, plan, by=request.user):
        say_saved(request, _("The plan has been shared."))
        return redirect("plans:shared", school, year)
    rights = {"may_write": True, "may_approve": may(request.user, May.RECORD_APPROVAL, plan.school)}
    return render(request, "schools/plans/share.html", {**found, "form": form, **rights})


@require_safe
def shared(request: Request, school: UUID, year: int) -> HttpResponse:
    """What happens next."""
    plan = plan_for(request.user, school, year)
    if (latest := queries.last_shared_of(request.user, plan)) is None:
        raise Http404
    return render(request, "schools/plans/shared.html", {"school": plan.school, "plan": plan, "version": latest})


@require_safe
def version(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """A shared version, as it was frozen. Outside the school an older one leads to the one that counts now."""
    frozen, latest = queries.shared_version_for(request.user, school, year, number)
    if latest.number != number and not may(request.user, May.READ_LIVING_PLAN, frozen.school):
        return redirect("plans:version", school, year, latest.number)
    context = {
        "school": frozen.school,
        "version": frozen,
        "latest": latest,
        "content": contents.readable(frozen.words),
        "may_see_history": may(request.user, May.SEE_OUTSIDE_HISTORY, frozen.school),
        "is_noted": note_look(request, frozen),
        "inspected": asks_for_plan(frozen.school),
        "may_see_looks": may(request.user, May.SEE_WHO_LOOKED, frozen.school),
    }
    return render(request, "schools/plans/version.html", context)


@require_safe
def copy(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """The same version as a file, by which its fingerprint can be checked."""
    frozen, latest = queries.shared_version_for(request.user, school, year, number)
    if latest.number != number and not may(request.user, May.READ_LIVING_PLAN, frozen.school):
        return redirect("plans:copy", school, year, latest.number)
    note_look(request, frozen)
    return copy_of(frozen)


@require_safe
def history(request: Request, school: UUID, year: int) -> HttpResponse:
    """Everything that was done, inside the school; outside, what the school did as a school."""
    place = school_for(request.user, school, May.SEE_OUTSIDE_HISTORY)
    rows = Plan.objects.as_system("only its id is used, to find the events this person may see")
    plan = one_of(rows, school=place, first_year=year)
    events = Paginator(events_of(request.user, plan.public_id), 50).get_page(request.GET.get("page"))
    if not events.object_list:
        raise Http404
    context = {"school": place, "plan": plan, "page": events, "entries": told_to(request.user, events)}
    return render(request, "schools/plans/history.html", context)
