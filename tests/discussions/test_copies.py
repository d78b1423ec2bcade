"""Who holds a copy of a frozen version can reckon its fingerprint anew, and finds the one that the page shows."""

import hashlib
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discussions.models import Party
from discussions.records import actions
from discussions.reference import load_support_kinds
from schools.models import Look, Version
from tests import factories as make
from tests.discussions.rounds import agree, agree_all, key, make_discussion, write_record

pytestmark = pytest.mark.django_db


def entered(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def copied(client: Client, page: str, *arguments: Any) -> bytes:
    """The copy that this page offers, once its file's digest has been found on the page itself."""
    slug = page.split(":")[0]
    address = reverse(f"{slug}:copy", args=arguments)
    shown = client.get(reverse(page, args=arguments)).content.decode()
    assert f'href="{address}"' in shown
    answer = client.get(address)
    digest = hashlib.sha256(answer.content)
    assert digest.hexdigest() in shown
    assert answer["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    return answer.content


def test_a_copy_of_a_submitted_self_evaluation_has_the_fingerprint_on_its_page(submitted, olwen):
    where = [submitted.school.public_id, submitted.school_year, 1]
    copy = copied(entered(olwen), "self_evaluations:version", *where)
    assert copy == bytes(Version.all_rows.get(version_kind="self_evaluation").content)


def test_whoever_takes_a_copy_away_has_looked(submitted, olwen):
    where = [submitted.school.public_id, submitted.school_year, 1]
    entered(olwen).get(reverse("self_evaluations:copy", args=where))
    assert Look.all_rows.get().by == olwen


def test_a_copy_of_an_agreed_record_has_the_fingerprint_on_its_page(sent, nia, olwen, alun):
    agree_all(sent, nia, olwen, alun)
    for person in (nia, olwen, alun):
        assert b"CANARY-support" in copied(entered(person), "records:version", sent.discussion.public_id)


def test_there_is_no_copy_of_a_record_that_is_not_frozen(sent, nia):
    assert entered(nia).get(reverse("records:copy", args=[sent.discussion.public_id])).status_code == 404


def test_the_copy_of_a_joint_record_is_for_those_who_may_read_every_schools_part(
    school, other_school, nia, owain, olwen, alun, mari, service
):
    load_support_kinds()
    make.assign(alun, service, other_school)
    record = actions.begin(make_discussion(school, other_school), by=alun, once=key())
    actions.send(write_record(record, by=alun), by=alun, once=key())
    record.refresh_from_db()
    for person, party, place in (
        (nia, Party.SCHOOL, school),
        (owain, Party.SCHOOL, other_school),
        (olwen, Party.COUNCIL, None),
        (alun, Party.SERVICE, None),
    ):
        agree(record, person, party, place)
    where = [record.discussion.public_id]
    for person in (olwen, alun, mari):
        copied(entered(person), "records:version", *where)
    address = reverse("records:copy", args=where)
    for person in (nia, owain):
        assert address not in entered(person).get(reverse("records:version", args=where)).content.decode()
        assert entered(person).get(address).status_code == 403
