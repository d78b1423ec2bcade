"""Which messages of the portal about schools and their discussions somebody may see, whoever they were sent to."""

from collections import defaultdict

from django.db.models import Q, QuerySet

from discussions.models import CalendarMessage, DiscussionSchool
from schools.models import AccountLetter, AccountMail, Invitation, Notice, Person
from schools.notice_rights import ABOUT_ACCOUNTS, ASKED_BY_STAFF, NOTICES
from schools.policy import May


def notices_seen(person: Person) -> QuerySet[Notice]:
    kinds: dict[May, list[str]] = defaultdict(list)
    for name, permission in {**NOTICES, **ASKED_BY_STAFF}.items():
        if permission is not None and name not in ABOUT_ACCOUNTS:
            kinds[permission].append(name)
    seen = Q(pk__in=[])
    for needed, names in kinds.items():
        seen |= Q(notice_kind__in=names) & person.standing.reaches(needed)
    rows: QuerySet[Notice] = Notice.objects.as_system("what was sent about schools that the asker sees")
    return rows.filter(seen).exclude(mail_class="")


def calendar_letters_seen(person: Person) -> QuerySet[CalendarMessage]:
    rows: QuerySet[CalendarMessage] = CalendarMessage.objects.as_system("what was sent about discussions they see")
    return rows.filter(discussion__in=DiscussionSchool.reached(person, May.SEE_DISCUSSION))


def invitations_mailed(person: Person) -> QuerySet[AccountLetter]:
    """The invitations to the portal of the places whose people they manage; never what was sent about passwords."""
    rows: QuerySet[AccountLetter] = AccountLetter.objects.visible_to(person)
    return rows.filter(letter_kind=AccountMail.INVITATION, invitation__in=Invitation.objects.visible_to(person))
