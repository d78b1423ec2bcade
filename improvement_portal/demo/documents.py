"""What made-up schools have of their own: a Word document of which some texts are still to be placed, and one that is
the self-evaluation itself."""

import datetime as dt
from collections.abc import Callable
from hashlib import sha256
from textwrap import wrap

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from schools.models import BroughtDocument, OwnDocument, Person, Plan, Section, SelfEvaluation
from schools.uploads.storing import FOLDER

from .papers import WIDTH, one_page
from .places import WORDS, at
from .rows import Rows

EVALUATION = ["Hunanwerthusiad yr ysgol.pdf", "The school’s self-evaluation.pdf"]
PLAN = ["Cynllun datblygu’r ysgol.pdf", "The school’s development plan.pdf"]
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


def own_document(
    rows: Rows, words: Chosen, *, name: list[str], lang: str, by: Person, day: dt.date, **of: SelfEvaluation | Plan
) -> None:
    """A PDF that the school has of its own: as its self-evaluation, or beside its plan (`of`)."""
    texts = [words(text) for _heading, text, _to in WORDS["brought"]["blocks"]]
    content = one_page([words(name).removesuffix(".pdf"), "", *wrap(" ".join(texts), WIDTH)])
    stored = default_storage.save(f"{FOLDER}/{rows.chance.getrandbits(256):064x}", ContentFile(content))
    rows.add(
        OwnDocument,
        **of,
        circle=Section.Circle.COUNCIL,
        file_kind="pdf",
        name=words(name),
        lang=lang,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        stored_as=stored,
        by=by,
        at=at(day, 10),
    )
