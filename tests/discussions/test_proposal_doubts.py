"""A proposal was true when it was worked out: what has happened since is told beside its dates and asked about once."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discussions.models import Discussion, Placement, Round, TimeAway
from schools import clock
from schools.models import InsetDay
from schools.school_days import no_school_meets
from tests import factories as make
from tests.discussions.proposals import at, make_proposal, place

pytestmark = pytest.mark.django_db

DAY = next(
    day
    for number in range(35, 50)
    if not no_school_meets(day := clock.today() + dt.timedelta(days=number)) and day.weekday() == 2
)


@pytest.fixture
def proposal(council, olwen):
    year, _new = Round.all_rows.get_or_create(council=council, school_year=clock.school_year_of(DAY))
    days = {"first_day": DAY - dt.timedelta(days=3), "last_day": DAY + dt.timedelta(days=3)}
    Round.all_rows.filter(pk=year.pk).update(minutes=60, **days)
    return make_proposal(council, olwen, round=year)


@pytest.fixture
def placement(proposal, school, nia, alun, olwen):
    people = [(nia, "headteacher"), (alun, "adviser"), (olwen, "officer")]
    return place(proposal, school, people=people, starts_at=at(10, DAY), ends_at=at(11, DAY))


@pytest.fixture
def pages(client, olwen, placement, django_capture_on_commit_callbacks):
    client.force_login(olwen)
    here = [placement.proposal.round.school_year, placement.proposal.round.council.public_id]

    def ask(name, **words):
        path = reverse(f"planning:{name}", args=here)
        if not words:
            return client.get(path).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(path, {"once": str(uuid4()), "placements": [str(placement.public_id)], **words})
        return answer.content.decode()

    return ask


def inset_day(placement):
    InsetDay.all_rows.create(council=placement.proposal.round.council, day=DAY).schools.set(placement.schools)
    return "is not a school day at Ysgol"


def away(placement):
    TimeAway.all_rows.create(person=placement.proposal.asked_by, starts_at=at(0, DAY), ends_at=at(23, DAY))
    return "Olwen is not available on"


def narrow(placement):
    Round.all_rows.update(last_day=DAY - dt.timedelta(days=1))
    return "is not among the days on which this year’s discussions may take place"


def lengthen(placement):
    Round.all_rows.update(minutes=90)
    return "It would last 60 minutes; this year’s discussions are now set to last 90."


def bring_near(placement):
    day = clock.today() + dt.timedelta(days=1)
    Round.all_rows.update(first_day=day)
    Placement.all_rows.update(starts_at=at(10, day), ends_at=at(11, day))
    return "people at the school get little notice"


@pytest.mark.parametrize("happens", [inset_day, away, narrow, lengthen, bring_near])
def test_what_has_happened_since_is_told_beside_the_date_and_asked_about_once(pages, placement, happens):
    assert "Things have changed" not in pages("index")
    said = happens(placement)
    shown = pages("index")
    assert said in shown and "Things have changed since these dates were worked out: 1 date is" in shown
    assert said in pages("release")
    asked = pages("release", keep_dates="")
    assert said in asked and "press the button again" in asked
    assert not Discussion.all_rows.exists()
    kept = asked.split('name="keep_dates" value="')[1].split('"')[0]
    pages("release", keep_dates=kept)
    assert Discussion.all_rows.count() == 1


def test_nobody_is_asked_where_nothing_has_happened(pages, placement):
    pages("release", keep_dates="")
    assert Discussion.all_rows.count() == 1


def test_as_many_queries_for_one_date_as_for_three(client, olwen, placement, council, nia, alun):
    client.force_login(olwen)
    here = [placement.proposal.round.school_year, council.public_id]
    away(placement)
    counts = []
    for number in (0, 2):
        for other in range(number):
            school = make.make_school(council, f"Ysgol y Rhyd {other}")
            people = [(nia, "headteacher"), (alun, "adviser"), (olwen, "officer")]
            place(placement.proposal, school, people=people, starts_at=at(12, DAY), ends_at=at(13, DAY))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("planning:index", args=here))
            client.get(reverse("planning:release", args=here))
            client.post(reverse("planning:release", args=here), {"once": str(uuid4())})
        counts.append(len(queries))
    assert counts[0] == counts[1]
