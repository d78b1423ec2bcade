"""The list of schools as a CSV file: its headings and words are those that the import understands."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from schools.csv_rows import BYTE_ORDER_MARK, harmless


def csv_of(schools: Iterable[Any], adviser_title: str) -> str:
    """One row a school, under the titles of the list; `schools` carry `category_words` and `adviser_names`."""
    out = StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Council code"),
            _("Council"),
            _("School number"),
            _("Name in Welsh"),
            _("Name in English"),
            _("Sector"),
            _("Governance"),
            _("Welsh-medium category"),
            _("Town"),
            _("Postcode"),
            _("Federation"),
            _("Cluster"),
            harmless(adviser_title),
            _("Closed on"),
        ]
    )
    for school in schools:
        writer.writerow([harmless(cell) for cell in _cells(school)])
    return out.getvalue()


def _cells(school: Any) -> list[str]:
    return [
        school.council.code,
        school.council.name,
        school.number,
        school.name_cy,
        school.name_en,
        school.get_sector_display(),
        school.get_governance_display() if school.governance else "",
        school.category_words,
        school.town,
        school.postcode,
        school.federation.name if school.federation else "",
        school.cluster.name if school.cluster else "",
        school.adviser_names,
        school.closed_on.isoformat() if school.closed_on else "",
    ]
