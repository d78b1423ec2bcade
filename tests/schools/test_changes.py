"""What changed between two texts: nothing lost, nothing invented, and readable."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.changes import Kind, Piece, changes

TEXT = st.text(alphabet="ab ŵ.?!\n’-", max_size=120)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.words) for piece in changes(before, after)]


@given(TEXT, TEXT)
def test_both_texts_can_be_read_from_what_is_told(before, after):
    pieces = changes(before, after)
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
    pieces = changes(same + "Diwedd da.", same + "Diwedd gwell.")
    assert [piece.kind for piece in pieces][:2] == [Kind.LEFT_OUT, Kind.SAME]
    assert pieces[1].words.startswith("gair") and len(pieces[1].words.split()) == 12
    assert Piece(Kind.REMOVED, "da") in pieces


@pytest.mark.parametrize("unit", ["a ", "a. ", "gair arall, ", "x\n"])
def test_the_longest_texts_are_compared_in_a_moment(unit):
    longest = (unit * 20_000)[:20_000]
    begun = time.process_time()
    changes(longest, longest[: len(longest) // 2] + " newydd " + longest[len(longest) // 2 :])
    changes(longest, "y " * 10_000)
    assert time.process_time() - begun < 5
