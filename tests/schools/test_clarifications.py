"""The council or the service asks about an area that was submitted; the school answers; both stay with the version."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from schools.circles import put
from schools.clarifications import actions
from schools.history import events_of, told_to
from schools.models import Clarification, ConflictOfInterest, Notice, SelfEvaluation, Strength, Version
from schools.notice_kinds import words_of
from schools.policy import Role
from schools.refusals import Refused
from schools.sharing import actions as sharing
from tests import factories as make
from tests.on_pages import Visitor
from tests.posting import letter
from tests.schools.writing import save, submit

pytestmark = pytest.mark.django_db
QUESTION = "How do you know that reading has improved?"
ANSWER = "Edrychwyd ar lyfrau ym mhob dosbarth."


@pytest.fixture
def evaluation(school: Any, nia: Any) -> SelfEvaluation:
    made = make.make_self_evaluation(school)
    make.write_in(made)
    submit(made, by=nia)
    return made


@pytest.fixture
def frozen(evaluation: SelfEvaluation) -> Version:
    version: Version = Version.all_rows.get()
    return version


@pytest.fixture
def area(frozen: Version) -> str:
    return str(frozen.words["areas"][0]["code"])


def page(frozen: Version) -> str:
    return reverse("self_evaluations:version", args=[frozen.school.public_id, frozen.school_year, frozen.number])


def place(frozen: Version) -> list[Any]:
    return [frozen.school.public_id, frozen.school_year]


def url(name: str, frozen: Version, which: Any) -> str:
    return reverse(f"clarifications:{name}", args=[frozen.school.public_id, frozen.school_year, frozen.number, which])


def asks(by: Any, frozen: Version, area: str, question: str = QUESTION) -> Clarification:
    return actions.ask(frozen, area=area, question=question, lang="en", by=by, once=uuid4())


def answers(by: Any, asked: Clarification) -> Clarification:
    return actions.answer(asked, answer=ANSWER, lang="cy", by=by, once=uuid4())


def test_an_adviser_asks_and_the_school_answers_and_each_is_told(alun, nia, sion, carys, frozen, area):
    adviser = Visitor(alun, "en").open(page(frozen)).follow(url("ask", frozen, area))
    adviser.fill(question=QUESTION, lang="en").says(QUESTION, "Not answered yet", "Alun asked for the improvement")
    asked = Clarification.all_rows.get()
    told = Notice.all_rows.filter(notice_kind="clarification_asked")
    assert {notice.person for notice in told} == {nia, sion}
    home = Visitor(nia, "en").open(reverse("home:index"))
    home.says("Answer what was asked about the self-evaluation of Ysgol Nant y Coed")
    head = home.follow(url("answer", frozen, asked.public_id)).says(
        QUESTION, "Alun (Adviser) asked for the improvement service"
    )
    head.fill(answer=ANSWER, lang="cy").says(ANSWER, "Answered by Nia")
    assert f'lang="cy"><p>{ANSWER}' in head.page.replace("\n", "")
    Visitor(nia, "en").open(reverse("home:index")).says_nothing_of("Answer what was asked")
    (back,) = Notice.all_rows.filter(notice_kind="clarification_answered")
    assert back.person == alun and back.path.endswith(f"#area-{area}")
    Visitor(alun, "en").open(page(frozen)).says(ANSWER, "The school answered on").says_nothing_of("Nia")
    Visitor(carys, "en").open(page(frozen)).says(QUESTION, ANSWER, "Answered by Nia")


def test_each_side_reads_its_own_names_and_the_governors_what_was_answered(
    olwen, lowri, alun, glyn, nia, carys, owain, frozen, area
):
    """The headteacher and the senior leaders, who answer, read who asked them and in which role."""
    first, second = asks(olwen, frozen, area), asks(alun, frozen, area, "What about writing?")
    Visitor(nia, "en").open(page(frozen)).says("Olwen (Council officer) asked for the council", "Alun (Adviser) asked")
    Visitor(carys, "en").open(page(frozen)).says("The council asked on").says_nothing_of("Olwen", "Alun")
    for person in (lowri, alun, nia):
        Visitor(person, "en").open(page(frozen)).says(QUESTION, "What about writing?")
    Visitor(lowri, "en").open(page(frozen)).says("Olwen asked for the council").says_nothing_of("Alun")
    Visitor(alun, "en").open(page(frozen)).says("Alun asked for", "The council asked on").says_nothing_of("Olwen")
    Visitor(glyn, "en").open(page(frozen)).says_nothing_of(QUESTION, "What about writing?", "Questions and answers")
    answers(nia, second)
    glyns = Visitor(glyn, "en").open(page(frozen)).says("What about writing?", ANSWER, "The school answered on")
    glyns.says_nothing_of(QUESTION, "Nia", "Alun", "Olwen")
    Visitor(owain, "en").open(page(frozen), status=404)
    assert first.status == "asked"


def test_mail_goes_to_each_in_their_language(alun, nia, frozen, area):
    asked = asks(alun, frozen, area)
    answers(nia, asked)
    heads, advisers = (
        letter(Notice.all_rows.get(notice_kind=kind, person=person))
        for kind, person in (("clarification_asked", nia), ("clarification_answered", alun))
    )
    assert "/cy/" in heads.body and "/cy/" in advisers.body and QUESTION not in heads.body + advisers.body


def test_an_answer_is_given_once_and_what_the_second_typed_is_not_lost(olwen, nia, sion, frozen, area):
    asked = asks(olwen, frozen, area)
    late = Visitor(sion, "en").open(url("answer", frozen, asked.public_id))
    answers(nia, asked)
    late.press(answer="Another answer", lang="en").says("This question has been answered in the meantime", ANSWER)
    late.says("Another answer")
    asked.refresh_from_db()
    assert asked.answer == ANSWER
    Visitor(sion, "en").open(url("answer", frozen, asked.public_id)).says(ANSWER).says_nothing_of("Send the answer")


def test_a_second_press_is_the_same_question_and_the_same_answer(olwen, nia, frozen, area):
    once = uuid4()
    for _again in range(2):
        asked = actions.ask(frozen, area=area, question=QUESTION, lang="en", by=olwen, once=once)
    assert Clarification.all_rows.count() == 1
    for _again in range(2):
        actions.answer(asked, answer=ANSWER, lang="cy", by=nia, once=once)
    assert Notice.all_rows.filter(notice_kind="clarification_answered").count() == 1


def test_whoever_asked_withdraws_it_while_it_waits_and_nobody_else(olwen, lowri, alun, nia, frozen, area):
    asked = asks(olwen, frozen, area)
    for other in (lowri, alun):
        Visitor(other, "en").open(url("withdraw", frozen, asked.public_id), status=403)
        with pytest.raises(PermissionDenied):
            actions.withdraw(asked, by=other, once=uuid4())
    late = Visitor(nia, "en").open(url("answer", frozen, asked.public_id))
    Visitor(olwen, "en").open(page(frozen)).follow(url("withdraw", frozen, asked.public_id)).fill()
    late.press(answer=ANSWER, lang="cy").says("This question was withdrawn in the meantime", ANSWER)
    for person in (nia, olwen):
        Visitor(person, "en").open(page(frozen)).says_nothing_of(QUESTION)
    Visitor(nia, "en").open(url("answer", frozen, asked.public_id)).says("was withdrawn").says_nothing_of(QUESTION)
    Visitor(nia, "en").open(reverse("home:index")).says_nothing_of("Answer what was asked")
    assert {n.person for n in Notice.all_rows.filter(notice_kind="clarification_withdrawn")} >= {nia}
    answered = asks(olwen, frozen, area)
    answers(nia, answered)
    with pytest.raises(Refused, match="answered in the meantime"):
        actions.withdraw(answered, by=olwen, once=uuid4())


def test_only_who_may_asks_and_only_who_may_answers(nia, carys, glyn, olwen, rhys, beca, elin, frozen, area):
    for stranger in (nia, carys, glyn, rhys, beca, elin):
        with pytest.raises(PermissionDenied):
            asks(stranger, frozen, area)
    asked = asks(olwen, frozen, area)
    for other in (carys, glyn, olwen):
        with pytest.raises(PermissionDenied):
            answers(other, asked)


def test_an_area_that_was_not_submitted_cannot_be_asked_about(nia, olwen, school, evaluation, frozen, area):
    Strength.all_rows.filter(section__self_evaluation=evaluation).delete()
    submit(evaluation, by=nia, areas=[area])
    second = Version.all_rows.get(number=2)
    left_out = frozen.words["areas"][1]["code"]
    for code in (left_out, "no-such-area"):
        Visitor(olwen, "en").open(url("ask", second, code), status=404)
        with pytest.raises(Refused, match="This version has no such area"):
            asks(olwen, second, code)
    asked = asks(olwen, frozen, left_out)
    Visitor(olwen, "en").open(page(second)).says_nothing_of(QUESTION)
    Visitor(olwen, "en").open(page(frozen)).says(QUESTION)
    answers(nia, asked)


def test_a_later_version_tells_what_was_asked_about_the_same_area_of_an_earlier_one(
    nia, olwen, alun, glyn, evaluation, frozen, area
):
    asked = asks(olwen, frozen, area)
    withdrawn = asks(alun, frozen, area, "What about writing?")
    actions.withdraw(withdrawn, by=alun, once=uuid4())
    other = asks(alun, frozen, frozen.words["areas"][1]["code"], "Who looks after this area?")
    Strength.all_rows.filter(section__self_evaluation=evaluation).delete()
    submit(evaluation, by=nia, areas=[area])
    second = Version.all_rows.get(number=2)
    for person in (nia, olwen, alun):
        later = Visitor(person, "en").open(page(second)).says(QUESTION, "version 1, not answered yet")
        later.says_nothing_of("What about writing?", "Who looks after this area?")
        assert later.offers(f"{page(frozen)}#area-{area}")
    Visitor(glyn, "en").open(page(second)).says_nothing_of(QUESTION, "Asked about this area")
    answers(nia, asked)
    Visitor(glyn, "en").open(page(second)).says(QUESTION, "version 1, answered on")
    Visitor(olwen, "en").open(page(frozen)).says_nothing_of("Asked about this area in earlier")
    assert other.status == "asked"


def test_an_earlier_version_leads_to_the_newest_that_the_reader_may_read(nia, olwen, glyn, evaluation, frozen):
    first = evaluation.sections.order_by("area__position").first()
    Visitor(olwen, "en").open(page(frozen)).says_nothing_of("There is a newer version")
    put(first, "governors", by=nia)
    for number in (1, 2):
        save(first, going_well=f"Dim ond i’r llywodraethwyr {number}", by=nia)
        sharing.share_with_governors(evaluation, by=nia, once=uuid4())
    Visitor(olwen, "en").open(page(frozen)).says_nothing_of("There is a newer version")
    shared = [reverse("sharing:version", args=[*place(frozen), number]) for number in (1, 2)]
    Visitor(glyn, "en").open(shared[0]).says("There is a newer version").follow(shared[1])
    submit(evaluation, by=nia)
    for person in (olwen, glyn, nia):
        Visitor(person, "en").open(page(frozen)).says("There is a newer version").follow(
            page(Version.all_rows.get(number=2, version_kind="self_evaluation"))
        )


def test_an_officer_finds_their_own_questions_from_home_with_what_became_of_them(nia, olwen, lowri, glyn, frozen, area):
    answers(nia, asks(olwen, frozen, area))
    asks(lowri, frozen, area, "Whose is this?")
    actions.withdraw(asks(olwen, frozen, area, "By mistake"), by=olwen, once=uuid4())
    waiting = asks(olwen, frozen, area, "And in mathematics?")
    mine = reverse("questions:index")
    found = Visitor(olwen, "en").open(reverse("home:index")).follow(mine)
    found.says(QUESTION, "Answered on", "And in mathematics?", "Not answered yet; asked on", "Ysgol Nant y Coed")
    found.says("Vision, leadership and management").says_nothing_of("Whose is this?", "By mistake", ANSWER)
    assert found.page.index("And in mathematics?") < found.page.index(QUESTION), "what waits comes first"
    found.follow(f"{page(frozen)}#area-{area}").says(QUESTION, "And in mathematics?")
    assert not Visitor(nia, "en").open(reverse("home:index")).offers(mine)
    Visitor(glyn, "en").open(mine, status=403)
    ConflictOfInterest.all_rows.create(person=olwen, school=frozen.school, starts_on=make.LONG_AGO)
    again = Visitor(type(olwen).objects.get(pk=olwen.pk), "en").open(mine)
    again.says("You have not asked a school anything").says_nothing_of(QUESTION)
    assert waiting.status == "asked"


def test_a_declared_interest_and_an_ended_role_close_it(olwen, alun, lowri, nia, frozen, area):
    asked = asks(olwen, frozen, area)
    ConflictOfInterest.all_rows.create(person=olwen, school=frozen.school, starts_on=make.LONG_AGO)
    olwen = type(olwen).objects.get(pk=olwen.pk)
    Visitor(olwen, "en").open(url("withdraw", frozen, asked.public_id), status=403)
    assert not Clarification.objects.visible_to(olwen).exists()
    answers(nia, asked)
    told = {notice.person for notice in Notice.all_rows.filter(notice_kind="clarification_answered")}
    assert told == {lowri}, "those who follow the school today in place of whoever asked"
    another = asks(alun, frozen, area)
    nia.appointments.update(ends_on=make.YESTERDAY)
    make.appoint(nia, Role.GOVERNOR, frozen.school)
    with pytest.raises(PermissionDenied):
        answers(type(nia).objects.get(pk=nia.pk), another)


def test_the_history_tells_both_sides_what_was_done_and_those_who_answer_who_asked(
    olwen, alun, nia, sion, carys, glyn, frozen, area
):
    answers(sion, asks(olwen, frozen, area))
    actions.withdraw(asks(alun, frozen, area), by=alun, once=uuid4())

    def lines(person: Any) -> list[tuple[str, str, str]]:
        events = events_of(type(person).objects.get(pk=person.pk), frozen.thing_id)
        events = events.filter(verb__startswith="clarification.")
        return [(line.sentence, line.who, line.role) for line in told_to(person, events)]

    who = [("Alun", "Adviser"), ("Alun", "Adviser"), ("Sion", ""), ("Olwen", "Council officer")]
    for answers_it in (nia, sion):
        assert [line[1:] for line in lines(answers_it)] == who
    assert [line[1] for line in lines(carys)] == ["", "", "Sion", ""], "she does not answer"
    outside = lines(olwen)
    assert [line[1:] for line in outside] == [("", ""), ("", ""), ("", ""), ("Olwen", "")]
    assert outside[2][0].startswith("The school answered what was asked about “")
    assert lines(glyn) == []
    history = reverse("self_evaluations:history", args=[frozen.school.public_id, frozen.school_year])
    Visitor(nia, "en").open(history).says("By Olwen (Council officer)", "By Sion")
    Visitor(carys, "en").open(history).says("By Sion").says_nothing_of("Olwen", "Alun")


def test_nobody_else_is_told_that_a_question_waits(olwen, carys, alun, mari, glyn, frozen, area):
    asks(olwen, frozen, area)
    for person in (olwen, carys, alun, mari, glyn):
        Visitor(person, "en").open(reverse("home:index")).says_nothing_of("what was asked about its self-evaluation")
        Visitor(person, "en").open(reverse("register:index")).says_nothing_of("asked")


def test_the_notice_is_settled_once_the_question_is_answered(olwen, nia, sion, frozen, area):
    asked = asks(olwen, frozen, area)
    news = Visitor(sion, "en").open(reverse("home:notices")).says(words_of(Notice.all_rows.filter(person=sion)[0])[1])
    news.says_nothing_of("Settled")
    answers(nia, asked)
    Visitor(sion, "en").open(reverse("home:notices")).says("Settled")


@pytest.mark.parametrize("change", ["question = 'Arall?'", "area = 'arall'", "answer = 'Arall.'", "asked_at = now()"])
def test_what_was_asked_and_answered_stays_in_the_database(olwen, nia, frozen, area, change):
    answers(nia, asks(olwen, frozen, area))
    with pytest.raises(IntegrityError, match="what was asked and answered stays"), transaction.atomic():
        connection.cursor().execute(f"UPDATE schools_clarification SET {change}")


@pytest.mark.parametrize("statement", ["DELETE FROM schools_clarification", "TRUNCATE schools_clarification"])
def test_nothing_that_was_asked_is_removed(olwen, frozen, area, statement):
    asks(olwen, frozen, area)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "words", [{"answer": "Ie"}, {"status": "answered"}, {"question": ""}, {"status": "other"}, {"asked_as": "governor"}]
)
def test_the_database_takes_no_half_answer(olwen, frozen, area, words):
    whole = {"frozen": frozen, "area": area, "question": QUESTION, "asked_by": olwen, "asked_as": "council_officer"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Clarification.all_rows.create(**whole | words)
