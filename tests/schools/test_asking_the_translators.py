"""Who may ask the council's translators, in which language, and who else waits for the same."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools import clock
from schools.models import Event, Notice, SelfEvaluation, TranslationRequest, Version
from schools.refusals import NotAllowed, Refused
from schools.translations import actions
from tests.on_pages import Visitor
from tests.schools.sheets import filled
from tests.schools.translating import ask_url, asks, brings, downloaded, page, url, written_in_both

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(school: Any, nia: Any) -> SelfEvaluation:
    return written_in_both(school, nia)


@pytest.fixture
def frozen(evaluation: SelfEvaluation) -> Version:
    version: Version = Version.all_rows.get()
    return version


@pytest.mark.parametrize(("page_in", "chosen"), [("en", ""), ("en", "cy"), ("cy", ""), ("cy", "en")])
def test_a_reader_chooses_the_language_and_that_of_the_page_is_chosen_already(alun, frozen, page_in, chosen):
    adviser = Visitor(alun, page_in).open(page(frozen)).follow(ask_url(frozen))
    adviser.fill(**({"wanted": chosen} if chosen else {}))
    assert TranslationRequest.all_rows.get().wanted == (chosen or page_in)
    other = {"cy": "en", "en": "cy"}[chosen or page_in]
    adviser.follow(ask_url(frozen))
    assert [field.name for field in adviser.form.visible] == [], "only one language is left to ask for"
    adviser.fill()
    assert TranslationRequest.all_rows.filter(wanted=other).exists()
    assert not adviser.offers(ask_url(frozen))
    adviser.open(ask_url(frozen))
    assert "<form" not in adviser.page.split("<main")[1], "for both this reader waits already"


def test_no_language_is_offered_in_which_everything_can_be_read(alun, olwen, evaluation, frozen):
    adviser = Visitor(alun, "cy")
    brings(olwen, asked := asks(olwen, frozen, "cy"), filled(downloaded(olwen, asked))).fill()
    adviser.open(ask_url(frozen))
    assert "wanted" in adviser.form.fields and adviser.form.visible == []
    late = Visitor(alun, "en").open(ask_url(frozen))
    (sentence,) = late.refused(wanted="cy")
    assert sentence.startswith("Everything can be read in this language already.")
    late.fill()
    assert TranslationRequest.all_rows.get(status="asked").wanted == "en"
    brings(olwen, asked := asks(olwen, frozen), filled(downloaded(olwen, asked))).fill()
    Visitor(alun, "en").open(ask_url(frozen)).says("Everything can be read in Welsh and in English already.")
    Visitor(alun, "en").open(page(frozen)).says_nothing_of("Ask the council’s translators")


def test_a_second_who_asks_is_added_and_told_too(alun, mari, glyn, olwen, frozen):
    asked = asks(alun, frozen)
    governor = Visitor(glyn, "en").open(page(frozen)).says("for what is not in English", "in Welsh or in English")
    governor.follow(ask_url(frozen)).says("This was asked for already", "cannot go to the council’s translators").fill()
    asks(alun, frozen)
    assert TranslationRequest.all_rows.count() == 1 and asked.askers.count() == 2
    assert Notice.all_rows.filter(notice_kind="translation_asked", person=olwen).count() == 1
    Visitor(olwen, "en").open(url("detail", asked)).says("Adviser", "Chair of governors").says_nothing_of(
        "Alun", "Glyn"
    )
    brings(olwen, asked, filled(downloaded(olwen, asked))).fill()
    told = [notice.person for notice in Notice.all_rows.filter(notice_kind="translation_done")]
    assert set(told) == {alun, glyn} and len(told) == 2


def test_where_others_have_asked_for_all_there_is_the_button_says_so(alun, glyn, mari, frozen):
    asks(alun, frozen)
    asks(glyn, frozen, "cy")
    for reader, words in ((mari, "Tell me too when the translation has come back"), (glyn, "Tell me too")):
        button = Visitor(reader, "en").open(ask_url(frozen)).form.buttons[0][2]
        assert button.startswith(words)
    TranslationRequest.all_rows.filter(wanted="cy").update(status="withdrawn", closed_by=glyn, closed_at=clock.now())
    assert Visitor(mari, "en").open(ask_url(frozen)).form.buttons[0][2] == "Ask the translators"


def test_two_presses_are_one_request(alun, frozen):
    once = uuid4()
    first, second = (actions.ask(frozen, wanted="en", by=alun, once=once) for _again in range(2))
    assert first == second and Event.all_rows.filter(verb="translation_request.asked").count() == 1


def test_who_asked_takes_it_back_until_nobody_waits(alun, glyn, mari, olwen, frozen):
    asked = asks(alun, frozen)
    asks(glyn, frozen)
    Visitor(mari, "en").open(url("take_back", asked), status=404)
    Visitor(alun, "en").open(page(frozen)).follow(url("take_back", asked)).fill().says("You no longer wait")
    asked.refresh_from_db()
    assert asked.status == "asked"
    actions.take_back(asked, by=glyn, once=uuid4())
    assert asked.status == "withdrawn"
    with pytest.raises(NotAllowed):
        actions.send(asked, by=olwen, once=uuid4())
    with pytest.raises(Refused, match="You no longer wait"):
        actions.take_back(asked, by=glyn, once=uuid4())
    with pytest.raises(Refused, match="Nobody needs this translation any more"):
        actions.bring(asked, file=actions.Returned("a", "b", []), by=olwen, once=uuid4())
    Visitor(olwen, "en").open(reverse("translations:index")).says("Nothing is asked for")


def test_others_see_and_ask_nothing(alun, owain, rhys, beca, clem, elin, glyn, frozen):
    asked = asks(alun, frozen)
    for stranger in (owain, rhys, beca, clem):
        assert Visitor(stranger, "en").client.get(ask_url(frozen)).status_code in (403, 404)
        with pytest.raises(PermissionDenied):
            asks(stranger, frozen)
        assert not TranslationRequest.objects.visible_to(stranger).exists()
    for reader in (glyn, alun):
        Visitor(reader, "en").open(url("detail", asked), status=403)
        for action, words in ((actions.send, {}), (actions.refuse, {"reason": "x", "lang": "en"})):
            with pytest.raises(PermissionDenied):
                action(asked, by=reader, once=uuid4(), **words)
