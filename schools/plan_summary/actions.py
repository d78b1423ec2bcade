"""What a school does with the summary of its plan: draw lines from the plan, write them in both languages, publish."""

from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools.access import May, require
from schools.history import fingerprint, freeze, once_only, record, revise, revise_each, tells
from schools.models import Person, Plan, PlanSummary, School, SummaryLine, Version
from schools.notice_kinds import SUMMARY_MOVED, SUMMARY_PUBLISHED, SUMMARY_WITHDRAWN, NoticeKind
from schools.notices import council_and_adviser_of, path_to, people_at, tell
from schools.policy import Role
from schools.refusals import Refused
from schools.sittings import keep_words
from schools.summary_contents import Content, content_of, gaps_in, parts_of
from schools.workflow import REMOVED_WHILE_TYPING, locked, move, require_seen, save_version

from .queries import Source

TEXTS = ("text_cy", "text_en")
MOST = 30  # lines of one part
LISTED, UNLISTED = "listed", "unlisted"  # kinds of address
WHY = "the summary of a plan that this person may write"
Status = PlanSummary.Status

TICKED = tells("plan_summary.ticked", gettext_lazy("Lines were drawn from the plan into its summary."))
SILENT = tells("plan_summary.silent", gettext_lazy("A part of the summary was marked: nothing to say this year."))
SPEAKS = tells("plan_summary.speaks", gettext_lazy("A part of the summary has something to say after all."))
ADDED = tells("summary_line.added", gettext_lazy("A line was added to the summary of the plan."))
EDITED = tells("summary_line.edited", gettext_lazy("A line of the summary of the plan was changed."))
REMOVED = tells("summary_line.removed", gettext_lazy("A line of the summary of the plan was removed."))
PUBLISHED = tells(
    "plan_summary.published",
    gettext_lazy("The summary of the plan was published as version %(number)s."),
    gettext_lazy("The school published the summary of its plan, version %(number)s."),
)
MOVED = tells(
    "plan_summary.moved",
    gettext_lazy("The public page of the summary was given another address."),
    gettext_lazy("The school gave the public page of its summary another address."),
)
WITHDRAWN = tells(
    "plan_summary.withdrawn",
    gettext_lazy("The summary of the plan was withdrawn."),
    gettext_lazy("The school withdrew the summary of its plan."),
)


@once_only
def tick(plan: Plan, *, part: str, sources: list[Source], by: Person, once: UUID) -> PlanSummary:
    """Begin a line with each of these; its words are copied in their language, and are the summary's own from then."""
    summary = _writing(plan, by)
    standing = summary.lines.filter(part=part)
    if standing.filter(source__in=[each.id for each in sources]).exists():
        raise Refused(_("One of these stands in the summary already. Open the page again."), "sources")
    place = _room_for(summary, part, len(sources))
    lines = [
        SummaryLine(
            summary=summary,
            part=part,
            position=place + number,
            source=each.id,
            source_digest=each.digest,
            **{f"text_{each.lang}": each.text},
        )
        for number, each in enumerate(sources)
    ]
    SummaryLine.objects.as_system(WHY).bulk_create(lines)
    for name in TEXTS:
        revise_each([line for line in lines if getattr(line, name)], name, by=by, school=plan.school)
    record(TICKED, summary, by=by, school=plan.school, once=once, part=part)
    return summary


@once_only
def add(plan: Plan, *, part: str, by: Person, once: UUID, **words: Any) -> SummaryLine:
    """A line that the school writes itself."""
    summary = _writing(plan, by)
    line: SummaryLine = SummaryLine.objects.create(
        summary=summary, part=part, position=_room_for(summary, part, 1), **words
    )
    for name in TEXTS:
        if words[name]:
            revise(line, name, by=by, school=plan.school)
    record(ADDED, line, by=by, school=plan.school, once=once)
    return line


@once_only
def edit(
    line: SummaryLine, *, version: int, seen: str = "", place: int | None = None, by: Person, once: UUID, **words: Any
) -> Any:
    """Change its words and its place among the lines of its part. `seen` is the digest of the source beside it."""
    _writing(line.summary.plan, by)
    stands = locked(line, gone=REMOVED_WHILE_TYPING)
    if stands.source and seen:
        words["source_digest"] = seen
    keep_words([(stands, _written(stands))], by=by, school=line.school)
    save_version(line, version, by=by, verb=EDITED, once=once, texts=TEXTS, **words)
    if place is not None:
        _put(line, place)
    return line


def _written(line: SummaryLine) -> tuple[str, ...]:
    return tuple(name for name in TEXTS if getattr(line, name))


def _put(line: SummaryLine, place: int) -> None:
    rows = SummaryLine.objects.as_system(WHY)
    lines = [each for each in rows.filter(summary=line.summary_id, part=line.part) if each.pk != line.pk]
    lines.insert(place - 1, line)
    for number, each in enumerate(lines):
        each.position = number
    rows.bulk_update(lines, ["position"])


@once_only
def remove(line: SummaryLine, *, seen: str = "", by: Person, once: UUID) -> Plan:
    """Take it out of the summary. Its words stay in the school's history of texts; what was published stays too."""
    plan = line.summary.plan
    _writing(plan, by)
    stands = locked(line)
    require_seen(seen, [stands])
    keep_words([(stands, _written(stands))], by=by, school=plan.school)
    record(REMOVED, line, by=by, school=plan.school, once=once)
    line.delete()
    return plan


@once_only
def silence(plan: Plan, *, part: str, silent: bool, by: Person, once: UUID) -> PlanSummary:
    """Say that there is nothing to say in a part this year, or take that back."""
    summary = _writing(plan, by)
    if silent and summary.lines.filter(part=part).exists():
        raise Refused(_("There are lines in this part. Remove them first, then say that there is nothing to say."))
    parts = [each for each in summary.nothing_in if each != part] + ([part] if silent else [])
    _keep_silent(summary, parts)
    record(SILENT if silent else SPEAKS, summary, by=by, school=plan.school, once=once, part=part)
    return summary


def _writing(plan: Plan, by: Person) -> PlanSummary:
    """The plan's summary under a lock, so that one person at a time changes it; begun where there is none yet."""
    require(by, May.WRITE_PLAN, plan.school)
    locked(plan)
    summary: PlanSummary | None = PlanSummary.objects.as_system(WHY).filter(plan=plan).first()
    if summary is None:
        summary = PlanSummary.objects.create(plan=plan)
    summary.plan = plan
    return summary


def _room_for(summary: PlanSummary, part: str, count: int) -> int:
    """The place after the last line of the part, which says something from now on."""
    places = list(summary.lines.filter(part=part).values_list("position", flat=True))
    if len(places) + count > MOST:
        raise Refused(
            _("A part of the summary holds at most %(most)s lines: it is to be short. Leave some out.") % {"most": MOST}
        )
    if part in summary.nothing_in:
        _keep_silent(summary, [each for each in summary.nothing_in if each != part])
    return max(places, default=-1) + 1


def _keep_silent(summary: PlanSummary, parts: list[str]) -> None:
    rows = PlanSummary.objects.as_system(WHY).filter(pk=summary.pk)
    rows.update(nothing_in=parts, version=F("version") + 1)


@once_only
def publish(plan: Plan, *, link: str, seen: str | None = None, by: Person, once: UUID) -> PlanSummary:
    """Freeze the summary as it stands, whole and in both languages, and show it to everybody at its address.

    `seen` is what the page showed (`state_of`): words, and whether and where they were public.
    """
    require(by, May.PUBLISH_SUMMARY, plan.school)
    summary = _begun(plan)
    parts = parts_of(summary)
    if gaps := gaps_in(parts):
        raise Refused(gaps[0].sentence)
    content = content_of(plan, parts)
    if seen is not None and seen != state_of(summary, content):
        raise Refused(_("A colleague has changed the summary since you read it. Read it again, then publish it."))
    if summary.status == Status.PUBLISHED and summary.published and summary.published.sha256 == fingerprint(content):
        raise Refused(_("Nothing has changed since the summary was published, so there is no new version of it."))
    frozen = freeze(Version.Kind.PLAN_SUMMARY, summary, content, by=by, school=plan.school, school_year=plan.first_year)
    at: dict[str, Any] = {"is_listed": summary.is_listed, "address": summary.address}
    if summary.address is None or summary.is_listed != (link == LISTED):
        at = _new_address(plan, link)
    facts: dict[str, Any] = {"number": frozen.number, "period": plan.period}
    move(summary, Status.PUBLISHED, by=by, verb=PUBLISHED, once=once, facts=facts, published=frozen, **at)
    _tell(SUMMARY_PUBLISHED, summary, "plan_summary:published", by=by)
    return summary


@once_only
def move_page(plan: Plan, *, link: str, seen: str | None = None, by: Person, once: UUID) -> PlanSummary:
    """Give the public page another address. From then on nothing is found at the one before.

    `seen` is the address that the page showed (`state_of`).
    """
    require(by, May.PUBLISH_SUMMARY, plan.school)
    summary = _begun(plan)
    if summary.status != Status.PUBLISHED:
        raise Refused(_("The summary is not published, so it has no address yet."))
    if seen is not None and seen != state_of(summary):
        raise Refused(_("The page has been given another address since you opened this one. Look at it again."))
    if summary.is_listed and link == LISTED:
        raise Refused(_("The page has an address with the name of the school already."), "link")
    facts = {"period": plan.period}
    move(summary, Status.PUBLISHED, by=by, verb=MOVED, once=once, facts=facts, **_new_address(plan, link))
    _tell(SUMMARY_MOVED, summary, "plan_summary:published", by=by)
    return summary


@once_only
def withdraw(plan: Plan, *, by: Person, once: UUID) -> PlanSummary:
    """Take the public page away. The lines stay, and can be published again."""
    require(by, May.PUBLISH_SUMMARY, plan.school)
    summary = _begun(plan)
    if summary.status != Status.PUBLISHED:
        raise Refused(_("The summary is not published, so there is nothing to withdraw."))
    facts = {"period": plan.period}
    move(summary, Status.WITHDRAWN, by=by, verb=WITHDRAWN, once=once, facts=facts, address=None)
    _tell(SUMMARY_WITHDRAWN, summary, "plans:index", by=by)
    return summary


def state_of(summary: PlanSummary | None, content: Content | None = None) -> str:
    """The digest of whether and where it is public, and of its words: what a page shows and a press on it means."""
    number = summary.published.number if summary and summary.published else 0
    is_public = [summary.status, number, summary.address] if summary else []
    return fingerprint({"public": is_public, "content": content})


def _begun(plan: Plan) -> PlanSummary:
    locked(plan)
    rows = PlanSummary.objects.as_system(WHY).filter(plan=plan).select_related("published")
    summary: PlanSummary | None = rows.first()
    if summary is None:
        raise Refused(_("Nothing is written in the summary yet. Draw lines from the plan first, or write some."))
    summary.plan = plan
    return summary


def _new_address(plan: Plan, link: str) -> dict[str, Any]:
    if link == UNLISTED:
        return {"is_listed": False, "address": token_urlsafe(24)}
    return {"is_listed": True, "address": _readable_address(plan)}


def _readable_address(plan: Plan) -> str:
    """The school and the first year of its plan; where another school is called alike, a number after it."""
    wanted = f"{slugify(plan.school.name) or 'school'}-{plan.first_year}"
    rows = PlanSummary.objects.as_system("two pages cannot have one address")
    taken = set(rows.filter(address__startswith=wanted).exclude(plan=plan).values_list("address", flat=True))
    free = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in free if each not in taken)


def _tell(kind: NoticeKind, summary: PlanSummary, route: str, *, by: Person) -> None:
    """The chair, the clerk, the council and the adviser."""
    school: School = summary.school
    told = [*people_at(school, Role.CHAIR_OF_GOVERNORS, Role.CLERK_TO_GOVERNORS), *council_and_adviser_of(school)]
    arguments = [school.public_id] if route == "plans:index" else [school.public_id, summary.plan.first_year]
    path = path_to(route, *arguments)
    tell([each for each in told if each != by], kind, summary, path=path, school=school, period=summary.plan.period)
