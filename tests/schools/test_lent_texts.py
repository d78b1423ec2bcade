"""A text that a federated school lends goes no further than that school opened it, and can be taken back."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schools.evaluation_contents import content_of
from schools.models import Event, Notice, School, Section, SelfEvaluation, Version
from schools.refusals import Refused
from schools.self_evaluations import actions
from schools.shared_texts import end_shared_texts
from schools.sharing import actions as sharing
from tests import factories as make
from tests.at_the_keyboard import Typing
from tests.on_pages import Visitor, links_in
from tests.schools.writing import all_areas, save, submit, text_in

LENT = "Geiriau Nant y Coed"


@pytest.fixture
def lender(school: Any, other_school: Any, federation: Any) -> SelfEvaluation:
    """Nia's school and Owain's are of one federation, and Siôn works in both."""
    for place in (school, other_school):
        place.federation = federation
        place.save()
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation, LENT)
    return evaluation


@pytest.fixture
def borrower(lender: SelfEvaluation, other_school: Any, sion: Any) -> SelfEvaluation:
    """The text of the first area stands in Owain's document; what Owain's school wrote itself stands unseen."""
    make.appoint(sion, "senior_leader", other_school)
    evaluation = make.make_self_evaluation(other_school)
    make.write_in(evaluation, "Geiriau Pen y Bryn")
    source = lender.sections.first()
    actions.use_same_text(evaluation.sections.first(), source=source, version=1, by=sion, once=uuid4())
    return evaluation


def first(evaluation: SelfEvaluation) -> Section:
    return Section.all_rows.select_related("area", "self_evaluation__school").filter(self_evaluation=evaluation)[0]


def open_first(evaluation: SelfEvaluation, circle: str, by: Any) -> None:
    evaluation.refresh_from_db()
    wanted = {first(evaluation).area.code: circle}
    sharing.set_circles(evaluation, circles=wanted, version=evaluation.version, by=by, once=uuid4())


def page(name: str, evaluation: SelfEvaluation, *more: Any) -> str:
    return reverse(name, args=[evaluation.school.public_id, evaluation.school_year, *more])


def test_words_that_the_lending_school_has_not_answered_for_are_listed_before_the_other_submits_them(
    lender, borrower, nia, sion, owain
):
    open_first(lender, "council", by=nia)
    open_first(borrower, "council", by=owain)
    words = {"going_well": "Ffion in Year 5 reads well.", "to_improve": "Spelling", "how_we_know": "Books"}
    Typing(sion, page("self_evaluations:write", lender, first(lender).area.code)).type(**words, lang="en")
    listed = Visitor(owain, "en").open(page("self_evaluations:check", borrower))
    listed.says("Nobody has answered yet", "“Ffion” under “", f"{first(lender).area.name_en}, Ysgol Nant y Coed")
    assert page("self_evaluations:same_text", borrower, first(borrower).area.code) in links_in(listed.page)
    Visitor(sion, "en").open(page("self_evaluations:write", lender, first(lender).area.code)).press().fill()
    Visitor(owain, "en").open(page("self_evaluations:check", borrower)).says_nothing_of("Nobody has answered yet")


def test_a_text_that_its_school_keeps_in_the_team_is_submitted_by_nobody_else(lender, borrower, owain):
    with pytest.raises(Refused, match="lent by Ysgol Nant y Coed, which keeps it for its own team"):
        submit(borrower, by=owain)
    assert not Version.all_rows.exists()
    submit(borrower, by=owain, areas=[row.area.code for row in borrower.sections.select_related("area")][1:])
    assert LENT not in str(Version.all_rows.get().words)


def test_a_text_that_is_opened_to_the_governors_goes_to_the_borrowers_governors_and_no_further(
    lender, borrower, nia, owain
):
    open_first(lender, "governors", nia)
    with pytest.raises(Refused, match="has opened it to its governors only"):
        open_first(borrower, "council", owain)
    open_first(borrower, "governors", owain)
    assert LENT in text_in(sharing.share_with_governors(borrower, by=owain, once=uuid4()).words)
    with pytest.raises(Refused, match="has opened it to its governors only"):
        submit(borrower, by=owain)


def test_a_text_that_is_opened_to_the_council_may_be_submitted_by_the_borrower(lender, borrower, nia, owain):
    open_first(lender, "council", nia)
    submit(borrower, by=owain)
    assert LENT in text_in(Version.all_rows.get().words)


def test_a_school_that_closes_its_text_again_closes_it_for_who_borrows_it(client, lender, borrower, nia, owain):
    for evaluation, head in ((lender, nia), (borrower, owain)):
        open_first(evaluation, "council", head)
    open_first(lender, "team", nia)
    with pytest.raises(Refused, match="No area is open to the governors"):
        sharing.share_with_governors(borrower, by=owain, once=uuid4())
    client.force_login(owain)
    for reader in ("governor", "council", "adviser"):
        assert LENT not in client.get(page("sharing:preview", borrower, reader)).content.decode(), reader
    assert LENT not in client.get(page("self_evaluations:check", borrower)).content.decode()


def test_what_the_borrower_has_chosen_already_does_not_stand_in_the_way_of_its_other_choices(
    lender, borrower, nia, owain
):
    for evaluation, head in ((lender, nia), (borrower, owain)):
        open_first(evaluation, "council", head)
    open_first(lender, "team", nia)
    second = borrower.sections.select_related("area")[1].area.code
    borrower.refresh_from_db()
    wanted = {first(borrower).area.code: "council", second: "governors"}
    sharing.set_circles(borrower, circles=wanted, version=borrower.version, by=owain, once=uuid4())
    assert borrower.sections.get(area__code=second).circle == "governors"


def test_the_borrower_reads_why_and_may_choose_its_own_text(client, lender, borrower, sion, owain):
    client.force_login(owain)
    ticked = all_areas(borrower)
    for path in (
        page("sharing:index", borrower),
        page("self_evaluations:check", borrower) + ticked.replace(",", "&areas="),
        page("self_evaluations:same_text", borrower, first(borrower).area.code),
    ):
        assert "which keeps it for its own team" in client.get(path).content.decode(), path
    actions.use_same_text(first(borrower), source=None, version=2, by=owain, once=uuid4())
    submit(borrower, by=owain)
    assert "Geiriau Pen y Bryn" in text_in(Version.all_rows.get().words)


def test_a_school_goes_back_to_its_own_text_on_the_page_where_it_chose_another_ones(owain, sion, lender, borrower):
    theirs = Visitor(owain, "en").open(page("self_evaluations:detail", borrower)).says(LENT, "Geiriau Pen y Bryn")
    theirs.open(page("self_evaluations:same_text", borrower, first(borrower).area.code))
    theirs.says("Our own text", "What your school wrote itself stays kept").fill(source="")
    theirs.says_nothing_of(LENT)
    assert first(borrower).same_text_as is None
    save(first(borrower), going_well="Newydd", by=owain)
    theirs.open(page("self_evaluations:detail", borrower)).says("Last written by Owain")
    source = {"source": first(lender), "version": first(borrower).version}
    actions.use_same_text(first(borrower), **source, by=sion, once=uuid4())
    theirs.open(page("self_evaluations:detail", borrower)).says(LENT).says_nothing_of("Last written by")


def test_the_governors_page_says_which_area_is_left_out_and_why(client, lender, borrower, nia, owain):
    for evaluation, head in ((lender, nia), (borrower, owain)):
        open_first(evaluation, "governors", head)
    open_first(lender, "team", nia)
    client.force_login(owain)
    assert "which keeps it for its own team" in client.get(page("sharing:governors", borrower)).content.decode()


def test_the_lending_school_reads_who_uses_its_text_and_takes_it_back(client, lender, borrower, nia, owain, sion):
    client.force_login(nia)
    index = client.get(page("sharing:index", lender)).content.decode()
    url = page("sharing:lending", lender, first(lender).area.code)
    assert url in index
    assert "Ysgol Pen y Bryn" in client.get(url).content.decode()
    form = client.get(url).context["form"]
    words = {"once": form["once"].value(), "stays": "nothing"}
    assert "Choose what stays" in client.post(url, {"once": words["once"]}).content.decode()
    for _press in range(2):
        assert client.post(url, words)["Location"] == page("sharing:index", lender)
    assert "Geiriau Pen y Bryn" in text_in(content_of(SelfEvaluation.all_rows.get(pk=borrower.pk)))
    told = Notice.all_rows.filter(notice_kind="lending_ended")
    assert {notice.person for notice in told} == {owain, sion}
    assert {notice.school for notice in told} == {borrower.school}
    ended = Event.all_rows.filter(verb__in=["section.lending_ended", "section.taken_back"])
    assert {(event.school, event.target_id) for event in ended} == {
        (lender.school, first(lender).public_id),
        (borrower.school, first(borrower).public_id),
    }
    assert "No school uses this text" in client.get(url).content.decode()


def test_a_copy_stays_only_where_the_lending_school_says_so(lender, borrower, nia, owain):
    sharing.end_lending(first(lender), copy=True, by=nia, once=uuid4())
    lender.sections.first().passages.update(text="Newidiwyd wedyn")
    assert LENT in text_in(content_of(SelfEvaluation.all_rows.get(pk=borrower.pk)))
    submit(borrower, by=owain)
    assert LENT in text_in(Version.all_rows.get().words), "a copy is the other school's own"


def test_what_has_been_submitted_with_a_lent_text_stays_as_it_was(lender, borrower, nia, owain):
    open_first(lender, "council", nia)
    submit(borrower, by=owain)
    sharing.end_lending(first(lender), copy=False, by=nia, once=uuid4())
    assert LENT in text_in(Version.all_rows.get().words)


def test_only_the_head_of_the_lending_school_takes_a_text_back(lender, borrower, sion, owain, olwen):
    for person in (sion, owain, olwen):
        with pytest.raises(PermissionDenied):
            sharing.end_lending(first(lender), copy=True, by=person, once=uuid4())


def test_a_text_that_nobody_uses_cannot_be_taken_back(lender, nia):
    with pytest.raises(Refused, match="No school uses this text any more"):
        sharing.end_lending(first(lender), copy=False, by=nia, once=uuid4())


def test_that_a_school_uses_a_text_stands_in_the_history_of_both(lender, borrower):
    assert Event.all_rows.filter(verb="section.lent", school=lender.school).count() == 1
    assert Event.all_rows.filter(verb="section.same_text", school=borrower.school).count() == 1


def test_when_a_federation_ends_a_text_that_was_not_open_to_all_goes_back_to_its_school(
    lender, borrower, other_school, nia, olwen
):
    open_first(lender, "governors", nia)
    School.all_rows.filter(pk=other_school.pk).update(federation=None)
    end_shared_texts(by=olwen)
    assert "Geiriau Pen y Bryn" in text_in(content_of(SelfEvaluation.all_rows.get(pk=borrower.pk)))
    assert first(borrower).same_text_as is None
    assert Event.all_rows.filter(verb="section.returned", school=other_school).count() == 1


def test_the_pages_of_lending_ask_the_same_however_many_schools_borrow(
    client, lender, borrower, nia, council, federation, django_assert_max_num_queries
):
    client.force_login(nia)
    paths = [page("sharing:index", lender), page("sharing:lending", lender, first(lender).area.code)]
    asked = []
    for _round in range(2):
        for path in paths:
            with django_assert_max_num_queries(12) as queries:
                client.get(path)
            asked.append(len(queries))
        for _more in range(2):
            more = make.make_self_evaluation(make.make_school(council, federation=federation))
            more.sections.filter(area=first(lender).area).update(same_text_as=first(lender))
    assert asked[:2] == asked[2:]
