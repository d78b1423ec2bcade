"""What is read for the register's pages and for an import. Rows come through `rows`, which says for whom."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from schools import clock
from schools.models import Council, Event, RegisterUpload, School, WelshMediumCategory, WelshMediumWords
from schools.models.authority import current
from schools.models.base import reader_language
from schools.welsh_medium import also_written

from .facts import Category
from .headings import fold
from .reading import Table
from .report import Known, Register

# For whom rows are read: a person's `visible_to`, or the command's `as_system`.
Rows = Callable[[Any], QuerySet[Any]]


def seen_by(person: Any) -> Rows:
    return lambda model: model.objects.visible_to(person)


def register_for(table: Table, rows: Rows, *, only: str = "", may_add_councils: bool = False) -> Register:
    """The register as far as this file concerns it, in four queries."""
    numbers = {number for line in table.lines if (number := line.cells.get("number"))}
    codes = {only} if only else _codes(table)
    councils = rows(Council).filter(code=only) if only else rows(Council)
    schools = rows(School).filter(Q(council__code__in=codes) | Q(number__in=numbers))
    if not codes:
        schools = rows(School)
    words = list(rows(WelshMediumWords).order_by("scheme", "position"))
    return Register(
        councils={council.code: (council.name_en, council.name_cy) for council in councils},
        schools=known(schools.select_related("council", "federation", "cluster"), rows),
        category_words=_category_words(words),
        category_names={(entry.scheme, entry.code): entry.words for entry in words},
        only=only,
        may_add_councils=may_add_councils,
    )


def known(schools: Iterable[School], rows: Rows) -> list[Known]:
    """The schools with the categories current today."""
    found = list(schools)
    categories: dict[int, dict[str, str]] = defaultdict(dict)
    for row in rows(WelshMediumCategory).filter(current(clock.today()), school__in=[school.pk for school in found]):
        categories[row.school_id][row.scheme] = row.code
    return [
        Known(
            school,
            school.council.code,
            categories[school.pk],
            _names(school.federation),
            _names(school.cluster),
        )
        for school in found
    ]


def added_by(person: Any, upload: RegisterUpload) -> QuerySet[School]:
    """The schools that this import added, in the alphabet."""
    acts = Event.objects.as_system("which schools an import added")
    imported = acts.filter(target_id=upload.public_id, verb="register.imported", act__isnull=False).values("act")
    added = acts.filter(act__in=imported, verb="school.added").values("school")
    return School.objects.visible_to(person).filter(pk__in=added).order_by(f"sort_{reader_language()}", "pk")


def _codes(table: Table) -> set[str]:
    """The codes of the councils that the file can mean; empty where some row does not give one."""
    found = {line.cells.get("council_code") or line.cells.get("number", "")[:3] for line in table.lines}
    return set() if "" in found else found


def _names(group: Any) -> tuple[str, ...]:
    return (group.name_en, group.name_cy) if group else ()


def _category_words(words: Iterable[WelshMediumWords]) -> dict[str, Category]:
    """Every way to write a category; where two schemes use the same words the later scheme is meant."""
    found = {fold(text): (scheme, code) for text, scheme, code in also_written()}
    for entry in words:
        for text in (entry.words_cy, entry.words_en):
            found[fold(text)] = (entry.scheme, entry.code)
    return found
