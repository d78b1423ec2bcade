"""Two schools of a federation, each with its own head, at one discussion: who is asked, who is told, whose turn."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail

from discussions.models import Discussion, GuestAnswer, Participant, Party, Reply
from discussions.professional_discussions import actions
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from improvement_portal.home.queries import Home
from schools import clock
from schools.models import ConflictOfInterest, Event, Notice
from schools.refusals import NotAllowed
from tests import factories as make
from tests.discussions.meetings import guest_of, ids, key, schedule
from tests.discussions.rounds import agree, make_discussion, take_part, write_record

YEAR = clock.current_school_year()


@pytest.fixture
def together(school: Any, other_school: Any, federation: Any, nia: Any, owain: Any) -> Any:
    """Nia leads the one school of the federation, Owain the other."""
    for place in (school, other_school):
        place.federation = federation
        place.save()
    return other_school


@pytest.fixture
def joint(together: Any, school: Any, olwen: Any, nia: Any, owain: Any, alun: Any, gareth: Any) -> Discussion:
    return schedule(school, olwen, nia, owain, alun, also=ids(together), guests=ids(gareth))


def says(person: Any, discussion: Discussion, answer: str = "given") -> Participant:
    return actions.answer_about_guest(guest_of(discussion), answer=answer, by=person, once=key())


def mine(person: Any) -> set[str]:
    person.forget_roles()
    return set(Notice.objects.visible_to(person).values_list("notice_kind", flat=True))


def at_home(person: Any) -> list[str]:
    person.forget_roles()
    home = Home(person, YEAR)
    home.read([], home.due)
    return [line.url for line in home.told(home.due)]


def test_a_guest_comes_only_when_the_head_of_each_school_has_said_yes(client, joint, nia, owain, gareth):
    says(nia, joint)
    assert guest_of(joint).consent == "asked"
    assert not Discussion.objects.visible_to(gareth).exists()
    assert not joint.bookings.filter(person=gareth).exists()
    says(owain, joint)
    assert guest_of(joint).consent == "given"
    assert Discussion.objects.visible_to(gareth).get() == joint
    assert joint.bookings.filter(person=gareth, live=True).exists()
    answers = GuestAnswer.all_rows.values_list("school", "answer", "by")
    first, second = joint.covered
    assert set(answers) == {(first.pk, "given", nia.pk), (second.pk, "given", owain.pk)}


def test_one_no_is_enough_and_the_other_head_is_asked_no_longer(joint, nia, owain, gareth):
    says(nia, joint, "refused")
    assert guest_of(joint).consent == "refused"
    with pytest.raises(NotAllowed, match="has been answered"):
        says(owain, joint)
    assert not Discussion.objects.visible_to(gareth).exists()
    assert "discussion_guest_declined" in mine(owain)


def test_a_head_answers_once_for_the_own_school_and_never_for_the_other(joint, nia, owain):
    says(nia, joint)
    with pytest.raises(NotAllowed, match="waits for the headteacher of Ysgol Pen y Bryn"):
        says(nia, joint)
    assert GuestAnswer.all_rows.count() == 1


def test_who_leads_both_schools_answers_for_both_at_once(joint, nia, owain, together):
    owain.appointments.update(ends_on=make.YESTERDAY)
    make.appoint(nia, "headteacher", together)
    says(nia, joint)
    assert guest_of(joint).consent == "given"
    assert GuestAnswer.all_rows.count() == 2


def test_the_council_hears_when_all_have_answered_and_not_before(joint, nia, owain, olwen):
    says(nia, joint)
    assert "discussion_guest_welcome" not in mine(olwen)
    says(owain, joint)
    assert "discussion_guest_welcome" in mine(olwen)


def test_the_second_schools_people_hear_of_it_once_under_their_own_school(joint, together, school, owain, nia):
    assert mine(owain) == {"discussion_scheduled", "discussion_guest_asked"}
    for person, place in ((owain, together), (nia, school)):
        rows = Notice.all_rows.filter(person=person)
        assert {row.school for row in rows} == {place}
        assert len({row.notice_kind for row in rows}) == len(rows), "nobody is told the same twice"


def test_somebody_who_works_at_both_schools_is_told_once(together, school, dai, olwen, nia, owain):
    make.appoint(dai, "diary_helper", together)
    schedule(school, olwen, nia, owain, also=ids(together))
    assert Notice.all_rows.filter(person=dai, notice_kind="discussion_scheduled_for_head").count() == 1


def test_an_interest_in_the_one_school_does_not_keep_the_other_schools_head_from_being_asked(
    together, school, olwen, nia, owain, alun, gareth
):
    ConflictOfInterest.all_rows.create(person=owain, school=school, starts_on=make.LONG_AGO)
    owain.forget_roles()
    discussion = schedule(school, olwen, nia, alun, also=ids(together), guests=ids(gareth))
    assert "discussion_guest_asked" in mine(owain)
    says(nia, discussion)
    says(owain, discussion)
    assert guest_of(discussion).consent == "given"


def test_each_head_finds_the_question_at_home_until_the_own_school_has_answered(joint, nia, owain):
    page = f"/guests/{guest_of(joint).public_id}/consent/"
    asked = {person: any(page in url for url in at_home(person)) for person in (nia, owain)}
    assert asked == {nia: True, owain: True}
    says(nia, joint)
    asked = {person: any(page in url for url in at_home(person)) for person in (nia, owain)}
    assert asked == {nia: False, owain: True}


def test_who_leads_both_schools_is_asked_once_at_home_and_reads_for_which_schools(together, school, olwen, nia, gareth):
    make.appoint(nia, "headteacher", together)
    joint = schedule(school, olwen, nia, also=ids(together), guests=ids(gareth))
    nia.forget_roles()
    home = Home(nia, YEAR)
    home.read([], home.due)
    asked = [line.sentence for line in home.told(home.due) if "guest" in line.sentence]
    both = "Ysgol Nant y Coed and Ysgol Pen y Bryn"
    assert asked == [f"Say whether a guest may come to the discussion with {both}"]
    says(nia, joint)
    assert not any("consent" in url for url in at_home(nia))


def test_pages_say_whose_answer_is_missing(client, joint, nia, owain, olwen):
    page = f"/en/discussions/{joint.public_id}/"
    question = f"{page}guests/{guest_of(joint).public_id}/consent/"
    client.force_login(owain)
    assert "It is your turn: say whether a guest may take part" in client.get(page).content.decode()
    form = client.get(question).context["form"]
    client.post(question, {"once": form["once"].value(), "answer": "given"})
    for row in joint.participants.filter(consent="not_needed"):  # else it is their own turn that the page names
        Reply.all_rows.create(participant=row, sequence=joint.sequence, answer="coming", given_by=row.person)
    for person, path in ((owain, page), (owain, question), (olwen, page)):
        client.force_login(person)
        assert "Ysgol Nant y Coed" in client.get(path).content.decode()
        assert "waits for the headteacher of Ysgol Nant y Coed" in client.get(path).content.decode(), (person, path)
    client.force_login(nia)
    assert "It is your turn: say whether a guest may take part" in client.get(page).content.decode()


def test_the_history_of_each_school_says_which_head_answered(joint, nia, owain, school, together):
    says(nia, joint)
    for place in (school, together):
        facts = Event.all_rows.get(verb="discussion.guest_welcome_of", school=place).facts
        assert facts["schools_en"] == "Ysgol Nant y Coed"


def test_the_second_schools_chair_hears_that_the_record_is_answered(together, school, rhian, nia, owain, olwen, alun):
    load_support_kinds()
    make.assign(alun, alun.appointments.get().service, together)
    alun.forget_roles()
    discussion = make_discussion(school, together)
    take_part(discussion, rhian, "chair_of_governors")
    record = write_record(records.begin(discussion, by=alun, once=key()), by=alun)
    sent = records.send(record, by=alun, once=key())
    agree(sent, nia, Party.SCHOOL, school)
    agree(sent, owain, Party.SCHOOL, together)
    agree(sent, olwen, Party.COUNCIL)
    agree(sent, alun, Party.SERVICE)
    assert {"record_agreed"} <= mine(rhian)
    assert "record_agreed" in mine(owain)
    assert mail.outbox == []


def test_answers_from_before_each_school_was_asked_stand_for_all_schools_of_the_discussion(joint, gareth, tomos):
    migration = import_module("discussions.migrations.0007_each_school_answers_about_a_guest")
    Participant.all_rows.filter(person=gareth).update(consent="refused")
    take_part(joint, tomos, "guest", consent="asked")
    migration.keep_answers_given(apps, None)
    rows = GuestAnswer.all_rows.values_list("participant__person", "school", "answer", "by")
    assert set(rows) == {(gareth.pk, school.pk, "refused", None) for school in joint.covered}


@pytest.fixture
def rhian(together: Any) -> Any:
    person = make.make_person("Rhian", language="en")
    make.appoint(person, "chair_of_governors", together)
    return person
