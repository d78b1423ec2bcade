"""Who wrote what, and when; what stood there before, and what was changed: readable, and the team's alone."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.changes import Budget
from schools.entries import actions as entries
from schools.models import Event, Passage, Revision, SelfEvaluation
from schools.self_evaluations import actions
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.on_pages import Visitor
from tests.schools.writing import passage, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    return make.make_self_evaluation(school)


@pytest.fixture
def section(evaluation: SelfEvaluation) -> Any:
    return evaluation.sections.select_related("area").first()


@pytest.fixture
def place(evaluation: SelfEvaluation, section: Any) -> list[Any]:
    return [evaluation.school.public_id, evaluation.school_year, section.area.code]


@pytest.fixture
def later(monkeypatch: Any) -> Any:
    """Let time pass: each call moves the portal's clock on by so many minutes."""
    now, passed = clock.now, [0]
    for model in (Event, Revision):  # what they hold as the moment of their making is the clock as it was at first
        monkeypatch.setattr(model._meta.get_field("at"), "_get_default", lambda: clock.now())

    def moves(minutes: int) -> None:
        passed[0] += minutes
        monkeypatch.setattr(clock, "now", lambda: now() + dt.timedelta(minutes=passed[0]))

    return moves


def page_of(person: Any, place: list[Any], row: Any, language: str = "en") -> Visitor:
    return Visitor(person, language).open(reverse("texts:changes", args=[*place, row.public_id]))


def test_the_team_reads_who_wrote_each_box_and_what_was_changed_in_it(nia, sion, carys, section, place, later):
    save(section, going_well="Mae darllen yn gryf.", by=nia)
    later(40)
    save(section, going_well="Mae darllen yn gryf iawn.", by=sion)
    visitor = Visitor(carys, "en").open(reverse("self_evaluations:detail", args=place[:2]))
    visitor.follow(reverse("texts:index", args=place)).says("What is going well", "Sion")
    page = visitor.follow(reverse("texts:changes", args=[*place, passage(section).public_id])).says("Nia").page
    assert page.index("Sion") < page.index("Nia"), "the newest first"
    ((_before, added),) = [part.split("<ins>") for part in page.split("</ins>")[:-1]]
    assert added.startswith("<span") and "Added from here:" in added and " iawn" in added
    assert "Written for the first time" in page


def test_the_saves_of_a_sitting_are_one_and_one_that_changed_nothing_is_none(nia, section, place, later):
    types = Typing(nia, reverse("self_evaluations:write", args=place))
    for words in ("Mae", "Mae darllen", "Mae darllen yn gryf."):
        types.type(going_well=words, lang="cy")
        later(1)
    later(60)
    save(section, going_well="Mae darllen yn gryf.", by=nia)
    page = page_of(nia, place, passage(section))
    assert page.page.count("<article") == 1
    save(section, going_well="Arall.", by=nia)
    assert page_of(nia, place, passage(section)).page.count("<article") == 2


def test_each_field_of_an_entry_is_told_apart_and_citing_evidence_makes_nobody_its_writer(
    nia, carys, sion, section, place, school, later
):
    words = {"looked_at": "Llyfrau", "found": "Brawddegau hir", "so_what": "", "lang": "cy", "on": clock.today()}
    entry = entries.add(section, by=carys, once=uuid4(), **words)
    later(40)
    Typing(carys, reverse("entries:edit", args=[*place, entry.public_id])).type(found="Brawddegau hirach")
    later(40)
    entry.refresh_from_db()
    actions.cite(entry, evidence=[make.make_evidence(school)], version=entry.version, by=nia, once=uuid4())
    later(40)
    entries.edit(entry, version=entry.version, by=sion, once=uuid4(), **(words | {"found": "Brawddegau da"}))
    page = page_of(nia, place, entry).says("What we looked at", "What we found")
    assert page.page.count("<article") == 4
    who = [line.split("<")[0].split(",")[0].strip() for line in page.page.split('<h2 class="govuk-heading-s">')[1:]]
    assert who == ["Sion", "Carys", "Carys", "Carys"]


def test_what_was_removed_is_still_read_by_the_team(nia, evaluation, section, place):
    make.write_in(evaluation)
    strength = section.strengths.get()
    actions.remove(strength, by=nia, once=uuid4())
    index = Visitor(nia, "en").open(reverse("texts:index", args=place)).says("Strength (removed:")
    index.follow(reverse("texts:changes", args=[*place, strength.public_id])).says("(cryfder)", "has been removed")
    elsewhere = evaluation.sections.select_related("area").last().area.code
    client = Client()
    client.force_login(nia)
    path = reverse("texts:changes", args=[*place[:2], elsewhere, strength.public_id])
    assert client.get(path).status_code == 404


def test_a_text_that_was_written_in_the_other_language_says_so(nia, section, place, later):
    save(section, going_well="Mae darllen yn gryf.", by=nia, lang="cy")
    later(40)
    save(section, going_well="Reading is strong.", by=nia, lang="en")
    page = page_of(nia, place, passage(section)).says("The language of this text was changed too.").page
    assert '<div class="portal-changes" lang="en">' in page
    assert '<del lang="cy">' in page


def test_a_text_copied_from_another_school_names_nobody_there(nia, owain, section, place):
    rows = Passage.all_rows.filter(section=section, box="going_well")
    rows.update(text="Copi", written_by=owain, written_at=clock.now())
    page_of(nia, place, rows.get()).says("Copi").says_nothing_of("Owain")
    Visitor(nia, "en").open(reverse("texts:index", args=place)).says_nothing_of("Owain")


def test_a_long_history_is_paged(nia, sion, section, place, later):
    for number in range(12):
        save(section, going_well=f"Fersiwn {number}.", by=nia if number % 2 else sion)
        later(1)
    page = page_of(nia, place, passage(section))
    assert page.page.count("<article") == 5
    assert "?page=3" in page.page


@pytest.mark.parametrize("who", ["olwen", "alun", "glyn", "owain"])
def test_nobody_else_reads_what_stood_there_before(who, request, nia, section, place):
    save(section, going_well="Mae darllen yn gryf.", by=nia)
    client = Client()
    client.force_login(request.getfixturevalue(who))
    for path in (
        reverse("texts:index", args=place),
        reverse("texts:changes", args=[*place, passage(section).public_id]),
    ):
        assert client.get(path).status_code in (403, 404)


def test_where_too_much_was_changed_to_be_marked_both_texts_are_shown_in_full(nia, section, place, later, monkeypatch):
    save(section, going_well="Mae’r hen eiriau’n sefyll.", by=nia)
    later(40)
    save(section, going_well="Mae’r geiriau newydd yn sefyll.", by=nia)
    in_full = "These two texts differ in too many places to mark each of them. Both are shown in full."
    row = passage(section, "going_well")
    page_of(nia, place, row).says_nothing_of(in_full)
    monkeypatch.setattr(Budget.__init__, "__defaults__", (0,))
    found = page_of(nia, place, row)
    found.says(in_full, "The text before", "The text after")
    assert found.page.count("Mae’r hen eiriau’n sefyll.") == 2  # beside the new one, and where it was written first
    assert "<ins>" not in found.page and "<del>" not in found.page
