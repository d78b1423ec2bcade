"""An XML part of a packed document, read from tag to tag: within bounds, and with no words that it declares itself."""

from typing import IO, Any
from xml.parsers import expat

from . import sentences
from .packed import Budget

CHUNK = 1024 * 1024  # a tag that has not ended is looked through again with each
LONGEST_TAG = 4 * 1024 * 1024  # bytes; a drawing may lie packed in one


class Tags:
    """Raises ValueError where it is no XML, or declares words of its own; Refused where it has more than `budget`."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.parser: Any = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begins
        self.parser.StartDoctypeDeclHandler = self._declares

    def read(self, stream: IO[bytes]) -> None:
        size = 0
        try:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                self.parser.Parse(chunk, False)
                if size - self.parser.CurrentByteIndex > LONGEST_TAG:
                    raise sentences.in_too_many_pieces()
            self.parser.Parse(b"", True)
        except expat.ExpatError:
            raise ValueError from None

    def begins(self, name: str, said: dict[str, str]) -> None:
        """A tag: its name and its attributes without their namespaces, in small letters."""
        raise NotImplementedError

    def _begins(self, tag: str, attributes: dict[str, str]) -> None:
        self.budget.spend_pieces(1 + len(attributes))
        self.begins(_local(tag), {_local(key): value for key, value in attributes.items()})

    def _declares(self, *_words: Any) -> None:
        raise ValueError


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
