"""What a plan says beside its priorities, by keyboard: each verb once in Welsh, and once in English without scripts."""

from typing import Any

import pytest
from django.urls import reverse

from schools import clock
from schools.models import Action, Grant, GrantLine, NationalPriority, NationalPriorityAnswer, Plan, PlanPriority
from schools.plan_reference import load_national_priorities
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard

SAID = {"cy": "Mae pawb yn darllen bob dydd.", "en": "Everybody reads every day."}
PARTS = ("plan_texts", "consultations", "national_priorities", "grants")


@pytest.fixture
def plan(school: Any) -> Plan:
    load_national_priorities()
    plan = make.make_plan(school)
    PlanPriority.all_rows.create(plan=plan, text="Darllen ar draws y cwricwlwm", lang="cy")
    return plan


@pytest.fixture
def own(plan: Plan) -> list[Any]:
    return [plan.school.public_id, plan.first_year]


BOTH_WAYS = pytest.mark.parametrize(
    ("who", "language", "scripts"), [("carys", "cy", True), ("nia", "en", False)], ids=["Welsh", "English-no-scripts"]
)


@BOTH_WAYS
def test_sections_consultations_and_national_priorities_are_written_by_keyboard(
    portal: Portal, request: Any, own: list[Any], plan: Plan, who: str, language: str, scripts: bool
) -> None:
    here = AtTheKeyboard(portal.sign_in(request.getfixturevalue(who), java_script_enabled=scripts), language)
    plan_page, words = reverse("plans:detail", args=own), {"lang": language}
    here.open(plan_page).follow(reverse("plan_texts:index", args=own))
    here.follow(reverse("plan_texts:write", args=[*own, "families"])).fill(text=SAID[language], **words)
    here.open(plan_page).says(SAID[language]).follow(reverse("consultations:index", args=own))
    day = make.YESTERDAY
    when = {"held_on__day": day.day, "held_on__month": day.month, "held_on__year": day.year}
    here.follow(reverse("consultations:add", args=own)).fill(consulted="pupils", note=SAID[language], **when, **words)
    mine = [*own, plan.consultations.get().public_id]
    here.says(SAID[language]).follow(reverse("consultations:edit", args=mine)).fill(note="Llyfrau newydd", **words)
    here.says("Llyfrau newydd").follow(reverse("consultations:remove", args=mine)).fill()
    here.says_nothing_of("Llyfrau newydd").open(plan_page).follow(reverse("national_priorities:index", args=own))
    literacy = NationalPriority.all_rows.get(code="literacy")
    here.follow(reverse("national_priorities:answer", args=[*own, literacy.public_id]))
    here.fill(priorities=[str(plan.priorities.get().public_id)]).says("Darllen ar draws y cwricwlwm")
    assert NationalPriorityAnswer.all_rows.get().links.count() == 1


@BOTH_WAYS
def test_a_grant_and_its_lines_are_written_and_removed_by_keyboard(
    portal: Portal, request: Any, own: list[Any], who: str, language: str, scripts: bool
) -> None:
    here = AtTheKeyboard(portal.sign_in(request.getfixturevalue(who), java_script_enabled=scripts), language)
    make.load_grant_kinds()
    kind = str(make.GrantKind.all_rows.get(code="pupil-development-grant").public_id)
    here.open(reverse("plans:detail", args=own)).follow(reverse("grants:index", args=own))
    here.follow(reverse("grants:add", args=own)).fill(grant_kind=kind, amount="£1,250.50")
    grant = [*own, Grant.all_rows.get().public_id]
    here.says("£1,250.50").follow(reverse("grants:add_line", args=grant))
    here.fill(text=SAID[language], lang=language, amount="1250")
    line = [*own, GrantLine.all_rows.get().public_id]
    here.says(SAID[language], "£1,250").follow(reverse("grants:edit_line", args=line)).fill(amount="1000")
    here.says("£1,000").follow(reverse("grants:edit", args=grant)).fill(amount="1000").says_nothing_of("£1,250.50")
    here.follow(reverse("grants:remove_line", args=line)).fill().says_nothing_of(SAID[language])
    here.follow(reverse("grants:remove", args=grant)).fill()
    assert not Grant.all_rows.exists()


def test_these_pages_are_sound_empty_and_filled(
    portal: Portal, nia: Any, glyn: Any, plan: Plan, own: list[Any]
) -> None:
    page = portal.sign_in(nia)
    pages = [(f"{part}:index", own) for part in PARTS]
    sound(page, ("plans:detail", own), *pages)
    written = filled(plan, own)
    sound(page, ("plans:detail", own), ("plans:check", own), *pages, *written)
    sound(portal.sign_in(glyn), ("plans:detail", own))


def sound(page: Any, *places: tuple[str, list[Any]]) -> None:
    for route, args in places:
        for language in ("cy", "en"):
            examine(page, reverse(route, args=args).replace("/en/", f"/{language}/"))


def filled(plan: Plan, own: list[Any]) -> list[tuple[str, list[Any]]]:
    """Something of everything in the plan, and the pages on which each is written."""
    plan.plantexts.update(text=SAID["en"], lang="en")
    consultation, national = make.make_consultation(plan), NationalPriority.all_rows.get(code="poverty")
    answer = NationalPriorityAnswer.all_rows.create(plan=plan, national_priority=national, explanation=SAID["en"])
    answer.priorities.set(plan.priorities.all())
    grant, named = make.make_grant(plan, "100.50", amount=200), make.make_grant(plan, 5, code="other", name="Ffrindiau")
    day = clock.school_year_bounds(plan.first_year)[0]
    words = {"text": "Prynu llyfrau", "lang": "cy", "lead": "pennaeth", "starts_on": day, "ends_on": day, "cost": 5}
    Action.all_rows.create(plan_priority=plan.priorities.get(), grant=grant, **words)
    line = [*own, grant.lines.get().public_id]
    return [
        ("plan_texts:write", [*own, "families"]),
        ("consultations:add", own),
        *((f"consultations:{verb}", [*own, consultation.public_id]) for verb in ("edit", "remove")),
        ("national_priorities:answer", [*own, national.public_id]),
        ("grants:add", own),
        *((f"grants:{verb}", [*own, grant.public_id]) for verb in ("edit", "remove", "add_line")),
        ("grants:remove", [*own, named.public_id]),
        *((f"grants:{verb}", line) for verb in ("edit_line", "remove_line")),
    ]
