"""A self-evaluation as an outline, in the language of the interface: a frozen version, or the school's own copy."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from schools import clock
from schools.clock import school_year_words
from schools.models import SelfEvaluation, Translation, Version
from schools.models.base import reader_language

from .outline import (
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

Content = dict[str, Any]


def of_version(version: Version, content: Content) -> Outline:
    """What was frozen. `content` is it, made readable; `version.school` is at hand.

    That the reader may read a newer one is said where `version_for` has found it.
    """
    year = {"year": school_year_words(version.school_year), "number": version.number}
    if version.version_kind == Version.Kind.SHARED_SELF_EVALUATION:
        title = _("Self-evaluation %(year)s for the governors, version %(number)s")
        when = _("Shared with the governors on")
    else:
        title, when = _("Self-evaluation %(year)s, version %(number)s"), _("Submitted on")
    told = _("%(hash)s – of the content as it was frozen, not of this file") % {"hash": version.sha256}
    facts = [(when, _day(version.at)), *_newer(version), (_("Fingerprint (SHA-256)"), told)]
    if any(_answered(area) for area in content["areas"]):
        facts.append((_("Questions and answers"), _answers_until(clock.now())))
    return _outline(title % year, version.school, facts, version.at, content)


def of_living(evaluation: SelfEvaluation, content: Content, went_out: Iterable[Version] = ()) -> Outline:
    """The copy in which the team goes on writing, as it stands now; it says that it is nobody else's.

    `went_out` are the newest versions, of either kind, that others read instead.
    """
    now = clock.now()
    title = _("Self-evaluation %(year)s: the school’s own copy") % {"year": evaluation.year_words}
    stands = _(
        "The copy in which the school’s team goes on writing. It is for the team; others read only versions of it."
    )
    facts = [
        (_("What this is"), stands),
        (_("As it stood on"), formats.date_format(timezone.localtime(now), "DATETIME_FORMAT")),
        *(_last(version) for version in went_out),
        (
            _("Not in this file"),
            _("Short entries, who looks after which area, and marks of what came from another year"),
        ),
    ]
    return _outline(title, evaluation.school, facts, now, content)


def _newer(version: Version) -> list[tuple[str, str]]:
    number = getattr(version, "newer_number", None)
    return [(_("There is a newer version"), _numbered(number, version.newer_at))] if number else []  # type: ignore[attr-defined] # found with it


def _last(version: Version) -> tuple[str, str]:
    """Which version others read now."""
    shared = version.version_kind == Version.Kind.SHARED_SELF_EVALUATION
    words = _numbered(version.number, version.at)
    return (_("Last shared with the governors") if shared else _("Last submitted")), words


def _numbered(number: int, at: dt.datetime) -> str:
    return _("Version %(number)s, %(day)s") % {"number": number, "day": _day(at)}


def _outline(title: str, school: Any, facts: list[tuple[str, str]], at: dt.datetime, content: Content) -> Outline:
    if framework := content["framework"]["name"]:
        edition = {"framework": framework, "number": content["framework"].get("edition", "")}
        facts = [(_("Framework"), plain(_("%(framework)s, version %(number)s") % edition)), *facts]
    blocks: list[Block] = [*_own_document(content), *(block for area in content["areas"] for block in _area(area))]
    return Outline(
        title=title,
        school=plain(school.name),
        lang=reader_language(),
        at=at,
        facts=[(_("School"), plain(school.name)), *facts],
        contents=_("Contents"),
        page=_("Page %(page)s of %(pages)s"),
        not_shown=_("□ stands where this file cannot show a character. The Word document holds it."),
        blocks=blocks,
    )


def _own_document(content: Content) -> list[Block]:
    """Where the school's own document is the self-evaluation, this file says so and names it; it cannot hold it."""
    document = content["document"]
    if not document:
        return []
    words = _("Fingerprint of the document (SHA-256): %(hash)s") % {"hash": document["sha256"]}
    beside = _("The strengths and the priorities for improvement that go with it are below.")
    if content["has_texts"]:
        beside = _(
            "What the school has also written in the portal goes with it, with the strengths and the priorities for "
            "improvement: see below."
        )
    return [
        heading(1, _("The self-evaluation is the school’s own document")),
        Paragraph(Words(plain(document["name"]), document["lang"])),
        said(words),
        said(beside),
    ]


def _area(area: Content) -> list[Block]:
    """The area's heading, its boxes, its strengths and priorities, and how broad the evidence is."""
    blocks = [heading(1, area["name"])]
    for box in area["boxes"]:
        blocks.append(heading(2, box["title"]))
        words = paragraphs(box["text"], box["lang"])
        blocks += [Paragraph(each) for each in words] or [said(_("Nothing has been written here yet."))]
        blocks += [Paragraph(each, told=True) for each in [*_other_language(box), *_translated(box)]]
    if area["text_of_school"]:
        blocks.append(said(_("This text was written once for the schools of the federation.")))
    if area["evidence"]:
        blocks += [said(_("Evidence:")), Items([Item([], [_evidence(item)]) for item in area["evidence"]])]
    blocks += _findings(_("Strengths"), area["strengths"], _("No strengths are listed here."))
    blocks += _findings(_("Priorities for improvement"), area["priorities"], _("No priorities are listed here."))
    if area["breadth"]:
        blocks += [heading(2, _("How broad the evidence is")), Items([_breadth(part) for part in area["breadth"]])]
    return blocks + _questions(area)


def _answered(area: Content) -> list[Any]:
    """What was asked about the area and answered: a file travels, so what still waits for the school is not in it."""
    return [each.row for each in area.get("asked", []) if each.row.answered_at]


def _questions(area: Content) -> list[Block]:
    """Which side asked and when; a file names nobody."""
    blocks: list[Block] = []
    for row in _answered(area):
        asked = (
            _("The council asked on %(day)s") if row.is_from_council else _("The improvement service asked on %(day)s")
        )
        blocks += [said(asked % {"day": _day(row.asked_at)}), *map(Paragraph, paragraphs(row.question, row.lang))]
        blocks.append(said(_("The school answered on %(day)s") % {"day": _day(row.answered_at)}))
        blocks += map(Paragraph, paragraphs(row.answer, row.answer_lang))
    return [heading(2, _("Questions and answers")), *blocks] if blocks else []


def _answers_until(now: dt.datetime) -> str:
    words = _("Those that were answered by %(day)s stand beneath their areas. They are no part of what was submitted.")
    return words % {"day": _day(now)}


def _findings(title: str, findings: list[Content], none: str) -> list[Block]:
    listed = Items([_finding(finding) for finding in findings]) if findings else said(none)
    return [heading(2, title), listed]


def _finding(finding: Content) -> Item:
    marks = []
    if finding.get("could_share"):
        marks.append(page_words(_("We could share this")))
    if finding.get("needs_support"):
        marks.append(page_words(_("We need support with this")))
    notes = [[page_words(_("Evidence:") + " "), *_evidence(item)] for item in finding["evidence"]]
    words = [*paragraphs(finding["text"], finding["lang"]), *_other_language(finding)]
    return Item(words, notes, marks, _translated(finding))


def _other_language(place: Content) -> list[Words]:
    """The same text in the other language, under a line that says so."""
    other = place.get("other_language")
    if not other:
        return []
    changed = other.get("original_changed")
    if other["lang"] == "cy":
        label = _("In Welsh (the original has changed since this was written):") if changed else _("In Welsh:")
    else:
        label = _("In English (the original has changed since this was written):") if changed else _("In English:")
    return [page_words(label), *paragraphs(other["text"], other["lang"])]


def _translated(place: Content) -> list[Words]:
    """What the council’s translators made of it, after the words that say so."""
    translation = place.get("translation")
    if not translation:
        return []
    return [page_words(_whose(translation)), *paragraphs(translation.text, translation.lang)]


def _whose(translation: Translation) -> str:
    words = _("Translation by the council’s translators, %(day)s, not the school’s own words")
    return words % {"day": _day(translation.at)}


def _evidence(item: Content) -> list[Words]:
    """Its title in its own language, then what and from when it is. No age: an old file must not lie about it."""
    day = formats.date_format(dt.date.fromisoformat(item["gathered_on"]))
    return [Words(plain(item["title"]), item["lang"]), page_words(f" ({item['kind_words']}, {day})")]


def _breadth(part: Content) -> Item:
    kinds = "; ".join(part["kinds"]) or pgettext("evidence", "nothing is cited")
    return Item([page_words(f"{part['title']}: {kinds}")])


def _day(at: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(at))
