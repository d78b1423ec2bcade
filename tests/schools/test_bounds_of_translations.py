"""What comes back from the translators is read in turns, and no more of it is kept than can stand beneath a text."""

from typing import Any

import pytest

from schools.documents.reading import TURNS
from schools.models import BroughtTranslation, TranslationRequest, Version
from schools.translations import forms
from tests.on_pages import Visitor
from tests.schools.sheets import as_file, filled, sheet_for
from tests.schools.test_translations import asks, brings, evaluation, frozen, url  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(alun: Any, frozen: Version) -> TranslationRequest:  # noqa: F811 (a fixture)
    return asks(alun, frozen)


def test_whoever_comes_third_is_told_to_wait_and_nothing_is_read(olwen, asked, monkeypatch):
    read = []
    monkeypatch.setattr(forms, "rows_in", read.append)
    visitor = Visitor(olwen, "en").open(url("bring", asked))
    for _place in range(2):
        TURNS.at_the_door.acquire()
    try:
        visitor.press(file=as_file(filled(sheet_for(asked)))).says("Other documents are being read at this moment.")
    finally:
        TURNS.at_the_door.release(2)
    assert read == [] and not BroughtTranslation.all_rows.exists()


@pytest.mark.parametrize(("number", "longest", "where"), [(0, 30_000, "going well"), (3, 3000, "Strengths")])
def test_a_translation_longer_than_can_stand_there_is_refused_and_its_row_is_named(
    olwen, asked, number, longest, where
):
    document = filled(sheet_for(asked))
    cells = [row.cells for row in document.tables[0].rows[1:] if len(row._tr.tc_lst) == 3][number]
    cells[2].text = "a" * (longest + 1)
    page = brings(olwen, asked, document).says(f"code {cells[0].text} (", where, f"more than {longest:,} characters")
    assert not BroughtTranslation.all_rows.exists()
    cells[2].text = "a" * longest
    page.press(file=as_file(document)).says("What was understood")


def test_of_what_found_no_place_only_the_beginning_is_shown(olwen, asked):
    document = filled(sheet_for(asked))
    document.tables[0].add_row().cells[2].text = "b" * 50_000
    page = brings(olwen, asked, document).fill().says("What found no place", "More follows")
    assert 500 < page.page.count("b" * 10) * 10 < 700
