"""The summary of a plan before everybody: published whole, in both languages, at its address, and nothing beside it."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from schools.history import freeze
from schools.models import (
    Event,
    Notice,
    Plan,
    PlanSummary,
    PriorityLink,
    SummaryPart,
    Target,
    TargetOutcome,
    Version,
)
from schools.plan_summary import actions
from schools.plan_summary.queries import sources_of
from schools.refusals import Refused
from schools.summary_contents import content_of, parts_of, summary_of
from tests import factories as make
from tests.schools.summing_up import (
    LANGUAGES,
    LISTED,
    PARTS,
    UNLISTED,
    YEAR,
    complete,
    key,
    public,
    published,
    text_of,
    write,
)

DAY = dt.date(YEAR, 10, 1)


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


# publishing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_a_summary_with_one_line_in_one_language_cannot_be_published(plan, nia, part, language):
    complete(plan, nia)
    words = {"text_cy": "", "text_en": ""} | {f"text_{'en' if language == 'cy' else 'cy'}": "x"}
    write(plan, nia, part, **words)
    said = {"cy": "not in Welsh yet", "en": "not in English yet"}[language]
    label = str(SummaryPart(part).label)
    with pytest.raises(Refused, match=said) as refused, transaction.atomic():
        actions.publish(plan, by=nia, once=key(), **LISTED)
    assert label in str(refused.value)
    content = content_of(plan, parts_of(summary_of(plan)))
    assert_database_refuses(plan, content, nia)


@pytest.mark.parametrize("part", PARTS)
def test_a_summary_with_a_part_that_says_nothing_cannot_be_published(plan, nia, part):
    summary = complete(plan, nia)
    summary.lines.filter(part=part).delete()
    PlanSummary.all_rows.filter(pk=summary.pk, nothing_in__contains=[part]).update(nothing_in=[])
    with pytest.raises(Refused, match="says nothing yet") as refused, transaction.atomic():
        actions.publish(plan, by=nia, once=key(), **LISTED)
    assert str(SummaryPart(part).label) in str(refused.value)
    content = content_of(plan, parts_of(summary_of(plan)))
    left_out = {**content, "parts": [each for each in content["parts"] if each["part"] != part]}
    unanswered = [{**each, "nothing": each["nothing"] and each["part"] != part} for each in content["parts"]]
    for broken in (left_out, {**content, "parts": unanswered}):
        assert_database_refuses(plan, broken, nia)


def assert_database_refuses(plan: Plan, content: Any, nia: Any) -> None:
    summary: Any = summary_of(plan)
    with pytest.raises(IntegrityError, match="whole, and in both languages"), transaction.atomic():
        freeze(Version.Kind.PLAN_SUMMARY, summary, content, by=nia, school=plan.school, school_year=YEAR)


SAID = st.fixed_dictionaries({"cy": st.sampled_from(["", "  ", "Un"]), "en": st.sampled_from(["", "\n", "One"])})
PART = st.one_of(st.just("nothing"), st.lists(SAID.filter(lambda line: any(line.values())), max_size=2))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(PART, min_size=7, max_size=7))
def test_the_database_takes_exactly_the_summaries_that_are_whole(plan, nia, parts):
    said = [
        {"part": name, "nothing": each == "nothing", "lines": [] if each == "nothing" else each}
        for name, each in zip(PARTS, parts, strict=True)
    ]
    is_whole = all(each == "nothing" or each for each in parts) and all(
        line["cy"].strip() and line["en"].strip() for each in parts if each != "nothing" for line in each
    )
    summary, _new = PlanSummary.all_rows.get_or_create(plan=plan)
    frozen_by = {"by": nia, "school": plan.school, "school_year": YEAR}
    try:
        with transaction.atomic():
            freeze(Version.Kind.PLAN_SUMMARY, summary, {"parts": said}, **frozen_by)
        taken = True
    except IntegrityError:
        taken = False
    assert taken == is_whole


def test_the_database_shows_a_version_of_this_summary_and_of_nothing_else(plan, nia, other_school):
    summary = published(plan, nia)
    other = Plan.all_rows.create(school=other_school, first_year=YEAR)
    for changed in ({"address": None}, {"published": None}, {"address": "short", "is_listed": False},
                    {"nothing_in": ["x"]}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanSummary.all_rows.filter(pk=summary.pk).update(**changed)
    with pytest.raises(IntegrityError, match="a version of its own"), transaction.atomic():
        PlanSummary.all_rows.create(plan=other, status="published", address="x", published=summary.published)


def test_publishing_freezes_a_version_and_tells_the_chair_the_clerk_the_council_and_the_adviser(
    plan, nia, glyn, clem, olwen, alun, gwen, django_capture_on_commit_callbacks
):
    summary = published(plan, nia)
    version: Any = summary.published
    assert version.version_kind == "plan_summary" and version.number == 1 and version.is_intact()
    assert version.words["parts"][-1] == {"part": "last_year", "nothing": True, "lines": []}
    assert Event.all_rows.filter(verb="plan_summary.published", target_id=summary.public_id).count() == 1
    told = set(Notice.all_rows.filter(notice_kind="plan_summary_published").values_list("person__email", flat=True))
    assert (
        {each.email for each in (glyn, clem, olwen, alun)} <= told and gwen.email not in told and nia.email not in told
    )


def test_a_page_stays_as_it_was_published_until_it_is_published_again(plan, nia):
    summary = published(plan, nia)
    address = summary.address
    with pytest.raises(Refused, match="Nothing has changed"), transaction.atomic():
        actions.publish(plan, by=nia, once=key(), **LISTED)
    write(plan, nia, "support", text_cy="Rhywbeth newydd", text_en="Something new")
    assert "Something new" not in public(summary).content.decode()
    again = actions.publish(plan, by=nia, once=key(), **LISTED)
    assert again.address == address and again.published.number == 2
    assert "Something new" in public(again).content.decode()


def test_a_refused_press_says_that_a_colleague_changed_it_meanwhile(plan, nia):
    complete(plan, nia)
    with pytest.raises(Refused, match="A colleague has changed"):
        actions.publish(plan, seen="0" * 64, by=nia, once=key(), **LISTED)


# addresses


def test_a_readable_address_names_the_school_and_its_year(plan, nia):
    summary = published(plan, nia)
    assert summary.address == f"ysgol-nant-y-coed-{YEAR}"
    answer = public(summary)
    assert answer.status_code == 200 and "X-Robots-Tag" not in answer
    assert '<meta name="robots"' not in answer.content.decode()


def test_two_schools_of_one_name_have_two_addresses(plan, nia, owain, other_school):
    published(plan, nia)
    other_school.name_en = plan.school.name_en
    other_school.save()
    theirs = published(Plan.all_rows.create(school=other_school, first_year=YEAR), owain)
    assert theirs.address == f"ysgol-nant-y-coed-{YEAR}-2"


def test_an_unguessable_address_has_192_random_bits_and_search_engines_leave_it_out(plan, nia):
    summary = published(plan, nia, **UNLISTED)
    assert len(summary.address) == 32 and "nant" not in summary.address
    for route in ("detail", "paper"):
        answer = public(summary, route=route)
        assert answer.status_code == 200 and answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in public(summary).content.decode()


def test_moved_withdrawn_and_unknown_addresses_all_look_the_same(plan, nia):
    summary = published(plan, nia, **UNLISTED)
    old = summary.address
    moved = actions.move_page(plan, by=nia, once=key(), **UNLISTED)
    assert moved.address != old and public(moved).status_code == 200
    last = moved.address
    withdrawn = actions.withdraw(plan, by=nia, once=key())
    assert withdrawn.address is None and withdrawn.status == "withdrawn"
    answers = [
        Client().get(reverse(f"summaries:{route}", args=[address]))
        for address in (old, last, "never-there", f"ysgol-nant-y-coed-{YEAR}")
        for route in ("detail", "paper")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_its_own_address(answer) for answer in answers}) == 1
    again = actions.publish(plan, by=nia, once=key(), **LISTED)
    assert public(again).status_code == 200 and again.published.number == 2


def without_its_own_address(answer: Any) -> str:
    path = answer.request["PATH_INFO"].removeprefix("/en")
    return answer.content.decode().replace(path, "…")


def test_what_is_not_published_has_no_address_to_change(plan, nia):
    with pytest.raises(Refused, match="Nothing is written in the summary yet"), transaction.atomic():
        actions.publish(plan, by=nia, once=key(), **LISTED)
    complete(plan, nia)
    with pytest.raises(Refused, match="has no address yet"), transaction.atomic():
        actions.move_page(plan, by=nia, once=key(), **LISTED)
    with pytest.raises(Refused, match="nothing to withdraw"), transaction.atomic():
        actions.withdraw(plan, by=nia, once=key())
    actions.publish(plan, by=nia, once=key(), **LISTED)
    with pytest.raises(Refused, match="has an address with the name of the school already"):
        actions.move_page(plan, by=nia, once=key(), **LISTED)


# what everybody reads


CANARY = "CANARY-of-the-plan"


@pytest.fixture
def full(school: Any, nia: Any) -> Plan:
    """A plan in which every other field holds a canary, of which nothing was ticked."""
    before: Any = Plan.all_rows.create(school=school, first_year=YEAR - 1)
    found: Any = Plan.all_rows.create(school=school, first_year=YEAR)
    section = make.make_self_evaluation(school).sections.first()
    section.strengths.create(text=CANARY, lang="en")
    asked = section.priorities.create(text=CANARY, lang="en")
    for plan in (before, found):
        fill(plan, asked)
    item = Target.all_rows.get(plan_priority__plan=before)
    TargetOutcome.all_rows.create(target=item, result="partly", why=CANARY, lang="en")
    return found


def fill(plan: Any, asked: Any) -> None:
    long = ("text", "purpose", "lead", "success_criteria", "monitored_by", "monitored_how", "monitored_when")
    priority = plan.priorities.create(**dict.fromkeys(long, CANARY), lang="en")
    PriorityLink.all_rows.create(plan_priority=priority, priority=asked)
    goals = dict.fromkeys(("text", "baseline", "aim", "expected_outcome"), CANARY)
    priority.targets.create(**goals, lang="en")
    priority.actions.create(text=CANARY, lead=CANARY, starts_on=DAY, ends_on=DAY, cost=7654, lang="en")
    priority.milestones.create(text=CANARY, term="autumn", lang="en")
    plan.plantexts.create(part="strategy", text=CANARY, lang="en")
    make.make_consultation(plan, CANARY, lang="en")
    make.make_grant(plan, 7654, name=CANARY, lang="en")
    plan.statutoryanswers.create(row="families", answer="own_document", words=CANARY, lang="en")


def test_nothing_that_was_not_ticked_or_written_stands_in_page_or_paper(full, nia):
    summary = published(full, nia)
    people = ["Nia", str(nia.public_id), str(full.public_id), str(summary.public_id), str(full.school.public_id)]
    for language in LANGUAGES:
        page, paper = public(summary, language), public(summary, language, "paper")
        for said in (page.kept.decode(), text_of(paper.kept)):
            assert CANARY not in said and "7,654" not in said and "7654" not in said
            assert [each for each in people if each in said] == []
        assert "strengths: " in page.kept.decode() and "strengths: " in text_of(paper.kept)
    assert CANARY.encode() not in bytes(summary.published.content)
    for line in summary.lines.all():
        assert str(line.public_id).encode() not in bytes(summary.published.content)


def test_of_what_stands_beside_a_ticked_line_nothing_comes_along(full, nia):
    complete(full, nia)
    (source,) = sources_of(full, nia)["actions"]
    line = actions.tick(full, part="actions", sources=[source], by=nia, once=key()).lines.get(source=source.id)
    assert line.text_en == f"{CANARY} (by 1 October {YEAR})"
    actions.edit(line, version=line.seen, by=nia, once=key(), text_cy="Prynu llyfrau", text_en="Buy books")
    summary = actions.publish(full, by=nia, once=key(), **LISTED)
    assert "Buy books" in public(summary).kept.decode() and CANARY not in public(summary).kept.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_paper_are_in_the_language_of_their_address(plan, nia, language):
    summary = published(plan, nia)
    own, other = {"cy": ("yn Gymraeg", "in English"), "en": ("in English", "yn Gymraeg")}[language]
    page = public(summary, language).kept.decode()
    paper = text_of(public(summary, language, "paper").kept)
    title = {"cy": "Crynodeb o gynllun datblygu", "en": "Summary of the development plan"}[language]
    silent = {"cy": "Nid oes dim i’w ddweud eleni.", "en": "There is nothing to say this year."}[language]
    for said in (page, paper):
        assert f"strengths: {own}" in said and f"strengths: {other}" not in said and title in said and silent in said
    assert f'<html lang="{language}"' in page and f"/{'en' if language == 'cy' else 'cy'}/summaries/" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_says_its_language(plan, nia, language):
    complete(plan, nia)
    drafts = [draft(nia, plan, language)]
    summary = actions.publish(plan, by=nia, once=key(), **LISTED)
    for answer in [*drafts, public(summary, language, "paper")]:
        root: Any = PdfReader(BytesIO(answer.kept)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith(language) and root["/StructTreeRoot"]
        assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


def draft(person: Any, plan: Plan, language: str) -> Any:
    client = Client()
    client.force_login(person)
    answer: Any = client.get(reverse("plan_summary:draft", args=[plan.school.public_id, YEAR, language]))
    answer.kept = answer.getvalue() if answer.streaming else answer.content
    return answer


def test_one_language_is_printed_for_the_governors_and_is_labelled_as_a_draft(plan, nia, gwen):
    write(plan, nia, "strengths", text_cy="Ysgol gynnes", text_en="")
    write(plan, nia, "strengths", text_cy="", text_en="A warm school")
    welsh, english = (text_of(draft(gwen, plan, language).kept) for language in LANGUAGES)
    assert "Drafft i lywodraethwyr yr ysgol, yn Gymraeg yn unig. Nid yw wedi’i gyhoeddi." in welsh
    assert "Ysgol gynnes" in welsh and "A warm school" not in welsh and "Nid yw 1 llinell yn Gymraeg eto." in welsh
    assert "Draft for the school’s governors, in English only. It has not been published." in english
    assert "A warm school" in english and "Ysgol gynnes" not in english and "Not written yet." in english
    assert draft(gwen, plan, "fr").status_code == 404


def test_a_public_page_asks_the_same_few_questions_however_long_the_summary_is(plan, nia, django_assert_num_queries):
    summary = published(plan, nia)
    for _each in range(5):
        write(plan, nia, "strengths")
    actions.publish(plan, by=nia, once=key(), **LISTED)
    for route in ("detail", "paper"):
        with django_assert_num_queries(1):
            assert public(summary, route=route).status_code == 200


# who reads it, and where it is told


@pytest.mark.parametrize("person", ["nia", "carys", "gwen", "clem", "olwen", "alun", "mari"])
def test_the_school_the_council_and_the_service_find_what_is_published_and_its_address(plan, nia, request, person):
    summary = published(plan, nia, **UNLISTED)
    client = Client()
    client.force_login(request.getfixturevalue(person))
    path = reverse("plan_summary:published", args=[plan.school.public_id, YEAR])
    assert summary.address in client.get(path).content.decode()
    actions.withdraw(plan, by=nia, once=key())
    assert client.get(path).status_code == 404
