from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from schools.access import may_change
from schools.evaluation_contents import words_of_evidence
from schools.models import Citation, Entry, Person, Section


@dataclass(frozen=True)
class Line:
    """One entry as the team reads it, with the evidence that it cites."""

    entry: Entry
    evidence: list[dict[str, Any]]
    may_change: bool


def entries_of(person: Person, section: Section) -> QuerySet[Entry]:
    """The entries of one area, the newest first, with who wrote each."""
    return Entry.objects.visible_to(person).filter(section=section).select_related("by")


def with_evidence(entries: QuerySet[Entry], person: Person) -> QuerySet[Entry]:
    cited = Citation.objects.visible_to(person).select_related("evidence")
    return entries.prefetch_related(Prefetch("citations", cited))


def lines_of(entries: Iterable[Entry], section: Section, person: Person) -> list[Line]:
    found = []
    for entry in entries:
        entry.section = section
        items = [citation.evidence for citation in entry.citations.all()]
        evidence = [{**words_of_evidence(item), "kind_words": item.get_evidence_kind_display()} for item in items]
        found.append(Line(entry, evidence, may_change(person, entry)))
    return found
