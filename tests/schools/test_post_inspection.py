"""The post-inspection action plan: the part of the plan that answers an inspection, shown as a document of its own."""

import datetime as dt
import uuid
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from schools import clock
from schools.governing_body import actions as governing_body
from schools.inspected import asks_for_plan
from schools.models import FollowUp, Inspection, Look, Plan, Priority, Recommendation, RecommendationLink
from schools.plan_parts import actions as plan_parts
from schools.plans import actions
from tests import factories as make
from tests.on_pages import Visitor, in_language
from tests.schools.test_plan_papers import languages, text_of

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()


def inspect(school: Any, follow_up: FollowUp, **words: Any) -> Inspection:
    given = {"report_on": clock.today() - dt.timedelta(days=30)} | words
    return Inspection.all_rows.create(school=school, follow_up=follow_up, **given)


@pytest.fixture
def inspection(school: Any) -> Inspection:
    found = inspect(school, FollowUp.SPECIAL_MEASURES)
    for number, words in enumerate(("Raise attendance", "Plan progression"), start=1):
        Recommendation.all_rows.create(inspection=found, number=number, text=words, lang="en")
    return found


@pytest.fixture
def plan(school: Any, nia: Any, inspection: Inspection) -> Plan:
    """Its one priority answers the first recommendation; shared."""
    make.write_in(make.make_self_evaluation(school), "Presenoldeb")
    plan = actions.start(school, year=YEAR, by=nia, once=uuid.uuid4())
    sources = list(Priority.all_rows.order_by("pk"))[:1]
    plan_parts.draw(plan, priorities=sources, year=1, by=nia, once=uuid.uuid4())
    priority = plan.priorities.get()
    RecommendationLink.all_rows.create(plan_priority=priority, recommendation=inspection.recommendations.first())
    day = clock.school_year_bounds(YEAR)[0]
    words = {"text": "Ffonio adref", "lead": "Swyddog lles", "lang": "cy", "starts_on": day, "ends_on": day}
    priority.actions.create(**words)
    plan.refresh_from_db()
    meeting = {"approved_on": clock.today(), "meeting": "Corff", "lang": "cy", "version": plan.version}
    governing_body.record_approval(plan, by=nia, once=uuid.uuid4(), **meeting)
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    return plan


@pytest.mark.parametrize("follow_up", list(FollowUp))
def test_only_a_statutory_category_asks_for_the_plan(school, follow_up):
    inspect(school, follow_up)
    assert bool(asks_for_plan(school)) == (follow_up in ("significant_improvement", "special_measures"))


@pytest.mark.parametrize(("days", "asked"), [(-1, False), (0, True), (1, True)])
def test_it_is_asked_for_to_the_last_day_of_the_follow_up(school, days, asked):
    ends = clock.today() + dt.timedelta(days=days)
    inspect(school, FollowUp.SPECIAL_MEASURES, follow_up_ended_on=ends)
    assert bool(asks_for_plan(school)) is asked


def test_another_schools_inspection_asks_nothing(school, other_school):
    inspect(other_school, FollowUp.SPECIAL_MEASURES)
    assert asks_for_plan(school) is None


@pytest.mark.parametrize("language", ["cy", "en"])
def test_each_recommendation_stands_with_what_the_plan_does_about_it(nia, plan, language):
    own = [plan.school.public_id, YEAR]
    page = Visitor(nia, language).open(reverse("plans:detail", args=own))
    page = page.follow(reverse("post_inspection:detail", args=own)).page
    assert page.index("Raise attendance") < page.index("Ffonio adref") < page.index("Plan progression")
    unanswered = {
        "cy": "nid oes yr un o flaenoriaethau",
        "en": "No priority of the plan answers this recommendation yet.",
    }
    assert page.lower().count(unanswered[language].lower()) == 1


def test_the_council_and_the_adviser_read_what_was_shared(nia, olwen, alun, plan):
    own = [plan.school.public_id, YEAR]
    plan.priorities.get().actions.update(text="Newid wedyn")
    for reader in (olwen, alun):
        page = Visitor(reader, "en").open(reverse("plans:version", args=[*own, 1]))
        read = page.follow(reverse("post_inspection:shared", args=[*own, 1])).page
        assert "Ffonio adref" in read and "Newid wedyn" not in read


def test_where_none_is_needed_no_page_leads_there_and_the_page_itself_says_so(nia, plan, inspection):
    type(inspection).all_rows.update(follow_up=FollowUp.ESTYN_REVIEW)
    own = [plan.school.public_id, YEAR]
    there = reverse("post_inspection:detail", args=own)
    page = Visitor(nia, "en").open(reverse("plans:detail", args=own))
    assert not page.offers(there)
    assert "No post-inspection action plan is needed" in page.open(there).page


def paper(person: Any, plan: Plan, route: str, *more: Any, language: str = "en") -> Any:
    client = Client()
    client.force_login(person)
    path = reverse(f"plan_papers:{route}", args=[plan.school.public_id, plan.first_year, *more])
    answer: Any = client.get(in_language(language, path))
    answer.kept = answer.getvalue() if answer.streaming else b""  # it streams once
    return answer


IN_ORDER = ("Raise attendance", "Presenoldeb", "Ffonio adref", "Swyddog lles", "Plan progression")


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("language", "unanswered"), [("en", "No priority of the plan answers"), ("cy", "flaenoriaethau")]
)
def test_readers_of_its_page_take_it_away_in_the_language_of_the_page(
    kind, language, unanswered, nia, gwen, clem, plan
):
    for person in (nia, gwen, clem):
        said = text_of(paper(person, plan, "post_inspection", kind, language=language))
        places = [said.index(each) for each in IN_ORDER]
        assert places == sorted(places) and unanswered in said


@pytest.mark.parametrize("who", ["olwen", "alun", "gwen", "nia"])
def test_the_shared_one_says_what_was_shared_and_that_somebody_looked(who, request, plan):
    plan.priorities.get().actions.update(text="Newid wedyn")
    person = request.getfixturevalue(who)
    for kind in ("docx", "pdf"):
        said = text_of(paper(person, plan, "post_inspection_shared", 1, kind))
        assert "Ffonio adref" in said and "Raise attendance" in said and "Newid wedyn" not in said
    assert Look.all_rows.filter(by=person).exists() is (who in ("olwen", "alun"))


@pytest.mark.parametrize("who", ["olwen", "alun", "dai", "owain"])
def test_nobody_outside_takes_the_living_one_away(who, request, plan):
    assert paper(request.getfixturevalue(who), plan, "post_inspection", "pdf").status_code in (403, 404)


def test_the_pages_lead_to_the_files(nia, olwen, plan):
    own = [plan.school.public_id, YEAR]
    page = Visitor(nia, "en").open(reverse("post_inspection:detail", args=own))
    page.takes(reverse("plan_papers:post_inspection", args=[*own, "pdf"]))
    page = Visitor(olwen, "en").open(reverse("post_inspection:shared", args=[*own, 1]))
    page.takes(reverse("plan_papers:post_inspection_shared", args=[*own, 1, "docx"]))


def test_the_pdf_is_tagged_in_the_language_of_the_page_and_keeps_that_of_the_texts(nia, plan):
    for route, more in (("post_inspection", ["pdf"]), ("post_inspection_shared", [1, "pdf"])):
        root: Any = PdfReader(BytesIO(paper(nia, plan, route, *more).kept)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("en")
        assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
        assert "cy" in languages(root["/StructTreeRoot"]["/K"])


def test_the_file_says_so_too_where_none_is_needed_or_nothing_was_entered(nia, plan, inspection):
    RecommendationLink.all_rows.all().delete()
    inspection.recommendations.all().delete()
    assert "have not been entered yet" in text_of(paper(nia, plan, "post_inspection", "pdf"))
    type(inspection).all_rows.update(follow_up=FollowUp.ESTYN_REVIEW)
    assert "No post-inspection action plan is needed" in text_of(paper(nia, plan, "post_inspection", "pdf"))


def test_an_older_version_leads_outside_the_school_to_the_one_that_counts_and_who_reads_it_is_noted(plan, nia, olwen):
    priority = plan.priorities.get()
    plan_parts.edit(priority, version=1, text="Darllen", lang="cy", year=1, by=nia, once=uuid.uuid4())
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    own, client = [plan.school.public_id, YEAR], Client()
    client.force_login(olwen)
    for route, more in (("post_inspection:shared", []), ("plan_papers:post_inspection_shared", ["pdf"])):
        answer = client.get(reverse(route, args=[*own, 1, *more]))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse(route, args=[*own, 2, *more]))
    assert not Look.all_rows.filter(by=olwen).exists()
    assert client.get(reverse("post_inspection:shared", args=[*own, 2])).status_code == 200
    assert Look.all_rows.filter(by=olwen).count() == 1
