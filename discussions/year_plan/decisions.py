"""What was decided about a year and why: what officers wrote down, and the acts of the portal that are decisions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from discussions.models import DiscussionSchool, EarlierDecision, Proposal, Round, RoundSchool, YearDecision
from schools import clock
from schools.models import Event, Person, Revision
from schools.models.base import reader_language

WHY = "when something was decided, and by whom"
WRITTEN, CANCELLED, NO_PART, SET_ASIDE = "written", "cancelled", "no_part", "set_aside"
MOVED, INSET = "moved", "inset"


@dataclass(frozen=True)
class Decision:
    """One line of the log. `what` of a written one is somebody's own text, in `lang`, as the reason is."""

    day: dt.date
    kind: str
    key: Any
    school: str
    text: str
    why: str
    lang: str
    by: str
    on: dt.date | None  # the day of the discussion that was cancelled or changed, or of the INSET day
    changed: dt.date | None  # the day of the last change of a written one

    @property
    def is_written(self) -> bool:
        return self.kind == WRITTEN

    @property
    def what(self) -> str:
        if self.kind == CANCELLED and self.on:
            return _("The discussion of %(day)s was cancelled.") % {"day": date_format(self.on)}
        if self.kind == NO_PART:
            return _("The school takes no part in this year’s discussions.")
        if self.kind == SET_ASIDE:
            return _("A proposal of dates was set aside. No reason is asked for.")
        if self.kind == MOVED and self.on:
            words = _("When or where the discussion takes place was changed; since then it was to be on %(day)s.")
            return words % {"day": date_format(self.on)}
        if self.kind == INSET and self.on:
            return _("An INSET day was entered: %(day)s.") % {"day": date_format(self.on)}
        return self.text


def decisions_of(person: Person, round_: Round) -> QuerySet[Any]:
    """The newest first. Of a school that an interest closes to the reader there is nothing."""
    none = Value("", TextField())
    school = f"school__name_{reader_language()}"
    written = YearDecision.objects.visible_to(person).filter(council=round_.council, school_year=round_.school_year)
    about = Coalesce(F(school), none, output_field=TextField())
    rows = _columns(
        written, "decided_on", WRITTEN, "public_id", about, F("what"), F("why"), F("lang"),
        F("written_by__name"), None, changed=_changed(person),
    )  # fmt: skip
    cancelled = DiscussionSchool.objects.visible_to(person).filter(round=round_.pk, discussion__status="cancelled")
    act = _acts("discussion.cancelled", "discussion__public_id")
    start = TruncDate("discussion__starts_at", tzinfo=clock.LONDON)
    rows_of_discussions = _columns(
        cancelled, _day_of(act, start), CANCELLED, "discussion__public_id", F(school), none,
        F("discussion__cancelled_because"), F("discussion__cancelled_because_lang"), _who(act), start,
    )  # fmt: skip
    out = RoundSchool.objects.visible_to(person).filter(round=round_.pk, takes_part=False)
    said = Revision.objects.as_system(WHY).filter(
        target_kind="discussions.roundschool", target_id=OuterRef("public_id"), field="not_because"
    )
    began = Value(clock.school_year_bounds(round_.school_year)[0], DateField())
    rows_of_schools = _columns(
        out, _day_of(said, began), NO_PART, "public_id", F(school), none, F("not_because"), F("lang"), _who(said), None
    )
    act = _acts("proposal.set_aside", "public_id")
    aside = Proposal.objects.visible_to(person).filter(
        Exists(act.filter(once__isnull=False)),  # by somebody's press: not one that gave way to a newer proposal
        round=round_.pk,
        closed_because="set_aside",
    )
    rows_of_proposals = _columns(
        aside, _day_of(act, TruncDate("asked_at", tzinfo=clock.LONDON)), SET_ASIDE, "public_id", none, none, none, none,
        _who(act), None,
    )  # fmt: skip
    rows_of_events = _moved(person, round_), _inset_days(round_)
    found = rows.union(rows_of_discussions, rows_of_schools, rows_of_proposals, *rows_of_events, all=True)
    return found.order_by("-day", "-key")


def _moved(person: Person, round_: Round) -> QuerySet[Any]:
    """By hand or by the release of a proposal: of each school that the reader sees."""
    seen = DiscussionSchool.objects.visible_to(person).filter(round=round_.pk)
    rows = Event.objects.as_system(WHY).filter(
        verb="discussion.rescheduled",
        school__in=seen.order_by().values("school"),
        target_id__in=seen.order_by().values("discussion__public_id"),
    )
    return _events(rows, MOVED, Coalesce(F(f"school__name_{reader_language()}"), Value(""), output_field=TextField()))


def _inset_days(round_: Round) -> QuerySet[Any]:
    """Those that the council entered, for all schools or for some: which, stands in the calendar."""
    first, last = (day.isoformat() for day in clock.school_year_bounds(round_.school_year))
    rows = Event.objects.as_system(WHY).filter(
        verb="inset_day.entered", council=round_.council, school=None, facts__day__gte=first, facts__day__lte=last
    )
    return _events(rows, INSET, Value("", TextField()))


def _events(rows: QuerySet[Any], kind: str, school: Any) -> QuerySet[Any]:
    none, by = Value("", TextField()), Coalesce(F("by__name"), Value(""), output_field=CharField())
    on = Cast(KeyTextTransform("day", "facts"), DateField())
    return _columns(rows, TruncDate("at", tzinfo=clock.LONDON), kind, "target_id", school, none, none, none, by, on)


def _columns(
    rows: QuerySet[Any], day: Any, kind: str, key: str, school: Any, text: Any, why: Any, lang: Any, by: Any, on: Any,
    *, changed: Any = None,
) -> QuerySet[Any]:  # fmt: skip
    """The same ten columns of every kind of row, so that one question reads a page of all of them."""
    columns = {
        "day": F(day) if isinstance(day, str) else day,
        "kind": Value(kind, CharField()),
        "key": F(key),
        "its_school": school,
        "text": text,
        "reason": why,
        "its_lang": lang,
        "by_name": by,
        "was_on": Value(None, DateField()) if on is None else on,
        "changed_on": Value(None, DateField()) if changed is None else changed,
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def _changed(person: Person) -> Any:
    """The day of the last change, where what it said before is kept."""
    kept = EarlierDecision.objects.visible_to(person).filter(decision=OuterRef("pk"))
    return Case(When(Exists(kept), then=TruncDate("changed_at", tzinfo=clock.LONDON)), output_field=DateField())


def _acts(verb: str, target: str) -> QuerySet[Any]:
    return Event.objects.as_system(WHY).filter(verb=verb, target_id=OuterRef(target))


def _day_of(acts: QuerySet[Any], otherwise: Any) -> Any:
    """The day of the last of them; of what was written down before acts were, another day."""
    last = acts.order_by("-at").annotate(its_day=TruncDate("at", tzinfo=clock.LONDON)).values("its_day")
    return Coalesce(Subquery(last[:1]), otherwise, output_field=DateField())


def _who(acts: QuerySet[Any]) -> Any:
    last = Subquery(acts.order_by("-at").values("by__name")[:1])
    return Coalesce(last, Value(""), output_field=CharField())


def lines_of(found: Any) -> list[Decision]:
    return [Decision(*row) for row in found]
