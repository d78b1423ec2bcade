"""Words that seem to name a learner: asked about once before they are saved, never refused, and kept nowhere."""

import json
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from schools.cautions import TOLD_AT_ONCE
from schools.models import Event, Person, Plan, PlanPriority, Priority, SelfEvaluation, Strength
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.kept import everything_kept
from tests.on_pages import Visitor, parsed, text_of
from tests.schools.writing import passage, save

DOUBTFUL = "Reading is strong. Ffion in Year 5 reads to the youngest."
CHANGED = "Reading is strong. An older learner reads to the youngest."
ASKS = "Your text may tell who a learner is"
SEEMS = "The word “Ffion” under “What is going well” seems to name a learner."


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    return make.make_self_evaluation(school)


@pytest.fixture
def section(evaluation: SelfEvaluation) -> Any:
    return evaluation.sections.first()


@pytest.fixture
def path(evaluation: SelfEvaluation, section: Any) -> str:
    return reverse(
        "self_evaluations:write", args=[evaluation.school.public_id, evaluation.school_year, section.area.code]
    )


@pytest.fixture
def nia_writes(nia: Person, path: str) -> Visitor:
    return Visitor(nia, "en").open(path)


def button(page: str) -> dict[str, str]:
    """The button in the caution: what it is, and to which form it belongs."""
    (found,) = [each for each in parsed(page).iter("button") if each.get("form") == "doubtful-form"]
    assert [form for form in parsed(page).iter("form") if form.get("id") == "doubtful-form"], "its form is on the page"
    return {**found.attrib, "words": text_of(found)}


def test_nia_is_asked_once_with_her_text_before_her_and_nothing_is_saved_yet(nia_writes, section):
    before = everything_kept()
    nia_writes.press(going_well=DOUBTFUL, lang="en").says(ASKS, SEEMS, "write about learners without their names")
    assert nia_writes.form.fields["going_well"].holds == [DOUBTFUL]
    assert everything_kept() == before
    link = next(each for each in parsed(nia_writes.page).iter("a") if text_of(each) == SEEMS)
    assert link.get("href") == "#id_going_well"
    assert "<title>Check: " in nia_writes.page
    assert button(nia_writes.page)["words"] == "Save as it is"


def test_the_same_words_are_saved_when_she_presses_again(nia_writes, section):
    nia_writes.press(going_well=DOUBTFUL, lang="en").fill()
    assert passage(section).text == DOUBTFUL
    assert Event.all_rows.filter(verb="section.written").count() == 1


def test_words_that_she_changes_are_looked_over_anew(nia_writes, section):
    nia_writes.press(going_well=DOUBTFUL, lang="en")
    nia_writes.press(going_well=DOUBTFUL.replace("Ffion", "Tomos")).says(ASKS, "The word “Tomos”")
    nia_writes.press(going_well=f"{DOUBTFUL} Two pupils helped.").says(ASKS, "“Two pupils”").says_nothing_of("“Ffion")
    nia_writes.fill(going_well=CHANGED)
    assert passage(section).text == CHANGED


def test_what_she_changes_around_them_is_not_asked_about_again(nia_writes, section):
    nia_writes.press(going_well=DOUBTFUL, lang="en")
    nia_writes.fill(going_well=f"We are proud. {DOUBTFUL} And so on.", to_improve="Spelling")
    assert passage(section, "to_improve").text == "Spelling"


def test_the_field_itself_says_it_too(nia_writes):
    nia_writes.press(going_well=DOUBTFUL, lang="en")
    area = next(each for each in parsed(nia_writes.page).iter("textarea") if each.get("name") == "going_well")
    described = area.get("aria-describedby", "").split()
    assert "id_going_well-doubtful" in described
    told = next(each for each in parsed(nia_writes.page).iter("p") if each.get("id") == "id_going_well-doubtful")
    assert text_of(told) == "Look at this again: “Ffion”"
    assert [each.get("lang") for each in told.iter("span")] == ["en"], "the passage is in the language of the text"


def test_a_text_that_is_opened_again_is_not_asked_about_for_what_stood_in_it(nia, sion, path, section):
    save(section, going_well=DOUBTFUL, by=nia, lang="en")
    Visitor(sion, "en").open(path).fill(going_well=f"{DOUBTFUL} So do others.")
    assert passage(section).text.endswith("others.")


def test_words_of_another_record_are_asked_about_where_they_are_taken_over(nia, evaluation, section):
    """They were saved elsewhere; in the plan they are new, and other people read it."""
    plan = Plan.all_rows.create(school=evaluation.school, first_year=evaluation.school_year)
    source = Priority.all_rows.create(section=section, text=DOUBTFUL, lang="en")
    page = reverse("plan_parts:write", args=[plan.school.public_id, plan.first_year])
    nia_writes = Visitor(nia, "en").open(f"{page}?from={source.public_id}")
    nia_writes.press().says(ASKS)
    nia_writes.fill()
    assert PlanPriority.all_rows.get().text == DOUBTFUL


def test_what_saves_itself_is_saved_and_told_beside_it(nia, path, section):
    nia_types = Typing(nia, path)
    answer = nia_types.type(going_well=DOUBTFUL, lang="en")
    assert answer.status_code == 200 and passage(section).text == DOUBTFUL
    (told,) = answer.json()["doubtful"]
    assert told == {"words": SEEMS.replace("Ffion", "{passage}"), "passage": "Ffion", "lang": "en"}
    asked = nia_types.press()
    assert ASKS in asked.content.decode(), "the button asks about what has not been asked about"
    assert nia_types.type(going_well=CHANGED).json()["doubtful"] == []


def test_what_saved_itself_and_was_never_answered_for_is_asked_about_when_the_page_is_opened_anew(nia, sion, path):
    Typing(nia, path).type(going_well=DOUBTFUL, lang="en")
    Visitor(sion, "en").open(path).says("Look at this again: “Ffion”").says_nothing_of(ASKS)
    sion_types = Typing(sion, path)
    assert [told["passage"] for told in sion_types.type(to_improve="Spelling").json()["doubtful"]] == ["Ffion"]
    asked = sion_types.press()
    assert asked.status_code == 200 and ASKS in asked.content.decode()
    Visitor(sion, "en").open(path).press().says(ASKS).fill()
    assert Visitor(nia, "en").open(path).press().led, "it has been answered"


def test_the_words_that_nobody_answered_for_are_listed_before_others_read_them(nia, evaluation, section, path):
    page_of = [evaluation.school.public_id, evaluation.school_year]
    strength = Strength.all_rows.create(section=section, text="Calm", lang="en")
    edit = reverse("self_evaluations:edit", args=[*page_of, "strengths", strength.public_id])
    type(section).all_rows.update(circle="council")
    Typing(nia, path).type(going_well=DOUBTFUL, to_improve="Spelling", how_we_know="Books", lang="en")
    Typing(nia, edit).type(text="Tomos in Year 4 leads.", lang="en")
    pages = [reverse(name, args=page_of) for name in ("self_evaluations:check", "self_evaluations:submit")]
    pages.append(reverse("sharing:governors", args=page_of))
    for page in pages:
        listed = Visitor(nia, "en").open(page).says("Nobody has answered yet", "“Ffion”", "“Tomos”")
        links = [each.get("href") for each in parsed(listed.page).iter("a")]
        assert f"{path}#id_going_well" in links and f"{edit}#id_text" in links
    Visitor(nia, "en").open(path).press().says(ASKS).fill()
    assert Visitor(nia, "en").open(edit).press(text="An older learner leads.").led
    for page in pages:
        Visitor(nia, "en").open(page).says_nothing_of("Nobody has answered yet")


def test_a_press_on_a_page_that_was_opened_before_answers_nothing_that_it_did_not_ask(nia, sion, path, section):
    sion_writes = Visitor(sion, "en").open(path)
    Typing(nia, path).type(going_well=DOUBTFUL, lang="en")
    sion_writes.fill(to_improve="Spelling")
    section.refresh_from_db()
    assert section.unanswered
    Visitor(nia, "en").open(path).press().says(ASKS)


def test_somebody_elses_words_are_still_not_overwritten_after_the_question(nia, sion, path, section):
    nia_writes = Visitor(nia, "en").open(path)
    nia_writes.press(going_well=DOUBTFUL, lang="en").says(ASKS)
    save(section, going_well="Geiriau Siôn", by=sion)
    nia_writes.press().says("Two versions of this text", "Geiriau Siôn").says_nothing_of(ASKS)
    assert passage(section).text == "Geiriau Siôn"
    nia_writes.fill()
    assert passage(section).text == DOUBTFUL


def test_two_presses_after_the_question_are_one_act(nia, evaluation, section):
    place = [evaluation.school.public_id, evaluation.school_year, section.area.code, "strengths"]
    page = reverse("self_evaluations:add", args=place)
    nia_writes = Visitor(nia, "en").open(page)
    nia_writes.press(text=DOUBTFUL, lang="en").says(ASKS)
    confirmed = nia_writes.form
    nia_writes.fill()
    nia_writes.path = page
    assert nia_writes.press(confirmed).led
    assert Strength.all_rows.count() == 1


def test_after_a_session_that_ended_the_text_is_there_and_is_asked_about_when_it_is_saved(nia, path, section):
    nia.set_password("a long enough password")
    nia.save()
    nia_types = Typing(nia, path)
    nia_types.client.logout()
    nia_types.press(going_well=DOUBTFUL, lang="en")
    login = {"login": nia.email, "password": "a long enough password"}
    back = nia_types.client.post(reverse("account_login"), login, follow=True)
    page = back.content.decode()
    assert DOUBTFUL in page and ASKS not in page
    visitor = Visitor(None, "en")
    visitor.client, visitor.path, visitor.page = nia_types.client, path, page
    visitor.press().says(ASKS)
    visitor.fill()
    assert passage(section).text == DOUBTFUL


def test_the_button_that_was_pressed_is_the_one_that_is_pressed_again(nia, evaluation):
    plan = Plan.all_rows.create(school=evaluation.school, first_year=evaluation.school_year)
    priority = PlanPriority.all_rows.create(plan=plan, text="x", lang="en", year=1)
    page = reverse("plan_parts:add", args=[plan.school.public_id, plan.first_year, priority.public_id, "targets"])
    nia_writes = Visitor(nia, "en").open(page)
    nia_writes.press(text=DOUBTFUL, expected_outcome="y", lang="en", press="another")
    again = button(nia_writes.page)
    assert (again["name"], again["value"]) == ("press", "another")


def test_it_is_asked_in_welsh_on_a_welsh_page(nia, path):
    nia_writes = Visitor(nia, "cy").open(path)
    nia_writes.press(going_well="Mae dau ddisgybl yn darllen.", lang="cy")
    assert 'id="doubtful-title"' in nia_writes.page and "dau ddisgybl" in nia_writes.page


def test_many_doubtful_words_are_told_as_far_as_anybody_would_read(nia_writes, section):
    many = "\n".join(f"3 pupils left in week {number}." for number in range(TOLD_AT_ONCE + 5))
    nia_writes.press(going_well=many, lang="en").says("There are more such words further on in your text.")
    nia_writes.fill()
    assert passage(section).text == many


@pytest.mark.parametrize("told", ["", "x", "\x00", "0" * 12, "é" * 12, "a b c", "1" * 100_000, "0123456789ab " * 5000])
def test_marks_that_nobody_gave_out_do_no_harm(nia, path, told):
    nia_types = Typing(nia, path)
    answer = nia_types.client.post(path, nia_types.sent(going_well=DOUBTFUL, lang="en", told=told))
    assert answer.status_code == 200 and ASKS in answer.content.decode()


def test_nothing_of_the_passage_is_kept_or_logged(nia_writes, caplog):
    kept = everything_kept()
    with caplog.at_level(0):
        nia_writes.press(going_well=DOUBTFUL.replace("Ffion", "Gwenllian"), lang="en").says(ASKS)
    assert "Gwenllian" not in caplog.text
    assert "Gwenllian" not in json.dumps([session.get_decoded() for session in Session.objects.all()])
    assert everything_kept() == kept
