"""What is done on the front pages: notices are marked as read."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from schools import clock
from schools.history import once_only, record, tells
from schools.models import Notice, Person

READ = tells("notices.read", _("The notices were marked as read."))


@once_only
def mark_as_read(*, up_to: UUID, by: Person, once: UUID) -> Person:
    """Everything up to the newest notice that was shown; what has come since stays unread."""
    mine = Notice.objects.visible_to(by)
    newest = mine.filter(public_id=up_to).values("at")[:1]
    mine.filter(read_at=None, at__lte=newest).update(read_at=clock.now())
    record(READ, by, by=by, once=once)
    return by
