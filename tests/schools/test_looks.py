"""Who has looked: the school sees which officers and advisers opened its documents, nobody else does."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.models import Look, Version
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.writing import submit


@pytest.fixture
def submitted(school: Any, nia: Any) -> Version:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    version: Version = Version.all_rows.get()
    return version


def entered(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(version: Version) -> str:
    return reverse("self_evaluations:version", args=[version.school.public_id, version.school_year, version.number])


def who_has_looked(school: Any) -> str:
    return reverse("looks:index", args=[school.public_id])


def test_the_school_sees_who_opened_its_document_and_when(submitted: Any, olwen: Any, alun: Any, sion: Any) -> None:
    for reader in (olwen, alun):
        told = entered(reader).get(url(submitted)).content.decode()
        assert "The school can see that you have opened this version" in told
    page = entered(sion).get(who_has_looked(submitted.school)).content.decode()
    assert olwen.name in page and alun.name in page
    assert f"Self-evaluation {clock.school_year_words(submitted.school_year)}, version 1" in page
    assert clock.today().strftime("%Y-%m-%dT") in page


def test_a_reader_is_written_down_once_a_day_for_each_version(submitted: Any, olwen: Any, monkeypatch: Any) -> None:
    client = entered(olwen)
    for _again in range(3):
        client.get(url(submitted))
    assert Look.all_rows.count() == 1
    tomorrow = clock.now() + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    entered(olwen).get(url(submitted))
    assert Look.all_rows.count() == 2


def test_the_schools_own_people_are_not_written_down(submitted: Any, nia: Any, glyn: Any, carys: Any) -> None:
    for person in (nia, glyn, carys):
        page = entered(person).get(url(submitted))
        assert page.status_code == 200
        assert "The school can see that you have opened" not in page.content.decode()
    assert not Look.all_rows.exists()


def test_somebody_who_may_not_read_leaves_no_trace(submitted: Any, ffion: Any, beca: Any, elin: Any) -> None:
    for person in (ffion, beca, elin):
        assert entered(person).get(url(submitted)).status_code in (403, 404)
    assert not Look.all_rows.exists()


def test_asking_only_for_the_head_of_a_page_opens_nothing(submitted: Any, olwen: Any) -> None:
    assert entered(olwen).head(url(submitted)).status_code == 200
    assert not Look.all_rows.exists()


def test_nobody_who_has_looked_learns_who_else_did(submitted: Any, olwen: Any, alun: Any, glyn: Any) -> None:
    entered(olwen).get(url(submitted))
    for person in (olwen, alun, glyn):
        assert entered(person).get(who_has_looked(submitted.school)).status_code == 403
        assert not Look.objects.visible_to(person).exists()


def test_a_version_leads_those_who_may_know_to_who_has_looked_and_nobody_else(
    submitted: Any, nia: Any, sion: Any, olwen: Any, alun: Any, glyn: Any
) -> None:
    where = who_has_looked(submitted.school)
    for person in (nia, sion):
        Visitor(person, "en").open(url(submitted)).follow(where).says("Who has looked")
    for person in (olwen, alun, glyn):
        assert not Visitor(person, "en").open(url(submitted)).offers(where)


def test_a_school_that_nobody_has_read_is_told_so(submitted: Any, nia: Any) -> None:
    assert "Nobody has looked yet" in entered(nia).get(who_has_looked(submitted.school)).content.decode()


def test_what_was_written_down_is_paged(submitted: Any, nia: Any) -> None:
    for number in range(51):
        Look.all_rows.create(
            by=make.make_person(f"Darllenydd{number}"),
            acted_as="council_officer",
            school=submitted.school,
            seen=submitted,
        )
    client: Client = entered(nia)
    first = client.get(who_has_looked(submitted.school)).content.decode()
    second = client.get(who_has_looked(submitted.school) + "?page=2").content.decode()
    assert first.count("Darllenydd") == 50 and second.count("Darllenydd") == 1


def test_a_plan_that_was_opened_is_called_as_everywhere_else(school: Any, nia: Any, olwen: Any) -> None:
    plan = Version.all_rows.create(
        version_kind=Version.Kind.PLAN, thing_id=uuid4(), number=1, content=b"{}", school=school, school_year=2026,
        by=nia,
    )  # fmt: skip
    Look.all_rows.create(by=olwen, acted_as="council_officer", school=school, seen=plan)
    page = entered(nia).get(who_has_looked(school)).content.decode()
    assert "Development plan 2026/27–2028/29, version 1" in page
