"""A self-evaluation goes out as Word and as PDF: to whoever may read it, and holding what they may read."""

import zipfile
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from schools.circles import put
from schools.clarifications import actions as asking
from schools.models import Look, Strength, Version
from schools.sharing import actions as sharing
from tests import factories as make
from tests.on_pages import Visitor, in_language
from tests.schools.writing import save, submit

pytestmark = pytest.mark.django_db
KINDS = ("docx", "pdf")


@pytest.fixture
def evaluation(school: Any, nia: Any) -> Any:
    """Two areas are submitted, one is for the governors; then the team goes on writing."""
    found = make.make_self_evaluation(school)
    first, second, third = found.sections.order_by("area__position")
    make.write_in(found, "Mae pawb yn darllen.")
    Strength.all_rows.create(section=first, text="Reading in every class", lang="en", could_share=True)
    save(second, going_well="Dim ond i’r llywodraethwyr", by=nia)
    put(second, "governors", by=nia)
    submit(found, by=nia, areas=[first.area.code, third.area.code])
    sharing.share_with_governors(found, by=nia, once=uuid4())
    save(first, going_well="Geiriau wedyn", by=nia)
    return found


def paper(person: Any, evaluation: Any, route: str, *more: Any, language: str = "en") -> Any:
    client = Client()
    client.force_login(person)
    path = reverse(f"papers:{route}", args=[evaluation.school.public_id, evaluation.school_year, *more])
    answer: Any = client.get(in_language(language, path))
    answer.kept = answer.getvalue() if answer.streaming else b""  # it streams once
    return answer


def text_of(answer: Any) -> str:
    if answer["Content-Type"] == "application/pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.kept)).pages).split())
    with zipfile.ZipFile(BytesIO(answer.kept)) as packed:
        return packed.read("word/document.xml").decode()


def years(evaluation: Any) -> str:
    return str(evaluation.year_words.replace("/", "-"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_version_goes_out_as_it_was_frozen_and_as_far_as_it_goes(evaluation, olwen, glyn, nia, kind):
    for reader in (olwen, glyn, nia):
        said = text_of(paper(reader, evaluation, "submitted", 1, kind))
        assert "Mae pawb yn darllen." in said and "Reading in every class" in said and "We could share this" in said
        assert "Dim ond" not in said and "Geiriau wedyn" not in said and "curriculum" not in said.lower()
    said = text_of(paper(glyn, evaluation, "shared", 1, kind))
    assert "Dim ond i’r llywodraethwyr" in said and "Geiriau wedyn" not in said
    assert paper(olwen, evaluation, "shared", 1, kind).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_the_living_copy_goes_out_to_the_team_and_says_whose_it_is(evaluation, carys, olwen, glyn, kind):
    said = text_of(paper(carys, evaluation, "own", kind))
    assert "Geiriau wedyn" in said and "The copy in which the school’s team goes on writing" in said
    assert "Last submitted" in said and "Last shared with the governors" in said and "Not in this file" in said
    assert {paper(other, evaluation, "own", kind).status_code for other in (olwen, glyn)} == {403}


@pytest.mark.parametrize("kind", KINDS)
def test_a_frozen_version_is_the_same_bytes_every_time_in_each_language(evaluation, olwen, nia, kind):
    english, again = (paper(who, evaluation, "submitted", 1, kind) for who in (olwen, nia))
    welsh = paper(olwen, evaluation, "submitted", 1, kind, language="cy")
    assert "Beth sy" in text_of(welsh) and "What is going well" in text_of(english)
    assert english.kept == again.kept != welsh.kept
    name = f"ysgol-nant-y-coed-self-evaluation-{years(evaluation)}-version-1.{kind}"
    assert english["Content-Disposition"] == f'attachment; filename="{name}"'
    welsh_name = f"ysgol-nant-y-coed-hunanwerthusiad-{years(evaluation)}-fersiwn-1.{kind}"
    assert welsh["Content-Disposition"] == f'attachment; filename="{welsh_name}"'
    assert english["X-Content-Type-Options"] == "nosniff"


def test_the_school_sees_who_took_a_document_away(evaluation, olwen, nia):
    paper(olwen, evaluation, "submitted", 1, "pdf")
    paper(nia, evaluation, "submitted", 1, "pdf")
    assert [look.by for look in Look.all_rows.all()] == [olwen]


def test_every_page_that_shows_one_leads_to_both_kinds(evaluation, nia, glyn):
    own = [evaluation.school.public_id, evaluation.school_year]
    for kind in KINDS:
        visitor = Visitor(nia, "cy").open(reverse("self_evaluations:detail", args=own))
        visitor.takes(reverse("papers:own", args=[*own, kind]))
        for page, route in (("self_evaluations:version", "submitted"), ("sharing:version", "shared")):
            visitor = Visitor(glyn, "en").open(reverse(page, args=[*own, 1]))
            visitor.takes(reverse(f"papers:{route}", args=[*own, 1, kind]))


def test_a_kind_that_nobody_makes_is_not_there(evaluation, nia):
    path = reverse("papers:own", args=[evaluation.school.public_id, evaluation.school_year, "pdf"])
    client = Client()
    client.force_login(nia)
    assert client.get(path.replace("/pdf/", "/exe/")).status_code == 404


def test_a_document_asks_as_much_with_many_strengths_as_with_one(evaluation, nia):
    asked = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            paper(nia, evaluation, "own", "docx")
        asked.append(len(queries))
        for section in evaluation.sections.all():
            Strength.all_rows.create(section=section, text="Un arall", lang="cy")
    assert asked[0] == asked[1]


def test_an_empty_self_evaluation_goes_out_too(school, carys):
    empty = make.make_self_evaluation(school)
    for kind in KINDS:
        assert "Nothing has been written here yet" in text_of(paper(carys, empty, "own", kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_version_says_its_framework_and_what_its_fingerprint_is_of(evaluation, olwen, kind):
    said = text_of(paper(olwen, evaluation, "submitted", 1, kind))
    assert evaluation.framework.name_en in said and "of the content as it was frozen, not of this file" in said


@pytest.mark.parametrize("kind", KINDS)
def test_answered_questions_go_out_with_the_version_and_name_nobody(evaluation, nia, olwen, alun, glyn, kind):
    frozen = Version.all_rows.get(version_kind="self_evaluation")
    area = frozen.words["areas"][0]["code"]
    for by, question in ((olwen, "How do you know?"), (alun, "And writing?")):
        asked = asking.ask(frozen, area=area, question=question, lang="en", by=by, once=uuid4())
    assert "Questions and answers" not in text_of(paper(olwen, evaluation, "submitted", 1, kind))
    asking.answer(asked, answer="Edrychwyd ar lyfrau.", lang="cy", by=nia, once=uuid4())
    for reader in (olwen, glyn, nia):
        said = text_of(paper(reader, evaluation, "submitted", 1, kind))
        assert "And writing?" in said and "Edrychwyd ar lyfrau." in said and "The improvement service asked on" in said
        assert "How do you know?" not in said and not {"Alun", "Nia", "Olwen"} & set(said.split())


def test_the_copy_of_what_was_never_submitted_says_nothing_of_versions(school, carys):
    said = text_of(paper(carys, make.make_self_evaluation(school), "own", "docx"))
    assert "Last submitted" not in said and "Last shared" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_version_that_was_followed_by_another_says_so_to_whoever_may_read_that(evaluation, nia, olwen, glyn, kind):
    assert "There is a newer version" not in text_of(paper(olwen, evaluation, "submitted", 1, kind))
    submit(evaluation, by=nia)
    for reader in (olwen, glyn, nia):
        said = text_of(paper(reader, evaluation, "submitted", 1, kind))
        assert "There is a newer version" in said and "Version 2, " in said
        assert "There is a newer version" not in text_of(paper(reader, evaluation, "submitted", 2, kind))
    assert "There is a newer version" not in text_of(paper(glyn, evaluation, "shared", 1, kind)), "of another kind"
