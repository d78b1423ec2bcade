"""Home, the discussion's page and the record's page never contradict each other about whose turn it is."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from discussions.models import Discussion, GuestAnswer, Participant, Party, Record
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from discussions.turns import waiting_now
from discussions.waiting import Step
from improvement_portal.demo.build import load
from improvement_portal.home.lines import lines_of
from improvement_portal.home.queries import TURNS, Home
from schools import clock
from schools.models import Person
from schools.policy import May, Role
from tests.discussions.rounds import agree, key, make_discussion, take_part, write_record

YEAR = clock.current_school_year()
MINE = "portal-turn--mine"
pytestmark = pytest.mark.django_db


def at_home(person: Person) -> set[tuple[int, str]]:
    """The steps in discussions that wait for this person at home."""
    home = Home(person, YEAR)
    home.read(home.schools, home.due)
    found = [(TURNS[turn], home.years[school, year]) for _since, _name, school, year, turn, _about in home.due]
    return {(year.discussion.pk, turn.step) for turn, year in found if turn.step and year.discussion}


def guests_of(discussion: Discussion) -> list[Participant]:
    rows = Participant.all_rows.filter(discussion=discussion, consent="asked")
    for row in rows:
        row.discussion = discussion
    return list(rows)


def on_its_page(person: Person) -> set[tuple[int, str]]:
    """The same by the rule of the discussions' pages, of all that this person sees."""
    seen = Discussion.objects.visible_to(person).select_related("round__council", "record")
    return {
        (discussion.pk, each.step)
        for discussion in seen
        for each in waiting_now(discussion, guests_of(discussion))
        if each.is_for(person) and any(person.standing.grants(May.READ_AGENDA, school) for school in discussion.covered)
    }


def some_of_each_role(most: int) -> list[Person]:
    """Of each role that may do something the first few, as the demo made them, at schools of different stages."""
    roles = [role for role in Role if role not in (Role.GUEST, Role.ADMINISTRATOR, Role.DIARY_HELPER)]
    held = {role: Person.objects.filter(appointments__role=role).distinct().order_by("pk")[:most] for role in roles}
    return list(dict.fromkeys(person for people in held.values() for person in people))


def test_at_every_stage_of_the_demos_years_home_says_what_the_discussions_say_and_its_list_too(db):
    load(schools=26, years=2, seed=1, today=clock.today())
    found = set()
    for person in some_of_each_role(10):
        home = Home(person, YEAR)
        mine = at_home(person)
        assert mine == on_its_page(person), (person, person.standing.roles)
        found |= {step for _discussion, step in mine}
        home.read(home.schools, home.due)
        lines = {line.school.pk: line for line in lines_of(person, home.of_this_year(home.schools))}
        for line in lines.values():
            assert bool(line.now) <= bool(line.whose), "all is done only when nothing is to come"
        for _since, _name, school, year, turn, _about in home.due:
            if year == YEAR:
                assert str(TURNS[turn].whose) in lines[school].whose, (person, TURNS[turn].mine)
    assert {"record", "school_answers", "council_answers", "service_answers"} <= found


# Two schools with two heads at one table; Alun advises Nia's only, Elin has an interest there, Mari reaches both.
PEOPLE = ("nia", "owain", "sion", "glyn", "carys", "olwen", "lowri", "elin", "alun", "beca", "mari")
LAST_YEAR = clock.school_year_bounds(YEAR - 1)[1] - dt.timedelta(days=30)
NEXT_YEAR = clock.school_year_bounds(YEAR + 1)[0] + dt.timedelta(days=30)


@pytest.fixture
def together(cast: Any, federation: Any, other_school: Any, school: Any) -> tuple[Any, Any]:
    load_support_kinds()
    for place in (school, other_school):
        place.federation = federation
        place.save()
    return school, other_school


def to_come(cast: Any, schools: Any) -> Discussion:
    return make_discussion(*schools, day=NEXT_YEAR)


def guest_asked(cast: Any, schools: Any) -> Discussion:
    found = make_discussion(*schools, day=NEXT_YEAR)
    take_part(found, cast.gareth, "guest", consent="asked")
    return found


def guest_waits_for_the_second(cast: Any, schools: Any) -> Discussion:
    found = guest_asked(cast, schools)
    guest = found.participants.get()
    GuestAnswer.all_rows.create(participant=guest, school=schools[0], answer="given", by=cast.nia)
    return found


def today(cast: Any, schools: Any) -> Discussion:
    """The day has come and the hour has not: nobody's turn anywhere."""
    found = make_discussion(*schools, day=clock.today())
    now = clock.now()
    Discussion.all_rows.filter(pk=found.pk).update(starts_at=now, ends_at=now + dt.timedelta(minutes=1))
    return found


def over_today_with_a_guest_unanswered(cast: Any, schools: Any) -> Discussion:
    found = make_discussion(*schools, day=clock.today())
    take_part(found, cast.gareth, "guest", consent="asked")
    now = clock.now()
    start = now - dt.timedelta(minutes=1)
    Discussion.all_rows.filter(pk=found.pk).update(starts_at=start, ends_at=now)
    return found


def held(cast: Any, schools: Any, day: dt.date = LAST_YEAR) -> Discussion:
    return make_discussion(*schools, day=day)


def drafted(cast: Any, schools: Any) -> Discussion:
    found = held(cast, schools)
    records.begin(found, by=cast.mari, once=key())
    return found


def sent(cast: Any, schools: Any) -> Discussion:
    found = drafted(cast, schools)
    records.send(write_record(found.record, by=cast.mari), by=cast.mari, once=key())
    return found


def answered_by_one_school(cast: Any, schools: Any) -> Discussion:
    found = sent(cast, schools)
    agree(Record.all_rows.get(discussion=found), cast.nia, Party.SCHOOL, schools[0])
    return found


def answered_by_the_council(cast: Any, schools: Any) -> Discussion:
    found = sent(cast, schools)
    agree(Record.all_rows.get(discussion=found), cast.olwen, Party.COUNCIL)
    return found


def agreed(cast: Any, schools: Any) -> Discussion:
    found = answered_by_the_council(cast, schools)
    record = Record.all_rows.get(discussion=found)
    agree(record, cast.nia, Party.SCHOOL, schools[0])
    agree(record, cast.owain, Party.SCHOOL, schools[1])
    agree(record, cast.mari, Party.SERVICE)
    return found


def cancelled(cast: Any, schools: Any) -> Discussion:
    found = held(cast, schools)
    found.discussion_schools.update(live=False)
    words = {"status": "cancelled", "cancelled_because": "Eira"}
    Discussion.all_rows.filter(pk=found.pk).update(**words)
    return found


STAGES = [to_come, guest_asked, guest_waits_for_the_second, today, over_today_with_a_guest_unanswered, held, drafted,
          sent, answered_by_one_school, answered_by_the_council, agreed, cancelled]  # fmt: skip


LOOKING = ("nia", "owain", "elin", "alun", "mari")  # those whose pages are opened as well


@pytest.mark.parametrize(
    ("stage", "count"),
    [*((stage, 2) for stage in STAGES), *((stage, 1) for stage in (guest_asked, today, held, drafted, sent))],
)
def test_at_every_stage_home_and_pages_agree_about_everybody(cast, together, stage, count):
    discussion = stage(cast, together[:count])
    for name in PEOPLE:
        person = Person.objects.get(pk=getattr(cast, name).pk)
        mine = at_home(person)
        assert mine == on_its_page(person), name
        if name in LOOKING:
            client = Client()
            client.force_login(person)
            for path, steps in (("", Step), ("record/", set(Step) - {Step.GUEST})):
                page = client.get(f"/en/discussions/{discussion.public_id}/{path}")
                expected = any(step in steps for _discussion, step in mine)
                assert page.status_code != 200 or (MINE in page.content.decode()) == expected, (name, path, mine)


def test_each_address_that_home_gives_opens(cast, together):
    guest_asked(cast, together)
    sent(cast, together)
    opened = 0
    for name in ("nia", "owain", "olwen", "elin", "alun", "mari"):
        person = Person.objects.get(pk=getattr(cast, name).pk)
        home = Home(person, YEAR)
        home.read([], home.due)
        client = Client()
        client.force_login(person)
        for line in home.told(home.due):
            assert client.get(line.url).status_code == 200, (name, line.url)
            opened += 1
    assert opened
