"""The summary of a plan in the browser: drawn from it, put into both languages, published, moved and withdrawn."""

from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.models import Plan, PlanSummary, School, SummaryLine, SummaryPart
from tests.browser.harness import Portal, examine
from tests.browser.mouse import by_keyboard, by_mouse

YEAR = clock.current_school_year()
SILENT = [part for part in SummaryPart if part not in (SummaryPart.PRIORITIES, SummaryPart.SUPPORT)]


@pytest.fixture
def plan(school: School) -> Plan:
    found: Plan = Plan.all_rows.create(school=school, first_year=YEAR)
    found.priorities.create(text="Darllen yn eang", lang="cy", year=1)
    found.priorities.create(text="Rhifedd", lang="cy", year=2)
    return found


def test_a_summary_is_written_in_both_languages_and_published_for_everybody(
    portal: Portal, plan: Plan, nia: Any, sion: Any
) -> None:
    """In Welsh by keyboard by the team, in English by the headteacher; a parent who has the link reads both."""
    own = [plan.school.public_id, YEAR]
    index, detail = reverse("plan_summary:index", args=own), reverse("plans:detail", args=own)
    sions = by_keyboard(portal, sion, "cy").open(detail).follow(index)
    for part in SILENT:
        sions.follow(reverse("plan_summary:nothing", args=[*own, part.value])).fill()
    first = str(plan.priorities.order_by("pk")[0].public_id)
    sions.follow(reverse("plan_summary:choose", args=[*own, "priorities"])).fill(sources=[first])
    sions.follow(reverse("plan_summary:add", args=[*own, "support"])).fill(text_cy="Diwrnodau o gymorth", text_en="")
    ticked, free = SummaryLine.all_rows.get(part="priorities"), SummaryLine.all_rows.get(part="support")
    sions.follow(reverse("plan_summary:edit", args=[*own, ticked.public_id])).fill(text_en="Reading widely")
    nias = by_mouse(portal, nia, "en").open(detail).follow(index).says("Not written in English yet")
    nias.follow(reverse("plan_summary:edit", args=[*own, free.public_id])).fill(text_en="Days of support")
    nias.follow(reverse("plan_summary:publish", args=own)).fill(link="unlisted").says("Days of support")
    page = reverse("summaries:detail", args=[PlanSummary.all_rows.get().address])
    parents = by_mouse(portal, None, "en").open(page).says("Reading widely", "Days of support")
    parents.says_nothing_of("Darllen yn eang").turns_to("cy").says("Darllen yn eang", "Diwrnodau o gymorth")


def test_its_page_is_moved_and_withdrawn_and_a_line_is_removed(portal: Portal, plan: Plan, nia: Any) -> None:
    own = [plan.school.public_id, YEAR]
    index, published = reverse("plan_summary:index", args=own), reverse("plan_summary:published", args=own)
    nias = by_mouse(portal, nia, "en").open(reverse("plans:detail", args=own)).follow(index)
    for part in SILENT:
        nias.follow(reverse("plan_summary:nothing", args=[*own, part.value])).fill()
    for part in ("priorities", "support", "support"):
        nias.follow(reverse("plan_summary:add", args=[*own, part])).fill(text_cy="Un", text_en="One")
    nias.follow(reverse("plan_summary:publish", args=own)).fill(link="listed")
    address = PlanSummary.all_rows.get().address
    nias.follow(reverse("plan_summary:link", args=own)).fill(link="unlisted")
    assert PlanSummary.all_rows.get().address != address
    nias.follow(index)
    line = SummaryLine.all_rows.filter(part="support").first()
    nias.follow(reverse("plan_summary:remove", args=[*own, line.public_id])).fill()
    nias.says("has been changed here since").follow(published)
    nias.follow(reverse("plan_summary:withdraw", args=own)).fill().says("nobody finds its page any more")


def test_the_pages_of_an_empty_summary_are_sound(portal: Portal, plan: Plan, nia: Any, gwen: Any) -> None:
    own = [plan.school.public_id, YEAR]
    pages = [reverse(f"plan_summary:{name}", args=own) for name in ("index", "publish", "link", "withdraw")]
    pages += [reverse("plan_summary:choose", args=[*own, part]) for part in ("priorities", "milestones")]
    pages += [reverse("plan_summary:add", args=[*own, "support"])]
    tab = portal.sign_in(nia)
    for page in pages:
        for language in ("cy", "en"):
            examine(tab, page.replace("/en/", f"/{language}/"))
    examine(portal.sign_in(gwen), pages[0])
