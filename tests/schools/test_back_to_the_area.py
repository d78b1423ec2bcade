"""Whoever has saved something of an area comes back to that area, and reads there that it is saved."""

import re
from uuid import uuid4

import pytest

from schools.models import Box
from tests import factories as make
from tests.schools.visits import at, page_of

YEAR = 2026


@pytest.fixture
def evaluation(cast, school):
    return make.make_self_evaluation(school, YEAR)


@pytest.fixture
def sections(evaluation):
    return list(evaluation.sections.select_related("area").order_by("area__position"))


@pytest.fixture
def nia_at(client, cast, school):
    def at_(*rest):
        client.force_login(cast.nia)
        return at(school, "self-evaluations", YEAR, *rest)

    return at_


def saved(client, url, **words):
    _answer, hidden = page_of(client, url)
    return client.post(url, {**hidden, "once": uuid4(), **words}, follow=True)


def where(page: str, words: str) -> str:
    """The heading of the area beneath which these words stand; nothing where they stand above all areas."""
    before, found, _after = page.partition(words)
    assert found
    return ["", *re.findall(r'<h2 [^>]*id="(area-[^"]+)"', before)][-1]


def test_the_boxes_of_an_area_lead_back_to_it_and_it_says_so(client, nia_at, sections):
    code = sections[1].area.code
    answer = saved(client, nia_at(code, "write"), lang="en", **{Box.GOING_WELL: "Reading is strong."})
    assert answer.redirect_chain[-1][0] == f"{nia_at()}#area-{code}"
    page = answer.content.decode()
    assert where(page, "Your text has been saved.") == f"area-{code}"
    assert page.count("Your text has been saved.") == 1
    assert f'data-saved="{nia_at(code, "write").removeprefix("/en")}"' in page


@pytest.mark.parametrize(
    ("kind", "added", "removed"),
    [
        ("strengths", "Your text has been saved.", "The strength has been removed."),
        ("priorities", "Your text has been saved.", "The priority has been removed."),
    ],
)
def test_a_finding_that_is_added_changed_or_removed_leads_back_to_its_area(
    client, nia_at, sections, kind, added, removed
):
    code = sections[2].area.code
    answer = saved(client, nia_at(code, kind, "add"), text="Reading", lang="en")
    assert where(answer.content.decode(), added) == f"area-{code}"
    row = getattr(sections[2], kind).get()
    answer = saved(client, nia_at(kind, row.public_id, "edit"), text="Reading well", lang="en")
    assert where(answer.content.decode(), added) == f"area-{code}"
    answer = saved(client, nia_at(kind, row.public_id, "remove"))
    assert answer.redirect_chain[-1][0].endswith(f"#area-{code}")
    assert where(answer.content.decode(), removed) == f"area-{code}"


def test_evidence_that_is_chosen_leads_back_to_its_area(client, nia_at, school, sections):
    code, evidence = sections[1].area.code, make.make_evidence(school, "Learner voice")
    answer = saved(client, nia_at(code, "cite"), evidence=str(evidence.public_id))
    assert answer.redirect_chain[-1][0].endswith(f"#area-{code}")
    assert where(answer.content.decode(), "Your choice has been saved.") == f"area-{code}"


def test_on_another_page_the_same_words_stand_at_the_top(client, nia_at, school, sections):
    _answer, hidden = page_of(client, nia_at(sections[1].area.code, "write"))
    client.post(
        nia_at(sections[1].area.code, "write"), {**hidden, "once": uuid4(), "lang": "en", Box.GOING_WELL: "Reading."}
    )
    page = client.get(at(school, "self-evaluations")).content.decode()
    assert page.index("Your text has been saved.") < page.index("<h1")
