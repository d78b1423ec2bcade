"""What an officer is refused who starts a year, looks it over, or writes down what was decided."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from discussions.models import Round, RoundCheck, RoundOfficer, RoundSchool, YearDecision
from schools import clock
from tests.refusals import DAY, TODAY, Refusing
from tests.story import day

NOWHERE: dict[str, Any] = {
    f"{name}-{part}": "" for name in ("first_day", "last_day") for part in ("day", "month", "year")
}


def turning(story: Refusing) -> None:
    """This year is set up and the next begins with it; at the end both are as they were."""
    council = story.school.council
    this, _new = Round.all_rows.get_or_create(council=council, school_year=story.year)
    before = {"first_day": this.first_day, "last_day": this.last_day}
    first, last = clock.school_year_bounds(story.year)
    Round.all_rows.filter(pk=this.pk).update(first_day=first + 100 * DAY, last_day=last - 100 * DAY)
    row, made = RoundSchool.all_rows.get_or_create(round=this, school=story.school)
    officer = RoundOfficer.all_rows.create(round=this, person=story.cast.olwen)
    _starting(story, council)
    _looking_over(story, council)
    _deciding(story, council)
    Round.all_rows.filter(pk=this.pk).update(**before)
    Round.all_rows.filter(council=council, school_year=story.year + 1).delete()
    officer.delete()
    if made:
        row.delete()


def _starting(story: Refusing, council: Any) -> None:
    path, year = _path("year_start:start", story, council, year=story.year + 1), story.year + 1
    first, last = clock.school_year_bounds(year)
    olwen = story.olwen.open(path)
    story.no(olwen, "Tick at least one thing to take over", parts=[])
    story.no(
        olwen.open(path),
        "Enter the first day, or untick the days.",
        "Enter the last day, or untick the days.",
        **NOWHERE,
    )
    outside = day("first_day", first - DAY) | day("last_day", last)
    story.no(olwen.open(path), "Enter a date of this school year, from", **outside)
    turned = day("first_day", first + 9 * DAY) | day("last_day", first + 8 * DAY)
    story.no(olwen.open(path), "Enter a last day that is not before the first day.", **turned)
    story.no(olwen.open(path), "Tick “Which schools take part” too", parts=["guests"])
    late = story.tab("lowri", path)
    olwen.open(path).fill()
    story.no(late, "Something that you ticked has been set up for that year meanwhile")


def _looking_over(story: Refusing, council: Any) -> None:
    path = _path("year_start:check_list", story, council, year=story.year + 1)
    story.no(story.olwen.open(path), "Tick what you have looked over", items=[])
    story.no(story.olwen.open(path), "Choose again: this is not on the check-list", items=["x"])
    RoundCheck.all_rows.filter(round__council=council).delete()


def _deciding(story: Refusing, council: Any) -> None:
    path = _path("year_plan:add", story, council)
    olwen = story.olwen.open(path)
    no_day = {f"decided_on-{part}": "" for part in ("day", "month", "year")}
    said = ("Write what was decided", "Write why it was decided", "Enter the day on which it was decided")
    story.no(olwen, *said, what="", why="", **no_day)
    words = {"what": "Yn y gwanwyn", "why": "Am reswm da", "lang": "cy"}
    story.no(olwen.open(path), "A decision cannot be in the future.", **words, **day("decided_on", TODAY + DAY))
    gone = "Choose the school again: it is not among those for which you plan"
    story.no(olwen.open(path), gone, **words, school=str(uuid4()))
    olwen.open(path).fill(**words)
    row = YearDecision.all_rows.get()
    late = story.tab("lowri", _path("year_plan:edit", story, council, row.public_id))
    olwen.open(_path("year_plan:edit", story, council, row.public_id)).fill(why="Am reswm arall")
    story.no(late, "Somebody else saved this while you were writing.", why="Am drydydd rheswm")


def _path(name: str, story: Refusing, council: Any, *more: Any, year: int = 0) -> str:
    return reverse(name, args=[year or story.year, council.public_id, *more])
