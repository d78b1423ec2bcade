"""Who looks after an area: named by those who lead the self-evaluation, and the team's alone."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from schools.evaluation_contents import content_of
from schools.models import Appointment, Notice, SelfEvaluation
from schools.notice_kinds import words_of
from schools.owners import actions
from schools.refusals import Refused
from tests import factories as make
from tests.on_pages import Visitor, text_of_page
from tests.schools.writing import save, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(school: Any) -> SelfEvaluation:
    return make.make_self_evaluation(school)


@pytest.fixture
def section(evaluation: SelfEvaluation) -> Any:
    return evaluation.sections.select_related("area").first()


def name(evaluation: SelfEvaluation, section: Any, owner: Any, *, by: Any) -> None:
    evaluation.refresh_from_db()
    owners = {section.area.code: owner}
    actions.name_owners(evaluation, owners=owners, version=evaluation.version, by=by, once=uuid4())
    section.refresh_from_db()


def own(evaluation: SelfEvaluation) -> list[Any]:
    return [evaluation.school.public_id, evaluation.school_year]


def test_the_headteacher_names_who_looks_after_an_area_and_they_find_it_at_home(nia, carys, evaluation, section):
    visitor = Visitor(nia, "en").open(reverse("self_evaluations:detail", args=own(evaluation)))
    visitor.follow(reverse("owners:index", args=own(evaluation)))
    visitor.fill(**{section.area.code: visitor.form.choice(section.area.code, "Carys")}).says("Looked after by Carys")
    home = Visitor(carys, "en").open(reverse("home:index")).says("Your areas", "Vision, leadership and management")
    home.follow(reverse("self_evaluations:write", args=[*own(evaluation), section.area.code]))
    notice = Notice.all_rows.get()
    assert (notice.person, notice.notice_kind) == (carys, "area_is_yours")
    assert "Vision, leadership and management" in words_of(notice)[1]
    assert "Your areas" not in Visitor(nia, "en").open(reverse("home:index")).page


def test_who_is_new_to_an_area_and_who_was_there_before_are_told_and_nobody_of_what_they_did_themselves(
    nia, sion, carys, evaluation, section
):
    name(evaluation, section, carys, by=sion)
    name(evaluation, section, carys, by=nia)
    name(evaluation, section, sion, by=sion)
    name(evaluation, section, None, by=sion)
    assert section.owner is None
    told = [(notice.person, notice.notice_kind) for notice in Notice.all_rows.order_by("pk")]
    assert told == [(carys, "area_is_yours"), (carys, "area_is_not_yours")]


def test_an_area_is_not_taken_from_anybody_in_silence(nia, sion, carys, evaluation, section):
    name(evaluation, section, nia, by=nia)
    name(evaluation, section, carys, by=sion)
    notice = Notice.all_rows.get(person=nia)
    assert words_of(notice)[1].startswith("You no longer look after “Vision, leadership and management” in")
    Visitor(nia, "en").open(f"/en{notice.path.partition('#')[0]}").says("Looked after by Carys")
    Appointment.all_rows.filter(person=carys).update(ends_on=make.YESTERDAY)
    name(evaluation, section, None, by=nia)
    assert not Notice.all_rows.filter(person=carys, notice_kind="area_is_not_yours").exists(), "no longer of the team"


def test_a_contributor_names_nobody_and_a_stranger_cannot_be_named(nia, carys, owain, glyn, evaluation, section):
    with pytest.raises(PermissionDenied):
        name(evaluation, section, carys, by=carys)
    for stranger in (owain, glyn):
        with pytest.raises(Refused, match="does not belong to your school’s team"):
            name(evaluation, section, stranger, by=nia)
    assert section.owner is None


def test_an_owner_whose_role_is_over_is_shown_as_such_and_can_be_replaced(nia, sion, carys, evaluation, section):
    name(evaluation, section, carys, by=nia)
    Appointment.all_rows.filter(person=carys).update(ends_on=make.YESTERDAY)
    over = "Carys looked after this area, and does not belong to the team any more."
    visitor = Visitor(nia, "en").open(reverse("self_evaluations:detail", args=own(evaluation))).says(over)
    visitor.follow(reverse("owners:index", args=own(evaluation))).says(over)
    code = section.area.code
    assert "Carys" not in visitor.form.fields[code].words.values()
    visitor.fill(**{code: visitor.form.choice(code, "Sion")}).says("Looked after by Sion")


@pytest.mark.parametrize("who", ["olwen", "alun", "glyn", "gwen"])
def test_nobody_outside_the_team_learns_who_looks_after_an_area(who, request, nia, evaluation, section, school):
    somebody = make.make_person("Rhywun-yn-gofalu")
    make.appoint(somebody, "contributor", school)
    name(evaluation, section, somebody, by=nia)
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    assert "Rhywun" not in str(content_of(evaluation))
    client = Client()
    client.force_login(request.getfixturevalue(who))
    for path in (
        reverse("self_evaluations:version", args=[*own(evaluation), 1]),
        reverse("self_evaluations:history", args=own(evaluation)),
    ):
        page = text_of_page(client.get(path))
        assert "Rhywun" not in page
        assert "looks after" not in page
    assert client.get(reverse("owners:index", args=own(evaluation))).status_code in (403, 404)


def test_the_page_tells_the_team_who_wrote_last_under_an_area(nia, carys, evaluation, section):
    save(section, going_well="Mae darllen yn gryf.", by=nia)
    save(section, to_improve="Ysgrifennu.", by=carys)
    Visitor(nia, "en").open(reverse("self_evaluations:detail", args=own(evaluation))).says("Last written by Carys:")


def test_who_acts_in_another_role_finds_no_areas_at_home(carys, school, nia, evaluation, section):
    name(evaluation, section, carys, by=nia)
    make.appoint(carys, "governor", school)
    visitor = Visitor(carys, "en").open(reverse("people:hat"))
    visitor.fill(hat="governor")
    assert "Your areas" not in visitor.open(reverse("home:index")).page
