"""The home page: what waits for whom, and nothing that leads to a closed door."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from discussions.models import Answer, Discussion, Participant, Record
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from discussions.year import years_of
from improvement_portal.demo.build import load
from improvement_portal.home import queries
from improvement_portal.home.queries import TURNS, Home, lines_of, my_schools
from schools import clock
from schools.governing_body.actions import put_forward
from schools.models import Action, Event, GoverningBodyApproval, Person, Plan, PlanPriority, School, Target, Version
from schools.plans.actions import share
from schools.policy import Role
from schools.words import names_together
from tests import factories as make
from tests.discussions.meetings import guest_of, ids, schedule
from tests.discussions.rounds import agree_all, make_discussion, take_part, write_record
from tests.schools.writing import submit

YEAR = clock.current_school_year()
APPROVE = "When the governing body has met: record its approval of the development plan of Ysgol Nant y Coed"

pytestmark = pytest.mark.django_db


def home_of(person: Any, page: str = "/en/home/") -> str:
    client = Client()
    client.force_login(person)
    return client.get(page).content.decode()


@pytest.mark.parametrize("language", ["cy", "en"])
def test_an_address_shortened_to_its_language_leads_home_or_to_the_door(language, client, nia):
    assert client.get(f"/{language}/").url == f"/{language}/account/login/"
    client.force_login(nia)
    assert client.get(f"/{language}/").url == f"/{language}/home/"


@pytest.fixture
def plan(school: Any) -> Plan:
    found = Plan.all_rows.create(school=school, first_year=YEAR)
    priority = PlanPriority.all_rows.create(plan=found, text="Darllen", lang="cy")
    Target.all_rows.create(plan_priority=priority, text="Targed", expected_outcome="Budd", lang="cy")
    day = clock.today()
    Action.all_rows.create(plan_priority=priority, text="Cam", lead="Pennaeth", lang="cy", starts_on=day, ends_on=day)
    return found


def approve(plan: Plan, by: Any, **more: Any) -> None:
    GoverningBodyApproval.all_rows.create(
        plan=plan, approved_on=clock.today(), meeting="Corff llawn", plan_version=plan.version, recorded_by=by, **more
    )


@pytest.mark.parametrize("who", ["glyn", "clem", "nia"])
def test_a_plan_waits_for_those_who_may_record_that_it_was_approved(who, request, plan, nia, glyn):
    person = request.getfixturevalue(who)
    for page in ("/en/home/", "/en/waiting/"):
        html = home_of(person, page)
        assert APPROVE in html
        assert f'href="/en/schools/{plan.school.public_id}/plans/{YEAR}/"' in html
    approve(plan, person)
    assert APPROVE not in home_of(person)
    Plan.all_rows.filter(pk=plan.pk).update(version=plan.version + 1)
    assert APPROVE not in home_of(person), "the team is writing in it again"
    put_forward(plan, by=nia, once=uuid4())
    assert APPROVE in home_of(person), "the headteacher has said that it is ready again"


@pytest.mark.parametrize("who", ["sion", "carys", "gwen", "olwen", "alun"])
def test_nobody_else_is_told_that_a_plan_waits_for_approval(who, request, plan):
    assert "approval" not in home_of(request.getfixturevalue(who))


def test_home_moves_on_once_the_plan_is_approved_and_back_when_it_is_changed(nia, olwen, school, plan):
    make.write_in(evaluation := make.make_self_evaluation(school))
    submit(evaluation, by=nia)
    draw, share = (
        "Draw up and share the development plan",
        "Share the development plan of Ysgol Nant y Coed, approved on",
    )
    assert draw in home_of(nia) and share not in home_of(nia)
    approve(plan, nia)
    html = home_of(nia)
    assert f"{share} {date_format(clock.today())}" in html and draw not in html
    assert f"/plans/{plan.first_year}/check/" in html
    assert "approved on" not in home_of(olwen), "how far the school is with its own plan is not told outside it"
    Plan.all_rows.filter(pk=plan.pk).update(version=plan.version + 1)
    assert draw in home_of(nia) and share not in home_of(nia)


def test_home_tells_the_headteacher_that_others_read_an_older_plan_than_the_one_approved_since(
    nia, gwen, olwen, school, plan
):
    again = "Share the development plan of Ysgol Nant y Coed again: the version that others read is older"
    others = "The headteacher shares the development plan again, as it was approved since."
    make.write_in(evaluation := make.make_self_evaluation(school))
    submit(evaluation, by=nia)
    approve(plan, nia)
    share(plan, by=nia, once=uuid4(), **make.REASON)
    Plan.all_rows.filter(pk=plan.pk).update(version=plan.version + 1)
    plan.priorities.update(text="Ysgrifennu")
    assert again not in home_of(nia), "nobody has approved what was written since"
    plan.refresh_from_db()
    approve(plan, nia)
    html = home_of(nia)
    assert f"{again} than the plan approved on {date_format(clock.today())}" in html
    assert f"/plans/{plan.first_year}/check/" in html and others in html
    assert others in home_of(gwen) and again not in home_of(gwen)
    assert others not in home_of(olwen), "how far the school is with its own plan is not told outside it"
    share(plan, by=nia, once=uuid4(), **make.REASON)
    assert again not in home_of(nia) and others not in home_of(gwen)
    approve(plan, nia)
    assert again not in home_of(nia), "only the approval was recorded once more"


def test_a_plan_that_was_shared_last_year_as_it_was_approved_does_not_wait_to_be_shared_again(nia, school, plan):
    make.write_in(evaluation := make.make_self_evaluation(school))
    submit(evaluation, by=nia)
    last_year = clock.midnight_before(YEAR) - dt.timedelta(days=200)
    Plan.all_rows.filter(pk=plan.pk).update(first_year=YEAR - 1)
    approve(plan, nia, recorded_at=last_year)
    assert "approved on" in home_of(nia)
    frozen = {"version_kind": "plan", "thing_id": plan.public_id, "school_year": YEAR - 1, "number": 1}
    Version.all_rows.create(school=school, content=b"{}", by=nia, at=last_year + dt.timedelta(days=1), **frozen)
    html = home_of(nia)
    assert "Draw up and share the development plan" in html and "approved on" not in html


@pytest.mark.parametrize("part", ["targets", "actions"])
def test_a_half_written_plan_does_not_wait_for_approval(glyn, plan, part):
    getattr(plan.priorities.get(), part).all().delete()
    assert APPROVE not in home_of(glyn)
    page = home_of(glyn, f"/en/schools/{plan.school.public_id}/plans/{YEAR}/")
    assert "still writing the plan" in page and "Nothing waits for you until then" in page


def test_an_empty_plan_and_one_of_former_years_wait_for_nobody(glyn, school):
    Plan.all_rows.create(school=school, first_year=YEAR)
    old = Plan.all_rows.create(school=school, first_year=YEAR - 3)
    PlanPriority.all_rows.create(plan=old, text="Darllen", lang="cy")
    assert APPROVE not in home_of(glyn)


def test_the_line_leads_to_this_years_self_evaluation_once_there_is_one(nia, school):
    assert f'href="/en/schools/{school.public_id}/self-evaluations/"' in home_of(nia)
    make.make_self_evaluation(school)
    assert f'href="/en/schools/{school.public_id}/self-evaluations/{YEAR}/"' in home_of(nia)


def test_the_discussion_is_a_link_only_for_those_who_may_open_it(nia, carys, olwen, school):
    discussion = schedule(school, olwen, nia)
    address = f"/en/discussions/{discussion.public_id}/"
    assert f'href="{address}"' in home_of(nia)
    assert address not in home_of(carys)


@pytest.mark.parametrize("who", ["carys", "clem"])
@pytest.mark.parametrize("status", [None, "draft", "sent"])
def test_whoever_may_not_see_the_discussion_is_told_neither_its_day_nor_how_far_its_record_is(
    who, status, request, nia, olwen, alun, school
):
    load_support_kinds()
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    discussion = make_discussion(school)
    take_part(discussion, nia, "headteacher")
    day = f"{discussion.starts_at.astimezone(clock.LONDON):%-d %B %Y}"
    if status:
        draft = records.begin(discussion, by=alun, once=uuid4())
        write_record(draft, by=alun)
        if status == "sent":
            records.send(draft, by=alun, once=uuid4())
    telling = (day, "was held", "Record of the discussion", "Agreement", "answers", "writes the record")
    html = home_of(request.getfixturevalue(who))
    assert [words for words in telling if words in html] == []
    assert day in home_of(nia) and "Record of the discussion" in home_of(nia)
    Discussion.all_rows.update(
        starts_at=clock.now() + dt.timedelta(days=9), ends_at=clock.now() + dt.timedelta(days=10)
    )
    assert "rofessional discussion:" not in home_of(request.getfixturevalue(who))


@pytest.mark.parametrize("is_agreed", [False, True])
def test_whoever_is_not_told_of_the_discussion_reads_one_sentence_that_is_true_before_it_and_after_all_is_done(
    is_agreed, carys, nia, olwen, alun, school, plan
):
    load_support_kinds()
    make.write_in(evaluation := make.make_self_evaluation(school))
    submit(evaluation, by=nia)
    approve(plan, nia)
    share(plan, by=nia, once=uuid4(), **make.REASON)
    if is_agreed:
        draft = records.begin(make_discussion(school), by=alun, once=uuid4())
        write_record(draft, by=alun)
        records.send(draft, by=alun, once=uuid4())
        draft.refresh_from_db()
        assert agree_all(draft, nia, olwen, alun).status == Record.Status.AGREED
        assert "Every step of the year has been taken." in home_of(nia)
    html = home_of(carys)
    assert "The discussion and its record are for the school’s leaders" in html
    assert "steps that follow" not in html and "Every step" not in html


def test_the_question_about_a_guest_leads_straight_to_the_answer(nia, olwen, gareth, school):
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    assert f"/guests/{guest_of(discussion).public_id}/consent/" in home_of(nia)


def test_home_says_of_everybody_who_has_not_answered_that_it_is_their_turn(nia, olwen, school):
    make.make_self_evaluation(school)
    discussion = schedule(school, olwen, nia)
    over = timezone.now() - dt.timedelta(days=2)
    Discussion.all_rows.filter(pk=discussion.pk).update(starts_at=over - dt.timedelta(hours=1), ends_at=over)
    year = years_of(School.all_rows.filter(pk=school.pk), YEAR)[0]
    year.submitted_at = year.plan_shared_at = over
    year.record = Record(discussion=discussion, status=Record.Status.SENT)
    year.answered = {("school", school.pk)}
    line = lines_of(nia, [year])[0]
    assert line.whose == "The council answers. The improvement service answers."
    assert line.is_held
    assert Answer.all_rows.count() == 0
    assert "The professional discussion was held:" in home_of(nia)


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("dai", "/en/discussions/"),
        ("gareth", "/en/discussions/"),
        ("ann", "/en/admin/"),
        ("ann", "/en/people/"),
        ("clem", "plans/"),
    ],
)
def test_home_leads_everybody_to_what_is_theirs(who, page, request, school):
    html = home_of(request.getfixturevalue(who))
    main = html[html.index("<main") : html.index("</main>")]
    assert "Your pages" in main and f'{page}"' in main
    assert "Use the links at the top" not in main


# --- Oldest first


def test_a_plan_waits_since_the_first_change_that_nobody_has_approved(nia, glyn, school, plan):
    september, november = clock.beginning_of(YEAR), clock.beginning_of(YEAR) + dt.timedelta(days=60)
    for at in (september, november):
        happened = {"target_id": plan.public_id, "target_kind": "schools.plan", "school": school, "by": nia}
        Event.all_rows.create(verb="plan.drawn", at=at, **happened)
    year = years_of(School.all_rows.filter(pk=school.pk), YEAR)[0]
    assert year.plan_ready_at == september
    approve(plan, nia, recorded_at=september + dt.timedelta(days=1))
    Plan.all_rows.filter(pk=plan.pk).update(version=plan.version + 1)
    assert years_of(School.all_rows.filter(pk=school.pk), YEAR)[0].plan_ready_at == november


def test_what_was_asked_yesterday_stands_below_what_waits_since_september(nia, olwen, gareth, school, plan):
    yesterday = clock.now() - dt.timedelta(days=1)
    discussion = schedule(school, olwen, nia, guests=ids(gareth))
    Participant.all_rows.filter(pk=guest_of(discussion).pk).update(added_at=yesterday)
    happened = {"target_id": plan.public_id, "target_kind": "schools.plan", "school": school, "by": nia}
    Event.all_rows.create(verb="plan.drawn", at=yesterday - dt.timedelta(days=1), **happened)
    nia.forget_roles()
    home = Home(nia, YEAR)
    lines = home.told(home.due)
    assert [line.url.rsplit("/", 2)[1] for line in lines] == ["self-evaluations", str(YEAR), "consent", "reply"]
    assert [line.since for line in lines] == sorted(line.since for line in lines)
    assert lines[-2].since == yesterday
    assert str(yesterday.day) in home_of(nia)


@pytest.mark.parametrize("role", [Role.COUNCIL_OFFICER, Role.SERVICE_LEAD, Role.SERVICE_ADVISER])
def test_what_the_database_finds_waiting_is_what_each_schools_year_says(role):
    load(schools=26, years=1, seed=1, today=clock.today())
    person = Person.objects.filter(appointments__role=role).order_by("pk").first()
    years = years_of(my_schools(person), YEAR)
    said = {
        (turn.waits_since(year, person), turn.url(year)): str(turn.mine)
        % {"school": names_together(year.together or [year.school.name], "en"), **turn.facts(year)}
        for year in years
        for turn in TURNS
        if turn.is_for(person, year)
    }
    home = Home(person, YEAR)
    home.read([], home.due)
    of_a_year = [found for found in home.due if not TURNS[found[4]].page]  # what has a page of its own is no step
    told = [(line.since, line.sentence, line.url) for line in home.told(of_a_year)]
    assert said
    in_order = sorted(said.items(), key=lambda line: line[0][0])
    assert told == [(since, sentence, url) for (since, url), sentence in in_order]


def test_home_reads_the_years_of_one_page_only(mari, council, monkeypatch):
    for number in range(45):
        make.make_school(council, f"Ysgol {number:02d}")
    read: list[int] = []
    read_them = queries.years_and_open_ones
    monkeypatch.setattr(
        queries, "years_and_open_ones", lambda rows, year: read.append(len(rows)) or read_them(rows, year)
    )
    html = home_of(mari)
    assert "Ysgol 29" in html and "Ysgol 30" not in html
    assert read == [30]


def test_where_many_schools_are_followed_the_news_are_one_link_away(olwen, nia, council, school):
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    submit(evaluation, by=nia)
    assert 'href="#news"' not in home_of(olwen), "one school does not part them"
    for _number in range(3):
        make.make_school(council)
    page = home_of(olwen)
    for part in ("waiting", "year", "news"):
        assert page.index(f'href="#{part}"') < page.index(f'id="{part}"')
