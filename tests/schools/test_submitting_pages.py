"""From the ticks to the declaration: what is read is what is submitted, nothing is lost, and pages say who reads it."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse

from schools.models import SelfEvaluation, Service, Title, Version
from schools.policy import Role
from schools.sharing.actions import share_with_governors
from tests import factories as make
from tests.on_pages import Visitor, errors_on, forms_in, links_in, title_of
from tests.schools.writing import save, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    return make.make_self_evaluation(school)


@pytest.fixture
def written(evaluation: SelfEvaluation) -> SelfEvaluation:
    make.write_in(evaluation)
    return evaluation


def address(evaluation: SelfEvaluation, name: str, *more: Any) -> str:
    return reverse(f"self_evaluations:{name}", args=[evaluation.school.public_id, evaluation.school_year, *more])


def codes(evaluation: SelfEvaluation) -> list[str]:
    return list(evaluation.sections.order_by("area__position").values_list("area__code", flat=True))


def show(visitor: Visitor, evaluation: SelfEvaluation, areas: list[str], press: str = "") -> Visitor:
    """Tick these areas on the page that is open and press a button of its form."""
    (form,) = forms_in(visitor.page, "get")
    sent = form.filled(areas=areas) | ({"press": press} if press else {})
    return visitor.open(f"{address(evaluation, 'check')}?{urlencode(sent, doseq=True)}")


def test_pressing_with_nothing_ticked_says_what_to_do(nia, written):
    nia = Visitor(nia, "en").open(address(written, "check"))
    assert not errors_on(nia.page)
    assert errors_on(show(nia, written, []).page) == ["Tick at least one area"]
    assert title_of(nia.page).startswith("Error: Check before submitting")


def test_the_button_below_the_text_goes_on_with_the_areas_that_were_read(nia, written):
    first, second, _third = codes(written)
    nia = show(Visitor(nia, "en").open(address(written, "check")), written, [first, second])
    assert 'form="areas" name="press" value="declare"' in nia.page
    show(nia, written, [first, second], "declare")
    assert nia.path.startswith(address(written, "submit"))
    nia.fill(declared="on")
    assert [area["code"] for area in Version.all_rows.get().words["areas"]] == [first, second]


def test_an_area_ticked_after_reading_is_shown_before_the_declaration(nia, written):
    first, second, third = codes(written)
    nia = show(Visitor(nia, "en").open(address(written, "check")), written, [first, second])
    show(nia, written, [first, second, third], "declare").says("What stands below is not what you had read")
    assert f'id="area-{third}"' in nia.page and not nia.led
    show(nia, written, [first, second, third], "declare")
    assert nia.path.startswith(address(written, "submit"))


def test_what_a_colleague_changed_after_reading_is_shown_before_the_declaration(nia, sion, written):
    first = codes(written)[0]
    nia = show(Visitor(nia, "en").open(address(written, "check")), written, [first])
    save(written.sections.get(area__code=first), going_well="Geiriau Siôn", by=sion)
    show(nia, written, [first], "declare").says("What stands below is not what you had read", "Geiriau Siôn")


def test_who_goes_back_from_the_declaration_finds_the_same_ticks(nia, written):
    first, second, _third = codes(written)
    nia = show(Visitor(nia, "en").open(address(written, "check")), written, [first, second])
    show(nia, written, [first, second], "declare")
    back = {link for link in links_in(nia.page) if link.split("?")[0] == address(written, "check")}
    assert back == {f"{address(written, 'check')}?areas={first}&areas={second}"}
    (form,) = forms_in(nia.open(back.pop()).page, "get")
    assert form.fields["areas"].holds == [first, second]


def test_each_missing_box_is_named_with_a_link_that_lands_on_it(nia, evaluation):
    first = codes(evaluation)[0]
    save(evaluation.sections.get(area__code=first), going_well="Darllen", how_we_know="Llyfrau", by=nia)
    visitor = Visitor(nia, "en").open(f"{address(evaluation, 'check')}?areas={first}")
    visitor.says("write what you want to improve.").says_nothing_of("write what is going well")
    there = address(evaluation, "write", first)
    assert f"{there}#id_to_improve" in links_in(visitor.page)
    assert 'id="id_to_improve"' in visitor.open(there).page
    with_gap = evaluation.sections.get(area__code=first)
    with_gap.circle = "governors"
    with_gap.save()
    governors = reverse("sharing:governors", args=[evaluation.school.public_id, evaluation.school_year])
    assert f"{there}#id_to_improve" in links_in(visitor.open(governors).page)


@pytest.mark.parametrize("who", ["sion", "carys"])
def test_those_who_do_not_submit_are_addressed_as_who_they_are(request, who, nia, written):
    visitor = Visitor(request.getfixturevalue(who), "en").open(address(written, "check"))
    visitor.says("Which areas do you want to see as").says_nothing_of("Which areas may")
    show(visitor, written, codes(written), "declare").says("The headteacher submits the self-evaluation.")
    submit(written, by=nia)
    visitor.open(address(written, "detail")).says("only when the headteacher shares or submits it again")


def test_every_page_says_that_what_is_submitted_is_read_by_the_governors_too(nia, gwen, service: Service, written):
    Title.all_rows.create(service=service, role=Role.SERVICE_ADVISER, title_cy="Partner Gwella", title_en="Partner")
    visitor, areas = Visitor(nia, "en"), "&".join(f"areas={code}" for code in codes(written))
    visitor.open(f"{address(written, 'check')}?{areas}").says("the council, your Partner and your governors will read")
    visitor.open(f"{address(written, 'submit')}?areas={','.join(codes(written))}")
    visitor.says("The council’s officers, your Partner and your governors can read it").fill(declared="on")
    visitor.says("The council and your Partner have been told", "Your governors have been told too")
    visitor.open(reverse("self_evaluations:index", args=[written.school.public_id]))
    visitor.says("Council, service and governors", "your governors read that too")
    visitor.open(reverse("home:help")).says("read by the council, the adviser and the governors")
    visitor.open(reverse("home:privacy")).says("the files you sent in", "Files behind an evidence item are read by")
    visitor.open(reverse("home:privacy")).says("The council, your school’s adviser and its governors see")
    visitor.open(reverse("sharing:index", args=[written.school.public_id, written.school_year]))
    visitor.says("What you submit, your governors can read as well", "stays readable when you narrow an area")
    Visitor(gwen, "en").open(address(written, "version", 1))


def test_what_was_shared_and_what_was_submitted_have_different_headings(nia, written):
    submit(written, by=nia)
    share_with_governors(written, by=nia, once=uuid4())
    visitor = Visitor(nia, "en").open(address(written, "version", 1))
    visitor.says_nothing_of("for the governors, version 1")
    visitor.open(reverse("sharing:version", args=[written.school.public_id, written.school_year, 1]))
    assert visitor.page.count("for the governors, version 1</h1>") == 1
