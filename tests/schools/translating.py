"""Asking the council's translators about a submitted version, and bringing their document back."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from django.urls import reverse
from docx import Document

from schools.models import SelfEvaluation, Strength, TranslationRequest, Version
from schools.translations import actions
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools.sheets import as_file
from tests.schools.writing import submit


def written_in_both(school: Any, by: Any) -> SelfEvaluation:
    """Submitted, in Welsh but for one strength."""
    made: SelfEvaluation = make.make_self_evaluation(school)
    make.write_in(made, "Mae darllen yn gwella.", lang="cy")
    section = made.sections.order_by("area__position").first()
    section.passages.filter(box="going_well").update(text="Yma mae darllen yn gwella.")  # words that no other area has
    Strength.all_rows.create(section=section, text="Llyfrgell newydd", lang="cy")
    Strength.all_rows.create(section=section, text="A warm welcome", lang="en")
    submit(made, by=by)
    return made


def page(frozen: Version) -> str:
    return reverse("self_evaluations:version", args=[frozen.school.public_id, frozen.school_year, frozen.number])


def ask_url(frozen: Version) -> str:
    return reverse("translations:ask", args=[frozen.school.public_id, frozen.school_year, frozen.number])


def url(name: str, asked: TranslationRequest) -> str:
    return reverse(f"translations:{name}", args=[asked.public_id])


def asks(by: Any, frozen: Version, wanted: str = "en") -> TranslationRequest:
    return actions.ask(frozen, wanted=wanted, by=by, once=uuid4())


def downloaded(olwen: Any, asked: TranslationRequest) -> Any:
    visitor = Visitor(olwen, "en")
    answer = visitor.client.get(url("download", asked))
    assert answer.status_code == 200
    return Document(BytesIO(b"".join(answer.streaming_content)))


def brings(olwen: Any, asked: TranslationRequest, document: Any) -> Visitor:
    """Up to the page that shows what was understood, or why it is not taken."""
    return Visitor(olwen, "en").open(url("bring", asked)).press(file=as_file(document))
