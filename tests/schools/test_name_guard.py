"""The name guard by its rules, for whatever is typed; how often it is right is measured in test_name_guard_figures."""

import time
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.name_guard import MOST, MOST_NAMES, Kind, findings
from schools.name_guard.names import Name
from schools.name_guard.reading import LONGEST
from schools.name_guard.upns import LETTERS, check_letter
from schools.name_guard.words import NAMES, WORDS, mutated

counts_of, learners_of = (import_module(f"schools.name_guard.{name}") for name in ("counts", "learners"))
DIGITS = st.text("0123456789", min_size=11, max_size=11)
LAST = st.sampled_from("0123456789" + LETTERS)
TEXTS = st.lists(
    st.sampled_from(["Tomos", "Year 4", "pupil", "dau", "o’r", "disgyblion", "3", "born", "1/2/2014", ",", ". ", "\n"])
    | st.text(max_size=8),
    max_size=40,
).map(" ".join)
ONLY_AS_WORDS = WORDS["names_also_places_or_times"] | WORDS["titles"] | WORDS["roles"] | WORDS["institutions_before"]


def kinds(text: str) -> list[str]:
    return [str(found.kind) for found in findings(text)]


def passages(text: str) -> list[str]:
    return [found.passage for found in findings(text)]


@given(DIGITS, LAST)
def test_every_upn_with_its_check_letter_is_found(digits: str, last: str) -> None:
    number = check_letter(digits + last) + digits + last
    assert passages(f"See {number}.") == [number]
    assert kinds(f"Gweler {number.lower()} hefyd") == ["upn"]


@given(DIGITS, LAST, st.sampled_from(LETTERS))
def test_a_wrong_check_letter_is_found_only_where_the_sentence_speaks_of_a_upn(
    digits: str, last: str, letter: str
) -> None:
    if letter == check_letter(digits + last):
        return
    assert kinds(f"Order {letter}{digits}{last} arrived") == []
    assert kinds(f"UPN {letter}{digits}{last} is missing") == ["upn"]


@given(TEXTS)
def test_whatever_is_typed_is_read_and_each_passage_stands_in_its_sentence(text: str) -> None:
    for found in findings(text):
        assert found.passage and found.passage in found.sentence and found.sentence in text


@given(TEXTS, TEXTS)
def test_a_finding_depends_on_no_more_than_its_own_line(one: str, other: str) -> None:
    together = findings(f"{one}\n{other}")
    assert together == list(dict.fromkeys(findings(one) + findings(other)))


def test_every_name_of_the_list_is_found_beside_a_word_for_a_learner_and_not_beside_a_title():
    wrong = []
    for name in (name.capitalize() for name in sorted(NAMES - ONLY_AS_WORDS)):
        found = [
            passages(f"We spoke with a Year 4 pupil, {name}, about reading."),
            passages(f"Buom yn siarad â disgybl o’r enw {name} am ddarllen."),
            passages(f"Ms {name} led the work."),
        ]
        wrong += [] if found == [[name], [name], []] else [name]
    assert wrong == []


@given(st.sampled_from(["Megan", "Tomos", "Mali", "Gwenllian", "Beca", "Cadi", "Dylan", "Llio", "Rhodri", "Petra"]))
def test_a_welsh_name_is_found_in_each_of_its_mutations(name: str) -> None:
    for form in mutated(name.lower()):
        assert passages(f"Rhoddwyd cynllun i {form.capitalize()}, 8 oed, yn y gwanwyn.") == [form.capitalize()]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mae Nel yn darllen yn dda erbyn hyn.", ["Nel"]),
        ("Rhoddwyd cymorth i Fali a Ffion gyda rhifedd.", ["Fali", "Ffion"]),
        ("Mae Dafydd wedi gwella.", ["Dafydd"]),
        ("Gwnaeth Guto gynnydd da eleni.", ["Guto"]),
        ("Ella needs more help with phonics.", ["Ella"]),
        ("Muhammad and Zofia made good progress.", ["Muhammad", "Zofia"]),
        ("Rhys Bowen reads well.", ["Rhys Bowen"]),
    ],
)
def test_what_is_plainly_said_of_a_learner_is_found_without_a_class_or_an_age(text: str, names: list[str]) -> None:
    assert passages(text) == names


@pytest.mark.parametrize(
    "text",
    ["Mrs Jones reads well with the class.", "Rhian read the policy again.", "Gareth has improved the library.",
     "Sioned Jones has made good progress as deputy.", "Sioned from the council made good progress with the maths.",
     "Mae Gareth wedi gwella’r llyfrgell.", "Mae Rhian wedi darllen y polisi.",
     "Gwnaeth Carys, ein dirprwy, gynnydd da."],
)  # fmt: skip
def test_the_same_words_of_whoever_works_there_raise_no_alarm(text: str) -> None:
    assert findings(text) == []


@given(st.integers(1, 4), st.sampled_from(["learners", "pupils", "boys", "girls", "children", "families"]))
def test_small_counts_are_found_in_english(number: int, whom: str) -> None:
    if number > 1:
        assert passages(f"We lost {number} {whom} in May.") == [f"{number} {whom}"]
    assert kinds(f"{number} of the eFSM {whom} left.") == ["count"]
    assert kinds(f"{number} of our 61 Year 4 {whom} left.") == ["count"]


@pytest.mark.parametrize(
    "words",
    ["un disgybl", "dau ddisgybl", "tri phlentyn", "pedwar dysgwr", "un ferch", "dwy ferch", "tair merch",
     "pedair o ferched", "dau deulu", "tri theulu", "ddau fachgen", "phedwar o blant", "dwy o’r merched"],
)  # fmt: skip
def test_small_counts_are_found_in_welsh_as_the_numbers_mutate(words: str) -> None:
    assert passages(f"Gadawodd {words} yn y gwanwyn.") == [words]


@given(
    st.integers(5, 2000) | st.sampled_from(["five", "twelve", "twenty", "a hundred and four", "forty-four", "no"]),
    st.sampled_from(["learners", "pupils", "boys", "children", "families"]),
)
def test_larger_counts_are_passed_over(number: Any, whom: str) -> None:
    assert findings(f"We welcomed {number} {whom} in the autumn.") == []
    assert findings(f"{number:,} {whom}" if isinstance(number, int) else f"{number} {whom}") == []


@pytest.mark.parametrize("share", ["4%", "3.4", "1,004", "1 in 4", "one in four", "two thirds of", "Year 4", "phase 2"])
def test_shares_and_numbered_things_are_no_counts(share: str) -> None:
    assert findings(f"This year {share} pupils took part.") == []


def test_no_more_is_told_than_anybody_could_read():
    assert len(findings("\n".join(f"3 pupils left room {number}." for number in range(500)))) == MOST


@pytest.mark.parametrize(
    "piece",
    ["1", "A", ". ", "\n", " ", "a’", "A1", "Tomos ", "Tomos, and ", "four ", "3 eFSM and ", "3 pupils ", "Mr. ",
     "born 1/1/2011 ", "UPN A12345678901", "Ysgol Dewi, ", "«ŵŷ»", "a.", "J. D. ", "tomos ", "seren, 8, "],
)  # fmt: skip
def test_nobody_can_make_it_work_for_long(piece: str) -> None:
    """200 kB each, read in seconds: what took more than linear time would take hours."""
    begun = time.monotonic()
    findings(piece * (200_000 // len(piece)))
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize("words", ["Ffion, ", "Ffion and ", "Ffion Huws, ", "Ffion gave Tomos a book. "])
def test_no_more_names_of_a_text_are_weighed_than_a_text_has(words: str, monkeypatch: Any) -> None:
    weighed = 0
    judge = learners_of._is_of_something_else

    def counted(name: Name) -> bool:
        nonlocal weighed
        weighed += 1
        return judge(name)

    monkeypatch.setattr(learners_of, "_is_of_something_else", counted)
    findings(words * (20_000 // len(words)))
    assert 0 < weighed <= MOST_NAMES + LONGEST // len("Ffion ")


def test_a_learner_is_found_behind_as_many_names_as_a_text_has_and_a_number_behind_any() -> None:
    some, many = "Ffion gave Tomos a book. " * (MOST_NAMES // 2 - 1), "Ffion gave Tomos a book. " * MOST_NAMES
    assert kinds(f"{some}Osian has an IDP.") == [Kind.LEARNER]
    assert kinds(f"{many}Two pupils left. The UPN A123456789012 is wrong.") == [Kind.COUNT, Kind.UPN]


def test_a_row_of_numbers_is_not_read_again_from_each_of_them(monkeypatch: Any) -> None:
    looked = 0
    judge = counts_of._is_number

    def counted(token: Any) -> bool:
        nonlocal looked
        looked += 1
        return judge(token)

    monkeypatch.setattr(counts_of, "_is_number", counted)
    findings("2 - " * 250)
    assert 0 < looked <= 250 * counts_of.LONGEST_ROW


def test_the_kinds_are_told_in_the_order_of_the_text():
    text = "Two pupils left. UPN A123456789012 is wrong. Ffion in Y5 was born on 1 May 2015."
    assert kinds(text) == [Kind.COUNT, Kind.UPN, Kind.BIRTH, Kind.LEARNER]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("ffion in year 5 is more confident.", "ffion"),
        ("mae mali yn darllen yn dda.", "mali"),
        ("zainab jones has an idp.", "zainab jones"),
        ("a boy called will joined us.", "will"),
        ("Mae seren, 8 oed, yn darllen.", "seren"),
        ("j.d. in year 4 has settled.", "j.d."),
        ("J. D. Evans (Year 4) has an IDP.", "J. D. Evans"),
        ("Disgynnodd presenoldeb M.B. i 71%.", "M.B."),
        ("M.B.’s attendance fell to 71%.", "M.B."),
    ],
)
def test_a_learner_is_found_in_small_letters_and_by_initials_with_a_sign_beside_them(text: str, passage: str) -> None:
    assert [found.passage for found in findings(text) if found.kind == Kind.LEARNER] == [passage]


@pytest.mark.parametrize(
    "text",
    [
        "we will in year 5 look again at fractions, and every learner will read daily.",
        "eleni ym mlwyddyn 5 byddwn yn edrych eto ar ffracsiynau.",
        "Mae seren y dosbarth yn cael ei dewis gan bob disgybl.",
        "P.E. in Year 4 is taught by a coach.",
        "Anfonir adroddiadau, h.y. ym Mlwyddyn 4 a 6, bob tymor.",
        "Swimming at 2 p.m. Year 3 go first.",
        "Mr J.D. Evans teaches Year 4.",
        "staff (c.w. and d.m.) attended phonics training.",
        "tomos was magnificent in the concert.",
    ],
)
def test_small_words_shortened_words_and_staff_raise_no_alarm(text: str) -> None:
    assert Kind.LEARNER not in kinds(text)
