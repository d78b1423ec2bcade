"""Background work on proposals. Tasks take ids, never text, and may run more than once."""

from django.db.models import Q
from django_tasks import task

from discussions.models import Placement, Proposal
from discussions.releasing import release_all
from discussions.working_out import close_when_all_is_released, work_out_dates


@task(queue_name="slow")
def work_out(proposal: str) -> None:
    """Work out the dates of a proposal, and of those that were asked for together with it; one that is closed or ready
    is left as it is.
    """
    rows = Proposal.objects.as_system("the worker works out what was asked for")
    asked = Q(public_id=proposal) | Q(together__in=rows.filter(public_id=proposal).values("together"))
    found = list(rows.filter(asked, status="working").select_related("round__council").order_by("round"))
    if found:
        work_out_dates(found)


@task()
def release_placements(proposal: str) -> None:
    """Set up what was released, each by itself; a second run goes on where the first was ended."""
    rows = Placement.objects.as_system("the worker sets up what was released").filter(
        proposal__public_id=proposal, release_asked_at__isnull=False, released=None, refused_because=""
    )
    release_all(rows.select_related("proposal").order_by("starts_at", "pk"))
    close_when_all_is_released(proposal)
