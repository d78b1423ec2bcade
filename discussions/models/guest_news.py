"""Which notices a guest may still read: those about what they are invited to today."""

from typing import Any

from django.db.models import Q

from schools.models.notice import open_to_guests

from .discussion import Discussion, Participant
from .record import Record


@open_to_guests
def about_invitations(person: Any) -> Q:
    invited = Participant.guest_discussions(person)
    discussions = Discussion.all_rows.filter(pk__in=invited)
    records = Record.all_rows.filter(discussion__in=invited)
    return Q(target_id__in=discussions.values("public_id")) | Q(target_id__in=records.values("public_id"))
