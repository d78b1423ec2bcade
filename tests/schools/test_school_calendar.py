"""The calendar of a council: everybody at its schools reads it, its officers keep it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from discussions.models import Discussion
from schools import clock
from schools.models import ClosedDay, ConflictOfInterest, Event, InsetDay, Notice, Term
from schools.refusals import Refused
from schools.school_calendar import actions, queries
from schools.school_days import closed_on, no_school_meets
from tests import factories as make
from tests.discussions.rounds import make_discussion
from tests.on_pages import Visitor
from tests.story import day

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()
DAY = dt.timedelta(days=1)
AUTUMN = {"starts_on": dt.date(YEAR, 9, 1), "ends_on": dt.date(YEAR, 10, 23)}
NOVEMBER = {"starts_on": dt.date(YEAR, 11, 2), "ends_on": dt.date(YEAR, 12, 18)}


def page(council: Any, name: str = "detail", *more: Any, year: int = YEAR) -> str:
    return reverse(f"school_calendar:{name}", args=[council.public_id, year, *more])


def typed(term: dict[str, dt.date]) -> dict[str, str]:
    return {part: words for name, date in term.items() for part, words in day(name, date).items()}


def weekday(month: int) -> dt.date:
    found = dt.date(YEAR, month, 10)
    while no_school_meets(found):
        found += DAY
    return found


def enter(council: Any, by: Any, *schools: Any, on: dt.date | None = None, which: str = "chosen") -> InsetDay:
    words = {"which": which, "schools": [school.public_id for school in schools]}
    return actions.enter_inset(council, year=YEAR, day=on or weekday(11), by=by, once=uuid4(), **words)


def test_an_inset_day_of_all_schools_is_counted_as_no_school_day(council, school, other_school, olwen):
    Term.all_rows.create(council=council, school_year=YEAR, starts_on=weekday(11), ends_on=weekday(11))
    terms = list(Term.all_rows.all())

    def counted() -> list[int]:
        return [half.days for half in queries.halves_of(terms, queries.days_without_school(olwen, council, YEAR))]

    enter(council, olwen, school)
    assert counted() == [1]
    enter(council, olwen, other_school)
    assert counted() == [0]
    planning = Visitor(olwen, "en").open(reverse("rounds:detail", args=[YEAR, council.public_id]))
    planning.follow(page(council))


@pytest.fixture
def booked(school: Any, other_school: Any) -> dt.date:
    """A school day to come on which both schools have their discussion."""
    found = clock.today() + 2 * DAY
    while no_school_meets(found):
        found += DAY
    for each in (school, other_school):
        make_discussion(each, day=found)
    return found


SAVED = "has been entered"


def test_an_inset_day_over_discussions_to_come_is_asked_about_once_and_then_waits(
    council, school, other_school, olwen, elin, booked
):
    words = {**day("day", booked), "which": "all"}
    visitor = Visitor(elin, "en").open(page(council, "add_inset"))  # whom an interest keeps from the first
    visitor.refused(**words)
    visitor.says("1 discussion to come would then lie", other_school.name).says_nothing_of(f"{school.name},")
    visitor = Visitor(olwen, "en").open(page(council, "add_inset"))
    assert "2 discussions to come" in visitor.refused(**words)[0]
    first = Discussion.all_rows.get(schools=school)
    assert visitor.offers(reverse("professional_discussions:detail", args=[first.public_id]))
    visitor.press(visitor.form).says(SAVED)
    Visitor(olwen, "en").open("/en/home/").says(f"The discussion with {school.name} on", "is on a day without school")


def test_a_term_that_is_shortened_or_removed_over_a_discussion_is_asked_about_once(council, school, olwen, booked):
    edges = {"starts_on": booked - 2 * DAY, "ends_on": booked + 2 * DAY}
    term = Term.all_rows.create(council=council, school_year=clock.school_year_of(booked), **edges)
    visitor = Visitor(olwen, "en").open(page(council, "edit_term", term.public_id))
    assert "2 discussions to come" in visitor.refused(**day("ends_on", booked - DAY))[0]
    visitor.press(visitor.form)
    term.refresh_from_db()
    assert term.ends_on == booked - DAY
    Term.all_rows.update(ends_on=booked)
    visitor = Visitor(olwen, "en").open(page(council, "remove_term", term.public_id))
    assert "2 discussions to come" in visitor.refused()[0]
    visitor.press(visitor.form)
    assert not Term.all_rows.exists()


def test_an_officer_enters_terms_changes_one_and_removes_it_and_a_governor_reads_them(council, school, olwen, gwen):
    visitor = Visitor(olwen, "en").open(reverse("register:index")).follow(reverse("school_calendar:index"))
    visitor.follow(page(council, "add_term")).fill(**typed(AUTUMN))
    visitor.follow(page(council, "add_term")).fill(**typed(NOVEMBER)).says("24 October", "1 November")
    term = Term.all_rows.get(starts_on=AUTUMN["starts_on"])
    visitor.follow(page(council, "edit_term", term.public_id)).fill(**day("ends_on", dt.date(YEAR, 10, 22)))
    reader = Visitor(gwen, "cy").open(reverse("register:index")).follow(reverse("school_calendar:index"))
    reader.says(f"22 Hydref {YEAR}")
    assert not reader.offers(page(council, "add_term"))
    visitor.follow(page(council, "remove_term", term.public_id)).fill()
    assert Term.all_rows.get().starts_on == NOVEMBER["starts_on"]
    verbs = set(Event.all_rows.filter(council=council).values_list("verb", flat=True))
    assert verbs == {"term.added", "term.edited", "term.removed"}


def test_the_next_school_year_is_reached_from_this_one_and_kept_in_the_same_way(council, olwen):
    visitor = Visitor(olwen, "en").open(page(council)).follow(page(council, year=YEAR + 1))
    visitor.says("No terms have been entered for this school year").follow(page(council, "add_term", year=YEAR + 1))
    visitor.fill(**day("starts_on", dt.date(YEAR + 1, 9, 2)), **day("ends_on", dt.date(YEAR + 1, 10, 22)))
    assert Term.all_rows.get().school_year == YEAR + 1


@pytest.mark.parametrize("year", [YEAR - 11, YEAR + 3, 0, 99999])
def test_a_year_of_which_no_calendar_is_kept_is_not_found(council, school, nia, year):
    Visitor(nia, "en").open(page(council, year=year), status=404)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"ends_on": AUTUMN["starts_on"] - DAY}, "not in the school year"),
        ({"starts_on": NOVEMBER["starts_on"], "ends_on": AUTUMN["ends_on"]}, "cannot be before"),
        ({"ends_on": dt.date(YEAR + 1, 9, 1)}, "not in the school year"),
        ({"ends_on": NOVEMBER["starts_on"]}, "has some of these days already"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_its_reason(council, olwen, words, sentence):
    actions.add_term(council, year=YEAR, by=olwen, once=uuid4(), **NOVEMBER)
    with pytest.raises(Refused, match=sentence):
        actions.add_term(council, year=YEAR, by=olwen, once=uuid4(), **AUTUMN | words)


def test_of_two_officers_the_second_to_change_a_term_sees_the_first_ones_days(council, olwen, lowri):
    term = actions.add_term(council, year=YEAR, by=olwen, once=uuid4(), **AUTUMN)
    late = Visitor(lowri, "en").open(page(council, "edit_term", term.public_id))
    Visitor(olwen, "en").open(page(council, "edit_term", term.public_id)).fill(**day("ends_on", dt.date(YEAR, 10, 22)))
    late.refused(**day("ends_on", dt.date(YEAR, 10, 21)))
    late.says("Two versions of this text", f"22 10 {YEAR}", f"21 10 {YEAR}")


def test_an_inset_day_for_all_schools_is_one_press(council, school, other_school, far_school, olwen):
    visitor = Visitor(olwen, "en").open(page(council)).follow(page(council, "add_inset"))
    visitor.fill(which="all", **day("day", weekday(11))).says("INSET day", "All schools that you see")
    assert set(closed_on([school, other_school, far_school], weekday(11))) == {school, other_school}
    told = Event.all_rows.filter(verb="inset_day.entered", school__isnull=False)
    assert set(told.values_list("school", flat=True)) == {school.pk, other_school.pk}


def test_an_inset_day_for_some_schools_is_added_to_and_taken_back(council, school, other_school, olwen, nia, owain):
    inset = enter(council, olwen, school)
    assert enter(council, olwen, other_school, school) == inset
    assert inset.schools.count() == 2 and Event.all_rows.filter(verb="inset_day.entered", school=school).count() == 1
    with pytest.raises(Refused, match="have this INSET day already"):
        enter(council, olwen, school)
    with pytest.raises(Refused, match="Choose the schools"):
        enter(council, olwen)
    visitor = Visitor(olwen, "en").open(page(council)).follow(page(council, "remove_inset", inset.public_id))
    visitor.says(school.name, other_school.name).fill()
    assert not InsetDay.all_rows.exists()
    Visitor(nia, "en").open(reverse("register:history", args=[school.public_id])).says("entered an INSET day")


def test_whoever_keeps_the_days_of_a_school_hears_of_its_inset_day_and_that_it_was_taken_back(
    council, school, other_school, olwen, nia, sion, dai, carys, owain
):
    inset = enter(council, olwen, school)
    enter(council, olwen, other_school)  # the school, which has it already, is not told again
    told = Notice.all_rows.filter(notice_kind="inset_day_entered")
    assert set(told.filter(school=school).values_list("person", flat=True)) == {nia.pk, sion.pk, dai.pk}
    assert told.filter(school=school).count() == 3 and told.get(school=other_school).person == owain
    actions.remove_inset(inset, by=olwen, once=uuid4())
    assert set(Notice.all_rows.filter(notice_kind="inset_day_taken_back").values_list("person", flat=True)) == {
        nia.pk, sion.pk, dai.pk, owain.pk
    }  # fmt: skip
    page_of_news = Visitor(nia, "en").open(reverse("home:notices")).says("The council has entered an INSET day")
    assert page_of_news.offers(reverse("closures:index", args=[school.public_id]))


def test_an_officer_with_an_interest_enters_no_inset_day_for_that_school_and_takes_none_away(
    council, school, other_school, olwen, elin
):
    inset = enter(council, elin, which="all")
    assert set(inset.schools.all()) == {other_school}
    enter(council, olwen, which="all")
    actions.remove_inset(inset, by=elin, once=uuid4())
    assert set(inset.schools.all()) == {school}


@pytest.mark.parametrize(
    ("on", "sentence"), [(dt.date(YEAR, 12, 25), "bank holiday"), (dt.date(YEAR + 1, 9, 1), "not in")]
)
def test_an_inset_day_on_which_no_school_meets_is_refused(council, school, olwen, on, sentence):
    with pytest.raises(Refused, match=sentence):
        enter(council, olwen, school, on=on)


def test_the_calendar_shows_the_days_of_the_schools_that_one_sees(council, school, other_school, olwen, nia, owain):
    inset, own = weekday(11), weekday(10)
    enter(council, olwen, school, on=inset)
    for place in (school, other_school):
        ClosedDay.all_rows.create(school=place, day=own if place == school else inset, reason="inspection")
    assert [(each.day, each.schools, bool(each.inset)) for each in seen(olwen, council)] == [
        (own, [school.name], False), (inset, [school.name], True), (inset, [other_school.name], False)
    ]  # fmt: skip
    assert [(each.day, bool(each.inset)) for each in seen(nia, council)] == [(own, False), (inset, True)]
    assert [(each.day, bool(each.inset)) for each in seen(owain, council)] == [(inset, False)]
    Visitor(nia, "en").open(page(council)).says("Not available", "INSET day").says_nothing_of("inspection")


def seen(person: Any, council: Any) -> list[queries.Day]:
    return queries.days_without_school(person, council, YEAR)


def test_a_long_list_of_days_is_paged(council, school, olwen, client):
    client.force_login(olwen)
    ClosedDay.all_rows.bulk_create(
        ClosedDay(school=school, day=dt.date(YEAR, 10, 1) + n * DAY, reason="other") for n in range(31)
    )
    assert "?page=2" in client.get(page(council)).content.decode()


def test_whoever_sees_schools_of_several_councils_chooses_one(council, far_council, school, far_school, mari):
    visitor = Visitor(mari, "en").open(reverse("school_calendar:index")).says("Dyffryn Council", "Glannau Council")
    visitor.follow(page(far_council)).says("Glannau Council")


def test_whoever_sees_no_school_yet_is_told_so(service):
    adviser = make.make_person("Newydd")
    make.appoint(adviser, "service_adviser", service)
    Visitor(adviser, "en").open(reverse("school_calendar:index")).says("There is no calendar for you to see yet")


def test_bank_holidays_stand_in_the_readers_language(council, school, nia, gwen):
    Visitor(nia, "cy").open(page(council)).says("Dydd Nadolig")
    Visitor(gwen, "en").open(page(council)).says("Christmas Day")


def test_an_interest_in_a_school_does_not_close_its_councils_calendar(council, school, glyn):
    ConflictOfInterest.all_rows.create(person=glyn, school=school, starts_on=make.LONG_AGO)
    Visitor(glyn, "en").open(page(council))
