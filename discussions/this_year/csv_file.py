"""The table of a year's discussions as a file for a spreadsheet, in the language of whoever takes it."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from discussions.models import Participant
from discussions.stages import Standing
from schools import clock
from schools.csv_rows import BYTE_ORDER_MARK, harmless

Names = Mapping[tuple[int, str], list[str]]


def csv_of(rows: Iterable[Standing], names: Names) -> str:
    """One row a school."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(harmless(heading) for heading in _headings())
    for row in rows:
        writer.writerow(harmless(cell) for cell in _cells(row, names))
    return out.getvalue()


def _headings() -> list[str]:
    return [
        _("School number"),
        _("School"),
        _("State"),
        _("Waiting for us since"),
        _("Date"),
        _("Starts at"),
        _("Ends at"),
        _("Where"),
        _("Language"),
        _("Adviser"),
        _("Council officer"),
    ]


def _cells(row: Standing, names: Names) -> Iterator[str]:
    yield row.school.number
    yield row.school.name
    yield str(row.stage.label)
    yield date_format(row.since.astimezone(clock.LONDON)) if row.since else ""
    found = row.discussion
    if found is None:
        yield from [""] * 7
        return
    starts, ends = (at.astimezone(clock.LONDON) for at in (found.starts_at, found.ends_at))
    yield from (date_format(starts), time_format(starts), time_format(ends))
    yield row.host or found.get_setting_display()
    yield found.get_language_display()
    for part in (Participant.As.ADVISER, Participant.As.OFFICER):
        yield ", ".join(names.get((found.pk, part), ()))
