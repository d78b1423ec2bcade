from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schools import clock
from schools.access import May, Request, may, may_enter, one_of, school_for
from schools.history import told_to
from schools.models import Cluster, ContextFigures, Council, Federation, RegisterUpload, School, WelshMediumWords
from schools.models.headship import why_no_head
from schools.models.titles import adviser_words
from schools.policy import Role

from . import actions
from .csv_file import csv_of
from .differences import compare
from .forms import (
    CategoryForm,
    EditForm,
    FiguresForm,
    GroupForm,
    ImportFileForm,
    ImportForm,
    SchoolFilter,
    facts_of_school,
    named_in,
)
from .lists import (
    advisers_of,
    categories,
    events_at,
    filter_choices,
    people_of,
    relatives_of,
    rooms_of,
    schools_for,
)
from .queries import added_by, register_for, seen_by
from .reading import Table

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
YEARS_BACK = 10


@require_safe
def index(request: Request) -> HttpResponse:
    """The schools this person may see."""
    person: Any = request.user
    title = adviser_words(School.objects.visible_to(person).values("council"))
    form = SchoolFilter.of(request, choices=filter_choices(person), adviser_title=title)
    page = Paginator(schools_for(person, form.chosen), 30).get_page(request.GET.get("page"))
    return render(
        request,
        "schools/register/index.html",
        {
            "filter": form,
            "page": page,
            "narrowed": form.is_bound,
            "several": form.is_bound or page.paginator.count > 1,
            "adviser_title": title,
            "by_town": form.chosen.get("sort") == "town",
            "may_import": bool(person.standing.councils_where(May.IMPORT_REGISTER)),
        },
    )


@require_safe
def csv(request: Request) -> HttpResponse:
    """The same rows as the list, all of them, as a file that can be imported again."""
    form = SchoolFilter.of(request, choices=filter_choices(request.user))
    title = adviser_words(School.objects.visible_to(request.user).values("council"))
    rows = csv_of(schools_for(request.user, form.chosen), title)
    response = HttpResponse(rows, content_type="text/csv; charset=utf-8")
    name = _("schools.csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def detail(request: Request, school: UUID) -> HttpResponse:
    """One school: who it is, its figures, its people, and the way to its work."""
    person: Any = request.user
    place = school_for(person, school)
    figures = list(ContextFigures.objects.visible_to(person).filter(school=place))
    relatives, sees_people = relatives_of(place), may(person, May.SEE_SCHOOL_PEOPLE, place)
    people = people_of(person, place)
    is_led = place.closed_on or any(row.role == Role.HEADTEACHER for row in people)
    return render(
        request,
        "schools/register/detail.html",
        {
            "school": place,
            "rooms": rooms_of(person, place),
            "categories": categories(person, all_days=True).filter(school=place).order_by("-starts_on", "-scheme"),
            "figures": figures,
            "next_year": clock.current_school_year(),
            "lacks_this_year": clock.current_school_year() not in {row.school_year for row in figures},
            "people": people,
            "sees_people": sees_people,
            "no_head": why_no_head(place) if sees_people and not is_led else "",
            "advisers": advisers_of(person, place),
            "before": [row for row in relatives if row.came_before],  # type: ignore[attr-defined] # annotated
            "after": [row for row in relatives if not row.came_before],  # type: ignore[attr-defined] # annotated
            "may_edit": may(person, May.EDIT_REGISTER, place),
            "may_assign": may_enter(person, "people:assign") and may(person, May.MANAGE_SERVICE_PEOPLE, place),
        },
    )


@require_safe
def history(request: Request, school: UUID) -> HttpResponse:
    """What was done at the school: all of it for its team, what it did as a school for everybody else."""
    person: Any = request.user
    place = school_for(person, school, May.SEE_OUTSIDE_HISTORY)
    page = Paginator(events_at(person, place), 25).get_page(request.GET.get("page"))
    entries = told_to(person, page.object_list)
    return render(request, "schools/register/history.html", {"school": place, "page": page, "entries": entries})


@get_or_post
def edit(request: Request, school: UUID) -> HttpResponse:
    person: Any = request.user
    place = school_for(person, school, May.EDIT_REGISTER)
    ours = {"council": place.council}
    former = School.objects.visible_to(person).filter(closed_on__isnull=False, **ours).exclude(pk=place.pk)
    replaced = list(place.predecessors.values_list("public_id", flat=True))
    form = EditForm.of(
        request,
        school=place,
        initial={**facts_of_school(place), "predecessors": replaced},
        groups={
            "federation": named_in(Federation.objects.visible_to(person).filter(**ours)),
            "cluster": named_in(Cluster.objects.visible_to(person).filter(**ours)),
        },
        closed=named_in(former),
    )
    if form.attempt(actions.edit, place, by=person):
        messages.success(request, _("The register facts have been saved."))
        return redirect("register:detail", place.public_id)
    return render(request, "schools/register/edit.html", {"form": form, "school": place})


@get_or_post
def figures(request: Request, school: UUID, year: int) -> HttpResponse:
    person: Any = request.user
    place = school_for(person, school, May.EDIT_REGISTER)
    if not clock.current_school_year() - YEARS_BACK <= year <= clock.current_school_year():
        raise Http404
    known = ContextFigures.objects.visible_to(person).filter(school=place, school_year=year).first()
    form = FiguresForm.of(request, figures=known)
    if form.attempt(actions.write_figures, place, by=person, year=year):
        messages.success(request, _("The figures have been saved."))
        return redirect("register:detail", place.public_id)
    return render(request, "schools/register/figures.html", {"form": form, "school": place, "year": year})


@get_or_post
def language_category(request: Request, school: UUID) -> HttpResponse:
    person: Any = request.user
    place = school_for(person, school, May.EDIT_REGISTER)
    words = WelshMediumWords.objects.visible_to(person).order_by("-scheme", "position")
    form = CategoryForm.of(request, words=list(words), initial={"starts_on": clock.today()})
    if form.attempt(actions.change_category, place, by=person):
        messages.success(request, _("The Welsh-medium category has been entered."))
        return redirect("register:detail", place.public_id)
    return render(request, "schools/register/language_category.html", {"form": form, "school": place})


@get_or_post
def add_group(request: Request, school: UUID) -> HttpResponse:
    person: Any = request.user
    place = school_for(person, school, May.EDIT_REGISTER)
    form = GroupForm.of(request)
    if form.attempt(actions.add_group, place, by=person):
        messages.success(request, _("The group has been added to the council’s list."))
        return redirect("register:detail", place.public_id)
    return render(request, "schools/register/add_group.html", {"form": form, "school": place})


@get_or_post
def import_file(request: Request) -> HttpResponse:
    """Send in a register file; the next page shows what it would change."""
    person: Any = request.user
    keeps = person.standing.councils_where(May.IMPORT_REGISTER)
    councils = named_in(Council.objects.visible_to(person).filter(pk__in=keeps))
    form = ImportFileForm.of(request, councils=councils)
    if form.attempt(actions.send_file, by=person):
        return redirect("register:import_preview", form.result.public_id)
    return render(request, "schools/register/import_file.html", {"form": form})


@get_or_post
def import_preview(request: Request, upload: UUID) -> HttpResponse:
    """What the file would change, worked out anew each time; and the button that does it."""
    sent = upload_for(request, upload)
    if sent.imported_at:
        return redirect("register:import_done", sent.public_id)
    table = Table.from_kept(sent.table)
    report = compare(table, register_for(table, seen_by(request.user), only=sent.council.code))
    form = ImportForm.of(request, initial={"seen": report.fingerprint})
    if form.attempt(actions.import_register, sent, by=request.user):
        return redirect("register:import_done", sent.public_id)
    return render(
        request,
        "schools/register/import_preview.html",
        {
            "form": form,
            "upload": sent,
            "report": report,
            "page": Paginator(report.in_order, 50).get_page(request.GET.get("page")),
        },
    )


@require_safe
def import_done(request: Request, upload: UUID) -> HttpResponse:
    sent = upload_for(request, upload)
    if not sent.imported_at:
        return redirect("register:import_preview", sent.public_id)
    context = {
        "upload": sent,
        "counts": sent.counts,
        "page": Paginator(added_by(request.user, sent), 25).get_page(request.GET.get("page")),
        "back": reverse("register:index"),
    }
    return render(request, "schools/register/import_done.html", context)


def upload_for(request: Request, upload: UUID) -> RegisterUpload:
    rows = RegisterUpload.objects.visible_to(request.user).select_related("council")
    found: RegisterUpload = one_of(rows, public_id=upload)
    return found
