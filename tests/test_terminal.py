"""What a whole run says at its end."""

from types import SimpleNamespace

from tests.terminal import time_taken


def report(when: str, duration: float, **keywords: int) -> SimpleNamespace:
    return SimpleNamespace(when=when, duration=duration, keywords=keywords)


def test_a_test_counts_once_with_its_setting_up_and_tearing_down():
    parts = [report("setup", 0.01), report("call", 0.01), report("teardown", 0.01), report("call", 0.03)]
    seen = [report("setup", 1.0, browser=1), report("call", 1.4, browser=1), report("call", 0.6, browser=1)]
    assert time_taken([*parts, *seen]) == "unit tests: 2, mean 30 ms; browser part: 2 tests, 3 s of work"


def test_a_run_of_one_kind_alone_says_nothing():
    assert time_taken([report("call", 0.03)]) == ""
