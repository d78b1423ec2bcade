"""The benchmarks run, and say what they promise to say."""

import io
import json

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_are_told_by_page_role_queries_bytes_times_and_ratio(tmp_path, monkeypatch):
    monkeypatch.setattr("improvement_portal.benchmarks.pages.TIMES", 1)
    result = tmp_path / "pages.json"
    call_command("benchmark", "pages", schools=2, years=1, json=str(result), stdout=io.StringIO())
    rows = json.loads(result.read_text())
    assert {tuple(row) for row in rows} == {("page", "role", "queries", "bytes", "p50_ms", "p95_ms", "ratio")}
    assert {"home:index", "records:detail", "plans:detail"} <= {row["page"] for row in rows}
    assert all(0 < row["queries"] <= 12 for row in rows)


def test_the_import_is_told_new_and_unchanged(tmp_path):
    result = tmp_path / "import.json"
    call_command("benchmark", "import", schools=30, json=str(result), stdout=io.StringIO())
    assert [row["step"] for row in json.loads(result.read_text())] == ["new", "unchanged"]
