"""What changed between two texts: nothing lost, nothing invented, and readable."""

import re
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.changes import ON_A_PAGE, WITH_ITS_SPACE, Budget, Kind, Piece, changes

TEXT = st.text(alphabet="ab ŵ.?!\n’-", max_size=120)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.words) for piece in pieces_of(before, after)]


def pieces_of(before: str, after: str) -> list[Piece]:
    found = changes(before, after, Budget())
    assert found is not None
    return found


@given(TEXT, TEXT)
def test_both_texts_can_be_read_from_what_is_told(before, after):
    pieces = pieces_of(before, after)
    if not any(piece.kind is Kind.LEFT_OUT for piece in pieces):
        assert "".join(piece.words for piece in pieces if piece.kind is not Kind.REMOVED) == after
        assert "".join(piece.words for piece in pieces if piece.kind is not Kind.ADDED).split() == before.split()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "Darllen.", [("added", "Darllen.")]),
        ("Darllen.", "Darllen.", [("same", "Darllen.")]),
        (
            "Mae darllen yn gryf. Mae presenoldeb yn isel.",
            "Mae darllen yn gryf iawn. Mae presenoldeb yn isel.",
            [("same", "Mae darllen yn gryf"), ("added", " iawn"), ("same", ". Mae presenoldeb yn isel.")],
        ),
        (
            "Reading is strong.",
            "Reading is strong. Writing is next.",
            [("same", "Reading is strong."), ("added", " Writing is next.")],
        ),
        (
            "We read one good book a week in every class.",
            "We read three new books a week in every class.",
            [
                ("same", "We read "),
                ("removed", "one good book"),
                ("added", "three new books"),
                ("same", " a week in every class."),
            ],
        ),
        (
            "Mae’r plant yn darllen.",
            "Attendance rose in spring!",
            [("removed", "Mae’r plant yn darllen."), ("added", "Attendance rose in spring!")],
        ),
    ],
)
def test_words_are_marked_and_not_letters(before, after, expected):
    assert told(before, after) == expected


def test_a_long_stretch_that_stayed_the_same_is_cut_to_the_words_beside_the_change():
    same = " ".join(f"gair{number}" for number in range(200)) + ". "
    pieces = pieces_of(same + "Diwedd da.", same + "Diwedd gwell.")
    assert [piece.kind for piece in pieces][:2] == [Kind.LEFT_OUT, Kind.SAME]
    assert pieces[1].words.startswith("gair") and len(pieces[1].words.split()) == 12
    assert Piece(Kind.REMOVED, "da") in pieces


LONGEST = 20_000


def sentences_of_two_words(seed: int) -> str:
    """Forty long sentences of the words a and b: wherever one looks, much is alike and nothing quite the same."""
    return "".join(
        " ".join(Random(f"{seed} {place}").choices("ab", k=249)) + f". Yr un frawddeg {place}. " for place in range(40)
    )[:LONGEST]


def spaced(gap: str) -> str:
    return f"x.{gap * (LONGEST - 4)}y."


PAIRS = {
    "the same two words": (sentences_of_two_words(1), sentences_of_two_words(2)),
    "one letter a sentence": ("a." * 10_000, "ab." * 6_000),
    "sentences of few kinds": (
        "".join(letter + "." for letter in Random(1).choices("abcdefghij", k=10_000)),
        "".join(letter + "." for letter in Random(2).choices("abcdefghij", k=10_000)),
    ),
    "just too short to leave out what is frequent": ("a. b. " * 99, "b. b. a. " * 66),
    "spaces": (spaced(" "), spaced("\n")),
    "a word more": ("gair arall, " * 1600, "gair arall, " * 800 + "newydd " + "gair arall, " * 800),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_however_texts_are_written_no_more_is_compared_than_a_page_may(pair: str, monkeypatch: Any):
    compared = 0
    spend = Budget.spend

    def counted(budget: Budget, comparisons: int) -> None:
        nonlocal compared
        spend(budget, comparisons)
        compared += comparisons

    monkeypatch.setattr(Budget, "spend", counted)
    budget = Budget()
    for _box in range(3):
        changes(*PAIRS[pair], budget)
    assert 0 < compared <= ON_A_PAGE and compared + budget.left == ON_A_PAGE


def test_where_the_comparisons_of_a_page_are_used_up_the_texts_are_not_marked_and_an_easy_one_still_is():
    budget = Budget()
    assert changes(*PAIRS["the same two words"], budget) is None
    assert changes("Mae’n dda.", "Mae’n dda iawn.", Budget(0)) is None
    assert changes("Mae’n dda.", "Mae’n dda.", Budget(0)) == [Piece(Kind.SAME, "Mae’n dda.")]
    budget.left = 1000
    assert changes("Mae’n dda.", "Mae’n dda iawn.", budget)


@pytest.mark.parametrize("seed", range(3))
def test_ordinary_texts_of_the_greatest_length_leave_most_of_the_budget(seed: int):
    """Three boxes written half anew in each of thirty areas, in words as frequent as those of a language are."""
    words = [f"gair{number}" for number in range(900)]
    weights = [1 / (place + 1) for place in range(900)]
    random = Random(seed)

    def sentence() -> str:
        return " ".join(random.choices(words, weights, k=18)) + ". "

    before = [sentence() for _each in range(90)]
    after = [" ".join(["newydd", *each.split()[3:]]) + " " if random.random() < 0.5 else each for each in before]
    budget = Budget()
    assert changes("".join(before), "".join(after), budget) is not None
    assert ON_A_PAGE - budget.left < ON_A_PAGE // 90


@given(st.text(alphabet="a \n\t.", max_size=40))
def test_words_are_cut_with_their_spaces_and_nothing_is_lost(text: str):
    assert WITH_ITS_SPACE.findall(text) == re.findall(r"\s*\S+\s*", text)


def test_a_text_of_spaces_is_cut_in_one_pass():
    """A million of them: what looked at all of them again from each would not end today."""
    assert WITH_ITS_SPACE.findall(" " * 1_000_000) == []
