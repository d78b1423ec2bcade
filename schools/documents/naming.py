"""Which area and which box a heading names: like enough, or by the words that they share.

What they may be called besides their names is in `labels`.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher

from schools.models import Area

from .labels import all_of, known_names, tidy
from .walking import TooLong

NEAR = 0.84  # how alike a heading and a name are, from 0 to 1
MOST_HEADINGS = 2000  # that are compared with the names
SHORTEST_OF_AN_AREA, SHORTEST_OF_A_BOX = 4, 5  # letters of the longest word that a heading shares with a name
LONGEST_HEADING = 7  # words that say something
COMMON_WORDS = (
    "our we what do is are for of in to how next year school this that with on at an it ein ni rydym rydyn ydym beth "
    "yn ar am i o sydd syn mae yw ei eu gan ysgol eleni flwyddyn"
)
COMMON = frozenset(COMMON_WORDS.split())
VAGUE = frozenset(["learning", "dysgu", "areas", "meysydd", "steps", "camau", "overall", "key", "main", "prif"])


class Names:
    """What the areas and the boxes may be called."""

    def __init__(self, areas: Iterable[Area]) -> None:
        known = known_names()
        self.areas = {
            area.code: [tidy(name) for name in (area.name_cy, area.name_en, *all_of(known["areas"].get(area.code, {})))]
            for area in areas
        }
        self.boxes = {box: [tidy(name) for name in all_of(names)] for box, names in known["boxes"].items()}
        self.asked: dict[str, tuple[str, str]] = {}

    def area(self, heading: str) -> str:
        return self.both(heading)[0]

    def both(self, heading: str) -> tuple[str, str]:
        """The area and the box that a heading names. One that is like a name counts for more than shared words."""
        area, box = self._near(heading)
        if area or box:
            return area, "" if area else box
        return _sharing(heading, self.areas, SHORTEST_OF_AN_AREA), _sharing(heading, self.boxes, SHORTEST_OF_A_BOX)

    def _near(self, heading: str) -> tuple[str, str]:
        """Each heading is compared once."""
        if heading not in self.asked:
            if len(self.asked) == MOST_HEADINGS:
                raise TooLong
            self.asked[heading] = _nearest(heading, self.areas), _nearest(heading, self.boxes)
        return self.asked[heading]

    def are_said_by(self, heading: str) -> bool:
        """It is one of them, and says nothing else."""
        return any(tidy(heading) in names for known in (self.areas, self.boxes) for names in known.values())

    def knows(self, heading: str) -> bool:
        return any(self._near(heading))


def _nearest(heading: str, names: dict[str, list[str]]) -> str:
    """The key of the name that is most like this heading, if it is like enough."""
    said = tidy(heading)
    if not said or len(said) > 120:
        return ""
    best, found = NEAR, ""
    for key, known in names.items():
        for name in known:
            alike = SequenceMatcher(None, said, name)
            if alike.real_quick_ratio() > best and alike.quick_ratio() > best and (ratio := alike.ratio()) > best:
                best, found = ratio, key
    return found


def _sharing(heading: str, names: dict[str, list[str]], shortest: int) -> str:
    """The key of the name whose words all stand in this heading, or in which all of its words stand.

    Empty where two of them do so equally well.
    """
    said = set(tidy(heading).split()) - COMMON
    if not said or len(said) > LONGEST_HEADING:
        return ""
    scores: dict[str, float] = {}
    for key, known in names.items():
        for words in (set(name.split()) - COMMON for name in known):
            shared = said & words
            whole = words and (words <= said or said <= words) and not (words <= VAGUE or said <= VAGUE)
            if whole and max(map(len, shared)) >= shortest:
                scores[key] = max(scores.get(key, 0), len(shared) / len(said | words))
    best = sorted(scores.values(), reverse=True)[:2]
    if not best or (len(best) > 1 and best[0] == best[1]):
        return ""
    return max(scores, key=lambda key: scores[key])
