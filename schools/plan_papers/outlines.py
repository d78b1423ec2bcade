"""A development plan as an outline, in the language of the page: the living one, or a version as it was frozen.

Older versions lack what plans could not say then; what is not there is left out.
"""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.clock import school_year_words
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
from schools.models import Plan, PlanSection, Version
from schools.models.base import reader_language
from schools.models.plan_priority import PlanTerm
from schools.models.plan_text import Consulted, StatutoryAnswerKind
from schools.models.progress import OutcomeKind
from schools.money import in_pounds
from schools.plan_contents import Content
from schools.plan_sections import Planned, grants_of
from schools.statutory_rows import row_of

Fact = tuple[str, str]
STANDS = gettext_lazy("The school’s own plan, in which its team goes on writing. Others read only what is shared.")


def of_living(plan: Plan, content: Content) -> Outline:
    now = clock.now()
    facts = [
        (_("What this is"), str(STANDS)),
        (_("As it stood on"), date_format(timezone.localtime(now), "DATETIME_FORMAT")),
        *_approval(content, none=_("Not recorded for the plan as it stands")),
    ]
    return outline(_("Development plan %(period)s") % {"period": plan.period}, plan.school, facts, now, whole(content))


def of_shared(version: Version, content: Content) -> Outline:
    title = _("Development plan %(period)s, version %(number)s")
    return _frozen(title, _("Shared on"), version, content)


def of_approved(version: Version, content: Content) -> Outline:
    title = _("Development plan %(period)s, approved version %(number)s")
    return _frozen(title, _("Recorded on"), version, content)


def _frozen(title: str, when: str, version: Version, content: Content) -> Outline:
    told = _("%(hash)s – of the content as it was frozen, not of this file") % {"hash": version.sha256}
    facts = [(when, day(version.at)), *_approval(content), (_("Fingerprint (SHA-256)"), told)]
    words = {"period": content["period"], "number": version.number}
    return outline(title % words, version.school, facts, version.at, whole(content))


def outline(title: str, school: Any, facts: list[Fact], at: dt.datetime, blocks: list[Block]) -> Outline:
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


def whole(content: Content) -> list[Block]:
    """Everything the plan says, in the order of its page."""
    numbers = {each["id"]: each["number"] for year in content["years"] for each in year["priorities"]}
    blocks: list[Block] = []
    for year in content["years"]:
        blocks.append(heading(1, _("Year %(number)s (%(year)s)") % {"number": year["number"], "year": year["words"]}))
        if not year["priorities"]:
            blocks.append(said(_("No priorities begin in this year.")))
        for priority in year["priorities"]:
            blocks += _priority(priority)
    blocks += [block for text in content.get("texts", []) for block in _text(text)]
    blocks += _consultations(content) + _national_priorities(content, numbers) + _grants(content)
    return blocks + _last_year(content) + _answers(content) + _own_document(content) + _comments(content)


def _own_document(content: Content) -> list[Block]:
    """The school's own document beside the plan: this file names it and cannot hold it."""
    if not (document := content.get("document")):
        return []
    told = _("Fingerprint of the document (SHA-256): %(hash)s") % {"hash": document["sha256"]}
    name = Paragraph(Words(plain(document["name"]), document["lang"]))
    return [heading(1, _("The school’s own document")), name, said(told)]


def _priority(priority: Content) -> list[Block]:
    lang = priority["lang"]
    blocks: list[Block] = [heading(2, _("Priority %(number)s") % {"number": priority["number"]})]
    blocks += map(Paragraph, paragraphs(priority["text"], lang))
    facts = [
        (_("Purpose"), "purpose"),
        (_("Lead"), "lead"),
        (_("Success criteria"), "success_criteria"),
        (_("Who checks"), "monitored_by"),
        (_("How it is checked"), "monitored_how"),
        (_("When it is checked"), "monitored_when"),
    ]
    notes = [labelled(label, priority[name], lang) for label, name in facts if priority.get(name)]
    for source in priority["comes_from"]:
        where = {"area": source["area"], "year": school_year_words(source["school_year"])}
        notes.append([page_words(f"{_('Comes from')}: " + _("%(area)s, self-evaluation %(year)s") % where)])
    for item in priority.get("recommendations", []):
        notes.append(labelled(_("Recommendation %(number)s") % {"number": item["number"]}, item["text"], item["lang"]))
    blocks += [Items([Item([], [note]) for note in notes])] if notes else []
    blocks += listed(_("Targets"), [target_item(each) for each in priority["targets"]])
    blocks += listed(_("Actions"), [_action(each) for each in priority["actions"]])
    return blocks + listed(_("Milestones"), [_milestone(each) for each in priority.get("milestones", [])])


def listed(title: str, items: list[Item]) -> list[Block]:
    return [said(title), Items(items)] if items else []


def labelled(label: Any, text: str, lang: str) -> list[Words]:
    return [page_words(f"{label}: "), Words(plain(text), lang)]


def target_item(target: Content) -> Item:
    facts = [
        (_("Where we are now"), "baseline"),
        (_("Where we want to be"), "aim"),
        (_("Expected outcome for learners"), "expected_outcome"),
    ]
    notes = [labelled(label, target[name], target["lang"]) for label, name in facts if target.get(name)]
    return Item(paragraphs(target["text"], target["lang"]), notes)


def _action(action: Content) -> Item:
    when = {"first": on(action["starts_on"]), "last": on(action["ends_on"])}
    notes = [labelled(_("Lead"), action["lead"], action["lang"])] if action.get("lead") else []
    notes.append([page_words(_("From %(first)s to %(last)s") % when)])
    if action.get("cost"):
        cost = [page_words(f"{_('Cost')}: {in_pounds(action['cost'])}")]
        paid = action.get("grant")  # what it is called, in a readable content
        by = [page_words(" – "), Words(plain(paid["words"]), paid["lang"] or reader_language())] if paid else []
        notes.append([*cost, *by])
    return Item(paragraphs(action["text"], action["lang"]), notes)


def _milestone(milestone: Content) -> Item:
    when = {"number": milestone["year"], "term": PlanTerm(milestone["term"]).label}
    by = [page_words(_("Year %(number)s, %(term)s") % when)]
    return Item(paragraphs(milestone["text"], milestone["lang"]), [by])


def _text(text: Content) -> list[Block]:
    return [heading(1, PlanSection(text["part"]).label), *map(Paragraph, paragraphs(text["text"], text["lang"]))]


def _consultations(content: Content) -> list[Block]:
    items = []
    for each in content.get("consultations", []):
        who = f"{Consulted(each['consulted']).label}, {on(each['held_on'])}"
        note = [paragraphs(each["note"], each["lang"])] if each.get("note") else []
        items.append(Item([page_words(who)], note))
    return [heading(1, _("Consultation")), Items(items)] if items else []


def _national_priorities(content: Content, numbers: dict[str, int]) -> list[Block]:
    items = []
    for each in content.get("national_priorities", []):
        linked = [_("Priority %(number)s") % {"number": numbers[key]} for key in each.get("priorities", [])]
        notes = [[page_words(", ".join(linked))]] if linked else []
        notes += [paragraphs(each["explanation"], each["lang"])] if each.get("explanation") else []
        items.append(Item([page_words(each[f"name_{reader_language()}"])], notes))
    return [heading(1, _("National priorities")), Items(items)] if items else []


def _grants(content: Content) -> list[Block]:
    blocks: list[Block] = []
    for grant in grants_of(content):
        paid = [(each["text"], each["lang"], each["amount"]) for each in grant.lines]
        paid += [(each["text"], each["lang"], each["cost"]) for each in grant.actions]
        lines = [Item([Words(plain(text), lang)], [[page_words(in_pounds(sum_))]]) for text, lang, sum_ in paid]
        facts = [grant.year]
        facts += [f"{_('Awarded')}: {in_pounds(grant.awarded)}"] if grant.awarded is not None else []
        facts += [f"{_('Planned')}: {in_pounds(grant.planned)}"]
        blocks.append(Items([Item([_name_of(grant)], [[page_words(each)] for each in facts]), *lines]))
    return [heading(1, _("Grants")), *blocks] if blocks else []


def _name_of(grant: Planned) -> Words:
    """As the school names it; else by its kind, in the language of the page."""
    return Words(plain(grant.own_name), grant.row["lang"]) if grant.own_name else page_words(grant.kind)


def _last_year(content: Content) -> list[Block]:
    items = []
    for each in content.get("last_year", []):
        notes = [[page_words(OutcomeKind(each["result"]).label)]]
        notes += [labelled(_("Why?"), each["why"], each["why_lang"])] if each.get("why") else []
        items.append(Item(paragraphs(each["text"], each["lang"]), notes))
    return [heading(1, _("Last year’s targets")), Items(items)] if items else []


def _answers(content: Content) -> list[Block]:
    """What stands in the school's own document, or is not needed, by the row of the law that it answers."""
    items = [
        Item(
            [page_words(row_of(each["row"]) or each["row"])],
            [[page_words(StatutoryAnswerKind(each["answer"]).label)], paragraphs(each["words"], each["lang"])],
        )
        for each in content.get("answers", [])
    ]
    return [heading(1, _("What is not written here")), Items(items)] if items else []


def _comments(content: Content) -> list[Block]:
    approval = content.get("approval") or {}
    if not approval.get("comments"):
        return []
    words = paragraphs(approval["comments"], approval["lang"])
    return [heading(1, _("Comments of the governing body")), *map(Paragraph, words)]


def _approval(content: Content, none: str = "") -> list[Fact]:
    if not (approval := content.get("approval")):
        return [(_("Approved by the governing body on"), none)] if none else []
    return [
        (_("Approved by the governing body on"), on(approval["approved_on"])),
        (_("Meeting"), plain(approval["meeting"])),
    ]


def on(iso: str) -> str:
    return date_format(dt.date.fromisoformat(iso))


def day(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at))
