"""What made-up schools have of their own: a Word document of which some texts are still to be placed."""

import datetime as dt
from collections.abc import Callable

from schools.models import BroughtDocument, Person, SelfEvaluation

from .places import WORDS, at
from .rows import Rows

Chosen = Callable[[list[str]], str]  # one of a Welsh and English pair


def brought_document(
    rows: Rows, evaluation: SelfEvaluation, words: Chosen, *, lang: str, by: Person, day: dt.date
) -> None:
    blocks = [
        {"id": number, "heading": words(heading), "text": words(text), "lang": lang, "to": to, "kind": ""}
        for number, (heading, text, to) in enumerate(WORDS["brought"]["blocks"])
    ]
    name = words(WORDS["brought"]["name"])
    rows.add(BroughtDocument, self_evaluation=evaluation, name=name, blocks=blocks, by=by, at=at(day, 15))
