from django.db.models import QuerySet

from schools.models import Person, School, SelfEvaluation, Version


def shared_by(person: Person, school: School) -> QuerySet[Version]:
    """What the school has submitted, and shared with its governors, as far as this person may read it; newest first."""
    kinds = [Version.Kind.SELF_EVALUATION, Version.Kind.SHARED_SELF_EVALUATION]
    rows = Version.objects.visible_to(person).filter(school=school, version_kind__in=kinds)
    return rows.defer("content").order_by("-school_year", "-at", "-pk")


def last_of_each_kind(person: Person, evaluation: SelfEvaluation) -> dict[Version.Kind, Version]:
    """What of this self-evaluation was submitted last, and what was shared last with the governors."""
    rows = (
        shared_by(person, evaluation.school).filter(thing_id=evaluation.public_id).order_by("version_kind", "-number")
    )
    return {Version.Kind(row.version_kind): row for row in rows.distinct("version_kind")}


def submissions_of(person: Person, school: School) -> QuerySet[Version]:
    """The submitted versions of a school's self-evaluations that this person may read, newest first."""
    rows = Version.objects.visible_to(person).filter(school=school, version_kind=Version.Kind.SELF_EVALUATION)
    return rows.defer("content").order_by("-school_year", "-number")
