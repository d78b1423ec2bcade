"""What would stand where, as the check shows it and the act does it: what is there already, what is new, what not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.boxes import LONGEST
from schools.documents.findings import Divided, divided
from schools.documents.matching import LONGEST_FINDING, PRIORITIES, STRENGTHS
from schools.models import Box, Passage, School, Section
from schools.models.self_evaluation import MOST_FINDINGS

BOXES: dict[str, str | Promise] = {
    **{box.value: box.label for box in Box},
    STRENGTHS: gettext_lazy("Strengths"),
    PRIORITIES: gettext_lazy("Priorities for improvement"),
}


def bare(text: str) -> str:
    """By it two texts are the same, however their words are spaced."""
    return "".join(text.split())


def findings_of(block: dict[str, Any]) -> Divided:
    return divided(block["text"], block.get("heads", ()))


def lines_of(text: str) -> str:
    """The lines, each bare, so that one text can be looked for in another."""
    return "\n".join(["", *(bare(line) for line in text.splitlines() if line.strip()), ""])


@dataclass(frozen=True)
class Item:
    """One text that would be put somewhere: a whole block, or one strength or priority of a block."""

    block: dict[str, Any]
    text: str
    key: str  # by which somebody leaves it out
    is_there: bool = False  # it stands there already, word for word

    @property
    def lang(self) -> str:
        return str(self.block["lang"])


@dataclass
class Place:
    """One box of an area, or its strengths or priorities: what stands there, what would be added, what cannot be.

    `before` are the texts that stand there: of the box, of the one that is lent to it, or the strengths or priorities.
    `left_out`: the keys of the items that somebody does not want there after all; None as long as nobody has chosen.
    `replaces`: whether the text of the box gives way; None as long as nobody has chosen.
    """

    section: Section
    box: str
    row: Passage | None
    blocks: list[dict[str, Any]]
    before: list[str] = field(default_factory=list)
    left_out: frozenset[str] | None = None
    replaces: bool | None = None

    def __post_init__(self) -> None:
        """What was too short to tell its language is in that of the text beside it."""
        if self.row and self.row.text:
            lang = self.row.lang
            self.blocks = [{**each, "lang": lang} if each.get("guessed") else each for each in self.blocks]
        if self.left_out is None:
            self.left_out = frozenset(item.key for item in self._all if item.is_there)
        self.replaces = self.can_replace and (self.proposes_replacing if self.replaces is None else self.replaces)

    @property
    def title(self) -> str:
        return str(BOXES[self.box])

    @property
    def name(self) -> str:
        return f"{self.section.area.name}: {self.title}"

    @property
    def key(self) -> str:
        return f"{self.section.area.code}_{self.box}"

    @property
    def can_replace(self) -> bool:
        """A text stands in the box, and the document says something else."""
        return bool(self.row and self.row.text) and not all(item.is_there for item in self._all)

    @property
    def proposes_replacing(self) -> bool:
        """The portal gave these texts out from this very box, and they have been written in since."""
        return all(block.get("home") == block["to"] for block in self.blocks)

    @property
    def fitting(self) -> list[Item]:
        """What can stand there, in the order of the document."""
        return self._sorted[0]

    @property
    def troubles(self) -> list[str]:
        """Why something cannot be put there, as sentences that say what becomes of it."""
        named = {"area": self.section.area.name, "box": self.title}
        return [why() % named for why in dict.fromkeys(self._sorted[1])]

    @cached_property
    def _sorted(self) -> tuple[list[Item], list[Callable[[], str]]]:
        fits: list[Item] = []
        reasons: list[Callable[[], str]] = []
        length, number = len(self.row.text) if self.row and not self.replaces else 0, len(self.before)
        for item in self._all:
            if item.key in (self.left_out or ()):
                fits.append(item)
            elif why := self._hinders(item, length, number):
                reasons.append(why)
            else:
                fits.append(item)
                length += len(item.text) + 2
                number += 1
        return fits, reasons

    @cached_property
    def items(self) -> list[Item]:
        """What would be put there."""
        return [item for item in self.fitting if item.key not in (self.left_out or ())]

    @property
    def settled(self) -> list[Item]:
        """What is left out because it stands there already."""
        return [item for item in self._all if item.is_there and item.key in (self.left_out or ())]

    @cached_property
    def _all(self) -> list[Item]:
        if self.row is not None:
            whole = "\n\n".join(block["text"] for block in self.blocks)
            same = any(bare(whole) == bare(text) for text in self.before)
            texts = ((block, block["text"]) for block in self.blocks)
            return [Item(block, text, str(block["id"]), same or self._holds(text)) for block, text in texts]
        known = {bare(text) for text in self.before}
        return [
            Item(block, text, f"{block['id']}.{number}", bare(text) in known)
            for block in self.blocks
            for number, text in enumerate(findings_of(block).findings)
        ]

    def _holds(self, text: str) -> bool:
        """Not of a document of our own: a paragraph taken out of it would be nothing new."""
        return not self.proposes_replacing and any(lines_of(text) in lines_of(before) for before in self.before)

    def _hinders(self, item: Item, length: int, number: int) -> Callable[[], str] | None:
        if self.row is None and len(item.text) > LONGEST_FINDING:
            return _too_long_for_a_finding
        if self.row is None:
            return _too_many if number >= MOST_FINDINGS else None
        if item.lang != self.lang:
            return _other_language
        return _too_long if length + len(item.text) > LONGEST - 2 else None

    @property
    def lang(self) -> str:
        if self.row and self.row.text and not self.replaces:
            return self.row.lang
        chosen = [block for block in self.blocks if str(block["id"]) not in (self.left_out or ())]
        return str((chosen or self.blocks)[0]["lang"])

    @property
    def text(self) -> str:
        """What stands in the box afterwards: nothing that was there is touched, unless somebody has it replaced."""
        before = [self.row.text] if self.row and self.row.text and not self.replaces else []
        return "\n\n".join([*before, *(item.text for item in self.items)])

    @property
    def lent_by(self) -> School | None:
        """The school whose text stands there instead; strengths and priorities are always the school's own."""
        source = self.section.source
        return None if self.row is None or source == self.section else source.self_evaluation.school


def seen_in(places: Iterable[Place]) -> dict[str, int]:
    """The version of each box whose text may be replaced."""
    return {str(place.row.public_id): place.row.version for place in places if place.row and place.can_replace}


def _other_language() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be text in both languages, and a box holds one. Which language a text "
        "is in was guessed from its words: if the guess is wrong, put it right where you say where each text goes. A "
        "second language is written under “In both languages” of the area; until then what is in the other language "
        "stays here."
    )


def _too_long() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be more than 20,000 characters. What is too much stays here: put it "
        "into another box, or leave it out."
    )


def _too_long_for_a_finding() -> str:
    return _(
        "Under “%(area)s: %(box)s” one text has more than 2,000 characters. It stays here: put it into another box, "
        "or leave it out."
    )


def _too_many() -> str:
    return _(
        "Under “%(area)s: %(box)s” there would be more than 50. What is too much stays here: put it into another box, "
        "or leave it out."
    )
