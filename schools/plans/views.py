from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import plan_approvals as approvals
from schools import plan_checks as checks
from schools import plan_contents as contents
from schools.access import May, Request, may, one_of, plan_for, school_for
from schools.autosave import after_saving, say_saved
from schools.clock import current_school_year, school_year_words
from schools.copies import copy_of
from schools.history import events_of, told_to
from schools.looking import note_look
from schools.models import Plan, PlanPriority
from schools.unanswered import still_open_in

from . import actions, queries
from .forms import (
    ADD_FORMS,
    DONE,
    EDIT_FORMS,
    ApproveForm,
    DrawForm,
    LinkForm,
    PutForwardForm,
    RemoveForm,
    ShareForm,
    StartForm,
    WriteForm,
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
    content = contents.content_of(plan, approval, reader=contents.reading_as(request.user, plan.school))
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
            "latest": latest,
            "as_shared": as_shared,
            "approved_anew": latest and not as_shared and approvals.holds(approval, plan),
            "editable": editable,
            "is_written": written,
            "waits_for_reader": written and approves and not editable and not approvals.holds(approval, plan),
            "may_approve": approves,
            "may_share": may(request.user, May.SHARE_PLAN, plan.school),
            "may_see_history": queries.has_history_for(request.user, plan, approval),
            "warns": True,
        },
    )


@get_or_post
def draw(request: Request, school: UUID, year: int) -> HttpResponse:
    """The priorities of the self-evaluation, to be ticked."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    left = queries.not_yet_in(plan, request.user)
    form = DrawForm.of(request, plan=plan, sources=left, initial={"year": 1})
    if form.pressed == "together" and form.is_valid():
        ticked = [str(source.public_id) for source in form.cleaned_data["priorities"]]
        words = urlencode({"from": ticked, "begins": form.cleaned_data["year"]}, doseq=True)
        return redirect(f"{reverse('plans:write', args=[school, year])}?{words}")
    if form.attempt(actions.draw, plan, by=request.user):
        messages.success(request, _("The priorities have been drawn into the plan."))
        return redirect("plans:detail", school, year)
    nothing_there = not left and not queries.sources_for(plan, request.user).exists()
    found = {"nothing_left": not left, "nothing_there": nothing_there}
    return render(request, "schools/plans/draw.html", {"school": plan.school, "plan": plan, "form": form, **found})


@get_or_post
def write(request: Request, school: UUID, year: int) -> HttpResponse:
    """One priority in the plan's own words; it may bring several of the self-evaluation together."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    sources = queries.sources_for(plan, request.user)
    ticked = [source for source in sources if str(source.public_id) in request.GET.getlist("from")]
    words: dict[str, Any] = {"year": request.GET.get("begins", "1"), "comes_from": [row.public_id for row in ticked]}
    if ticked:
        words["lang"] = ticked[0].lang
        words["text"] = "\n\n".join(row.text for row in ticked if row.lang == ticked[0].lang)
    form = WriteForm.of(request, plan=plan, sources=sources, initial=words)
    say, to = _("The priority has been put in the plan."), ("plans:detail", school, year)
    if done := after_saving(request, form, actions.write, plan, say=say, to=to):
        return done
    return render(
        request,
        "schools/plans/write.html",
        {"school": plan.school, "plan": plan, "form": form, "nothing_there": not sources},
    )


@get_or_post
def link(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """What a priority of the plan comes from."""
    priority = _part(request, school, year, "priorities", item)
    linked = list(priority.links.values_list("public_id", flat=True))
    form = LinkForm.of(
        request,
        plan=priority.plan,
        sources=queries.sources_for(priority.plan, request.user),
        initial={"comes_from": linked},
        version=priority.seen,
    )
    if form.attempt(actions.link, priority, by=request.user):
        messages.success(request, _("What the priority comes from has been saved."))
        return redirect("plans:detail", school, year)
    return render(request, "schools/plans/link.html", {**_frame(priority), "form": form})


@get_or_post
def add(request: Request, school: UUID, year: int, item: UUID, kind: str) -> HttpResponse:
    priority = _part(request, school, year, "priorities", item)
    form = ADD_FORMS[kind].of(request)
    if form.attempt(actions.add, priority, actions.PARTS[kind], by=request.user):
        another = form.pressed == "another"
        say_saved(request, _("It has been saved. You can add another here.") if another else DONE["add", kind])
        return redirect("plans:add", school, year, item, kind) if another else redirect("plans:detail", school, year)
    return render(request, "schools/plans/add.html", {**_frame(priority), "form": form, "kind": kind})


@get_or_post
def edit(request: Request, school: UUID, year: int, kind: str, item: UUID) -> HttpResponse:
    part = _part(request, school, year, kind, item)
    form_class = EDIT_FORMS[kind]
    words = {name: getattr(part, name) for name in form_class.base_fields if hasattr(part, name)}
    more = {"plan": part.document} if kind == "priorities" else {}
    form = form_class.of(request, initial=words, version=part.seen, **more)
    to = "plans:detail", school, year
    if done := after_saving(request, form, actions.edit, part, say=DONE["edit", kind], to=to):
        return done
    return render(request, "schools/plans/edit.html", {**_frame(part), "form": form, "kind": kind})


@get_or_post
def remove(request: Request, school: UUID, year: int, kind: str, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, actions.PARTS[kind](public_id=item)):
        return redirect("plans:detail", school, year)
    part = _part(request, school, year, kind, item)
    form = RemoveForm.of(request, goes=actions.goes_with(part), part=part)
    if form.attempt(actions.remove, part, by=request.user):
        messages.success(request, str(DONE["remove", kind]))
        return redirect("plans:detail", school, year)
    return render(request, "schools/plans/remove.html", {**_frame(part), "form": form, "kind": kind, "part": part})


@get_or_post
def approve(request: Request, school: UUID, year: int) -> HttpResponse:
    """Record that the governing body approved the plan as it stands."""
    plan = plan_for(request.user, school, year, May.RECORD_APPROVAL)
    approval = approvals.last_approval_of(plan)
    form = ApproveForm.of(request, plan=plan, changed_on=approvals.last_changed_on(plan), version=plan.seen)
    if form.attempt(actions.record_approval, plan, by=request.user):
        messages.success(request, _("The approval has been recorded. The headteacher can share the plan now."))
        return redirect("plans:detail", school, year)
    said = {"approval": approval, "approval_holds": approvals.holds(approval, plan)}
    remarks = checks.remarks_on(contents.content_of(plan, None))
    context = {"school": plan.school, "plan": plan, "form": form, "remarks": remarks, **said}
    return render(request, "schools/plans/approve.html", context)


@get_or_post
def put_forward(request: Request, school: UUID, year: int) -> HttpResponse:
    """The headteacher tells the chair and the clerk that the plan is ready for the governing body."""
    plan = plan_for(request.user, school, year, May.SHARE_PLAN)
    form = PutForwardForm.of(request)
    if form.attempt(actions.put_forward, plan, by=request.user):
        messages.success(request, _("The chair and the clerk have been told that the plan is ready."))
        return redirect("plans:detail", school, year)
    context = {"school": plan.school, "plan": plan, "form": form, "why_not": actions.why_not_put_forward(plan)}
    return render(request, "schools/plans/put_forward.html", context)


@require_safe
def check(request: Request, school: UUID, year: int) -> HttpResponse:
    """Exactly what the council and the adviser would read."""
    plan = plan_for(request.user, school, year)
    approval, raw = approvals.last_approval_of(plan), contents.raw_content_of(plan)
    content = contents.content_of(plan, approval, raw=raw)
    latest = queries.last_shared_of(request.user, plan)
    return render(
        request,
        "schools/plans/check.html",
        {
            "school": plan.school,
            "plan": plan,
            "content": contents.readable(content),
            "gaps": checks.gaps_in(content, approval),
            "as_shared": latest if queries.is_as_shared(content, latest) else None,
            "remarks": checks.remarks_on(content),
            "unanswered": still_open_in(plan, contents.parts_of(raw)),
            "may_write": may(request.user, May.WRITE_PLAN, plan.school),
            "may_share": may(request.user, May.SHARE_PLAN, plan.school),
            "may_approve": may(request.user, May.RECORD_APPROVAL, plan.school),
        },
    )


@get_or_post
def share(request: Request, school: UUID, year: int) -> HttpResponse:
    plan = plan_for(request.user, school, year, May.SHARE_PLAN)
    form = ShareForm.of(request)
    if form.attempt(actions.share, plan, by=request.user):
        return redirect("plans:shared", school, year)
    approval, latest = approvals.last_approval_of(plan), queries.last_shared_of(request.user, plan)
    raw = contents.raw_content_of(plan)
    content = contents.content_of(plan, approval, raw=raw)
    found = {"gaps": checks.gaps_in(content, approval), "unanswered": still_open_in(plan, contents.parts_of(raw))}
    found["as_shared"] = latest if queries.is_as_shared(content, latest) else None
    rights = {"may_write": True, "may_approve": may(request.user, May.RECORD_APPROVAL, plan.school)}
    context = {"school": plan.school, "plan": plan, "form": form, **found, **rights}
    return render(request, "schools/plans/share.html", context)


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


def _part(request: Request, school: UUID, year: int, kind: str, item: UUID) -> Any:
    """One priority, target or action of the plan, for somebody who may write it."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    rows: Any = actions.PARTS[kind].objects.visible_to(request.user)
    if kind == "priorities":
        part = one_of(rows.filter(plan=plan), public_id=item)
        part.plan = plan
    else:
        part = one_of(rows.filter(plan_priority__plan=plan).select_related("plan_priority"), public_id=item)
        part.plan_priority.plan = plan
    return part


def _frame(part: Any) -> dict[str, Any]:
    plan = part.document
    priority = part if isinstance(part, PlanPriority) else part.plan_priority
    return {"school": plan.school, "plan": plan, "priority": priority}
