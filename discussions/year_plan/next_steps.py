"""Where a year is and what comes next, as sentences with the page on which it is done: a new officer begins here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussions.access import years_to_plan
from discussions.models import Round
from discussions.stages import Stage
from schools import clock

from .queries import Standing

BEGINS_AGAIN = 5  # from this month on the next year is started


@dataclass(frozen=True)
class Step:
    sentence: str
    url: str  # empty where the reader only reads
    label: str = ""


def where_we_are(standing: Standing) -> list[str]:
    """Counts, never the names of schools."""
    held = ngettext("%(number)s discussion has been held.", "%(number)s discussions have been held.", standing.held)
    agreed = ngettext(
        "%(number)s record has been answered by all.",
        "%(number)s records have been answered by all.",
        standing.agreed,
    )
    part = ngettext("%(number)s school takes part.", "%(number)s schools take part.", standing.taking_part)
    placed = ngettext("%(number)s school has its date.", "%(number)s schools have their date.", standing.placed)
    counts = (standing.taking_part, standing.placed, standing.held, standing.agreed)
    sentences = zip((part, placed, held, agreed), counts, strict=True)
    return [words % {"number": number} for words, number in sentences]


def comes_next(round_: Round, standing: Standing, *, plans: bool) -> list[Step]:
    """In the order in which it is done; links only to pages that the reader may open."""
    return list(_steps(round_, standing, plans and round_.school_year in years_to_plan()))


def _steps(round_: Round, n: Standing, plans: bool) -> Iterator[Step]:
    year, council = round_.school_year, round_.council.public_id

    def url(name: str, to_plan: bool = True, year: int = year) -> str:
        return reverse(name, args=[year, council]) if plans or not to_plan else ""

    if not round_.first_day:
        sentence = _("When and where the discussions may take place has not been entered.")
        yield Step(sentence, url("year_start:start"), _("Take over from the year before"))
        if plans:
            yield Step(_("Or enter it anew."), url("rounds:when_and_where"), _("Enter when and where"))
    if round_.pk and n.to_look_over and n.checks:
        yield Step(_left_to_look_over(n), url("year_start:check_list", to_plan=False), _("Open the check-list"))
    if not n.officers:
        sentence = _("No officer has been chosen who can take part.")
        yield Step(sentence, url("rounds:officers"), _("Choose officers"))
    if n.undecided:
        words = ngettext(
            "%(number)s school is not decided yet.", "%(number)s schools are not decided yet.", n.undecided
        )
        yield Step(words % {"number": n.undecided}, url("rounds:schools", to_plan=False), _("Open the schools"))
    if n.open_proposals:
        yield Step(_("A proposal of dates waits to be looked at."), url("planning:index"), _("Open the proposal"))
    elif n.to_place:
        words = ngettext(
            "%(number)s school is to get its date.", "%(number)s schools are to get their date.", n.to_place
        )
        yield Step(words % {"number": n.to_place}, url("planning:index"), _("Work out dates for all schools"))
    yield from _of_discussions(n, round_)
    if year == clock.current_school_year() and BEGINS_AGAIN <= clock.today().month <= 8:
        sentence = _("The next school year can be started with what is set up for this one.")
        yield Step(sentence, url("year_start:start", year=year + 1), _("Start next year"))


def _of_discussions(n: Standing, round_: Round) -> Iterator[Step]:
    place = [round_.school_year, round_.council.public_id]
    if n.coming:
        words = ngettext(
            "%(number)s discussion takes place in the next seven days.",
            "%(number)s discussions take place in the next seven days.",
            n.coming,
        )
        yield Step(words % {"number": n.coming}, reverse("this_year:week", args=place), _("Open the week"))
    if n.to_agree:
        words = ngettext(
            "The record of %(number)s discussion that was held has not been answered by all yet.",
            "The records of %(number)s discussions that were held have not been answered by all yet.",
            n.to_agree,
        )
        held = reverse("this_year:index", args=place) + f"?stage={Stage.HELD}"
        yield Step(words % {"number": n.to_agree}, held, _("Open the discussions"))


def _left_to_look_over(n: Standing) -> str:
    words = ngettext(
        "%(number)s thing on the check-list is to be looked over.",
        "%(number)s things on the check-list are to be looked over.",
        n.to_look_over,
    )
    return words % {"number": n.to_look_over}
