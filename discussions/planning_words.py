"""A proposal in words: where each discussion would be and why, or what stands in the way and the least that would help.

Facts hold codes, public ids and half-days; the sentences are made for whoever reads. Who is not available is said, and
never why; which language somebody works in is not said at all.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussions.bookings import where_words
from discussions.chosen_times import in_address
from discussions.models import Participant, Party, Placement, Proposal
from discussions.objections import Objection
from schools import clock
from schools.models import School
from schools.models.base import reader_language
from schools.words import names_together

MINUTE = dt.timedelta(minutes=1)

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


OUTCOMES: dict[str, str | Promise] = {
    "finished": gettext_lazy("The search is complete."),
    "stopped": gettext_lazy("The search was stopped. This is the best that it had found."),
    "out_of_time": gettext_lazy("The search ended after the longest time allowed. This is the best that it had found."),
}
CLOSED: dict[str, str | Promise] = {
    "released": gettext_lazy("All dates of this proposal have been released."),
    "set_aside": gettext_lazy("This proposal has been set aside."),
}


@dataclass(frozen=True)
class Line:
    """One row of a proposal, as it is shown."""

    placement: Placement
    schools: list[School]
    title: str
    now: str
    proposed: str
    who: list[str] = field(default_factory=list)  # each with what they are
    where: str = ""
    change: list[str] = field(default_factory=list)  # what would become of a date that is set
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
    """{"date": "2026-10-13", "part": "morning"}: the morning of a day, as it stands inside a sentence."""
    day = date_format(dt.date.fromisoformat(half_day["date"]), "l j F Y")
    if reader_language() == "cy":
        day = day[:1].lower() + day[1:]
    if half_day["part"] == "morning":
        return _("%(day)s in the morning") % {"day": day}
    return _("%(day)s in the afternoon") % {"day": day}


def figures_words(proposal: Proposal) -> list[str]:
    """For how many a date was found, how sure it is that no more can, how the search ended and what became of it."""
    ways = [OUTCOMES.get(proposal.outcome, ""), CLOSED.get(proposal.closed_because, "")]
    return [_found(proposal), *(str(words) for words in ways if words)]


def _found(proposal: Proposal) -> str:
    figures: dict[str, Any] = proposal.figures
    placed, out = figures.get("placed", 0), figures.get("left_out", 0)
    words = {"placed": placed, "out": out}
    if not out:
        return (
            ngettext("A date was found for the discussion.", "A date was found for all %(placed)s discussions.", placed)
            % words
        )
    if figures.get("is_least") and proposal.together:
        return (
            _(
                "Dates were found for %(placed)s, and none for %(out)s. Over all councils of the search, more is not "
                "possible."
            )
            % words
        )
    if figures.get("is_least"):
        return _("Dates were found for %(placed)s, and none for %(out)s. More is not possible as things stand.") % words
    return _("Dates were found for %(placed)s, and none for %(out)s. A longer search could find more.") % words


def changes_words(placements: Collection[Placement]) -> str:
    """How many dates are new, how many that are set would be changed, and how many need no change."""
    dated = [each for each in placements if each.starts_at]
    same = sum(each.needs_no_change for each in dated)
    has_one = sum(each.present_id is not None for each in dated)
    if not has_one:
        return ""
    words = {"new": len(dated) - has_one, "changed": has_one - same, "same": same}
    return (
        _(
            "New dates: %(new)s. Dates that are set and would be changed: %(changed)s. "
            "Dates that need no change: %(same)s."
        )
        % words
    )


def failed_words(placements: Collection[Placement]) -> str:
    """How many could not be released; nothing where all could."""
    number = sum(bool(each.refused_because) for each in placements)
    words = ngettext(
        "%(number)s date could not be released. It says why beside it, and nobody was invited to it.",
        "%(number)s dates could not be released. It says why beside each, and nobody was invited to them.",
        number,
    )
    return words % {"number": number} if number else ""


def changes_of(placement: Placement, people: Mapping[str, str]) -> list[str]:
    """What would become of a date that is set: from when it is moved, who joins, who leaves, how long it then lasts."""
    stands = placement.present
    if stands is None or placement.starts_at is None or placement.ends_at is None or placement.needs_no_change:
        return []
    found = []
    if (stands.starts_at, stands.ends_at) != (placement.starts_at, placement.ends_at):
        found.append(_("It would be moved from %(when)s.") % {"when": _inside(stands.starts_at, stands.ends_at)})
    for name, sentence in (("joins", _("New in it: %(people)s.")), ("leaves", _("No longer in it: %(people)s."))):
        if named := [people[key] for key in placement.facts.get(name, ()) if key in people]:
            found.append(sentence % {"people": names_together(named, reader_language())})
    lasts, lasted = placement.ends_at - placement.starts_at, stands.ends_at - stands.starts_at
    if lasts != lasted:
        minutes = {"new": lasts // MINUTE, "before": lasted // MINUTE}
        found.append(_("It would last %(new)s minutes instead of %(before)s.") % minutes)
    return found


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
    if proposal.stop_asked_at:
        return _("The search is ending. The best that it has found so far is kept.")
    if not told:
        return _("The search for dates begins in a moment.")
    words = {"placed": told.get("placed", 0), "all": told.get("all", 0)}
    if proposal.together:
        return (
            _(
                "So far %(placed)s of the %(all)s discussions of all councils have a date. The search goes on for "
                "better ones."
            )
            % words
        )
    return _("So far %(placed)s of %(all)s have a date. The search goes on for better ones.") % words


def _line(
    placement: Placement, people: Mapping[str, str], schools: Mapping[str, str], doubts: Collection[Objection]
) -> Line:
    held = placement.released or placement.present
    is_over = bool(placement.released_id)  # the reasons were about what was then
    return Line(
        placement=placement,
        schools=placement.schools,
        title=title_of(placement),
        now=when_words(held.starts_at, held.ends_at) if held else _("No date"),
        proposed=when_words(placement.starts_at, placement.ends_at),
        who=who_words(placement, people),
        where=where_words(placement, placement.schools) if placement.starts_at else "",
        change=[] if is_over else changes_of(placement, people),
        why=[] if is_over else [_sentence(each, people, schools) for each in placement.facts.get("why", ())],
        doubts=[each.sentence for each in doubts],
        state=_state(placement),
        by_hand=_by_hand(placement),
        released_url=_address(placement),
    )


def _by_hand(placement: Placement) -> str:
    """The form in which it is placed by hand, filled with the day, the times and the people that were proposed."""
    if placement.released_id or placement.needs_no_change:
        return ""
    people, address = [UUID(each["person"]) for each in placement.who], ""
    if placement.starts_at and placement.ends_at:
        address = in_address(placement.starts_at, placement.ends_at, [] if placement.present else people)
    if placement.present:
        return reverse("professional_discussions:reschedule", args=[placement.present.public_id]) + address
    return reverse("professional_discussions:schedule", args=[placement.schools[0].public_id]) + address


def _address(placement: Placement) -> str:
    found = placement.released
    return reverse("professional_discussions:detail", args=[found.public_id]) if found else ""


def who_words(placement: Placement, people: Mapping[str, str]) -> list[str]:
    """Who would take part, each with what they are."""
    return [f"{people[each['person']]} ({_called(each['as'])})" for each in placement.who if each["person"] in people]


def _called(part: str) -> str:
    return str(Party.SERVICE.label if part == Participant.As.ADVISER else Participant.As(part).label)


def _inside(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """As it stands inside a sentence."""
    words = when_words(starts_at, ends_at)
    return words[:1].lower() + words[1:] if reader_language() == "cy" else words


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
