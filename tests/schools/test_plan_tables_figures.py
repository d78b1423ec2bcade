"""Figures of any script, in what may be a date, a sum or a year of the plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.plan_tables.understanding import cost_in, day_in, days_in, folded, in_season, year_in

DIGITS = st.characters(categories=("Nd", "No"))
SIGNS = st.sampled_from(
    [" ", "/", "-", "–", ".", ",", "£", "k", " term ", " tymor yr hydref ", " haf ", " spring ", "to "]
)
WRITTEN = st.lists(st.one_of(DIGITS, st.sampled_from("0123456789"), SIGNS), max_size=20).map("".join)


@pytest.mark.parametrize("said", ["፩፪", "𐩀𐩁", "²", "፩፪፩፪", "٢٠٢٧"])
@pytest.mark.parametrize("around", ["{}", "tymor yr haf {}", "Spring term {}", "Blwyddyn {}", "{}/3/2027", "£{}k"])
def test_digits_of_other_scripts_are_no_failure(said, around):
    understand(around.format(said))


@given(st.one_of(WRITTEN, st.text()), st.integers(2000, 2100))
def test_whatever_digits_are_written_something_or_nothing_is_read(words, year):
    understand(words, year)


def understand(words: str, year: int = 2026) -> None:
    folded(words)
    for last in (False, True):
        day_in(words, year=year, last=last)
    days_in(words, year=year)
    days_in(f"{words} – {words}", year=year)
    in_season(words)
    cost_in(words)
    year_in(words, year)
