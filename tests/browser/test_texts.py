"""Who wrote what, and who looks after which area, by keyboard: in Welsh with JavaScript, in English without."""

from typing import Any

import pytest
from django.urls import reverse

from schools.models import Revision
from tests import factories as make
from tests.browser.harness import NARROW, WIDE, Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.schools.writing import passage, save

BOTH = pytest.mark.parametrize(
    ("who", "language", "scripts"), [("carys", "cy", True), ("nia", "en", False)], ids=["Welsh", "English-no-scripts"]
)
BEFORE = "Mae darllen yn gryf ym mhob dosbarth.\n\nMae ysgrifennu estynedig yn her."
AFTER = "Mae darllen yn gryf iawn ym mhob dosbarth.\n\nMae ysgrifennu estynedig yn gwella’n araf."


@pytest.fixture
def section(school: Any) -> Any:
    return make.make_self_evaluation(school).sections.select_related("area").first()


@pytest.fixture
def own(school: Any, section: Any) -> list[Any]:
    return [school.public_id, section.self_evaluation.school_year]


@BOTH
def test_what_a_colleague_changed_is_found_and_read_by_keyboard(
    portal: Portal, request: Any, nia: Any, sion: Any, section: Any, own: Any, who: str, language: str, scripts: bool
) -> None:
    save(section, going_well=BEFORE, by=nia)
    save(section, going_well=AFTER, by=sion)
    tab = portal.sign_in(request.getfixturevalue(who), java_script_enabled=scripts)
    here = AtTheKeyboard(tab, language).open(reverse("self_evaluations:detail", args=own))
    here.follow(reverse("texts:index", args=[*own, section.area.code]))
    here.follow(reverse("texts:changes", args=[*own, section.area.code, passage(section).public_id]))
    here.says("Sion", "Nia", {"cy": "Ychwanegwyd o’r fan hyn", "en": "Added from here"}[language])
    assert tab.locator("ins").count() == 2


def test_changes_in_both_languages_are_sound(portal: Portal, nia: Any, sion: Any, section: Any, own: Any) -> None:
    save(section, going_well=BEFORE, by=nia)
    save(section, going_well=AFTER, by=sion)
    save(section, going_well="Reading is strong. " * 60 + "Writing too.", lang="en", by=nia)
    save(section, going_well="Reading is strong. " * 60 + "Writing is next.", lang="en", by=sion)
    assert Revision.all_rows.count() == 4
    page = portal.sign_in(nia)
    for language in ("cy", "en"):
        path = reverse("texts:changes", args=[*own, section.area.code, passage(section).public_id])
        examine(page, path.replace("/en/", f"/{language}/"))


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)], ids=["Welsh", "English-no-scripts"])
def test_an_area_is_given_to_a_contributor_who_finds_it_at_home(
    portal: Portal, nia: Any, carys: Any, section: Any, own: Any, language: str, scripts: bool
) -> None:
    code = section.area.code
    head = AtTheKeyboard(portal.sign_in(nia, java_script_enabled=scripts), language)
    head.open(reverse("self_evaluations:detail", args=own)).follow(reverse("owners:index", args=own))
    head.fill(**{code: str(carys.public_id)}).says("Carys")
    section.refresh_from_db()
    assert section.owner == carys
    theirs = AtTheKeyboard(portal.sign_in(carys, java_script_enabled=scripts), language).open(reverse("home:index"))
    theirs.follow(reverse("self_evaluations:write", args=[*own, code]))
    page = portal.sign_in(carys)
    examine(page, reverse("home:index").replace("/en/", f"/{language}/"))


LANDED = """code => {
    const seen = element => {
        const box = element?.getBoundingClientRect();
        return Boolean(box) && box.top > -1 && box.bottom <= innerHeight;
    };
    const banner = document.querySelector(".govuk-notification-banner--success");
    return {
        heading: seen(document.getElementById(`area-${code}`)),
        banner: seen(banner),
        isAlert: banner?.getAttribute("role") === "alert",
        isFocused: document.activeElement === banner,
    };
}"""


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)], ids=["Welsh", "English-no-scripts"])
def test_after_saving_somebody_lands_in_the_area_where_they_wrote_and_hears_that_it_is_saved(
    portal: Portal, carys: Any, section: Any, own: Any, language: str, scripts: bool
) -> None:
    last = section.self_evaluation.sections.select_related("area").order_by("area__position").last()
    tab = portal.sign_in(carys, java_script_enabled=scripts)
    here = AtTheKeyboard(tab, language).open(reverse("self_evaluations:write", args=[*own, last.area.code]))
    here.fill(going_well=BEFORE, lang="cy")
    if scripts:
        tab.wait_for_selector("html[data-ready]", state="attached")
    landed = tab.evaluate(LANDED, last.area.code)
    assert landed == {"heading": True, "banner": True, "isAlert": True, "isFocused": scripts}, landed


BETWEEN = ".portal-area > .portal-words + .govuk-heading-s + .portal-words"
GAPS = """between => [...document.querySelectorAll(between)].map(own => {
    const heading = own.previousElementSibling, before = heading.previousElementSibling;
    const words = document.createRange();
    words.selectNodeContents(heading);
    const [named, text, above] = [words, own, before].map(each => each.getBoundingClientRect());
    return {above: named.top - above.bottom, below: text.top - named.bottom};
})"""


def test_a_heading_stands_nearer_to_the_text_that_it_names_than_to_the_one_before(
    portal: Portal, nia: Any, section: Any, own: Any
) -> None:
    save(section, going_well=BEFORE, to_improve=AFTER, how_we_know=BEFORE, by=nia)
    tab = portal.sign_in(nia)
    tab.goto(reverse("self_evaluations:detail", args=own))
    for size in (NARROW, WIDE):
        tab.set_viewport_size(size)
        gaps = tab.evaluate(GAPS, BETWEEN)
        assert len(gaps) == 2 and all(each["below"] < each["above"] for each in gaps), gaps
