"""Term dates come from a CSV file: read as people write them, shown before anything is written, wrong rows with why."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from schools import clock
from schools.models import Event, Term, TermUpload
from schools.refusals import Refused
from schools.term_import import actions
from schools.term_import.differences import State, compare
from schools.term_import.queries import report_on
from schools.term_import.reading import MOST_BYTES, MOST_ROWS, date_of, read
from tests.on_pages import Visitor

YEAR = clock.current_school_year()
SIMPLE = f"First day,Last day\n{YEAR}-09-01,{YEAR}-10-23\n{YEAR}-11-02,{YEAR}-12-18\n"
FIRST = (dt.date(YEAR, 9, 1), dt.date(YEAR, 10, 23))


def rows(text: str, *terms: Term) -> list[Any]:
    return compare(read(text.encode()), terms).rows


def stretches(text: str) -> list[tuple[Any, Any]]:
    return [(row.first, row.last) for row in rows(text)]


def a_term(first: dt.date, last: dt.date, key: int = 1) -> Term:
    return Term(pk=key, school_year=clock.school_year_of(first), starts_on=first, ends_on=last)


@pytest.mark.parametrize(
    "words",
    [
        "2026-09-01", "2026-09-01 00:00:00", "01/09/2026", "1.9.26", "1-9-2026", "1 September 2026", "1st Sept 2026",
        "Tuesday 1 September 2026", "Tuesday, 1st of September, 2026", "1 Medi 2026", "Dydd Mawrth, 1af o Fedi 2026",
        "1-Sep-26", "MAWRTH 1 MEDI 2026",
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them(words):
    assert date_of(words) == dt.date(2026, 9, 1)


@pytest.mark.parametrize("words", ["", "soon", "31 February 2026", "2026", "1 2 3 4", "32/01/2026", "0 Medi 2026", "٣"])
def test_what_is_no_date_is_none(words):
    assert date_of(words) is None


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_known_in_both_languages(month):
    for language in ("cy", "en"):
        with translation.override(language):
            assert date_of(date_format(dt.date(2027, month, 3), "j F Y")) == dt.date(2027, month, 3)


@pytest.mark.parametrize(
    "text",
    [
        SIMPLE,
        SIMPLE.replace("First day", "Diwrnod cyntaf").replace("Last day", "Diwrnod olaf"),
        SIMPLE.replace("First day,Last day", "Term,Starts on,Ends on").replace("\n2", "\nx,2"),
        "Dyddiadau tymor\n\n" + SIMPLE.replace(",", ";"),
        "\ufeff" + SIMPLE.replace("\n", "\r\n"),
    ],
    ids=range(5),
)
def test_the_headings_are_known_in_both_languages_wherever_they_stand(text):
    assert stretches(text)[0] == FIRST and len(stretches(text)) == 2


def test_a_row_with_its_half_term_is_two_stretches():
    heads = "Term,Term begins,Half term begins,Half term ends,Term ends"
    text = f"{heads}\nAutumn 2026,1 September 2026,Monday 26 October 2026,30 October 2026,18 December 2026"
    assert stretches(text) == [
        (dt.date(2026, 9, 1), dt.date(2026, 10, 23)),
        (dt.date(2026, 11, 2), dt.date(2026, 12, 18)),
    ]
    assert read(text.encode()).unused == ["Term"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("soon,2026-10-23", "“soon” is no date that can be read"),
        ("2026-09-01,", "The first or the last day is missing"),
        ("2026-10-23,2026-09-01", "The last day is before the first day"),
        ("2026-09-01,2027-09-02", "lie in different school years"),
        ("1926-09-01,1926-10-01", "too far away"),
    ],
)
def test_a_row_in_error_says_why(row, sentence):
    (found,) = rows(f"First day,Last day\n{row}")
    assert found.state is State.ERROR and sentence in " ".join(found.reasons)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2026-09-01,2026-10-26,,2026-12-18", "Only one end of the half-term"),
        ("2026-09-01,2026-08-26,2026-08-30,2026-12-18", "does not lie within the term"),
        ("2026-09-01,2026-10-30,2026-10-26,2026-12-18", "does not lie within the term"),
    ],
)
def test_a_half_term_in_error_says_why(row, sentence):
    (found,) = rows(f"Term starts,Half term starts,Half term ends,Term ends\n{row}")
    assert sentence in " ".join(found.reasons)


def test_rows_that_overlap_each_other_or_several_terms_are_in_error():
    twice = rows("First day,Last day\n2026-09-01,2026-10-01\n2026-09-30,2026-10-20")
    assert "overlap those of line 2" in twice[1].reasons[0]
    one, two = a_term(dt.date(2026, 9, 1), dt.date(2026, 9, 9)), a_term(dt.date(2026, 9, 14), dt.date(2026, 9, 30), 2)
    (over,) = rows("First day,Last day\n2026-09-02,2026-09-20", one, two)
    assert "overlap several terms that are entered already" in over.reasons[0]
    both = rows("First day,Last day\n2026-09-01,2026-09-03\n2026-09-07,2026-09-08", one)
    assert all("days of one term" in row.reasons[0] for row in both)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "t.csv", "The file is empty"),
        (b"a,b\n1,2", "t.csv", "No row of headings was found"),
        (b"First day,Last day\n\n", "t.csv", "no term dates under them"),
        (SIMPLE.encode(), "t.xlsx", "This is not a CSV file"),
        (b"PK\x03\x04", "t.csv", "This is not a CSV file"),
        (b"%PDF-1.7 \0", "", "This is not a CSV file"),
        (b'First day,Last day\n"2026', "t.csv", "Line 2 cannot be read as CSV"),
        (b"x" * (MOST_BYTES + 1), "t.csv", "larger than 1 MB"),
        (b"First day,Last day\n" + b"2026-09-01,2026-10-01\n" * (MOST_ROWS + 1), "t.csv", "more than 200 rows"),
        (b"First day,Last day\n" + b"2026-09-01,2026-10-01\n" * (MOST_ROWS + 99), "t.csv", "more than 200 rows"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(content, name, sentence):
    with pytest.raises(Refused, match=sentence):
        read(content, name)


@given(st.binary(max_size=300), st.text(max_size=200))
def test_whatever_is_sent_in_is_read_or_refused(content, text):
    for each in (
        content,
        text.encode("utf-8", "replace"),
        SIMPLE.encode() + content,
        (SIMPLE + text).encode("utf-8", "replace"),
    ):
        try:
            compare(read(each), [a_term(*FIRST)])
        except Refused as refusal:
            assert refusal.message
    date_of(text)


pages = pytest.mark.django_db


def sent(council: Any, person: Any, text: str = SIMPLE) -> Visitor:
    visitor = Visitor(person, "en").open(reverse("school_calendar:detail", args=[council.public_id, YEAR]))
    visitor.follow(reverse("term_import:add", args=[council.public_id]))
    return visitor.fill(file=SimpleUploadedFile("tymhorau.csv", text.encode()))


@pages
def test_nothing_is_written_before_the_preview_is_confirmed(council, olwen):
    gone = Term.all_rows.create(
        council=council, school_year=YEAR, starts_on=dt.date(YEAR + 1, 4, 1), ends_on=dt.date(YEAR + 1, 4, 9)
    )
    Term.all_rows.create(council=council, school_year=YEAR, starts_on=FIRST[0], ends_on=dt.date(YEAR, 10, 21))
    visitor = sent(council, olwen)
    visitor.says("What would change", "Until now it is", "Missing from the file")
    assert Term.all_rows.count() == 2
    visitor.fill().says("The term dates have been imported")
    assert Term.all_rows.filter(pk=gone.pk).exists(), "no term is ever removed"
    assert Term.all_rows.filter(starts_on=FIRST[0], ends_on=FIRST[1]).exists() and Term.all_rows.count() == 3
    assert Event.all_rows.get(verb="term_upload.imported").facts == {"terms": 2}


@pages
def test_a_changed_term_stays_the_same_row_and_days_move_from_one_to_the_next(council, olwen):
    words = {"council": council, "school_year": YEAR}
    first = Term.all_rows.create(**words, starts_on=FIRST[0], ends_on=dt.date(YEAR, 11, 1))
    second = Term.all_rows.create(**words, starts_on=dt.date(YEAR, 11, 3), ends_on=dt.date(YEAR, 12, 18))
    text = f"First day,Last day\n{YEAR}-09-01,{YEAR}-11-02\n{YEAR}-11-09,{YEAR}-12-18"
    sent(council, olwen, text).fill()
    assert Term.all_rows.get(public_id=first.public_id).version == 2
    assert Term.all_rows.get(pk=second.pk).starts_on == dt.date(YEAR, 11, 9)


@pages
def test_a_repeated_press_imports_once_and_answers_with_the_first_result(council, olwen):
    sent(council, olwen)
    upload = TermUpload.all_rows.get()
    seen, once = report_on(upload, olwen).fingerprint, uuid4()
    results = [actions.import_terms(upload, seen=seen, by=olwen, once=once) for _press in range(2)]
    assert results == [upload, upload] and Term.all_rows.count() == 2
    with pytest.raises(Refused, match="already been imported"):
        actions.import_terms(upload, seen=seen, by=olwen, once=uuid4())


@pages
def test_what_was_changed_since_the_preview_is_looked_at_again(council, olwen):
    visitor = sent(council, olwen)
    Term.all_rows.create(council=council, school_year=YEAR, starts_on=FIRST[0], ends_on=FIRST[0])
    assert "The terms have changed since you looked" in visitor.refused()[0]
    visitor.fill()
    assert Term.all_rows.count() == 2


@pages
def test_a_file_with_a_row_in_error_imports_nothing_and_offers_no_button(council, olwen):
    visitor = sent(council, olwen, SIMPLE + f"{YEAR}-11-31,{YEAR}-12-20")
    visitor.says("Nothing can be imported while rows are in error", "no date that can be read")
    upload = TermUpload.all_rows.get()
    with pytest.raises(Refused, match="has rows in error"):
        actions.import_terms(upload, seen=report_on(upload, olwen).fingerprint, by=olwen, once=uuid4())
    assert not Term.all_rows.exists()


@pages
def test_a_file_that_changes_nothing_says_so(council, olwen):
    sent(council, olwen).fill()
    sent(council, olwen).says("The calendar already says what the file says")


@pages
def test_the_next_school_year_is_imported_by_its_dates(council, olwen):
    visitor = sent(council, olwen, SIMPLE.replace(str(YEAR), str(YEAR + 1))).fill()
    visitor.says(f"School calendar {clock.school_year_words(YEAR + 1)}")
    assert set(Term.all_rows.values_list("school_year", flat=True)) == {YEAR + 1}


@pages
def test_rows_that_nobody_confirmed_are_gone_a_day_later(council, olwen):
    sent(council, olwen)
    TermUpload.all_rows.update(at=clock.now() - dt.timedelta(days=2))
    sent(council, olwen)
    assert TermUpload.all_rows.count() == 1


@pages
def test_a_file_too_large_is_refused_before_it_is_read(council, olwen):
    visitor = Visitor(olwen, "en").open(reverse("term_import:add", args=[council.public_id]))
    assert "larger than 1 MB" in visitor.refused(file=SimpleUploadedFile("t.csv", b"x" * (MOST_BYTES + 1)))[0]
