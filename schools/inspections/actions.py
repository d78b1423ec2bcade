"""What Estyn reported about a school: the day of the report, its follow-up and its recommendations. Public facts."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schools import clock
from schools.access import May, may, require
from schools.history import once_only, record, revise, tells
from schools.models import Inspection, Person, Recommendation, RecommendationLink, School
from schools.models.inspection import FollowUp
from schools.refusals import Refused
from schools.sittings import keep_words
from schools.workflow import kept_by, locked, require_seen, save_version

ADDED = tells("inspection.added", gettext_lazy("An inspection of the school was written down."))
EDITED = tells("inspection.edited", gettext_lazy("What is written about an inspection of the school was changed."))
REMOVED = tells("inspection.removed", gettext_lazy("An inspection of the school was removed."))
RECOMMENDED = tells("recommendation.added", gettext_lazy("A recommendation of an inspection was written down."))
REWORDED = tells("recommendation.edited", gettext_lazy("A recommendation of an inspection was changed."))
TAKEN_OUT = tells("recommendation.removed", gettext_lazy("A recommendation of an inspection was removed."))


@once_only
def add(
    school: School,
    *,
    report_on: dt.date,
    follow_up: str,
    follow_up_ended_on: dt.date | None,
    by: Person,
    once: UUID,
) -> Inspection:
    """Write down that a report about the school was published."""
    require(by, May.RECORD_INSPECTION, school)
    words: dict[str, Any] = {"report_on": report_on, "follow_up": follow_up, "follow_up_ended_on": follow_up_ended_on}
    _check_days(**words)
    with kept_by("one_inspection_a_school_and_report", _is_there_already(), "report_on"):
        inspection = Inspection.objects.create(school=school, **words)
    record(ADDED, inspection, by=by, school=school, once=once)
    return inspection


@once_only
def edit(
    inspection: Inspection,
    *,
    report_on: dt.date,
    follow_up: str,
    follow_up_ended_on: dt.date | None,
    version: int,
    by: Person,
    once: UUID,
) -> Any:
    """Correct the day or the follow-up of an inspection, or say that its follow-up has ended."""
    require(by, May.RECORD_INSPECTION, inspection.school)
    words: dict[str, Any] = {"report_on": report_on, "follow_up": follow_up, "follow_up_ended_on": follow_up_ended_on}
    _check_days(**words)
    with kept_by("one_inspection_a_school_and_report", _is_there_already(), "report_on"):
        return save_version(inspection, version, by=by, verb=EDITED, once=once, **words)


@once_only
def remove(inspection: Inspection, *, seen: str = "", by: Person, once: UUID) -> School:
    """Take an inspection out with its recommendations, as long as no priority of a plan answers one of them."""
    school = inspection.school
    require(by, May.RECORD_INSPECTION, school)
    going = goes_with(locked(inspection))
    require_seen(seen, [each for each, _texts in going])
    _check_unused([each for each, texts in going if texts], by, school)
    keep_words(going[1:], by=by, school=school)
    record(REMOVED, inspection, by=by, school=school, once=once)
    inspection.delete()
    return school


@once_only
def recommend(inspection: Inspection, *, number: int, text: str, lang: str, by: Person, once: UUID) -> Recommendation:
    """Write down one recommendation of the report, with the number that it has there."""
    require(by, May.RECORD_INSPECTION, inspection.school)
    locked(inspection)
    with kept_by("one_recommendation_a_number", _is_numbered_already(), "number"):
        item = Recommendation.objects.create(inspection=inspection, number=number, text=text, lang=lang)
    revise(item, "text", by=by, school=inspection.school)
    record(RECOMMENDED, item, by=by, school=inspection.school, once=once)
    return item


@once_only
def reword(item: Recommendation, *, number: int, text: str, lang: str, version: int, by: Person, once: UUID) -> Any:
    """Correct the words of a recommendation. What was shared or approved keeps them as they were."""
    require(by, May.RECORD_INSPECTION, item.school)
    words: dict[str, Any] = {"number": number, "text": text, "lang": lang}
    with kept_by("one_recommendation_a_number", _is_numbered_already(), "number"):
        return save_version(item, version, by=by, verb=REWORDED, once=once, texts=("text",), **words)


@once_only
def take_out(item: Recommendation, *, seen: str = "", by: Person, once: UUID) -> Inspection:
    """Take one recommendation out, as long as no priority of a plan answers it."""
    require(by, May.RECORD_INSPECTION, item.school)
    inspection: Inspection = item.inspection
    stands = locked(item)
    require_seen(seen, [stands])
    _check_unused([stands], by, item.school)
    keep_words([(stands, ("text",))], by=by, school=item.school)
    record(TAKEN_OUT, item, by=by, school=item.school, once=once)
    item.delete()
    return inspection


def goes_with(inspection: Inspection) -> list[tuple[Any, tuple[str, ...]]]:
    """What is taken away with an inspection: itself, and its recommendations with their words."""
    return [(inspection, ()), *((each, ("text",)) for each in inspection.recommendations.all())]


def _check_days(*, report_on: dt.date, follow_up: str, follow_up_ended_on: dt.date | None) -> None:
    if report_on > clock.today():
        raise Refused(
            _("Enter the day on which the report was published: a date that is not in the future."), "report_on"
        )
    if follow_up_ended_on is None:
        return
    if follow_up == FollowUp.NONE:
        raise Refused(
            _("There is no last day where there is no follow-up. Choose the follow-up, or leave the last day empty."),
            "follow_up_ended_on",
        )
    if follow_up_ended_on < report_on:
        raise Refused(_("The follow-up ends after the report. Enter a later last day."), "follow_up_ended_on")
    if follow_up_ended_on > clock.today():
        raise Refused(
            _("Enter the last day of the follow-up once Estyn has ended it: a date that is not in the future."),
            "follow_up_ended_on",
        )


def _check_unused(items: list[Recommendation], by: Person, school: School) -> None:
    """Only who reads the school's own plan is told that it answers the recommendation."""
    links = RecommendationLink.objects.as_system("nothing that a plan answers is removed")
    if not links.filter(recommendation__in=items).exists():
        return
    if may(by, May.READ_LIVING_PLAN, school):
        raise Refused(_("A priority of the development plan answers this report. Take it off that priority first."))
    raise Refused(_("The school works with this report, so it cannot be removed. Correct what is wrong in it instead."))


def _is_there_already() -> str:
    return _("An inspection with a report of this day is written down already. Change that one instead.")


def _is_numbered_already() -> str:
    return _(
        "This report has a recommendation with this number already. Enter its own number, or change the other one."
    )
