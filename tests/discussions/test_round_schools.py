"""Which schools take part in a year's discussions, what they wish, and what no school ever sees."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from discussions.models import LanguageWish, Round, RoundSchool
from discussions.objections import against_wishes, language_wishes
from discussions.rounds import taking_part
from discussions.rounds.queries import NOT_THERE_YET, how_far
from schools import clock
from schools.models import Event, Revision
from schools.models.base import seen_together
from schools.policy import Role
from schools.refusals import Refused, Stale
from tests import factories as make
from tests.discussions.planning import YEAR, choose, path, plan, set_up, visit
from tests.discussions.rounds import make_discussion, take_part
from tests.on_pages import Visitor, errors_on

# Which schools


def test_every_school_takes_part_by_one_press(olwen, council, school, other_school):
    visitor = visit(olwen, "schools", council)
    visitor.press(press="all")
    assert {row.school for row in RoundSchool.all_rows.filter(takes_part=True)} == {school, other_school}
    assert how_far(olwen, Round.all_rows.get()).undecided == 0


def test_whoever_is_unticked_needs_a_reason_and_keeps_it(olwen, council, school, other_school):
    visitor = visit(olwen, "schools", council)
    visitor.press(schools=[str(other_school.public_id)])
    assert errors_on(visitor.page)
    visitor.press(schools=[str(other_school.public_id)], not_because="Held elsewhere", lang="en")
    row = RoundSchool.all_rows.get(school=school)
    assert not row.takes_part and row.not_because == "Held elsewhere"
    visitor.press()
    assert RoundSchool.all_rows.get(school=school).version == row.version
    visitor.press(press="all")
    row.refresh_from_db()
    assert row.takes_part and row.not_because == ""


def test_the_reason_is_kept_in_the_history_of_texts_for_those_who_plan_only(
    olwen, elin, mari, nia, alun, council, school
):
    choose(council, olwen, [school], [], not_because="Held elsewhere")
    assert Revision.objects.visible_to(olwen).get().text == "Held elsewhere"
    assert Revision.objects.visible_to(mari).exists()
    for person in (nia, alun, elin):
        assert not Revision.objects.visible_to(person).exists()


def test_nothing_of_the_planning_stands_in_the_history_of_a_school(olwen, nia, council, school):
    choose(council, olwen, [school], [school])
    plan(school, olwen, RoundSchool.all_rows.get().seen, is_first=True)
    assert Event.all_rows.filter(verb__startswith="round").count() == 2
    assert not Event.all_rows.filter(school=school).exists()
    assert not Event.objects.visible_to(nia).exists()


def test_a_school_with_a_discussion_to_come_is_taken_out_once_that_was_asked(olwen, council, school, other_school):
    visit(olwen, "schools", council).press(press="all")
    found = make_discussion(school, day=clock.today() + dt.timedelta(days=1))
    words = {"schools": [str(other_school.public_id)], "not_because": "x", "lang": "en"}
    visitor = visit(olwen, "schools", council)
    assert "1 discussion to come is booked already" in visitor.refused(**words)[0]
    assert visitor.offers(reverse("professional_discussions:detail", args=[found.public_id]))
    visitor.press(visitor.form)
    assert RoundSchool.all_rows.get(takes_part=False).school == school
    found.refresh_from_db()
    assert found.is_live
    RoundSchool.all_rows.update(takes_part=True, not_because="", lang="")
    visitor = Visitor(olwen, "en").open(path("school", council, school.public_id))
    assert "1 discussion to come" in visitor.refused(takes_part="no", not_because="x", lang="en")[0]
    visitor.press(visitor.form)
    assert RoundSchool.all_rows.filter(takes_part=False, school=school).exists()


def test_an_officer_who_takes_part_in_a_discussion_to_come_is_unticked_once_that_was_asked(
    olwen, lowri, council, school
):
    both = [str(each.public_id) for each in (olwen, lowri)]
    visit(olwen, "officers", council).press(officers=both)
    take_part(make_discussion(school, day=clock.today() + dt.timedelta(days=1)), lowri, "officer")
    visitor = visit(olwen, "officers", council)
    assert "1 discussion to come is booked already" in visitor.refused(officers=both[:1])[0]
    visitor.says(f"Lowri, {school.name}").press(visitor.form)
    assert {row.person for row in Round.all_rows.get().officers.all()} == {olwen}


def test_a_school_that_the_page_did_not_show_stays_as_it_is(olwen, council, school, other_school):
    choose(council, olwen, [school, other_school], [school, other_school])
    choose(council, olwen, [school], [], not_because="x")
    assert RoundSchool.all_rows.get(school=other_school).takes_part


def test_a_tick_that_a_colleague_set_meanwhile_is_not_overwritten(olwen, lowri, council, school, other_school):
    both = [school, other_school]
    choose(council, olwen, both, both)
    seen = seen_together(RoundSchool.all_rows.all())
    choose(council, lowri, both, [school], not_because="x")
    with pytest.raises(Stale) as stale:
        choose(council, olwen, both, both, version=seen)
    assert stale.value.theirs == {"schools": [str(school.public_id)]}


def test_who_has_declared_an_interest_neither_sees_nor_plans_the_school(elin, council, school, other_school):
    visitor = visit(elin, "schools", council)
    assert school.name not in visitor.page and other_school.name in visitor.page
    visitor.press(press="all")
    assert {row.school for row in RoundSchool.all_rows.all()} == {other_school}
    choose(council, elin, [school], [], not_because="x")
    assert not RoundSchool.all_rows.filter(school=school).exists()
    visit(elin, "detail", council)
    Visitor(elin, "en").open(path("school", council, school.public_id), status=403)


# One school


def test_what_is_noted_of_a_school_is_read_again(olwen, gareth, council, school):
    visitor = visit(olwen, "school", council, school.public_id)
    visitor.press(is_first="on", setting="online", guests=[str(gareth.public_id)])
    row = RoundSchool.all_rows.get()
    assert (row.is_first, row.setting, list(row.guests.all())) == (True, "online", [gareth])
    assert "Before the others" in visitor.page
    visitor.open(path("school", council, school.public_id))
    assert visitor.form.fields["is_first"].holds == ["on"]


@pytest.fixture
def federated(school: Any, council: Any, federation: Any) -> Any:
    school.federation = federation
    school.save()
    return make.make_school(council, "Ysgol y Nant", federation=federation)


def test_the_schools_of_a_federation_meet_together_at_one_of_them(olwen, council, school, federated, other_school):
    visitor = visit(olwen, "school", council, school.public_id)
    visitor.press(together_at=str(federated.public_id))
    assert {row.school: row.together_at for row in RoundSchool.all_rows.all()} == {
        school: federated,
        federated: federated,
    }
    visitor.open(path("school", council, federated.public_id))
    visitor.press(together_at="")
    assert set(RoundSchool.all_rows.values_list("together_at", flat=True)) == {None}


def test_who_met_at_a_school_that_takes_no_part_meets_alone_again(olwen, council, school, federated):
    plan(school, olwen, together_at=federated.public_id)
    choose(council, olwen, [federated], [], not_because="x")
    assert set(RoundSchool.all_rows.values_list("together_at", flat=True)) == {None}
    with pytest.raises(Refused, match="they have changed"):
        plan(school, olwen, RoundSchool.all_rows.get(school=school).seen, together_at=federated.public_id)


def test_a_school_of_no_federation_meets_alone(olwen, council, school, other_school):
    assert "together_at" not in visit(olwen, "school", council, school.public_id).form.fields
    with pytest.raises(Refused, match="they have changed"):
        plan(school, olwen, together_at=other_school.public_id)


def test_who_cannot_plan_all_schools_of_a_federation_is_not_asked_about_them(elin, council, school, federated):
    assert "together_at" not in visit(elin, "school", council, federated.public_id).form.fields
    with pytest.raises(PermissionDenied):
        plan(federated, elin, together_at=federated.public_id)


# What a school wishes


def test_a_school_says_its_own_wish_and_the_council_reads_it(nia, olwen, council, school):
    wishes = reverse("rounds:wishes", args=[school.public_id, YEAR])
    Visitor(nia, "en").open(wishes).press(language="cy", interpreter="on")
    wish = LanguageWish.all_rows.get()
    assert (wish.language, wish.interpreter, wish.party, wish.said_by) == ("cy", True, "school", nia)
    assert "an interpreter is needed" in visit(olwen, "schools", council).page
    assert "Said by the school" in visit(olwen, "school", council, school.public_id).page


def test_the_council_enters_a_wish_for_a_school_and_the_school_sees_that_it_did(dai, olwen, school):
    wishes = reverse("rounds:wishes", args=[school.public_id, YEAR])
    Visitor(olwen, "en").open(wishes).press(language="both")
    visitor = Visitor(dai, "en").open(wishes)
    assert "Entered by the council" in visitor.page and "Olwen" not in visitor.page
    visitor.press(language="cy")
    assert LanguageWish.all_rows.get().party == "school"
    assert list(Event.objects.visible_to(dai).values_list("verb", flat=True)) == [
        "language_wish.said",
        "language_wish.said_for",
    ]


def test_a_school_that_takes_part_is_asked_at_home_until_it_says_its_wish_or_that_it_has_none(
    nia, olwen, council, school
):
    words = f"Say in which language {school.name} wishes to hold its professional discussion"
    home, form = "/en/home/", reverse("rounds:wishes", args=[school.public_id, YEAR])
    Visitor(nia, "en").open(home).says_nothing_of(words)
    set_up(council, olwen)
    row = plan(school, olwen)
    visitor = Visitor(nia, "en").open(home).says(words).follow(form)
    visitor.press(language="cy", interpreter="on").open(home).says_nothing_of(words)
    visitor.open(form).press(language="none", interpreter=[])
    assert not LanguageWish.all_rows.exists()
    Visitor(nia, "en").open(home).says_nothing_of(words)  # it has said that it has none
    RoundSchool.all_rows.filter(pk=row.pk).update(takes_part=False, not_because="x", lang="en")
    Visitor(nia, "en").open(home).says_nothing_of(words)
    visitor = Visitor(nia, "en").open(form)
    assert "Choose the language" in visitor.refused(language="none", interpreter="on")[0]


def test_that_an_interpreter_is_needed_stands_with_the_discussion_and_in_the_warning(nia, olwen, council, school):
    visitor = Visitor(nia, "en").open(reverse("rounds:wishes", args=[school.public_id, YEAR]))
    visitor.press(language="cy", interpreter="on")
    found = make_discussion(school, day=clock.today() + dt.timedelta(days=1))
    detail = reverse("professional_discussions:detail", args=[found.public_id])
    Visitor(olwen, "en").open(detail).says(f"{school.name} needs an interpreter")
    (told,) = against_wishes([school], "en", language_wishes([school], clock.today()))
    assert told[1] == f"{school.name} wishes to meet in Welsh, and needs an interpreter."


def test_a_wish_that_changed_meanwhile_is_not_overwritten(nia, dai, school):
    words = {"year": YEAR, "interpreter": False}
    taking_part.wish(school, language="cy", version=NOT_THERE_YET, by=nia, once=uuid4(), **words)
    with pytest.raises(Stale) as stale:
        taking_part.wish(school, language="en", version=NOT_THERE_YET, by=dai, once=uuid4(), **words)
    assert stale.value.theirs == {"language": "cy", "interpreter": False}


# Who sees what


def test_a_service_lead_reads_the_planning_and_changes_nothing(mari, olwen, council, school):
    plan(school, olwen, is_first=True)
    visitor = visit(mari, "detail", council)
    assert path("when_and_where", council) not in visitor.page
    visitor.open(path("schools", council))
    assert "Before the others" in visitor.page and "<form method" not in visitor.page.split("<main")[1]
    Visitor(mari, "en").open(path("officers", council), status=403)


def test_who_plans_for_several_councils_chooses_one(mari, olwen, council, far_council):
    page = Visitor(mari, "en").open(reverse("rounds:index", args=[YEAR])).page
    assert council.name in page and far_council.name in page
    assert Visitor(olwen, "en").open(reverse("rounds:index", args=[YEAR])).path == path("detail", council)


def test_two_roles_at_two_councils_each_plan_their_own(olwen, council, far_council):
    make.appoint(olwen, Role.COUNCIL_LEAD, far_council)
    set_up(far_council, olwen)
    assert Round.all_rows.get().council == far_council


def test_whoever_schedules_finds_the_language_chosen_that_the_school_wishes(nia, olwen, school):
    schedule = reverse("professional_discussions:schedule", args=[school.public_id])
    assert Visitor(olwen, "en").open(schedule).form.fields["language"].holds == []
    taking_part.wish(school, year=YEAR, language="cy", interpreter=False, version=NOT_THERE_YET, by=nia, once=uuid4())
    assert Visitor(olwen, "en").open(schedule).form.fields["language"].holds == ["cy"]
