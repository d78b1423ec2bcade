"""What the register's pages show: the list with its filters, and one school's facts."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, may, may_enter
from schools.models import (
    AdviserAssignment,
    Appointment,
    Cluster,
    ConflictOfInterest,
    Event,
    School,
    ServiceCouncil,
    Title,
    WelshMediumCategory,
    WelshMediumWords,
)
from schools.models.authority import current
from schools.models.base import reader_language
from schools.mutations import forms_of
from schools.policy import SCHOOL_ROLES, Role

SORTS = {"name": ["sort_{}", "pk"], "town": ["sort_town_{}", "sort_{}", "pk"]}
SEARCHED = ("name_cy", "name_en", "town", "number", "postcode")


def schools_for(person: Any, chosen: dict[str, Any]) -> QuerySet[School]:
    """The schools this person may see, as chosen in the filters, with category and advisers beside them."""
    rows = School.objects.visible_to(person)
    if not chosen.get("closed"):
        rows = rows.filter(closed_on=None)
    for word in (chosen.get("q") or "").split()[:8]:
        found = Q(*((f"{name}__unaccent__icontains", word) for name in SEARCHED), _connector=Q.OR)
        if forms := "|".join(sorted(forms_of(word))):
            found |= Q(name_cy__unaccent__iregex=rf"\m({forms})")
        rows = rows.filter(found)
    for name, lookup in (("sector", "sector"), ("governance", "governance"), ("cluster", "cluster__public_id")):
        if chosen.get(name):
            rows = rows.filter(**{lookup: chosen[name]})
    if category := chosen.get("category"):
        scheme, code = category.split(":", 1)
        rows = rows.filter(Exists(categories(person).filter(school=OuterRef("pk"), scheme=scheme, code=code)))
    if chosen.get("adviser"):
        advised = assignments(person).filter(school=OuterRef("pk"), adviser__public_id=chosen["adviser"])
        rows = rows.filter(Exists(advised))
    order = [key.format(reader_language()) for key in SORTS[chosen.get("sort") or "name"]]
    return with_category_and_advisers(rows, person).order_by(*order)


def with_category_and_advisers(rows: QuerySet[School], person: Any) -> QuerySet[School]:
    rows_of_school: Any = categories(person).filter(school=OuterRef("pk"))
    newest = rows_of_school.order_by("-scheme").values("words")[:1]
    advisers = (
        assignments(person)
        .filter(school=OuterRef("pk"))
        .order_by()
        .values("school")
        .annotate(names=StringAgg("adviser__name", ", ", order_by="adviser__name"))
        .values("names")
    )
    return rows.select_related("council", "federation", "cluster").annotate(
        category_words=Coalesce(Subquery(newest), Value(""), output_field=CharField()),
        adviser_names=Coalesce(Subquery(advisers), Value(""), output_field=CharField()),
    )


def categories(person: Any, *, all_days: bool = False) -> QuerySet[WelshMediumCategory]:
    """Welsh-medium categories (of today, or of all days) with their words in the reader's language."""
    rows = WelshMediumCategory.objects.visible_to(person)
    meaning = WelshMediumWords.objects.visible_to(person).filter(scheme=OuterRef("scheme"), code=OuterRef("code"))
    rows = rows if all_days else rows.filter(current(clock.today()))
    words = Subquery(meaning.values(f"words_{reader_language()}")[:1])
    return rows.annotate(words=Coalesce(words, F("code"), output_field=CharField()))


def assignments(person: Any) -> QuerySet[AdviserAssignment]:
    """Who advises which school today, where the service works for the school's council and no interest is declared."""
    today = clock.today()
    served = ServiceCouncil.objects.as_system("an assignment ends with the service's work for the council").filter(
        current(today), service=OuterRef("service"), council=OuterRef("school__council")
    )
    declared = ConflictOfInterest.objects.as_system("nobody advises a school in which they have an interest").filter(
        current(today), person=OuterRef("adviser"), school=OuterRef("school")
    )
    return AdviserAssignment.objects.visible_to(person).filter(Exists(served), ~Exists(declared), current(today))


def filter_choices(person: Any) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: only what some school of the reader's has."""
    name = f"name_{reader_language()}"
    current_ones: Any = categories(person)
    used = current_ones.values_list("scheme", "code", "words").distinct().order_by("-scheme", "words")
    clusters = Cluster.objects.visible_to(person).order_by(name).values_list("public_id", name)
    advisers = assignments(person).values_list("adviser__public_id", "adviser__name").distinct()
    return {
        "category": [(f"{scheme}:{code}", words) for scheme, code, words in used],
        "cluster": [(str(key), words) for key, words in clusters],
        "adviser": [(str(key), words) for key, words in advisers.order_by("adviser__name")],
    }


def advisers_of(person: Any, school: School) -> QuerySet[AdviserAssignment]:
    """The school's advisers, each with what their service calls an adviser on screen."""
    titles = Title.objects.visible_to(person).filter(service=OuterRef("service"), role=Role.SERVICE_ADVISER)
    rows = assignments(person).filter(school=school).select_related("adviser", "service")
    words = Subquery(titles.values(f"title_{reader_language()}")[:1])
    return rows.annotate(title=Coalesce(words, Value(_("Adviser")), output_field=CharField())).order_by("adviser__name")


def people_of(person: Any, school: School) -> list[Appointment]:
    """Those who hold a role at the school today, in the order of the policy page; none for who may not see them."""
    if not may(person, May.SEE_SCHOOL_PEOPLE, school):
        return []
    held = Appointment.objects.as_system("shown to those who work with the school").filter(
        Appointment.current(), school=school, role__in=[role.value for role in SCHOOL_ROLES]
    )
    order = list(Role)
    return sorted(held.select_related("person"), key=lambda row: (order.index(Role(row.role)), row.person.name))


def events_at(person: Any, school: School) -> QuerySet[Event]:
    """The acts at the school that this reader may see, newest first."""
    return Event.objects.visible_to(person).filter(school=school).select_related("by", "school")


def relatives_of(school: School) -> list[School]:
    """The schools it replaced and those that replaced it: register facts, open to whoever sees the school."""
    rows = School.objects.as_system("names of former and following schools are public")
    return list(
        rows.filter(Q(successors=school) | Q(predecessors=school))
        .annotate(came_before=Exists(School.predecessors.through.objects.filter(
            from_school=school, to_school=OuterRef("pk")
        )))
        .distinct()
        .order_by(f"sort_{reader_language()}")
    )  # fmt: skip


@dataclass(frozen=True)
class Room:
    """A way from the school's page to what is kept about it."""

    label: str
    about: str
    url: str


# The doors of a school: route, words, and the permissions of which one opens it.
DOORS: list[tuple[str, str | Promise, str | Promise, set[May]]] = [
    (
        "self_evaluations:index",
        gettext_lazy("Self-evaluations"),
        gettext_lazy("How the school sees itself: strengths and priorities for improvement."),
        {May.READ_LIVING_SELF_EVALUATION, May.READ_SUBMITTED_SELF_EVALUATION},
    ),
    (
        "plans:index",
        gettext_lazy("Development plans"),
        gettext_lazy("What the school will do, by whom and by when."),
        {May.READ_LIVING_PLAN, May.READ_SHARED_PLAN},
    ),
    (
        "inspections:index",
        gettext_lazy("Inspections"),
        gettext_lazy("What Estyn reported and recommended, and its follow-up."),
        {May.SEE_SCHOOL},
    ),
    (
        "closures:index",
        gettext_lazy("Days without school"),
        gettext_lazy("INSET days and other days on which the school cannot meet; the terms of its council."),
        {May.SEE_SCHOOL},
    ),
    (
        "professional_discussions:at_school",
        gettext_lazy("Professional discussions"),
        gettext_lazy("When the school, the council and the service meet, and what was agreed."),
        {May.SEE_DISCUSSION},
    ),
    (
        "support:index",
        gettext_lazy("Support for the school"),
        gettext_lazy("The help written down in the records of its discussions: who gives it, how much and by when."),
        {May.READ_RECORD},
    ),
    (
        "evidence:index",
        gettext_lazy("Evidence"),
        gettext_lazy("What the school’s judgements rest on."),
        {May.WRITE_SELF_EVALUATION},
    ),
    (
        "looks:index",
        gettext_lazy("Who has looked"),
        gettext_lazy("Who of the council and the improvement service opened the school’s documents, and when."),
        {May.SEE_WHO_LOOKED},
    ),
    (
        "register:history",
        gettext_lazy("History"),
        gettext_lazy("What was done, and when."),
        {May.SEE_OUTSIDE_HISTORY},
    ),
]


def rooms_of(person: Any, school: School) -> list[Room]:
    """Only the rooms whose door opens to this reader."""
    return [
        Room(str(label), str(about), reverse(route, args=[school.public_id]))
        for route, label, about, permissions in DOORS
        if may_enter(person, route) and any(may(person, permission, school) for permission in permissions)
    ]
