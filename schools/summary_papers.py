"""The summary of a plan on paper, in one language: as it was published, or as a draft for the governors."""

import datetime as dt

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools import clock
from schools.documents.outline import Block, Item, Items, Outline, Words, heading, paragraphs, plain, said
from schools.models import Plan, Version
from schools.summary_contents import Content, readable


def as_published(plan: Plan, version: Version, language: str) -> Outline:
    """What everybody reads: the lines, and the day on which they were published."""
    with translation.override(language):
        facts = [(_("Published on"), date_format(timezone.localtime(version.at)))]
        title = _("Summary of the development plan %(period)s") % {"period": plan.period}
        return _outline(title, plan, language, facts, version.at, _blocks(version.words, language))


def draft_for_governors(plan: Plan, content: Content, language: str) -> Outline:
    """What is written in this language so far, and how much is not; the first thing it says is that it is a draft."""
    with translation.override(language):
        now = clock.now()
        label = _("Draft for the school’s governors, in Welsh only. It has not been published.")
        if language == "en":
            label = _("Draft for the school’s governors, in English only. It has not been published.")
        facts = [(_("What this is"), label), (_("As it stood on"), date_format(timezone.localtime(now)))]
        title = _("Draft: summary of the development plan %(period)s") % {"period": plan.period}
        return _outline(title, plan, language, facts, now, _blocks(content, language))


def _blocks(content: Content, language: str) -> list[Block]:
    blocks: list[Block] = []
    for part in readable(content, language):
        blocks.append(heading(1, part["label"]))
        if part["lines"]:
            blocks.append(Items([Item(_line(text, language)) for text in part["lines"]]))
        if part["missing"]:
            blocks.append(said(_missing(part["missing"], language)))
        elif not part["lines"]:
            blocks.append(said(_("There is nothing to say this year.") if part["nothing"] else _("Not written yet.")))
    return blocks


def _line(text: str, language: str) -> list[Words]:
    return list(paragraphs(text, language))


def _missing(count: int, language: str) -> str:
    if language == "cy":
        words = ngettext("%(count)d line is not in Welsh yet.", "%(count)d lines are not in Welsh yet.", count)
    else:
        words = ngettext("%(count)d line is not in English yet.", "%(count)d lines are not in English yet.", count)
    return words % {"count": count}


def _outline(
    title: str, plan: Plan, language: str, facts: list[tuple[str, str]], at: dt.datetime, blocks: list[Block]
) -> Outline:
    name = plain(plan.school.name)
    return Outline(
        title=title,
        school=name,
        lang=language,
        at=at,
        facts=[(_("School"), name), *facts],
        contents=_("Contents"),
        page=_("Page %(page)s of %(pages)s"),
        not_shown=_("□ stands where this file cannot show a character."),
        blocks=blocks,
    )
