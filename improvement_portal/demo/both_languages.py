"""Two schools that have some of this year's texts in both languages: up to date, out of date, and a draft."""

import re
from typing import Any

from schools.models import Box, OtherLanguage, Passage, Priority, Strength
from schools.models.other_language import digest_of, other_than
from schools.policy import Role

from .places import WORDS
from .years import THEME_OF, Year, YearMaker, in_language

IN_BOTH = (0, 1)  # positions within a council
FIRST_WORDS = re.compile(r"[^.,]*")  # with which a colleague had begun the first box


def add_other_language(maker: YearMaker, made: list[Year]) -> None:
    """Of the texts of the first area, once they are written."""
    for year in made:
        if year.position in IN_BOTH and year.self_evaluation and maker.is_this_year(year):
            _add_to_first_area(maker, year)


def _add_to_first_area(maker: YearMaker, year: Year) -> None:
    code, section = next(iter(year.sections.items()))
    texts = WORDS["areas"][THEME_OF.get(code, code)][(year.position + year.year) % 2]
    boxes = {row.box: row for row in Passage.all_rows.filter(section=section)}
    begun, improve = boxes[Box.GOING_WELL], boxes[Box.TO_IMPROVE]
    _add(maker, year, improve, texts["boxes"][Box.TO_IMPROVE], improve.text)
    first_words = [FIRST_WORDS.match(words)[0] + "." for words in texts["boxes"][Box.GOING_WELL]]  # type: ignore[index]
    _add(maker, year, begun, first_words, in_language(begun.lang, first_words))
    strength, priority = Strength.all_rows.get(section=section), Priority.all_rows.get(section=section)
    _add(maker, year, strength, texts["strength"], strength.text)
    _add(maker, year, priority, texts["priority"], priority.text, status="draft")


def _add(maker: YearMaker, year: Year, original: Any, pair: list[str], of: str, status: str = "finished") -> None:
    """The one of a Welsh and English pair that the original is not; `of` is what the original said at that time."""
    lang = other_than(original.lang)
    other = maker.rows.add(
        OtherLanguage,
        **{original.kind(): original},
        text=in_language(lang, pair),
        lang=lang,
        status=status,
        original_digest=digest_of(of),
    )
    told = original.section.area.told
    maker.tell(year, "other_language.written", other, maker.day(year, 9, 26), year.head, Role.HEADTEACHER, **told)
