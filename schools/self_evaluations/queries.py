from collections import defaultdict
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from schools.models import Entry, Person, School, SelfEvaluation, Version

FEW = 3  # so many entries of an area, and items of evidence behind a text, are shown where all areas stand


def add_what_the_team_sees(content: dict[str, Any], evaluation: SelfEvaluation, person: Person) -> None:
    """Put beside the words of each area what never leaves the team: its newest entries, and how many there are."""
    newest = newest_entries(evaluation, person)
    for area in content["areas"]:
        area["entries"] = newest[area["code"]]
        area["number_of_entries"] = area["entries"][0].number if area["entries"] else 0


def newest_entries(evaluation: SelfEvaluation, person: Person) -> dict[str, list[Any]]:
    """By the code of the area: its few newest entries, each knowing how many there are in all (`number`)."""
    of_the_area: dict[str, Any] = {"partition_by": "section"}
    rows = Entry.objects.visible_to(person).filter(section__self_evaluation=evaluation)
    rows = rows.annotate(
        place=Window(RowNumber(), order_by=[F("on").desc(), F("pk").desc()], **of_the_area),
        number=Window(Count("pk"), **of_the_area),
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for entry in rows.filter(place__lte=FEW).select_related("by", "section__area").order_by("-on", "-pk"):
        found[entry.section.area.code].append(entry)
    return found


def shared_by(person: Person, school: School) -> QuerySet[Version]:
    """What the school has submitted, and shared with its governors, as far as this person may read it; newest first."""
    kinds = [Version.Kind.SELF_EVALUATION, Version.Kind.SHARED_SELF_EVALUATION]
    rows = Version.objects.visible_to(person).filter(school=school, version_kind__in=kinds)
    return rows.defer("content").order_by("-school_year", "-at", "-pk")


def submissions_of(person: Person, school: School) -> QuerySet[Version]:
    """The submitted versions of a school's self-evaluations that this person may read, newest first."""
    rows = Version.objects.visible_to(person).filter(school=school, version_kind=Version.Kind.SELF_EVALUATION)
    return rows.defer("content").order_by("-school_year", "-number")
