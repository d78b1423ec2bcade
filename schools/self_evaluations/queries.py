from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Func, JSONField, OuterRef, QuerySet, Window
from django.db.models.functions import JSONObject, RowNumber

from schools.access import May, may_change, one_of, self_evaluation_for
from schools.area_owners import owner_is_in_team
from schools.evaluation_contents import readable
from schools.how_far import holds_carried, with_carried, with_last_written
from schools.models import (
    Entry,
    Event,
    Person,
    PriorityLink,
    School,
    Section,
    SelfEvaluation,
    Version,
)

FEW = 3  # so many entries of an area, and items of evidence behind a text, are shown where all areas stand
FEW_FINDINGS = 4  # and so many strengths, and priorities


def finding_for(person: Person, school: UUID, year: int, model: Any, item: UUID) -> Any:
    """One strength or priority, or an entry that this person may change."""
    evaluation = self_evaluation_for(person, school, year, May.WRITE_SELF_EVALUATION)
    rows = model.objects.visible_to(person).select_related("section__area")
    finding = one_of(rows, public_id=item, section__self_evaluation=evaluation)
    finding.section.self_evaluation = evaluation
    if model is Entry and not may_change(person, finding):
        raise PermissionDenied
    return finding


def was_under(person: Person, item: UUID) -> str:
    """The code of the area from which a strength or a priority was removed."""
    rows = Event.objects.visible_to(person).filter(target_id=item, facts__has_key="area")
    return str(rows.values_list("facts__area", flat=True).first() or "")


def texts_of_the_federation(section: Section, person: Person) -> QuerySet[Section]:
    """The same area of the same year at the other schools of the federation, where the school wrote it itself."""
    rows = Section.objects.visible_to(person).filter(
        self_evaluation__school__federation__isnull=False,
        self_evaluation__school__federation=section.school.federation_id,
        self_evaluation__school_year=section.self_evaluation.school_year,
        area=section.area,
        same_text_as=None,
    )
    return rows.exclude(pk=section.pk).select_related("self_evaluation__school")


def add_what_the_team_sees(content: dict[str, Any], evaluation: SelfEvaluation, person: Person) -> None:
    """Put beside the words of each area what never leaves the team.

    Its newest entries, and how many there are; who looks after it, and who of the team wrote there last; what came
    along from the year before; and which versions others read now.
    """
    newest, sections = newest_entries(evaluation, person), sections_with_people(evaluation, person)
    for area in content["areas"]:
        area["section"] = sections[area["code"]]
        area["entries"] = newest[area["code"]]
        area["number_of_entries"] = area["entries"][0].number if area["entries"] else 0
    content["in_force"] = in_force(evaluation, person)
    mark_what_was_carried(content, sections)
    mark_what_is_in_a_plan(content, sections)
    for area in content["areas"]:
        area["is_carried"] = holds_carried(area["section"])
        texts = any(box["text"].strip() for box in area["boxes"])
        area["is_written"] = bool(texts or area["strengths"] or area["priorities"])
    content["has_own_words"] = any(_has_own_words(area) for area in content["areas"])


def _has_own_words(area: dict[str, Any]) -> bool:
    """Whether more stands there than what came along from the year before."""
    written = [box for box in area["boxes"] if box["text"].strip()]
    found = (*written, *area["strengths"], *area["priorities"])
    return bool(area["entries"]) or not all(each["carried"] for each in found)


def place(area: str) -> str:
    """The id of an area where all areas stand."""
    return f"area-{area}"


def places(content: dict[str, Any]) -> list[str]:
    return [place(area["code"]) for area in content["areas"]]


def put_what_was_said(content: dict[str, Any], said: dict[str, list[Any]]) -> None:
    """Put what has just been done in an area beneath its heading."""
    for area in content["areas"]:
        area["said"] = said[place(area["code"])]


@dataclass(frozen=True)
class InForce:
    """A version that others read now, and the names of the areas in it."""

    version: Version
    areas: list[str]
    has_document: bool


def in_force(evaluation: SelfEvaluation, person: Person) -> dict[str, InForce]:
    """By its kind, the last version that was submitted and the last that was shared with the governors."""
    kinds = [Version.Kind.SELF_EVALUATION, Version.Kind.SHARED_SELF_EVALUATION]
    rows = Version.objects.visible_to(person).filter(thing_id=evaluation.public_id, version_kind__in=kinds)
    found = {}
    for version in rows.order_by("version_kind", "-number").distinct("version_kind"):
        words = readable(version.words)
        names = [area["name"] for area in words["areas"]]
        found[str(version.version_kind)] = InForce(version, names, bool(words["document"]))
    return found


def to_go_on_with(content: dict[str, Any], person: Person) -> dict[str, Any] | None:
    """The area in which there is something left for this person to write: among their own first, then among all."""
    own = [area for area in content["areas"] if area["section"].owner_id == person.pk]
    return next((area for area in own or content["areas"] if area["is_carried"] or not area["is_written"]), None)


def with_plans(rows: Any, person: Person) -> Any:
    """In the query that reads areas: where each of their priorities stands in the plans that this person reads."""
    links = PriorityLink.objects.visible_to(person).filter(priority__section=OuterRef("pk"))
    link = JSONObject(
        source=F("priority__public_id"),
        priority=F("plan_priority__public_id"),
        first_year=F("plan_priority__plan__first_year"),
    )
    listed = ArraySubquery(links.order_by("-plan_priority__plan__first_year", "pk").values_list(link, flat=True))
    return rows.annotate(in_plans=Func(listed, function="to_jsonb", output_field=JSONField()))


def mark_what_is_in_a_plan(content: dict[str, Any], sections: dict[str, Any]) -> None:
    """Put beside each priority where it stands in the school's plans; `sections` were read `with_plans`."""
    for area in content["areas"]:
        for finding in area["priorities"]:
            finding["plans"] = [each for each in sections[area["code"]].in_plans if each["source"] == finding["id"]]


def mark_what_was_carried(content: dict[str, Any], sections: dict[str, Section]) -> None:
    """Mark the boxes and findings that came along from the year before and that nobody has touched since."""
    for area in content["areas"]:
        section: Any = sections[area["code"]]
        untouched = {str(key) for key in (*section.carried_strengths, *section.carried_priorities)}
        for box in area["boxes"]:
            box["carried"] = box["box"] in section.carried_boxes
        for finding in (*area["strengths"], *area["priorities"]):
            finding["carried"] = finding["id"] in untouched


def carried_in(section: Section, person: Person) -> Any:
    """The section, with what came along into it and what of it stands in plans."""
    return with_plans(with_carried(section.self_evaluation.sections.filter(pk=section.pk)), person).get()


def sections_with_people(evaluation: SelfEvaluation, person: Person) -> dict[str, Any]:
    """By the code of the area: who looks after it, whether they are in the team still, and who wrote there last."""
    rows = with_last_written(with_carried(evaluation.sections.select_related("area", "owner")))
    rows = with_plans(rows, person).annotate(is_in_team=owner_is_in_team(evaluation.school))
    return {section.area.code: section for section in rows}


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
