"""A council moves its terms; the half-days that heads marked for them stay."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from discussions.models import TeachingWeek
from schools import clock
from schools.models import Term
from schools.term_import import actions
from schools.term_import.queries import report_on

YEAR = clock.current_school_year() + 1


def test_a_file_of_terms_that_moves_their_days_leaves_what_a_head_marked(olwen: Any, nia: Any, council: Any) -> None:
    first = Term.all_rows.create(
        council=council, school_year=YEAR, starts_on=dt.date(YEAR, 9, 2), ends_on=dt.date(YEAR, 10, 20)
    )
    marked = TeachingWeek.all_rows.create(person=nia, term=first, teaches=["0am"])
    content = f"First day,Last day\n{YEAR}-09-03,{YEAR}-10-21\n".encode()
    sent = actions.send_file(council, file=SimpleUploadedFile("terms.csv", content), by=olwen, once=uuid4())
    actions.import_terms(sent, seen=report_on(sent, olwen).fingerprint, by=olwen, once=uuid4())
    connection.check_constraints()
    marked.refresh_from_db()
    assert marked.term == first and marked.term.starts_on == dt.date(YEAR, 9, 3)
