"""What each role is called where its place gives it no title of its own."""

from django.utils.translation import gettext_lazy as _

from schools.policy import Role

ROLE_WORDS = {
    Role.HEADTEACHER: _("Headteacher"),
    Role.SENIOR_LEADER: _("Senior leader"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.CHAIR_OF_GOVERNORS: _("Chair of governors"),
    Role.GOVERNOR: _("Governor"),
    Role.CLERK_TO_GOVERNORS: _("Clerk to the governors"),
    Role.DIARY_HELPER: _("Diary helper"),
    Role.COUNCIL_OFFICER: _("Council officer"),
    Role.COUNCIL_LEAD: _("Council lead for education"),
    Role.SERVICE_ADVISER: _("Adviser"),
    Role.SERVICE_LEAD: _("Service lead"),
    Role.GUEST: _("Guest"),
    Role.ADMINISTRATOR: _("Administrator"),
}
ROLES = [(role.value, words) for role, words in ROLE_WORDS.items()]
