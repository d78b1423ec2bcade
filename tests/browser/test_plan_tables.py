"""A plan in a table is brought in by keyboard: in Welsh with JavaScript, in English without."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.models import BroughtPlan, Plan, PlanPriority
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.schools.plan_tables import HEADINGS, ROWS, make_brought_plan, usual


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=2026)


@pytest.mark.parametrize(
    ("who", "language", "scripts"), [("carys", "cy", True), ("nia", "en", False)], ids=["Welsh", "English-no-scripts"]
)
def test_a_table_is_brought_in_and_the_rest_removed_by_keyboard(
    portal: Portal, request: Any, plan: Plan, who: str, language: str, scripts: bool
) -> None:
    tab = portal.sign_in(request.getfixturevalue(who), java_script_enabled=scripts)
    here, own = AtTheKeyboard(tab, language), [plan.school.public_id, plan.first_year]
    here.open(reverse("plans:detail", args=own)).follow(reverse("plan_tables:index", args=own))
    here.follow(reverse("plan_tables:add", args=own)).fill(file=SimpleUploadedFile("cynllun.xlsx", usual()))
    here.fill().fill(text_0="Darllen a mwynhau").fill()
    assert [each.text for each in PlanPriority.all_rows.order_by("pk")] == ["Darllen a mwynhau", "Attendance"]
    brought = BroughtPlan.all_rows.get()
    here.follow(reverse("plan_tables:remove", args=[*own, brought.public_id])).fill()
    assert not BroughtPlan.all_rows.exists()


def test_every_state_of_its_pages_is_sound(portal: Portal, plan: Plan, carys: Any) -> None:
    """Nothing sent in; columns that are guessed; rows that lack something, stand there or are left out."""
    own, tab = [plan.school.public_id, plan.first_year], portal.sign_in(carys)
    pages = [reverse("plan_tables:index", args=own)]
    PlanPriority.all_rows.create(plan=plan, text="Reading")
    brought = make_brought_plan(plan, carys, [HEADINGS, *ROWS * 5])
    pages += [reverse(f"plan_tables:{name}", args=[*own, brought.public_id]) for name in ("columns", "rows", "check")]
    pages += [reverse("plan_tables:remove", args=[*own, brought.public_id])]
    for page in pages:
        for language in ("cy", "en"):
            examine(tab, page.replace("/en/", f"/{language}/"))
