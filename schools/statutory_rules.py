"""Whether a plan holds what one row of the law asks for: pure functions of its content and of a few facts besides.

They say whether something is there, and have no opinion about its form, length or style.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schools.models import PlanSection
from schools.models.plan_text import Consulted
from schools.plan_contents import Content
from schools.plan_revisions import is_overdue
from schools.summary_contents import HowFar


class State(StrEnum):
    PRESENT = "present"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class Facts:
    """What the rows look at beside the plan's own content."""

    today: dt.date
    national_priorities: frozenset[str] = frozenset()  # in force in the plan's first year, by public id
    # Of each target for the first year of the plan that began the year before: is it answered for? None: no such plan.
    last_targets: tuple[bool, ...] | None = None
    is_approved_before: bool = False
    revision_due_on: dt.date = dt.date.max
    summary: HowFar | None = None  # None while nobody has begun it
    recommendations: frozenset[str] | None = None  # of a report with a statutory category; None while there is none


@dataclass(frozen=True)
class Found:
    state: State
    words: str = ""  # what is missing, why nothing is needed, or what more there is to say


Rule = Callable[[Content, Facts], Found]


def _present(words: str = "") -> Found:
    return Found(State.PRESENT, words)


def _missing(words: str) -> Found:
    return Found(State.MISSING, words)


def _none_left(left: int, sentence: str) -> Found:
    return _missing(sentence % {"count": left}) if left else _present()


def _of_year(content: Content, *years: int) -> list[Content]:
    return [row for row in content["priorities"] if row["year"] in years]


def _is_written(row: Content, *names: str) -> bool:
    return any(str(row.get(name) or "").strip() for name in names)


def period(content: Content, facts: Facts) -> Found:
    return _present()


def priorities_now(content: Content, facts: Facts) -> Found:
    return _present() if _of_year(content, 1) else _missing(_("No priority begins in the first year."))


def priorities_later(content: Content, facts: Facts) -> Found:
    second, third = _of_year(content, 2), _of_year(content, 3)
    if not second and not third:
        return _missing(_("No priority begins in the second or in the third year."))
    if not second:
        return _missing(_("No priority begins in the second year."))
    return _present() if third else _missing(_("No priority begins in the third year."))


def national(content: Content, facts: Facts) -> Found:
    if not facts.national_priorities:
        return Found(State.NOT_NEEDED, _("No national priority is in force in the first year of the plan."))
    rows = content.get("national_priorities", ())
    answered = {row["id"] for row in rows if row.get("priorities") or _is_written(row, "explanation")}
    left = len(facts.national_priorities - answered)
    sentence = ngettext(
        "%(count)d national priority is neither linked to a priority of the plan nor explained.",
        "%(count)d national priorities are neither linked to a priority of the plan nor explained.",
        left,
    )
    return _none_left(left, sentence)


def targets(content: Content, facts: Facts) -> Found:
    rows = _of_year(content, 1)
    if not rows:
        return _missing(_("No priority begins in the first year."))
    left = len([row for row in rows if not row["targets"]])
    sentence = ngettext(
        "%(count)d priority of the first year has no target yet.",
        "%(count)d priorities of the first year have no target yet.",
        left,
    )
    return _none_left(left, sentence)


def outcomes(content: Content, facts: Facts) -> Found:
    targets = [target for row in _of_year(content, 1) for target in row["targets"]]
    if not targets:
        return _missing(_("There is no target for the first year yet."))
    left = len([target for target in targets if not _is_written(target, "expected_outcome")])
    sentence = ngettext(
        "%(count)d target of the first year has no expected outcome yet.",
        "%(count)d targets of the first year have no expected outcome yet.",
        left,
    )
    return _none_left(left, sentence)


def section(part: PlanSection) -> Rule:
    def rule(content: Content, facts: Facts) -> Found:
        rows = (row for row in content.get("texts", ()) if row["part"] == part)
        is_there = any(_is_written(row, "text") for row in rows)
        return _present() if is_there else _missing(_("This section has not been written yet."))

    return rule


def last_targets(content: Content, facts: Facts) -> Found:
    if facts.last_targets is None:
        return _missing(
            _("No plan that began the year before is in the portal. If this is your first plan, say so in an answer.")
        )
    if not facts.last_targets:
        return Found(State.NOT_NEEDED, _("The plan that began the year before sets no targets for its first year."))
    left = facts.last_targets.count(False)
    sentence = ngettext(
        "%(count)d target of last year has not been answered for yet.",
        "%(count)d targets of last year have not been answered for yet.",
        left,
    )
    return _none_left(left, sentence)


def consultation(content: Content, facts: Facts) -> Found:
    held = {row["consulted"] for row in content.get("consultations", ()) if _is_written(row, "note")}
    left = [str(group.label) for group in Consulted if group not in held]
    if not left:
        return _present()
    return _missing(_("No consultation with these has been noted yet: %(groups)s") % {"groups": "; ".join(left)})


def approval(content: Content, facts: Facts) -> Found:
    if content.get("approval"):
        return _present()
    if facts.is_approved_before:
        return _missing(_("The plan has changed since the governing body approved it."))
    return _missing(_("The governing body’s approval has not been recorded yet."))


def revision(content: Content, facts: Facts) -> Found:
    day = {"day": date_format(facts.revision_due_on)}
    if is_overdue(facts.revision_due_on, facts.today):
        return _missing(_("The plan was due to be revised, and the revision approved, by %(day)s.") % day)
    return _present(_("The next revision is due by %(day)s.") % day)


def summary_report(content: Content, facts: Facts) -> Found:
    """For the governors’ own report one language is enough; which lines lack the other is said."""
    if (summary := facts.summary) is None:
        return _no_summary()
    if left := summary.parts_left:
        sentence = ngettext(
            "%(count)d part of the summary says nothing yet.", "%(count)d parts of the summary say nothing yet.", left
        )
        return _missing(sentence % {"count": left})
    words = []
    if count := summary.lacks_cy:
        not_in_welsh = ngettext(
            "%(count)d line of the summary is not in Welsh yet.",
            "%(count)d lines of the summary are not in Welsh yet.",
            count,
        )
        words.append(not_in_welsh % {"count": count})
    if count := summary.lacks_en:
        not_in_english = ngettext(
            "%(count)d line of the summary is not in English yet.",
            "%(count)d lines of the summary are not in English yet.",
            count,
        )
        words.append(not_in_english % {"count": count})
    return _present(" ".join(words))


def summary_web(content: Content, facts: Facts) -> Found:
    if facts.summary is None:
        return _no_summary()
    return _present() if facts.summary.is_published else _missing(_("The summary has not been published yet."))


def _no_summary() -> Found:
    return _missing(
        _(
            "The summary has not been begun in the portal. If your school has one elsewhere, say in an answer where it "
            "is."
        )
    )


def action_plan(content: Content, facts: Facts) -> Found:
    if facts.recommendations is None:
        return Found(State.NOT_NEEDED, _("The school is in no statutory category of Estyn’s."))
    if not facts.recommendations:
        return _missing(_("The recommendations of Estyn’s report have not been written down yet."))
    linked = {each["id"] for row in content["priorities"] for each in row.get("recommendations", ())}
    left = len(facts.recommendations - linked)
    sentence = ngettext(
        "%(count)d recommendation of Estyn’s report is linked to no priority of the plan yet.",
        "%(count)d recommendations of Estyn’s report are linked to no priority of the plan yet.",
        left,
    )
    return _none_left(left, sentence)


def grants(content: Content, facts: Facts) -> Found:
    return _present() if content.get("grants") else _missing(_("No grant has been written down."))


def each_priority(content: Content, facts: Facts) -> Found:
    if not content["priorities"]:
        return _missing(_("There are no priorities in the plan yet"))
    left = len([row for row in content["priorities"] if not _says_all(row)])
    sentence = ngettext(
        "%(count)d priority does not say all five yet: purpose, cost, who leads, when, and how it is monitored.",
        "%(count)d priorities do not say all five yet: purpose, cost, who leads, when, and how they are monitored.",
        left,
    )
    return _none_left(left, sentence)


def _says_all(row: Content) -> bool:
    actions = row["actions"]
    return bool(
        _is_written(row, "purpose")
        and any(action.get("cost") for action in actions)
        and (_is_written(row, "lead") or any(_is_written(action, "lead") for action in actions))
        and any(action.get("starts_on") and action.get("ends_on") for action in actions)
        and _is_written(row, "monitored_by", "monitored_how", "monitored_when")
    )
