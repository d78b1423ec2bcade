"""What a school is refused that asks the translators for lines of its summary, or takes over what they brought."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from schools.models import TranslationRequest
from schools.plan_summary import actions as writing
from tests.refusals import Refusing
from tests.schools.sheets import as_file, filled, sheet_for


def lending_words(story: Refusing) -> None:
    """While a line is asked for, or what came back is read, a colleague writes it in the other language."""
    nia, sion = story.nia, {"by": story.cast.sion}
    asking, taking = (story.own(f"summary_translations:{name}") for name in ("ask", "take_over"))
    line = _in_welsh(story, "Bore da")
    late = story.tab("nia", asking)
    _in_english_too(line, **sion)
    story.no(late, "There is no line that the translators could be asked for. Open the summary again.")
    line = _in_welsh(story, "Prynhawn da")
    nia.open(asking).fill()
    asked = TranslationRequest.all_rows.latest("pk")
    story.olwen.open(reverse("translations:bring", args=[asked.public_id]))
    story.olwen.fill(file=as_file(filled(sheet_for(asked)))).fill()
    late = story.tab("nia", taking)
    _in_english_too(line, **sion)
    story.no(late, "The summary, or what the translators brought, has changed since you opened the page.")


def _in_welsh(story: Refusing, words: str) -> Any:
    head = {"by": story.cast.nia, "once": uuid4()}
    return writing.add(story.plan, part="strengths", text_cy=words, text_en="", **head)


def _in_english_too(line: Any, *, by: Any) -> None:
    line.refresh_from_db()
    writing.edit(line, version=line.version, text_cy=line.text_cy, text_en="Hello", by=by, once=uuid4())
