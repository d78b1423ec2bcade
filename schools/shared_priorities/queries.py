"""What the plans that were shared this year are about, school by school never compared: counted, and by theme read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, JSONField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from schools.clock import current_school_year
from schools.models import Person, Version
from schools.models.base import reader_language

THEMES = "$.priorities[*].comes_from[*]"
NATIONAL = "$.national_priorities[*] ? (exists(@.priorities[*]))"


@dataclass(frozen=True)
class Line:
    """One theme, and in how many schools' plans it stands."""

    code: str
    name: str
    schools: int


def plans_of(person: Person) -> QuerySet[Any]:
    """Of each school the plan of this school year that it shared last, where this person may read it."""
    year = current_school_year()
    rows = Version.objects.visible_to(person).filter(
        version_kind=Version.Kind.PLAN, school_year__range=(year - 2, year), school__isnull=False
    )
    latest = rows.order_by("school", "-school_year", "-number").distinct("school").values("pk")
    return Version.objects.visible_to(person).filter(pk__in=latest).annotate(said=_as_json(F("content")))


def lines(person: Person) -> tuple[int, list[Line], list[Line]]:
    """How many plans there are, their themes and their national priorities, by name; one query."""
    found = (
        plans_of(person)
        .annotate(themes=_parts(THEMES), national=_parts(NATIONAL))
        .values_list("themes", "national", named=True)
    )
    rows: list[Any] = list(found)
    language = reader_language()
    themes = _counted((row.themes for row in rows), "area_code", f"area_{language}")
    return len(rows), themes, _counted((row.national for row in rows), "code", f"name_{language}")


def plans_on(person: Person, code: str) -> QuerySet[Any]:
    """The plans with a priority under this area of the self-evaluation, by the names of their schools."""
    asked = {"priorities": [{"comes_from": [{"area_code": code}]}]}
    rows = plans_of(person).filter(said__contains=asked).select_related("school").defer("content")
    return rows.order_by(f"school__sort_{reader_language()}", "pk")


def on_theme(version: Any, code: str) -> list[dict[str, Any]]:
    """The priorities of that version that come from the area, with their number in the plan."""
    numbered = enumerate(version.said["priorities"], start=1)
    return [
        {**each, "number": number}
        for number, each in numbered
        if any(source["area_code"] == code for source in each["comes_from"])
    ]


def name_of(version: Any, code: str) -> str:
    """What the area is called in this version, in the language of the page."""
    sources = (source for each in version.said["priorities"] for source in each["comes_from"])
    return next(source[f"area_{reader_language()}"] for source in sources if source["area_code"] == code)


def _counted(schools: Iterable[list[dict[str, Any]]], code: str, name: str) -> list[Line]:
    """Each thing counted once a school, in the order of their names, so that none stands first for being frequent."""
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for things in schools:
        its = {each[code]: each[name] for each in things}
        names |= its
        for each in its:
            counts[each] = counts.get(each, 0) + 1
    return sorted((Line(each, names[each], counts[each]) for each in counts), key=lambda line: (line.name, line.code))


def _as_json(content: Any) -> Cast:
    return Cast(Func(content, Value("UTF8"), function="convert_from", output_field=TextField()), JSONField())


def _parts(path: str) -> Func:
    asked = Cast(Value(path), TextField())
    return Func(
        F("said"), asked, function="jsonb_path_query_array", template="%(function)s(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )  # fmt: skip
