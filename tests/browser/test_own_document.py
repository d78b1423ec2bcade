"""The school's own document by keyboard: in Welsh with JavaScript, in English without; and every state of its pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.evaluation_contents import DOCUMENT
from schools.models import OwnDocument
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.schools import documents as made
from tests.schools.writing import submit


@pytest.mark.parametrize(("language", "scripts"), [("cy", True), ("en", False)], ids=["Welsh", "English-no-scripts"])
def test_a_document_is_attached_opened_submitted_and_taken_off_by_keyboard(
    portal: Portal, school: Any, nia: Any, language: str, scripts: bool
) -> None:
    evaluation = make.make_self_evaluation(school)
    tab = portal.sign_in(nia, java_script_enabled=scripts)
    here, own = AtTheKeyboard(tab, language), [school.public_id, evaluation.school_year]
    here.open(reverse("self_evaluations:detail", args=own)).follow(reverse("own_document:index", args=own))
    here.follow(reverse("own_document:attach", args=own))
    here.fill(file=SimpleUploadedFile("hunan.pdf", made.pdf()), lang="cy").says("hunan.pdf")
    here.follow(reverse("own_document:readers", args=own)).fill(circle="council")
    area = evaluation.sections.select_related("area")[0].area.code
    here.open(f"{reverse('self_evaluations:check', args=own)}?areas={area}&areas={DOCUMENT}").says("hunan.pdf")
    here.go_on("declare").fill(declared="on")
    here.open(reverse("self_evaluations:version", args=[*own, 1])).takes(
        reverse("own_document:submitted", args=[*own, 1])
    )
    document = OwnDocument.all_rows.get()
    here.open(reverse("own_document:index", args=own))
    here.follow(reverse("own_document:detach", args=[*own, document.public_id])).fill().says_nothing_of("hunan.pdf")


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("cy", False)], ids=["English", "Welsh-no-scripts"])
def test_a_document_is_added_to_the_plan_opened_and_taken_off_by_keyboard(
    portal: Portal, school: Any, nia: Any, language: str, scripts: bool
) -> None:
    plan = make.make_plan(school)
    here, own = AtTheKeyboard(portal.sign_in(nia, java_script_enabled=scripts), language), [school.public_id]
    own.append(plan.first_year)
    here.open(reverse("plans:detail", args=own)).follow(reverse("plan_document:index", args=own))
    here.follow(reverse("plan_document:attach", args=own))
    here.fill(file=SimpleUploadedFile("cynllun.pdf", made.pdf()), lang="cy").says("cynllun.pdf")
    here.open(reverse("plans:detail", args=own)).says("cynllun.pdf").takes(reverse("plan_document:download", args=own))
    document = OwnDocument.all_rows.get()
    here.follow(reverse("plan_document:index", args=own))
    here.follow(reverse("plan_document:detach", args=[*own, document.public_id])).fill().says_nothing_of("cynllun.pdf")


def test_every_page_that_shows_it_or_lacks_it_is_sound(portal: Portal, school: Any, nia: Any) -> None:
    evaluation = make.make_self_evaluation(school)
    own, tab = [school.public_id, evaluation.school_year], portal.sign_in(nia)
    area = evaluation.sections.select_related("area")[0].area.code
    empty = [reverse(f"own_document:{name}", args=own) for name in ("index", "attach")]
    examine_in_both(tab, empty)
    document = make.make_own_document(evaluation, nia, circle="council")
    submit(evaluation, by=nia, areas=[area, DOCUMENT])
    pages = [*empty, reverse("own_document:readers", args=own), reverse("self_evaluations:detail", args=own)]
    pages.append(reverse("own_document:detach", args=[*own, document.public_id]))
    pages.append(f"{reverse('self_evaluations:check', args=own)}?areas={area}&areas={DOCUMENT}")
    pages.append(reverse("self_evaluations:version", args=[*own, 1]))
    examine_in_both(tab, pages)


def examine_in_both(tab: Any, pages: list[str]) -> None:
    for page in pages:
        for language in ("cy", "en"):
            examine(tab, page.replace("/en/", f"/{language}/"))
