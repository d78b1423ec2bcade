"""What a role is called on screen: an organisation's own title where it has one, else the portal's word."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from schools import clock
from schools.policy import Role

from .authority import ServiceCouncil, Title, current
from .base import in_reader_language, reader_language
from .roles import ROLE_WORDS

Titles = dict[tuple[str, int, str], Title]


def titles_at(councils: Iterable[int], services: Iterable[int]) -> Titles:
    """All titles of these councils and services, in one query."""
    at_councils, at_services = sorted(set(councils)), sorted(set(services))
    if not (at_councils or at_services):
        return {}
    rows = Title.all_rows.filter(Q(council__in=at_councils) | Q(service__in=at_services))
    return {
        ("council", row.council_id, row.role) if row.council_id else ("service", row.service_id or 0, row.role): row
        for row in rows
    }


def titles_of(rows: Iterable[Any]) -> Titles:
    """The titles that could stand on these appointments or invitations. The title of a school role is its council's."""
    keys = [key for row in rows for key in _organisations(row)]
    return titles_at([key for kind, key in keys if kind == "council"], [key for kind, key in keys if kind == "service"])


def titles_around(council: int) -> dict[str, str]:
    """What roles are called in a council and in the services that work for it today, by role, in one query."""
    serving = ServiceCouncil.all_rows.filter(current(clock.today()), council=council)
    rows = Title.all_rows.filter(Q(council=council) | Q(service__in=serving.values("service")))
    return {row.role: row.title for row in rows}


def with_adviser_title(schools: QuerySet[Any]) -> QuerySet[Any]:
    """Each school knows what an adviser is called by the service that works for its council; empty without a title."""
    serving = ServiceCouncil.all_rows.filter(current(clock.today()), council=OuterRef(OuterRef("council")))
    titles = Title.all_rows.filter(service__in=serving.values("service"), role=Role.SERVICE_ADVISER).order_by("pk")
    words = Subquery(titles.values(f"title_{reader_language()}")[:1])
    return schools.annotate(adviser_title=Coalesce(words, Value(""), output_field=CharField()))


def adviser_title(school: Any) -> str:
    """What the school's service calls an adviser; the portal's own word where it has no title of its own."""
    return getattr(school, "adviser_title", "") or _("adviser")


def adviser_words(councils: Any) -> str:
    """What advisers are called in these councils, where their services agree; else the portal's word."""
    serving = ServiceCouncil.all_rows.filter(current(clock.today()), council__in=councils)
    rows = Title.all_rows.filter(service__in=serving.values("service"), role=Role.SERVICE_ADVISER)
    titles = {row.title for row in rows}
    return titles.pop() if len(titles) == 1 else str(ROLE_WORDS[Role.SERVICE_ADVISER])


def adviser_in(service: Any) -> str:
    """What this service calls an adviser, at the head of a column or beside a box."""
    title = Title.all_rows.filter(service=service, role=Role.SERVICE_ADVISER).first() if service else None
    return title.title if title else str(ROLE_WORDS[Role.SERVICE_ADVISER])


def role_words(row: Any, titles: Titles | None = None) -> str:
    """The title of one appointment or invitation, in the language of the page."""
    if row.acting and row.role == Role.HEADTEACHER:
        return _("Acting headteacher")
    if titles is None and hasattr(row, "titled_cy"):  # read together with the appointment
        return in_reader_language(row, "titled") or str(ROLE_WORDS[Role(row.role)])
    known = titles_of([row]) if titles is None else titles
    for kind, key in _organisations(row):
        if title := known.get((kind, key, row.role)):
            return title.title
    return str(ROLE_WORDS[Role(row.role)])


def _organisations(row: Any) -> list[tuple[str, int]]:
    if row.school_id:
        return [("council", row.school.council_id)]
    if row.council_id:
        return [("council", row.council_id)]
    return [("service", row.service_id)] if row.service_id else []
