"""What of a database the demo made. All else it leaves alone: it is not served, emptied or entered with one press."""

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from schools.models import Appointment, Council, Person, Service, ServiceCouncil

REFUSAL = (
    "This database holds councils or people that the demo did not make, and in demo mode anybody could come near them, "
    "so the portal does not serve it. To serve it, set PORTAL_MODE=production and what else docs/operating.md lists, "
    "in the environment or in .env. To see the demo, name an empty database in DATABASE_URL and DATABASE_OWNER_URL."
)
TEST_REFUSAL = (
    "PORTAL_MODE is test: that is for the tests alone, and everybody can read its SECRET_KEY, so the portal serves "
    "nobody in it. Set PORTAL_MODE=production and what else docs/operating.md lists, in the environment or in .env, or "
    "PORTAL_MODE=demo to see the demo."
)


class NotOurs(Exception):
    """The database holds something that the demo did not make."""


def is_ours() -> bool | None:
    """True for a database that the demo made, None for one without councils, services and people, else False."""
    councils = list(Council.all_rows.values_list("is_demo", flat=True))
    if councils:
        return all(councils)
    return False if Person.objects.exists() or Service.all_rows.exists() else None


def why_not_served() -> str:
    """Why this mode may not serve this database, as a sentence that says what to do; empty when it may."""
    if settings.TEST:
        return TEST_REFUSAL
    if not settings.DEMO or Council._meta.db_table not in connection.introspection.table_names():
        return ""
    return REFUSAL if is_ours() is False else ""


def at_demo_places() -> Q:
    """Appointments at councils that the demo made, at their schools and guest organisations, and at their services."""
    works_for = ServiceCouncil.objects.as_system("for whom a service works").filter(service=OuterRef("service"))
    ours = Q(school__council__is_demo=True) | Q(council__is_demo=True) | Q(guest_organisation__council__is_demo=True)
    of_the_demo = Exists(works_for.filter(council__is_demo=True))
    return ours | (Q(of_the_demo) & ~Q(Exists(works_for.filter(council__is_demo=False))))


def made_up_people() -> QuerySet[Person]:
    """Those who hold, held and will hold roles at the demo's places only."""
    rows = Appointment.objects.as_system("whom the demo made up").filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(rows.filter(at_demo_places())), ~Exists(rows.exclude(at_demo_places())))
