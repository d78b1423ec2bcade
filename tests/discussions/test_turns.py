"""The discussion's page says whose turn it is, and offers only what can still be done."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discussions.models import Discussion, Party, Record, Reply
from discussions.records import actions as records
from discussions.year import Step, years_and_open_ones
from schools import clock
from schools.models import School, Term, Title
from tests.discussions.meetings import key, schedule
from tests.discussions.rounds import agree, take_part, write_record

FORMS = ("reschedule", "cancel", "participants")
CHANGES = ("Change when and where", "Change who takes part", "Add to the agenda", "Cancel the discussion")


def page_of(person: Any, discussion: Any, name: str = "professional_discussions:detail", **asked: Any) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(reverse(name, args=[discussion.public_id]), headers={"accept-language": "en"}, **asked)


def words_of(person: Any, discussion: Any, name: str = "professional_discussions:detail", **asked: Any) -> str:
    return page_of(person, discussion, name, **asked).content.decode().replace("&#x27;", "'")


def test_before_the_day_all_changes_are_offered(discussion, olwen):
    words = words_of(olwen, discussion)
    assert all(change in words for change in CHANGES)


def test_nothing_is_offered_to_change_once_the_record_has_been_sent(sent, olwen):
    words = words_of(olwen, sent.discussion)
    assert not any(change in words for change in CHANGES)


@pytest.mark.parametrize(
    "name", [*(f"professional_discussions:{form}" for form in FORMS), "agenda:add", "agenda:redraft"]
)
def test_a_form_that_is_closed_says_so_when_it_is_opened(sent, olwen, name):
    words = words_of(olwen, sent.discussion, name, follow=True)
    assert "The record of this discussion has been sent" in words


def test_on_the_day_it_is_the_advisers_turn_to_write_the_record(held, alun, nia, olwen):
    assert "It is your turn: write the record of this discussion." in words_of(alun, held)
    assert reverse("records:begin", args=[held.public_id]).split("/", 2)[2] in words_of(alun, held)
    for person in (nia, olwen):
        assert "It is the improvement service’s turn: to write the record" in words_of(person, held)


def test_a_day_that_is_no_school_day_is_taken_but_the_officer_is_told(discussion, school, olwen):
    day = discussion.starts_at.astimezone(clock.LONDON).date()
    for begins, ends in ((day - dt.timedelta(days=30), day - dt.timedelta(days=1)),
                         (day + dt.timedelta(days=1), day + dt.timedelta(days=30))):  # fmt: skip
        Term.all_rows.create(council=school.council, school_year=clock.school_year_of(day),
                             starts_on=begins, ends_on=ends)  # fmt: skip
    assert "is not a school day." in words_of(olwen, discussion)
    Term.all_rows.create(council=school.council, school_year=clock.school_year_of(day),
                         starts_on=day, ends_on=day)  # fmt: skip
    assert ("is not a school day." in words_of(olwen, discussion)) == (day.weekday() > 4)


def test_people_are_called_what_their_organisation_calls_them(service, sent, olwen, nia, alun):
    take_part(sent.discussion, alun, "adviser")
    Title.all_rows.create(service=service, role="service_adviser", title_cy="Cynghorydd", title_en="Standards Partner")
    assert "Standards Partner" in words_of(olwen, sent.discussion)
    records.answer(sent, party=Party.SERVICE, agreed=True, reasons={}, lang="cy", version=sent.version, by=alun,
                   once=key())  # fmt: skip
    assert "Alun</span> (Standards Partner)" in words_of(nia, sent.discussion, "records:detail")


def test_the_list_of_a_school_says_how_far_each_discussion_is(sent, school, nia):
    client = Client()
    client.force_login(nia)
    url = reverse("professional_discussions:at_school", args=[school.public_id])
    assert "Record sent for agreement" in client.get(url, headers={"accept-language": "en"}).content.decode()
    Record.all_rows.update(status="draft")
    assert ">Held<" in client.get(url, headers={"accept-language": "en"}).content.decode()


def test_beside_cancelling_stands_a_way_to_keep_the_discussion(discussion, olwen):
    words = words_of(olwen, discussion, "professional_discussions:cancel")
    assert "Keep the discussion" in words
    assert ">Cancel<" not in words


def test_a_draft_is_gone_on_with(draft, alun):
    assert "Go on with the record" in words_of(alun, draft.discussion)


def test_before_the_day_it_is_nobodys_turn_once_all_have_said_that_they_come(school, nia, olwen, alun):
    discussion = schedule(school, olwen, nia, alun, date=clock.today() + dt.timedelta(days=7))
    asked = "Not everybody who is invited has said whether they can come."
    for row in discussion.participants.all():
        assert "It is your turn: say whether you can come." in words_of(row.person, discussion)
        assert asked in words_of(olwen, discussion)
        Reply.all_rows.create(participant=row, sequence=0, answer="coming", given_by=row.person)
    for person in (nia, olwen, alun):
        assert "The next step is the discussion itself." in words_of(person, discussion)


def test_it_is_the_councils_turn_where_somebody_cannot_come(school, nia, olwen, alun):
    discussion = schedule(school, olwen, nia, date=clock.today() + dt.timedelta(days=7))
    words = {"answer": "not_possible", "text": "x", "lang": "en"}
    Reply.all_rows.create(participant=discussion.participants.get(), sequence=0, given_by=nia, **words)
    assert "It is your turn: somebody who is invited cannot come." in words_of(olwen, discussion)
    assert "It is the council’s turn: somebody who is invited cannot come." in words_of(nia, discussion)


def test_whoever_asked_only_for_another_time_is_not_said_to_be_unable_to_come(school, nia, olwen):
    discussion = schedule(school, olwen, nia, date=clock.today() + dt.timedelta(days=7))
    words = {"answer": "another_time", "text": "x", "lang": "en"}
    Reply.all_rows.create(participant=discussion.participants.get(), sequence=0, given_by=nia, **words)
    assert "It is your turn: somebody who is invited would need another time." in words_of(olwen, discussion)
    assert "It is the council’s turn: somebody who is invited would need another time." in words_of(nia, discussion)


def test_whoever_has_not_answered_is_told_that_it_is_their_turn(sent, nia, olwen):
    assert "It is your turn: read the record, then answer." in words_of(nia, sent.discussion)
    records.answer(sent, party=Party.SCHOOL, school=sent.parts.get().school, agreed=True, reasons={}, lang="cy",
                   version=sent.version, by=nia, once=key())  # fmt: skip
    assert "The record waits for those who have not answered it yet." in words_of(nia, sent.discussion)


def test_once_its_record_was_sent_a_discussion_counts_as_held_although_its_hour_is_not_over(
    school, nia, olwen, alun, draft, hour
):
    """The record is sent while people still sit together, taken back, sent again, and answered by all."""
    starts = dt.datetime.combine(clock.today(), dt.time(9), clock.LONDON)
    hour(10)
    rows = Discussion.all_rows.filter(pk=draft.discussion_id)
    rows.update(starts_at=starts, ends_at=starts + dt.timedelta(hours=3))
    before = "The next step is the discussion itself."
    assert before in words_of(nia, draft.discussion)
    write_record(draft, by=alun)

    def said_nowhere(words: str) -> None:
        for person in (nia, olwen, alun):
            found = Discussion.all_rows.get(pk=draft.discussion_id)
            pages = [words_of(person, found), words_of(person, found, "records:detail"), home_of(person)]
            assert not any(words in page for page in pages), person

    records.send(draft, by=alun, once=key())
    said_nowhere(before)
    records.withdraw(draft, by=alun, once=key())
    said_nowhere(before)
    assert "Write and send the record of the discussion" in home_of(alun)
    assert "The improvement service writes the record and sends it." in home_of(nia)
    again = records.send(draft, by=alun, once=key())
    for person, party in ((nia, Party.SCHOOL), (olwen, Party.COUNCIL), (alun, Party.SERVICE)):
        agree(again, person, party, *([school] if party == Party.SCHOOL else []))
    said_nowhere(before)
    year = next(iter(years_and_open_ones(School.all_rows.filter(pk=school.pk), clock.current_school_year())))
    assert {Step.DISCUSSION, Step.RECORD, Step.AGREEMENT} <= year.done


def home_of(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.get("/en/home/").content.decode()
