"""The page of a self-evaluation as its own team sees it: where it leads, who reads what, what is left to do."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from schools import clock
from schools.models import Passage, Section, SelfEvaluation
from schools.sharing import actions as sharing
from tests import factories as make
from tests.on_pages import Visitor, links_in, parsed, text_of
from tests.schools.writing import save, submit

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    return make.make_self_evaluation(school)


def detail(evaluation: SelfEvaluation) -> str:
    return reverse("self_evaluations:detail", args=[evaluation.school.public_id, evaluation.school_year])


def area(evaluation: SelfEvaluation, position: int = 1) -> Section:
    return evaluation.sections.select_related("area").get(area__position=position)


def write_all(section: Section, by: Any) -> None:
    save(section, going_well="Da", to_improve="Gwell", how_we_know="Llyfrau", by=by)


def buttons(page: str) -> list[str]:
    main = parsed(page).find(".//main")
    assert main is not None
    return [text_of(link) for link in main.iter("a") if "govuk-button" in link.get("class", "").split()]


def test_the_areas_and_all_that_can_be_done_come_before_the_first_area(nia, evaluation):
    page = Visitor(nia, "en").open(detail(evaluation)).page
    before, _title, _after = page.partition('id="area-')
    assert all(f'href="#area-{each.area.code}"' in before for each in evaluation.sections.select_related("area"))
    for route in ("check", "history"):
        assert reverse(f"self_evaluations:{route}", args=[evaluation.school.public_id, YEAR]) in before
    for route in ("sharing:index", "owners:index", "own_document:index", "bringing_in:index"):
        assert reverse(route, args=[evaluation.school.public_id, YEAR]) in before


def test_the_list_says_of_each_area_how_far_it_is_and_whether_it_is_mine(carys, nia, evaluation):
    write_all(area(evaluation, 2), nia)
    Section.all_rows.filter(pk=area(evaluation, 2).pk).update(owner=carys)
    evaluation.carried_from = make.make_self_evaluation(evaluation.school, YEAR - 1)
    evaluation.save()
    Passage.all_rows.filter(section=area(evaluation, 3), box="going_well").update(text="Hen", carried=True)
    page = parsed(Visitor(carys, "en").open(detail(evaluation)).page)
    (contents,) = [each for each in page.iter("nav") if "portal-beside__contents" in each.get("class", "")]
    one, two, three = [text_of(line) for line in contents.iter("li")][:3]
    assert "Nothing has been written here yet." in one
    assert "You look after this area." in two
    assert "Last written on" in two
    assert "has not been looked at yet" in three


def test_the_green_button_is_what_this_person_can_do_next(nia, sion, carys, evaluation):
    assert buttons(Visitor(nia, "en").open(detail(evaluation)).page) == ["Check before submitting"]
    Section.all_rows.filter(pk=area(evaluation, 2).pk).update(owner=carys)
    theirs = f"Write “{area(evaluation, 2).area.name_en}”"
    assert buttons(Visitor(carys, "en").open(detail(evaluation)).page) == [theirs]
    assert buttons(Visitor(sion, "en").open(detail(evaluation)).page) == [f"Write “{area(evaluation).area.name_en}”"]
    write_all(area(evaluation, 2), carys)
    visitor = Visitor(carys, "en").open(detail(evaluation)).says("Check before submitting")
    assert buttons(visitor.page) == []


def test_the_own_copy_names_the_version_its_date_and_its_areas_that_the_council_and_the_governors_read(
    nia, sion, evaluation
):
    visitor = Visitor(sion, "en").open(detail(evaluation))
    visitor.says("Nobody outside your team sees it").says_nothing_of("governors read")
    own = [evaluation.school.public_id, YEAR]
    for position, circle in ((1, "governors"), (2, "council")):
        write_all(area(evaluation, position), nia)
        Section.all_rows.filter(pk=area(evaluation, position).pk).update(circle=circle)
    sharing.share_with_governors(evaluation, by=nia, once=uuid4())
    visitor = Visitor(sion, "en").open(detail(evaluation))
    visitor.says("What your governors read", "Version 1 for the governors, shared on").says_nothing_of(
        "the council, your"
    )
    submit(evaluation, by=nia, areas=[area(evaluation, 2).area.code])
    submitted = ["Version 1, submitted on", "What only your governors read", "Version 1 for the governors"]
    visitor = Visitor(sion, "en").open(detail(evaluation)).says(*submitted)
    found = [text_of(each) for each in parsed(visitor.page).iter("dd")]
    first, second = (area(evaluation, position).area.name_en for position in (1, 2))
    assert [second in each for each in found] == [True, True]
    assert [first in each for each in found] == [False, True]
    assert {reverse("self_evaluations:version", args=[*own, 1]), reverse("sharing:version", args=[*own, 1])} <= {
        link.replace("/cy/", "/en/") for link in links_in(visitor.page)
    }


def test_a_list_that_is_cut_says_how_many_are_missing_and_where_they_are(nia, evaluation):
    for number in range(6):
        make.write_in(evaluation, f"Gair {number}.")
    own = [evaluation.school.public_id, YEAR, area(evaluation).area.code]
    visitor = Visitor(nia, "en").open(detail(evaluation))
    visitor.says("2 more strengths: show all 6", "2 more priorities: show all 6").says_nothing_of("Gair 4.")
    visitor.follow(reverse("self_evaluations:findings", args=[*own, "priorities"])).says("Gair 5.")


def test_a_short_entry_says_what_was_looked_at_before_what_was_found(carys, evaluation):
    make.make_entry(area(evaluation), carys, "Gwaith da.", looked_at="Ymweliad Gwen")
    page = Visitor(carys, "en").open(detail(evaluation)).says("What we looked at: Ymweliad Gwen").page
    assert page.index("Ymweliad Gwen") < page.index("Gwaith da.")


@pytest.mark.parametrize("route", ["self_evaluations:write", "entries:add", "self_evaluations:cite"])
def test_whoever_gives_up_comes_back_to_the_area_they_came_from(route, nia, evaluation):
    make.make_evidence(evaluation.school)
    code = area(evaluation).area.code
    visitor = Visitor(nia, "en").open(reverse(route, args=[evaluation.school.public_id, YEAR, code]))
    assert any(link.endswith(f"{YEAR}/#area-{code}") for link in links_in(visitor.page))


def test_home_tells_the_owner_which_of_their_areas_are_still_to_be_written(carys, nia, evaluation):
    home = reverse("home:index")
    Section.all_rows.filter(pk=area(evaluation).pk).update(owner=carys)
    visitor = Visitor(carys, "en").open(home)
    visitor.says("You look after this area of", "Nothing has been written here yet.", "still to be written in your own")
    write_all(area(evaluation), nia)
    Visitor(carys, "en").open(home).says("Nothing waits for you today.", "Last written on")
    Section.all_rows.filter(self_evaluation=evaluation).update(owner=carys)
    Visitor(carys, "en").open(home).says("You look after these areas of", "Nothing has been written here yet.")


def test_one_area_is_submitted_in_the_singular(nia, evaluation):
    write_all(area(evaluation), nia)
    page = reverse("self_evaluations:submit", args=[evaluation.school.public_id, YEAR])
    codes = [area(evaluation, position).area.code for position in (1, 2)]
    Visitor(nia, "en").open(f"{page}?areas={codes[0]}").says("This is submitted:")
    Visitor(nia, "en").open(f"{page}?areas={','.join(codes)}").says("These are submitted:")


def test_a_page_that_keeps_what_is_typed_names_the_months_in_its_language(nia, evaluation):
    page = reverse("self_evaluations:write", args=[evaluation.school.public_id, YEAR, area(evaluation).area.code])
    for language, months in (("cy", "Ionawr,Chwefror,Mawrth"), ("en", "January,February,March")):
        assert f'data-months="{months}' in Visitor(nia, language).open(page).page
