"""Going through the XML of a document: by the local names of its elements, and with every step counted."""

from collections.abc import Iterable, Iterator
from typing import Any

MOST_STEPS = 3_000_000  # a few for each element of a document that may be brought in
SKIPPED = {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "Fallback", "sectPr", "tblPr", "trPr", "tcPr"}
WRAPPERS = ("sdt", "sdtContent", "ins", "customXml", "smartTag")  # of the rows and cells of a table


class TooLong(ValueError):
    """More text than is brought in at once, or far more around it than a document needs."""


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for remarks and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


class Steps:
    """Whatever is read twice, or again at each level of what lies within each other, comes to an end."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def through(self, elements: Iterable[Any]) -> Iterator[Any]:
        for each in elements:
            self.left -= 1
            if self.left < 0:
                raise TooLong
            yield each

    def inside(self, element: Any, but: str = "") -> Iterator[Any]:
        """Everything inside, in reading order, without what is skipped; `but` is given and not gone into."""
        waiting = [self.through(element)]
        while waiting:
            each = next(waiting[-1], None)
            if each is None:
                waiting.pop()
            elif (name := local(each)) and name not in SKIPPED:
                yield each
                if name != but:
                    waiting.append(self.through(each))

    def children(self, element: Any, name: str) -> Iterator[Any]:
        """The rows of a table or the cells of a row, whatever wraps them."""
        for each in self.through(element):
            if local(each) == name:
                yield each
            elif local(each) in WRAPPERS:
                yield from self.children(each, name)
