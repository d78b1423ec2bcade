from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from schools.access import (
    May,
    Request,
    may,
    one_of,
    school_for,
    section_for,
    self_evaluation_for,
    version_for,
)
from schools.asked import put_beside
from schools.autosave import YOUR_TEXT, after_saving, led, said_at
from schools.circles import Circle, Parts, sections_of, why_no_further
from schools.clock import current_school_year
from schools.copies import copy_of
from schools.evaluation_contents import Gap, content_for_team, content_with, gaps_in, readable
from schools.history import events_of, fingerprint, told_to
from schools.how_far import holds_carried, with_carried
from schools.in_both_languages import other_of
from schools.looking import note_look
from schools.models import Box, EvidenceItem, Section, SelfEvaluation, Version
from schools.models.titles import adviser_title
from schools.translated import asking_about, put_translations
from schools.unanswered import still_open

from . import actions, queries
from .forms import ADD_FORMS, EDIT_FORMS, AreasForm, CiteForm, RemoveForm, SameTextForm, SubmitForm, WriteForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DETAIL = "self_evaluations:detail"


@require_safe
def index(request: Request, school: UUID) -> HttpResponse:
    """The school's self-evaluations: the living copies for its team, what was submitted for everybody else."""
    place = school_for(request.user, school, May.READ_SUBMITTED_SELF_EVALUATION)
    living = SelfEvaluation.objects.visible_to(request.user).filter(school=place)
    submitted = Paginator(queries.shared_by(request.user, place), 25).get_page(request.GET.get("page"))
    return render(
        request,
        "schools/self_evaluations/index.html",
        {
            "school": place,
            "living": living,
            "this_year_begun": any(each.school_year == current_school_year() for each in living),
            "versions": submitted,
            "may_write": may(request.user, May.WRITE_SELF_EVALUATION, place),
        },
    )


@require_safe
def detail(request: Request, school: UUID, year: int) -> HttpResponse:
    """The living copy, area by area."""
    evaluation = self_evaluation_for(request.user, school, year)
    content = readable(content_for_team(evaluation.document_in_use, evaluation))
    queries.add_what_the_team_sees(content, evaluation, request.user)
    queries.put_what_was_said(content, said := said_at(request, queries.places(content)))
    may_submit = may(request.user, May.SUBMIT_SELF_EVALUATION, evaluation.school)
    return render(
        request,
        "schools/self_evaluations/detail.html",
        {
            "school": evaluation.school,
            "evaluation": evaluation,
            "content": content,
            "messages": said[""],
            "few": queries.FEW,
            "few_findings": queries.FEW_FINDINGS,
            "may_submit": may_submit,
            "may_lead": may(request.user, May.LEAD_SELF_EVALUATION, evaluation.school),
            "next": None if may_submit else queries.to_go_on_with(content, request.user),
            "editable": True,
        },
    )


@require_safe
def findings(request: Request, school: UUID, year: int, area: str, kind: str) -> HttpResponse:
    """All the strengths, or all the priorities, of one area."""
    section = section_for(request.user, school, year, area)
    content = readable(content_for_team(None, section.self_evaluation, [area]))
    read = {area: queries.carried_in(section, request.user)}
    queries.mark_what_was_carried(content, read)
    queries.mark_what_is_in_a_plan(content, read)
    page = Paginator(content["areas"][0][kind], 10).get_page(request.GET.get("page"))
    context = {**_frame(section), "kind": kind, "page": page, "few": queries.FEW, "editable": True}
    return render(request, "schools/self_evaluations/findings.html", context)


@get_or_post
def write(request: Request, school: UUID, year: int, area: str) -> HttpResponse:
    """The boxes of one area."""
    section = section_for(request.user, school, year, area)
    saved = {row.box: row for row in section.passages.select_related("other_language")}
    with_summary = bool(saved[Box.SUMMARY].text) or Box.SUMMARY in (*request.GET.getlist("more"), *request.POST)
    form = WriteForm.of(request, saved=saved, with_summary=with_summary)
    if done := after_saving(request, form, actions.write, section, to=(DETAIL, school, year), at=queries.place(area)):
        return done
    return render(
        request,
        "schools/self_evaluations/write.html",
        {
            **_frame(section),
            "form": form,
            "prompts": section.area.prompts.all(),
            "with_summary": with_summary,
            "in_both": any(hasattr(row, "other_language") for row in saved.values()),
            "is_carried": any(saved[name].carried for name in form.fields if name in saved),
            "left": queries.carried_in(section, request.user),
        },
    )


@get_or_post
def same_text(request: Request, school: UUID, year: int, area: str) -> HttpResponse:
    """In a federation: the text is written once and stands in each school's self-evaluation."""
    section = section_for(request.user, school, year, area)
    sources = queries.texts_of_the_federation(section, request.user)
    chosen = section.same_text_as
    initial = {"source": chosen.public_id if chosen else ""}
    form = SameTextForm.of(request, sources=sources, initial=initial, version=section.seen)
    if form.attempt(actions.use_same_text, section, by=request.user):
        return _back(request, section, form.done)
    context = {**_frame(section), "form": form, "limits": why_no_further([section], Circle.COUNCIL)}
    return render(request, "schools/self_evaluations/same_text.html", context)


@get_or_post
def add(request: Request, school: UUID, year: int, area: str, kind: str) -> HttpResponse:
    section = section_for(request.user, school, year, area)
    form = ADD_FORMS[kind].of(request)
    if form.attempt(actions.add, section, actions.FINDINGS[kind], by=request.user):
        return _back(request, section, YOUR_TEXT, was_typed=True)
    return render(request, "schools/self_evaluations/add.html", {**_frame(section), "form": form, "kind": kind})


@get_or_post
def edit(request: Request, school: UUID, year: int, kind: str, item: UUID) -> HttpResponse:
    finding = queries.finding_for(request.user, school, year, actions.CITING[kind], item)
    words = {name: getattr(finding, name) for name in EDIT_FORMS[kind].base_fields if hasattr(finding, name)}
    form = EDIT_FORMS[kind].of(request, initial=words, version=finding.seen)
    at = queries.place(finding.section.area.code)
    if done := after_saving(request, form, actions.edit, finding, to=(DETAIL, school, year), at=at):
        return done
    return render(
        request,
        "schools/self_evaluations/edit.html",
        {
            **_frame(finding.section),
            "form": form,
            "kind": kind,
            "finding": finding,
            "in_both": other_of(finding) is not None,
        },
    )


@get_or_post
def remove(request: Request, school: UUID, year: int, kind: str, item: UUID) -> HttpResponse:
    if RemoveForm.repeats(request, actions.remove, actions.FINDINGS[kind](public_id=item)):
        return redirect(
            f"{reverse(DETAIL, args=[school, year])}#{queries.place(queries.was_under(request.user, item))}"
        )
    finding = queries.finding_for(request.user, school, year, actions.CITING[kind], item)
    other = other_of(finding)
    form = RemoveForm.of(request, goes=[(each, ("text",)) for each in (finding, other) if each])
    if form.attempt(actions.remove, finding, by=request.user):
        return _back(request, finding.section, form.done[kind])
    return render(
        request,
        "schools/self_evaluations/remove.html",
        {**_frame(finding.section), "form": form, "kind": kind, "finding": finding, "other": other},
    )


@get_or_post
def cite(
    request: Request, school: UUID, year: int, area: str = "", kind: str = "", item: UUID | None = None
) -> HttpResponse:
    """Choose the evidence behind the text of an area, a strength, a priority or an entry."""
    who = (request.user, school, year)
    place: Any = queries.finding_for(*who, actions.CITING[kind], item) if item else section_for(*who, area)
    section = place.section if item else place
    items = EvidenceItem.objects.visible_to(request.user).filter(school=section.school)
    cited = [*place.citations.values_list("evidence__public_id", flat=True), *request.GET.getlist("new")]
    form = CiteForm.of(request, items=items, initial={"evidence": cited}, version=place.seen)
    add_url = f"{reverse('evidence:add', args=[school])}?{urlencode({'next': request.path})}"
    back = ("entries:index", school, year, section.area.code) if kind == "entries" else (DETAIL, school, year)
    at = "" if kind == "entries" else queries.place(section.area.code)
    if form.attempt(actions.cite, place, by=request.user):
        if form.pressed == "add":
            return redirect(add_url)
        return led(request, *back, at=at, say=form.done)
    context = {
        **_frame(section),
        "add_url": add_url,
        "form": form,
        "finding": place if item else None,
        "back": f"{reverse(back[0], args=back[1:])}{f'#{at}' if at else ''}",
    }
    return render(request, "schools/self_evaluations/cite.html", context)


@require_safe
def check(request: Request, school: UUID, year: int) -> HttpResponse:
    """Check your answers: which areas are to be submitted, and exactly what the council and the adviser would read."""
    evaluation = self_evaluation_for(request.user, school, year)
    parts = Parts([*with_carried(sections_of(evaluation))], evaluation.document_in_use)
    may_submit = may(request.user, May.SUBMIT_SELF_EVALUATION, evaluation.school)
    form = AreasForm.of(
        request,
        offered=parts.named,
        adviser=adviser_title(evaluation.school),
        may_submit=may_submit,
        initial={"areas": parts.within(Circle.COUNCIL)},
    )
    areas = form.chosen["areas"] or []
    content = content_with(parts.document, evaluation, areas)
    form.show(content)
    ticked = [each for each in parts.sections if each.area.code in areas]
    limits = why_no_further(ticked, Circle.COUNCIL)
    gaps = [*map(Gap, limits), *gaps_in(content)]
    goes_on = form.pressed == "declare" and bool(areas)
    if goes_on and form.is_as_read and may_submit and not gaps:
        words = urlencode({"areas": ",".join(areas), "seen": form.shows})
        return redirect(f"{reverse('self_evaluations:submit', args=[school, year])}?{words}")
    return render(
        request,
        "schools/self_evaluations/check.html",
        {
            "school": evaluation.school,
            "evaluation": evaluation,
            "content": readable(content),
            "gaps": gaps,
            "untouched": [each for each in ticked if holds_carried(each)],
            "unanswered": still_open(evaluation, ticked),
            "form": form,
            "is_other": goes_on and not form.is_as_read,
            "may_submit": may_submit,
        },
    )


@get_or_post
def submit(request: Request, school: UUID, year: int) -> HttpResponse:
    """The headteacher's declaration."""
    evaluation = self_evaluation_for(request.user, school, year, May.SUBMIT_SELF_EVALUATION)
    asked = request.GET.get("areas")
    parts = Parts([*sections_of(evaluation)], evaluation.document_in_use)
    areas = parts.within(Circle.COUNCIL) if asked is None else [code for code in asked.split(",") if code]
    seen = request.GET.get("seen") or fingerprint(content_with(parts.document, evaluation, areas))
    form = SubmitForm.of(request, initial={"seen": seen, "areas": ",".join(areas)})
    chosen = str(form["areas"].value() or "").split(",")
    if form.attempt(actions.submit, evaluation, by=request.user):
        return redirect("self_evaluations:submitted", school, year)
    return render(
        request,
        "schools/self_evaluations/submit.html",
        {
            "school": evaluation.school,
            "evaluation": evaluation,
            "form": form,
            "chosen": [name for code, name in parts.named if code in chosen],
            "unanswered": still_open(evaluation, [each for each in parts.sections if each.area.code in chosen]),
            "check_url": f"{reverse('self_evaluations:check', args=[school, year])}?{_ticked(chosen)}",
        },
    )


@require_safe
def submitted(request: Request, school: UUID, year: int) -> HttpResponse:
    """What happens next."""
    evaluation = self_evaluation_for(request.user, school, year)
    latest = one_of(queries.submissions_of(request.user, evaluation.school).filter(thing_id=evaluation.public_id))
    context = {"school": evaluation.school, "evaluation": evaluation, "version": latest}
    return render(request, "schools/self_evaluations/submitted.html", context)


@require_safe
def version(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """A submitted version, as it was frozen; the only form in which others read a self-evaluation."""
    frozen = version_for(request.user, school, Version.Kind.SELF_EVALUATION, year, number)
    content = readable(frozen.words)
    put_beside(content, frozen, request.user)
    put_translations(content, frozen, request.user)
    shown = {"asking": asking_about(content, frozen, request.user), "is_noted": note_look(request, frozen)}
    may_see_looks = may(request.user, May.SEE_WHO_LOOKED, frozen.school)
    context = {"school": frozen.school, "version": frozen, "content": content, "may_see_looks": may_see_looks, **shown}
    return render(request, "schools/self_evaluations/version.html", context)


@require_safe
def copy(request: Request, school: UUID, year: int, number: int) -> HttpResponse:
    """The same version as a file, by which its fingerprint can be checked."""
    frozen = version_for(request.user, school, Version.Kind.SELF_EVALUATION, year, number)
    note_look(request, frozen)
    return copy_of(frozen)


@require_safe
def history(request: Request, school: UUID, year: int) -> HttpResponse:
    """Everything that was done, inside the school; outside, what the school did as a school."""
    place = school_for(request.user, school, May.SEE_OUTSIDE_HISTORY)
    rows = SelfEvaluation.objects.as_system("only its id is used, to find the events this person may see")
    evaluation = one_of(rows, school=place, school_year=year)
    events = Paginator(events_of(request.user, evaluation.public_id), 50).get_page(request.GET.get("page"))
    if not events.object_list:
        raise Http404
    context = {"school": place, "year": year, "page": events, "entries": told_to(request.user, events)}
    return render(request, "schools/self_evaluations/history.html", context)


def _ticked(areas: list[str]) -> str:
    """The page before the declaration with these areas ticked, as its form asks for it."""
    return urlencode({"areas": areas}, doseq=True)


def _back(request: Request, section: Section, say: Any, *, was_typed: bool = False) -> HttpResponse:
    """To the area where somebody was at work."""
    evaluation = section.self_evaluation
    to = (DETAIL, evaluation.school.public_id, evaluation.school_year)
    return led(request, *to, at=queries.place(section.area.code), say=say, was_typed=was_typed)


def _frame(section: Section) -> dict[str, Any]:
    evaluation = section.self_evaluation
    return {"school": evaluation.school, "evaluation": evaluation, "section": section, "area": section.area}
