"""The statutory check as a table: for each row of the law one plan that satisfies it and one that does not."""

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from schools.models import PlanSection
from schools.models.plan_text import Consulted
from schools.statutory_rows import ROWS, checked, in_two_parts, missing_in, row_of
from schools.statutory_rules import Facts, State
from schools.summary_contents import HowFar

TODAY = dt.date(2026, 11, 30)
WORDS = {
    "cy": {"text": "Mae mwy yn darllen.", "why": "Dogfen yr ysgol, tudalen 4"},
    "en": {"text": "More of them read.", "why": "The school’s document, page 4"},
}
LANGUAGES = sorted(WORDS)
FACTS = Facts(
    today=TODAY,
    national_priorities=frozenset({"attendance", "literacy"}),
    last_targets=(True, True),
    is_approved_before=True,
    revision_due_on=dt.date(2027, 9, 10),
    summary=HowFar(is_published=True),
    recommendations=frozenset({"r1", "r2"}),
)


def plan(lang: str) -> dict[str, Any]:
    """A plan that holds everything."""
    text = WORDS[lang]["text"]
    target = {"id": "t", "text": text, "expected_outcome": text, "lang": lang}
    action = {"text": text, "lead": text, "starts_on": "2026-10-01", "ends_on": "2027-02-01", "cost": "120.00"}
    words = {"text": text, "lang": lang, "purpose": text, "monitored_how": text}
    return {
        "first_year": 2026,
        "priorities": [
            {**words, "id": f"p{year}", "year": year, "targets": [target], "actions": [action],
             "recommendations": [{"id": f"r{year}"}]}
            for year in (1, 2, 3)
        ],
        "texts": [{"part": part.value, "text": text, "lang": lang} for part in PlanSection],
        "consultations": [
            {"consulted": group.value, "held_on": "2026-06-10", "note": text, "lang": lang} for group in Consulted
        ],
        "national_priorities": [
            {"id": "attendance", "priorities": ["p1"]},
            {"id": "literacy", "explanation": text, "lang": lang},
        ],
        "grants": [{"id": "g", "kind": "pdg", "lines": []}],
        "answers": [],
        "approval": {"approved_on": "2026-09-10", "meeting": text, "lang": lang},
    }  # fmt: skip


Spoils = Callable[[dict[str, Any]], Any]


def without(key: str) -> Spoils:
    return lambda content: content.pop(key)


def without_section(part: str) -> Spoils:
    return lambda content: content.update(texts=[row for row in content["texts"] if row["part"] != part])


def without_year(year: int) -> Spoils:
    return lambda content: content.update(priorities=[row for row in content["priorities"] if row["year"] != year])


def but(**facts: Any) -> dict[str, Any]:
    return facts


# Each row, what makes the whole plan fail it, and the facts under which it does.
FAILS: list[tuple[str, Spoils, dict[str, Any]]] = [
    ("priorities_now", without_year(1), {}),
    ("priorities_later", without_year(2), {}),
    ("priorities_later", without_year(3), {}),
    ("national_priorities", lambda content: content["national_priorities"].pop(), {}),
    ("national_priorities", lambda content: content["national_priorities"][0].update(priorities=[]), {}),
    ("targets", lambda content: content["priorities"][0].update(targets=[]), {}),
    ("outcomes", lambda content: content["priorities"][0]["targets"][0].pop("expected_outcome"), {}),
    ("outcomes", lambda content: content["priorities"][0].update(targets=[]), {}),
    ("strategy", without_section("strategy"), {}),
    ("professional_development", without_section("professional_development"), {}),
    ("families", without_section("families"), {}),
    ("community", without_section("community"), {}),
    ("resources", without_section("resources"), {}),
    ("resources_later", without_section("resources_later"), {}),
    ("last_targets", lambda content: None, but(last_targets=(True, False))),
    ("last_targets", lambda content: None, but(last_targets=None)),
    ("performance", without_section("performance"), {}),
    *[
        ("consultation", lambda content, number=number: content["consultations"].pop(number), {})
        for number in range(len(Consulted))
    ],
    ("approval", without("approval"), {}),
    ("approval", without("approval"), but(is_approved_before=False)),
    ("revision", lambda content: None, but(revision_due_on=TODAY - dt.timedelta(days=1))),
    ("summary_report", lambda content: None, but(summary=None)),
    ("summary_report", lambda content: None, but(summary=HowFar(parts_left=2))),
    ("action_plan", lambda content: content["priorities"][1].update(recommendations=[]), {}),
    ("action_plan", lambda content: None, but(recommendations=frozenset())),
    ("summary_web", lambda content: None, but(summary=None)),
    ("summary_web", lambda content: None, but(summary=HowFar())),
    ("grants", without("grants"), {}),
    *[
        ("each_priority", lambda content, name=name: content["priorities"][0].pop(name), {})
        for name in ("purpose", "monitored_how")
    ],
    *[
        ("each_priority", lambda content, name=name: content["priorities"][0]["actions"][0].pop(name), {})
        for name in ("cost", "lead", "starts_on")
    ],
]


def found_in(content: dict[str, Any], facts: Facts = FACTS) -> dict[str, Any]:
    return {each.row.code: each for each in checked(content, facts)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", [row.code for row in ROWS])
def test_a_plan_that_holds_everything_satisfies_each_row(code, lang):
    with translation.override(lang):
        assert found_in(plan(lang))[code].state == State.PRESENT
        assert str(row_of(code))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("code", "spoil", "facts"), FAILS, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(FAILS)])
def test_a_plan_that_lacks_what_a_row_asks_for_does_not_satisfy_it(code, spoil, facts, lang):
    content = copy.deepcopy(plan(lang))
    spoil(content)
    known = Facts(**{**FACTS.__dict__, **facts})
    with translation.override(lang):
        found = found_in(content, known)[code]
        assert found.state == State.MISSING and found.words and "%(" not in found.words
    assert (code in missing_in(content, known)) is row_of(code).is_asked_by_law


def test_every_row_but_the_period_can_fail_and_the_period_cannot():
    assert {code for code, *_ in FAILS} == {row.code for row in ROWS} - {"period"}
    assert found_in({"first_year": 2026, "priorities": []})["period"].state == State.PRESENT


def test_the_rows_stand_in_the_order_of_the_law_and_in_two_parts():
    law, useful = in_two_parts(checked(plan("en"), FACTS))
    numbers = "1 2 3 4 5 6 7 8 9a 9b 10a 10b 11 12 13 14 15 16 17"
    assert [each.row.number for each in law] == numbers.split()
    assert [each.row.number for each in useful] == ["16", "18", "19"]
    assert all(len(row.code) <= 24 for row in ROWS), "an answer keeps the code"


def test_what_does_not_arise_is_not_needed_and_is_not_missing():
    content = plan("en")
    none = Facts(today=TODAY, last_targets=(), revision_due_on=TODAY, is_approved_before=True, summary=HowFar())
    del content["national_priorities"]
    found = found_in(content, none)
    for code in ("national_priorities", "last_targets", "action_plan"):
        assert found[code].state == State.NOT_NEEDED and found[code].words
    assert missing_in(content, none) == []


def test_an_empty_plan_misses_what_the_law_asks_and_what_is_useful_is_never_counted():
    missing = missing_in(
        {"first_year": 2026, "priorities": []}, Facts(today=TODAY, revision_due_on=dt.date(2026, 9, 1))
    )
    assert missing == [
        row.code
        for row in ROWS
        if row.is_asked_by_law and row.code not in ("period", "national_priorities", "action_plan")
    ]


def answered(code: str, answer: str) -> dict[str, Any]:
    return {
        "first_year": 2026,
        "priorities": [],
        "answers": [{"row": code, "answer": answer, "words": "x", "lang": "en"}],
    }


BARE = Facts(
    today=TODAY,
    national_priorities=frozenset({"attendance"}),
    recommendations=frozenset({"r1"}),
    revision_due_on=dt.date(2026, 9, 1),
)


@pytest.mark.parametrize("code", [row.code for row in ROWS if row.code != "period"])
def test_a_row_may_be_answered_in_the_schools_own_document_but_an_approval_and_a_revision_are_facts(code):
    state = found_in(answered(code, "own_document"), BARE)[code].state
    assert state == (State.MISSING if code in ("approval", "revision") else State.PRESENT)


@pytest.mark.parametrize("code", [row.code for row in ROWS if row.code != "period"])
def test_that_a_row_is_not_needed_the_school_says_only_where_the_law_leaves_room(code):
    leaves_room = {"last_targets", "summary_web", "grants", "each_priority"}
    state = found_in(answered(code, "not_needed"), BARE)[code].state
    assert state == (State.NOT_NEEDED if code in leaves_room else State.MISSING)


def test_a_summary_in_one_language_is_enough_for_the_governors_report_and_says_what_is_not_in_the_other():
    known = Facts(**{**FACTS.__dict__, "summary": HowFar(lacks_cy=1, lacks_en=2)})
    found = found_in(plan("en"), known)
    assert found["summary_report"].state == State.PRESENT and found["summary_web"].state == State.MISSING
    said = "1 line of the summary is not in Welsh yet. 2 lines of the summary are not in English yet."
    assert found["summary_report"].words == said


def test_last_years_targets_are_needed_once_the_plan_that_set_them_is_in_the_portal():
    content = answered("last_targets", "not_needed")
    known = Facts(**{**BARE.__dict__, "last_targets": (False,)})
    assert found_in(content, known)["last_targets"].state == State.MISSING


def test_what_is_written_in_the_portal_counts_whatever_was_answered():
    content = plan("en")
    content["answers"].append({"row": "grants", "answer": "not_needed", "words": "x", "lang": "en"})
    found = found_in(content)["grants"]
    assert found.state == State.PRESENT and found.answer["words"] == "x"


def test_blank_words_are_nothing():
    content = plan("cy")
    content["texts"][0]["text"] = " \n "
    assert missing_in(content, FACTS) == ["strategy"]
