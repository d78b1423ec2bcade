"""A school asks the council's translators for lines of its summary; what comes back waits until a writer takes it."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools.history import events_of, told_to
from schools.models import (
    ConflictOfInterest,
    Notice,
    Plan,
    Revision,
    SummaryLine,
    Translation,
    TranslationRequest,
    Version,
)
from schools.refusals import Refused
from schools.summary_translations import actions
from schools.translations.queries import sheet_of
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.lines_for_translation import (
    IN_BOTH,
    IN_ENGLISH,
    IN_WELSH,
    UNTIL_THEN,
    YEAR,
    ask_url,
    asks,
    at,
    rewrite,
    take_over_url,
    translates,
    write,
)
from tests.schools.sheets import as_file, filled, sheet_for
from tests.schools.translating import asks as asks_for
from tests.schools.translating import brings, downloaded, url, written_in_both

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


@pytest.fixture
def welsh(plan: Plan, nia: Any) -> SummaryLine:
    write(plan, nia, "priorities", **IN_BOTH)
    return write(plan, nia, "strengths", **IN_WELSH)


@pytest.fixture
def english(plan: Plan, nia: Any) -> SummaryLine:
    return write(plan, nia, "actions", **IN_ENGLISH)


def test_a_school_asks_by_one_press_and_takes_over_what_comes_back(nia, olwen, lowri, plan, welsh):
    head = Visitor(nia, "en").open(at(plan)).says("1 line is in one language only", "that line alone")
    head.fill().says("have been asked", "were asked on", "It has not been sent to them yet", "asked for this line")
    asked = TranslationRequest.all_rows.get()
    assert (asked.wanted, asked.frozen.version_kind) == ("en", "summary_for_translation")
    assert {each.person for each in Notice.all_rows.filter(notice_kind="summary_translation_asked")} == {olwen, lowri}
    officer = Visitor(olwen, "en").open(reverse("translations:index"))
    officer.says("Ysgol Nant y Coed", "Summary of the development plan", "in English", "0 of 1 text translated")
    officer.follow(url("detail", asked)).says("Headteacher").says_nothing_of("Read the version")
    document = filled(downloaded(olwen, asked), "The children enjoy reading.")
    officer.follow(url("send", asked)).fill().says("With the translators since")
    Visitor(nia, "en").open(at(plan)).says("It has been with them since")
    officer.follow(url("bring", asked)).fill(file=as_file(document)).says("What was understood", "Strengths").fill()
    officer.says("Done on")
    (told,) = Notice.all_rows.filter(notice_kind="summary_translation_done")
    assert (told.person, told.path) == (nia, at(plan).removeprefix("/en"))
    welsh.refresh_from_db()
    assert welsh.text_en == "", "nothing is written into the summary by itself"
    head.open(at(plan)).says("The children enjoy reading.", UNTIL_THEN, "brought words for 1 line")
    head.follow(take_over_url(plan)).says("The children enjoy reading.", "Mae’r plant").fill()
    head.says("stand in the summary now").says_nothing_of(UNTIL_THEN)
    welsh.refresh_from_db()
    assert (welsh.text_cy, welsh.text_en) == (IN_WELSH["text_cy"], "The children enjoy reading.")
    assert Revision.all_rows.filter(target_id=welsh.public_id, field="text_en", lang="en").exists()


def test_lines_of_both_languages_go_in_two_documents_by_the_same_press(nia, olwen, plan, welsh, english):
    asks(plan, nia)
    of_welsh, of_english = TranslationRequest.all_rows.order_by("pk")
    assert (of_welsh.wanted, of_english.wanted) == ("en", "cy") and of_welsh.frozen == of_english.frozen
    sheets = [[row.original.text for row in sheet_of(each).rows if not isinstance(row, str)] for each in (
        of_welsh, of_english)]  # fmt: skip
    assert sheets == [[IN_WELSH["text_cy"]], [IN_ENGLISH["text_en"]]]
    translates(olwen, of_english, "Rydym yn tyfu ein bwyd.")
    translates(olwen, of_welsh, "The children enjoy reading.")
    actions.take_over(plan, seen=actions.shown(actions.asking_of(plan, nia).brought), by=nia, once=uuid4())
    for line, text in ((english, "Rydym yn tyfu ein bwyd."), (welsh, "The children enjoy reading.")):
        line.refresh_from_db()
        assert text in (line.text_cy, line.text_en) and not line.lacks


def test_the_council_is_given_the_lines_that_lack_a_language_and_nothing_else(nia, olwen, alun, plan, welsh):
    asked = asks(plan, nia)
    said = "\n".join(cell.text for row in sheet_for(asked).tables[0].rows for cell in row.cells)
    assert IN_WELSH["text_cy"] in said and "Cryfderau / Strengths" in said
    assert IN_BOTH["text_cy"] not in said and IN_BOTH["text_en"] not in said
    Visitor(olwen, "en").open(at(plan), status=403)
    for stranger in (alun, olwen):
        assert not Version.objects.visible_to(stranger).filter(pk=asked.frozen_id).exists()
        assert not Translation.objects.visible_to(stranger).exists()
    Visitor(alun, "en").open(reverse("translations:take_back", args=[asked.public_id]), status=404)
    Visitor(olwen, "en").open(reverse("translations:take_back", args=[asked.public_id]), status=403)


def test_where_nothing_lacks_there_is_nothing_to_press_and_nothing_can_be_asked(nia, plan):
    write(plan, nia, "priorities", **IN_BOTH)
    Visitor(nia, "en").open(at(plan)).says_nothing_of("translators")
    Visitor(nia, "en").open(ask_url(plan)).says("no line that the translators could be asked for")
    with pytest.raises(Refused, match="no line that the translators could be asked for"):
        asks(plan, nia)
    with pytest.raises(Refused, match="has changed since you opened the page"):
        actions.take_over(plan, seen="x", by=nia, once=uuid4())


def test_only_writers_ask_and_read_what_came_back(nia, sion, glyn, clem, alun, olwen, owain, plan, welsh):
    translates(olwen, asks(plan, sion), "Only for writers")
    for reader in (glyn, clem):
        Visitor(reader, "en").open(at(plan)).says_nothing_of("Only for writers", "translators")
    for person in (glyn, clem, alun, olwen, owain):
        with pytest.raises(PermissionDenied):
            asks(plan, person)
        with pytest.raises(PermissionDenied):
            actions.take_over(plan, seen="", by=person, once=uuid4())
    Visitor(nia, "en").open(at(plan)).says("Only for writers")
    assert {each.person for each in Notice.all_rows.filter(notice_kind="summary_translation_done")} == {sion}


def test_nothing_is_sent_twice_and_a_new_line_is_asked_for_alone(nia, plan, welsh):
    first = asks(plan, nia)
    assert asks(plan, nia) == first and Version.all_rows.filter(version_kind="summary_for_translation").count() == 1
    Visitor(nia, "en").open(ask_url(plan)).says("You have asked for this already")
    write(plan, nia, "support", text_cy="Cawsom gymorth", text_en="")
    second = asks(plan, nia)
    assert [row.original.text for row in sheet_of(second).rows if not isinstance(row, str)] == ["Cawsom gymorth"]
    assert first.frozen.number == 1 and second.frozen.number == 2


def test_a_colleague_who_presses_too_is_told_too(nia, sion, olwen, plan, welsh):
    asked = asks(plan, nia)
    colleague = Visitor(sion, "en").open(at(plan)).says("Tell me too when the translation has come back")
    colleague.open(ask_url(plan)).says("A colleague has asked for every line already").fill()
    assert {each.asked_by for each in asked.askers.all()} == {nia, sion}
    colleague.says_nothing_of("Tell me too")
    translates(olwen, asked)
    assert {each.person for each in Notice.all_rows.filter(notice_kind="summary_translation_done")} == {nia, sion}


def test_the_council_says_why_it_cannot_be_done_and_it_can_be_asked_again(nia, olwen, glyn, plan, welsh):
    asked = asks(plan, nia)
    why = "The translators are away until January."
    officer = Visitor(olwen, "en").open(url("refuse", asked)).says("Everybody in the school who writes the summary")
    officer.fill(reason=why, lang="en").says("Cannot be done", why)
    (told,) = Notice.all_rows.filter(notice_kind="summary_translation_impossible")
    assert told.person == nia
    Visitor(nia, "en").open(at(plan)).says("cannot put this into English", why).fill().says("were asked on")
    Visitor(glyn, "en").open(at(plan)).says_nothing_of(why)
    assert TranslationRequest.all_rows.filter(status="asked").count() == 1


def test_what_nobody_needs_any_more_is_withdrawn_unless_it_is_with_the_translators(nia, olwen, plan, welsh):
    asked = asks(plan, nia)
    head = Visitor(nia, "en").open(at(plan)).follow(reverse("translations:take_back", args=[asked.public_id]))
    head.says("Summary of the development plan").fill().says("You no longer wait").says_nothing_of("were asked on")
    asked.refresh_from_db()
    assert asked.status == "withdrawn"
    again = asks(plan, nia)
    Visitor(olwen, "en").open(url("send", again)).fill()
    head.open(at(plan)).follow(reverse("translations:take_back", args=[again.public_id])).fill()
    again.refresh_from_db()
    assert again.status == "sent"


def test_the_council_reads_no_line_any_more_once_it_was_taken_back_or_cannot_be_done(nia, olwen, plan, welsh):
    for given_up in ("take_back", "refuse"):
        Visitor(nia, "en").open(at(plan)).fill()
        asked = TranslationRequest.all_rows.latest("pk")
        download = reverse("translations:download", args=[asked.public_id])
        officer = Visitor(olwen, "en")
        assert officer.client.get(download).status_code == 200
        person, words = (nia, {}) if given_up == "take_back" else (olwen, {"reason": "No time", "lang": "en"})
        Visitor(person, "en").open(reverse(f"translations:{given_up}", args=[asked.public_id])).fill(**words)
        assert officer.client.get(download).status_code == 404


def test_a_school_that_writes_the_lines_itself_can_still_take_its_asking_back(nia, plan, welsh):
    asked = asks(plan, nia)
    rewrite(welsh, nia, text_en="Our own words")
    Visitor(nia, "en").open(at(plan)).follow(reverse("translations:take_back", args=[asked.public_id])).fill()
    asked.refresh_from_db()
    assert asked.status == "withdrawn"


def test_a_translation_that_no_box_holds_is_refused_with_its_row(nia, olwen, plan, welsh):
    asked = asks(plan, nia)
    brings(olwen, asked, filled(downloaded(olwen, asked), "x" * 2_501)).says("has more than 2,500 characters")


def test_officers_find_it_at_home_and_in_the_same_list_as_everything_else(alun, nia, olwen, school, plan, welsh):
    written_in_both(school, nia)
    asks_for(alun, Version.all_rows.get(), "cy")
    asked = asks(plan, nia)
    index = Visitor(olwen, "en").open(reverse("translations:index"))
    index.says("Self-evaluation", "in Welsh", "Summary of the development plan", "in English")
    home = Visitor(olwen, "en").open(reverse("home:index")).says("to the council’s translators")
    home.follow(url("detail", asked))


def test_the_school_sees_who_took_its_lines_to_the_translators(nia, olwen, school, plan, welsh):
    downloaded(olwen, asks(plan, nia))
    looks = Visitor(nia, "en").open(reverse("looks:index", args=[school.public_id]))
    looks.says("Olwen", "Lines of the summary of the development plan").follow(at(plan))


def test_the_history_of_the_plan_tells_the_school_of_each_step_and_the_council_of_none(nia, olwen, plan, welsh):
    translates(olwen, asks(plan, nia))
    Visitor(nia, "en").open(take_over_url(plan)).fill()

    def lines(person: Any) -> list[str]:
        events = events_of(type(person).objects.get(pk=person.pk), plan.public_id)
        return [line.sentence for line in told_to(person, events) if "ranslat" in line.sentence]

    assert lines(nia)[0] == "What the translators wrote was put into the summary of the plan."
    assert lines(nia)[-1] == "The council’s translators were asked for lines of the summary of the plan."
    assert len(lines(nia)) == 5 and lines(olwen) == []


def test_an_interest_closes_it(nia, olwen, lowri, plan, welsh):
    asked = asks(plan, nia)
    ConflictOfInterest.all_rows.create(person=olwen, school=plan.school, starts_on=make.LONG_AGO)
    Visitor(olwen, "en").open(url("detail", asked), status=404)
    Visitor(olwen, "en").open(reverse("translations:index")).says("Nothing is asked for")


def test_two_presses_are_one_act(nia, olwen, plan, welsh):
    key = uuid4()
    assert actions.ask(plan, by=nia, once=key) == actions.ask(plan, by=nia, once=key)
    asked = TranslationRequest.all_rows.get()
    translates(olwen, asked)
    page = Visitor(nia, "en").open(take_over_url(plan))
    form, path = page.form, page.path
    page.fill()
    again = page.client.post(path, form.filled())
    assert again.status_code == 302
    assert Revision.all_rows.filter(target_id=welsh.public_id, field="text_en").count() == 1


def test_three_lines_cost_no_more_queries_than_one(nia, olwen, plan, welsh):
    def counts() -> list[int]:
        found = []
        for path in (at(plan), ask_url(plan), take_over_url(plan)):
            with CaptureQueriesContext(connection) as counted:
                Visitor(nia, "en").open(path)
            found.append(len(counted))
        return found

    translates(olwen, asks(plan, nia))
    write(plan, nia, "support", text_cy="Un", text_en="")
    asks(plan, nia)
    write(plan, nia, "support", text_cy="Dau", text_en="")
    of_one = counts()
    for number in range(2):
        write(plan, nia, "strengths", text_cy=f"Mwy {number}", text_en="")
    translates(olwen, asks(plan, nia))
    for number in range(2):
        write(plan, nia, "areas", text_cy=f"Eto {number}", text_en="")
    assert counts() == of_one
