"""The outbox page: to whom what was and will be sent, about the schools that one sees, and nothing else."""

import datetime as dt

import pytest

from discussions.models import CalendarMessage
from schools import clock
from schools.account_letters import write_new_password, write_word
from schools.models import AccountLetter, Letter, Notice, Stage
from schools.notice_kinds import (
    ADDRESS_AT_SCHOOL_CHANGED,
    AREA_IS_YOURS,
    CLARIFICATION_ASKED,
    PLAN_SHARED,
    SELF_EVALUATION_SHARED,
)
from schools.notices import tell
from tests.discussions.meetings import ids, schedule
from tests.schools.inviting import invite

pytestmark = pytest.mark.django_db
PAGE = "/en/sent-mail/"
YEAR = {"year": "2026/27", "number": 1, "period": "2026–29", "area_cy": "Maes", "area_en": "Area"}
PAST = dt.timedelta(days=1)


@pytest.fixture
def page(client):
    def read(person, query=""):
        client.force_login(person)
        answer = client.get(PAGE + query)
        assert answer.status_code == 200
        return answer

    return read


def told(person, kind, school, **facts):
    return tell([person], kind, school, path="/help/", school=school, **{**YEAR, **facts})[0]


def subjects(answer):
    return {line.subject for line in answer.context["lines"]}


def test_what_was_told_about_ones_schools_is_listed_with_reader_role_and_time(page, olwen, mari, alun, school):
    told(alun, PLAN_SHARED, school)
    for who in (olwen, mari):
        (line,) = page(who).context["lines"]
        assert (line.person, line.subject) == (alun, "Ysgol Nant y Coed has shared its development plan")
        assert line.stage == Stage.TO_COME and line.at > clock.now()
    html = page(olwen).content.decode()
    assert "Alun" in html and "Adviser" in html and "It goes on" in html and "08:00" in html


def test_a_schools_own_messages_and_those_about_accounts_are_listed_for_nobody(
    page, olwen, lowri, mari, sion, nia, school
):
    told(sion, AREA_IS_YOURS, school)
    told(sion, SELF_EVALUATION_SHARED, school)
    told(nia, ADDRESS_AT_SCHOOL_CHANGED, school)
    for person in (olwen, lowri, mari):
        assert list(page(person).context["lines"]) == []


def test_an_interest_and_another_council_close_it(page, elin, rhys, alun, beca, school, other_school):
    told(alun, PLAN_SHARED, school)
    assert subjects(page(elin)) == set() and subjects(page(rhys)) == set()
    told(beca, PLAN_SHARED, other_school)
    assert subjects(page(elin)) == {"Ysgol Pen y Bryn has shared its development plan"}


def test_what_ones_own_people_asked_of_a_school_is_listed(page, olwen, nia, gareth, alun, school):
    told(nia, CLARIFICATION_ASKED, school)
    schedule(school, olwen, nia, alun, guests=ids(gareth))
    assert any("something was asked" in words for words in subjects(page(olwen)))
    assert any("may a guest take part" in words for words in subjects(page(olwen)))


def test_calendar_letters_stand_among_them(page, olwen, nia, alun, school):
    schedule(school, olwen, nia, alun)
    invited = [line for line in page(olwen).context["lines"] if line.subject.startswith("Invitation:")]
    assert {line.person for line in invited} == {nia, alun}
    assert {line.mail_class for line in invited} == {"At once"}
    assert len(set(Notice.all_rows.filter(mail_class="").values_list("person", flat=True))) == 2, "no second line of it"


def test_invitations_stand_among_them_for_whoever_manages_the_people_there_and_passwords_for_nobody(
    page, olwen, lowri, mari, rhys, nia, council, service, school
):
    invite(school, nia, name="Megan of the school")
    invite(council, olwen, name="Cai of the council", role="council_officer", email="cai@example.test")
    invite(service, mari, name="Sara of the service", role="service_adviser", email="sara@example.test")
    for person in (nia, None):
        write_new_password(person, "en")
    write_word(nia, "password_changed", "en", clock.now())
    here, there = {"Megan of the school", "Cai of the council"}, {"Sara of the service"}
    for person, names in ((olwen, here), (lowri, here), (mari, there), (rhys, set())):
        lines = page(person).context["lines"]
        assert {line.person.name for line in lines} == names
        assert {line.subject for line in lines} <= {"Invitation to the Improvement Portal"}


def test_what_became_of_an_invitation_is_told(page, olwen, nia, school):
    letters = {}
    for number, stage in enumerate(Stage):
        letters[stage] = invite(school, nia, email=f"megan{number}@example.test").letter
    changes = {
        Stage.SENT: {"sent_at": clock.now(), "doubts": 1},
        Stage.FAILED: {"failed_at": clock.now(), "trouble": "address_refused"},
        Stage.DROPPED: {"dropped_at": clock.now()},
        Stage.TO_COME: {"trouble": "server_away", "attempts": 2},
    }
    said = {
        Stage.SENT: "It may have arrived twice",
        Stage.FAILED: "Withdraw the invitation, and send a new one to the right address.",
        Stage.DROPPED: "by then the invitation had been withdrawn or accepted",
        Stage.TO_COME: "It could not be sent yet.",
    }
    for stage, its in changes.items():
        AccountLetter.all_rows.filter(pk=letters[stage].pk).update(**its)
        answer = page(olwen, f"?stage={stage}")
        assert [line.stage for line in answer.context["lines"]].count(stage) == len(answer.context["lines"]) > 0
        assert said[stage] in answer.content.decode()


def test_each_state_says_what_to_do_and_the_filter_finds_it(page, olwen, alun, mari, school):
    words = {
        Stage.SENT: {"sent_at": clock.now(), "doubts": 1},
        Stage.FAILED: {"failed_at": clock.now(), "trouble": "address_refused"},
        Stage.DROPPED: {"dropped_at": clock.now()},
        Stage.TO_COME: {"trouble": "server_away", "attempts": 2},
    }
    for stage, its in words.items():
        notice = told(alun, PLAN_SHARED, school)
        letter = Letter.all_rows.create(person=alun, mail_class="news", due_at=clock.now(), **its)
        mailed = clock.now() if stage == Stage.SENT else None
        Notice.all_rows.filter(pk=notice.pk).update(letter=letter, emailed_at=mailed)
        CalendarMessage.all_rows.all().delete()
    said = {
        Stage.SENT: "It may have arrived twice",
        Stage.FAILED: "The address was refused.",
        Stage.DROPPED: "It was not sent:",
        Stage.TO_COME: "It could not be sent yet.",
    }
    for stage, sentence in said.items():
        answer = page(olwen, f"?stage={stage}")
        assert [line.stage for line in answer.context["lines"]] == [stage]
        html = answer.content.decode()
        assert sentence in html and not any(other in html for key, other in said.items() if key != stage)
    assert {line.stage for line in page(olwen).context["lines"]} == set(Stage)
    assert page(olwen, "?stage=nonsense").status_code == 200


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        ("in_doubt", "Sending was interrupted twice"),
        ("refused", "The mail server refused the message."),
        ("server_away", "could not be reached for three days"),
        ("not_now", "could not be reached for three days"),
    ],
)
def test_what_failed_says_why_and_what_to_do(page, olwen, alun, school, trouble, sentence):
    notice = told(alun, PLAN_SHARED, school)
    letter = Letter.all_rows.create(
        person=alun, mail_class="news", due_at=clock.now(), failed_at=clock.now(), trouble=trouble
    )
    Notice.all_rows.filter(pk=notice.pk).update(letter=letter)
    assert sentence in page(olwen).content.decode()


def test_long_lists_have_pages_and_cost_no_question_more(client, page, olwen, alun, nia, school, queries_of):
    schedule(school, olwen, nia, alun)
    asked = []
    for more in range(3):
        for number in range(5):
            told(alun, PLAN_SHARED, school, number=number)
        invite(school, nia, email=f"megan{more}@example.test")
        asked.append(queries_of(olwen))
    assert len(set(asked)) == 1 and asked[0] <= 12
    for number in range(15):
        told(alun, PLAN_SHARED, school, number=number)
    first, second = page(olwen), page(olwen, "?page=2")
    assert (len(first.context["lines"]), len(second.context["lines"])) == (25, 10)


@pytest.fixture
def queries_of(client, django_assert_max_num_queries):
    def count(person):
        client.force_login(person)
        with django_assert_max_num_queries(20) as queries:
            client.get(PAGE)
        return len(queries)

    return count


def test_who_has_no_role_any_more_is_said_to_have_none(page, olwen, alun, school):
    told(alun, PLAN_SHARED, school)
    alun.appointments.update(ends_on=clock.today() - PAST)
    assert "No role any more" in page(olwen).content.decode()


def test_nobody_finds_a_link_to_what_they_may_not_open(client, olwen, alun):
    for person, seen in ((olwen, True), (alun, False)):
        client.force_login(person)
        assert (PAGE in client.get("/en/notices/").content.decode()) is seen
