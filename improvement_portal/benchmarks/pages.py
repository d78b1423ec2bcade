"""How long each page takes for each role, told as a ratio to a bare view measured in the same run."""

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussions.models import DiscussionSchool, Record
from improvement_portal.demo.build import load
from schools import clock
from schools.models import Appointment, Person, School, Version
from schools.policy import Role

from .scratch import scratch_database

TIMES = 30
ROLES = [Role.HEADTEACHER, Role.CHAIR_OF_GOVERNORS, Role.COUNCIL_OFFICER, Role.SERVICE_ADVISER, Role.SERVICE_LEAD]


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


def the_school() -> School:
    """The second school of the demo has come all the way through its year."""
    return list(School.objects.as_system("the school to measure").order_by("pk")[:2])[-1]


def addresses() -> list[tuple[str, str]]:
    """The pages to measure, by name, with that school's addresses."""
    school = the_school()
    year = clock.current_school_year()
    link = DiscussionSchool.objects.as_system("its discussion").filter(school=school).order_by("-pk").first()
    version = Version.objects.as_system("its submission").filter(school=school, version_kind="self_evaluation")
    pages: list[tuple[str, list[Any]]] = [
        ("home:index", []),
        ("register:index", []),
        ("register:detail", [school.public_id]),
        ("self_evaluations:index", [school.public_id]),
        ("self_evaluations:detail", [school.public_id, year]),
        ("self_evaluations:history", [school.public_id, year]),
        ("evidence:index", [school.public_id]),
        ("plans:index", [school.public_id]),
        ("plans:detail", [school.public_id, year]),
        ("professional_discussions:index", []),
        ("support:index", [school.public_id]),
    ]
    if found := version.first():
        pages.append(("self_evaluations:version", [school.public_id, found.school_year, found.number]))
    if link:
        pages.append(("professional_discussions:detail", [link.discussion.public_id]))
        if Record.objects.as_system("is there a record?").filter(discussion=link.discussion_id).exists():
            pages.append(("records:detail", [link.discussion.public_id]))
    return [(name, reverse(name, args=arguments)) for name, arguments in pages]


def milliseconds(get: Callable[[], Any], times: int = TIMES) -> list[float]:
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
    school = the_school()
    with override_settings(ROOT_URLCONF="improvement_portal.benchmarks.floor", MIDDLEWARE=[]):
        bare = Client()
        taken = milliseconds(lambda: bare.get(f"/{school.public_id}/"), TIMES * 3)
    return taken[len(taken) // 2]


def measured() -> Iterator[Row]:
    """A row for each page that a role may open; the floor is measured again beside each role."""
    pages = addresses()
    for role in ROLES:
        client = Client()
        client.force_login(someone(role))
        ground = floor()
        for name, url in pages:
            with CaptureQueriesContext(connection) as queries:
                response = client.get(url)
            asked = len(queries)  # before the next request empties the log
            if response.status_code == 200:
                taken = milliseconds(partial(client.get, url))
                p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
                size = len(response.content)
                yield Row(name, role, asked, size, round(p50, 2), round(p95, 2), round(p50 / ground, 1))


def someone(role: Role) -> Person:
    """Who holds this role at the measured school, or else anywhere."""
    rows = Appointment.objects.as_system("whom to measure as").filter(role=role).order_by("pk")
    row = rows.filter(school=the_school()).first() or rows[0]
    return row.person


def run(*, schools: int, years: int) -> list[Row]:
    with scratch_database() as as_owner, override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        as_owner(lambda: load(schools=schools, years=years, seed=1, today=clock.today()))
        as_owner(_analyse)
        return list(measured())


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
