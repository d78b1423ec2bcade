import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from discussions.access import May, discussion_for
from discussions.candidates import Candidate, candidates
from discussions.changing import why_not_move
from discussions.common_times import school_weeks
from discussions.enough_notice import first_with_notice
from discussions.models import Discussion, DiscussionSchool, Round
from schools import clock
from schools.access import Request, school_for
from schools.models import School
from schools.models.base import reader_language
from schools.school_days import DAY, school_days_for
from schools.words import names_together

from .forms import LENGTHS, FindForm
from .queries import Question, answer_to, who_takes_part

LONGEST = LENGTHS[-1]  # minutes


@require_safe
def find_a_time(request: Request, school: UUID) -> HttpResponse:
    """Common free times of those who are to take part in a discussion that is to be scheduled."""
    place = school_for(request.user, school, May.SCHEDULE_DISCUSSION)
    year, days = _year_and_days(place)
    there = reverse("professional_discussions:schedule", args=[school])
    people = candidates([place], request.user, titled=False)
    at = Discussion.Setting.AT_SCHOOL, place, ""
    found = _found(request, [place], people, days, year.minutes, year, there, at)
    return render(request, "discussions/finding/find_a_time.html", {"school": place, "there": there, **found})


@require_safe
def find_another_time(request: Request, discussion: UUID) -> HttpResponse:
    """The same for those who take part in a discussion that has a time already; its own does not stand in the way."""
    standing = discussion_for(request.user, discussion, May.SCHEDULE_DISCUSSION)
    if why := why_not_move(standing):
        messages.info(request, why)
        return redirect("professional_discussions:detail", discussion)
    first, last = clock.school_year_bounds(standing.round.school_year)
    minutes = min((standing.ends_at - standing.starts_at) // dt.timedelta(minutes=1), LONGEST)
    people = who_takes_part(request.user, standing)
    days = max(first, clock.today() + DAY), last
    there = reverse("professional_discussions:reschedule", args=[discussion])
    host = standing.host or (standing.covered[0] if len(standing.covered) == 1 else None)
    at = standing.setting, host, standing.place
    found = _found(request, standing.covered, people, days, minutes, standing.round, there, at, standing)
    names = ", ".join(school.name for school in standing.covered)
    context = {"discussion": standing, "names": names, "there": there, **found}
    return render(request, "discussions/finding/find_another_time.html", context)


def _year_and_days(place: School) -> tuple[Round, tuple[dt.date, dt.date]]:
    """The year of the discussion, which is the next one where this year's has been held, and its days from tomorrow."""
    this = clock.current_school_year()
    held = DiscussionSchool.objects.as_system("whether this year's discussion has been held").filter(
        school=place,
        live=True,
        discussion_kind=Discussion.Kind.YEARLY,
        round=OuterRef("pk"),
        discussion__starts_at__lte=clock.now(),
    )
    rounds = Round.objects.as_system("when mornings and afternoons begin, and how long a discussion lasts")
    rows = rounds.filter(council=place.council_id, school_year__in=(this, this + 1)).annotate(is_held=Exists(held))
    years = {row.school_year: row for row in rows}
    first, last = clock.school_year_bounds(this + (this in years and years[this].is_held))
    days = max(first, clock.today() + DAY), min(last, place.closed_on or last)
    return years.get(clock.school_year_of(days[0]), Round()), days


def _found(
    request: Request,
    schools: Sequence[School],
    able: Sequence[Candidate],
    days: tuple[dt.date, dt.date],
    minutes: int,
    year: Round,
    there: str,
    meets: tuple[str, School | None, str],
    besides: Discussion | None = None,
) -> dict[str, Any]:
    """What was asked on the page and the answer; `days`: the first and the last on which they could meet."""
    known = school_days_for(schools).values()
    closed = set().union(*(each.closed_between(*days) for each in known))
    notice = max(first_with_notice(each) for each in known)
    mondays = school_weeks(*days, closed)
    form = FindForm.of(request, people=able, mondays=mondays, minutes=minutes)
    chosen = form.chosen
    people = [each for each in able if each.person.public_id in set(chosen["who"] or ())]
    at = mondays.index(chosen["week"]) if chosen["week"] else 0
    number = chosen["weeks"] or form.fields["weeks"].initial
    lasts = dt.timedelta(minutes=chosen["minutes"] or minutes)
    weeks = mondays[at : at + number]
    usual = {False: year.morning_from, True: year.afternoon_from}
    question = Question(
        people, lasts, weeks, bool(chosen["cover"]), *days, closed, usual, notice, there, year, meets, besides
    )
    later = mondays[at + number :]
    return {
        "form": form,
        "people": names_together([each.person.name for each in people], reader_language()),
        "answer": answer_to(question),
        "earlier": _asked(question, mondays[max(0, at - number)]) if at else "",
        "later": _asked(question, later[0]) if later else "",
    }


def _asked(question: Question, monday: dt.date) -> str:
    """The same question from another week on."""
    words: dict[str, Any] = {
        "who": [str(each.person.public_id) for each in question.people],
        "minutes": question.lasts // dt.timedelta(minutes=1),
        "week": monday.isoformat(),
        "weeks": len(question.weeks),
    }
    return "?" + urlencode({**words, **({"cover": "on"} if question.covers else {})}, doseq=True)
