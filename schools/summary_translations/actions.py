"""A school asks the council’s translators for lines of a summary, and takes over what they brought."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import freeze, once_only, record, revise_each, tells
from schools.models import Person, Plan, SummaryLine, TranslationRequest
from schools.refusals import Refused
from schools.sittings import keep_words
from schools.summary_contents import parts_of, summary_of
from schools.summary_translated import KIND, Asking, Beneath, asking_about, content_for
from schools.translatable import ask_anew, ask_too
from schools.workflow import locked

TAKEN_OVER = tells(
    "plan_summary.taken_over", gettext_lazy("What the translators wrote was put into the summary of the plan.")
)


def asking_of(plan: Plan, person: Person) -> Asking:
    """With the lines of the summary as they stand."""
    return asking_about(plan, [line for part in parts_of(summary_of(plan)) for line in part.lines], person)


@once_only
def ask(plan: Plan, *, by: Person, once: UUID) -> TranslationRequest:
    """Ask for every line that lacks a language and is neither asked for nor there already; nothing is sent twice.

    Of each language one request. Where colleagues asked, this writer is told too when it is there.
    """
    require(by, May.WRITE_PLAN, plan.school)
    locked(plan)  # whoever writes in the summary, or asks at the same moment, waits
    asking = asking_of(plan, by)
    lines: list[Beneath] = asking.to_ask
    key: UUID | None = once  # it stands on the first event
    done = []
    if lines:
        content = content_for(plan, lines)
        frozen = freeze(KIND, plan, content, by=by, school=plan.school, school_year=plan.first_year)
        frozen.school = plan.school
        for wanted in dict.fromkeys(each.wanted for each in lines):
            done.append(ask_anew(frozen, wanted, by=by, once=key))
            key = None
    for request in asking.to_join:
        if locked(request).is_open:  # an officer may just have brought it back
            request.frozen.school = plan.school
            done.append(ask_too(request, by=by, once=key))
            key = None
    if not done and not asking.requests:
        raise Refused(_("There is no line that the translators could be asked for. Open the summary again."))
    first: TranslationRequest = (done or asking.requests)[0]
    return first


def shown(brought: list[Beneath]) -> str:
    """The digest of what a page shows: which words of the translators beneath which words of the school."""
    told = [f"{each.line.public_id} {each.digest} {each.brought.pk}" for each in brought if each.brought]
    return sha256("\n".join(told).encode()).hexdigest()


@once_only
def take_over(plan: Plan, *, seen: str, by: Person, once: UUID) -> Plan:
    """Put the words that the page showed into the lines that lack them. What the school wrote meanwhile stays."""
    require(by, May.WRITE_PLAN, plan.school)
    locked(plan)
    brought = asking_of(plan, by).brought
    if not brought or shown(brought) != seen:
        raise Refused(
            _("The summary, or what the translators brought, has changed since you opened the page. Look at it again.")
        )
    lines = [each.line for each in brought]
    standing = [(each.line, (f"text_{each.lang}",)) for each in brought]
    keep_words(standing, by=by, school=plan.school)
    for each in brought:
        words: Any = each.brought
        setattr(each.line, f"text_{each.wanted}", words.text)
        each.line.version = F("version") + 1
    rows = SummaryLine.objects.as_system("the lines of a summary that this person writes")
    rows.bulk_update(lines, ["text_cy", "text_en", "version"])
    for wanted in ("cy", "en"):
        own = [each.line for each in brought if each.wanted == wanted]
        revise_each(own, f"text_{wanted}", by=by, school=plan.school)
    record(TAKEN_OVER, lines[0].summary, by=by, school=plan.school, once=once, lines=len(lines))
    return plan
