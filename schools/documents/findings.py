"""A text as single strengths or priorities. No word of it is lost: what becomes none of them is given back as well."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from .labels import is_label

BEGINS_ITEM = re.compile(r"(?:•|\d{1,3}\.) ")  # four figures are a year


@dataclass
class Divided:
    """`loose`: headings, which are no strength and stay to be placed; `labels`: names of boxes, which are left out."""

    findings: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def is_a_list(text: str) -> bool:
    return any(part.startswith(("• ", "1. ")) for part in re.split(r"\n\s*\n", text))


def divided(text: str, heads: Collection[str] = ()) -> Divided:
    """Each item of a list with what follows it, else each paragraph.

    The lines in it that are headings (`heads`) are none, unless it is nothing but headings.
    """
    every = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    titles = {head.strip() for head in heads}
    paragraphs = [part for part in every if part not in titles] or every
    result = Divided()
    for title in (part for part in every if part in titles and paragraphs is not every):
        (result.labels if is_label(title) else result.loose).append(title)
    if not is_a_list("\n\n".join(paragraphs)):
        result.findings = paragraphs
        return result
    for begins, words in _lines(paragraphs):
        if begins == ITEM:
            result.findings.append(words)
        elif result.findings:
            result.findings[-1] += f"{begins}{words}"
        else:  # “Our strengths:”
            (result.labels if is_label(words) else result.findings).append(words)
    result.findings = [words for each in result.findings if (words := each.strip())]
    return result


ITEM, LINE, PARAGRAPH = "", "\n", "\n\n"


def _lines(paragraphs: list[str]) -> Iterator[tuple[str, str]]:
    """The items of the lists and what stands between them: how each is joined to what was before, and its words."""
    for part in paragraphs:
        if not BEGINS_ITEM.match(part):
            yield PARAGRAPH, part
            continue
        for line in part.split("\n"):
            match = BEGINS_ITEM.match(line)
            yield (ITEM, line[match.end() :].strip()) if match else (LINE, line.strip())


def findings_in(text: str, heads: Collection[str] = ()) -> list[str]:
    return divided(text, heads).findings
