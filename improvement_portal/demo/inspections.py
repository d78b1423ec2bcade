"""What Estyn reported about two of the made-up schools, so that the page of a school shows where it stands."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from schools.models import FollowUp, Inspection, Recommendation

from .rows import Rows

RECOMMENDATIONS = [
    [
        "Cryfhau cyfleoedd y dysgwyr i ysgrifennu ar draws y cwricwlwm.",
        "Strengthen learners’ opportunities to write across the curriculum.",
    ],
    [
        "Sicrhau bod gwerthuso’r ysgol yn canolbwyntio ar effaith yr addysgu ar y dysgu.",
        "Ensure that the school’s evaluation focuses on the effect of teaching on learning.",
    ],
    ["Gwella presenoldeb.", "Improve attendance."],
]
REPORTS = {4: (FollowUp.NONE, (3, 18)), 8: (FollowUp.ESTYN_REVIEW, (5, 21))}  # by the school's position


def add_inspections(rows: Rows, made: Iterable[Any], this_year: int) -> None:
    """Reports of the spring and the summer before last, in the school's language."""
    for year in made:
        if year.year == this_year and year.position in REPORTS:
            follow_up, day = REPORTS[year.position]
            report_on = dt.date(this_year - 1, *day)
            found = rows.add(Inspection, school=year.school, report_on=report_on, follow_up=follow_up)
            for number, pair in enumerate(RECOMMENDATIONS, start=1):
                words = {"number": number, "text": year.words(pair), "lang": year.lang}
                rows.add(Recommendation, inspection=found, **words)
