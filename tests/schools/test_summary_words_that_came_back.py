"""Words of the translators and words of the school: which stand in a summary, and until when."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools.models import (
    Plan,
    SummaryLine,
    SummaryPart,
    Translation,
    TranslationRequest,
    Version,
)
from schools.refusals import Refused
from schools.summary_translations import actions
from schools.translations.queries import sheet_of
from tests.on_pages import Visitor
from tests.schools.lines_for_translation import (
    IN_BOTH,
    IN_ENGLISH,
    IN_WELSH,
    UNTIL_THEN,
    YEAR,
    asks,
    at,
    rewrite,
    take_over_url,
    translates,
    write,
)
from tests.schools.translating import asks as asks_for
from tests.schools.translating import written_in_both

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


@pytest.fixture
def welsh(plan: Plan, nia: Any) -> SummaryLine:
    write(plan, nia, "priorities", **IN_BOTH)
    return write(plan, nia, "strengths", **IN_WELSH)


@pytest.fixture
def english(plan: Plan, nia: Any) -> SummaryLine:
    return write(plan, nia, "actions", **IN_ENGLISH)


def test_what_the_school_typed_meanwhile_stays(nia, olwen, plan, welsh, english):
    asks(plan, nia)
    of_welsh, of_english = TranslationRequest.all_rows.order_by("pk")
    translates(olwen, of_welsh, "Of the translators")
    page = Visitor(nia, "en").open(take_over_url(plan))
    rewrite(welsh, nia, text_en="Our own words")
    assert page.refused() == ["The summary, or what the translators brought, has changed since you opened the page. "
                              "Look at it again."]  # fmt: skip
    page.open(take_over_url(plan)).says("Nothing of the translators waits")
    translates(olwen, of_english, "Rydym yn tyfu")
    Visitor(nia, "en").open(take_over_url(plan)).fill()
    welsh.refresh_from_db()
    assert welsh.text_en == "Our own words"


def test_words_that_changed_meanwhile_are_told_apart_and_can_be_asked_for_again(nia, olwen, plan, welsh):
    asked = asks(plan, nia)
    rewrite(welsh, nia, text_cy="Mae’r plant yn caru darllen.")
    head = Visitor(nia, "en").open(at(plan)).says("asked for this line before its words were changed", "1 line is in")
    translates(olwen, asked, "The children enjoy reading.")
    head.open(at(plan)).says("of words that have been changed since", "The children enjoy reading.")
    head.says_nothing_of(UNTIL_THEN, "brought words for")
    head.open(at(plan, "plan_summary:edit", welsh.public_id)).says("of words that have been changed since")
    assert head.form.fields["text_en"].holds == [""]
    assert asks(plan, nia) != asked
    translates(olwen, TranslationRequest.all_rows.get(status="asked"), "The children love reading.")
    head.open(at(plan)).says("The children love reading.", UNTIL_THEN).says_nothing_of("The children enjoy reading.")


def test_the_empty_box_begins_with_the_translators_words_and_saving_makes_them_the_schools(nia, olwen, plan, welsh):
    translates(olwen, asks(plan, nia), "The children enjoy reading.")
    head = Visitor(nia, "en").open(at(plan)).follow(at(plan, "plan_summary:edit", welsh.public_id))
    head.says("These are the translators’ words.", "The children enjoy reading.")
    head.fill(text_en="Our children enjoy reading.").says_nothing_of(UNTIL_THEN)
    welsh.refresh_from_db()
    assert welsh.text_en == "Our children enjoy reading."


def test_the_same_words_in_a_later_plan_are_translated_already(nia, olwen, school, plan, welsh):
    translates(olwen, asks(plan, nia), "The children enjoy reading.")
    later = Plan.all_rows.create(school=school, first_year=YEAR + 1)
    write(later, nia, "areas", **IN_WELSH)
    Visitor(nia, "en").open(at(later)).says("The children enjoy reading.", UNTIL_THEN)
    with pytest.raises(Refused):
        asks(later, nia)


def test_words_of_a_self_evaluation_lend_no_translation_to_a_summary(alun, nia, olwen, school, plan):
    written_in_both(school, nia)
    translates(olwen, asks_for(alun, Version.all_rows.get()))
    write(plan, nia, "strengths", text_cy="Yma mae darllen yn gwella.", text_en="")
    Visitor(nia, "en").open(at(plan)).says_nothing_of(UNTIL_THEN)
    asked = asks(plan, nia)
    translates(olwen, asked, "Of the summary")
    assert Translation.all_rows.filter(frozen=asked.frozen).count() == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.tuples(st.sampled_from(SummaryPart.values), st.sampled_from(["cy", "en", "both"])), min_size=1, max_size=8
    )
)
def test_whatever_lacks_a_language_goes_out_once_and_comes_back_into_that_language(nia, olwen, school, said):
    Plan.all_rows.filter(school=school).delete()
    TranslationRequest.all_rows.all().delete()
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    lines = []
    for part, kind in said:
        stands = {code: kind in (code, "both") for code in ("cy", "en")}
        words = {f"text_{code}": f"{code} {uuid4()}" if stands[code] else "" for code in stands}
        lines.append((write(plan, nia, part, **words), words))
    lacking = [line for line, words in lines if not all(words.values())]
    if lacking:
        asks(plan, nia)
    codes = []
    for asked in TranslationRequest.all_rows.order_by("pk"):
        sheet = [row for row in sheet_of(asked).rows if not isinstance(row, str)]
        codes += [row.code for row in sheet]
        assert {row.original.lang for row in sheet} == {"cy", "en"} - {asked.wanted}
        translates(olwen, asked, f"into {asked.wanted} {{}}")
    assert len(codes) == len(set(codes)) == len(lacking)
    brought = actions.asking_of(plan, nia).brought
    if brought:
        actions.take_over(plan, seen=actions.shown(brought), by=nia, once=uuid4())
    for line, words in lines:
        line.refresh_from_db()
        for code in ("cy", "en"):
            text = getattr(line, f"text_{code}")
            assert text == words[f"text_{code}"] if words[f"text_{code}"] else text.startswith(f"into {code}")
