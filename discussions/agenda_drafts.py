"""What the schools have submitted that belongs on the agenda of their discussion."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from discussions.access import May, may_change
from discussions.models import AgendaItem, Discussion, Party
from schools.access import may
from schools.history import record, record_all, tells
from schools.models import Event, Person, School, Version

Source = AgendaItem.Source
DRAFTED = tells("agenda.drafted", _("The agenda was drafted from what the school submitted."))
REMOVED = tells("agenda.removed", _("An item was taken off the agenda."))

HEADINGS = {
    Source.PRIORITY: _("Priorities for improvement"),
    Source.SUPPORT_NEED: _("Priorities that need support"),
    Source.STRENGTH: _("Strengths to share"),
    Source.ADDED: _("Other items"),
}


@dataclass(frozen=True)
class Draft:
    """One thing a school has submitted that belongs on the agenda."""

    school: School
    source: str
    key: UUID
    text: str
    lang: str
    year: int  # the school year of the self-evaluation

    @property
    def heading(self) -> str:
        return str(HEADINGS[Source(self.source)])


def drafts_of(schools: Iterable[School]) -> list[Draft]:
    """What the latest submitted self-evaluation of each school puts on the agenda, in the order of its areas."""
    rows = Version.objects.as_system("the agenda is drafted from what the schools submitted").filter(
        school__in=schools, version_kind=Version.Kind.SELF_EVALUATION
    )
    latest = {row.school_id: row for row in rows.order_by("school", "-at", "-pk").distinct("school")}
    return [draft for school in schools if school.pk in latest for draft in _drafts_in(school, latest[school.pk])]


def _drafts_in(school: School, submitted: Version) -> list[Draft]:
    found, year = [], submitted.school_year
    for area in submitted.words["areas"]:
        for row in area["priorities"]:
            source = Source.SUPPORT_NEED if row["needs_support"] else Source.PRIORITY
            found.append(Draft(school, source, UUID(row["id"]), row["text"], row["lang"], year))
        for row in area["strengths"]:
            if row["could_share"]:
                found.append(Draft(school, Source.STRENGTH, UUID(row["id"]), row["text"], row["lang"], year))
    return sorted(found, key=lambda draft: list(Source).index(Source(draft.source)))


def not_on_it_yet(discussion: Discussion) -> list[Draft]:
    """What has been submitted and never stood on the agenda: what was removed from it does not come back."""
    rows = AgendaItem.objects.as_system("what stands on the agenda already").filter(discussion=discussion)
    known = {str(key) for key in rows.values_list("drafted_from", flat=True)} | removed_from(discussion)
    return [draft for draft in drafts_of(discussion.covered) if str(draft.key) not in known]


def new_items(discussion: Discussion) -> list[AgendaItem]:
    """The same as items, not yet saved."""
    drafts = not_on_it_yet(discussion)
    last = discussion.agenda_items.aggregate(last=Max("position"))["last"] or 0
    return [
        AgendaItem(
            discussion=discussion,
            school=draft.school,
            source=draft.source,
            drafted_from=draft.key,
            drafted_year=draft.year,
            text=draft.text,
            lang=draft.lang,
            party=Party.SCHOOL,
            position=last + number,
        )
        for number, draft in enumerate(drafts, start=1)
    ]


def removed_from(discussion: Discussion) -> set[str]:
    """Public ids of submitted words whose item was taken off the agenda, as the history remembers."""
    rows = Event.objects.as_system("what was removed stays removed").filter(
        verb=REMOVED, within_id=discussion.public_id
    )
    return {key for key in rows.values_list("facts__drafted_from", flat=True) if key}


def agenda_of(person: Person, discussion: Discussion) -> list[tuple[str, list[AgendaItem]]]:
    """The items this person may read, under the heading of what they come from."""
    rows = AgendaItem.objects.visible_to(person).filter(discussion=discussion)
    items = list(rows.select_related("school__council", "from_school__council").order_by("position", "pk"))
    for item in items:
        item.discussion = discussion
        item.changeable = discussion.can_be_prepared and may_change(person, item)
        item.earlier = (item.drafted_year or discussion.round.school_year) < discussion.round.school_year
    headed = [(str(HEADINGS[source]), [item for item in items if item.source == source]) for source in Source]
    return [(heading, found) for heading, found in headed if found]


def not_submitted_yet(
    person: Person, discussion: Discussion, agenda: list[tuple[str, list[AgendaItem]]]
) -> list[School]:
    """The schools that have submitted nothing in the discussion's year, where items of an earlier one stand for it."""
    earlier = {item.school_id for _heading, items in agenda for item in items if item.earlier}
    asked = [school for school in discussion.covered if school.pk in earlier and may(person, May.READ_AGENDA, school)]
    rows = Version.objects.as_system("whether the schools have submitted this year").filter(
        school__in=asked, version_kind=Version.Kind.SELF_EVALUATION, school_year=discussion.round.school_year
    )
    submitted = set(rows.values_list("school", flat=True)) if asked else set()
    return [school for school in asked if school.pk not in submitted]


def draft_agenda(discussion: Discussion, *, by: Person, once: UUID | None = None) -> int:
    """How many items were new. The caller holds the discussion's row or has just made it."""
    items = new_items(discussion)
    if items:
        AgendaItem.objects.as_system("the agenda is drafted").bulk_create(items)
        record(DRAFTED, discussion, by=by, school=discussion.school, once=once)
        record_all(DRAFTED, discussion.covered[1:], by=by, about=discussion)
    return len(items)
