"""A development plan goes out as Word and as PDF, whole, and on two pages for the governors' meeting."""

import datetime as dt
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from pypdf import PdfReader

from schools import clock
from schools.governing_body.actions import prepare, record_approval
from schools.models import Inspection, Look, NationalPriority, Plan, Recommendation, RecommendationLink
from schools.models.grant import GrantKind
from schools.plan_parts.actions import edit
from schools.plans.actions import share
from tests import factories as make
from tests.on_pages import Visitor, in_language

YEAR = clock.current_school_year()
KINDS = ("docx", "pdf")
EVERYTHING = ("Darllen yn well", "Oherwydd y profion", "Dirprwy bennaeth", "Naw o bob deg", "Saith o bob deg",
              "Prynu llyfrau", "Llyfrau newydd", "Ein ffordd ni", "Arolwg rhieni", "Grant darllen", "Silffoedd",
              "Gwella darllen’r hŷn", "Llythrennedd pawb", "Ein cynllun.pdf", "Gyda balchder")  # fmt: skip


@pytest.fixture
def plan(school: Any, glyn: Any) -> Plan:
    """Everything that a plan may say, in Welsh."""
    found: Any = Plan.all_rows.create(school=school, first_year=YEAR)
    cy, today = {"lang": "cy"}, clock.today()
    words = {"purpose": "Oherwydd y profion", "lead": "Dirprwy bennaeth"}
    priority: Any = found.priorities.create(text="Darllen yn well", year=1, **words, **cy)
    priority.targets.create(text="Naw o bob deg", baseline="Saith o bob deg", expected_outcome="Mwynhau", **cy)
    kind = GrantKind.all_rows.first() or GrantKind.all_rows.create(code="x", name_cy="Grant", name_en="Grant")
    grant: Any = found.grants.create(
        grant_kind=kind, name="Grant darllen", school_year=YEAR, amount=Decimal(1500), **cy
    )
    grant.lines.create(text="Silffoedd", amount=Decimal("250.50"), **cy)
    grant.lines.create(text="Llyfrau", amount=Decimal(1000), **cy)
    paid = {"starts_on": today, "ends_on": today, "cost": Decimal(900), "grant": grant}
    priority.actions.create(text="Prynu llyfrau", lead="Llyfrgellydd", **paid, **cy)
    priority.milestones.create(text="Llyfrau newydd", year=1, term="spring", **cy)
    found.plantexts.create(part="strategy", text="Ein ffordd ni", **cy)
    found.consultations.create(consulted="parents", held_on=today, note="Arolwg rhieni", **cy)
    national, _new = NationalPriority.all_rows.get_or_create(
        code="reading", defaults={"name_cy": "Darllen", "name_en": "Reading", "first_year": 2020}
    )
    found.nationalpriorityanswers.create(national_priority=national, explanation="Llythrennedd pawb", **cy)
    report = Inspection.all_rows.create(school=school, report_on=today, follow_up="none")
    item = Recommendation.all_rows.create(inspection=report, number=1, text="Gwella darllen’r hŷn", **cy)
    RecommendationLink.all_rows.create(plan_priority=priority, recommendation=item)
    make.make_own_document(found, glyn, "Ein cynllun.pdf")
    approve(found, glyn, comments="Gyda balchder")
    return found


def approve(plan: Plan, by: Any, **words: Any) -> None:
    plan.refresh_from_db()
    given = {"approved_on": clock.today(), "meeting": "Corff llawn", "lang": "cy", "version": plan.version}
    record_approval(plan, by=by, once=uuid4(), **given | words)


def paper(person: Any, plan: Plan, route: str, *more: Any, language: str = "en") -> Any:
    client = Client()
    client.force_login(person)
    path = reverse(f"plan_papers:{route}", args=[plan.school.public_id, plan.first_year, *more])
    answer: Any = client.get(in_language(language, path))
    answer.kept = answer.getvalue() if answer.streaming else b""  # it streams once
    return answer


def text_of(answer: Any) -> str:
    if answer["Content-Type"] == "application/pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.kept)).pages).split())
    with zipfile.ZipFile(BytesIO(answer.kept)) as packed:
        return packed.read("word/document.xml").decode()


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_the_plan_says_goes_out_to_each_reader_in_each_form(plan, glyn, clem, nia, alun, kind):
    share(plan, by=nia, once=uuid4(), **make.REASON)
    answers = [paper(nia, plan, "living", kind), paper(clem, plan, "approved", 1, kind)]
    for answer in [*answers, paper(alun, plan, "shared", 1, kind), paper(glyn, plan, "shared", 1, kind)]:
        said = text_of(answer)
        assert [each for each in EVERYTHING if each not in said] == []
        assert "£1,500" in said and "£2,150.50" in said and "£900" in said, "what was awarded, is planned, a cost"
    assert Look.all_rows.filter(by=alun).exists()


@pytest.mark.parametrize("who", ["olwen", "alun", "dai"])
def test_nobody_outside_the_school_takes_the_living_or_the_approved_plan_away(plan, who, request):
    person = request.getfixturevalue(who)
    papers = (("living", "pdf"), ("approved", 1, "pdf"), ("meeting",))
    assert {paper(person, plan, *each).status_code for each in papers} == {403}
    assert paper(person, plan, "shared", 1, "pdf").status_code in (403, 404)


def test_an_older_shared_version_leads_outside_the_school_to_the_one_that_counts(plan, nia, glyn, alun):
    share(plan, by=nia, once=uuid4(), **make.REASON)
    plan.refresh_from_db()
    priority: Any = plan.priorities.get()
    words = {"text": "Ysgrifennu", "lang": "cy", "year": 1}
    edit(priority, version=priority.version, by=nia, once=uuid4(), **words)
    approve(plan, glyn)
    share(plan, by=nia, once=uuid4(), **make.REASON)
    assert paper(alun, plan, "shared", 1, "pdf").status_code == 302
    assert "Darllen yn well" in text_of(paper(glyn, plan, "shared", 1, "pdf"))


def test_the_pdf_is_tagged_in_the_language_of_the_page_and_keeps_that_of_the_texts(plan, nia):
    for route, more in (("living", ["pdf"]), ("meeting", [])):
        reader = PdfReader(BytesIO(paper(nia, plan, route, *more, language="en").kept))
        root: Any = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("en")
        assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
        assert "cy" in languages(root["/StructTreeRoot"]["/K"])


def test_the_paper_says_when_the_governing_body_meets_but_not_what_was_noted_for_it(plan, clem, gwen):
    assert "Date of the meeting" not in text_of(paper(gwen, plan, "meeting"))
    soon = clock.today() + dt.timedelta(days=9)
    words = {"meets_on": soon, "meeting": "Y corff cyfan", "comments": "Gofyn am arian", "lang": "cy", "version": 0}
    prepare(plan, by=clem, once=uuid4(), **words)
    for person in (gwen, clem):
        said = text_of(paper(person, plan, "meeting"))
        assert "Y corff cyfan" in said and date_format(soon) in said and "Gofyn am arian" not in said


def languages(node: Any) -> set[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return {lang for each in node for lang in languages(each)}
    if not isinstance(node, dict):
        return set()
    return {str(node["/Lang"])[:2]} if "/Lang" in node else languages(node.get("/K", []))


def test_the_paper_for_the_meeting_says_what_changed_and_what_is_to_be_decided_on_two_pages(plan, nia, clem):
    approved = text_of(paper(clem, plan, "meeting"))
    assert "Nothing: it approved the plan" in approved and "Nothing has changed." in approved
    for number in range(5):
        more: Any = plan.priorities.create(
            text=f"Blaenoriaeth {number} " + "o bwys " * 30, year=1 + number % 3, lang="cy"
        )
        for _again in range(2):
            more.targets.create(text="Targed " * 20, expected_outcome="x", lang="cy")
    first: Any = plan.priorities.first()
    edit(first, version=first.version, by=nia, once=uuid4(), text="Ysgrifennu’n well", lang="cy", year=1)
    answer = paper(clem, plan, "meeting")
    said = text_of(answer)
    assert all(
        words in said for words in ("Whether it approves", "New priority: Blaenoriaeth 4", "Changed: Ysgrifennu")
    )
    assert len(PdfReader(BytesIO(answer.kept)).pages) <= 2


def test_the_papers_are_reached_from_the_pages_of_the_plan(plan, glyn):
    own = [plan.school.public_id, YEAR]
    page = Visitor(glyn, "cy").open(reverse("plans:detail", args=own))
    page.takes(reverse("plan_papers:meeting", args=own))
    page.open(reverse("plans:detail", args=own)).takes(reverse("plan_papers:living", args=[*own, "pdf"]))
    page.open(reverse("governing_body:approved", args=[*own, 1]))
    page.takes(reverse("plan_papers:approved", args=[*own, 1, "docx"]))
