"""The support of a school: agreed by all, or with the names of those who see it differently."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discussions.agreed_support import support_of
from discussions.models import Party
from schools import clock
from schools.models import Notice
from tests.discussions.rounds import agree, agree_all, differ, make_discussion

pytestmark = pytest.mark.django_db


def page_of(person: Any, name: str, *arguments: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=arguments)).content.decode()


def disputed_by_the_council(sent: Any, cast: Any, school: Any, about: str = "support") -> None:
    Notice.all_rows.all().delete()
    agree(sent, cast.nia, Party.SCHOOL, school)
    differ(sent, cast.olwen, Party.COUNCIL, about=about)
    agree(sent, cast.alun, Party.SERVICE)


def test_support_that_the_council_sees_differently_is_not_shown_as_agreed(sent, cast, school):
    disputed_by_the_council(sent, cast, school)
    shown = page_of(cast.nia, "support:index", school.public_id)
    assert "Agreed, not yet begun" not in shown
    assert "Not agreed by all; not yet begun" in shown
    assert "Seen differently by" in shown and school.council.name in shown
    record = reverse("records:version", args=[sent.discussion.public_id])
    assert f'href="{record}#support-{school.public_id}"' in shown
    assert f'id="support-{school.public_id}"' in page_of(cast.nia, "records:version", sent.discussion.public_id)


def test_who_differs_about_something_else_leaves_the_support_agreed(sent, cast, school):
    disputed_by_the_council(sent, cast, school, about="progress")
    [agreed] = support_of(cast.nia, school)
    assert (agreed.seen_differently_by, agreed.items[0]["state"]) == ([], "Agreed, not yet begun")
    assert set(Notice.all_rows.values_list("notice_kind", flat=True)) >= {"record_agreed"}


def test_everybody_who_differs_about_the_support_is_named(sent, cast, school, service):
    differ(sent, cast.nia, Party.SCHOOL, school)
    differ(sent, cast.olwen, Party.COUNCIL)
    differ(sent, cast.alun, Party.SERVICE)
    [agreed] = support_of(cast.glyn, school)
    assert agreed.seen_differently_by == [school.name, school.council.name, service.name]


def test_the_message_says_that_not_all_agree_the_support(sent, cast, school):
    disputed_by_the_council(sent, cast, school)
    assert {row.notice_kind for row in Notice.all_rows.filter(person=cast.nia)} == {"record_answered"}
    shown = page_of(cast.nia, "records:detail", sent.discussion.public_id)
    assert "and the support counts as agreed" not in shown
    assert "Not everyone agrees with the support" in shown


def test_what_all_agreed_is_told_as_agreed(sent, nia, olwen, alun):
    agree_all(sent, nia, olwen, alun)
    assert "and the support counts as agreed" in page_of(nia, "records:detail", sent.discussion.public_id)


NEXT = "The council’s officers now arrange that the school, the council and the improvement service talk about it."


def test_where_not_all_agree_with_the_support_no_heading_calls_it_agreed_and_the_next_step_is_said(sent, cast, school):
    disputed_by_the_council(sent, cast, school)
    on_school, on_record = [school.public_id], [sent.discussion.public_id]
    for reader in (cast.nia, cast.olwen, cast.alun, cast.glyn):
        for name, where in (
            ("support:index", on_school),
            ("records:detail", on_record),
            ("records:version", on_record),
        ):
            shown = page_of(reader, name, *where)
            assert "Support agreed" not in shown, (reader, name)
            assert (NEXT in shown) is (name != "records:version")
    assert "Support not agreed by all" in page_of(cast.nia, "records:version", *on_record)
    assert NEXT in page_of(cast.alun, "records:answered", *on_record)


def test_where_all_agree_the_support_is_called_agreed_and_nothing_is_to_be_settled(sent, cast, school):
    agree_all(sent, cast.nia, cast.olwen, cast.alun)
    assert "Support agreed" in page_of(cast.nia, "records:version", sent.discussion.public_id)
    for name, where in (("support:index", school.public_id), ("records:detail", sent.discussion.public_id)):
        assert NEXT not in page_of(cast.nia, name, where)


def test_beside_disputed_support_stands_the_next_discussion_or_the_officers_way_to_it(sent, cast, school):
    disputed_by_the_council(sent, cast, school)
    schedule_page = reverse("professional_discussions:schedule", args=[school.public_id])
    assert schedule_page in page_of(cast.olwen, "support:index", school.public_id)
    assert schedule_page not in page_of(cast.nia, "support:index", school.public_id)
    coming = make_discussion(school, day=clock.today() + dt.timedelta(days=300))
    for reader in (cast.olwen, cast.nia, cast.alun, cast.glyn):
        shown = page_of(reader, "support:index", school.public_id)
        assert "The next professional discussion is on" in shown and schedule_page not in shown
        assert reverse("professional_discussions:detail", args=[coming.public_id]) in shown
