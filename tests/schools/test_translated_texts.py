"""Which texts go to the translators, how their rows are found again, and what the database keeps of them."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from schools.models import SelfEvaluation, Strength, Translation, TranslationRequest, Version
from schools.models.history import canonical
from schools.refusals import Refused
from schools.translatable import to_translate
from schools.translations import actions
from schools.translations.queries import code_of, sheet_of, understood
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(school: Any, nia: Any) -> SelfEvaluation:
    made = make.make_self_evaluation(school)
    make.write_in(made, "Mae darllen yn gwella.", lang="cy")
    section = made.sections.order_by("area__position").first()
    Strength.all_rows.create(section=section, text="Llyfrgell newydd", lang="cy")
    Strength.all_rows.create(section=section, text="A warm welcome", lang="en")
    submit(made, by=nia)
    return made


@pytest.fixture
def frozen(evaluation: SelfEvaluation) -> Version:
    version: Version = Version.all_rows.get()
    return version


def page(frozen: Version) -> str:
    return reverse("self_evaluations:version", args=[frozen.school.public_id, frozen.school_year, frozen.number])


def asks(by: Any, frozen: Version, wanted: str = "en") -> TranslationRequest:
    return actions.ask(frozen, wanted=wanted, by=by, once=uuid4())


@pytest.mark.parametrize("statement", ["DELETE FROM schools_translation", "UPDATE schools_translation SET text = 'x'"])
def test_a_translation_is_only_ever_added(alun, olwen, frozen, statement):
    Translation.all_rows.create(frozen=frozen, place="x", original="0" * 64, text="y", lang="en", by=olwen)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "words", [{"status": "sent"}, {"status": "done"}, {"status": "impossible"}, {"wanted": "fr"}, {"reason": "x"}]
)
def test_the_database_takes_no_half_request(alun, frozen, words):
    with pytest.raises(IntegrityError), transaction.atomic():
        TranslationRequest.all_rows.create(**{"frozen": frozen, "wanted": "en", "asked_by": alun} | words)


def test_there_is_one_open_request_a_version_and_language(alun, frozen):
    asks(alun, frozen)
    with pytest.raises(IntegrityError, match="one_translation_request"), transaction.atomic():
        TranslationRequest.all_rows.create(frozen=frozen, wanted="en", asked_by=alun)


def test_what_the_school_wrote_in_both_languages_is_not_asked_for(alun, nia, evaluation, frozen):
    content = frozen.words
    for area in content["areas"]:
        for words in (*area["boxes"], *area["strengths"], *area["priorities"]):
            words["other_language"] = {"text": "x", "lang": "en" if words["lang"] == "cy" else "cy"}
    made = {"version_kind": "self_evaluation", "thing_id": evaluation.public_id, "number": 2, "by": nia}
    place = {"school": frozen.school, "school_year": frozen.school_year}
    both = Version.all_rows.create(content=canonical(content), **made, **place)
    Visitor(alun, "en").open(page(both)).says_nothing_of("Ask the council’s translators")
    with pytest.raises(Refused, match="can be read in this language already"):
        asks(alun, both)
    content["areas"][0]["boxes"][0]["other_language"]["original_changed"] = True
    changed = Version.all_rows.create(content=canonical(content), **{**made, "number": 3}, **place)
    assert len(to_translate(changed, "en")) == 1


def test_rows_are_matched_however_word_kept_them(alun, olwen, frozen):
    asked = asks(alun, frozen)
    (first, *rest) = [row for row in sheet_of(asked).rows if not isinstance(row, str)]
    original = first.original.text.replace(" ", "\n", 1)
    rows = [["Cod / Code", ""], [f" {first.code.upper()} ", original, "One\n\nTwo", "a note"], ["loose"]]
    found = understood(asked, rows)
    assert [row.text for row in found.found] == ["One\n\nTwo"] and not found.changed
    assert found.unplaced == ["a note", "loose"]
    assert len(found.absent) == len(rest) and code_of(asked, found.found[0].of.place) == first.code
