"""How long each page takes for each role, told as a ratio to a bare view measured in the same run.

The pages are those of the resolver, the roles those of the policy; what is opened is found in the made-up data. Where
nothing opens, the page is named with the reason.
"""

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement_portal.demo import deeds
from improvement_portal.demo.build import load
from schools import clock
from schools.access import rule_for
from schools.checks import routes
from schools.doors import ROUTES, Public
from schools.models import Person, School
from schools.policy import Role

from .openings import ARGUMENT, openings
from .scratch import scratch_database

TIMES = 30
PEOPLE = 10  # so many of a role are asked for somebody who may open a page: the schools stand at ten stages
TRIES = 8  # so many addresses are tried for one of them
VISITOR = "visitor"  # of what needs no sign-in
NO_PAGE = ("takes no GET", "is no page")  # reasons that no other address would change


@dataclass(frozen=True)
class Row:
    """One line of the result."""

    page: str
    role: str
    queries: int
    bytes: int
    p50_ms: float
    p95_ms: float
    ratio: float


@dataclass(frozen=True)
class NotMeasured:
    """A page that a role may enter, and why it was not measured."""

    page: str
    role: str
    reason: str


@dataclass(frozen=True)
class Reader:
    """Somebody of a role in a browser; nobody in particular where no sign-in is needed."""

    person: Person | None
    client: Client


@dataclass(frozen=True)
class Route:
    """A route of ours; `page` is its name, with its arguments where several addresses share the name."""

    name: str
    path: str
    page: str


def our_routes() -> list[Route]:
    """Every route that the policy names one by one, in the order of the site map."""
    ours = [(name, path) for path, name, _pattern in routes() if name in ROUTES]
    names = [name for name, _path in ours]
    return [
        Route(name, path, name if names.count(name) == 1 else " ".join([name, *arguments_of(path)]))
        for name, path in ours
    ]


def arguments_of(path: str) -> list[str]:
    return [name for _kind, name in ARGUMENT.findall(path)]


def milliseconds(get: Callable[[], Any], times: int) -> list[float]:
    """How long each of `times` calls took, sorted; warmed up first, the collector held off."""
    get()
    taken = []
    gc.disable()
    try:
        for _again in range(times):
            begun = time.perf_counter()
            get()
            taken.append((time.perf_counter() - begun) * 1000)
    finally:
        gc.enable()
    return sorted(taken)


def floor() -> float:
    """The median time of the bare view, in milliseconds."""
    school = School.objects.as_system("the school of the floor").order_by("pk")[0]
    with override_settings(ROOT_URLCONF="improvement_portal.benchmarks.floor", MIDDLEWARE=[]):
        bare = Client()
        taken = milliseconds(lambda: bare.get(f"/{school.public_id}/"), TIMES * 3)
    return taken[len(taken) // 2]


def measured() -> Iterator[Row | NotMeasured]:
    """Each page for each role that may enter it; the floor is measured again beside each role."""
    every = our_routes()
    for role in (VISITOR, *Role):
        people, ground = readers(role), floor()
        for route in every:
            if enters(role, route.name):
                yield measure(route, role, people, ground)


def enters(role: str, name: str) -> bool:
    rule = rule_for(name)
    return role == VISITOR if isinstance(rule, Public) else rule is not None and role in rule


def readers(role: str) -> list[Reader]:
    """The first people of a role, signed in; each has opened one page, so that nothing is read for the first time."""
    if role == VISITOR:
        return [Reader(None, Client())]
    rows = Person.objects.filter(appointments__role=role).order_by("appointments__pk")
    found = []
    for person in rows[:PEOPLE]:
        reader = Reader(person, Client())
        reader.client.force_login(person)
        reader.client.get(reverse("home:index"))
        found.append(reader)
    return found


def measure(route: Route, role: str, people: list[Reader], ground: float) -> Row | NotMeasured:
    """By the first of these people for whom the page opens."""
    reasons: list[str] = []
    for reader in people:
        for url in islice(addresses(route, reader), TRIES):
            with CaptureQueriesContext(connection) as queries:
                response = reader.client.get(url)
            asked = len(queries)  # before the next request empties the log
            if not (reason := why_not(response)):
                taken = milliseconds(partial(reader.client.get, url), TIMES)
                p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
                size = len(response.content)
                return Row(route.page, role, asked, size, round(p50, 2), round(p95, 2), round(p50 / ground, 1))
            reasons.append(reason)
            if reason.startswith(NO_PAGE):
                return NotMeasured(route.page, role, reason)
    wanted = ", ".join(arguments_of(route.path))
    return NotMeasured(route.page, role, reasons[0] if reasons else f"the data hold nothing to open ({wanted})")


def addresses(route: Route, reader: Reader) -> Iterator[str]:
    if not arguments_of(route.path):
        yield reverse(route.name)
        return
    for arguments in openings(reader.person, route.name, route.path):
        yield reverse(route.name, kwargs=arguments)


def why_not(response: Any) -> str:
    """Why an answer is no page, in words; empty when it is one."""
    if response.status_code == 405:
        return "takes no GET"
    if response.status_code in (301, 302):
        return "leads elsewhere, for what the data hold"
    if response.status_code != 200:
        return f"the data hold nothing that opens (answered {response.status_code})"
    kind = response.headers["Content-Type"].split(";")[0]
    return "" if kind == "text/html" else f"is no page but {kind}"


def run(*, schools: int, years: int) -> list[Row | NotMeasured]:
    with scratch_database() as as_owner, override_settings(**_for_measuring()):
        as_owner(lambda: load(schools=schools, years=years, seed=1, today=clock.today()))
        deeds.do()
        as_owner(_analyse)
        return list(measured())


def _for_measuring() -> dict[str, Any]:
    """The pages need no files gathered by `collectstatic` to be measured."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {
        "ALLOWED_HOSTS": [*settings.ALLOWED_HOSTS, "testserver"],
        "STORAGES": {**settings.STORAGES, "staticfiles": plain},
    }


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
