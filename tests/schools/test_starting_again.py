"""A year that was started wrongly: what will happen is told before, what happened after; and it can be taken back."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools import clock
from schools.entries import actions as noting
from schools.models import CarriedArea, Event, Notice, Plan, Priority, Section, SelfEvaluation, Strength
from schools.owners import actions as owning
from schools.plan_parts import actions as plan_parts
from schools.plan_parts.queries import not_yet_in
from schools.refusals import Refused
from schools.self_evaluations import actions as writing
from schools.sharing import actions as sharing
from schools.starting import actions
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.writing import on_page, save

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()
ALL = ["texts", "strengths", "priorities"]
OFFERED = "Remove this self-evaluation"


@pytest.fixture
def last(school: Any, nia: Any) -> SelfEvaluation:
    """Last year's: in the first area a text, two strengths and a priority."""
    evaluation = make.make_self_evaluation(school, YEAR - 1)
    section = evaluation.sections.get(area__position=1)
    save(section, going_well="Arwain da", by=nia)
    for text in ("Un", "Dau"):
        Strength.all_rows.create(section=section, text=text, lang="cy")
    Priority.all_rows.create(section=section, text="Ysgrifennu", lang="cy")
    return evaluation


@pytest.fixture
def begun(school: Any, nia: Any, last: SelfEvaluation) -> SelfEvaluation:
    return actions.start(school, year=YEAR, carry=ALL, last=YEAR - 1, by=nia, once=uuid4())


def remove(school: Any, by: Any) -> Any:
    return actions.remove(school, year=YEAR, by=by, once=uuid4())


def first(evaluation: SelfEvaluation) -> Section:
    return evaluation.sections.select_related("area").get(area__position=1)


def test_the_headteacher_removes_a_year_that_was_started_wrongly_and_starts_it_with_another_framework(
    nia, carys, school, begun
):
    owners = {first(begun).area.code: carys}
    owning.name_owners(begun, owners=owners, version=begun.version, by=nia, once=uuid4())
    own = [school.public_id, YEAR]
    visitor = Visitor(nia, "en").open(reverse("self_evaluations:detail", args=own))
    visitor.follow(reverse("starting:remove", args=own)).says("As long as nothing has been written in it")
    visitor.fill().says("has been removed", "Which school year is it for?")
    assert list(SelfEvaluation.all_rows.values_list("school_year", flat=True)) == [YEAR - 1]
    visitor.open(reverse("register:history", args=[school.public_id])).says("was removed. Nothing had been written")
    news = Notice.all_rows.get(person=carys)
    Visitor(carys, "en").open(f"/en{news.path}").says("Self-evaluations")
    three = make.the_framework("estyn-areas", 3)
    again = actions.start(school, year=YEAR, framework=three, by=nia, once=uuid4())
    assert again.framework == three


def test_only_the_headteacher_removes_a_year(sion, carys, glyn, olwen, school, begun):
    for person in (sion, carys, glyn, olwen):
        with pytest.raises(PermissionDenied):
            remove(school, person)
    own = [school.public_id, YEAR]
    Visitor(sion, "en").open(reverse("self_evaluations:detail", args=own)).says_nothing_of(OFFERED)


def test_a_year_in_which_somebody_has_written_is_not_offered_for_removal(nia, begun):
    page = reverse("self_evaluations:detail", args=[begun.school.public_id, YEAR])
    Visitor(nia, "en").open(page).says(OFFERED)
    typed(begun, nia)
    Visitor(nia, "en").open(page).says_nothing_of(OFFERED)


def typed(begun: Any, nia: Any) -> None:
    section = first(begun)
    texts = {"going_well": "Newydd"}
    writing.write(section, texts=texts, lang="cy", shown=on_page(section), by=nia, once=None)


def noted(begun: Any, nia: Any) -> None:
    words = {"looked_at": "Llyfrau", "found": "Da", "so_what": "", "lang": "cy", "on": make.YESTERDAY}
    noting.add(first(begun), by=nia, once=uuid4(), **words)


def shared(begun: Any, nia: Any) -> None:
    section = first(begun)
    section.passages.update(text="Testun")
    Section.all_rows.filter(pk=section.pk).update(circle="governors")
    sharing.share_with_governors(begun, by=nia, once=uuid4())


def drawn(begun: Any, nia: Any) -> None:
    plan = Plan.all_rows.create(school=begun.school, first_year=YEAR)
    source = Priority.all_rows.get(section__self_evaluation=begun)
    plan_parts.draw(plan, priorities=[source], year=1, by=nia, once=uuid4())


def followed(begun: Any, nia: Any) -> None:
    actions.start(begun.school, year=YEAR + 1, carry=ALL, last=YEAR, by=nia, once=uuid4())


@pytest.mark.parametrize("act", [typed, noted, shared, drawn, followed])
def test_a_year_in_which_something_was_done_stays_and_its_page_says_why(act, nia, school, begun):
    act(begun, nia)
    with pytest.raises(Refused, match="So it stays"):
        remove(school, nia)
    page = Visitor(nia, "en").open(reverse("starting:remove", args=[school.public_id, YEAR]))
    page.says("It can no longer be removed")
    assert SelfEvaluation.all_rows.filter(school_year=YEAR).exists()


def test_a_second_press_finds_the_year_removed_and_says_nothing_else(nia, school, begun):
    visitor = Visitor(nia, "en").open(reverse("starting:remove", args=[school.public_id, YEAR]))
    sent = visitor.form.filled()
    answers = [visitor.client.post(visitor.path, sent) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Event.all_rows.filter(verb="self_evaluation.removed").count() == 1
    with pytest.raises(Refused, match="removed in the meantime"):
        remove(school, nia)


def test_before_a_year_is_started_with_another_framework_the_page_says_what_will_happen_and_asks(nia, school, last):
    make.the_framework("estyn-areas", 3)
    visitor = Visitor(nia, "en").open(reverse("starting:start", args=[school.public_id]))
    visitor.fill(framework=visitor.form.choice("framework", "three inspection areas"), year=str(YEAR))
    codes = [each.name for each in visitor.form.visible]
    wrongly = dict.fromkeys(codes, "leading-and-improving")
    visitor.press(**wrongly).says("goes to “Leading and improving”", "2 strengths", "1 priority for improvement")
    visitor.says("Nothing comes to these areas:", "Nothing has been started yet.")
    assert SelfEvaluation.all_rows.count() == 1
    visitor.press(**{codes[1]: "teaching-and-learning"}).says("Nothing comes to this area:")
    assert SelfEvaluation.all_rows.count() == 1, "another choice is told anew"
    visitor.fill()
    assert SelfEvaluation.all_rows.filter(school_year=YEAR).exists()


def test_the_page_of_what_came_along_tells_also_what_came_and_how_many_have_stayed(nia, school, last):
    actions.start(school, year=YEAR, carry=["texts", "priorities"], last=YEAR - 1, by=nia, once=uuid4())
    page = reverse("starting:carried", args=[school.public_id, YEAR])
    visitor = Visitor(nia, "en").open(page)
    visitor.says("This came along: What is going well1 priority for improvement", "2 strengths It was not chosen")
    CarriedArea.all_rows.update(held={})
    Visitor(nia, "en").open(page).says("Strengths It was not chosen").says_nothing_of("This came along")


def test_a_plan_is_not_offered_untouched_copies_from_a_later_year(nia, school, begun):
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    before = set(not_yet_in(plan, nia))
    following = actions.start(school, year=YEAR + 1, carry=ALL, last=YEAR, by=nia, once=uuid4())
    assert set(not_yet_in(plan, nia)) == before
    copy = Priority.all_rows.get(section__self_evaluation=following)
    words = {"text": "Ysgrifennu hirach", "lang": "cy", "needs_support": False}
    writing.edit(copy, version=1, by=nia, once=uuid4(), **words)
    assert set(not_yet_in(plan, nia)) == {*before, copy}


def test_beside_the_own_document_the_page_says_whether_anything_is_written_too(nia, school, last):
    make.make_own_document(last, nia, "Ein dogfen")
    own = [school.public_id, YEAR - 1]
    detail = reverse("self_evaluations:detail", args=own)
    Visitor(nia, "en").open(detail).says("What the school has also written in the portal goes with it")
    first(last).passages.update(text="")
    Visitor(nia, "en").open(detail).says("The strengths and the priorities for improvement that go with it are below.")
    kept = "What has been written in the boxes is not taken away"
    for route in ("index", "attach"):
        Visitor(nia, "en").open(reverse(f"own_document:{route}", args=own)).says(kept)
    visitor = Visitor(nia, "en").open(reverse("sharing:index", args=own)).says("is one whole, and its readers are")
    visitor.follow(reverse("own_document:readers", args=own))


def test_whoever_adds_to_an_area_while_the_year_is_removed_is_told_so(nia, carys, school, begun):
    section = first(begun)
    assert section.self_evaluation.school
    remove(school, nia)
    words = {"looked_at": "Llyfrau", "found": "Da", "so_what": "", "lang": "cy", "on": make.YESTERDAY}
    with pytest.raises(Refused, match="removed in the meantime"):
        noting.add(section, by=carys, once=uuid4(), **words)
    for model in (Strength, Priority):
        with pytest.raises(Refused, match="removed in the meantime"):
            writing.add(section, model, by=carys, once=uuid4(), text="Da", lang="cy")
