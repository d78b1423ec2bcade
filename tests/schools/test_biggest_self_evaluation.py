"""The biggest self-evaluation (three areas, 200 entries, 150 items of evidence) is read like a small one."""

import datetime as dt
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools import clock
from schools.models import Citation, Entry, EvidenceItem, Priority, SelfEvaluation, Strength
from tests import factories as make
from tests.on_pages import Visitor

LARGEST = 100_000  # bytes of HTML
ENTRIES, ITEMS = 200, 150
LONG = "Mae dysgwyr ym mhob dosbarth yn darllen yn fwy hyderus, ac yn sôn am lyfrau â'i gilydd. " * 4


def fill(evaluation: SelfEvaluation, by: Any, *, entries: int, items: int, findings: int) -> None:
    """Each item stands behind the text of an area, behind a strength, a priority, and an entry."""
    for again in range(findings):
        make.write_in(evaluation, f"{LONG} {again}")
    sections = list(evaluation.sections.all())
    today, texts = clock.today(), {"looked_at": LONG, "found": LONG, "so_what": LONG, "lang": "cy", "by": by}
    written = Entry.all_rows.bulk_create(
        Entry(section=section, on=today - dt.timedelta(days=number // 3), **texts)
        for number, section in zip(range(entries), cycle(sections), strict=False)
    )
    kinds = cycle(EvidenceItem.Kind.values)
    school, told = evaluation.school, {"shows": LONG, "lang": "cy", "gathered_on": today}
    title = "Taith ddysgu ar draws yr ysgol yn nhymor yr hydref"
    found = EvidenceItem.all_rows.bulk_create(
        EvidenceItem(school=school, title=f"{title} {number}", evidence_kind=next(kinds), **told)
        for number in range(items)
    )
    places: list[tuple[str, list[Any]]] = [
        ("section", sections),
        ("strength", list(Strength.all_rows.all())),
        ("priority", list(Priority.all_rows.all())),
        ("entry", written),
    ]
    Citation.all_rows.bulk_create(
        Citation(evidence=item, **{name: row})
        for name, its in places
        for item, row in zip(found, cycle(its), strict=False)
    )


def read(client: Client, evaluation: SelfEvaluation) -> dict[str, tuple[int, int]]:
    """Of each page: its questions to the database, and its bytes."""
    own = [evaluation.school.public_id, evaluation.school_year]
    area, *_others = areas = list(evaluation.sections.values_list("area__code", flat=True))
    addresses = {
        "detail": reverse("self_evaluations:detail", args=own),
        "check": f"{reverse('self_evaluations:check', args=own)}?{urlencode({'areas': areas}, doseq=True)}",
        "index": reverse("entries:index", args=[*own, area]),
        "findings": reverse("self_evaluations:findings", args=[*own, area, "strengths"]),
        "cited": reverse("evidence:cited", args=[*own, area]),
        "cite": reverse("self_evaluations:cite", args=[*own, area]),
    }
    found = {}
    for page, path in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert answer.status_code == 200
        found[page] = (len(queries), len(answer.content))
    return found


@pytest.mark.django_db
def test_the_biggest_self_evaluation_asks_as_much_as_a_small_one_and_stays_under_100_kb(nia, school, other_school):
    make.appoint(nia, "headteacher", other_school)
    client = Client()
    client.force_login(nia)
    small, big = make.make_self_evaluation(other_school), make.make_self_evaluation(school)
    fill(small, nia, entries=3, items=3, findings=1)
    asked = read(client, small)
    fill(big, nia, entries=ENTRIES, items=ITEMS, findings=5)
    found = read(client, big)
    assert {page: questions for page, (questions, _bytes) in found.items()} == {
        page: questions for page, (questions, _bytes) in asked.items()
    }
    assert {page: size for page, (_questions, size) in found.items() if size > LARGEST} == {}


@pytest.mark.django_db
def test_strengths_and_priorities_beyond_the_first_four_have_a_page_of_their_own(nia, school):
    evaluation = make.make_self_evaluation(school)
    for number in range(12):
        make.write_in(evaluation, f"Gair {number:02d}.")
    own = [school.public_id, evaluation.school_year]
    area = evaluation.sections.select_related("area").first().area.code
    for kind in ("strengths", "priorities"):
        words = f"8 more {kind}: show all 12"
        visitor = Visitor(nia, "en").open(reverse("self_evaluations:detail", args=own)).says("Gair 03.", words)
        visitor.says_nothing_of("Gair 04.", "Gair 10.")
        visitor.follow(reverse("self_evaluations:findings", args=[*own, area, kind])).says("Gair 09.", "Next page")
        visitor.says_nothing_of("Gair 10.")
