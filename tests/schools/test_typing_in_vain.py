"""What somebody typed about a thing that is gone meanwhile is shown once more, to them alone."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from discussions.models import Discussion
from discussions.professional_discussions import actions as discussions
from discussions.records import actions as records
from discussions.reference import load_support_kinds
from schools import clock
from schools.models import Appointment, ConflictOfInterest, Plan, PlanPriority, Priority
from tests import factories as make
from tests.discussions import rounds
from tests.discussions.meetings import key, schedule
from tests.on_pages import forms_in

SENTENCE = "What you typed has not been saved: copy it from here."
TYPED = 'Darllen "yn uchel" <bob dydd>\nac eto.'


def opened(client: Client, path: str, **typed: str) -> dict[str, Any]:
    (form,) = forms_in(client.get(path).content.decode())
    return form.filled(**typed)


@pytest.fixture
def priority_page(school: Any, nia: Any) -> tuple[str, Priority]:
    evaluation = make.make_self_evaluation(school)
    make.write_in(evaluation)
    found = Priority.all_rows.filter(section__self_evaluation=evaluation).first()
    place = [school.public_id, evaluation.school_year, "priorities", found.public_id]
    return reverse("self_evaluations:edit", args=place), found


def test_what_was_typed_about_a_finding_removed_in_another_tab_is_shown_to_be_copied(client, nia, priority_page):
    path, found = priority_page
    client.force_login(nia)
    sent = opened(client, path, text=TYPED, lang="cy")
    found.delete()
    answer = client.post(path, sent)
    assert answer.status_code == 404
    assert SENTENCE in answer.content.decode()
    assert answer.context["texts"] == [TYPED]
    assert 'readonly lang="cy">\nDarllen &quot;yn uchel&quot; &lt;bob dydd&gt;' in answer.content.decode()


def test_a_target_typed_for_a_plan_priority_that_was_removed_is_shown_to_be_copied(client, nia, school):
    plan = Plan.all_rows.create(school=school, first_year=clock.current_school_year())
    priority = PlanPriority.all_rows.create(plan=plan, text="Darllen", lang="cy", year=1)
    path = reverse("plan_parts:add", args=[school.public_id, plan.first_year, priority.public_id, "targets"])
    client.force_login(nia)
    sent = opened(client, path, text="Pob dysgwr yn darllen", expected_outcome="Mwy o lyfrau", lang="cy")
    priority.delete()
    assert client.post(path, sent).context["texts"] == ["Pob dysgwr yn darllen", "Mwy o lyfrau"]


def end_every_role(nia: Any, school: Any) -> None:
    Appointment.all_rows.filter(person=nia).update(ends_on=make.YESTERDAY)


def become_a_governor(nia: Any, school: Any) -> None:
    end_every_role(nia, school)
    make.appoint(nia, "governor", school)


def declare_an_interest(nia: Any, school: Any) -> None:
    ConflictOfInterest.all_rows.create(person=nia, school=school)


@pytest.mark.parametrize("happens", [end_every_role, become_a_governor, declare_an_interest])
def test_what_was_typed_by_somebody_who_may_not_any_more_is_shown_to_be_copied(
    client, nia, school, priority_page, happens
):
    path, found = priority_page
    client.force_login(nia)
    sent = opened(client, path, text=TYPED, lang="cy")
    happens(nia, school)
    answer = client.post(path, sent)
    assert answer.status_code == 403
    assert SENTENCE in answer.content.decode()
    assert answer.context["texts"] == [TYPED]
    found.refresh_from_db()
    assert found.version == 1, "nothing was saved"


def test_what_somebody_else_typed_is_not_shown_to_the_person_signed_in(client, nia, owain, priority_page):
    path, found = priority_page
    client.force_login(nia)
    sent = opened(client, path, text=TYPED, lang="cy")
    found.delete()
    client.force_login(owain)
    answer = client.post(path, sent)
    assert answer.status_code == 404
    assert "Darllen" not in answer.content.decode()
    unsealed = client.post(path, {**sent, "sealed_for": "forged"})
    assert "Darllen" not in unsealed.content.decode()


def test_a_button_alone_for_a_thing_that_is_gone_says_only_that_it_is_not_found(client, nia, priority_page):
    path, found = priority_page
    client.force_login(nia)
    path = path.replace("/edit/", "/remove/")
    sent = opened(client, path)
    found.delete()
    answer = client.post(path, {**sent, "once": ""})
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_what_waited_over_a_sign_in_is_shown_when_its_thing_is_gone_meanwhile(client, nia, priority_page):
    path, found = priority_page
    client.force_login(nia)
    session = client.session
    kept = QueryDict(mutable=True)
    kept.update({"text": TYPED, "lang": "cy"})
    page = path.removeprefix("/en").removeprefix("/cy")
    entry = {"person": str(nia.public_id), "role": "headteacher", "texts": ["text"], "data": kept.urlencode()}
    session["kept_typing"] = {page: entry}
    session.save()
    found.delete()
    assert client.get(path).context["texts"] == [TYPED]


def cancelled_meanwhile(request: Any) -> tuple[str, str, dict[str, str], Any]:
    school, olwen, nia = (request.getfixturevalue(name) for name in ("school", "olwen", "nia"))
    discussion = schedule(school, olwen, nia)
    words = {"reason": TYPED, "lang": "cy"}
    path = reverse("agenda:add", args=[discussion.public_id])
    return (
        "nia",
        path,
        {"text": TYPED, "lang": "cy"},
        lambda: discussions.cancel(discussion, by=olwen, once=key(), **words),
    )


def moved_no_more(request: Any) -> tuple[str, str, dict[str, str], Any]:
    _who, _path, _words, cancel = cancelled_meanwhile(request)
    discussion = Discussion.all_rows.get()
    return "olwen", reverse("professional_discussions:cancel", args=[discussion.public_id]), {"reason": TYPED}, cancel


def sent_meanwhile(request: Any) -> tuple[str, str, dict[str, str], Any]:
    load_support_kinds()
    school, alun = request.getfixturevalue("school"), request.getfixturevalue("alun")
    record = records.begin(rounds.make_discussion(school), by=alun, once=key())
    rounds.write_record(record, by=alun)
    place = [record.discussion.public_id, school.public_id, "progress"]
    words = {"text": TYPED, "lang": "cy"}
    return "alun", reverse("records:write", args=place), words, lambda: records.send(record, by=alun, once=key())


@pytest.mark.django_db
@pytest.mark.parametrize("story", [cancelled_meanwhile, moved_no_more, sent_meanwhile])
def test_what_waited_over_a_sign_in_is_shown_once_when_its_step_is_over_meanwhile(client, request, story):
    who, path, words, happens = story(request)
    person = request.getfixturevalue(who)
    client.force_login(person)
    sent = opened(client, path, **words)
    client.logout()
    client.post(path, sent)
    happens()
    client.force_login(person)
    answer = client.get(path)
    assert SENTENCE in answer.content.decode()
    assert answer.context["texts"] == [TYPED]
    assert client.get(answer.context["leads_to"]).status_code == 200
    assert client.get(path)["Location"] == answer.context["leads_to"]
