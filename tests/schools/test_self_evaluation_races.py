"""Two schools of a federation at the same moment on one another's texts."""

from typing import Any
from uuid import uuid4

import pytest

from schools.models import Section
from schools.refusals import Refused
from schools.self_evaluations import actions
from tests import factories as make
from tests.at_once import at_once


def again(section: Section) -> Section:
    return Section.all_rows.select_related("self_evaluation__school", "area").get(pk=section.pk)


@pytest.fixture
def federated(transactional_db: None, nia: Any, school: Any, other_school: Any, federation: Any) -> list[Section]:
    make.appoint(nia, "headteacher", other_school)
    sections = []
    for place in (school, other_school):
        place.federation = federation
        place.save()
        evaluation = make.make_self_evaluation(place)
        make.write_in(evaluation)
        sections.append(evaluation.sections.first())
    return sections


def test_two_schools_cannot_choose_each_others_text_at_the_same_moment(federated, nia):
    ours, theirs = federated
    outcomes = at_once(
        lambda: actions.use_same_text(again(ours), source=again(theirs), version=1, by=nia, once=uuid4()),
        lambda: actions.use_same_text(again(theirs), source=again(ours), version=1, by=nia, once=uuid4()),
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert Section.all_rows.exclude(same_text_as=None).count() == 1
