"""Who has looked: the school sees which officers and advisers opened its documents."""

from schools.access import Request
from schools.history import role_acted_in
from schools.models import Look, School, Version
from schools.policy import COUNCIL_ROLES, SERVICE_ROLES, May


def note_look(request: Request, *versions: Version) -> bool:
    """Write down that an outsider opened these versions today, in one query; say whether the school will see it.

    They are of one school, which is at hand. Its own people are not written down. A HEAD request opens nothing.
    """
    person, school = request.user, versions[0].school
    if school is None or not is_outside(request, school):
        return False
    if request.method == "GET":
        acted_as = _acted_as(request)
        looks = [Look(by=person, acted_as=acted_as, school=school, seen=version) for version in versions]
        Look.objects.as_system("that somebody looked is the school's to know").bulk_create(looks, ignore_conflicts=True)
    return True


def is_outside(request: Request, school: School) -> bool:
    """Whether this reader reads from the council or the service, not from the school itself."""
    return school.pk not in request.user.standing.schools_where(May.SEE_SCHOOL)


def _acted_as(request: Request) -> str:
    """The role acted in; with several that are not told apart, the one of them that reads schools from outside."""
    held = request.user.standing.roles & (COUNCIL_ROLES | SERVICE_ROLES)
    return role_acted_in(request.user) or min(held)
