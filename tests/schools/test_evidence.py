"""Evidence: how old it is, in words; how broad, told and never scored; and where it can be read."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from schools import ages, clock
from schools.evaluation_contents import breadth_of, content_of, readable
from schools.evidence.forms import EvidenceForm
from schools.models import NATURES, EvidenceItem, Version
from schools.self_evaluations import actions
from tests import factories as make
from tests.kept import everything_kept
from tests.on_pages import Visitor
from tests.schools.writing import submit

TODAY = dt.date(2026, 11, 29)
AGES = [
    (TODAY + dt.timedelta(1), "gathered today", "casglwyd heddiw"),
    (TODAY, "gathered today", "casglwyd heddiw"),
    (dt.date(2026, 11, 28), "gathered 1 day ago", "casglwyd 1 diwrnod yn ôl"),
    (dt.date(2026, 11, 27), "gathered 2 days ago", "casglwyd 2 ddiwrnod yn ôl"),
    (dt.date(2026, 10, 30), "gathered 30 days ago", "casglwyd 30 diwrnod yn ôl"),
    (dt.date(2026, 10, 29), "gathered 1 month ago", "casglwyd 1 mis yn ôl"),
    (dt.date(2026, 9, 30), "gathered 1 month ago", "casglwyd 1 mis yn ôl"),
    (dt.date(2026, 9, 29), "gathered 2 months ago", "casglwyd 2 fis yn ôl"),
    (dt.date(2025, 5, 29), "gathered 18 months ago", "casglwyd 18 mis yn ôl"),
    (dt.date(2024, 11, 30), "gathered 23 months ago", "casglwyd 23 mis yn ôl"),
    (dt.date(2024, 11, 29), "gathered 2 years ago", "casglwyd 2 flynedd yn ôl"),
    (dt.date(2023, 11, 1), "gathered 3 years ago", "casglwyd 3 blynedd yn ôl"),
    (dt.date(2022, 11, 1), "gathered four years ago", "casglwyd pedair blynedd yn ôl"),
    (dt.date(2021, 11, 1), "gathered 5 years ago", "casglwyd 5 mlynedd yn ôl"),
    (dt.date(2020, 11, 1), "gathered 6 years ago", "casglwyd 6 blynedd yn ôl"),
    (dt.date(2019, 11, 1), "gathered 7 years ago", "casglwyd 7 mlynedd yn ôl"),
    (dt.date(2016, 11, 1), "gathered 10 years ago", "casglwyd 10 mlynedd yn ôl"),
]


@pytest.mark.parametrize(("day", "english", "welsh"), AGES)
def test_the_age_of_evidence_is_told_in_words(monkeypatch, day, english, welsh):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    assert ages.gathered(day) == english
    with translation.override("cy"):
        assert ages.gathered(day) == welsh


def test_every_type_of_evidence_is_of_some_nature_or_said_to_be_of_none():
    assert set(NATURES) == set(EvidenceItem.Kind)


def test_breadth_names_the_types_on_either_side_and_what_is_missing():
    told = breadth_of({"attendance", "learner_voice", "aln", "other"})
    assert [(str(part["title"]), part["kinds"]) for part in told] == [
        ("What was seen and said (qualitative)", ["Learner voice", "Additional learning needs"]),
        ("What was counted (quantitative)", ["Attendance", "Additional learning needs"]),
        ("Of another kind", ["Other"]),
    ]
    assert breadth_of({"attendance"})[0]["kinds"] == []
    assert breadth_of(set()) == []


@pytest.fixture
def cited(school: Any, nia: Any) -> Any:
    """One area: learners' voice behind its text, attendance behind its priority, eighteen months old."""
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    first = evaluation.sections.order_by("area__position").first()
    long_ago = clock.today() - dt.timedelta(days=550)
    private = {"shows": "CANARY-shows", "link": "https://canary.example/x", "gathered_on": long_ago}
    for place, kind in ((first, "learner_voice"), (first.priorities.get(), "attendance")):
        item = make.make_evidence(school, f"Eitem {kind}", evidence_kind=kind, **private)
        actions.cite(place, evidence=[item], version=place.version, by=nia, once=uuid4())
    return evaluation


@pytest.mark.django_db
def test_each_area_tells_how_broad_and_how_old_its_evidence_is(cited, nia):
    where = [cited.school.public_id, cited.school_year]
    page = Visitor(nia, "en").open(reverse("self_evaluations:detail", args=where))
    page.says("What was seen and said (qualitative): Learner voice", "What was counted (quantitative): Attendance")
    page.says("gathered 18 months ago")
    assert page.page.count("How broad the evidence is") == 1, "of areas without evidence nothing is said"


@pytest.mark.django_db
def test_what_is_frozen_holds_neither_link_nor_what_the_evidence_shows(cited, nia, olwen):
    submit(cited, by=nia, once=uuid4())
    frozen = bytes(Version.all_rows.get().content).decode()
    assert "Eitem attendance" in frozen
    assert "CANARY" not in frozen and "canary" not in frozen and "breadth" not in frozen
    where = [cited.school.public_id, cited.school_year, 1]
    reader = Visitor(olwen, "en").open(reverse("self_evaluations:version", args=where))
    reader.says("What was counted (quantitative): Attendance", "gathered 18 months ago")
    reader.says_nothing_of("CANARY", "canary.example")


@pytest.mark.django_db
def test_breadth_is_reckoned_for_the_page_and_never_kept(cited):
    content = content_of(cited)
    assert all("breadth" not in area for area in content["areas"])
    assert readable(content)["areas"][0]["breadth"]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "file:///etc/passwd", "http://[",
        "https://hwb.gov.wales@example.org/", "https://a:b@example.org/", "just words", "https://" + "x" * 600,
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_and_to_nowhere_else(link):
    form = EvidenceForm({"link": link})
    assert "link" in form.errors


@pytest.mark.django_db
def test_a_link_is_shown_with_the_host_that_it_leads_to(carys, school):
    item = make.make_evidence(school, link="https://hwb.gov.wales/a/very/long/path?x=1")
    for route, more in (("index", []), ("edit", [item.public_id])):
        page = Visitor(carys, "en").open(reverse(f"evidence:{route}", args=[school.public_id, *more]))
        page.says("Link to hwb.gov.wales")
        assert 'href="https://hwb.gov.wales/a/very/long/path?x=1" rel="noreferrer noopener"' in page.page


@pytest.mark.django_db
def test_an_address_typed_without_its_beginning_is_taken_as_a_secure_one(carys, school):
    item = make.make_evidence(school)
    page = Visitor(carys, "en").open(reverse("evidence:edit", args=[school.public_id, item.public_id]))
    page.fill(link="hwb.gov.wales/x")
    item.refresh_from_db()
    assert (item.link, item.link_host) == ("https://hwb.gov.wales/x", "hwb.gov.wales")


def test_whoever_cites_can_add_an_item_and_comes_back_with_it_and_the_ticks(nia, cited):
    section = cited.sections.first()
    where = {"school": cited.school.public_id, "year": cited.school_year}
    page = reverse("self_evaluations:cite", kwargs=where | {"area": section.area.code})
    nia = Visitor(nia, "en").open(page)
    ticked = nia.form.fields["evidence"].offers[-1]
    nia.fill(evidence=[ticked], press="add")
    assert nia.path.startswith(reverse("evidence:add", args=[cited.school.public_id]))
    assert nia.offers(page), "the way back without adding anything"
    words = {"evidence_kind": "learner_voice", "title": "Fforwm y dysgwyr", "shows": "Maent yn darllen.", "lang": "cy"}
    nia.fill(**words, **{"gathered_on-day": "1", "gathered_on-month": "10", "gathered_on-year": "2026"})
    assert nia.path.startswith(page)
    nia.says("The evidence item has been added and is ticked below. Save, so that it is cited.")
    new = str(EvidenceItem.all_rows.get(title="Fforwm y dysgwyr").public_id)
    assert set(nia.form.fields["evidence"].holds) == {ticked, new}
    nia.fill(evidence=nia.form.fields["evidence"].holds)
    assert {str(row.evidence.public_id) for row in section.citations.all()} == {ticked, new}


def test_among_many_items_one_is_found_by_its_title_and_no_tick_is_lost_on_the_way(nia, cited):
    section = cited.sections.first()
    told = {"school": cited.school, "shows": "x", "lang": "cy", "evidence_kind": "other", "gathered_on": clock.today()}
    EvidenceItem.all_rows.bulk_create(EvidenceItem(title=f"Taith {number:03d}", **told) for number in range(400))
    key = {row.title: str(row.public_id) for row in EvidenceItem.all_rows.filter(title__startswith="Taith")}
    before = [str(row.evidence.public_id) for row in section.citations.all()]
    nia = Visitor(nia, "en").open(
        reverse("self_evaluations:cite", args=[cited.school.public_id, cited.school_year, section.area.code])
    )
    assert len(nia.page) < 40_000 and len(nia.form.fields["evidence"].offers) <= 25 + len(before)
    first = next(each for each in nia.form.fields["evidence"].offers if each not in before)
    kept = everything_kept()
    nia.press(evidence=[*before, first], press="next").says("402 items have been found.")
    nia.press(evidence=nia.form.fields["evidence"].holds, press="previous")
    nia.press(evidence=nia.form.fields["evidence"].holds, title="taith 399", press="find").says(
        "One item has been found."
    )
    assert set(nia.form.fields["evidence"].holds) == {*before, first} and everything_kept() == kept
    nia.press(evidence=[*nia.form.fields["evidence"].holds, key["Taith 399"]], title="\0", press="find")
    nia.press(title="Nid yw yno", press="next").says("0 items have been found.")
    nia.fill(evidence=nia.form.fields["evidence"].holds, title="Nid yw yno")
    assert {str(row.evidence.public_id) for row in section.citations.all()} == {*before, first, key["Taith 399"]}


@pytest.mark.parametrize("going", ["https://elsewhere.test/", "//elsewhere.test/", "/en/home/", "\x00", "", "[", "/cy"])
def test_adding_an_item_leads_nowhere_but_to_the_page_on_which_it_is_cited(nia, school, going):
    nia = Visitor(nia, "en").open(reverse("evidence:add", args=[school.public_id]) + "?" + urlencode({"next": going}))
    words = {"evidence_kind": "learner_voice", "title": "Fforwm", "shows": "Maent yn darllen.", "lang": "cy"}
    nia.fill(**words, **{"gathered_on-day": "1", "gathered_on-month": "10", "gathered_on-year": "2026"})
    assert nia.path == reverse("evidence:index", args=[school.public_id])


def test_the_page_that_adds_an_item_says_that_a_file_can_follow_and_the_list_leads_there(carys, school):
    visitor = Visitor(carys, "en").open(reverse("evidence:add", args=[school.public_id]))
    visitor.says("you can add it once the item is saved")
    day = {"gathered_on-day": "1", "gathered_on-month": "9", "gathered_on-year": "2026"}
    words = {"evidence_kind": EvidenceItem.Kind.values[0], "title": "Taith", "shows": "Darllen", "lang": "cy"}
    visitor.fill(**words, **day, link="https://hwb.gov.wales").says("You can now add a file to it, or cite it.")
    item = EvidenceItem.all_rows.get(title="Taith")
    file_add = reverse("evidence:file_add", args=[school.public_id, item.public_id])
    visitor.follow(file_add).says("Add a file")
    own = Visitor(carys, "en").open(reverse("evidence:edit", args=[school.public_id, item.public_id]))
    assert own.page.count(f'href="{own.at(file_add)}"') == 1, "once on the page of the item"
