"""The benchmarks run, and say what they promise to say."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from improvement_portal.benchmarks import pages
from schools.checks import routes
from schools.doors import ROUTES, Public

pytestmark = pytest.mark.django_db(transaction=True)

KEYS = ("page", "role", "queries", "bytes", "p50_ms", "p95_ms", "ratio")
# What no data of the demo’s can open: a link whose secret only the mailbox it was sent to knows.
NEVER_OPENED = {"people:join token"}
# What leads on at once in the data of the benchmark: there is no feed to end, and no search to stop.
NEVER_OPENED |= {"availability:index", "rounds:index", "school_calendar:index", "calendar_feed:end"}
NEVER_OPENED |= {"planning:stop", "planning_together:stop"}
# What is no page, but a file or a way on.
NO_PAGE = {"health", "favicon", "home:start", "register:csv", "professional_discussions:calendar", "evidence:download"}
NO_PAGE |= {"translations:download", "records:paper", "this_year:csv", "calendar", "planning:progress"}
NO_PAGE |= {"planning_together:progress"}
NO_PAGE |= {f"papers:{each}" for each in ("own", "submitted", "shared")}
NO_PAGE |= {f"own_document:{each}" for each in ("download", "submitted", "shared")}
NO_PAGE |= {f"plan_document:{each}" for each in ("download", "shared", "approved")}
NO_PAGE |= {f"plan_papers:{each}" for each in ("living", "shared", "approved", "meeting")}
NO_PAGE |= {"plan_summary:draft", "summaries:paper"}
NO_PAGE |= {f"plan_papers:{each}" for each in ("post_inspection", "post_inspection_shared")}
NO_PAGE |= {f"{each}:copy" for each in ("self_evaluations", "sharing", "plans", "records", "governing_body")}


@pytest.fixture
def told(tmp_path, monkeypatch, settings):
    """The rows of one run over fifteen schools, and the pages that it names as not measured, with their reasons.

    As it stands right after `make install`: hashed names are wanted, and no static file has been gathered.
    """
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STATIC_ROOT, settings.STORAGES = tmp_path / "static", {**settings.STORAGES, "staticfiles": hashed}
    monkeypatch.setattr(pages, "milliseconds", lambda get, times: [1.0])
    result, output = tmp_path / "pages.json", io.StringIO()
    call_command("benchmark", "pages", schools=15, years=2, json=str(result), stdout=output)
    named = re.findall(r"^Not measured: (.+) for (\w+): (.+)\.$", output.getvalue(), re.MULTILINE)
    return json.loads(result.read_text()), {(page, role): reason for page, role, reason in named}


def test_every_route_is_measured_for_every_role_that_may_enter_or_named_with_the_reason(told):
    rows, named = told
    assert {tuple(row) for row in rows} == {KEYS}
    assert [row for row in rows if row["queries"] > 12] == []
    measured = {(row["page"], row["role"]) for row in rows}
    wanted = {
        (name, str(role))
        for _path, name, _pattern in routes()
        if name in ROUTES
        for role in ([pages.VISITOR] if isinstance(ROUTES[name], Public) else ROUTES[name])
    }
    found = {(page.split(" ")[0], role) for page, role in measured | named.keys()}
    assert (found, measured & named.keys()) == (wanted, set())
    every = {page for page, _role in measured | named.keys()}
    assert every - {page for page, _role in measured} == NO_PAGE | NEVER_OPENED
    assert all(named.values())


def test_a_document_of_thirty_pages_is_told_out_and_in(tmp_path):
    result = tmp_path / "documents.json"
    call_command("benchmark", "documents", json=str(result), stdout=io.StringIO())
    rows = json.loads(result.read_text())
    assert [row["document"] for row in rows[:3]] == ["Word, out", "PDF, out", "Word, in"]
    assert {(row["language"], row["pages"] >= 30, row["bytes"] > 0) for row in rows} == {
        ("cy", True, True),
        ("en", True, True),
    }


def test_the_import_is_told_new_and_unchanged(tmp_path):
    result = tmp_path / "import.json"
    call_command("benchmark", "import", schools=30, json=str(result), stdout=io.StringIO())
    assert [row["step"] for row in json.loads(result.read_text())] == ["new", "unchanged"]


def test_the_planner_is_told_beside_two_simpler_ways_to_plan(tmp_path):
    result = tmp_path / "planner.json"
    call_command("benchmark", "planner", schools=10, json=str(result), stdout=io.StringIO())
    rows = json.loads(result.read_text())
    keys = "schools regime seed left_out least_left_out greedy_left_out soft_gap seconds moved"
    assert {tuple(row)[:9] for row in rows} == {tuple(keys.split())}
    assert {row["regime"] for row in rows} == {"loose", "typical", "tight", "officers scarce"}
    for row in rows:
        assert row["left_out"] == row["least_left_out"] <= row["greedy_left_out"] <= row["first_slot_left_out"]
        assert row["placed"] + row["left_out"] == 10
        assert row["soft_gap"] == 0
        assert row["moved"] <= max(row["broken"] + 1, 1.2 * row["broken"])


def test_the_making_of_a_data_set_is_told_and_leaves_no_file_behind(tmp_path, settings):
    settings.STORAGES = {**settings.STORAGES, "default": kept_in(tmp_path / "files")}
    result = tmp_path / "demo.json"
    call_command("benchmark", "demo", schools=2, years=1, json=str(result), stdout=io.StringIO())
    (row,) = json.loads(result.read_text())
    assert list(row) == ["schools", "years", "rows", "seconds", "rows_per_second"]
    assert (row["schools"], row["years"]) == (2, 1)
    assert row["rows"] > 100
    assert not (tmp_path / "files").exists()


def kept_in(folder: Path) -> dict[str, Any]:
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
