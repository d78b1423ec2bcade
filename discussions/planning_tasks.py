"""Background work on proposals. Tasks take ids, never text, and may run more than once."""

from django_tasks import task

from discussions.models import Placement, Proposal
from discussions.releasing import release_all
from discussions.working_out import close_when_all_is_released, work_out_dates


@task(queue_name="slow")
def work_out(proposal: str) -> None:
    """Work out the dates of a proposal; one that is closed or ready is left as it is."""
    rows = Proposal.objects.as_system("the worker works out what was asked for").filter(public_id=proposal)
    found = rows.select_related("round__council").first()
    if found is not None and found.is_working:
        work_out_dates(found)


@task()
def release_placements(proposal: str) -> None:
    """Set up what was released, each by itself; a second run goes on where the first was ended."""
    rows = Placement.objects.as_system("the worker sets up what was released").filter(
        proposal__public_id=proposal, release_asked_at__isnull=False, released=None, refused_because=""
    )
    release_all(rows.select_related("proposal").order_by("starts_at", "pk"))
    close_when_all_is_released(proposal)
