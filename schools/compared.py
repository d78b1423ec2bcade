"""What is different between two versions of a self-evaluation, as far as both of them tell it.

Both come readable (`schools.evaluation_contents.readable`); areas meet by their code, so that years may be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schools.changes import Budget, Kind, Piece, changes

Content = dict[str, Any]
MARKS: dict[str, tuple[Promise, Promise]] = {  # when it is marked now, and when it is not any more
    "could_share": (_("Now marked “We could share this”."), _("No longer marked “We could share this”.")),
    "needs_support": (_("Now marked “We need support with this”."), _("No longer marked “We need support with this”.")),
}
TITLES = {"strengths": _("Strength"), "priorities": _("Priority for improvement")}


@dataclass(frozen=True)
class Side:
    """One text as it stands in one of the versions: what the other one has not is marked in it."""

    pieces: list[Piece]
    lang: str
    evidence: list[Content]  # that only this version cites for it


@dataclass(frozen=True)
class Different:
    """A box, a strength or a priority that is not the same in both; a side is None where it is not there at all."""

    title: str
    before: Side | None
    after: Side | None
    marks: list[str] = field(default_factory=list)
    in_full: bool = False  # the texts differ in more places than can be marked: nothing is marked or left out

    @property
    def language_changed(self) -> bool:
        return bool(self.before and self.after and self.before.pieces and self.before.lang != self.after.lang)


@dataclass
class Area:
    """One area in both versions, or in one alone (`only_before`, `only_after`): then nothing in it is compared."""

    code: str
    name: str
    only_before: bool = False
    only_after: bool = False
    boxes: list[Different] = field(default_factory=list)
    findings: list[Different] = field(default_factory=list)

    @property
    def differences(self) -> list[Different]:
        return [*self.boxes, *self.findings]


def compared(before: Content, after: Content) -> list[Area]:
    """Area by area in the order of the later version; then the areas that only the earlier one has."""
    old, new = ({area["code"]: area for area in content["areas"]} for content in (before, after))
    found, budget = [], Budget()
    for code in [*new, *(code for code in old if code not in new)]:
        name = {**old, **new}[code]["name"]
        area = Area(code, name, only_before=code not in new, only_after=code not in old)
        if code in old and code in new:
            area.boxes = list(_boxes(old[code], new[code], budget))
            for kind in TITLES:
                area.findings += _findings(kind, old[code][kind], new[code][kind], budget)
        found.append(area)
    return found


def _boxes(old: Content, new: Content, budget: Budget) -> Iterator[Different]:
    """The boxes whose text is not the same, and then what stands behind the texts of the area."""
    titles = {box["box"]: box["title"] for box in [*old["boxes"], *new["boxes"]]}
    texts = [{box["box"]: box for box in area["boxes"] if box["text"]} for area in (old, new)]
    for name, title in titles.items():
        first, second = (boxes.get(name) for boxes in texts)
        if _words(first) != _words(second):
            yield _different(title, first, second, budget)
    if _cited(old) != _cited(new):
        nothing = {"text": "", "lang": ""}
        yield _different(str(_("Evidence")), {**old, **nothing}, {**new, **nothing}, budget)


def _findings(kind: str, old: list[Content], new: list[Content], budget: Budget) -> Iterator[Different]:
    """The same one is known by its id; what was taken over from another year, by its words."""
    left = {finding["id"]: finding for finding in old}
    by_words = {finding["text"]: finding["id"] for finding in old}
    kept = {finding["id"] for finding in new}
    for finding in new:
        source = by_words.get(finding["text"])
        key = source if finding["id"] not in left and source not in kept else finding["id"]
        before = left.pop(key, None)
        if before is None or _told(before) != _told(finding):
            yield _different(str(TITLES[kind]), before, finding, budget)
    yield from (_different(str(TITLES[kind]), finding, None, budget) for finding in left.values())


def _different(title: str, before: Content | None, after: Content | None, budget: Budget) -> Different:
    pieces = changes(before["text"] if before else "", after["text"] if after else "", budget)
    marks = [
        str(words[0] if after[mark] else words[1])
        for mark, words in MARKS.items()
        if before and after and before.get(mark, False) != after.get(mark, False)
    ]
    sides = _side(before, after, pieces, Kind.ADDED), _side(after, before, pieces, Kind.REMOVED)
    return Different(title, *sides, marks, in_full=pieces is None)


def _side(here: Content | None, there: Content | None, pieces: list[Piece] | None, not_here: Kind) -> Side | None:
    if here is None:
        return None
    known = set(_cited(there)) if there else set()
    whole = [Piece(Kind.SAME, here["text"])]
    own = whole if pieces is None else [piece for piece in pieces if piece.kind is not not_here]
    return Side(own, here["lang"], [item for item in here.get("evidence", []) if _item(item) not in known])


def _words(box: Content | None) -> tuple[str, str]:
    return (box["text"], box["lang"]) if box else ("", "")


def _told(finding: Content) -> Any:
    return _words(finding), [finding.get(mark, False) for mark in MARKS], _cited(finding)


def _cited(place: Content) -> list[Any]:
    return sorted(_item(item) for item in place.get("evidence", []))


def _item(item: Content) -> tuple[str, ...]:
    """An item as it is told: one whose title or date was changed since is another one for its readers."""
    return tuple(str(item[name]) for name in ("id", "title", "kind", "gathered_on"))
