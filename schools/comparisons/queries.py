from django.db.models import QuerySet

from schools.models import Person, School, Version

KINDS = (Version.Kind.SELF_EVALUATION, Version.Kind.SHARED_SELF_EVALUATION)


def versions_of(person: Person, school: School) -> QuerySet[Version]:
    """What the school has submitted and shared of its self-evaluations, as far as this person reads it."""
    rows = Version.objects.visible_to(person).filter(school=school, version_kind__in=KINDS)
    return rows.defer("content").order_by("-school_year", "-at", "-pk")


def with_words(person: Person, school: School, *versions: Version) -> list[Version]:
    """These versions with what they say, in the order given, in one query."""
    rows = Version.objects.visible_to(person).filter(school=school, pk__in={version.pk for version in versions})
    found = {row.pk: row for row in rows}
    return [found[version.pk] for version in versions]
