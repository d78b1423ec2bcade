from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import plan_contents as contents
from schools.access import May, Request, one_of, plan_for
from schools.autosave import after_saving, say_saved
from schools.models import PlanPriority
from schools.plan_evidence import add_the_evidence_behind

from . import actions, queries
from .forms import ADD_FORMS, DONE, EDIT_FORMS, TITLES, DrawForm, LinkForm, MoreForm, RemoveForm, WriteForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def draw(request: Request, school: UUID, year: int) -> HttpResponse:
    """The priorities of the self-evaluation, to be ticked."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    left = queries.not_yet_in(plan, request.user)
    form = DrawForm.of(request, plan=plan, sources=left, initial={"year": 1})
    if form.pressed == "together" and form.is_valid():
        ticked = [str(source.public_id) for source in form.cleaned_data["priorities"]]
        words = urlencode({"from": ticked, "begins": form.cleaned_data["year"]}, doseq=True)
        return redirect(f"{reverse('plan_parts:write', args=[school, year])}?{words}")
    if form.attempt(actions.draw, plan, by=request.user):
        messages.success(request, _("The priorities have been drawn into the plan."))
        return redirect("plans:detail", school, year)
    nothing_there = not left and not queries.sources_for(plan, request.user).exists()
    found = {"nothing_left": not left, "nothing_there": nothing_there}
    return render(request, "schools/plan_parts/draw.html", {"school": plan.school, "plan": plan, "form": form, **found})


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
    recommendations = queries.recommendations_for(plan, request.user)
    form = WriteForm.of(request, plan=plan, sources=sources, recommendations=recommendations, initial=words)
    say, to = _("The priority has been put in the plan."), ("plans:detail", school, year)
    if done := after_saving(request, form, actions.write, plan, say=say, to=to):
        return done
    return render(
        request,
        "schools/plan_parts/write.html",
        {"school": plan.school, "plan": plan, "form": form, "nothing_there": not sources and not recommendations},
    )


@require_safe
def detail(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """One priority with its targets, actions and milestones, for those who write them."""
    plan = plan_for(request.user, school, year, May.WRITE_PLAN)
    content = contents.content_of(plan, None, reader=contents.Circle.TEAM)
    add_the_evidence_behind(content, plan, request.user)
    years = contents.readable(content)["years"]
    every = [(each, of_year) for of_year in years for each in of_year["priorities"]]
    place = next((place for place, (each, _year) in enumerate(every) if each["id"] == str(item)), None)
    if place is None:
        raise Http404
    found, of_year = every[place]
    beside = [each for each, _year in (*every[max(place - 1, 0) : place], *every[place + 1 : place + 2])]
    context = {"school": plan.school, "plan": plan, "priority": found, "of_year": of_year, "beside": beside}
    return render(request, "schools/plan_parts/detail.html", {**context, "editable": True, "warns": True})


@get_or_post
def link(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """What a priority of the plan comes from."""
    priority = _part(request, school, year, "priorities", item)
    form = LinkForm.of(
        request,
        plan=priority.plan,
        sources=queries.sources_for(priority.plan, request.user),
        recommendations=queries.recommendations_for(priority.plan, request.user),
        initial=queries.behind(priority),
        version=priority.seen,
    )
    if form.attempt(actions.link, priority, by=request.user):
        messages.success(request, _("What the priority comes from has been saved."))
        return redirect("plan_parts:detail", school, year, item)
    return render(request, "schools/plan_parts/link.html", {**_frame(priority), "form": form})


@get_or_post
def add(request: Request, school: UUID, year: int, item: UUID, kind: str) -> HttpResponse:
    priority = _part(request, school, year, "priorities", item)
    form = ADD_FORMS[kind].of(request, plan=priority.plan)
    if form.attempt(actions.add, priority, actions.PARTS[kind], by=request.user):
        another = form.pressed == "another"
        say_saved(request, _("It has been saved. You can add another here.") if another else DONE["add", kind])
        to = ("plan_parts:add", school, year, item, kind) if another else ("plan_parts:detail", school, year, item)
        return redirect(*to)
    return render(
        request, "schools/plan_parts/add.html", {**_frame(priority), "form": form, "title": TITLES["add", kind]}
    )


@get_or_post
def edit(request: Request, school: UUID, year: int, kind: str, item: UUID) -> HttpResponse:
    part = _part(request, school, year, kind, item)
    form_class = EDIT_FORMS[kind]
    words = {name: getattr(part, name) for name in form_class.base_fields if hasattr(part, name)}
    form = form_class.of(request, initial=words, version=part.seen, plan=part.document)
    frame = _frame(part)
    to = "plan_parts:detail", school, year, frame["priority"].public_id
    if done := after_saving(request, form, actions.edit, part, say=DONE["edit", kind], to=to):
        return done
    return render(
        request,
        "schools/plan_parts/edit.html",
        {**frame, "form": form, "kind": kind, "title": TITLES["edit", kind]},
    )


@get_or_post
def more(request: Request, school: UUID, year: int, item: UUID) -> HttpResponse:
    """What may be said of a priority beyond its text: why, who leads it, by what its success is seen, who checks."""
    priority = _part(request, school, year, "priorities", item)
    words = {name: getattr(priority, name) for name in (*actions.MORE, "lang")}
    form = MoreForm.of(request, initial=words, version=priority.seen)
    say, to = DONE["edit", "priorities"], ("plan_parts:detail", school, year, item)
    if done := after_saving(request, form, actions.edit, priority, say=say, to=to):
        return done
    return render(request, "schools/plan_parts/more.html", {**_frame(priority), "form": form})


@get_or_post
def remove(request: Request, school: UUID, year: int, kind: str, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, actions.PARTS[kind](public_id=item)):
        return redirect("plans:detail", school, year)
    part = _part(request, school, year, kind, item)
    form = RemoveForm.of(request, goes=actions.goes_with(part), part=part)
    if form.attempt(actions.remove, part, by=request.user):
        messages.success(request, str(DONE["remove", kind]))
        return redirect("plans:detail", school, year)
    return render(
        request,
        "schools/plan_parts/remove.html",
        {**_frame(part), "form": form, "kind": kind, "title": TITLES["remove", kind]},
    )


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
