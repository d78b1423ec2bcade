"""A Word document is read in as many steps as it has elements, whatever it is made of; beyond stated bounds it is
refused while it is read.
"""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Event
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from schools.bringing_in import forms
from schools.documents import matching, naming, reading, walking, word_styles
from schools.documents.matching import blocks_of
from schools.documents.reading import TooLong, read
from schools.documents.two_columns import rows_in
from tests.schools.word_documents import W, of_body, raw, usual

AREAS: list[Any] = [SimpleNamespace(code="lles", name_cy="Lles", name_en="Well-being")]
TEXT = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
HEADING = '<w:p><w:pPr><w:outlineLvl w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'


def texts(content: bytes) -> list[str]:
    return [piece.text for piece in read(BytesIO(content)).pieces]


def blocks(content: bytes) -> list[dict[str, Any]]:
    return blocks_of(read(BytesIO(content)), AREAS, "en")


def steps(content: bytes) -> int:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        reader = reading._Reader(packed)
        reader.whole()
    return walking.MOST_STEPS - reader.steps.left


def tables(depth: int, inside: str = TEXT.format("x")) -> str:
    begin = f"<w:tbl><w:tr><w:tc>{TEXT.format('a')}"
    return begin * depth + inside * depth + "</w:tc></w:tr></w:tbl>" * depth


def notes(number: int) -> bytes:
    asked = "".join(f'<w:p><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>' for n in range(number))
    told = "".join(f'<w:footnote w:id="{n}">{TEXT.format("a")}</w:footnote>' for n in range(number))
    return of_body(asked, footnotes__xml=f"<w:footnotes {W}>{told}</w:footnotes>")


def controls(depth: int) -> str:
    return "<w:sdt><w:sdtContent>" * depth + TEXT.format("x") * depth + "</w:sdtContent></w:sdt>" * depth


def with_heads(number: int) -> bytes:
    heads = {f"header{n}__xml": f"<w:hdr {W}>{TEXT.format(n)}</w:hdr>" for n in range(number)}
    return of_body(TEXT.format("x"), **heads)


@pytest.mark.parametrize(
    "made",
    [
        lambda n: of_body(tables(n)),
        lambda n: of_body(controls(n)),
        notes,
        with_heads,
    ],
    ids=["tables within tables", "controls within controls", "notes", "heads of pages"],
)  # fmt: skip
def test_twice_as_much_takes_twice_as_many_steps(made):
    assert steps(made(40)) < 2.3 * steps(made(20))


def test_notes_are_numbered_by_a_counter_and_no_text_is_taken_for_one():
    note = f'<w:footnotes {W}><w:footnote w:id="2">{TEXT.format("The note")}</w:footnote></w:footnotes>'
    content = of_body(
        TEXT.format("[sic] as they wrote") + '<w:p><w:r><w:t>Then</w:t><w:footnoteReference w:id="2"/></w:r></w:p>',
        footnotes__xml=note,
    )
    assert texts(content) == ["[sic] as they wrote", "Then[1]", "[1] The note"]


def test_what_lies_within_each_other_ends_at_a_number_of_steps(monkeypatch):
    monkeypatch.setattr(walking, "MOST_STEPS", 1000)
    with pytest.raises(TooLong):
        read(BytesIO(of_body("<w:p>" * 50 + "<w:r/>" * 1000 + "</w:p>" * 50)))


@pytest.mark.parametrize("bound", ["MOST_BYTES", "MOST_MARKS", "MOST_PIECES", "LONGEST_DOCUMENT"])
def test_a_document_beyond_a_bound_is_refused_while_it_is_read(monkeypatch, bound):
    content = usual()
    assert texts(content)
    monkeypatch.setattr(reading, bound, 5)
    with pytest.raises(TooLong):
        read(BytesIO(content))


@pytest.mark.parametrize(("cell", "rows"), [("<w:p/>" * 30_000, 1), (TEXT.format("a" * 50_000), 30)])
def test_the_rows_of_a_table_have_the_same_bounds(cell, rows, monkeypatch):
    content = of_body("<w:tbl>" + f"<w:tr><w:tc>{cell}</w:tc></w:tr>" * rows + "</w:tbl>")
    read_so_far = []
    text_of = reading._Reader.text_of
    monkeypatch.setattr(reading._Reader, "text_of", lambda *args: (read_so_far.append(1), text_of(*args))[1])
    with pytest.raises(TooLong):
        rows_in(BytesIO(content))
    assert len(read_so_far) <= reading.MOST_PIECES + 1


def test_empty_paragraphs_count_too():
    with pytest.raises(TooLong):
        read(BytesIO(of_body("<w:p/>" * (reading.MOST_PIECES + 1))))


def test_more_paragraphs_than_somebody_could_place_are_refused():
    with pytest.raises(TooLong):
        read(BytesIO(of_body(TEXT.format("a") * (reading.MOST_PIECES + 1))))


@pytest.mark.parametrize("letters", ["utf-16", "utf-7"])
def test_marks_that_would_not_be_counted_are_not_read(letters):
    words = (
        f'<?xml version="1.0" encoding="{letters}"?><w:document {W}><w:body>{TEXT.format("a")}</w:body></w:document>'
    )
    declared, rest = words.split("?>")
    hidden = declared + "?>" + rest.replace("<", "+ADw-")
    content = raw(words.encode(letters) if letters == "utf-16" else hidden)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"document\.xml"):
        read(BytesIO(content))


def test_a_long_heading_is_kept_once_and_only_its_beginning_stands_over_its_texts():
    body = HEADING.format(0, "a" * 50_000) + "".join(HEADING.format(1, n) + TEXT.format("b") for n in range(200))
    found = blocks(of_body(body))
    assert (
        max(len(block["heading"]) for block in found) < 300 and sum(len(block["heading"]) for block in found) < 50_000
    )
    assert sum(block["text"].count("a") for block in found) == 50_000, "and nothing of it is lost"


def test_headings_count_as_text():
    with pytest.raises(TooLong):
        blocks(of_body(HEADING.format(0, "a" * 700_000) + TEXT.format("b")))


def test_each_heading_is_compared_once_and_only_so_many_of_them(monkeypatch):
    compared = []
    nearest = naming._nearest
    monkeypatch.setattr(naming, "_nearest", lambda said, names: (compared.append(said), nearest(said, names))[1])
    blocks(of_body((HEADING.format(0, "Lles") + TEXT.format("b")) * 50))
    assert len(compared) <= 2
    monkeypatch.setattr(naming, "MOST_HEADINGS", 10)
    with pytest.raises(TooLong):
        blocks(of_body("".join(HEADING.format(8, f"n{n}") for n in range(500))))
    assert len(compared) <= 2 + 20


def test_sorting_ends_at_the_last_block_that_may_be_kept(monkeypatch):
    headings = []
    sort = matching._Sorter._heading
    monkeypatch.setattr(matching._Sorter, "_heading", lambda *args: (headings.append(args), sort(*args))[1])
    with pytest.raises(TooLong):
        blocks(of_body("".join(HEADING.format(1, n) + TEXT.format("b") for n in range(1900))))
    assert len(headings) <= matching.MOST_BLOCKS + 2


def test_a_style_on_which_many_rest_is_read_once(monkeypatch):
    asked = []
    value = word_styles._value
    monkeypatch.setattr(word_styles, "_value", lambda parent, *names: (asked.append(names), value(parent, *names))[1])
    one = '<w:style w:styleId="s{}"><w:name w:val="x"/><w:basedOn w:val="big"/></w:style>'
    styles = word_styles.Styles(
        etree.fromstring(f'<w:styles {W}><w:style w:styleId="big"/>{"".join(map(one.format, range(30)))}</w:styles>')
    )
    for number in range(30):
        styles._style(f"s{number}")
    assert len(asked) == 5 * 31


def test_of_a_list_only_the_levels_that_there_are_in_word_are_kept():
    levels = "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="decimal"/></w:lvl>' for n in range(500))
    lists = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    used = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/></w:num>' for n in range(20))
    numbers = word_styles.Numbers(etree.fromstring(f"<w:numbering {W}>{lists}{used}</w:numbering>"))
    assert len(numbers.formats) == 20 * 9


def test_one_document_is_read_at_a_time_and_whoever_comes_third_is_told_to_wait(monkeypatch):
    reading_one, go_on = Event(), Event()

    def slowly(content: Any) -> Any:
        reading_one.set()
        go_on.wait(20)
        return read(content)

    def sent() -> Any:
        file = SimpleUploadedFile("hunan.docx", content)
        return forms.BringForm(data={}, files={"file": file}, areas=AREAS)

    content = usual()
    monkeypatch.setattr(forms, "read", slowly)
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(lambda: sent().errors.get("file")) for _ in range(2)]
        assert reading_one.wait(20)
        while forms.TURNS.at_the_door._value:
            sleep(0.01)
        assert "Other documents are being read" in str(sent().errors["file"])
        go_on.set()
        assert [each.result() for each in waiting] == [None, None]


def test_only_so_many_labels_of_the_other_language_are_taken(monkeypatch):
    monkeypatch.setattr(matching, "MOST_OTHERS", 10)
    names = f'<w:styles {W}><w:style w:styleId="a"><w:name w:val="{word_styles.TOLD}"/></w:style></w:styles>'
    labels = TEXT.format("In Welsh:") + TEXT.format("Da")
    of_ten = blocks(of_body(HEADING.format(0, "Lles") + labels * 10, styles__xml=names))
    assert [each["kind"] for each in of_ten] == ["other"] * 10
    with pytest.raises(TooLong):
        blocks(of_body(HEADING.format(0, "Lles") + labels * 11, styles__xml=names))
