"""The access table, read from `access_table.txt`, and what must never leak."""

from pathlib import Path

FILE = Path(__file__).with_name("access_table.txt")
DOCUMENT = Path(__file__).parents[1] / "docs" / "access.md"
COLUMNS = next(
    line.removeprefix("# columns:").split() for line in FILE.read_text().splitlines() if line.startswith("# columns:")
)


def rows() -> list[tuple[str, str, list[str]]]:
    """(method, route, one cell a column)."""
    found = []
    for line in FILE.read_text().splitlines():
        if line and not line.startswith("#"):
            method, route, *cells = line.split()
            assert len(cells) == len(COLUMNS), f"{route}: {len(cells)} cells"
            found.append((method, route, cells))
    return found


# What stands in Nia's school that could leak, and who may ever see it on any page (everybody else: never).
TEAM = {"nia", "sion", "carys"}
CANARIES: dict[str, set[str]] = {
    "living-narrative": TEAM,
    "living-strength": TEAM,
    "living-priority": TEAM,
    "evidence-title": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "evidence-shows": TEAM,
    "submitted-narrative": TEAM | {"glyn", "gwen", "olwen", "lowri", "alun", "mari"},
    "governors-narrative": TEAM | {"glyn", "gwen"},
    "living-plan": TEAM | {"glyn", "gwen", "clem"},
    "shared-plan": TEAM | {"glyn", "gwen", "clem", "olwen", "lowri", "alun", "mari"},
    "invited-person": {"nia", "olwen", "lowri"},
    "interested-person": {"olwen", "lowri", "elin"},
    "school-person": TEAM | {"olwen", "lowri", "alun", "mari"},
    "register-upload": {"olwen"},
    "approval-meeting": TEAM | {"glyn", "gwen", "clem", "olwen", "lowri", "alun", "mari"},
    "draft-record": {"alun", "mari"},  # the council reads it on the record's own page, which here shows one sent
    "sent-record": {"nia", "sion", "glyn", "gwen", "olwen", "lowri", "alun", "mari", "gareth"},
    "agreed-record": {"nia", "sion", "glyn", "gwen", "olwen", "lowri", "alun", "mari", "gareth"},
    "living-record": set(),  # once all have answered nobody reads anything but what was frozen
    "agenda-item": {"nia", "sion", "glyn", "gwen", "olwen", "lowri", "alun", "mari", "gareth"},
    "discussion-place": {"nia", "sion", "glyn", "gwen", "dai", "olwen", "lowri", "alun", "mari", "gareth"},
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
