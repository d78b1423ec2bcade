from django.db.models import Exists, OuterRef, QuerySet

from schools.models import Appointment, ApprovalRight, School
from schools.policy import Role


def governors_of(school: School) -> QuerySet[Appointment]:
    """Who is a governor of the school today, and whether they were given the right to record approvals (`approves`)."""
    rights = ApprovalRight.objects.as_system("shown to those who give it").filter(taken_back_on=None)
    rows = Appointment.objects.as_system("shown to those who give a governor the right to record approvals")
    rows = rows.filter(Appointment.current(), school=school, role=Role.GOVERNOR.value)
    rows = rows.annotate(approves=Exists(rights.filter(appointment=OuterRef("pk"))))
    return rows.select_related("person").order_by("person__name", "pk")
