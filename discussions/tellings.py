"""How the acts on a record are told in the history."""

from django.utils.translation import gettext_lazy as _

from discussions.models import NextStep, Party, Support
from schools.history import tells

TEXTS: dict[type, tuple[str, ...]] = {Support: ("what", "success"), NextStep: ("text",)}

BEGUN = tells("draft_record.begun", _("The record of the professional discussion was begun."))
WRITTEN = tells("draft_record.written", _("A section of the record was written."))
ADDED: dict[type, str] = {
    Support: tells("draft_record.support_added", _("An item of support was added to the record.")),
    NextStep: tells("draft_record.step_added", _("A next step was added to the record.")),
}
EDITED: dict[type, str] = {
    Support: tells("draft_record.support_edited", _("An item of support in the record was changed.")),
    NextStep: tells("draft_record.step_edited", _("A next step in the record was changed.")),
}
REMOVED: dict[type, str] = {
    Support: tells("draft_record.support_removed", _("An item of support was taken out of the record.")),
    NextStep: tells("draft_record.step_removed", _("A next step was taken out of the record.")),
}
SENT = tells("record.sent", _("The record of the professional discussion was sent for agreement."))
WITHDRAWN = tells("record.withdrawn", _("The record was taken back to be corrected."))
ANSWERED = {
    (Party.SCHOOL, True): tells("record.school_agreed", _("The school agreed the record.")),
    (Party.SCHOOL, False): tells(
        "record.school_differs", _("The school sees something in the record differently and wrote why.")
    ),
    (Party.COUNCIL, True): tells("record.council_agreed", _("The council agreed the record.")),
    (Party.COUNCIL, False): tells(
        "record.council_differs", _("The council sees something in the record differently and wrote why.")
    ),
    (Party.SERVICE, True): tells("record.service_agreed", _("The improvement service agreed the record.")),
    (Party.SERVICE, False): tells(
        "record.service_differs", _("The improvement service sees something in the record differently and wrote why.")
    ),
}
AGREED = tells("record.agreed", _("All have answered: the record was frozen as it stands."))
