"""From a discussion and its record each reader gets to the school and to what it has given them to read, no further."""

from typing import Any

import pytest
from django.test import Client

from discussions.access import discussion_for
from discussions.models import Discussion
from discussions.papers import papers_of
from discussions.professional_discussions import actions as discussions
from schools import clock
from schools.history import freeze
from schools.models import ConflictOfInterest, Plan, Version
from tests import factories as make
from tests.discussions.meetings import guest_of, ids, key, schedule
from tests.discussions.rounds import take_part
from tests.on_pages import links_in

YEAR = clock.current_school_year()


@pytest.fixture
def shared(submitted: Any, school: Any, nia: Any) -> Any:
    """Frozen twice; and a plan shared that began a year ago, after one whose years are over."""
    words = Version.all_rows.get().words
    freeze(Version.Kind.SELF_EVALUATION, submitted, words, by=nia, school=school, school_year=YEAR)
    for first in (YEAR - 4, YEAR - 1):
        plan = Plan.all_rows.create(school=school, first_year=first)
        freeze(Version.Kind.PLAN, plan, {"priorities": []}, by=nia, school=school, school_year=first)
    return submitted


def ways(school: Any) -> dict[str, str]:
    at = f"/en/schools/{school.public_id}/"
    return {
        "school": at,
        "evaluation": f"{at}self-evaluations/{YEAR}/version/2/",
        "plan": f"{at}plans/{YEAR - 1}/version/1/",
    }


def ways_on(person: Any, path: str, school: Any) -> set[str]:
    client = Client()
    client.force_login(person)
    shown = links_in(client.get(path).content.decode())
    return {name for name, way in ways(school).items() if way in shown}


@pytest.mark.parametrize(
    ("who", "found"),
    [
        *((who, {"school", "evaluation", "plan"}) for who in ("nia", "sion", "glyn", "gwen", "olwen", "alun", "mari")),
        ("dai", {"school"}),
        ("gareth", set()),
    ],
)
def test_a_discussion_leads_to_what_its_reader_may_open(who, found, request, shared, school, olwen, nia, gareth):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    discussions.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=key())
    person = request.getfixturevalue(who)
    assert ways_on(person, f"/en/discussions/{discussion.public_id}/", school) == found
    client = Client()
    client.force_login(person)
    opened = found - {"plan"}  # of which no whole one is made here
    assert {client.get(ways(school)[name]).status_code for name in opened} <= {200}


@pytest.mark.parametrize(("who", "found"), [("alun", 3), ("nia", 3), ("glyn", 3), ("gareth", 0)])
def test_a_record_leads_there_too(who, found, request, shared, school, sent, gareth):
    take_part(sent.discussion, gareth, "guest", consent="given")
    path = f"/en/discussions/{sent.discussion.public_id}/record/"
    assert len(ways_on(request.getfixturevalue(who), path, school)) == found


def test_an_interest_in_one_school_closes_its_documents_and_nothing_of_a_later_year_is_offered(
    shared, federated, school, olwen, nia
):
    discussion = schedule(school, olwen, nia, also=ids(federated))
    ConflictOfInterest.all_rows.create(person=olwen, school=school, starts_on=make.LONG_AGO)
    olwen.forget_roles()
    found = papers_of(olwen, discussion_for(olwen, discussion.public_id), discussion.covered)
    assert [each.documents for each in found] == [[], []]
    earlier = Discussion.all_rows.get(pk=discussion.pk)
    earlier.round.school_year = YEAR - 2
    (one, other) = papers_of(nia, earlier, discussion.covered)
    assert [url for _words, url in one.documents] == [f"/en/schools/{school.public_id}/plans/{YEAR - 4}/version/1/"]
    assert other.documents == []
