"""The priorities that a school put forward, offered to whoever writes which of them were confirmed."""

from collections.abc import Iterable
from typing import Any

from discussions.contents import Content
from discussions.models import RecordSection
from schools.models import Person, Version


def priorities_put_forward(person: Person, section: RecordSection) -> tuple[str, list[Content]]:
    """The priorities of the plan last shared, or of the self-evaluation last submitted: its kind and their texts.

    Nothing for a section that is not about them.
    """
    if section.heading != RecordSection.Heading.PRIORITIES:
        return "", []
    rows = Version.objects.visible_to(person).filter(school=section.part.school).order_by("-school_year", "-number")
    for kind in (Version.Kind.PLAN, Version.Kind.SELF_EVALUATION):
        latest = rows.filter(version_kind=kind).first()
        if latest is not None:
            words = latest.words
            places = words["areas"] if kind == Version.Kind.SELF_EVALUATION else [words]
            texts = [{"text": row["text"], "lang": row["lang"]} for place in places for row in place["priorities"]]
            return str(kind), texts
    return "", []


def languages_to_fill(section: RecordSection, offered: Iterable[Content]) -> list[str]:
    """In which languages the priorities can be put into the text: one text has one language, its own once written."""
    found = {row["lang"] for row in offered}
    return sorted(found & {section.lang} if section.text else found)


def ways_to_fill(section: RecordSection, offered: Iterable[Content]) -> dict[str, Any]:
    """The languages to choose from, and whether some of the priorities are left out because of the text's own."""
    fill = languages_to_fill(section, offered)
    return {"fill": fill, "left_out": bool(section.text) and any(row["lang"] not in fill for row in offered)}


def filled(section: RecordSection, offered: Iterable[Content], lang: str) -> Content:
    """The text with the priorities of that language below it, and its language; an empty one has the page's."""
    if lang not in languages_to_fill(section, offered):
        return {"text": section.text, "lang": section.lang} if section.text else {"text": ""}
    texts = [section.text, *(row["text"] for row in offered if row["lang"] == lang)]
    return {"text": "\n\n".join(filter(None, texts)), "lang": lang}
