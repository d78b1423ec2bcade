"""A record as an outline for paper, in the language of the page: as it was sent, or as it was frozen."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from discussions.contents import Content
from discussions.models import Difference
from schools.documents.outline import (
    Block,
    Item,
    Items,
    Outline,
    Paragraph,
    Words,
    heading,
    page_words,
    paragraphs,
    plain,
    said,
)
from schools.models import Version
from schools.models.base import reader_language


def of_record(record: Any, content: Content, frozen: Version | None) -> Outline:
    """What this reader sees of it: `content` is readable; `frozen` is there once all have answered."""
    held = date_format(timezone.localtime(record.discussion.starts_at))
    names = plain(", ".join(part["school"].name for part in content["parts"]))
    blocks = [block for part in content["parts"] for block in _part(part, content["several"], bool(frozen))]
    return Outline(
        title=_("Record of the professional discussion on %(day)s") % {"day": held},
        school=names,
        lang=reader_language(),
        at=frozen.at if frozen else record.sent_at,
        facts=[(_("School"), names), *_facts(record, content, frozen)],
        contents=_("Contents"),
        page=_("Page %(page)s of %(pages)s"),
        not_shown=_("□ stands where this file cannot show a character. The Word document holds it."),
        blocks=[*blocks, heading(1, _("Answers")), Items([_answer(row) for row in content["turns"]])],
    )


def _facts(record: Any, content: Content, frozen: Version | None) -> list[tuple[str, str]]:
    sent = _("Sent for agreement on"), date_format(timezone.localtime(record.sent_at))
    if frozen is None:
        return [sent, (_("Where it stands"), _("The record as it was sent. Not all have answered it yet."))]
    stands = _("All have answered. The record can no longer be changed.")
    if content["disputed"]:
        stands += " " + _("Not everyone agrees with the support.")
    told = _("%(hash)s – of the content as it was frozen, not of this file") % {"hash": frozen.sha256}
    day = date_format(timezone.localtime(frozen.at))
    return [sent, (_("Frozen on"), day), (_("Where it stands"), stands), (_("Fingerprint (SHA-256)"), told)]


def _part(part: Content, several: bool, agreed: bool) -> list[Block]:
    blocks: list[Block] = [heading(1, part["school"].name)] if several else []
    for section in part["sections"]:
        blocks.append(heading(2 if several else 1, section["title"]))
        if section["about"] == Difference.About.SUPPORT:
            none = _("No support was agreed.") if agreed else _("No support has been written down.")
            blocks.append(Items([_support(item) for item in section["support"]]) if section["support"] else said(none))
        elif section["about"] == Difference.About.NEXT_STEPS:
            steps = Items([_step(step) for step in section["next_steps"]])
            blocks.append(steps if steps.items else said(_("No next steps are listed.")))
        else:
            words = [Paragraph(each) for each in paragraphs(section["text"], section["lang"])]
            blocks += words or [said(_("Nothing has been written here."))]
        for other in section["differences"]:
            blocks.append(said(_("%(who)s sees this differently") % {"who": other["who"]}))
            blocks += [Paragraph(each) for each in paragraphs(other["reason"], other["lang"])]
    return blocks


def _support(item: Content) -> Item:
    lang = item["lang"]
    rows = [
        (_("What will be done"), [Words(plain(item["what"]), lang)]),
        (_("Who gives it"), [page_words(item["giver"])]),
        (_("Name of the school or body"), [Words(plain(item["given_by_name"]), lang)] if item["given_by_name"] else []),
        (_("How much"), [page_words(item["amount_words"])]),
        (_("First date"), [page_words(date_format(item["starts_on"]))]),
        (_("Last date"), [page_words(date_format(item["ends_on"]))]),
        (_("What success looks like"), [Words(plain(item["success"]), lang)]),
    ]
    return Item([page_words(item["kind_words"])], [[page_words(f"{name}: "), *words] for name, words in rows if words])


def _step(step: Content) -> Item:
    when = _("%(who)s, by %(day)s") % {"who": step["who"], "day": date_format(step["due_on"])}
    return Item(paragraphs(step["text"], step["lang"]), [[page_words(when)]])


def _answer(row: Content) -> Item:
    """A file travels, so it names no person: the role tells who answered."""
    if "agreed" not in row:
        answer, given = _("Not yet answered"), ""
    else:
        answer = _("Agrees") if row["agreed"] else _("Sees something differently")
        given = ", ".join(filter(None, [str(row["role"]), date_format(dt.date.fromisoformat(row["on"]))]))
    return Item([page_words(f"{row['turn'].label}: {answer}")], [[page_words(given)]] if given else [])
