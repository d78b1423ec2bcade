"""Short entries under an area: little and often, by many hands; the team's own, which nobody else ever sees."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.entries import actions
from schools.evaluation_contents import content_of
from schools.models import Entry, Event, Revision, SelfEvaluation
from schools.refusals import Refused, Stale
from schools.self_evaluations.actions import cite
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.on_pages import Visitor, text_of_page
from tests.schools.writing import submit
from tests.story import day

WORDS = {"looked_at": "Llyfrau Blwyddyn 4", "found": "Brawddegau hirach", "so_what": "Rhannu'r dull", "lang": "cy"}


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    return make.make_self_evaluation(school)


@pytest.fixture
def section(evaluation: SelfEvaluation) -> Any:
    return evaluation.sections.select_related("area").first()


@pytest.fixture
def place(evaluation: SelfEvaluation, section: Any) -> list[Any]:
    return [evaluation.school.public_id, evaluation.school_year, section.area.code]


@pytest.fixture
def entry(section: Any, carys: Any) -> Entry:
    return actions.add(section, on=clock.today(), by=carys, once=uuid4(), **WORDS)


def kept(entry: Entry, field: str = "found") -> list[str]:
    rows = Revision.all_rows.filter(target_id=entry.public_id, field=field).order_by("pk")
    return list(rows.values_list("text", flat=True))


def test_a_contributor_adds_an_entry_from_the_self_evaluation_and_everybody_in_the_team_reads_who_wrote_it(
    carys, sion, evaluation, section, place
):
    detail = reverse("self_evaluations:detail", args=place[:2])
    at_hand = Visitor(carys, "en").open(detail).says_nothing_of("Short entries")
    at_hand.follow(reverse("entries:add", args=place)).fill(**WORDS).says("The entry has been added.")
    found = Entry.all_rows.get()
    assert (found.by, found.on, found.section) == (carys, clock.today(), section)
    page = Visitor(sion, "cy").open(detail)
    assert "Brawddegau hirach" in page.page
    page.follow(reverse("entries:index", args=place)).says("Carys", "Llyfrau Blwyddyn 4", "Rhannu'r dull")
    assert '<div class="portal-words" lang="cy">' in page.page


def test_nothing_of_an_entry_is_needed_to_submit_and_nothing_of_it_is_frozen(nia, evaluation, entry):
    item = make.make_evidence(evaluation.school, "Tystiolaeth y tîm")
    cite(entry, evidence=[item], version=entry.version, by=entry.by, once=uuid4())
    before = content_of(evaluation)
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    assert "Brawddegau" not in str(content_of(evaluation))
    assert before["evidence"] == content_of(evaluation)["evidence"] == {}


@pytest.mark.parametrize("who", ["olwen", "alun", "glyn", "gwen", "owain"])
def test_nobody_outside_the_team_learns_that_there_are_entries(who, request, nia, evaluation, entry, place):
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    client = Client()
    client.force_login(request.getfixturevalue(who))
    for route in ("self_evaluations:index", "self_evaluations:history", "self_evaluations:version", "home:index"):
        args = {"self_evaluations:index": place[:1], "self_evaluations:version": [*place[:2], 1], "home:index": []}
        answer = client.get(reverse(route, args=args.get(route, place[:2])))
        assert "Brawddegau" not in text_of_page(answer)
        assert "hort entr" not in text_of_page(answer)
    assert client.get(reverse("entries:index", args=place)).status_code in (403, 404)


def test_an_entry_is_changed_by_its_writer_and_by_those_who_lead_and_stays_its_writers(nia, sion, carys, entry, school):
    other = make.make_person("Arall", language="cy")
    make.appoint(other, "contributor", school)
    for person in (carys, sion, nia):
        words = {**WORDS, "found": f"Geiriau {person.name}"}
        actions.edit(entry, on=entry.on, version=entry.version, by=person, once=uuid4(), **words)
    assert (entry.found, entry.by) == ("Geiriau Nia", carys)
    for act in (actions.edit, actions.remove):
        with pytest.raises(PermissionDenied):
            act(entry, by=other, once=uuid4(), **({"version": 4, "found": "x"} if act is actions.edit else {}))
    with pytest.raises(PermissionDenied):
        cite(entry, evidence=[], version=entry.version, by=other, once=uuid4())
    assert kept(entry) == ["Brawddegau hirach", "Geiriau Carys", "Geiriau Sion", "Geiriau Nia"]


def test_the_page_offers_a_change_only_to_those_who_may_make_it(carys, nia, entry, place, school):
    other = make.make_person("Arall", language="en")
    make.appoint(other, "contributor", school)
    edit = reverse("entries:edit", args=[*place, entry.public_id])
    index = reverse("entries:index", args=place)
    offered = {who.name: Visitor(who, "en").open(index).offers(edit) for who in (carys, nia, other)}
    assert offered == {"Carys": True, "Nia": True, "Arall": False}


def test_what_is_typed_into_an_entry_saves_itself_and_a_sitting_is_kept_once(carys, entry, place):
    types = Typing(carys, reverse("entries:edit", args=[*place, entry.public_id]))
    for words in ("B", "Bra", "Brawddegau hir"):
        assert types.type(found=words).status_code == 200
    assert types.type(found="").status_code == 422
    entry.refresh_from_db()
    assert (entry.found, entry.version) == ("Brawddegau hir", 4)
    assert kept(entry) == ["Brawddegau hirach"]
    assert Event.all_rows.filter(verb="entry.edited").count() == 1


def test_the_second_to_save_an_entry_reads_both_and_the_browser_gets_the_date_as_it_sends_it(carys, nia, entry, place):
    types = Typing(carys, reverse("entries:edit", args=[*place, entry.public_id]))
    earlier = entry.on - dt.timedelta(days=1)
    actions.edit(entry, version=1, on=earlier, by=nia, once=uuid4(), **(WORDS | {"found": "Geiriau Nia"}))
    answer = types.type(found="Geiriau Carys")
    assert answer.status_code == 409
    assert answer.json()["theirs"]["found"] == ["Geiriau Nia"]
    assert answer.json()["theirs"]["on-day"] == [str(earlier.day)]
    page = types.press().content.decode()
    for words in ("Two versions of this text", "Geiriau Nia", "Geiriau Carys"):
        assert words in page
    with pytest.raises(Stale):
        actions.edit(entry, version=1, on=entry.on, by=carys, once=uuid4(), **WORDS)


@pytest.mark.parametrize("days", [1, -3 * 365])
def test_a_date_that_cannot_be_is_refused_in_words(carys, place, days):
    visitor = Visitor(carys, "en").open(reverse("entries:add", args=place))
    wrong = clock.today() + dt.timedelta(days=days)
    (sentence,) = visitor.refused(**WORDS, **day("on", wrong))
    assert sentence.startswith("Enter ")
    assert not Entry.all_rows.exists()


def test_a_removed_entry_is_gone_from_the_page_and_its_last_words_are_kept(carys, entry, place):
    types = Typing(carys, reverse("entries:edit", args=[*place, entry.public_id]))
    types.type(found="Geiriau olaf")
    remove = reverse("entries:remove", args=[*place, entry.public_id])
    visitor = Visitor(carys, "en").open(reverse("entries:index", args=place)).follow(remove)
    again = visitor.form
    visitor.fill().says_nothing_of("Geiriau olaf")
    assert kept(entry) == ["Brawddegau hirach", "Geiriau olaf"]
    answer = visitor.client.post(remove, again.filled())
    assert answer.status_code == 302, "a second press leads where the first one led"


def test_two_presses_on_add_are_one_entry(carys, section):
    once = uuid4()
    both = [actions.add(section, on=clock.today(), by=carys, once=once, **WORDS) for _press in range(2)]
    assert both[0] == both[1] == Entry.all_rows.get()


def test_an_entry_cites_evidence_as_a_strength_does_and_the_area_says_behind_what_it_stands(
    carys, entry, place, school
):
    item = make.make_evidence(school, "Llais y dysgwr", evidence_kind="learner_voice")
    visitor = Visitor(carys, "en").open(reverse("entries:index", args=place))
    visitor.follow(reverse("self_evaluations:cite", args=[*place[:2], "entries", entry.public_id]))
    visitor.fill(evidence=str(item.public_id)).says("Llais y dysgwr")
    assert visitor.path == reverse("entries:index", args=place)
    visitor.open(reverse("evidence:cited", args=place)).says("Llais y dysgwr", "1 short entry")


def test_each_area_shows_its_three_newest_entries_and_the_way_to_all(nia, section, place):
    for number in range(12):
        make.make_entry(section, nia, f"Cofnod {number:02d}.", on=clock.today() - dt.timedelta(days=number))
    visitor = Visitor(nia, "en").open(reverse("self_evaluations:detail", args=place[:2]))
    visitor.says("Cofnod 00.", "Cofnod 02.", "All entries (12)").says_nothing_of("Cofnod 03.")
    visitor.follow(reverse("entries:index", args=place)).says("Cofnod 09.").says_nothing_of("Cofnod 10.")
    assert "?page=2" in visitor.page


def test_an_entry_of_a_lent_text_stays_with_the_school_that_wrote_it(
    nia, carys, entry, federation, other_school, school
):
    for each in (school, other_school):
        each.federation = federation
        each.save()
    theirs = make.make_self_evaluation(other_school)
    theirs.sections.filter(area=entry.section.area).update(same_text_as=entry.section)
    head = make.make_person("Pennaeth", language="en")
    make.appoint(head, "headteacher", other_school)
    args = [other_school.public_id, theirs.school_year]
    Visitor(head, "en").open(reverse("self_evaluations:detail", args=args)).says_nothing_of("Brawddegau")


def test_an_entry_that_somebody_removed_meanwhile_is_told(carys, nia, entry):
    actions.remove(entry, by=nia, once=uuid4())
    with pytest.raises(Refused, match="removed in the meantime"):
        actions.edit(entry, version=1, on=entry.on, by=carys, once=uuid4(), **WORDS)
