"""Nia's school has submitted; Olwen schedules its discussion with Nia, Alun and herself."""

from typing import Any

import pytest

from discussions.models import Discussion, Record
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from tests import factories as make
from tests.discussions import rounds
from tests.discussions.meetings import key, schedule
from tests.schools.writing import submit


@pytest.fixture
def submitted(school: Any, nia: Any) -> Any:
    """Nia's self-evaluation, submitted: in each area one strength to share and one priority that needs support."""
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    return submit(evaluation, by=nia, once=key())


@pytest.fixture
def discussion(school: Any, nia: Any, olwen: Any, alun: Any) -> Discussion:
    return schedule(school, olwen, nia, alun, olwen)


@pytest.fixture
def federated(school: Any, other_school: Any, federation: Any, nia: Any) -> Any:
    """Nia leads both schools of the federation."""
    make.appoint(nia, "headteacher", other_school)
    for place in (school, other_school):
        place.federation = federation
        place.save()
    return other_school


# A record of a discussion that was held yesterday; see rounds.py for its makers.


@pytest.fixture
def held(school: Any) -> Discussion:
    load_support_kinds()
    return rounds.make_discussion(school)


@pytest.fixture
def draft(held: Discussion, alun: Any) -> Record:
    return records.begin(held, by=alun, once=key())


@pytest.fixture
def written(draft: Record, alun: Any) -> Record:
    return rounds.write_record(draft, by=alun)


@pytest.fixture
def sent(written: Record, alun: Any) -> Record:
    return records.send(written, by=alun, once=key())
