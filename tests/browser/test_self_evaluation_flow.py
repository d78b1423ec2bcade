"""The self-evaluation of a contributor, a headteacher, a governor and an officer of the council, at a phone's width.

By keyboard alone, in two walks: one with scripts and one without. From one step to the next everybody goes on in the
other language, by the link at the top of the page that they have open, and the walks begin in different languages: so
each step is done in Welsh and in English, with scripts and without, and each walk speaks both.
"""

from typing import Any, Self
from urllib.parse import unquote_plus

import pytest
from django.urls import reverse
from playwright.sync_api import Response, expect

from schools.models import Entry, Section, Version
from tests import factories as make
from tests.browser.harness import NARROW, Portal
from tests.browser.keyboard import AtTheKeyboard
from tests.browser.test_main_job import OTHER, ByKeyboard
from tests.schools.writing import passage, save

STEPS = ("names_an_owner", "writes", "notes_an_entry", "reads_who_wrote_what", "chooses_readers", "previews",
         "shares", "submits", "is_read_by_the_council")  # fmt: skip
# In the area that goes to the council: what stood there, and what Carys makes of it.
BEFORE = "Mae darllen yn gryf ym mhob dosbarth."
TEXTS = {
    "going_well": "Mae darllen yn gryf iawn ym mhob dosbarth.",
    "to_improve": "Mae ysgrifennu yn her.",
    "how_we_know": "Llyfrau a sgyrsiau.",
}
FOR_GOVERNORS = "Mae presenoldeb yn gwella o hyd."
FOR_TEAM = "Rhaid edrych eto ar yr amserlen."
ENTRY = {"looked_at": "Llyfrau bob dosbarth", "found": "Brawddegau hirach", "so_what": "Rhannu y dull"}
EVIDENCE = "Llais y dysgwr"
INSIDE = (BEFORE, FOR_TEAM, EVIDENCE, *ENTRY.values())
WRITERS = ("Carys", "Sion")
SAVED = {"cy": "Cadwyd am", "en": "Saved at"}


class AtAPhonesWidth(AtTheKeyboard):
    """No page on the way is wider than the phone or in another language than the one asked for."""

    def _shown(self) -> Self:
        html = self.tab.locator("html")
        assert html.evaluate("page => page.scrollWidth") <= NARROW["width"], self.tab.url
        assert html.get_attribute("lang") == self.language, self.tab.url
        return super()._shown()


class SelfEvaluating(ByKeyboard):
    open_area: Section
    governors_area: Section
    team_area: Section
    evidence: Any

    def whole(self) -> None:
        for step in STEPS:
            getattr(self, step)()
            self.language = OTHER[self.language]

    def visitor(self, person: Any) -> AtTheKeyboard:
        return AtAPhonesWidth(self.portal.sign_in(person, java_script_enabled=self.scripts), self.language)

    def is_prepared(self) -> None:
        """Siôn has written in each area, one box of the first and all of the others."""
        sections = make.make_self_evaluation(self.school).sections.select_related("area").order_by("area__position")
        self.open_area, self.governors_area, self.team_area = sections
        self.evidence = make.make_evidence(self.school, EVIDENCE)
        save(self.open_area, going_well=BEFORE, by=self.cast.sion)
        for section, words in ((self.governors_area, FOR_GOVERNORS), (self.team_area, FOR_TEAM)):
            save(section, going_well=words, to_improve=words, how_we_know=words, by=self.cast.sion)

    def of_the_area(self, route: str, *more: Any) -> str:
        return self.own(route, self.open_area.area.code, *more)

    @property
    def detail(self) -> str:
        return self.own("self_evaluations:detail")

    def names_an_owner(self) -> None:
        """Nia gives an area to Carys."""
        nia = self.at_school("nia").follow(self.url("self_evaluations:index")).follow(self.detail)
        nia.follow(self.own("owners:index")).fill(**{self.open_area.area.code: str(self.cast.carys.public_id)})
        nia.says("Carys")

    def writes(self) -> None:
        """Carys finds her area at home and writes in it; with scripts she leaves without pressing Save."""
        carys = self.carys.open(reverse("home:index")).follow(self.of_the_area("self_evaluations:write"))
        if self.scripts:
            self.types(carys)
            carys.turns_to(OTHER[self.language])
            for box, words in TEXTS.items():
                expect(carys.tab.locator(f"#id_{box}")).to_have_value(words)
            carys._reach('main form a[href*="#area-"]')
            carys._enter()
        else:
            carys.fill(**TEXTS)
        carys.says(*TEXTS.values()).says_nothing_of(BEFORE)

    def types(self, here: AtTheKeyboard) -> None:
        """What is typed is sent by itself, to the last word, and the page says so."""

        def has_it(answer: Response) -> bool:
            return answer.ok and TEXTS["how_we_know"] in unquote_plus(answer.request.post_data or "")

        with here.tab.expect_response(has_it):
            for name, words in TEXTS.items():
                here._answer(here.form.fields[name], words)
        expect(here.tab.locator("[data-status]")).to_contain_text(SAVED[self.language])

    def notes_an_entry(self) -> None:
        carys = self.carys.follow(self.of_the_area("entries:add")).fill(**ENTRY, lang="cy").says(*ENTRY.values())
        entry = Entry.all_rows.get()
        carys.follow(self.own("self_evaluations:cite", "entries", entry.public_id))
        carys.fill(evidence=str(self.evidence.public_id)).says(EVIDENCE)

    def reads_who_wrote_what(self) -> None:
        carys = self.carys.follow(f"{self.detail}#area-{self.open_area.area.code}").says(ENTRY["found"])
        carys.follow(self.of_the_area("texts:index"))
        carys.follow(self.of_the_area("texts:changes", passage(self.open_area).public_id))
        writers = carys.tab.locator("main article h2").all_inner_texts()
        assert [words.split(",")[0] for words in writers] == list(WRITERS)
        expect(carys.tab.locator("main ins")).to_contain_text("iawn")

    def chooses_readers(self) -> None:
        """One area is for the council too, one for the governors only, and one stays with the team."""
        nia = self.nia.follow(self.own("sharing:index"))
        chosen: Any = {self.open_area.area.code: "council", self.governors_area.area.code: "governors"}
        nia.press(**chosen)
        circles = self.evaluation.sections.order_by("area__position").values_list("circle", flat=True)
        assert list(circles) == ["council", "governors", "team"]

    def previews(self) -> None:
        nia = self.nia.follow(self.own("sharing:preview", "governor"))
        self.shows_what_governors_read(nia)
        nia.open(self.own("sharing:index")).follow(self.own("sharing:preview", "council"))
        self.shows_one_area_alone(nia)

    def shares(self) -> None:
        """Gwen reads nothing before, then two areas; the pages of the team stay closed to her."""
        shared = self.own("sharing:version", 1)
        gwen = self.gwen.open(shared, status=404).open(self.url("self_evaluations:index"))
        assert not gwen.offers(shared)
        nia = self.nia.open(self.own("sharing:index")).follow(self.own("sharing:governors"))
        self.shows_what_governors_read(nia)
        self.shows_what_governors_read(nia.fill())
        self.shows_what_governors_read(gwen.open(reverse("home:index")).follow(shared))
        self.stays_with_the_team(gwen)

    def submits(self) -> None:
        """Nia checks, declares and submits; Gwen reads that one area, and still what was shared with her."""
        version = self.own("self_evaluations:version", 1)
        nia = self.nia.follow(self.url("self_evaluations:index")).follow(self.detail)
        nia.follow(self.own("self_evaluations:check")).says(*TEXTS.values()).says_nothing_of(FOR_GOVERNORS, *INSIDE)
        nia.go_on("declare").says(name_in(nia.language, self.open_area)).fill(declared="on")
        self.shows_one_area_alone(nia.follow(version))
        gwen = self.gwen.open(reverse("home:index")).follow(version)
        self.shows_one_area_alone(gwen)
        gwen.follow(self.url("self_evaluations:index")).follow(self.own("sharing:version", 1))
        self.shows_what_governors_read(gwen)

    def is_read_by_the_council(self) -> None:
        """Olwen reads the submitted area, and no page of hers tells that there is another."""
        version, index = self.own("self_evaluations:version", 1), self.url("self_evaluations:index")
        olwen = self.olwen.open(reverse("home:index"))
        self.tells_of_no_other(olwen)
        self.shows_one_area_alone(olwen.follow(version))
        self.tells_of_no_other(olwen.follow(self.own("self_evaluations:history")))
        self.tells_of_no_other(olwen.follow(index))
        assert olwen.offers(version) and not olwen.offers(self.own("sharing:version", 1))
        self.tells_of_no_other(olwen.follow(self.url("register:detail")))
        for number in (1, 2):  # the one that there is, and one that there is not
            olwen.open(self.own("sharing:version", number), status=403)
        self.stays_with_the_team(olwen)

    def shows_what_governors_read(self, here: AtTheKeyboard) -> None:
        names = [name_in(here.language, area) for area in (self.open_area, self.governors_area)]
        here.says(*TEXTS.values(), FOR_GOVERNORS, *names)
        here.says_nothing_of(*INSIDE, *WRITERS, *names_of(self.team_area))

    def shows_one_area_alone(self, here: AtTheKeyboard) -> None:
        here.says(*TEXTS.values(), name_in(here.language, self.open_area)).says_nothing_of(*WRITERS)
        self.tells_of_no_other(here)

    def tells_of_no_other(self, here: AtTheKeyboard) -> None:
        here.says_nothing_of(FOR_GOVERNORS, *INSIDE, *names_of(self.governors_area), *names_of(self.team_area))

    def stays_with_the_team(self, reader: AtTheKeyboard) -> None:
        for path in (self.detail, self.of_the_area("entries:index"), self.of_the_area("texts:index")):
            reader.open(path, status=403)


def name_in(language: str, section: Section) -> str:
    return str(getattr(section.area, f"name_{language}"))


def names_of(section: Section) -> tuple[str, str]:
    return section.area.name_cy, section.area.name_en


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)], ids=["scripts", "no-scripts"])
def test_a_self_evaluation_goes_from_the_team_to_the_governors_and_the_council_by_keyboard(
    portal: Portal, cast: Any, school: Any, hour: Any, language: str, scripts: bool
) -> None:
    story = SelfEvaluating(cast, school, language, hour)
    story.portal, story.scripts = portal, scripts
    story.is_prepared()
    story.whole()
    kinds = list(Version.all_rows.order_by("pk").values_list("version_kind", "number"))
    assert kinds == [("shared_self_evaluation", 1), ("self_evaluation", 1)]
