"""The access table, read from `access_table.txt`, and what must never leak."""

from pathlib import Path

FILE = Path(__file__).with_name("access_table.txt")
DOCUMENT = Path(__file__).parents[1] / "docs" / "access.md"
COLUMNS = next(
    line.removeprefix("# columns:").split() for line in FILE.read_text().splitlines() if line.startswith("# columns:")
)


def rows() -> list[tuple[str, str, list[str]]]:
    """(method, page, one cell a column). A page is a route, or a route and a kind: `plan_parts:add[targets]`."""
    found = []
    for line in FILE.read_text().splitlines():
        if line and not line.startswith("#"):
            method, written, *cells = line.split()
            assert len(cells) == len(COLUMNS), f"{written}: {len(cells)} cells"
            found += [(method, page, cells) for page in pages_of(written)]
    return found


def pages_of(written: str) -> list[str]:
    """`plan_parts:add[targets|actions]` is two pages that the same people open."""
    route, _bracket, kinds = written.removesuffix("]").partition("[")
    return [f"{route}[{kind}]" for kind in kinds.split("|")] if kinds else [route]


def route_of(page: str) -> str:
    return page.partition("[")[0]


# What stands in Nia's school that could leak, and who may ever see it on any page (everybody else: never).
TEAM = {"nia", "sion", "carys"}
PARTIES = {"nia", "sion", "glyn", "gwen", "olwen", "lowri", "alun", "mari"}
BY_THE_OTHER_SCHOOL = {"mererid", "elin", "meinir"}  # an interest closes Nia's school to the last two, not the other
SEES_SCHOOL = TEAM | {
    "glyn",
    "gwen",
    "clem",
    "dai",
    "heulwen",
    "olwen",
    "lowri",
    "elin",
    "alun",
    "iwan",
    "mari",
    "meinir",
}
CANARIES: dict[str, set[str]] = {
    "living-narrative": TEAM,
    "living-strength": TEAM,
    "living-priority": TEAM,
    "living-entry": TEAM,
    "living-other-language": TEAM,
    "brought-text": TEAM,
    "brought-plan": TEAM,
    "own-document-in-use": TEAM,
    "own-document-submitted": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "own-document-of-the-governors": TEAM | {"glyn", "gwen"},
    "looks-after-the-area": TEAM,
    "evidence-title": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "evidence-shows": TEAM,
    "evidence-file": TEAM,
    "evidence-link": TEAM,
    "submitted-narrative": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "submitted-other-language": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "governors-narrative": TEAM | {"glyn", "gwen"},
    "question-waiting": TEAM | {"olwen", "lowri", "alun", "mari"},
    "question-answered": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "answer-of-the-school": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "translation": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "reason-of-the-translators": {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "brought-translation": {"olwen", "lowri"},
    "line-for-the-translators": TEAM | {"glyn", "gwen", "clem", "olwen", "lowri"},
    "words-for-the-summary": TEAM | {"olwen", "lowri"},
    "reason-for-the-school": TEAM,
    "brought-for-the-summary": {"olwen", "lowri"},
    "inspection": SEES_SCHOOL,
    "living-plan": TEAM | {"glyn", "gwen", "clem"},
    "living-progress": TEAM | {"glyn", "gwen", "clem"},
    "shared-plan": TEAM | {"glyn", "gwen", "clem", "olwen", "lowri", "alun", "mari"},
    "published-summary": set(COLUMNS),
    "invited-person": {"nia", "olwen", "lowri"},
    "interested-person": {"olwen", "lowri", "elin"},
    "reader-of-the-school": TEAM,
    "school-person": TEAM | {"olwen", "lowri", "alun", "mari"},
    "register-upload": {"olwen"},
    "term-upload": {"olwen"},
    "day-kept-for-an-inspection": {"nia", "sion", "dai"},
    "approval-meeting": TEAM | {"glyn", "gwen", "clem", "olwen", "lowri", "alun", "mari"},
    "prepared-meeting": {"nia", "glyn", "clem"},
    "prepared-comments": {"nia", "glyn", "clem"},
    "draft-record": {"alun", "mari", "olwen", "lowri"},
    "sent-record": PARTIES | {"gareth"},
    "agreed-record": PARTIES | {"gareth"},
    "living-record": set(),  # once all have answered nobody reads anything but what was frozen
    "agenda-item": PARTIES | {"gareth"},
    "discussion-place": PARTIES | {"dai", "gareth"},
    "reason-for-cancelling": PARTIES,
    "secret-address": set(),  # of somebody's own calendar: not even its owner is shown it again
    "planning": {"olwen", "lowri", "elin", "mari", "meinir"},  # of the council's round; no school sees any of it
    "reason-of-the-school": {"olwen", "lowri", "mari"},
    "proposal": {"olwen", "lowri", "elin"},
    "proposal-of-the-school": {"olwen", "lowri"},
    "proposal-of-several": {"olwen", "lowri", "elin", "mari", "meinir"},
    "proposal-of-several-of-the-school": {"olwen", "lowri", "mari"},
    "reply-of-the-head": {"nia", "olwen", "lowri"},
    "reply-of-alun": {"alun", "olwen", "lowri"},
    "joint-reply": {"nia", "olwen", "lowri"},  # an interest in one of the schools closes it
    # Of the federation's discussion: what concerns both schools is read by whoever reaches one of them.
    "joint-place": PARTIES | BY_THE_OTHER_SCHOOL | {"dai"},
    "joint-item": PARTIES | {"mererid"},  # of Nia's school: an interest in it closes what its people wrote
    "other-part-draft-record": {"olwen", "lowri", "mari", "elin", "meinir"},
    "other-part-sent-record": {"olwen", "lowri", "mari", "gareth"} | BY_THE_OTHER_SCHOOL,
}


def document() -> str:
    """The table as it stands in docs/access.md."""
    return (
        "# Who may open what\n"
        "The access table of the tests, copied by `python -m tests.access_table`; "
        "`tests/test_access.py` walks every cell of it and compares what each person saw.\n\n"
        f"```\n{FILE.read_text()}```\n"
    )


if __name__ == "__main__":
    DOCUMENT.write_text(document())
