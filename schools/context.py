"""What every page's frame needs: the navigation of the role the person acts in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from schools.checks import rule_for
from schools.policy import Public


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
    entries = []
    for route, label in _menu():
        rule = rule_for(route)
        if rule is None or isinstance(rule, Public) or not person.standing.roles & rule:
            continue
        url = reverse(route)
        entries.append(Entry(label, url, request.path == url or _within(request.path, url)))
    return {"navigation": entries}


def _menu() -> list[tuple[str, str]]:
    return [("home:index", _("Home"))]


def _within(path: str, url: str) -> bool:
    return len(url) > len("/en/home/") and path.startswith(url)
