"""Two at the same moment, through the pages, in real threads with real commits: nothing lost, nothing doubled."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from discussions.models import Answer, Discussion, Record
from discussions.records import actions
from schools import clock
from schools.models import Event, Plan, PlanPriority, SelfEvaluation, Strength, Version
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.discussions.rounds import key, make_discussion, write_record
from tests.on_pages import Form, Visitor, errors_on
from tests.refusals_of_discussions import WHEN
from tests.schools.writing import all_areas, passage
from tests.story import Story, day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(cast: Any, school: Any, hour: Any) -> Story:
    return Story(cast, school, "en", hour)


def at_once(*presses: Callable[[], Any]) -> list[Any]:
    """Press all of these at the same moment, each on a database connection of its own."""
    start = threading.Barrier(len(presses))

    def press(act: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=20)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(press, act) for act in presses]]


def tab(story: Story, who: str, path: str) -> Visitor:
    return Visitor(getattr(story.cast, who), "en").open(path)


def one_done_one_refused(first: Visitor, second: Visitor, sentence: str, **words: Any) -> Visitor:
    """Both press at once; one arrives, the other reads the sentence. The other is returned."""
    at_once(lambda: first.press(**words), lambda: second.press(**words))
    assert first.led != second.led, [errors_on(each.page) for each in (first, second)]
    loser = second if first.led else first
    assert any(sentence in line for line in errors_on(loser.page)), errors_on(loser.page)
    return loser


@pytest.fixture
def written(story: Story) -> SelfEvaluation:
    evaluation = make.make_self_evaluation(story.school)
    make.write_in(evaluation)
    return evaluation


def test_of_two_people_who_save_one_text_at_once_neither_loses_a_word(story, written):
    area = written.sections.first().area.code
    nia, sion = (tab(story, who, story.own("self_evaluations:write", area)) for who in ("nia", "sion"))
    at_once(lambda: nia.press(going_well="Geiriau Nia"), lambda: sion.press(going_well="Siôn's words"))
    assert nia.led != sion.led
    loser = sion if nia.led else nia
    loser.says("Two versions of this text", "Geiriau Nia", "Siôn's words")
    saved = passage(written.sections.first())
    assert (saved.version, saved.text) == (2, "Geiriau Nia" if nia.led else "Siôn's words")
    loser.fill(going_well="Geiriau Nia, Siôn's words")
    assert passage(written.sections.first()).text == "Geiriau Nia, Siôn's words"


def test_two_people_who_save_two_boxes_of_one_area_at_once_both_save(story, written):
    section = written.sections.first()
    nia, sion = (tab(story, who, story.own("self_evaluations:write", section.area.code)) for who in ("nia", "sion"))
    at_once(lambda: nia.press(going_well="Geiriau Nia"), lambda: sion.press(to_improve="Geiriau Siôn"))
    assert nia.led and sion.led
    assert (passage(section).text, passage(section, "to_improve").text) == ("Geiriau Nia", "Geiriau Siôn")


def test_two_people_who_add_at_once_both_add(story, written):
    area = written.sections.first().area.code
    path, before = story.own("self_evaluations:add", area, "strengths"), Strength.all_rows.count()
    nia, sion = tab(story, "nia", path), tab(story, "sion", path)
    at_once(lambda: nia.fill(text="Gan Nia", lang="cy"), lambda: sion.fill(text="By Siôn", lang="en"))
    assert Strength.all_rows.count() == before + 2


def test_two_browsers_that_save_by_themselves_at_once_lose_no_word_and_overwrite_none(story, written):
    """Round after round both type into one box and, one each, into two others, while the pages save themselves."""
    section = written.sections.first()
    path = story.own("self_evaluations:write", section.area.code)
    nia, sion = Typing(story.cast.nia, path), Typing(story.cast.sion, path)
    for number in range(3):
        own = at_once(
            lambda number=number: nia.type(to_improve=f"Nia {number}", lang="cy"),
            lambda number=number: sion.type(how_we_know=f"Siôn {number}", lang="cy"),
        )
        assert [answer.status_code for answer in own] == [200, 200]
    assert (passage(section, "to_improve").text, passage(section, "how_we_know").text) == ("Nia 2", "Siôn 2")
    words = {"nia": "Geiriau Nia", "sion": "Geiriau Siôn"}
    answers = at_once(
        lambda: nia.type(going_well=words["nia"], lang="cy"), lambda: sion.type(going_well=words["sion"], lang="cy")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner, loser = ("nia", "sion") if answers[0].status_code == 200 else ("sion", "nia")
    assert passage(section).text == words[winner]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert late.json()["theirs"] == {"going_well": [words[winner]]}
    again = {"nia": nia, "sion": sion}[loser].type(going_well="Eto")
    assert again.status_code == 409, "however often it is tried"
    assert passage(section).text == words[winner]
    assert Event.all_rows.filter(verb="section.written").count() == 3, "one a person and box"


@pytest.mark.parametrize("slice_", ["starting", "plans"])
def test_two_people_who_start_at_once_start_one(story, slice_):
    nia, sion = (tab(story, who, story.url(f"{slice_}:start")) for who in ("nia", "sion"))
    at_once(lambda: nia.press(year=str(story.year)), lambda: sion.press(year=str(story.year)))
    assert nia.led or sion.led
    assert {"starting": SelfEvaluation, "plans": Plan}[slice_].all_rows.count() == 1


def test_a_button_pressed_twice_at_once_submits_once(story, written):
    nia = tab(story, "nia", story.own("self_evaluations:submit") + all_areas(written))
    twice = nia.form
    again = Visitor(None, "en")
    again.client, again.path = nia.client, nia.path
    at_once(lambda: nia.press(twice, declared="on"), lambda: again.press(twice, declared="on"))
    assert nia.led and again.led, "both presses arrive at what the one act did"
    assert Version.all_rows.count() == 1
    assert Event.all_rows.filter(verb="self_evaluation.submitted").count() == 1


def test_two_tabs_that_submit_at_once_submit_once(story, written):
    one, other = (tab(story, "nia", story.own("self_evaluations:submit") + all_areas(written)) for _again in range(2))
    one_done_one_refused(one, other, "Nothing has changed since you last submitted", declared="on")
    assert Version.all_rows.count() == 1


def test_two_people_who_draw_the_same_priorities_at_once_draw_them_once(story, written):
    Plan.all_rows.create(school=story.school, first_year=story.year)
    nia, sion = (tab(story, who, story.own("plan_parts:draw")) for who in ("nia", "sion"))
    ticked = nia.form.fields["priorities"].offers
    loser = one_done_one_refused(nia, sion, "", priorities=ticked, year="1")
    assert errors_on(loser.page)
    assert PlanPriority.all_rows.count() == len(ticked)


def test_two_officers_who_schedule_one_school_at_once_schedule_one_discussion(story):
    path = story.url("professional_discussions:schedule")
    olwen, lowri = tab(story, "olwen", path), tab(story, "lowri", path)
    words = WHEN | day("date", clock.today())
    one_done_one_refused(olwen, lowri, "", **words)
    assert Discussion.all_rows.count() == 1


@pytest.fixture
def sent(story: Story) -> Record:
    """A record that waits for its three answers."""
    record = actions.begin(make_discussion(story.school), by=story.cast.alun, once=key())
    write_record(record, by=story.cast.alun)
    return actions.send(record, by=story.cast.alun, once=key())


def answers(story: Story, sent: Record) -> dict[str, Visitor]:
    parties = {"nia": story.school.public_id, "olwen": "council", "alun": "service"}
    return {who: tab(story, who, story.meets("records:answer", party)) for who, party in parties.items()}


def test_three_who_agree_at_once_all_agree_and_freeze_one_record(story, sent):
    three = answers(story, sent)
    at_once(*(lambda each=each: each.fill(agreed="yes", lang="cy") for each in three.values()))
    sent.refresh_from_db()
    assert sent.status == Record.Status.AGREED
    assert Answer.all_rows.filter(record=sent).count() == 3
    assert Version.all_rows.filter(version_kind=Version.Kind.RECORD).count() == 1


def test_two_who_answer_for_one_party_at_once_give_one_answer(story, sent):
    path = story.meets("records:answer", "council")
    olwen, lowri = tab(story, "olwen", path), tab(story, "lowri", path)
    one_done_one_refused(olwen, lowri, "An answer has already been given for the council.", agreed="yes", lang="en")
    assert Answer.all_rows.count() == 1


def test_a_record_taken_back_while_the_last_answer_is_given_is_either_one_or_the_other(story, sent):
    three = answers(story, sent)
    for who in ("nia", "olwen"):
        three[who].fill(agreed="yes", lang="cy")
    back = tab(story, "mari", story.meets("records:withdraw"))
    at_once(lambda: three["alun"].press(agreed="yes", lang="cy"), back.press)
    sent.refresh_from_db()
    agreed = three["alun"].led
    assert agreed != back.led
    assert sent.status == (Record.Status.AGREED if agreed else Record.Status.DRAFT)
    assert Version.all_rows.filter(version_kind=Version.Kind.RECORD).count() == int(agreed)


def test_one_form_of_two_tabs_is_one_act(story, written):
    """The key of a form that a browser restored in a second tab."""
    area = written.sections.first().area.code
    sion = tab(story, "sion", story.own("self_evaluations:add", area, "priorities"))
    form: Form = sion.form
    for _again in range(2):
        sion.press(form, text="Unwaith", lang="cy")
        sion.open(story.own("self_evaluations:add", area, "priorities"))
    assert written.sections.first().priorities.filter(text="Unwaith").count() == 1
