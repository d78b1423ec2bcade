"""Parts of a Word document for which python-docx has no words: languages, fields, bookmarks, links."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def in_language(properties: Any, lang: str) -> None:
    """Mark what these properties are of as written in this language."""
    for former in properties.findall(qn("w:lang")):
        properties.remove(former)
    properties.append(_element("w:lang", val=f"{lang}-GB", eastAsia=f"{lang}-GB"))


def defaults_of(document: Any) -> Any:
    """The properties of every run that says nothing else."""
    return document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:rPr')}")


def in_font(style: Any, font: str) -> None:
    """Written in this font, whatever the theme says."""
    properties = style.element.get_or_add_rPr()
    for former in properties.findall(qn("w:rFonts")):
        properties.remove(former)
    properties.insert(0, _element("w:rFonts", ascii=font, hAnsi=font, cs=font, eastAsia=font))


def add_style(document: Any, name: str, *, based_on: str) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[based_on]
    style.hidden, style.quick_style = False, True


def paragraph_before(end: Any, document: Any) -> Any:
    """A new paragraph right before this element of the document."""
    new = OxmlElement("w:p")
    end.addprevious(new)
    return Paragraph(new, document)


def bookmark(paragraph: Any, number: int) -> None:
    """Let the contents lead to this heading."""
    start = _element("w:bookmarkStart", id=str(number), name=_place(number))
    first = paragraph._p.pPr
    first.addnext(start) if first is not None else paragraph._p.insert(0, start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def link(paragraph: Any, number: int, words: str) -> None:
    """A line that leads to the heading of this number."""
    leads = _element("w:hyperlink", anchor=_place(number), history="1")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    run.append(text)
    leads.append(run)
    paragraph._p.append(leads)


def contents_field(first: Any, last: Any) -> None:
    """Let the lines from the first to the last be the contents, which Word makes anew when it is asked to."""
    begin = [_char("begin"), _instruction(' TOC \\o "1-1" \\h \\z \\u '), _char("separate")]
    after = first._p.pPr
    for run in reversed(begin):
        after.addnext(run)
    last._p.append(_char("end"))


def field(paragraph: Any, name: str, shown: str) -> None:
    """What Word reckons itself, such as the number of the page; `shown` stands there until it does."""
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    for each in (_char("begin"), _instruction(f" {name} "), _char("separate"), run, _char("end")):
        paragraph._p.append(each)


def _place(number: int) -> str:
    return f"_Toc{number + 1:08d}"


def _char(kind: str) -> Any:
    run = OxmlElement("w:r")
    run.append(_element("w:fldChar", fldCharType=kind))
    return run


def _instruction(words: str) -> Any:
    run, text = OxmlElement("w:r"), OxmlElement("w:instrText")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = words
    run.append(text)
    return run


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
