"""What is refused while the calendar of schools is kept, and while a school keeps days free."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.models import InsetDay, Term
from schools.school_days import no_school_meets
from tests.refusals import DAY, Refusing
from tests.story import day

HEADINGS = b"First day,Last day\n"


def weekday(year: int, number: int = 10) -> dt.date:
    found = dt.date(year, 11, number)
    return weekday(year, number + 1) if no_school_meets(found) else found


def keeping_the_calendar(story: Refusing) -> None:
    olwen, own = story.olwen, [story.school.council.public_id, story.year]
    autumn = day("starts_on", dt.date(story.year, 9, 1)) | day("ends_on", dt.date(story.year, 9, 25))
    Term.all_rows.filter(council=story.school.council).delete()
    olwen.open(reverse("school_calendar:add_term", args=own))
    nothing = {name: "" for name in autumn}
    story.no(olwen, "Enter the first day", "Enter the last day", **nothing)
    story.no(olwen, "This day is not in the school year", **autumn | day("starts_on", dt.date(story.year, 8, 31)))
    story.no(
        olwen, "The last day cannot be before the first day.", **autumn | day("starts_on", dt.date(story.year, 9, 28))
    )
    olwen.fill(**autumn).open(reverse("school_calendar:add_term", args=own))
    story.no(olwen, "Another term of the council has some of these days already. Change that one first.", **autumn)
    term = Term.all_rows.filter(council=story.school.council).latest("pk")
    edit = reverse("school_calendar:edit_term", args=[*own, term.public_id])
    late = story.tab("lowri", edit)
    olwen.open(edit).fill(**day("ends_on", dt.date(story.year, 9, 24)))
    story.no(late, "Somebody else saved this while you were writing.", **day("ends_on", dt.date(story.year, 9, 23)))
    story.forbidden(story.nia, edit)


def entering_inset_days(story: Refusing) -> None:
    olwen, own = story.olwen, [story.school.council.public_id, story.year]
    when, page = weekday(story.year), reverse("school_calendar:add_inset", args=own)
    given: dict[str, Any] = {"which": "chosen", "schools": [str(story.school.public_id)], **day("day", when)}
    olwen.open(page)
    story.no(olwen, "Enter the day", "Choose for which schools the day is", which=[])
    story.no(olwen, "Choose the schools that have this INSET day.", **given | {"schools": []})
    story.no(olwen, "No school meets at a weekend or on a bank holiday. Enter another day.",
             **given | day("day", dt.date(story.year, 12, 25)))  # fmt: skip
    story.no(olwen, "This day is not in the school year", **given | day("day", dt.date(story.year + 1, 9, 1)))
    olwen.fill(**given).open(page)
    story.no(olwen, "These schools have this INSET day already. Choose another day, or other schools.", **given)
    InsetDay.all_rows.all().delete()


def importing_terms(story: Refusing) -> None:
    olwen = story.olwen.open(reverse("term_import:add", args=[story.school.council.public_id]))
    for sentence, name, content in (
        ("The file is empty.", "x.csv", b" \n"),
        ("This is not a CSV file.", "x.xlsx", HEADINGS),
        ("No row of headings was found.", "x.csv", b"Term,Days\nAutumn,70"),
        ("The file has headings but no term dates under them.", "x.csv", HEADINGS),
        ("The file is larger than 1 MB.", "x.csv", b"x" * (1024 * 1024 + 1)),
        ("The file has more than 200 rows.", "x.csv", HEADINGS + b"2026-09-01,2026-10-01\n" * 201),
    ):
        story.no(olwen, sentence, file=SimpleUploadedFile(name, content))
    rows = f"{story.year}-11-02,{story.year}-12-18\n".encode()
    olwen.fill(file=SimpleUploadedFile("x.csv", HEADINGS + rows))
    words = {"council": story.school.council, "school_year": story.year}
    since = Term.all_rows.create(**words, starts_on=dt.date(story.year, 11, 3), ends_on=dt.date(story.year, 11, 4))
    story.no(olwen, "The terms have changed since you looked at this preview. Look again, then import.")
    since.delete()


def keeping_days_free(story: Refusing) -> None:
    nia, page = story.nia, story.url("closures:add")
    when = weekday(story.year)
    given: dict[str, Any] = {"reason": "other", **day("first", when)}
    nia.open(page)
    story.no(nia, "Enter the day", "Choose what kind of day it is", reason=[])
    story.no(nia, "The last day cannot be before the first day.", **given, **day("last", when - DAY))
    none = {name: "" for name in day("last", when)}
    story.no(
        nia, "Enter a day of this school year or the next", **given | none | day("first", dt.date(story.year, 8, 1))
    )
    story.no(nia, "No school meets at a weekend or on a bank holiday. Enter another day.",
             **given | none | day("first", dt.date(story.year, 12, 25)))  # fmt: skip
    story.no(nia, "Enter at most ten days at a time", **given | day("last", when + 20 * DAY))
    nia.fill(**given | none).open(page)
    story.no(nia, "is entered already. Choose other days, or remove that day first.", **given)
    story.forbidden(story.gwen, page)
