"""This year's discussions of a council: how far each is, what waits for us first, week by week, and as a file."""

import csv
import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from discussions.models import Placement, PlacementSchool, Proposal, Record, Reply, Round, RoundSchool
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from discussions.stages import Stage, by_date, standings_of, waiting_first
from discussions.this_year.queries import monday_of, schools_of, week_of
from schools import clock
from schools.models import ConflictOfInterest, Term, Version
from schools.school_days import bank_holiday_names
from tests import factories as make
from tests.discussions.rounds import agree, key, make_discussion, take_part, write_record
from tests.on_pages import Visitor

YEAR = clock.current_school_year()
TODAY = clock.today()
DAY = dt.timedelta(days=1)


def path(name: str, council: Any) -> str:
    return reverse(f"this_year:{name}", args=[YEAR, council.public_id])


def rows_for(person: Any, council: Any) -> list[Any]:
    round_, _new = Round.all_rows.get_or_create(council=council, school_year=YEAR)
    round_.council = council
    person.forget_roles()
    return standings_of(person, schools_of(person, council), round_)


def stages(person: Any, council: Any) -> dict[str, Stage]:
    return {row.school.name: row.stage for row in rows_for(person, council)}


def submitted(school: Any, by: Any, days_ago: int) -> None:
    at = clock.now() - days_ago * DAY
    Version.all_rows.create(
        version_kind="self_evaluation", thing_id=key(), number=1, content=b"{}", school=school, school_year=YEAR,
        by=by, at=at,
    )  # fmt: skip


def test_a_school_goes_through_its_states(olwen, alun, nia, council, school):
    assert stages(olwen, council) == {school.name: Stage.TO_PLACE}
    to_come = make_discussion(school, day=TODAY + DAY)
    assert stages(olwen, council) == {school.name: Stage.INVITED}
    past = clock.now() - DAY
    type(to_come).all_rows.filter(pk=to_come.pk).update(starts_at=past - dt.timedelta(hours=1), ends_at=past)
    assert stages(olwen, council) == {school.name: Stage.HELD}
    Record.all_rows.create(discussion=to_come, status="agreed", sending=1, sent_at=past)
    assert stages(olwen, council) == {school.name: Stage.AGREED}


def test_a_discussion_to_which_all_who_are_invited_come_is_confirmed(olwen, nia, council, school):
    to_come = make_discussion(school, day=TODAY + DAY)
    take_part(to_come, nia, "headteacher")
    officer = take_part(to_come, olwen, "officer")
    for row in to_come.participants.exclude(pk=officer.pk):
        answer(row)
    assert stages(olwen, council) == {school.name: Stage.INVITED}
    answer(officer)
    assert stages(olwen, council) == {school.name: Stage.CONFIRMED}


def test_whoever_cannot_come_makes_it_wait_for_the_council(olwen, mari, nia, council, school):
    to_come = make_discussion(school, day=TODAY + DAY)
    row = take_part(to_come, nia, "headteacher")
    answer(row, answer="not_possible", text="x", lang="en")
    (row,) = rows_for(olwen, council)
    assert row.stage == Stage.INVITED and row.since == Reply.all_rows.get().given_at
    assert [row.since for row in rows_for(mari, council)] == [None]


def answer(row: Any, **words: Any) -> None:
    words = {"answer": "coming", **words}
    Reply.all_rows.create(participant=row, sequence=row.discussion.sequence, given_by=row.person, **words)


def test_the_table_the_week_and_the_file_say_who_takes_part_and_who_has_answered_what(
    olwen, alun, nia, council, school
):
    to_come = make_discussion(school, day=TODAY + DAY)
    answer(take_part(to_come, nia, "headteacher"), answer="not_possible", text="SECRET", lang="en")
    take_part(to_come, olwen, "officer")
    answer(take_part(to_come, alun, "adviser"), answer="another_time", text="SECRET", lang="en")
    people = "Headteacher: Nia", "Council officer: Olwen", "From the improvement service: Alun"
    said = "Cannot come: Nia", "Would need another time: Alun"
    visitor = Visitor(olwen, "en").open(path("index", council)).says(*people, *said, "2 of 3 have answered")
    visitor.says_nothing_of("SECRET").open(f"{path('week', council)}?day={TODAY + DAY}").says(*people, *said)
    headings, row = table(olwen, "en", council)
    cells = dict(zip(headings, row, strict=True))
    assert [cells[name] for name in ("Invited", "Have answered", "Cannot come")] == ["3", "2", "Nia"]
    assert cells["Would need another time"] == "Alun"


def test_a_school_that_takes_no_part_is_said_to(olwen, council, school):
    round_ = Round.all_rows.create(council=council, school_year=YEAR)
    RoundSchool.all_rows.create(round=round_, school=school, takes_part=False, not_because="x", lang="en")
    assert stages(olwen, council) == {school.name: Stage.OUT}


def propose(round_: Round, school: Any, by: Any, **words: Any) -> Placement:
    proposal = Proposal.all_rows.create(round=round_, asked_by=by, status="ready", outcome="finished")
    at = clock.now() + 7 * DAY
    said = {"starts_at": at, "ends_at": at + dt.timedelta(hours=1), "setting": "online", "language": "cy"}
    placement: Placement = Placement.all_rows.create(proposal=proposal, key="x", **{**said, **words})
    PlacementSchool.all_rows.create(placement=placement, school=school)
    return placement


def test_a_proposed_date_is_for_those_who_place(olwen, mari, council, school):
    round_ = Round.all_rows.create(council=council, school_year=YEAR)
    placement = propose(round_, school, olwen)
    assert stages(olwen, council) == {school.name: Stage.PROPOSED}
    assert stages(mari, council) == {school.name: Stage.TO_PLACE}
    Placement.all_rows.filter(pk=placement.pk).update(starts_at=None, ends_at=None, setting="", language="")
    assert stages(olwen, council) == {school.name: Stage.TO_PLACE}


def test_a_proposed_date_stands_in_table_and_week_with_a_link_for_those_who_plan(olwen, mari, council, school):
    round_ = Round.all_rows.create(council=council, school_year=YEAR)
    at = dt.datetime.combine(monday_of(TODAY) + 8 * DAY, dt.time(10), clock.LONDON)
    propose(round_, school, olwen, starts_at=at, ends_at=at + dt.timedelta(hours=1))
    dates = reverse("planning:index", args=[YEAR, council.public_id])
    week = f"{path('week', council)}?day={at.date()}"
    Visitor(olwen, "en").open(path("index", council)).says("10:00 to 11:00", "(proposed)").follow(dates)
    Visitor(olwen, "en").open(week).says(f"Proposed: 10:00 {school.name}").follow(dates)
    for address in (path("index", council), week):
        Visitor(mari, "en").open(address).says_nothing_of("10:00", "roposed:")


def test_a_proposal_waits_at_home_until_it_is_released_or_set_aside(olwen, alun, council, school, other_school):
    round_ = Round.all_rows.create(council=council, school_year=YEAR)
    proposal = propose(round_, school, olwen).proposal
    words = f"Look at the dates proposed for the discussions of {clock.school_year_words(YEAR)}"
    Visitor(olwen, "en").open("/en/home/").says(words).follow(reverse("planning:index", args=[YEAR, council.public_id]))
    Visitor(alun, "en").open("/en/home/").says_nothing_of(words)
    Proposal.all_rows.filter(pk=proposal.pk).update(round=Round.all_rows.create(council=council, school_year=YEAR + 1))
    Visitor(olwen, "en").open("/en/home/").says(f"discussions of {clock.school_year_words(YEAR + 1)}")
    Proposal.all_rows.filter(pk=proposal.pk).update(status="closed", closed_because="set_aside")
    Visitor(olwen, "en").open("/en/home/").says_nothing_of("Look at the dates")


def test_what_has_waited_longest_for_us_comes_first_and_the_rest_by_date(olwen, nia, council, school, other_school):
    third, fourth = make.make_school(council, "Ysgol Acw"), make.make_school(council, "Ysgol Bach")
    submitted(school, nia, 3)
    submitted(other_school, nia, 9)
    make_discussion(fourth, day=TODAY + DAY)
    order = [row.school.name for row in waiting_first(rows_for(olwen, council))]
    assert order == [other_school.name, school.name, fourth.name, third.name]
    order = [row.school.name for row in by_date(rows_for(olwen, council))]
    assert order[0] == fourth.name


def test_what_waits_for_others_is_dated_for_nobody_else(olwen, alun, mari, nia, council, school):
    """The record is the service's to write, then each party's to answer."""
    held = make_discussion(school)
    assert [row.since for row in rows_for(olwen, council)] == [None]
    (row,) = rows_for(mari, council)
    assert row.since == held.ends_at
    load_support_kinds()
    draft = records.begin(held, by=alun, once=key())
    sent = records.send(write_record(draft, by=alun), by=alun, once=key())
    (row,) = rows_for(olwen, council)
    assert row.since == sent.sent_at
    agree(sent, olwen, "council")
    (row,) = rows_for(olwen, council)
    assert row.since is None and row.stage == Stage.HELD


def test_nothing_of_a_school_in_which_somebody_has_an_interest_is_told(elin, olwen, council, school, other_school):
    submitted(school, olwen, 5)
    page = Visitor(elin, "en").open(path("index", council)).page
    assert school.name not in page and other_school.name in page


def test_an_officer_places_by_hand_from_the_table(olwen, council, school, other_school):
    make_discussion(other_school, day=TODAY + DAY)
    visitor = Visitor(olwen, "en").open(path("index", council) + "?stage=to_place")
    visitor.says("To place", school.name).says_nothing_of(f"({other_school.name})")
    visitor.follow(reverse("professional_discussions:schedule", args=[school.public_id]))


def test_the_button_leads_to_all_that_have_no_date_proposed_or_not(olwen, council, school, other_school):
    third, out = make.make_school(council, "Ysgol Acw"), make.make_school(council, "Ysgol Bach")
    round_ = Round.all_rows.create(council=council, school_year=YEAR)
    propose(round_, school, olwen)
    RoundSchool.all_rows.create(round=round_, school=out, takes_part=False, not_because="x", lang="en")
    make_discussion(third, day=TODAY + DAY)
    visitor = Visitor(olwen, "en").open(path("index", council)).follow(path("index", council) + "?stage=no_date")
    visitor.says(f"({school.name})", f"({other_school.name})", "2 schools")


def test_a_filter_that_finds_nothing_says_so(olwen, council, school):
    Visitor(olwen, "en").open(path("index", council) + "?name=zzz").says("No school matches")
    Visitor(olwen, "en").open(path("index", council) + "?stage=nonsense&order=nonsense").says(school.name)


# Week by week


def test_a_week_shows_mornings_and_afternoons_and_leads_on(olwen, council, school, other_school):
    monday = dt.date(YEAR + 1, 1, 11) - dt.timedelta(days=dt.date(YEAR + 1, 1, 11).weekday())
    make_discussion(school, day=monday)
    afternoon = make_discussion(other_school, day=monday + DAY)
    at = clock.now().replace(year=YEAR + 1, month=1, day=(monday + DAY).day, hour=14, minute=0)
    type(afternoon).all_rows.filter(pk=afternoon.pk).update(starts_at=at, ends_at=at + dt.timedelta(hours=1))
    visitor = Visitor(olwen, "en").open(f"{path('week', council)}?day={monday + 3 * DAY}")
    visitor.says(f"10:00 {school.name}", f"14:00 {other_school.name}")
    assert f"?day={monday - 7 * DAY}" in visitor.page and f"?day={monday + 7 * DAY}" in visitor.page
    visitor.open(f"{path('week', council)}?day={monday + 7 * DAY}").says_nothing_of(school.name)


def test_a_week_says_on_which_days_no_school_meets_and_the_reason(olwen, council):
    autumn, spring = (dt.date(YEAR, 9, 1), dt.date(YEAR, 12, 22)), (dt.date(YEAR + 1, 1, 4), dt.date(YEAR + 1, 4, 1))
    names = bank_holiday_names("en").items()  # a weekday, whatever day of the week the 25th is
    christmas_day = next(day for day, words in names if words.startswith("Christmas") and day.year == YEAR)
    christmas = f"{path('week', council)}?day={christmas_day}"
    assert "School holidays" not in Visitor(olwen, "en").open(christmas).says("Christmas Day").page  # no term is known
    for first, last in (autumn, spring):
        Term.all_rows.create(council=council, school_year=YEAR, starts_on=first, ends_on=last)
    round_ = Round(council=council, school_year=YEAR)
    days = {day.day: day.closed for day in week_of(olwen, round_, monday_of(christmas_day))}
    assert [bool(each) for each in days.values()] == [day > autumn[1] for day in days]
    assert days[christmas_day].startswith("Christmas Day")
    Visitor(olwen, "cy").open(christmas.replace("/en/", "/cy/")).says("Gwyliau ysgol", "Dydd Nadolig")


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2026-13-40", "1999-01-01"])
def test_a_week_that_is_none_of_the_school_year_is_the_nearest(olwen, council, day):
    Visitor(olwen, "en").open(f"{path('week', council)}?day={day}")


def test_a_week_does_not_name_a_school_that_is_closed_to_the_reader(elin, council, school, federation):
    partner = make.make_school(council, "Ysgol y Nant", federation=federation)
    make_discussion(school, partner, day=TODAY)
    page = Visitor(elin, "en").open(f"{path('week', council)}?day={TODAY}").page
    assert "Ysgol y Nant" in page and school.name not in page


def test_a_meeting_on_a_saturday_is_shown_with_its_week(olwen, council, school):
    saturday = TODAY + (5 - TODAY.weekday()) * DAY
    make_discussion(school, day=saturday)
    Visitor(olwen, "en").open(f"{path('week', council)}?day={saturday}").says("Saturday", school.name)


# As a file


def table(person: Any, language: str, council: Any) -> list[list[str]]:
    with translation.override(language):
        visitor = Visitor(person, language).open(path("index", council))
        visitor.takes(path("csv", council))
    return list(csv.reader(StringIO(visitor.answer.content.decode("utf-8-sig"))))


def test_the_file_holds_the_rows_of_the_table_in_the_language_of_the_reader(olwen, alun, council, school):
    found = make_discussion(school, day=TODAY + DAY)
    take_part(found, alun, "adviser")
    take_part(found, olwen, "officer")
    headings, row = table(olwen, "en", council)
    assert headings[:3] == ["School number", "School", "State"]
    assert row[1:3] == [school.name, "Invited"] and row[-3:] == ["", "Olwen", "Alun"]
    assert table(olwen, "cy", council)[0][1] == "Ysgol"


def test_days_and_times_of_the_file_are_the_same_in_both_languages(olwen, council, school):
    day = TODAY + DAY
    make_discussion(school, day=day)
    for language in ("en", "cy"):
        _headings, row = table(olwen, language, council)
        assert row[8:11] == [day.isoformat(), "10:00", "12:00"]


def test_no_cell_of_the_file_is_a_formula(olwen, council):
    make.make_school(council, "=HYPERLINK(1)")
    (_headings, row) = table(olwen, "en", council)
    assert row[1] == "'=HYPERLINK(1)"


def test_the_file_holds_nothing_of_a_school_that_is_closed_to_the_reader(elin, council, school, other_school):
    ConflictOfInterest.all_rows.create(person=elin, school=other_school, starts_on=make.LONG_AGO)
    page = Visitor(elin, "en").open(path("csv", council)).page
    assert len(page.splitlines()) == 1
