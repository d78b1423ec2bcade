from django.db.models import Count, Exists, OuterRef, QuerySet

from schools.models import Appointment, ApprovalRight, School
from schools.policy import Role


def governors_of(school: School) -> QuerySet[Appointment]:
    """Who is a governor of the school today, and whether they were given the right to record approvals (`approves`)."""
    rights = ApprovalRight.objects.as_system("shown to those who give it").filter(taken_back_on=None)
    rows = Appointment.objects.as_system("shown to those who give a governor the right to record approvals")
    rows = rows.filter(Appointment.current(), school=school, role=Role.GOVERNOR.value)
    rows = rows.annotate(approves=Exists(rights.filter(appointment=OuterRef("pk"))))
    return rows.select_related("person").order_by("person__name", "pk")


def rights_seen_at(school: School) -> int:
    """The version of the choice who may record: how many rights were given and taken back at the school so far."""
    rows = ApprovalRight.objects.as_system("whether the choice is as a page showed it").filter(
        appointment__school=school
    )
    counted = rows.aggregate(given=Count("pk"), taken_back=Count("taken_back_on"))
    return int(counted["given"] + counted["taken_back"])
