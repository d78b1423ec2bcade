"""The pages of the development plan: who opens what, what stands on them, and how many questions they ask."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools import clock
from schools.models import Action, Plan, PlanPriority, Priority, Target, Version
from schools.plans import actions
from tests import factories as make
from tests.on_pages import links_in

YEAR = clock.current_school_year()
INSIDE = ("detail", "check", "shared")
WRITERS = ("start", "draw", "write", "link", "add", "edit", "remove")


def fill(plan: Plan, nia: Any, size: int = 1) -> PlanPriority:
    """`size` of everything: self-evaluations' priorities, plan priorities, links, targets, actions, shared versions."""
    for year in range(YEAR, YEAR - size, -1):
        make.write_in(make.make_self_evaluation(plan.school, year), "CYFRINACH")
    sources = Priority.all_rows.filter(section__self_evaluation__school=plan.school).order_by("pk")
    sources = list(sources.select_related("section__self_evaluation"))
    for number in range(size):
        words = {"text": f"Ysgrifennu {number}", "lang": "cy", "year": number + 1}
        priority = actions.write(plan, comes_from=sources[:size], by=nia, once=uuid.uuid4(), **words)
        for _again in range(size):
            Target.all_rows.create(plan_priority=priority, text="Targed", expected_outcome="Budd", lang="cy")
            day = dt.date(YEAR, 10, 1)
            Action.all_rows.create(
                plan_priority=priority, text="Cam", lead="Pennaeth", lang="cy", starts_on=day, ends_on=day
            )
        approve_and_share(plan, nia)
    return priority


def approve_and_share(plan: Plan, nia: Any) -> None:
    record_approval(plan, nia)
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)


def record_approval(plan: Plan, nia: Any) -> None:
    plan.refresh_from_db()
    words = {"approved_on": clock.today(), "meeting": "Corff llywodraethu", "lang": "cy", "version": plan.version}
    actions.record_approval(plan, by=nia, once=uuid.uuid4(), **words)


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


@pytest.fixture
def priority(plan: Plan, nia: Any) -> PlanPriority:
    return fill(plan, nia)


def addresses(plan: Plan, priority: PlanPriority) -> dict[str, str]:
    own = [plan.school.public_id, plan.first_year]
    target, action = priority.targets.first(), priority.actions.first()
    words = {
        "index": own[:1],
        "start": own[:1],
        **{name: own for name in ("detail", "draw", "write", "approve", "check", "share", "shared", "history")},
        "version": [*own, 1],
        "link": [*own, priority.public_id],
    }
    found = {name: reverse(f"plans:{name}", args=args) for name, args in words.items()}
    for name in ("edit", "remove"):
        for kind, part in (("priorities", priority), ("targets", target), ("actions", action)):
            found[f"{name} {kind}"] = reverse(f"plans:{name}", args=[*own, kind, part.public_id])
    for kind in ("targets", "actions"):
        found[f"add {kind}"] = reverse("plans:add", args=[*own, priority.public_id, kind])
    return found


def opened_by(person: Any, urls: dict[str, str]) -> dict[str, int]:
    client = Client()
    client.force_login(person)
    return {name: client.get(url).status_code for name, url in urls.items()}


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("nia", ()),
        ("sion", ("approve", "share")),
        ("carys", ("approve", "share")),
        ("glyn", (*WRITERS, "share")),
        ("gwen", (*WRITERS, "approve", "share")),
        ("clem", (*WRITERS, "share", "history")),
        ("olwen", (*WRITERS, *INSIDE, "approve", "share")),
        ("alun", (*WRITERS, *INSIDE, "approve", "share")),
        ("mari", (*WRITERS, *INSIDE, "approve", "share")),
    ],
)
def test_each_role_opens_its_own_pages_and_no_other(who, refused, request, plan, priority):
    answers = opened_by(request.getfixturevalue(who), addresses(plan, priority))
    assert {name for name, status in answers.items() if status == 403} == {
        name for name in answers if name.split()[0] in refused
    }
    assert set(answers.values()) <= {200, 403}


@pytest.mark.parametrize("who", ["owain", "ffion", "elin", "rhys", "beca", "eira"])
def test_outside_the_school_its_council_and_its_adviser_no_page_opens(who, request, plan, priority):
    assert set(opened_by(request.getfixturevalue(who), addresses(plan, priority)).values()) <= {403, 404}


@pytest.mark.parametrize("who", ["dai", "huw", "gareth", "ann", "idris"])
def test_who_has_nothing_to_do_with_plans_opens_no_page(who, request, plan, priority):
    assert set(opened_by(request.getfixturevalue(who), addresses(plan, priority)).values()) == {403}


def test_the_self_evaluations_own_words_are_shown_to_the_team_only(client, nia, glyn, clem, alun, plan, priority):
    urls = addresses(plan, priority)
    for person in (nia, glyn, clem):
        client.force_login(person)
        page = client.get(urls["detail"]).content.decode()
        assert ("CYFRINACH" in page, "Ysgrifennu 0" in page) == (person == nia, True)
    client.force_login(alun)
    assert "CYFRINACH" not in client.get(urls["version"]).content.decode()


def test_outside_the_school_only_the_version_shared_last_is_read(client, alun, glyn, nia, plan, priority):
    actions.edit(priority, text="Geiriau newydd", lang="cy", year=1, version=1, by=nia, once=uuid.uuid4())
    urls = addresses(plan, priority)
    client.force_login(alun)
    assert "Geiriau newydd" not in client.get(urls["version"]).content.decode(), "written, not yet shared"
    approve_and_share(plan, nia)
    answer = client.get(urls["version"], follow=True)
    assert answer.redirect_chain[-1][0].endswith("/version/2/") and "Geiriau newydd" in answer.content.decode()
    assert [row.number for row in client.get(urls["index"]).context["versions"]] == [2]
    client.force_login(glyn)
    page = client.get(urls["version"]).content.decode()
    assert "Ysgrifennu 0" in page and "The plan has been shared again since." in page
    assert [row.number for row in client.get(urls["index"]).context["versions"]] == [2, 1]


def test_the_page_says_that_the_plan_has_changed_since_it_was_approved(client, nia, sion, plan, priority):
    url = addresses(plan, priority)["detail"]
    client.force_login(nia)
    sentence = "The plan has changed since the governing body approved it."
    assert sentence not in client.get(url).content.decode()
    actions.add(priority, Target, text="x", expected_outcome="y", lang="en", by=sion, once=uuid.uuid4())
    assert sentence in client.get(url).content.decode()


def test_a_school_without_priorities_is_told_to_write_them_in_its_self_evaluation(client, nia, plan):
    client.force_login(nia)
    for name in ("draw", "write"):
        page = client.get(reverse(f"plans:{name}", args=[plan.school.public_id, YEAR])).content.decode()
        assert "Your self-evaluation has no priorities yet" in page
    page = client.get(reverse("plans:detail", args=[plan.school.public_id, YEAR])).content.decode()
    assert "There are no priorities in the plan yet" in page


@pytest.mark.parametrize("who", ["glyn", "clem"])
def test_the_first_button_of_those_who_only_approve_is_the_approval(who, request, client, nia, plan, priority):
    actions.add(priority, Target, text="x", expected_outcome="y", lang="en", by=nia, once=uuid.uuid4())
    client.force_login(request.getfixturevalue(who))
    page = client.get(addresses(plan, priority)["detail"]).content.decode()
    approve = reverse("plans:approve", args=[plan.school.public_id, YEAR])
    assert f'class="govuk-button" href="{approve}"' in page


def test_in_a_new_year_the_list_names_the_present_plan_and_the_one_that_could_be_started(client, nia, school):
    client.force_login(nia)
    url = reverse("plans:index", args=[school.public_id])
    assert "or start a new one" not in client.get(url).content.decode()
    present = Plan.all_rows.create(school=school, first_year=YEAR - 1)
    page = client.get(url).content.decode()
    assert f"go on with the plan for {present.period}, or start a new one." in page
    assert f"Start the plan for {Plan(first_year=YEAR).period}" in page
    Plan.all_rows.create(school=school, first_year=YEAR)
    Plan.all_rows.create(school=school, first_year=YEAR + 1)
    assert reverse("plans:start", args=[school.public_id]) not in client.get(url).content.decode()


@pytest.mark.parametrize("who", ["olwen", "alun"])
def test_outside_the_school_the_approval_is_not_told_before_the_plan_is_shared(request, client, nia, who, school):
    plan = Plan.all_rows.create(school=school, first_year=YEAR)
    make.write_in(make.make_self_evaluation(school, YEAR))
    actions.draw(plan, priorities=Priority.all_rows.all(), year=1, by=nia, once=uuid.uuid4())
    record_approval(plan, nia)
    sentence, history = "approval of the plan was recorded", reverse("register:history", args=[school.public_id])
    for person, told in ((nia, True), (request.getfixturevalue(who), False)):
        client.force_login(person)
        for url in (history, reverse("plans:history", args=[school.public_id, YEAR])):
            answer = client.get(url)
            assert (sentence in answer.content.decode()) == told, (person, url, answer.status_code)
    actions.share(plan, by=nia, once=uuid.uuid4(), **make.REASON)
    page = client.get(history).content.decode()
    assert "approval" not in page and "The school shared its development plan, version 1." in page


def test_history_tells_the_school_who_did_what_and_others_what_the_school_did(client, nia, olwen, plan, priority):
    url = addresses(plan, priority)["history"]
    client.force_login(nia)
    inside = client.get(url).content.decode()
    assert "A priority was added to the plan." in inside and "By Nia" in inside
    client.force_login(olwen)
    outside = client.get(url).content.decode()
    assert "The school shared its development plan, version 1." in outside
    assert "A priority was added" not in outside and "By Nia" not in outside


def test_history_is_offered_to_the_chair_once_there_is_some_for_them(client, nia, glyn, plan):
    detail, history = (reverse(f"plans:{name}", args=[plan.school.public_id, YEAR]) for name in ("detail", "history"))
    for there in (False, True):
        client.force_login(glyn)
        offered = history in links_in(client.get(detail).content.decode())
        assert (offered, client.get(history).status_code) == ((True, 200) if there else (False, 404))
        if not there:
            fill(plan, nia)


def test_two_writers_are_shown_both_texts_and_the_second_saves_on_purpose(client, nia, sion, plan, priority):
    url = addresses(plan, priority)["edit targets"]
    client.force_login(sion)
    words = {"text": "Target o law Siôn", "expected_outcome": "y", "lang": "en"}
    opened = form_data(client, url, **words)
    target = priority.targets.get()
    actions.edit(target, text="Target o law Nia", expected_outcome="y", lang="en", version=1, by=nia, once=uuid.uuid4())
    answer = client.post(url, opened)
    page = answer.content.decode()
    assert "Two versions of this text" in page and "Target o law Nia" in page and "Target o law Siôn" in page
    form = answer.context["form"]
    again = {name: form.hidden_value(name) for name in ("once", "sealed_for", "version")}
    assert client.post(url, again | words).status_code == 302
    assert priority.targets.get().text == "Target o law Siôn"


def questions(client: Client, urls: dict[str, str]) -> dict[str, int]:
    found = {}
    for name, url in urls.items():
        with CaptureQueriesContext(connection) as queries:
            if client.get(url, follow=name == "version").status_code == 200:
                found[name] = len(queries)
    return found


@pytest.mark.parametrize("who", ["nia", "glyn", "clem", "alun", "olwen"])
def test_pages_ask_as_much_at_three_of_everything_as_at_one_and_never_more_than_twelve(
    who, request, nia, school, other_school
):
    make.appoint(nia, "headteacher", other_school)
    person = request.getfixturevalue(who)
    if who in ("glyn", "clem"):
        make.appoint(person, {"glyn": "chair_of_governors", "clem": "clerk_to_governors"}[who], other_school)
    if who == "alun":
        make.assign(person, request.getfixturevalue("service"), other_school)
    counts = []
    for place, size in ((school, 1), (other_school, 3)):
        plan = Plan.all_rows.create(school=place, first_year=YEAR)
        priority = fill(plan, nia, size)
        client = Client()
        client.force_login(person)
        urls = addresses(plan, priority)
        urls["version"] = urls["version"].replace("/version/1/", f"/version/{size}/")
        counts.append(questions(client, urls))
    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= 12


def test_from_the_self_evaluation_to_the_shared_plan_and_to_the_adviser(client, nia, clem, alun, school):
    make.write_in(make.make_self_evaluation(school), "Gwella ysgrifennu")
    own = [school.public_id, YEAR]
    client.force_login(nia)
    answer = send(client, reverse("plans:start", args=own[:1]), year=YEAR)
    assert "Draw priorities from the self-evaluation" in answer.content.decode()
    url = reverse("plans:draw", args=own)
    assert "Tick at least one priority" in send(client, url, year=1).content.decode()
    ticked = [str(row.public_id) for row in Priority.all_rows.order_by("pk")]
    send(client, url, year=1, priorities=ticked[:1])
    answer = send(client, url, year=2, priorities=ticked[1:], press="together")
    assert answer.context["form"]["text"].value() == "\n\n".join(["Gwella ysgrifennu (blaenoriaeth)"] * 2)
    write = answer.redirect_chain[-1][0]
    answer = send(client, write, text="Ysgrifennu ym mhob pwnc", lang="cy", year=2, comes_from=ticked[1:])
    assert "Ysgrifennu ym mhob pwnc" in answer.content.decode()
    priority = PlanPriority.all_rows.get(year=2)
    assert priority.links.count() == 2
    url = reverse("plans:add", args=[*own, priority.public_id, "targets"])
    saved = send(client, url, text="Targed", expected_outcome="Budd", lang="cy", press="another")
    assert "It has been saved. You can add another here." in saved.content.decode()
    send(client, url, text="Ail darged", expected_outcome="Budd", lang="cy")
    dates = {"starts_on-day": 1, "starts_on-month": 10, "starts_on-year": YEAR, "ends_on-day": 1, "ends_on-month": 9}
    url = reverse("plans:add", args=[*own, priority.public_id, "actions"])
    words = {"text": "Cam", "lead": "Pennaeth", "lang": "cy", **dates}
    assert "before the first date" in send(client, url, **words, **{"ends_on-year": YEAR}).content.decode()
    send(client, url, **words, **{"ends_on-year": YEAR + 1})
    assert (Target.all_rows.count(), Action.all_rows.count()) == (2, 1)
    refused = send(client, reverse("plans:share", args=own), lang="cy").content.decode()
    assert "Say why the plan is shared although this is missing" in refused
    client.force_login(clem)
    day = clock.today()
    when = {"approved_on-day": day.day, "approved_on-month": day.month, "approved_on-year": day.year}
    answer = send(client, reverse("plans:approve", args=own), meeting="Tymor yr hydref", lang="cy", **when)
    assert "The approval has been recorded." in answer.content.decode()
    client.force_login(nia)
    assert "Development plan shared" in send(client, reverse("plans:share", args=own), **make.REASON).content.decode()
    client.force_login(alun)
    page = client.get(reverse("plans:version", args=[*own, Version.all_rows.get().number])).content.decode()
    assert all(words in page for words in ("Ysgrifennu ym mhob pwnc", "Ail darged", "Tymor yr hydref"))


def send(client: Client, url: str, **words: Any) -> Any:
    return client.post(url, form_data(client, url, **words), follow=True)


def form_data(client: Client, url: str, **words: Any) -> dict[str, Any]:
    """The hidden fields of the form on that page, with the words typed."""
    form = client.get(url).context["form"]
    return {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()} | words
