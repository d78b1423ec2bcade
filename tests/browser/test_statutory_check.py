"""The statutory check and sharing with a reason in the browser: with the mouse, and every page and state sound."""

from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.models import Plan, PlanPriority, School, StatutoryAnswer, Version
from tests.browser.harness import Portal, examine
from tests.browser.mouse import by_mouse

YEAR = clock.current_school_year()


@pytest.fixture
def own(school: School) -> list[Any]:
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    PlanPriority.all_rows.create(plan=plan, text="Darllen yn eang", lang="cy")
    return [school.public_id, YEAR]


def test_a_row_is_answered_and_withdrawn_and_the_plan_is_shared_with_a_reason(
    portal: Portal, nia: Any, alun: Any, own: list[Any]
) -> None:
    """In Welsh; the adviser reads the reason in English."""
    check = reverse("statutory_check:index", args=own)
    here = by_mouse(portal, nia, "cy").open(reverse("plans:detail", args=own)).follow(check)
    for row in ("strategy", "families"):
        here.follow(reverse("statutory_check:answer", args=[*own, row]))
        here.fill(words=f"Dogfen yr ysgol, {row}", lang="cy").says(f"Dogfen yr ysgol, {row}")
    answer = StatutoryAnswer.all_rows.get(row="families")
    here.follow(reverse("statutory_check:withdraw", args=[*own, answer.public_id])).fill()
    here.says_nothing_of("Dogfen yr ysgol, families")
    here.open(reverse("plans:detail", args=own)).follow(reverse("plans:check", args=own))
    here.follow(reverse("plans:share", args=own)).fill(reason="Mae’r gweddill ar y gweill.", lang="cy")
    assert "families" in Version.all_rows.get().words["missing"]
    version = reverse("plans:version", args=[*own, 1])
    by_mouse(portal, alun, "en").open(version).says("Mae’r gweddill ar y gweill.", "What was missing from version 1")


def test_every_page_of_the_check_is_sound(portal: Portal, nia: Any, gwen: Any, own: list[Any]) -> None:
    tab = portal.sign_in(nia)
    answer = StatutoryAnswer.all_rows.create(
        plan=Plan.all_rows.get(), row="grants", answer="not_needed", words="No grant this year", lang="en"
    )
    pages = [
        reverse("statutory_check:index", args=own),
        reverse("statutory_check:answer", args=[*own, "grants"]),
        reverse("statutory_check:answer", args=[*own, "strategy"]),
        reverse("statutory_check:withdraw", args=[*own, answer.public_id]),
        *(reverse(f"plans:{name}", args=own) for name in ("detail", "check", "share")),
    ]
    examine_in_both(tab, pages)
    examine_in_both(portal.sign_in(gwen), pages[:1])


def examine_in_both(tab: Any, pages: list[str]) -> None:
    for page in pages:
        for language in ("cy", "en"):
            examine(tab, page.replace("/en/", f"/{language}/"))
