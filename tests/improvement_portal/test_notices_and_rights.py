"""A notice is there while its reader may read what it leads to: on the site, at home, and when it is mailed."""

from typing import Any
from uuid import uuid4

import pytest
from django.core import mail

from discussions.professional_discussions import actions as meetings
from improvement_portal.turns import REMINDERS, TURNS
from schools.models import ConflictOfInterest, Notice
from schools.notice_kinds import KINDS, PLAN_SHARED, SELF_EVALUATION_SHARED
from schools.notice_rights import NOTICES
from schools.notices import tell
from schools.policy import May
from tests import factories as make
from tests.discussions.meetings import guest_of, ids, schedule
from tests.posting import post_all

YEAR = {"year": "2026/27", "number": 1}


def told(person: Any, school: Any, kind: Any = PLAN_SHARED) -> Notice:
    facts = {**YEAR, "period": "2026–29"}
    return tell([person], kind, school, path="/help/", school=school, **facts)[0]


def mine(person: Any) -> list[str]:
    person.forget_roles()
    return list(Notice.objects.visible_to(person).values_list("notice_kind", flat=True))


def on_site(client: Any, person: Any) -> bool:
    client.force_login(person)
    pages = [client.get(path).content.decode() for path in ("/en/home/", "/en/notices/")]
    found = {"has shared its development plan" in page for page in pages}
    assert len(found) == 1, "home and the list agree"
    return found.pop()


def test_every_kind_of_notice_says_which_permission_its_reader_still_needs():
    assert set(NOTICES) == set(KINDS)
    assert {kind.name: NOTICES[kind.name] for kind in REMINDERS.values()} == {
        f"waits_{turn.key}": turn.permission for turn in TURNS if turn.key
    }
    assert {name for name, permission in NOTICES.items() if permission is None} == {"address_changed"}


def test_a_notice_is_there_while_the_role_lasts_and_gone_with_it(client, olwen, alun, school):
    for person in (olwen, alun):
        told(person, school)
        assert on_site(client, person)
    make.appoint(olwen, "administrator", school.council)
    olwen.appointments.filter(role="council_officer").update(ends_on=make.YESTERDAY)
    alun.assignments.update(ends_on=make.YESTERDAY)
    for person in (olwen, alun):
        assert not on_site(client, person), person
        assert mine(person) == []


def test_another_role_at_the_same_school_keeps_only_what_it_may_read(sion, school):
    told(sion, school)
    told(sion, school, SELF_EVALUATION_SHARED)
    sion.appointments.update(role="clerk_to_governors")
    assert mine(sion) == ["plan_shared"]


def test_an_interest_declared_since_takes_the_notices_of_that_school_away(client, olwen, school, other_school):
    told(olwen, school)
    ConflictOfInterest.all_rows.create(person=olwen, school=school, starts_on=make.LONG_AGO)
    assert not on_site(client, olwen)
    told(olwen, other_school)
    assert on_site(client, olwen), "another school's are still theirs"


def test_what_is_hidden_is_not_counted(client, olwen, school, other_school):
    told(olwen, school)
    told(olwen, other_school)
    ConflictOfInterest.all_rows.create(person=olwen, school=school, starts_on=make.LONG_AGO)
    client.force_login(olwen)
    for path in ("/en/home/", "/en/notices/"):
        assert "You have 1 notice that is not marked as read." in client.get(path).content.decode()


def test_a_letter_is_not_sent_to_somebody_who_may_no_longer_read_it(olwen, alun, school):
    late = told(olwen, school)
    told(alun, school)
    olwen.appointments.update(ends_on=make.YESTERDAY)
    mail.outbox.clear()
    post_all()
    assert [letter.to for letter in mail.outbox] == [[alun.email]]
    late.refresh_from_db()
    assert late.emailed_at is None


def test_a_letter_waits_for_no_role_chosen_in_a_session(nia, school, other_school):
    make.appoint(nia, "governor", other_school)
    nia.hat = "governor"
    notice = told(nia, school)
    mail.outbox.clear()
    post_all()
    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.emailed_at


def test_a_guest_reads_what_was_told_of_a_discussion_while_they_are_invited(school, nia, olwen, alun, gareth):
    discussion = schedule(school, olwen, nia, alun, guests=ids(gareth))
    meetings.answer_about_guest(guest_of(discussion), answer="given", by=nia, once=uuid4())
    assert mine(gareth) == ["discussion_scheduled"]
    discussion.refresh_from_db()
    meetings.change_participants(
        discussion, participants=ids(nia, alun), version=discussion.version, by=olwen, once=uuid4()
    )
    assert mine(gareth) == []


def test_a_question_about_a_guest_is_for_who_may_answer_it(school, nia, sion, olwen, alun, gareth):
    assert NOTICES["discussion_guest_asked"] == May.CONSENT_TO_GUEST
    schedule(school, olwen, nia, alun, guests=ids(gareth))
    nia.appointments.update(role="senior_leader")
    assert "discussion_guest_asked" not in mine(nia)


@pytest.mark.parametrize("path", ["/en/home/", "/en/notices/"])
def test_asking_each_kind_costs_no_question_more(client, olwen, school, path, django_assert_max_num_queries):
    client.force_login(olwen)
    asked = []
    for _more in range(2):
        for kind in (PLAN_SHARED, SELF_EVALUATION_SHARED):
            told(olwen, school, kind)
        with django_assert_max_num_queries(12) as queries:
            client.get(path)
        asked.append(len(queries))
    assert asked[0] == asked[1]
