"""Which notices about a council somebody may still read: those that its own people are told about its planning."""

from typing import Any

from django.db.models import Q

from schools.models.notice import about_councils
from schools.policy import May

from .proposal import Proposal


@about_councils
def about_proposals(person: Any) -> Q:
    proposals = Proposal.all_rows.filter(round__council__in=person.standing.councils_where(May.PLAN_DISCUSSIONS))
    return Q(notice_kind="dates_proposed", school=None, target_id__in=proposals.values("public_id"))
