"""An outline as a Word document, with real headings, lists, languages, contents and page numbers."""

import datetime as dt
import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Cm, Pt, RGBColor

from . import word_parts as parts
from .outline import Block, Heading, Item, Items, Outline, Paragraph, Words
from .word_styles import BESIDE, NOTE, TOLD

FONT = "Arial"
INK, QUIET = RGBColor(0x12, 0x45, 0x4D), RGBColor(0x46, 0x55, 0x53)  # as on the pages: $slate, secondary text
SIZES = {"Title": 24, "Heading 1": 16, "Heading 2": 13}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the day that a zip file cannot go behind: the parts carry no other


def word_of(outline: Outline) -> bytes:
    """The file. Equal outlines give equal bytes."""
    document = Document()
    _looks(document, outline)
    _properties(document, outline)
    document.add_paragraph(outline.title, style="Title")
    for name, value in outline.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    _contents(document, outline)
    writer = _Writer(document, outline.lang)
    for block in outline.blocks:
        writer.write(block)
    _page_numbers(document, outline)
    return same_bytes(document)


class _Writer:
    """Writes blocks; every heading of an area is a place to which the contents lead."""

    def __init__(self, document: Any, lang: str) -> None:
        self.document, self.lang, self.headings = document, lang, 0
        names = ("Normal", "Heading 1", "Heading 2", "List Bullet", "List Continue", TOLD, NOTE, BESIDE)
        self.styles = {name: document.styles[name].style_id for name in names}  # looked up once: each look takes long
        self.end = document.element.body.sectPr  # python-docx looks for it from the beginning for each paragraph

    def write(self, block: Block) -> None:
        match block:
            case Heading(level, words):
                paragraph = self._paragraph([words], f"Heading {level}")
                if level == 1:
                    parts.bookmark(paragraph, self.headings)
                    self.headings += 1
            case Paragraph(words, told):
                self._paragraph([words], TOLD if told else "Normal")
            case Items(items):
                for item in items:
                    self._item(item)

    def _item(self, item: Item) -> None:
        style = "List Bullet"
        for words in item.words:
            self._paragraph([words], style)
            style = "List Continue"
        for mark in item.marks:
            self._paragraph([mark], NOTE)
        for words in item.beside:
            self._paragraph([words], BESIDE)
        for note in item.notes:
            self._paragraph(note, NOTE if item.words else "List Bullet")

    def _paragraph(self, words: list[Words], style: str) -> Any:
        paragraph = parts.paragraph_before(self.end, self.document)
        paragraph._p.style = self.styles[style]
        for each in words:
            run = paragraph.add_run()
            for number, line in enumerate(each.lines):
                if number:
                    run.add_break()
                run.add_text(line)
            if each.lang != self.lang:
                parts.in_language(run._r.get_or_add_rPr(), each.lang)
        return paragraph


def _looks(document: Any, outline: Outline) -> None:
    """One font that every machine has, the language of the whole, and the styles of the contents and of notes."""
    parts.in_language(parts.defaults_of(document), outline.lang)
    for name, size in {"Normal": 11, **SIZES}.items():
        style = document.styles[name]
        parts.in_font(style, FONT)
        style.font.size = Pt(size)
        if name != "Normal":
            style.font.color.rgb = INK
    for name, before in {NOTE: "List Continue", BESIDE: "List Continue", TOLD: "Normal", "toc 1": "Normal"}.items():
        parts.add_style(document, name, based_on=before)
    document.styles[NOTE].font.size = Pt(9.5)
    document.styles[NOTE].font.color.rgb = QUIET
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)


def _properties(document: Any, outline: Outline) -> None:
    told = document.core_properties
    told.title, told.author, told.last_modified_by = outline.title, outline.school, outline.school
    told.language, told.comments, told.revision = f"{outline.lang}-GB", "", 1
    told.created = told.modified = outline.at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)


def _contents(document: Any, outline: Outline) -> None:
    """The areas as contents whose lines lead where they say at once; Word adds the page numbers when it is updated."""
    document.add_paragraph().add_run(outline.contents).bold = True
    headings = [block for block in outline.blocks if isinstance(block, Heading) and block.level == 1]
    lines = [document.add_paragraph(style="toc 1") for _block in headings]
    for number, (line, block) in enumerate(zip(lines, headings, strict=True)):
        parts.link(line, number, block.words.text)
    if lines:
        parts.contents_field(lines[0], lines[-1])


def _page_numbers(document: Any, outline: Outline) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run(f"{outline.school} · ")
    rest = outline.page
    for name, field in (("%(page)s", "PAGE"), ("%(pages)s", "NUMPAGES")):
        before, _name, rest = rest.partition(name)
        footer.add_run(before)
        parts.field(footer, field, "1")
    footer.add_run(rest)


def same_bytes(document: Any) -> bytes:
    """Packed anew, each part with the same date, for a file is compared byte for byte."""
    given, whole = BytesIO(), BytesIO()
    document.save(given)
    with zipfile.ZipFile(given) as packed, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as anew:
        for part in packed.infolist():
            anew.writestr(zipfile.ZipInfo(part.filename, EARLIEST), packed.read(part), zipfile.ZIP_DEFLATED)
    return whole.getvalue()
