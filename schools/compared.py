"""What is different between two versions of a self-evaluation, as far as both of them tell it.

Both come readable (`schools.evaluation_contents.readable`); areas meet by their code, so that years may be compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schools.changes import Budget, Kind, Piece, changes

Content = dict[str, Any]
MARKS: dict[str, tuple[Promise, Promise]] = {  # when it is marked now, and when it is not any more
    "could_share": (_("Now marked “We could share this”."), _("No longer marked “We could share this”.")),
    "needs_support": (_("Now marked “We need support with this”."), _("No longer marked “We need support with this”.")),
}
CHANGED = (_("The original has changed since this was written."), _("Up to date with its original again."))
TITLES = {"strengths": _("Strengths"), "priorities": _("Priorities for improvement")}


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


@dataclass(frozen=True)
class Group:
    """The strengths, or the priorities, of one area: changed, or in one of the versions alone."""

    title: str
    changed: list[Different]
    gone: list[Side]
    come: list[Side]


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

    @property
    def groups(self) -> list[Group]:
        """What stands in one version only is told together, and not one by one beside an empty place."""
        found = []
        for title in dict.fromkeys(each.title for each in self.findings):
            these = [each for each in self.findings if each.title == title]
            changed = [each for each in these if each.before and each.after]
            gone = [each.before for each in these if each.before and not each.after]
            come = [each.after for each in these if each.after and not each.before]
            found.append(Group(title, changed, gone, come))
        return found


@dataclass(frozen=True)
class Documents:
    """The school's own document where it is the self-evaluation in one of the versions, or in both."""

    before: Content | None
    after: Content | None

    @property
    def is_same(self) -> bool:
        """The very same file, whatever it is called: its SHA-256 says so."""
        return bool(self.before and self.after and self.before["sha256"] == self.after["sha256"])


def documents_in(before: Content, after: Content) -> Documents | None:
    """None where neither version is the school's own document."""
    found = Documents(before.get("document"), after.get("document"))
    return found if found.before or found.after else None


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
        yield from _other_language(title, first, second, budget)
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
        yield from _other_language(str(TITLES[kind]), before, finding, budget)
    for finding in left.values():
        yield _different(str(TITLES[kind]), finding, None, budget)
        yield from _other_language(str(TITLES[kind]), finding, None, budget)


def _other_language(title: str, old: Content | None, new: Content | None, budget: Budget) -> Iterator[Different]:
    """The same text in the other language, where the school wrote that too, and whether its original had moved on."""
    before, after = ((place or {}).get("other_language") for place in (old, new))
    if before == after:
        return
    found = _different(_now("%(title)s, in the other language") % {"title": title}, before, after, budget)
    if before and after and before.get("original_changed", False) != after.get("original_changed", False):
        found.marks.append(str(CHANGED[0] if after.get("original_changed") else CHANGED[1]))
    yield found


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
