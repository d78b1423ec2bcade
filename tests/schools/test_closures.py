"""The days on which a school cannot meet: who keeps them, what they change, and that nobody outside learns why."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from improvement_portal.home import queries
from schools import clock
from schools.checks import routes
from schools.closures import actions
from schools.models import ClosedDay, Event, InsetDay, Notice, Revision, School, Term, WhyClosed
from schools.refusals import Refused
from schools.school_days import closed_on, no_school_meets
from tests import factories as make
from tests.access_table import route_of, rows
from tests.access_walk import client_of
from tests.on_pages import Visitor
from tests.one_world import built, undone
from tests.story import day

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()


def school_day(number: int = 0, year: int = YEAR + 1) -> dt.date:
    """A weekday of November that is no bank holiday, to come unless the test is about this year."""
    found = dt.date(year, 11, 10) + dt.timedelta(days=number)
    return found if not no_school_meets(found) else school_day(number + 1, year)


def kept(school: School, person: Any, *, first: dt.date, reason: str = "inset", last: Any = None) -> ClosedDay:
    return actions.add(school, first=first, last=last, reason=reason, by=person, once=uuid4())


def the_page(school: School, name: str = "index", *more: Any) -> str:
    return reverse(f"closures:{name}", args=[school.public_id, *more])


@pytest.mark.parametrize("who", ["nia", "sion", "dai"])
def test_whoever_keeps_the_schools_diary_keeps_a_day_free_and_takes_that_back(request, school, who):
    person = request.getfixturevalue(who)
    visitor = Visitor(person, "en").open(the_page(school)).follow(the_page(school, "add"))
    visitor.fill(reason="inspection", **day("first", school_day())).says("Kept free for an inspection")
    row = ClosedDay.all_rows.get()
    assert closed_on([school], school_day()) == [school]
    visitor.follow(the_page(school, "remove", row.public_id)).fill().says_nothing_of("Kept free")
    assert not ClosedDay.all_rows.exists() and not closed_on([school], school_day())


def test_days_to_come_stand_first_and_days_that_have_passed_offer_no_removal(school, council, nia):
    passed = ClosedDay.all_rows.create(school=school, day=clock.today() - dt.timedelta(days=1), reason="other")
    to_come = ClosedDay.all_rows.create(school=school, day=clock.today() + dt.timedelta(days=1), reason="other")
    InsetDay.all_rows.create(council=council, day=clock.today() + dt.timedelta(days=2)).schools.add(school)
    page = Visitor(nia, "en").open(the_page(school)).says("INSET day, entered by the council").page
    assert the_page(school, "remove", to_come.public_id) in page
    assert the_page(school, "remove", passed.public_id) not in page and "The council’s" not in page
    assert page.index("Days of this school year that have passed") > page.index(str(to_come.public_id))


def test_several_days_in_a_row_leave_out_weekends_and_bank_holidays(school, nia):
    monday = dt.date(YEAR, 12, 21) - dt.timedelta(days=dt.date(YEAR, 12, 21).weekday())
    kept(school, nia, first=monday, last=monday + dt.timedelta(days=9))
    days = list(ClosedDay.all_rows.values_list("day", flat=True))
    assert monday in days and dt.date(YEAR, 12, 25) not in days
    assert not [each for each in days if no_school_meets(each)]
    assert Event.all_rows.filter(verb="closed_day.added").count() == len(days)


def test_a_second_press_enters_nothing_twice(school, nia):
    once, words = uuid4(), {"first": school_day(), "last": None, "reason": "other"}
    first, second = (actions.add(school, by=nia, once=once, **words) for _press in range(2))
    assert first == second == ClosedDay.all_rows.get()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (dt.date(YEAR, 11, 10), dt.date(YEAR, 11, 9), "cannot be before"),
        (dt.date(YEAR - 1, 11, 10), None, "this school year or the next"),
        (dt.date(YEAR + 2, 9, 1), None, "this school year or the next"),
        (dt.date(YEAR, 12, 25), None, "at a weekend or on a bank holiday"),
        (dt.date(YEAR, 9, 1), dt.date(YEAR, 10, 1), "at most ten days"),
    ],
)
def test_what_cannot_be_kept_free_is_refused_with_its_reason(school, nia, first, last, sentence):
    with pytest.raises(Refused, match=sentence):
        kept(school, nia, first=first, last=last)
    assert not ClosedDay.all_rows.exists()


def test_a_day_is_kept_free_once(school, sion, nia):
    kept(school, sion, first=school_day(), reason="inspection")
    with pytest.raises(Refused, match="is entered already"):
        kept(school, nia, first=school_day())
    assert ClosedDay.all_rows.get().reason == "inspection"


def test_an_inset_day_of_the_council_does_not_stand_in_the_way_of_the_schools_own(school, nia, olwen):
    """Else whoever enters one would learn that there is another."""
    InsetDay.all_rows.create(council=school.council, day=school_day()).schools.add(school)
    kept(school, nia, first=school_day(), reason="inspection")
    told = Visitor(olwen, "en").open(the_page(school))
    told.says("INSET day, entered by the council").says_nothing_of("Not available", "inspection")


OUTSIDE = ["carys", "glyn", "clem", "owain", "olwen", "elin", "alun", "mari", "gareth", "ann"]
READ = ("discussions.", "improvement_portal.home", "schools.register", "schools.closures", "schools.school_calendar",
        "schools.term_import", "schools.looks")  # fmt: skip
FLEETING = re.compile(r'nonce="[^"]*"|name="(csrfmiddlewaretoken|once|sealed_for|seed)" value="[^"]*"|DTSTAMP:\S+')


def pages_about_the_school() -> list[str]:
    """Every page on which its days are told, counted, planned or arranged."""
    modules = {name: pattern.callback.__module__ for _path, name, pattern in routes()}
    return [page for method, page, _cells in rows() if method == "GET" and modules[route_of(page)].startswith(READ)]


def read_by_everybody(world: Any) -> dict[tuple[str, str], str]:
    """What each of the others reads there, without what is new on every page."""
    found = {}
    for who in OUTSIDE:
        client = client_of(world, who)
        for page in pages_about_the_school():
            answer = client.get(world.url(page))
            text = "a file" if answer.streaming else answer.content.decode("utf-8", "replace")
            found[who, page] = f"{answer.status_code} {FLEETING.sub('', text)}"
    return found


def test_nobody_else_can_tell_a_day_for_an_inspection_from_any_other(hour):
    """Every page about the school reads the same to them, whatever the reason; history, lists and files too."""
    hour(10)
    world, when = built(), school_day()
    read = []
    for reason in WhyClosed.values:
        with undone():
            kept(world.school, world.cast.nia, first=when, reason=reason)
            read.append(read_by_everybody(world))
    assert any("Not available" in text for text in read[0].values()), "that it is closed is told"
    assert {key for key in read[0] if len({each[key] for each in read}) > 1} == set()


def test_neither_the_history_nor_a_notice_nor_a_letter_says_why(
    school, nia, olwen, alun, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        row = kept(school, nia, first=school_day(), reason="inspection")
        actions.remove(row, by=nia, once=uuid4())
    assert not Notice.all_rows.exists() and not Revision.all_rows.exists() and mail.outbox == []
    for event in Event.all_rows.all():
        assert "inspection" not in f"{event.verb} {event.facts} {event.target_kind}".casefold()
    for person in (olwen, alun):
        assert not Event.objects.visible_to(person).filter(verb__startswith="closed_day").exists()
    history = reverse("register:history", args=[school.public_id])
    Visitor(olwen, "en").open(history).says_nothing_of("kept free")
    Visitor(nia, "en").open(history).says("A day was kept free: the school is not available on")


def test_the_reason_is_in_no_row_that_anybody_else_may_read(school, nia, cast):
    kept(school, nia, first=school_day(), reason="inspection")
    readers = {name for name, person in vars(cast).items() if ClosedDay.objects.visible_to(person).exists()}
    assert readers == {"nia", "sion", "dai"}


def test_what_waits_at_a_school_waits_in_its_own_school_days(school, olwen, monkeypatch):
    """An INSET day of the school does not count, as a bank holiday does not."""
    today = school_day(7, YEAR)
    at = dt.datetime.combine(today, dt.time(10), clock.LONDON)
    monkeypatch.setattr(clock, "now", lambda: at)
    Term.all_rows.create(
        council=school.council, school_year=YEAR, starts_on=dt.date(YEAR, 9, 1), ends_on=dt.date(YEAR, 12, 18)
    )
    turn = next(each for each in queries.TURNS if each.mine)
    (year,) = queries.years_and_open_ones(School.objects.visible_to(olwen), YEAR)[:1]
    since = at - dt.timedelta(days=7)

    def waited() -> Any:
        return queries._line(olwen, since, turn, year, (), queries.school_days_for([school])).school_days

    before = waited()
    ClosedDay.all_rows.create(school=school, day=today, reason="inspection")
    assert waited() == before - 1


def test_a_long_list_of_days_is_paged(school, nia, client):
    client.force_login(nia)
    begins = dt.date(YEAR, 9, 1)
    ClosedDay.all_rows.bulk_create(
        ClosedDay(school=school, day=begins + dt.timedelta(days=n), reason="other") for n in range(31)
    )
    assert "?page=2" in client.get(the_page(school)).content.decode()


def test_a_person_of_two_schools_keeps_the_days_of_neither_by_the_other(school, other_school, owain, nia):
    row = kept(school, nia, first=school_day())
    client = Client()
    client.force_login(owain)
    assert client.get(the_page(other_school, "remove", row.public_id)).status_code == 404
    make.appoint(owain, "diary_helper", school)
    assert ClosedDay.objects.visible_to(owain).get() == row
