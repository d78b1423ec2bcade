"""Who did it is told to the own side: a school's team about its own people, a council and a service about theirs."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from discussions.models import Party, Record
from discussions.professional_discussions import actions as meetings
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from schools.history import events_of, told_to
from schools.models import Event
from tests import factories as make
from tests.discussions.meetings import guest_of, ids, schedule
from tests.discussions.rounds import agree, make_discussion, take_part, write_record
from tests.schools.writing import save, submit


def names(person: Any, public_id: Any) -> set[str]:
    """Whom this person reads of in the history of one thing."""
    person.forget_roles()
    return {line.who for line in told_to(person, events_of(person, public_id))} - {""}


def test_a_schools_team_reads_the_names_of_its_own_people_only(school, nia, sion, carys, olwen, alun):
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    save(evaluation.sections.first(), going_well="Da iawn", by=sion)
    submit(evaluation, by=nia)
    discussion = schedule(school, olwen, nia, alun)
    assert names(carys, evaluation.public_id) == {"Nia", "Sion"}
    assert names(nia, discussion.public_id) == set(), "an officer of the council scheduled it"
    assert names(olwen, discussion.public_id) == {"Olwen"}
    assert names(olwen, evaluation.public_id) == set()


def test_who_left_is_still_named_to_the_own_school(school, nia, sion, carys):
    evaluation = make.make_self_evaluation(school)
    save(evaluation.sections.first(), going_well="Da iawn", by=sion)
    sion.appointments.update(ends_on=make.YESTERDAY)
    assert names(carys, evaluation.public_id) == {"Sion"}


def test_what_others_did_at_a_school_is_told_with_the_day_and_without_the_hour(school, nia, olwen, alun):
    discussion = schedule(school, olwen, nia, alun)
    (line,) = told_to(nia, events_of(nia, discussion.public_id).filter(verb="discussion.scheduled"))
    assert not line.inside
    (line,) = told_to(olwen, events_of(olwen, discussion.public_id).filter(verb="discussion.scheduled"))
    assert line.inside


def test_the_head_of_the_other_school_is_not_named_in_ones_own_history(
    school, other_school, federation, nia, owain, olwen, alun, gareth
):
    for place in (school, other_school):
        place.federation = federation
        place.save()
    discussion = schedule(school, olwen, nia, alun, also=ids(other_school), guests=ids(gareth))
    for head in (nia, owain):
        meetings.answer_about_guest(guest_of(discussion), answer="given", by=head, once=uuid4())
    assert names(nia, discussion.public_id) == {"Nia"}
    rows = Event.objects.visible_to(owain).filter(target_id=discussion.public_id, school=other_school)
    assert {line.who for line in told_to(owain, rows)} - {""} == {"Owain"}


@pytest.fixture
def sent(school: Any, alun: Any) -> Record:
    load_support_kinds()
    draft = records.begin(make_discussion(school), by=alun, once=uuid4())
    return records.send(write_record(draft, by=alun), by=alun, once=uuid4())


@pytest.mark.parametrize("all_answer", [False, True])
def test_a_guest_reads_who_answered_by_party_and_never_by_name(sent, school, nia, olwen, alun, gareth, all_answer):
    take_part(sent.discussion, gareth, "guest", consent="given")
    agree(sent, nia, Party.SCHOOL, school)
    if all_answer:
        agree(sent, olwen, Party.COUNCIL)
        agree(sent, alun, Party.SERVICE)
    pages = {}
    for person in (gareth, nia, olwen):
        client = Client()
        client.force_login(person)
        path = f"/en/discussions/{sent.discussion.public_id}/record/"
        paths = [path, f"{path}version/"] if all_answer else [path]
        pages[person] = "".join(client.get(each).content.decode() for each in paths)
    assert "Nia" not in pages[gareth] and "Headteacher" in pages[gareth]
    for reader in (nia, olwen):
        assert ">Nia<" in pages[reader], "the parties read who signed for whom"
