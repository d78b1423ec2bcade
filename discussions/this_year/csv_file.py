"""The table of a year's discussions as a file for a spreadsheet, in the language of whoever takes it.

Days and times are written as spreadsheets sort them, whatever the language.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from django.utils.translation import gettext as _

from discussions.stages import Standing
from schools import clock
from schools.csv_rows import BYTE_ORDER_MARK, harmless

from .queries import PARTS, People, answered


def csv_of(rows: Iterable[Standing], people: Mapping[int, People]) -> str:
    """One row a school."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(harmless(heading) for heading in _headings())
    for row in rows:
        writer.writerow(harmless(cell) for cell in _cells(row, people))
    return out.getvalue()


def _headings() -> list[str]:
    return [
        _("School number"),
        _("School"),
        _("State"),
        _("Invited"),
        _("Have answered"),
        _("Cannot come"),
        _("Would need another time"),
        _("Waiting for us since"),
        _("Date"),
        _("Starts at"),
        _("Ends at"),
        _("Where"),
        _("Language"),
        *(str(words) for words in PARTS.values()),
    ]


def _cells(row: Standing, people: Mapping[int, People]) -> Iterator[str]:
    yield row.school.number
    yield row.school.name
    yield str(row.stage.label)
    found = row.discussion
    who = people.get(found.pk, People()) if found else People()
    if answered(row):
        yield from (str(row.replies.invited), str(row.replies.invited - row.replies.silent))
        yield from (", ".join(names) for names in (who.cannot, who.not_then))
    else:
        yield from [""] * 4
    yield row.since.astimezone(clock.LONDON).date().isoformat() if row.since else ""
    if found is None:
        yield from [""] * (5 + len(PARTS))
        return
    starts, ends = (at.astimezone(clock.LONDON) for at in (found.starts_at, found.ends_at))
    yield from (starts.date().isoformat(), f"{starts:%H:%M}", f"{ends:%H:%M}")
    yield row.host or found.get_setting_display()
    yield found.get_language_display()
    for part in PARTS:
        yield ", ".join(who.by_part.get(part, ()))
