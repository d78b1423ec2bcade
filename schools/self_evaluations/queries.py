from django.db.models import QuerySet

from schools.models import Person, School, Version


def shared_by(person: Person, school: School) -> QuerySet[Version]:
    """What the school has submitted, and shared with its governors, as far as this person may read it; newest first."""
    kinds = [Version.Kind.SELF_EVALUATION, Version.Kind.SHARED_SELF_EVALUATION]
    rows = Version.objects.visible_to(person).filter(school=school, version_kind__in=kinds)
    return rows.defer("content").order_by("-school_year", "-at", "-pk")


def submissions_of(person: Person, school: School) -> QuerySet[Version]:
    """The submitted versions of a school's self-evaluations that this person may read, newest first."""
    rows = Version.objects.visible_to(person).filter(school=school, version_kind=Version.Kind.SELF_EVALUATION)
    return rows.defer("content").order_by("-school_year", "-number")
