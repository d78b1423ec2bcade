"""Dates for several councils at once: one search, one diary for whoever works for several, and each decides itself."""

import datetime as dt

import pytest
from django.urls import reverse

from discussions import working_out
from discussions.models import Discussion, Placement, Proposal, Round, RoundOfficer, RoundSchool, TravelTime
from discussions.planner.run import PlannerFailed
from discussions.planning_known import known_of
from discussions.planning_problem import problem_of
from discussions.planning_tasks import work_out
from schools import clock
from schools.models import Event, Notice
from tests import factories as make
from tests.discussions.meetings import key
from tests.discussions.proposals import MONDAY, leave_out, make_proposal, place

pytestmark = pytest.mark.django_db

YEAR = clock.school_year_of(MONDAY)


def set_up(council, school, officer, days=0, **words):
    """One school, one officer, and a Monday far enough ahead with as many days more."""
    last = MONDAY + dt.timedelta(days=days)
    round_ = Round.all_rows.create(council=council, school_year=YEAR, first_day=MONDAY, last_day=last, **words)
    RoundSchool.all_rows.create(round=round_, school=school)
    RoundOfficer.all_rows.create(round=round_, person=officer)
    return round_


@pytest.fixture
def both(council, far_council, school, far_school, service, nia, ffion, alun, olwen, rhys):
    """One day, in which Alun can be at one of two far schools in the morning and at the other in the afternoon."""
    make.assign(alun, service, far_school)
    return [set_up(council, school, olwen), set_up(far_council, far_school, rhys)]


@pytest.fixture
def page_of(client, django_capture_on_commit_callbacks):
    """What somebody gets at a page of dates, and after sending it."""

    def open_(person, name, *where, send=None):
        client.force_login(person)
        url = reverse(name, args=[YEAR, *where])
        if send is None:
            return client.get(url)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url, {"once": str(key()), **send})

    return open_


def ask(page_of, person, rounds, **words):
    ticked = [str(each.council.public_id) for each in rounds]
    return page_of(person, "planning_together:ask", send={"councils": ticked, **words})


def together(*rounds, by, **words):
    """Proposals of one search as they are kept, ready unless said otherwise."""
    search = key()
    asked = {"together": search, "asked_as": "service_lead", **words}
    return [make_proposal(each.council, by, round=each, **asked) for each in rounds]


def test_the_service_lead_has_dates_for_two_councils_worked_out_and_each_council_releases_its_own(
    page_of, both, council, far_council, school, far_school, mari, alun, olwen, rhys
):
    shown = page_of(mari, "planning_together:ask").text
    assert council.name in shown and far_council.name in shown and "cannot take part" not in shown
    response = ask(page_of, mari, both)
    mine, theirs = Proposal.all_rows.order_by("round")
    assert response["Location"].endswith(f"/together/{mine.together}/") and mine.together == theirs.together
    assert (mine.status, theirs.status) == ("ready", "ready")
    one, other = Placement.all_rows.order_by("starts_at")
    assert one.ends_at <= other.starts_at, "Alun is at one place at a time"
    assert {person.name for person in (olwen, rhys)} == set(
        Notice.all_rows.filter(notice_kind="dates_proposed").values_list("person__name", flat=True)
    )
    assert "2 of 2" not in page_of(mari, "planning_together:detail", mine.together).text
    shown = page_of(olwen, "planning:index", council.public_id).text
    assert "Mari (Service lead) asked for that" in shown and far_school.name not in shown
    assert page_of(mari, "planning:release", council.public_id).status_code == 403
    chosen = [str(each.public_id) for each in Placement.all_rows.filter(proposal=mine)]
    page_of(olwen, "planning:release", council.public_id, send={"placements": chosen})
    assert Discussion.all_rows.count() == 1
    theirs.refresh_from_db()
    assert theirs.status == "ready"
    assert "1 of 1 released" in page_of(mari, "planning_together:detail", mine.together).text


def test_the_same_press_a_second_time_is_answered_with_the_same_search(page_of, both, mari, client):
    client.force_login(mari)
    words = {"once": str(key()), "councils": [str(each.council.public_id) for each in both]}
    first, second = (client.post(reverse("planning_together:ask", args=[YEAR]), words) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Proposal.all_rows.count() == 2
    assert Event.all_rows.filter(verb="proposal.asked").count() == 2


def test_whoever_works_for_both_councils_is_planned_once_where_there_is_room_for_one_alone(page_of, both, mari, alun):
    morning = {"starts_at": at(MONDAY, 8), "ends_at": at(MONDAY, 12, 30)}
    alun.times_away.create(**morning)
    ask(page_of, mari, both)
    assert sorted(each.starts_at is None for each in Placement.all_rows.all()) == [False, True]


def test_each_council_that_cannot_take_part_says_why_and_is_not_offered(page_of, both, far_council, mari):
    far = both[1]
    for change, sentence in (
        ({"first_day": None, "last_day": None}, "has not entered yet between which days"),
        ({"first_day": MONDAY, "last_day": MONDAY}, ""),
        ({"first_day": clock.today(), "last_day": clock.today()}, "have passed"),
    ):
        Round.all_rows.filter(pk=far.pk).update(**change)
        shown = page_of(mari, "planning_together:ask").text
        assert (sentence in shown) and (str(far_council.public_id) in shown) == (not sentence)
    Round.all_rows.filter(pk=far.pk).update(first_day=MONDAY, last_day=MONDAY)
    far.round_schools.update(takes_part=False, not_because="x", lang="en")
    assert "has not chosen yet which schools" in page_of(mari, "planning_together:ask").text
    far.round_schools.update(takes_part=True, not_because="", lang="")
    far.officers.all().delete()
    assert "has not chosen yet which officers" in page_of(mari, "planning_together:ask").text
    far.delete()
    assert "has not entered yet between which days" in page_of(mari, "planning_together:ask").text


def test_the_proposal_that_a_council_has_of_its_own_is_never_set_aside(page_of, both, far_council, mari, rhys):
    own = make_proposal(far_council, rhys, round=both[1])
    assert "have a proposal of dates to look at" in page_of(mari, "planning_together:ask").text
    assert f"{far_council.name} cannot take part any more" in ask(page_of, mari, both).text
    own.refresh_from_db()
    assert own.status == "ready" and Proposal.all_rows.count() == 1


def test_one_stops_the_search_for_all(page_of, both, council, mari, olwen, rhys, alun):
    mine, theirs = together(*both, by=mari, status="working", outcome="", ready_at=None)
    assert "Stop the search" in page_of(mari, "planning_together:detail", mine.together).text
    assert page_of(alun, "planning_together:stop", mine.together, send={}).status_code == 403
    page_of(olwen, "planning:stop", council.public_id, send={})
    theirs.refresh_from_db()
    assert theirs.stop_asked_at
    assert Event.all_rows.filter(verb="proposal.stop_asked").count() == 2


def test_a_search_that_did_not_end_minutes_after_it_was_stopped_is_given_up(page_of, both, council, mari, olwen):
    """Its worker was killed each time; without this nobody could ask for dates again."""
    asked = {"status": "working", "outcome": "", "ready_at": None}
    together(*both, by=mari, stop_asked_at=clock.now(), **asked)
    assert "Stop the search" not in page_of(olwen, "planning:index", council.public_id).text
    Proposal.all_rows.update(stop_asked_at=clock.now() - dt.timedelta(minutes=3))
    assert "Stop the search" in page_of(olwen, "planning:index", council.public_id).text
    page_of(olwen, "planning:stop", council.public_id, send={})
    assert set(Proposal.all_rows.values_list("status", "closed_because")) == {("closed", "failed")}
    assert "could not" in page_of(olwen, "planning:index", council.public_id).text


def test_another_lead_who_neither_asked_nor_plans_reads_the_search_and_does_not_stop_it(
    page_of, both, service, mari, django_capture_on_commit_callbacks
):
    other = make.make_person("Sara")
    make.appoint(other, "service_lead", service)
    mine, _theirs = together(*both, by=mari, status="working", outcome="", ready_at=None)
    shown = page_of(other, "planning_together:detail", mine.together)
    assert shown.status_code == 200 and "Stop the search" not in shown.text
    assert page_of(other, "planning_together:stop", mine.together, send={}).status_code == 403


def test_a_proposal_that_is_closed_meanwhile_does_not_spoil_the_others(both, mari, monkeypatch):
    mine, theirs = together(*both, by=mari, status="working", outcome="", ready_at=None)
    closed = {"status": "closed", "outcome": "stopped", "closed_because": "set_aside"}
    keep = working_out._keep
    monkeypatch.setattr(
        working_out, "_keep", lambda *words: (Proposal.all_rows.filter(pk=mine.pk).update(**closed), keep(*words))
    )
    work_out.call(str(mine.public_id))
    mine.refresh_from_db(), theirs.refresh_from_db()
    assert (mine.status, theirs.status) == ("closed", "ready")
    assert {each.proposal for each in Placement.all_rows.all()} == {theirs}


def test_if_the_search_fails_it_fails_for_all(both, mari, page_of, monkeypatch):
    mine, theirs = together(*both, by=mari, status="working", outcome="", ready_at=None)

    def fail(run):
        raise PlannerFailed("nothing came back")

    monkeypatch.setattr(working_out.Run, "progress", fail)
    work_out.call(str(theirs.public_id))
    assert set(Proposal.all_rows.values_list("status", "closed_because")) == {("closed", "failed")}
    assert "Could not be worked out" in page_of(mari, "planning_together:detail", mine.together).text
    assert not Notice.all_rows.exists()


def test_reasons_name_no_school_of_another_council_to_its_officer_and_the_lead_of_the_service_reads_it(
    page_of, both, council, far_council, school, far_school, mari, olwen, rhys
):
    mine, theirs = together(*both, by=mari)
    named = {"schools": [str(far_school.public_id)]}
    leave_out(mine, school, facts={"why": [{"code": "contention", **named}], **named})
    place(theirs, far_school, setting="elsewhere", place="CANARY-place")
    shown = page_of(olwen, "planning:index", council.public_id).text
    assert "It competes with others" in shown and "another school" in shown and far_school.name not in shown
    shown = page_of(mari, "planning_together:proposal", mine.together, council.public_id).text
    assert far_school.name in shown and "Release dates" not in shown and "Set the proposal aside" not in shown
    assert page_of(olwen, "planning_together:proposal", mine.together, far_council.public_id).status_code == 404
    shown = page_of(olwen, "planning_together:detail", mine.together).text
    assert far_council.name not in shown
    assert "CANARY-place" in page_of(mari, "planning_together:proposal", mine.together, far_council.public_id).text


def test_a_service_lead_sees_neither_what_a_council_asked_for_alone_nor_councils_of_another_service(
    page_of, both, council, school, far_council, mari, olwen
):
    alone = make_proposal(council, olwen, round=both[0])
    place(alone, school, setting="elsewhere", place="CANARY-alone")
    assert not Proposal.objects.visible_to(mari).exists() and not Placement.objects.visible_to(mari).exists()
    alone.delete()
    stranger = make.make_person("Bethan")
    make.appoint(stranger, "service_lead", make.make_service(make.make_council("Pell"), name="Canolfan"))
    mine, _theirs = together(*both, by=mari)
    assert page_of(stranger, "planning_together:detail", mine.together).status_code == 404
    assert council.name not in page_of(stranger, "planning_together:ask").text


def test_half_days_that_overlap_are_not_planned_together(page_of, both, far_council, mari):
    Round.all_rows.filter(pk=both[1].pk).update(morning_from=dt.time(11), minutes=150, afternoon_from=dt.time(13, 30))
    assert "overlap" in ask(page_of, mari, both).text
    assert not Proposal.all_rows.exists()


def test_the_notice_goes_with_the_role(both, council, mari, olwen):
    mine, _theirs = together(*both, by=mari)
    working_out._tell_council(mine)
    assert Notice.objects.visible_to(olwen).get().notice_kind == "dates_proposed"
    olwen.appointments.update(ends_on=make.YESTERDAY)
    again = type(olwen).objects.get(pk=olwen.pk)
    assert not Notice.objects.visible_to(again).exists()


def test_from_council_to_council_the_longer_time_holds_and_less_time_between_the_half_days_counts_as_travel(
    both, school, far_school
):
    rounds = {}
    for each, town, minutes, afternoon in (
        (school, "Dyffryn", 20, dt.time(13)),
        (far_school, "Glannau", 45, dt.time(12, 30)),
    ):
        type(each).all_rows.filter(pk=each.pk).update(town=town)
        round_ = Round.all_rows.get(council=each.council)
        Round.all_rows.filter(pk=round_.pk).update(travel_minutes=minutes, afternoon_from=afternoon)
        rounds[each.pk] = Round.all_rows.select_related("council").get(pk=round_.pk)
    problem = problem_of(known_of(list(rounds.values()), may_move=False))
    ways = str(school.public_id), str(far_school.public_id)
    # mornings end at 11:00; afternoons begin at 13:00 and at 12:30
    assert problem.between == 120
    assert problem.minutes(*ways) == 45 + 30
    TravelTime.all_rows.create(round=rounds[school.pk], first_town="Dyffryn", second_town="Glannau", minutes=70)
    problem = problem_of(known_of(list(rounds.values()), may_move=False))
    assert problem.minutes(*ways) == 70 + 30


def test_a_half_day_outside_the_days_of_a_council_is_none_of_its_own(both, school, far_school):
    Round.all_rows.filter(pk=both[1].pk).update(last_day=MONDAY + dt.timedelta(days=4))
    known = known_of(list(Round.all_rows.order_by("pk")), may_move=False)
    problem = problem_of(known)
    assert len(problem.half_days) == 10
    assert problem.people[f"school:{school.public_id}"].free == {0, 1}
    assert problem.people[f"school:{far_school.public_id}"].free == set(range(10))


def at(day, hour, minute=0):
    return dt.datetime.combine(day, dt.time(hour, minute), clock.LONDON)
