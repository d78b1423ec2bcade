"""Figures that tests have counted, for the summary at the end of the run: what a test prints itself is never shown.

A whole run says at its end how long a test takes, too: a figure to watch, held by no test.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

import pytest

from tests.browser.examined import whole

FIGURE = "figure: "


@pytest.fixture
def terminal(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Count so many of something. It travels with the test's report, from a worker's process too, and is added up."""
    return lambda what, number: record_property(FIGURE + what, number)


def time_taken(reports: Iterable[Any]) -> str:
    """What tests of the two kinds took, each with its setting up and tearing down; empty without one of the kinds."""
    tests, seconds = Counter[bool](), Counter[bool]()
    for report in reports:
        browser = "browser" in report.keywords
        tests[browser] += report.when == "call"
        seconds[browser] += report.duration
    if not (tests[False] and tests[True]):
        return ""
    mean = seconds[False] / tests[False] * 1000
    unit, browser_part = f"unit tests: {tests[False]:,}, mean {mean:.0f} ms", f"{tests[True]:,} tests"
    return f"{unit}; browser part: {browser_part}, {seconds[True]:.0f} s of work"


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    told = [each for each in chain(*terminalreporter.stats.values()) if isinstance(each, pytest.TestReport)]
    if whole(config) and (line := time_taken(told)):
        terminalreporter.line(line)
    figures: Counter[str] = Counter()
    for report in (report for group in ("passed", "failed") for report in terminalreporter.stats.get(group, [])):
        for name, number in getattr(report, "user_properties", []) if report.when == "call" else []:
            if name.startswith(FIGURE):
                figures[name.removeprefix(FIGURE)] += number
    if figures:
        terminalreporter.section("counted")
    for what, number in figures.items():
        terminalreporter.line(f"{number:,} {what}")
