"""How long it takes to write a self-evaluation of thirty pages as Word and as PDF, and to read it in again."""

import datetime as dt
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from schools.documents.matching import blocks_of
from schools.documents.outline import Block, Heading, Item, Items, Outline, Paragraph, Words
from schools.documents.pdf import pages_of, pdf_of
from schools.documents.reading import read
from schools.documents.word import word_of
from schools.frameworks import FILE

PAGES, TIMES = 30, 3
AT = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
SENTENCE = {
    "cy": "Mae’r dysgwyr yn darllen yn fwy hyderus nag y llynedd, ac yn sôn am lyfrau â’i gilydd ym mhob dosbarth. ",
    "en": "The learners read with more confidence than last year, and talk about books with each other in each class. ",
}
BOXES = {"cy": ("Beth sy’n mynd yn dda", "Cryfderau"), "en": ("What is going well", "Strengths")}


@dataclass(frozen=True)
class Row:
    """One line of the result; `seconds` is the best of a few."""

    document: str
    language: str
    pages: int
    bytes: int
    seconds: float


def areas_of_the_themes() -> list[dict[str, Any]]:
    areas: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))[0]["areas"]
    return areas


def outline_of(language: str, paragraphs: int) -> Outline:
    """Made-up text of so many paragraphs under the areas of the national themes."""
    areas = areas_of_the_themes()
    blocks: list[Block] = []
    words = Words(SENTENCE[language] * 5, language)
    for area in areas:
        blocks.append(Heading(1, Words(area[f"name_{language}"], language)))
        for title in BOXES[language]:
            blocks.append(Heading(2, Words(title, language)))
            blocks += [Paragraph(words)] * paragraphs
        blocks.append(Items([Item([Words(SENTENCE[language], language)])] * 10))
    return Outline(
        title="2026/27",
        school="Ysgol Ddychmygol",
        lang=language,
        at=AT,
        facts=[],
        contents="–",
        page="%(page)s / %(pages)s",
        not_shown="",
        blocks=blocks,
    )


def of_thirty_pages(language: str) -> Outline:
    paragraphs = 10
    while pages_of(found := outline_of(language, paragraphs)) < PAGES:
        paragraphs += 4
    return found


def measured(work: Callable[[], Any]) -> float:
    """The least of a few times: the rest is what else the machine did."""
    times = []
    for _again in range(TIMES):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return round(min(times), 3)


def run(*, schools: int, years: int) -> list[Row]:
    """Neither schools nor years matter: a document is of one of each."""
    return [row for language in ("cy", "en") for row in in_language(language)]


def in_language(language: str) -> list[Row]:
    outline = of_thirty_pages(language)
    pages, word, pdf = pages_of(outline), word_of(outline), pdf_of(outline)
    names: list[Any] = [SimpleNamespace(**area) for area in areas_of_the_themes()]
    out_in_word, out_in_pdf = measured(lambda: word_of(outline)), measured(lambda: pdf_of(outline))
    brought_in = measured(lambda: blocks_of(read(BytesIO(word)), names, language))
    return [
        Row("Word, out", language, pages, len(word), out_in_word),
        Row("PDF, out", language, pages, len(pdf), out_in_pdf),
        Row("Word, in", language, pages, len(word), brought_in),
    ]
