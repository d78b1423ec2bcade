"""Short entries by keyboard, each verb once: a contributor in Welsh, a headteacher in English without JavaScript."""

from typing import Any

import pytest
from django.urls import reverse

from schools.models import Citation, Entry
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard

WORDS = {"looked_at": "Llyfrau Blwyddyn 4", "found": "Brawddegau hirach", "so_what": "Rhannu'r dull", "lang": "cy"}


@pytest.fixture
def section(school: Any) -> Any:
    return make.make_self_evaluation(school).sections.select_related("area").first()


@pytest.mark.parametrize(
    ("who", "language", "scripts"), [("carys", "cy", True), ("nia", "en", False)], ids=["Welsh", "English-no-scripts"]
)
def test_an_entry_is_added_changed_given_its_evidence_and_removed_by_keyboard(
    portal: Portal, request: Any, school: Any, section: Any, who: str, language: str, scripts: bool
) -> None:
    person = request.getfixturevalue(who)
    item = make.make_evidence(school, "Llais y dysgwr")
    tab = portal.sign_in(person, java_script_enabled=scripts)
    here = AtTheKeyboard(tab, language)
    own = [school.public_id, section.self_evaluation.school_year]
    place = [*own, section.area.code]
    here.open(reverse("self_evaluations:detail", args=own)).follow(reverse("entries:add", args=place)).fill(**WORDS)
    entry = Entry.all_rows.get()
    mine = [*place, entry.public_id]
    here.says("Llyfrau Blwyddyn 4").follow(reverse("entries:edit", args=mine)).fill(found="Brawddegau hir")
    here.says("Brawddegau hir").follow(reverse("self_evaluations:cite", args=[*own, "entries", entry.public_id]))
    here.fill(evidence=str(item.public_id)).says("Llais y dysgwr")
    assert Citation.all_rows.get().entry == entry
    here.follow(reverse("entries:remove", args=mine)).fill().says_nothing_of("Brawddegau")
    assert not Entry.all_rows.exists()


def test_long_lists_of_entries_and_of_evidence_are_sound(portal: Portal, school: Any, section: Any, nia: Any) -> None:
    for number in range(12):
        entry = make.make_entry(section, nia, f"Cofnod {number}: mae'r plant yn darllen mwy. " * 8)
        for place in (section, entry):
            name = place._meta.model_name
            Citation.all_rows.create(evidence=make.make_evidence(school, f"Taith {number}"), **{name: place})
    for number in range(5):
        Citation.all_rows.create(evidence=make.make_evidence(school, f"Llyfrau {number}"), entry=entry)
    own = [school.public_id, section.self_evaluation.school_year]
    page = portal.sign_in(nia)
    for language in ("cy", "en"):
        for route, args in (
            ("self_evaluations:detail", own),
            ("entries:index", [*own, section.area.code]),
            ("evidence:cited", [*own, section.area.code]),
        ):
            examine(page, reverse(route, args=args).replace("/en/", f"/{language}/"))
