"""A proposal in words: where each discussion would be and why, or what stands in the way and the least that would help.

Facts hold codes, public ids and half-days; the sentences are made for whoever reads. Who is not available is said, and
never why; which language somebody works in is not said at all.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussions.bookings import where_words
from discussions.models import Participant, Placement, Proposal
from discussions.objections import Objection
from schools import clock
from schools.models import School
from schools.models.base import reader_language
from schools.words import names_together

SENTENCES: dict[str, str | Promise] = {
    "only_choice": gettext_lazy("It is the only half-day that is left on which everybody who must come is available."),
    "first_common": gettext_lazy("It is the first half-day on which these are all available: %(people)s."),
    "all_available": gettext_lazy("On this half-day these are all available: %(people)s."),
    "wished_language": gettext_lazy("They meet in the language that was wished for."),
    "offered": gettext_lazy("Somebody who cannot come at the present date offered this half-day."),
    "not_offered": gettext_lazy("No half-day that was offered in a reply could be used."),
    "preferred": gettext_lazy("It is a half-day that is preferred by %(people)s."),
    "no_wishes": gettext_lazy("Nobody had said what they would prefer."),
    "person_wishes": gettext_lazy("%(people)s would have preferred another half-day."),
    "way_wishes": gettext_lazy("The school would have preferred to meet in another way."),
    "shares_day": gettext_lazy(
        "The improvement service is at %(schools)s on the same day, so no further day of travel is needed."
    ),
    "even_load": gettext_lazy("The officer was chosen so that all officers have about as many discussions."),
    "stays": gettext_lazy("The present date needs no change."),
    "other_officer": gettext_lazy("The time stays as it is; another officer takes part."),
    "moved_not_free": gettext_lazy("The present date is no longer possible. Not available then: %(people)s."),
    "moved_gates": gettext_lazy("The present date is no longer possible: the school is not available then."),
    "moved_booked": gettext_lazy("The present date is no longer possible. Booked elsewhere then: %(people)s."),
    "moved_limit": gettext_lazy(
        "The present date is no longer possible. More discussions in that day or week than they can: %(people)s."
    ),
    "moved_travel": gettext_lazy("The present date is no longer possible. Too little time to get there: %(people)s."),
    "officer_cannot": gettext_lazy("No longer possible then for %(people)s."),
    "moved_officer": gettext_lazy("The officer who takes part now is no longer among those who can."),
    "moved_way": gettext_lazy("They no longer meet there, or not in that way."),
    "moved_room": gettext_lazy("It makes room for %(schools)s."),
    "lacks_head": gettext_lazy("Nobody leads the school on these days. Invite its headteacher first."),
    "lacks_adviser": gettext_lazy(
        "Nobody from the improvement service is assigned to the school. Ask it to assign somebody."
    ),
    "lacks_officer": gettext_lazy(
        "No officer who can take part is left for this school. Add one to those who can take part."
    ),
    "no_common": gettext_lazy("There is no half-day on which these are all available: %(people)s."),
    "no_common_one": gettext_lazy("%(people)s is not available on any half-day of these weeks."),
    "no_common_gates": gettext_lazy(
        "On the days on which the school is open and gets enough notice, not everybody who must come is available."
    ),
    "no_school_day": gettext_lazy("No school day is left that gives the school enough notice."),
    "after_window": gettext_lazy("The last day that is set stands in the way: just after it, %(when)s would do."),
    "no_officer_then": gettext_lazy("On the half-days that suit everybody else, none of the officers is available."),
    "held": gettext_lazy(
        "On every half-day that suits, somebody is booked, has as many discussions as they can, or could not get there."
    ),
    "contention": gettext_lazy(
        "It competes with others for the same half-days, which are too few for all: %(schools)s."
    ),
    "not_known": gettext_lazy("It is not known what stands in the way, because the search was ended before."),
    "nearest": gettext_lazy("The nearest half-day is %(when)s."),
    "needs_free": gettext_lazy("For that, this half-day has to be freed by %(people)s."),
    "needs_limit": gettext_lazy("For that, one more discussion in that day or week has to be possible for %(people)s."),
    "needs_colleague": gettext_lazy("For that, these officers have to take part at this school too: %(people)s."),
    "needs_moves": gettext_lazy("For that, these discussions would be on other dates: %(schools)s."),
    "needs_officer": gettext_lazy("For that, one more officer has to be available then."),
}


@dataclass(frozen=True)
class Line:
    """One row of a proposal, as it is shown."""

    placement: Placement
    schools: list[School]
    title: str
    now: str
    proposed: str
    who: str = ""
    why: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)  # what speaks against it by now
    state: str = ""
    by_hand: str = ""  # where it can be placed by hand
    released_url: str = ""


def lines_of(
    placements: Iterable[Placement],
    people: Mapping[str, str],
    schools: Mapping[str, str],
    doubts: Mapping[int, Collection[Objection]],
) -> list[Line]:
    """The lines, with the names that `people` and `schools` hold by public id; who is not among them is not named."""
    return [_line(each, people, schools, doubts.get(each.pk, ())) for each in placements]


def label_of(placement: Placement) -> str:
    """School, day and time, as one line: for a tick."""
    words = {"schools": title_of(placement), "when": when_words(placement.starts_at, placement.ends_at)}
    return _("%(schools)s: %(when)s") % words


def title_of(placement: Placement) -> str:
    return names_together([school.name for school in placement.schools], reader_language())


def when_words(starts_at: dt.datetime | None, ends_at: dt.datetime | None) -> str:
    if starts_at is None or ends_at is None:
        return _("No date")
    starts, ends = (at.astimezone(clock.LONDON) for at in (starts_at, ends_at))
    words = {"day": date_format(starts, "l j F Y"), "starts": time_format(starts), "ends": time_format(ends)}
    return _("%(day)s, %(starts)s to %(ends)s") % words


def half_day_words(half_day: Mapping[str, str]) -> str:
    """{"date": "2026-10-13", "part": "morning"}: the morning of a day."""
    day = date_format(dt.date.fromisoformat(half_day["date"]), "l j F Y")
    if half_day["part"] == "morning":
        return _("%(day)s in the morning") % {"day": day}
    return _("%(day)s in the afternoon") % {"day": day}


def figures_words(proposal: Proposal) -> str:
    """How many have a date, and how sure it is that no more can."""
    figures: dict[str, Any] = proposal.figures
    placed, out = figures.get("placed", 0), figures.get("left_out", 0)
    words = {"placed": placed, "out": out}
    if not out:
        return ngettext("%(placed)s discussion has a date.", "All %(placed)s discussions have a date.", placed) % words
    if figures.get("is_least"):
        return _("%(placed)s have a date, %(out)s have none. More is not possible as things stand.") % words
    return _("%(placed)s have a date, %(out)s have none. A longer search could find more.") % words


def doubtful_words(number: int) -> str:
    """That the dates were true once, and how many no longer are."""
    words = ngettext(
        "Things have changed since these dates were worked out: %(number)s date is no longer possible, or no longer "
        "as wished. It says why beside it. You can have dates worked out again.",
        "Things have changed since these dates were worked out: %(number)s dates are no longer possible, or no longer "
        "as wished. It says why beside each. You can have dates worked out again.",
        number,
    )
    return words % {"number": number}


def progress_words(proposal: Proposal) -> str:
    """How far the search is, as a sentence."""
    told: dict[str, Any] = proposal.progress
    if not told:
        return _("The search for dates begins in a moment.")
    stages: dict[str, Callable[[], str]] = {
        "explain": lambda: _("The dates are found; now the reasons are written down."),
    }
    words = {"placed": told.get("placed", 0), "all": told.get("all", 0)}
    say = stages.get(told.get("stage", ""))
    return say() if say else _("So far %(placed)s of %(all)s have a date. The search goes on for better ones.") % words


def _line(
    placement: Placement, people: Mapping[str, str], schools: Mapping[str, str], doubts: Collection[Objection]
) -> Line:
    first = placement.schools[0]
    return Line(
        placement=placement,
        schools=placement.schools,
        title=title_of(placement),
        now=when_words(placement.present.starts_at, placement.present.ends_at) if placement.present else _("No date"),
        proposed=when_words(placement.starts_at, placement.ends_at),
        who=_who(placement, people),
        why=[_sentence(reason, people, schools) for reason in placement.facts.get("why", ())],
        doubts=[each.sentence for each in doubts],
        state=_state(placement),
        by_hand="" if placement.released_id or placement.present_id else _by_hand(first),
        released_url=_address(placement),
    )


def _by_hand(school: School) -> str:
    return reverse("professional_discussions:schedule", args=[school.public_id])


def _address(placement: Placement) -> str:
    found = placement.released
    return reverse("professional_discussions:detail", args=[found.public_id]) if found else ""


def _who(placement: Placement, people: Mapping[str, str]) -> str:
    """Who takes part beside the heads, and where."""
    if placement.starts_at is None:
        return ""
    shown = [each for each in placement.who if each["as"] != Participant.As.HEADTEACHER]
    names = [people[each["person"]] for each in shown if each["person"] in people]
    where = where_words(placement, placement.schools)
    return " · ".join(filter(None, [", ".join(names), where]))


def _state(placement: Placement) -> str:
    if placement.refused_because:
        return str(placement.get_refused_because_display())
    if placement.released_id:
        return _("Released")
    return _("Being sent") if placement.waits_for_release else ""


def _sentence(reason: Mapping[str, Any], people: Mapping[str, str], schools: Mapping[str, str]) -> str:
    hidden_school = _("another school")
    language = reader_language()
    named = [people.get(key) or _("somebody") for key in reason.get("people", ())]
    others = [schools.get(key) or hidden_school for key in reason.get("schools", ())]
    when = half_day_words(reason["half_day"]) if reason.get("half_day") else ""
    words = {
        "people": names_together(named, language),
        "schools": names_together(list(dict.fromkeys(others)), language),
        "when": when,
    }
    return str(SENTENCES[reason["code"]]) % words
