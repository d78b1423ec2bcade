"""What the made-up councils have set up for the discussions of each year, and what they decided about it."""

import datetime as dt
from collections.abc import Iterable

from discussions.models import Round, RoundCheck, RoundOfficer, RoundSchool, TravelTime, YearDecision
from schools import clock

from .meetings import Meetings
from .places import Place, at
from .rows import Rows

# By how many years back: month and day, language, what was decided, and why.
DECISIONS = {
    -1: [
        (
            (10, 6),
            "cy",
            "Cynhelir pob trafodaeth rhwng Ionawr a’r Pasg.",
            "Mae gan bob ysgol ei chynllun newydd erbyn hynny.",
        ),
        (
            (3, 30),
            "en",
            "Next year the first discussions are held in the autumn.",
            "Spring was too full: officers met a school every day for six weeks.",
        ),
    ],
    0: [
        (
            (9, 15),
            "en",
            "Discussions may be held in all three terms.",
            "As was decided last March, so that nobody meets a school every day.",
        ),
        (
            (9, 22),
            "cy",
            "Bydd swyddog yn ymweld â’r ysgol, oni bai bod yr ysgol yn gofyn am gyfarfod ar-lein.",
            "Dywedodd y penaethiaid y llynedd fod ymweliad yn fwy gwerthfawr.",
        ),
    ],
}
LAST_YEAR = (1, 12), (3, 26)  # from when to when its discussions were held


def add_turning(rows: Rows, meetings: Meetings, places: Iterable[Place], this_year: int) -> None:
    """What was decided, of last year and this one; last year was also set up, as this one is (`rounds`)."""
    for place in places:
        for back in DECISIONS:
            round_ = meetings.rounds.get((place.number, this_year + back))
            if round_ is None:
                continue
            if back:
                round_.first_day, round_.last_day = (_on(round_.school_year, *day) for day in LAST_YEAR)
                _set_up(rows, meetings, place, round_)
            _decide(rows, meetings, place, round_, back)


def _set_up(rows: Rows, meetings: Meetings, place: Place, round_: Round) -> None:
    rows.add(RoundOfficer, round=round_, person=meetings.years.cast.officers[place.number])
    for school in place.schools:
        rows.add(RoundSchool, round=round_, school=school)
    towns = sorted({school.town for school in place.schools if school.town}, key=str.casefold)
    if len(towns) > 1:
        rows.add(TravelTime, round=round_, first_town=towns[0], second_town=towns[-1], minutes=40)


def _decide(rows: Rows, meetings: Meetings, place: Place, round_: Round, back: int) -> None:
    officer, today = meetings.years.cast.officers[place.number], meetings.years.today
    words = {"council": place.council, "school_year": round_.school_year, "written_by": officer}
    for (month, day), lang, what, why in DECISIONS[back]:
        on = min(_on(round_.school_year, month, day), today)
        written = {"decided_on": on, "written_at": at(on, 11)}
        rows.add(YearDecision, what=what, why=why, lang=lang, **written, **words)
    for item in (RoundCheck.Item.DAYS, RoundCheck.Item.WHERE, RoundCheck.Item.OFFICERS) if back == 0 else ():
        looked = min(_on(round_.school_year, 9, 8), today)
        rows.add(RoundCheck, round=round_, item=item, by=officer, at=at(looked, 10))


def _on(year: int, month: int, day: int) -> dt.date:
    first, _last = clock.school_year_bounds(year)
    return dt.date(year if month >= first.month else year + 1, month, day)
