"""What every page's frame needs: the navigation of the role the person acts in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from schools.access import may_enter
from schools.people.queries import closed_by_interest, title_acted_in

# What somebody does for themselves stands under "Your settings", not under the people they manage.
OWN_PAGES = frozenset(f"people:{page}" for page in ("language", "hat", "interests", "declare", "end_interest")) | {
    "account_change_password",
    "mail_wishes:edit",
    *(f"calendar_feed:{page}" for page in ("index", "renew", "end")),
}
# What a school meets about stands under the discussions, wherever its address begins.
OF_DISCUSSIONS = frozenset({"finding", "rounds", "planning", "this_year", "year_plan", "year_start"})


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    """`navigation`: the entries this role may enter."""
    person: Any = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"navigation": []}
    frame = {
        "role_title": SimpleLazyObject(lambda: title_acted_in(person)),
        "switch_url": reverse("people:hat") if len(person.hats) > 1 else "",
        "closed_by_interest": SimpleLazyObject(lambda: closed_by_interest(person)),
        "interest_here": SimpleLazyObject(lambda: _interest_here(request, person)),
    }
    entries = []
    here = request.resolver_match.view_name if request.resolver_match else ""
    for route, label in _menu():
        if not may_enter(person, route):
            continue
        url = reverse(route)
        if route == "register:index":
            url, label = _own_school(person, url, label)
        current = request.path == url or _within(request.path, url)
        if here.split(":")[0] in OF_DISCUSSIONS:
            current = route == "professional_discussions:index"
        own_page = here in OWN_PAGES or here.startswith("availability:")
        entries.append(Entry(label, url, route == "people:language" if own_page else current))
    return {**frame, "navigation": entries}


def _interest_here(request: HttpRequest, person: Any) -> Any:
    """The school of this address, if an interest has closed it to the person; else empty."""
    asked = request.resolver_match.kwargs.get("school") if request.resolver_match else None
    return next((school for school in closed_by_interest(person) if asked == school.public_id), "")


def _menu() -> list[tuple[str, str]]:
    return [
        ("home:index", _("Home")),
        ("register:index", _("Schools")),
        ("professional_discussions:index", _("Professional discussions")),
        ("people:index", _("People")),
        ("admin:index", _("Reference data and people")),
        ("people:language", _("Your settings")),
    ]


def _own_school(person: Any, url: str, label: str) -> tuple[str, str]:
    """Somebody who works at one school goes straight to it; everybody else to the list."""
    acting = [row for row in person.appointments_today if person.hat is None or row.role == person.hat]
    schools = {row.school_id: row.school for row in acting}
    if len(schools) != 1 or None in schools:
        return url, label
    return reverse("register:detail", args=[next(iter(schools.values())).public_id]), _("My school")


def _within(path: str, url: str) -> bool:
    return len(url) > len("/en/home/") and path.startswith(url)
