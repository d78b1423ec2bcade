"""The answers to a record: each party once, and whoever answers last freezes it."""

import pytest
from django.core.exceptions import PermissionDenied

from discussions.models import Answer, Party
from discussions.records import actions
from schools.models import Notice, Version
from schools.refusals import NotAllowed, Refused
from tests.discussions.rounds import (
    agree,
    agree_all,
    differ,
    key,
    section_of,
    take_part,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "party"),
    [
        *((who, "school") for who in ("sion", "carys", "glyn", "clem", "dai", "owain", "huw", "olwen", "alun")),
        *((who, "council") for who in ("nia", "elin", "rhys", "alun", "mari", "ann")),
        *((who, "service") for who in ("nia", "olwen", "beca", "eira")),
    ],
)  # fmt: skip
def test_nobody_answers_for_a_party_that_is_not_theirs(who, party, request, sent, school):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        agree(sent, person, Party(party), school if party == "school" else None)


def test_a_party_answers_once(sent, nia, school):
    agree(sent, nia, Party.SCHOOL, school)
    with pytest.raises(NotAllowed, match="already answered"):
        differ(sent, nia, Party.SCHOOL, school)


def test_one_officer_answers_for_the_council_and_then_no_other(sent, olwen, lowri):
    agree(sent, olwen, Party.COUNCIL)
    with pytest.raises(NotAllowed, match="already been given for the council"):
        agree(sent, lowri, Party.COUNCIL)


def test_seeing_it_differently_needs_a_reason(sent, nia, school):
    with pytest.raises(Refused, match="at least one section"):
        agree(sent, nia, Party.SCHOOL, school, agreed=False)


def test_agreeing_leaves_no_room_for_a_reason(sent, nia, school):
    with pytest.raises(Refused, match="You chose to agree"):
        differ(sent, nia, Party.SCHOOL, school, agreed=True)


def test_an_answer_is_to_the_sending_that_was_read(sent, nia, alun, school):
    read = sent.version
    actions.withdraw(sent, by=alun, once=key())
    with pytest.raises(NotAllowed, match="taken back"):
        agree(sent, nia, Party.SCHOOL, school, version=read)
    actions.send(sent, by=alun, once=key())
    with pytest.raises(Refused, match="sent again after you opened"):
        agree(sent, nia, Party.SCHOOL, school, version=read)


def test_a_draft_is_not_answered(written, nia, school):
    with pytest.raises(NotAllowed):
        agree(written, nia, Party.SCHOOL, school)


def test_two_answers_of_three_are_not_agreement(sent, nia, olwen, school):
    agree(sent, nia, Party.SCHOOL, school)
    agree(sent, olwen, Party.COUNCIL)
    sent.refresh_from_db()
    assert sent.status == "sent"
    assert not Version.all_rows.exists()


def test_the_last_of_three_answers_freezes_the_record_and_tells_everybody(sent, cast, school):
    take_part(sent.discussion, cast.gareth, "guest", consent="given")
    Notice.all_rows.all().delete()
    agree_all(sent, cast.nia, cast.olwen, cast.alun)
    frozen = Version.all_rows.get()
    assert (frozen.version_kind, frozen.school, frozen.is_intact()) == ("record", school, True)
    assert frozen.words["parts"][0]["support"][0]["what"] == "CANARY-support"
    assert [answer["role"] for answer in frozen.words["answers"]] == [
        "headteacher", "council_officer", "service_adviser",
    ]  # fmt: skip
    assert {notice.person.name for notice in Notice.all_rows.all()} == {"Nia", "Olwen", "Lowri", "Alun", "Gareth"}
    assert "Nia" not in bytes(frozen.content).decode(), "people stand in it by public id"


def test_differences_stand_in_the_frozen_record(sent, cast, school):
    differ(sent, cast.nia, Party.SCHOOL, school)
    agree(sent, cast.olwen, Party.COUNCIL)
    agree(sent, cast.mari, Party.SERVICE)
    school_answer = Version.all_rows.get().words["answers"][0]
    assert school_answer["agreed"] is False
    assert school_answer["differences"] == [
        {
            "school": str(school.public_id),
            "about": "support",
            "reason": "CANARY-reason",
            "lang": "cy",
        }
    ]


def test_when_somebody_sees_it_differently_the_adviser_is_told(sent, cast, school):
    Notice.all_rows.all().delete()
    differ(sent, cast.nia, Party.SCHOOL, school)
    notice = Notice.all_rows.get()
    assert (notice.person.name, notice.notice_kind) == ("Alun", "record_seen_differently")


def test_pressing_agree_twice_counts_once(sent, nia, school):
    once = key()
    assert agree(sent, nia, Party.SCHOOL, school, once=once) == agree(sent, nia, Party.SCHOOL, school, once=once)
    assert Answer.all_rows.count() == 1


def test_an_answer_to_a_sending_that_was_taken_back_no_longer_stands_in_the_record(sent, cast, school):
    differ(sent, cast.nia, Party.SCHOOL, school)
    actions.withdraw(sent, by=cast.alun, once=key())
    actions.write(section_of(sent), text="Cywirwyd", lang="cy", version=2, by=cast.alun, once=key())
    actions.send(sent, by=cast.alun, once=key())
    sent.refresh_from_db()
    agree_all(sent, cast.nia, cast.olwen, cast.alun)
    assert [answer["differences"] for answer in Version.all_rows.get().words["answers"]] == [[], [], []]
    assert Answer.all_rows.count() == 4, "what was once answered is kept"
