from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schools.access import May, Request, self_evaluation_for
from schools.area_owners import owner_is_in_team, team_of

from . import actions
from .forms import OwnersForm


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, school: UUID, year: int) -> HttpResponse:
    """Who looks after which area."""
    evaluation = self_evaluation_for(request.user, school, year, May.LEAD_SELF_EVALUATION)
    sections = evaluation.sections.select_related("area", "owner").order_by("area__position")
    form = OwnersForm.of(
        request,
        sections=list(sections.annotate(is_in_team=owner_is_in_team(evaluation.school))),
        team=list(team_of(evaluation.school)),
        version=evaluation.seen,
    )
    if form.attempt(actions.name_owners, evaluation, by=request.user):
        messages.success(
            request, _("Your choice has been saved. Whoever looks after an area now, or no longer does, has been told.")
        )
        return redirect("self_evaluations:detail", school, year)
    context = {"school": evaluation.school, "evaluation": evaluation, "form": form}
    return render(request, "schools/owners/index.html", context)
