from django.db.models import QuerySet

from schools.models import Person, School, Version


def submissions_of(person: Person, school: School) -> QuerySet[Version]:
    """The submitted versions of a school's self-evaluations that this person may read, newest first."""
    rows = Version.objects.visible_to(person).filter(school=school, version_kind=Version.Kind.SELF_EVALUATION)
    return rows.defer("content").order_by("-school_year", "-number")
