"""Texts that grow while the rows of a table are read: each is a list of pieces, joined once, and has an end."""

from typing import Any

from django.utils.translation import gettext as _

from schools.documents.reading import LONGEST_DOCUMENT
from schools.refusals import Refused

LONGEST_TEXT = 20_000  # characters of one text; far more than any box of the plan takes
MOST_ADDED = LONGEST_DOCUMENT  # characters, the headings that are quoted among them
LONGEST_QUOTED = 60  # characters of a heading


def quoted(heading: str) -> str:
    return heading if len(heading) <= LONGEST_QUOTED else f"{heading[: LONGEST_QUOTED - 1].rstrip()}…"


def check_length(length: int) -> None:
    if length > LONGEST_TEXT:
        raise Refused(
            _(
                "One text would be longer than 20,000 characters. Leave out the columns that the plan does not need, "
                "or say which column holds the priorities and which the actions."
            )
        )


class Text:
    """What one box of a thing says so far."""

    def __init__(self, said: str) -> None:
        self.pieces = [said] if said else []
        self.seen = {said, *said.split("\n")}
        self.length = len(said)


class Growing:
    """All of them, by the thing and the box; `added` counts the characters that were added to what cells say."""

    def __init__(self) -> None:
        self.added = 0
        self._texts: dict[tuple[str, str], tuple[dict[str, Any], Text, str]] = {}

    def append(self, thing: dict[str, Any], box: str, words: str, *, sign: str, known_as: str = "") -> None:
        """What stands there already (under the whole heading, `known_as`) is not said again."""
        words_of_it = thing["words"]
        _thing, text, _sign = self._texts.setdefault(
            (thing["key"], box), (words_of_it, Text(words_of_it.get(box) or ""), sign)
        )
        known_as = known_as or words
        if known_as in text.seen:
            return
        self.spend(len(words) + len(sign))
        text.length += len(words) + len(sign)
        check_length(text.length)
        text.pieces.append(words)
        text.seen.update((known_as, *known_as.split("\n")))

    def spend(self, characters: int) -> None:
        self.added += characters
        if self.added > MOST_ADDED:
            raise Refused(
                _(
                    "There would be more text in these rows than can be brought in at once. Choose fewer tables, or "
                    "leave out columns that the plan does not need."
                )
            )

    def finish(self) -> None:
        for (_key, box), (words, text, sign) in self._texts.items():
            words[box] = join(text.pieces, sign)


def join(pieces: list[str], sign: str) -> str:
    return sign.join(pieces)
