"""What is done about a school, its self-evaluation and its plan, each button once: by links, in both languages."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from schools import clock
from schools.models import (
    Action,
    Inspection,
    Plan,
    PlanPriority,
    Priority,
    Recommendation,
    School,
    SelfEvaluation,
    Target,
)
from schools.plan_parts import actions as plan_parts
from schools.policy import Role
from schools.welsh_medium import load_welsh_medium
from tests import factories as make
from tests.browser.harness import Portal
from tests.browser.mouse import by_keyboard, by_mouse

HOME = reverse("home:index")
YEAR_2026 = {"report_on-year": "2026"}
WORDS = "Mae pawb yn darllen yn dda."


@pytest.fixture
def evaluation(school: School) -> SelfEvaluation:
    made = make.make_self_evaluation(school)
    make.write_in(made, WORDS)
    return made


@pytest.fixture
def own(school: School, evaluation: SelfEvaluation) -> list[Any]:
    return [school.public_id, evaluation.school_year]


def test_an_officer_corrects_what_the_register_says(portal: Portal, school: School, olwen: Any, clem: Any) -> None:
    """In English; the clerk reads it in Welsh: facts, figures, the language category and a new federation."""
    load_welsh_medium()
    here, year = reverse("register:detail", args=[school.public_id]), clock.current_school_year()
    olwens = by_mouse(portal, olwen, "en").open(HOME).follow(reverse("register:index")).follow(here)
    olwens.follow(reverse("register:edit", args=[school.public_id])).fill(town="Tredegar").says("Tredegar")
    olwens.follow(reverse("register:figures", args=[school.public_id, year])).fill(pupils="212").says("212")
    olwens.follow(reverse("register:language_category", args=[school.public_id]))
    category = olwens.form.fields["category"].offers[-1]
    words = olwens.form.fields["category"].words[category]
    olwens.fill(category=category, **first_of_the_year(year)).says(words)
    olwens.follow(reverse("register:edit", args=[school.public_id]))
    olwens.follow(reverse("register:add_group", args=[school.public_id]))
    olwens.fill(kind="federation", name_cy="Ffederasiwn y Nant", name_en="Nant Federation").says("Nant Federation")
    by_mouse(portal, clem, "cy").open(HOME).follow(here).says("Tredegar", "212", "Ffederasiwn y Nant")


def test_a_report_is_written_down_with_its_recommendations_corrected_and_taken_out(
    portal: Portal, school: School, nia: Any, olwen: Any
) -> None:
    """In Welsh by the headteacher; an officer corrects it in English, and takes it out again by keyboard."""
    index = reverse("inspections:index", args=[school.public_id])
    nias = by_mouse(portal, nia, "cy").open(reverse("register:detail", args=[school.public_id])).follow(index)
    nias.follow(reverse("inspections:add", args=[school.public_id]))
    nias.fill(follow_up="special_measures", **{f"report_on-{part}": "3" for part in ("day", "month")}, **YEAR_2026)
    nias.fill(number="1", text="Gwella darllen", lang="cy").says("Gwella darllen")
    inspection = Inspection.all_rows.get()
    own, item = [school.public_id, inspection.public_id], Recommendation.all_rows.get()
    olwens = by_keyboard(portal, olwen, "en").open(index).follow(reverse("inspections:edit", args=own))
    olwens.fill(follow_up="significant_improvement").says("In need of significant improvement")
    olwens.follow(reverse("inspections:reword", args=[*own, item.public_id])).fill(text="Darllen").says("Darllen")
    olwens.follow(reverse("inspections:take_out", args=[*own, item.public_id])).fill().says_nothing_of("Darllen")
    olwens.follow(reverse("inspections:remove", args=own)).fill().says("No inspection has been written down yet")


def first_of_the_year(year: int) -> dict[str, str]:
    return {"starts_on-day": "1", "starts_on-month": "9", "starts_on-year": str(year)}


def test_a_headteacher_opens_an_area_to_the_governors_and_shares_it(
    portal: Portal, evaluation: SelfEvaluation, own: list[Any], nia: Any, gwen: Any, olwen: Any
) -> None:
    """In Welsh: a governor reads that area alone, and the council nothing."""
    first, *others = evaluation.sections.order_by("area__position").values_list("area__code", flat=True)
    circles = {first: "governors", **dict.fromkeys(others, "team")}
    nias = by_mouse(portal, nia, "cy").open(reverse("self_evaluations:detail", args=own))
    nias.follow(reverse("sharing:index", args=own)).press(**circles).says("Mae eich dewis wedi’i gadw")
    nias.follow(reverse("sharing:governors", args=own)).says(WORDS).fill()
    shared, index = reverse("sharing:version", args=[*own, 1]), reverse("self_evaluations:index", args=own[:1])
    names = {each.area.code: each.area.name_en for each in evaluation.sections.select_related("area")}
    gwens = by_mouse(portal, gwen, "en").open(index).follow(shared).says(WORDS, names[first])
    gwens.says_nothing_of(*(names[each] for each in others))
    by_mouse(portal, olwen, "en").open(index).says_nothing_of(shared).open(shared, status=403)


def test_a_text_of_the_federation_is_used_by_another_school_and_taken_back(
    portal: Portal, school, other_school, federation, evaluation, own: list[Any], nia: Any, sion: Any, owain: Any
) -> None:
    """In English, by keyboard, then in Welsh: the other headteacher reads the text, and then no more."""
    School.all_rows.filter(pk__in=[school.pk, other_school.pk]).update(federation=federation)
    make.appoint(sion, Role.SENIOR_LEADER, other_school)
    make.make_self_evaluation(other_school)
    source = evaluation.sections.order_by("area__position").select_related("area")[0]
    theirs = reverse("self_evaluations:detail", args=[other_school.public_id, own[1]])
    sions = by_keyboard(portal, sion, "en").open(theirs)
    sions.follow(reverse("self_evaluations:same_text", args=[other_school.public_id, own[1], source.area.code]))
    sions.fill(source=str(source.public_id)).says(WORDS)
    owains = by_mouse(portal, owain, "en").open(theirs).says(WORDS)
    nias = by_mouse(portal, nia, "cy").open(reverse("self_evaluations:detail", args=own))
    nias.follow(reverse("sharing:index", args=own)).says(other_school.name)
    nias.follow(reverse("sharing:lending", args=[*own, source.area.code])).fill(stays="nothing")
    nias.says_nothing_of(other_school.name)
    owains.open(theirs).says_nothing_of(WORDS)


def test_a_contributor_puts_a_title_better_and_takes_a_file_away(
    portal: Portal, school: School, carys: Any, sion: Any
) -> None:
    """In Welsh, by keyboard: a colleague finds the new title, and no file."""
    item = make.make_evidence(school, "Taith")
    file = make.make_evidence_file(item, by=carys, name="Taith.pdf")
    index = reverse("evidence:index", args=[school.public_id])
    edit = reverse("evidence:edit", args=[school.public_id, item.public_id])
    carys_here = by_keyboard(portal, carys, "cy").open(index).follow(edit)
    carys_here.follow(reverse("evidence:file_remove", args=[school.public_id, item.public_id, file.public_id])).fill()
    carys_here.says_nothing_of("Taith.pdf").open(index).follow(edit).fill(title="Taith ddysgu")
    sions = by_mouse(portal, sion, "en").open(index).says("Taith ddysgu")
    sions.follow(edit).says_nothing_of("Taith.pdf")


def test_a_plan_is_written_linked_put_forward_and_a_priority_removed(
    portal: Portal, school: School, evaluation: SelfEvaluation, own: list[Any], nia: Any, glyn: Any
) -> None:
    """In Welsh; the chair reads in English that it is ready, and later one priority less."""
    plan = Plan.all_rows.create(school=school, first_year=own[1])
    sources = [str(each) for each in Priority.all_rows.order_by("pk").values_list("public_id", flat=True)]
    detail = reverse("plans:detail", args=own)
    nias = by_mouse(portal, nia, "cy").open(reverse("plans:index", args=own[:1])).follow(detail)
    for text, source in (("Ysgrifennu estynedig", sources[0]), ("Presenoldeb", sources[1])):
        nias.open(detail).follow(reverse("plan_parts:draw", args=own)).follow(reverse("plan_parts:write", args=own))
        nias.fill(text=text, lang="cy", year="1", comes_from=[source]).says(text)
    for priority in PlanPriority.all_rows.all():
        finish(priority, by=nia)
    written, other = PlanPriority.all_rows.order_by("pk")
    here, there = (reverse("plan_parts:detail", args=[*own, each.public_id]) for each in (written, other))
    nias.open(detail).follow(here).follow(reverse("plan_parts:link", args=[*own, written.public_id]))
    nias.fill(comes_from=[sources[0], sources[2]])
    assert written.links.count() == 2
    nias.follow(detail).follow(reverse("governing_body:put_forward", args=own)).fill()
    glyns = by_mouse(portal, glyn, "en").open(HOME).follow(detail).says("Presenoldeb", "Ysgrifennu estynedig")
    assert glyns.offers(reverse("governing_body:approve", args=own))
    nias.follow(there).follow(reverse("plan_parts:remove", args=[*own, "priorities", other.public_id])).fill()
    glyns.open(detail).says("Ysgrifennu estynedig").says_nothing_of("Presenoldeb")
    assert plan.priorities.count() == 1


def test_what_stands_under_a_priority_is_written_and_read(
    portal: Portal, school: School, evaluation: SelfEvaluation, own: list[Any], nia: Any, glyn: Any
) -> None:
    """By keyboard, in Welsh: a milestone is added, changed and removed, and more is said of the priority."""
    plan = Plan.all_rows.create(school=school, first_year=own[1])
    plan_parts.draw(plan, priorities=list(Priority.all_rows.all()[:1]), year=1, by=nia, once=uuid4())
    priority = plan.priorities.get()
    detail, it = reverse("plans:detail", args=own), [*own, priority.public_id]
    priority_page = reverse("plan_parts:detail", args=it)
    nias = by_keyboard(portal, nia, "cy").open(detail).follow(priority_page)
    nias.follow(reverse("plan_parts:add", args=[*it, "milestones"])).fill(
        text="Llyfrau", lang="cy", year="2", term="spring"
    )
    milestone = [*own, "milestones", priority.milestones.get().public_id]
    nias.says("Llyfrau").follow(reverse("plan_parts:edit", args=milestone)).fill(text="Pob llyfr")
    nias.follow(reverse("plan_parts:more", args=it)).fill(purpose="Darllen yn hyderus")
    glyns = by_mouse(portal, glyn, "en").open(detail).says("Pob llyfr", "Darllen yn hyderus")
    nias.follow(reverse("plan_parts:remove", args=milestone)).fill()
    glyns.open(detail).says_nothing_of("Pob llyfr")


def finish(priority: PlanPriority, by: Any) -> None:
    """With a target and an action the plan can be put forward."""
    day, words = dt.date(priority.plan.first_year, 10, 1), {"lang": "cy", "by": by}
    plan_parts.add(priority, Target, text="Tudalen yr wythnos", expected_outcome="Mwy o hyder", once=uuid4(), **words)
    dates = {"starts_on": day, "ends_on": day + dt.timedelta(days=90)}
    plan_parts.add(priority, Action, text="Hyfforddi staff", lead="Dirprwy", once=uuid4(), **dates, **words)
