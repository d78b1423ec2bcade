"""A form that saves itself while somebody types, as the server answers it: nothing overwritten, nothing doubled."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.boxes import BoxesForm
from schools.forms import PortalForm
from schools.models import Event, Passage, Plan, Priority, Revision, SelfEvaluation, Target
from schools.plan_parts import actions as plan_parts
from schools.sittings import SITTING
from tests import factories as make
from tests.at_the_keyboard import BY_SCRIPT, Typing
from tests.on_pages import text_of_page
from tests.schools.writing import passage, save

FROM_ANOTHER = (
    "Not saved yet: somebody else has saved this text in the meantime. Nothing is lost: compare the two versions, "
    "then save."
)


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


def test_what_is_typed_is_saved_and_the_answer_says_when_in_the_readers_language(nia, path, section, monkeypatch):
    at = clock.now().replace(hour=14, minute=32)
    monkeypatch.setattr(clock, "now", lambda: at)
    nia_types = Typing(nia, path)
    answer = nia_types.type(going_well="Darllen", lang="cy")
    assert answer.status_code == 200
    assert answer.json()["said"] == "Saved at 14:32"
    assert "no-store" in answer["Cache-Control"]
    assert (passage(section).text, passage(section).lang) == ("Darllen", "cy")


def test_one_goes_on_typing_and_then_presses_save_against_the_version_saved_last(nia, path, section):
    nia_types = Typing(nia, path)
    for words in ("D", "Dar", "Darllen"):
        assert nia_types.type(going_well=words, lang="cy").status_code == 200
    assert passage(section).version == 4
    assert nia_types.press(going_well="Darllen da", to_improve="Sillafu").status_code == 302
    assert (passage(section).text, passage(section, "to_improve").text) == ("Darllen da", "Sillafu")


def test_save_after_everything_was_saved_already_still_leads_on(nia, path, section):
    nia_types = Typing(nia, path)
    nia_types.type(going_well="Darllen", lang="cy")
    answer = nia_types.client.post(path, nia_types.sent(), follow=True)
    assert answer.redirect_chain
    assert "Your text has been saved." in answer.content.decode()
    assert passage(section).version == 2


def test_the_page_after_save_tells_the_browser_which_draft_it_need_not_keep(nia, path):
    nia_types = Typing(nia, path)
    answer = nia_types.client.post(path, nia_types.sent(going_well="Darllen", lang="cy"), follow=True)
    assert f'data-saved="{path.removeprefix("/en")}"' in answer.content.decode()
    again = nia_types.client.get(answer.redirect_chain[-1][0])
    assert "data-saved" not in again.content.decode()


def test_the_history_tells_a_sitting_of_typing_once_and_keeps_its_words_once(nia, sion, path, section):
    nia_types = Typing(nia, path)
    for words in ("D", "Dar", "Darllen"):
        nia_types.type(going_well=words, lang="cy")
    written = Event.all_rows.filter(verb="section.written")
    assert (written.count(), Revision.all_rows.count()) == (1, 0)
    Passage.all_rows.filter(text="Darllen").update(written_at=clock.now() - SITTING)
    nia_types.type(going_well="Darllen da")
    assert written.count() == 2
    save(section, going_well="Geiriau Siôn", by=sion)
    assert written.count() == 3
    assert [row.text for row in Revision.all_rows.order_by("pk")] == ["Darllen", "Darllen da", "Geiriau Siôn"]


def test_what_somebody_else_saved_meanwhile_is_told_and_not_overwritten(nia, sion, path, section):
    nia_types = Typing(nia, path)
    save(section, going_well="Geiriau Siôn", by=sion)
    answer = nia_types.type(going_well="Nia's words", lang="en")
    assert answer.status_code == 409
    assert answer.json()["theirs"] == {"going_well": ["Geiriau Siôn"]}
    assert passage(section).text == "Geiriau Siôn"
    shown = nia_types.press().content.decode()
    for words in ("Two versions of this text", "Geiriau Siôn", "Nia&#x27;s words"):
        assert words in shown
    assert "data-hx-post" not in shown, "what is compared is saved by the button alone"
    assert passage(section).text == "Geiriau Siôn"


def test_a_box_that_somebody_else_saved_is_never_replaced_by_what_the_page_still_shows(nia, sion, path, section):
    save(section, going_well="Hen eiriau", by=nia)
    nia_types = Typing(nia, path)
    save(section, going_well="Geiriau Siôn", by=sion)
    for words in ("I", "Im", "Improve"):
        assert nia_types.type(to_improve=words, lang="cy").status_code == 200
    assert nia_types.press().status_code == 302
    assert (passage(section).text, passage(section, "to_improve").text) == ("Geiriau Siôn", "Improve")
    nia_types.form.fields["going_well"].holds = ["Hen eiriau Nia"]
    assert nia_types.type(going_well="Hen eiriau Nia").status_code == 409


def test_a_session_that_has_ended_is_told_to_the_script_and_the_button_takes_the_text_along(nia, path, section):
    nia.set_password("a long enough password")
    nia.save()
    nia_types = Typing(nia, path)
    nia_types.client.logout()
    answer = nia_types.type(going_well="Darllen", lang="cy")
    assert (answer.status_code, answer.content) == (401, b"")
    nia_types.press(going_well="Darllen", lang="cy")
    login = {"login": nia.email, "password": "a long enough password"}
    back = nia_types.client.post(reverse("account_login"), login, follow=True)
    assert back.redirect_chain[-1][0].removeprefix("/cy") == path.removeprefix("/en")
    assert back.context["form"]["going_well"].value() == "Darllen"
    assert "data-hx-post" not in back.content.decode(), "what came along is looked at before it is saved"


def test_a_token_of_a_session_before_is_answered_like_a_session_that_has_ended(nia, path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nia)
    answer = strict.post(path, {"going_well": "Darllen"}, headers=BY_SCRIPT)
    assert (answer.status_code, answer.content) == (401, b"")


def test_what_has_to_be_put_right_is_not_saved_and_the_button_says_what_it_is(nia, path, section):
    nia_types = Typing(nia, path)
    assert nia_types.type(going_well="x" * 20_001, lang="cy").status_code == 422
    assert passage(section).text == ""
    assert "govuk-error-summary" in nia_types.press().content.decode()


@pytest.mark.parametrize("who", ["glyn", "olwen", "alun", "beca"])
def test_nobody_else_saves_by_script_either(who, request, nia, path, section):
    sent = Typing(nia, path).sent(going_well="Nid fi", lang="cy")
    client = Client()
    client.force_login(request.getfixturevalue(who))
    assert client.post(path, sent, headers=BY_SCRIPT).status_code in (403, 404)
    assert passage(section).text == ""


def test_a_form_opened_by_somebody_else_is_not_saved_in_my_name(nia, sion, path, section):
    sent = Typing(nia, path).sent(going_well="Geiriau Nia", lang="cy")
    client = Client()
    client.force_login(sion)
    assert client.post(path, sent, headers=BY_SCRIPT).status_code == 422
    assert passage(section).text == ""


def test_signing_out_empties_the_browsers_store(nia, path):
    client = Client()
    client.force_login(nia)
    assert "Clear-Site-Data" not in client.get(path)
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"storage"'


def test_the_page_allows_its_library_no_code_of_its_own_and_no_place_to_put_an_answer(nia, path):
    client = Client()
    client.force_login(nia)
    answer = client.get(path)
    page = answer.content.decode()
    for setting in ("includeIndicatorStyles", "allowEval", "allowScriptTags", "historyEnabled", "swap"):
        assert f'"{setting}": false' in page
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "htmx" not in client.get(reverse("home:index")).content.decode(), "only where a form saves itself"


def test_a_priority_saves_itself_only_while_it_holds_words(nia, sion, evaluation, section):
    make.write_in(evaluation)
    priority = section.priorities.get()
    args = [evaluation.school.public_id, evaluation.school_year, "priorities", priority.public_id]
    types = Typing(nia, reverse("self_evaluations:edit", args=args))
    saved = types.type(text="Gwella ysgrifennu", needs_support="on").json()["fields"]
    assert saved == {"version": f"{priority.public_id}.2"}
    assert types.type(text="").status_code == 422
    assert types.type(text="Gwella ysgrifennu estynedig", needs_support=[]).status_code == 200
    priority.refresh_from_db()
    assert (priority.text, priority.needs_support, priority.version) == ("Gwella ysgrifennu estynedig", False, 3)
    answer = Typing(sion, types.path).type(text="Geiriau Siôn")
    assert answer.status_code == 200
    late = types.type(text="Gwella sillafu")
    assert late.json() == {
        "said": FROM_ANOTHER,
        "theirs": {"text": ["Geiriau Siôn"], "lang": ["cy"], "needs_support": []},
        "fields": {"version": f"{priority.public_id}.4"},
    }
    begun = "Mae'r dysgwyr yn darllen yn dda. (blaenoriaeth)"
    assert [row.text for row in Revision.all_rows.order_by("pk")] == [begun, "Gwella ysgrifennu estynedig"]


def test_the_parts_of_a_plan_save_themselves_and_their_last_words_outlive_a_removal(nia, evaluation, school):
    make.write_in(evaluation)
    plan = Plan.all_rows.create(school=school, first_year=evaluation.school_year)
    sources = list(Priority.all_rows.all())
    plan_parts.draw(plan, priorities=sources[:1], year=1, by=nia, once=uuid4())
    priority = plan.priorities.get()
    words = {"text": "Wyth o bob deg", "expected_outcome": "Hyder", "lang": "cy"}
    target = plan_parts.add(priority, Target, by=nia, once=uuid4(), **words)
    for kind, part in (("priorities", priority), ("targets", target)):
        args = [school.public_id, plan.first_year, kind, part.public_id]
        types = Typing(nia, reverse("plan_parts:edit", args=args))
        for text in (f"{kind} un", f"{kind} dau"):
            assert types.type(text=text).status_code == 200
        part.refresh_from_db()
        assert (part.text, part.version) == (f"{kind} dau", 3)
    plan_parts.remove(priority, by=nia, once=uuid4())
    kept = {row.text for row in Revision.all_rows.all()}
    assert {"priorities dau", "targets dau"} <= kept
    assert not {"priorities un", "targets un"} & kept


def forms_of_ours(base: type = PortalForm) -> Iterator[Any]:
    for each in base.__subclasses__():
        yield each
        yield from forms_of_ours(each)


def test_leaving_a_form_that_saves_itself_is_called_going_back_and_never_cancelling(nia, path):
    words = text_of_page(Typing(nia, path).client.get(path))
    assert "Cancel" not in words
    assert "Back to the self-evaluation" in words
    assert "What you type is saved as you go; earlier texts stay in the history." in words
    named = [form for form in forms_of_ours() if form.autosaves and form is not BoxesForm]
    assert len(named) > 5
    assert [form for form in named if not form.way_back] == []


def test_whoever_saved_the_same_text_in_another_tab_is_told_that_it_was_themselves(nia, sion, path, section):
    first, second, of_sion = Typing(nia, path), Typing(nia, path), Typing(sion, path)
    first.press(going_well="Darllen")
    assert second.type(going_well="Sillafu").json()["said"].startswith("Not saved yet: you have saved this text")
    assert "You saved this in another tab or window" in text_of_page(second.press(going_well="Sillafu"))
    assert of_sion.type(going_well="Rhifo").json()["said"].startswith("Not saved yet: somebody else has saved")
    assert "Somebody else saved this" in text_of_page(of_sion.press(going_well="Rhifo"))
    assert passage(section).text == "Darllen"


def test_the_same_is_told_of_a_strength_open_twice(nia, sion, evaluation, section):
    make.write_in(evaluation)
    strength = section.strengths.first()
    where = [evaluation.school.public_id, evaluation.school_year, "strengths", strength.public_id]
    path = reverse("self_evaluations:edit", args=where)
    first, second, of_sion = Typing(nia, path), Typing(nia, path), Typing(sion, path)
    first.press(text="Mae'r disgyblion yn darllen")
    assert "You saved this in another tab or window" in text_of_page(second.press(text="Sillafu"))
    assert "Somebody else saved this" in text_of_page(of_sion.press(text="Rhifo"))
