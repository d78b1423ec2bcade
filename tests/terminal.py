"""Figures that tests have counted, for the summary at the end of the run: what a test prints itself is never shown."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

FIGURE = "figure: "


@pytest.fixture
def terminal(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Count so many of something. It travels with the test's report, from a worker's process too, and is added up."""
    return lambda what, number: record_property(FIGURE + what, number)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    figures: Counter[str] = Counter()
    for report in (report for group in ("passed", "failed") for report in terminalreporter.stats.get(group, [])):
        for name, number in getattr(report, "user_properties", []) if report.when == "call" else []:
            if name.startswith(FIGURE):
                figures[name.removeprefix(FIGURE)] += number
    if figures:
        terminalreporter.section("counted")
    for what, number in figures.items():
        terminalreporter.line(f"{number:,} {what}")
