"""What would be made of the rows of a school's tables: priorities, and the targets, actions and milestones under them.

Nothing is lost: what has no box of its own, or was not read exactly, is written beneath the text it belongs to.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from schools.clock import school_year_bounds, school_year_of
from schools.documents.languages import language_of
from schools.documents.walking import TooLong
from schools.models import Grant, PlanTerm
from schools.plan_progress import term_of

from .growing import Growing, check_length, quoted
from .headings import BESIDE, LEFT_OUT, MILESTONES, field_of, priority_in
from .mapping import Kept
from .understanding import Read, cost_in, day_in, days_in, folded, in_season, year_in

MOST_THINGS = 600
PRIORITY, TARGET, ACTION, MILESTONE = "priority", "target", "action", "milestone"
Thing = dict[str, Any]  # as JSON can hold it
# Of a column that says something of the priority, under which name.
OF_THE_PRIORITY = {
    "purpose": "purpose", "priority_lead": "lead", "success_criteria": "success_criteria",
    "monitored_by": "monitored_by", "monitored_how": "monitored_how", "monitored_when": "monitored_when",
}  # fmt: skip
OF_THE_TARGET = {"baseline": "baseline", "target_aim": "aim", "expected_outcome": "expected_outcome"}
IN_ONE_LINE = ("lead", "monitored_by", "monitored_when")
# In a merged cell these are said of each of its rows; a sum is said once.
SAID_OF_EACH = ("lead", "starts_on", "ends_on", "dates", "year")
LONGEST_NAME = 3  # words of a heading that only names what stands beneath it
TERM_OF = {"milestone_autumn": "autumn", "milestone_spring": "spring", "milestone_summer": "summer"}


def bare(text: str) -> str:
    """As two texts are compared: their words, whatever their case and spaces."""
    return " ".join(text.casefold().replace("'", "’").split())


@dataclass
class Row:
    """The cells of a row that say something, by what their columns hold: each with its heading."""

    cells: dict[str, list[tuple[str, str]]]
    number: int
    table: int

    def take(self, name: str) -> str:
        """The words of these cells, which need no other place then."""
        return "\n".join(words for _heading, words in self.cells.pop(name, []))

    def heading(self, name: str) -> str:
        return self.cells[name][0][0] if name in self.cells else ""


@dataclass
class Making:
    """What has been made so far; `priority` is the one to which the next row belongs."""

    first_year: int
    grants: list[tuple[str, list[str]]]  # public id, and the names by which a cell may call it
    things: list[Thing] = field(default_factory=list)
    priority: Thing | None = None
    lang: str = "en"
    last: Thing | None = None  # in this table
    growing: Growing = field(default_factory=Growing)
    found: dict[tuple[str, str, str], Thing] = field(default_factory=dict)  # priorities and targets, by their words

    def add(self, kind: str, row: Row, text: str, **words: Any) -> Thing:
        under = self.priority["key"] if kind != PRIORITY and self.priority else ""
        said = (kind, under, bare(text))
        if said in self.found:
            return self.found[said]
        if len(self.things) == MOST_THINGS:
            raise TooLong
        check_length(len(text))
        number = sum(thing["at"] == [row.table, row.number] for thing in self.things)
        thing = {
            "key": f"{row.table}.{row.number}.{kind}.{number}",
            "kind": kind,
            "under": under,
            "at": [row.table, row.number],
            "words": {"text": text, **words},
            "said": {},
            "proposed": [],
            "lang": language_of(text, self.lang),
            "out": None,
        }
        self.things.append(thing)
        if text and kind in (PRIORITY, TARGET):
            self.found[said] = thing
        return thing

    @property
    def year(self) -> int:
        """The school year in which the priority begins."""
        number = self.priority["words"].get("year") if self.priority else None
        return self.first_year + (number or 1) - 1


def things_of(tables: list[Kept], first_year: int, grants: Iterable[Grant]) -> list[Thing]:
    """Of the chosen tables; their columns hold what their `fields` say."""
    making = Making(first_year, [(str(grant.public_id), _names_of(grant)) for grant in grants])
    for number, table in enumerate(tables):
        if table["chosen"]:
            _read_table(making, number, table)
    making.growing.finish()
    for thing in making.things:
        _complete(making, thing)
    return making.things


def _names_of(grant: Grant) -> list[str]:
    names = [grant.name] if grant.name else [grant.grant_kind.name_cy, grant.grant_kind.name_en]
    plain = [folded(name) for name in names]
    return [*plain, *("".join(word[0] for word in name.split()) for name in plain if len(name.split()) > 2)]


def _read_table(making: Making, number: int, table: Kept) -> None:
    making.lang, making.last = table["lang"], None
    top = Row({}, table["first"] - 1, number)
    if line := _line_above(table):
        making.priority = making.add(PRIORITY, top, priority_in(line) or line, year=None)
    elif PRIORITY in table["fields"]:
        making.priority = None
    for name, *said in table["before"]:
        cells = {name: [(said[0], said[1])]} if len(said) == 2 else {BESIDE: [("", f"{name}: {'; '.join(said)}")]}
        _read_row(making, Row(cells, top.number, number))
    above: list[str] = [""] * len(table["fields"])
    for offset, cells in enumerate(table["rows"]):
        if [cell or "" for cell in cells] == table["headings"]:
            continue
        row = _row(table, cells, above, Row({}, table["first"] + offset, number))
        said = [words for pairs in row.cells.values() for _heading, words in pairs]
        if len(said) == 1 and PRIORITY not in row.cells and (text := priority_in(said[0])):
            making.priority, making.last = making.add(PRIORITY, row, text, year=None), None
        elif said:
            _read_row(making, row)


def _line_above(table: Kept) -> str:
    """The line that is the priority of the whole table, unless its rows say their own."""
    if PRIORITY in table["fields"]:
        column = table["fields"].index(PRIORITY)
        return "" if any(row[column] for row in table["rows"][:1]) else str(table["priority"])
    heads = [head for head in table["heads"] if len(head.split()) > LONGEST_NAME or not field_of(head)]
    return str(table["priority"] or (heads or [""])[-1])


def _row(table: Kept, cells: list[str | None], above: list[str], row: Row) -> Row:
    for column, (name, heading) in enumerate(zip(table["fields"], table["headings"], strict=True)):
        cell = cells[column]
        if cell is not None:
            above[column] = cell
        words = above[column] if cell is None and name in SAID_OF_EACH else cell
        if words and words.strip() and name != LEFT_OUT:
            row.cells.setdefault(name, []).append((heading.strip(), words.strip()))
    if set(row.cells) <= set(SAID_OF_EACH) and all(cells[n] is None or not cells[n] for n in range(len(cells))):
        row.cells.clear()  # a row of merged cells only
    return row


def _read_row(making: Making, row: Row) -> None:
    text = row.take(PRIORITY)
    if text or making.priority is None:
        making.priority, making.last = making.add(PRIORITY, row, text, year=None), None
    priority = making.priority
    _say_of_priority(making, priority, row)
    target = _target(making, row)
    text = row.take(ACTION)
    action = making.add(ACTION, row, text) if text else None
    end = _when(making, row, action)
    milestones = _milestones(making, row, end)
    if action is not None:
        making.last = action
        _say_of_action(making, action, row)
    elif lead := row.take("lead"):
        _append(making, priority, "lead", lead)
    _keep_the_rest(making, row, action or target or (milestones[0] if milestones else None) or making.last or priority)


def _say_of_priority(making: Making, priority: Thing, row: Row) -> None:
    for name, box in OF_THE_PRIORITY.items():
        if words := row.take(name):
            _append(making, priority, box, words)
    heading = row.heading("year")
    if words := row.take("year"):
        read = year_in(words, making.first_year)
        if read.exact and priority["words"]["year"] in (None, read.value):
            priority["words"]["year"] = read.value
        else:
            _note(making, priority, heading, words)


def _target(making: Making, row: Row) -> Thing | None:
    text = row.take(TARGET)
    target = making.add(TARGET, row, text) if text else None
    if target is None and making.last is not None and making.last["kind"] == TARGET:
        target = making.last
    for name, box in OF_THE_TARGET.items():
        if target is not None and (words := row.take(name)):
            _append(making, target, box, words)
    if text:
        making.last = target
    return target if text else None


def _when(making: Making, row: Row, action: Thing | None) -> dt.date | None:
    """The days of the row, which an action keeps; the last of them also tells the term of a milestone."""
    if not any(name in row.cells for name in ("starts_on", "ends_on", "dates")):
        return None
    reads: dict[str, tuple[Read, str, str]] = {}
    for name in ("starts_on", "ends_on"):
        if name in row.cells:
            heading, words = row.heading(name), "\n".join(each for _heading, each in row.cells[name])
            reads[name] = (day_in(words, year=making.year, last=name == "ends_on"), heading, words)
    if "dates" in row.cells:
        heading, words = row.heading("dates"), "\n".join(each for _heading, each in row.cells["dates"])
        for name, read in zip(("starts_on", "ends_on"), days_in(words, year=making.year), strict=True):
            if name not in reads and (name == "ends_on" or read.value):
                reads[name] = (read, heading, words)
    if action is not None:
        for name in ("starts_on", "ends_on", "dates"):
            row.take(name)
        for name, (read, heading, words) in reads.items():
            _set(making, action, name, read, heading, words)
    end: dt.date | None = reads["ends_on"][0].value if "ends_on" in reads else None
    return end


def _milestones(making: Making, row: Row, end: dt.date | None) -> list[Thing]:
    made = []
    for name in MILESTONES:
        text = row.take(name)
        if not text:
            continue
        term = TERM_OF.get(name) or (term_of(end).value if end else _season(row))
        year = school_year_of(end) - making.first_year + 1 if end else 0
        if year not in (1, 2, 3):
            year = making.year - making.first_year + 1
        made.append(making.add(MILESTONE, row, text, year=year, term=term or ""))
    return made


def _season(row: Row) -> str:
    said = " ".join(words for name in ("dates", "ends_on") for _heading, words in row.cells.get(name, []))
    season: PlanTerm | None = in_season(said)
    return season.value if season else ""


def _say_of_action(making: Making, action: Thing, row: Row) -> None:
    if lead := row.take("lead"):
        _append(making, action, "lead", lead)
    heading = row.heading("cost")
    if words := row.take("cost"):
        read = cost_in(words)
        _set(making, action, "cost", Read(None if read.value is None else str(read.value), read.exact), heading, words)
    heading = row.heading("grant")
    if words := row.take("grant"):
        named = folded(words)
        found = [key for key, names in making.grants if named in names]
        if len(found) == 1 and action["words"].get("cost"):
            action["words"]["grant"] = found[0]
        else:
            _set(making, action, "grant", Read(None, exact=False), heading, words)


def _keep_the_rest(making: Making, row: Row, thing: Thing) -> None:
    for pairs in row.cells.values():
        for heading, words in pairs:
            _note(making, thing, heading, words)


def _set(making: Making, thing: Thing, name: str, read: Read, heading: str, words: str) -> None:
    """What was read; where that is not all that the cell says, its words too."""
    if read.value is not None:
        thing["words"][name] = read.value.isoformat() if isinstance(read.value, dt.date) else read.value
    if not read.exact:
        thing["said"][name] = words
        making.growing.spend(len(words))
        _note(making, thing, heading, words)


def _note(making: Making, thing: Thing, heading: str, words: str) -> None:
    """Beneath the text; of a priority, whose text is one or two sentences, in its purpose."""
    box = "purpose" if thing["kind"] == PRIORITY else "text"
    if heading:
        _append(making, thing, box, f"{quoted(heading)}: {words}", known_as=f"{heading}: {words}")
    else:
        _append(making, thing, box, words)


def _append(making: Making, thing: Thing, box: str, words: str, known_as: str = "") -> None:
    if box in IN_ONE_LINE:
        words = ", ".join(words.split("\n"))
    sign = ", " if box in IN_ONE_LINE else "\n"
    making.growing.append(thing, box, words, sign=sign, known_as=known_as)


def _complete(making: Making, thing: Thing) -> None:
    """What the file does not say and somebody is likely to mean is proposed, and said to be."""
    words = thing["words"]
    if thing["kind"] == PRIORITY and words.get("year") is None:
        words["year"] = 1
        thing["proposed"].append("year")
    if thing["kind"] == ACTION and "starts_on" not in words and "starts_on" not in thing["said"]:
        above = next(each for each in making.things if each["key"] == thing["under"])
        first = school_year_bounds(making.first_year + (above["words"].get("year") or 1) - 1)[0].isoformat()
        end = words.get("ends_on")
        if end and end < first:
            first = school_year_bounds(school_year_of(dt.date.fromisoformat(end)))[0].isoformat()
        words["starts_on"] = first
        thing["proposed"].append("starts_on")
