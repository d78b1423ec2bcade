"""The way from a discussion or its record to the school and to what it had submitted and shared for that year."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from discussions.models import Discussion
from schools.access import May, may, may_enter
from schools.clock import school_year_words, three_school_years_words
from schools.models import Person, School, Version

Kind = Version.Kind
PLAN_YEARS = 3
ROUTES = {Kind.SELF_EVALUATION: "self_evaluations:version", Kind.PLAN: "plans:version"}


@dataclass(frozen=True)
class Papers:
    """What this reader may open of one school: its page, where they may, and documents by their words and address."""

    school: School
    url: str
    documents: list[tuple[str, str]] = field(default_factory=list)


def papers_of(person: Person, discussion: Discussion, schools: Sequence[School]) -> list[Papers]:
    """School by school, the version submitted last by the discussion's year, and of its plan the one shared last."""
    year = discussion.round.school_year
    kinds = Q(version_kind=Kind.SELF_EVALUATION, school_year__lte=year)
    kinds |= Q(version_kind=Kind.PLAN, school_year__range=(year - PLAN_YEARS + 1, year))
    rows = Version.objects.visible_to(person).filter(kinds, school__in=schools).defer("content")
    order = ("school", "-version_kind", "-school_year", "-number")
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows.order_by(*order).distinct("school", "version_kind"):
        if row.school_id and may_enter(person, ROUTES[Kind(row.version_kind)]):
            school = next(each for each in schools if each.pk == row.school_id)
            found.setdefault(school.pk, []).append(_document(row, school))
    papers = [Papers(school, _page_of(person, school), found.get(school.pk, [])) for school in schools]
    return [each for each in papers if each.url or each.documents]


def _document(row: Version, school: School) -> tuple[str, str]:
    year = row.school_year
    if row.version_kind == Kind.PLAN:
        period = {"period": three_school_years_words(year), "number": row.number}
        words = _("Development plan %(period)s, version %(number)s") % period
    else:
        words = _("Self-evaluation %(year)s, version %(number)s") % {
            "year": school_year_words(year),
            "number": row.number,
        }
    return words, reverse(ROUTES[Kind(row.version_kind)], args=[school.public_id, year, row.number])


def _page_of(person: Person, school: School) -> str:
    opens = may_enter(person, "register:detail") and may(person, May.SEE_SCHOOL, school)
    return reverse("register:detail", args=[school.public_id]) if opens else ""
