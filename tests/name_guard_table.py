"""How often the name guard is right, on the sentences planted in tests/planted: measured, and written into the docs.

`python -m tests.name_guard_table` rewrites the table in docs/name-guard.md; a test holds the two together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schools.name_guard import Kind, findings

ROOT = Path(__file__).parent.parent
PLANTED, PAGE = ROOT / "tests" / "planted", ROOT / "docs" / "name-guard.md"
SETS = {"held_out": "Held out", "tuning": "Tuned on"}
LANGUAGES = {"en": "English", "cy": "Welsh"}
KINDS = {Kind.LEARNER: "learner’s name", Kind.COUNT: "small count", Kind.BIRTH: "date of birth", Kind.UPN: "UPN"}
NONE = "none"
TABLE = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Planted:
    """A sentence, and what was planted in it; `found`: the kinds that the guard sees."""

    kind: str
    text: str

    @property
    def found(self) -> set[str]:
        return {str(finding.kind) for finding in findings(self.text)}


@dataclass(frozen=True)
class Row:
    """Of one set, language and kind: how many were planted, how many of these found, and how often it was no such."""

    which: str
    lang: str
    kind: str
    planted: int
    found: int
    without: int
    false: int

    @property
    def recall(self) -> float:
        return self.found / self.planted

    @property
    def words(self) -> str:
        hit, miss = f"{self.found} of {self.planted} ({self.recall:.0%})", f"{self.false} of {self.without}"
        return f"| {SETS[self.which]} | {LANGUAGES[self.lang]} | {self.kind} | {hit} | {miss} |"


def planted(which: str, lang: str) -> list[Planted]:
    lines = (PLANTED / f"{which}_{lang}.tsv").read_text().splitlines()
    return [Planted(*line.split("\t")) for line in lines]


def rows() -> Iterator[Row]:
    for which in SETS:
        for lang in LANGUAGES:
            seen = [(each.kind, each.found) for each in planted(which, lang)]
            for kind, called in KINDS.items():
                yield _row(which, lang, called, [(each == kind, kind in found) for each, found in seen])
            yield _row(which, lang, "**anything**", [(kind != NONE, bool(found)) for kind, found in seen])


def _row(which: str, lang: str, called: str, seen: list[tuple[bool, bool]]) -> Row:
    hits = [found for is_there, found in seen if is_there]
    others = [found for is_there, found in seen if not is_there]
    return Row(which, lang, called, len(hits), sum(hits), len(others), sum(others))


def table() -> str:
    head = ["| Sentences | Language | What | Found | Raised where there was none |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(row.words for row in rows())]) + "\n"


def main() -> None:
    PAGE.write_text(TABLE.sub(lambda _match: table(), PAGE.read_text()))


if __name__ == "__main__":
    main()
