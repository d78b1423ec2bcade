"""A Word document is brought in by keyboard: in Welsh with JavaScript, in English without."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.models import BroughtDocument, Passage
from tests import factories as make
from tests.browser.harness import Portal, examine
from tests.browser.keyboard import AtTheKeyboard
from tests.schools.word_documents import usual

LEADING, WELL = "vision-leadership-and-management", "well-being-inclusion-and-equity"


@pytest.mark.parametrize(
    ("who", "language", "scripts"), [("carys", "cy", True), ("nia", "en", False)], ids=["Welsh", "English-no-scripts"]
)
def test_a_document_is_brought_in_and_the_rest_removed_by_keyboard(
    portal: Portal, request: Any, school: Any, who: str, language: str, scripts: bool
) -> None:
    evaluation = make.make_self_evaluation(school)
    tab = portal.sign_in(request.getfixturevalue(who), java_script_enabled=scripts)
    here, own = AtTheKeyboard(tab, language), [school.public_id, evaluation.school_year]
    here.open(reverse("self_evaluations:detail", args=own)).follow(reverse("bringing_in:index", args=own))
    here.follow(reverse("bringing_in:add", args=own)).fill(file=SimpleUploadedFile("hunan.docx", usual()))
    document = BroughtDocument.all_rows.get()
    budget = next(each["id"] for each in document.blocks if each["text"].startswith("Budget"))
    here.fill(**{f"to_{budget}": f"{LEADING}/how_we_know"}).fill()
    assert Passage.all_rows.get(box="how_we_know", section__area__code=LEADING).text.startswith("Budget")
    here.follow(reverse("bringing_in:remove", args=[*own, document.public_id])).fill()
    assert not BroughtDocument.all_rows.exists()


def test_every_state_of_its_pages_is_sound(portal: Portal, school: Any, carys: Any) -> None:
    """Nothing brought in, ten texts of more, a text as a whole; what stands there already, two languages, left out; a
    document that the portal gave out itself, with what was changed in it.
    """
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation, "Mae’n sefyll yno.")
    own, tab = [school.public_id, evaluation.school_year], portal.sign_in(carys)
    block = {"heading": "Budget", "text": "Text of the school. " * 60, "lang": "en", "kind": ""}
    blocks = [{**block, "id": n, "to": (f"{LEADING}/going_well", f"{WELL}/strengths", "")[n % 3]} for n in range(12)]
    pages = [reverse("bringing_in:index", args=own)]
    document = make.make_brought_document(evaluation, carys, blocks=blocks, pictures=1, comments=2)
    pages += [reverse(f"bringing_in:{name}", args=[*own, document.public_id]) for name in ("place", "check", "remove")]
    changed = {**block, "text": "Mae’n sefyll yno. Ac yn newid. (What is going well)", "lang": "cy"}
    blocks = [
        {**changed, "id": 0, "to": f"{WELL}/going_well", "home": f"{WELL}/going_well"},
        {**changed, "id": 1, "to": "", "text": "It stands there.", "lang": "en", "kind": "other", "area": WELL},
        {**changed, "id": 2, "to": "", "kind": "told"},
        {**changed, "id": 3, "to": f"{WELL}/strengths", "text": "Mae’n sefyll yno. (cryfder)"},
    ]
    ours = make.make_brought_document(evaluation, carys, blocks=blocks)
    pages += [reverse(f"bringing_in:{name}", args=[*own, ours.public_id]) for name in ("place", "check")]
    pages += [f"{pages[1]}?page=2", reverse("bringing_in:read", args=[*own, document.public_id, 0])]
    for page in pages:
        for language in ("cy", "en"):
            examine(tab, page.replace("/en/", f"/{language}/"))
