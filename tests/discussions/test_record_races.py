"""Two people at the same moment on the same record; and whatever anybody may post at it."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussions.models import Answer, Party, Record, RecordSection, SupportKind
from discussions.records import actions
from discussions.reference import load_support_kinds
from schools import clock
from schools.models import Event, Notice, Version
from schools.refusals import NotAllowed, Refused, Stale
from tests.discussions.rounds import (
    agree,
    key,
    make_discussion,
    part_of,
    section_of,
    support_words,
    write_record,
)

# at the same moment: real transactions, on committed rows, in threads that start together


@pytest.fixture
def committed(transactional_db: None, school: Any, alun: Any) -> Record:
    load_support_kinds()
    record = actions.begin(make_discussion(school), by=alun, once=key())
    return write_record(record, by=alun)


def at_once(*acts: Any) -> list[Any]:
    """What each act returned or raised."""
    ready, outcomes = threading.Barrier(len(acts)), []

    def run(act: Any) -> None:
        try:
            ready.wait(timeout=20)
            outcomes.append(act())
        except Refused as refusal:
            outcomes.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(outcomes) == len(acts)
    return outcomes


def test_three_answers_at_the_same_moment_freeze_the_record_exactly_once(committed, nia, olwen, alun, school):
    committed = actions.send(committed, by=alun, once=key())
    Notice.all_rows.all().delete()
    outcomes = at_once(
        lambda: agree(committed, nia, Party.SCHOOL, school),
        lambda: agree(committed, olwen, Party.COUNCIL),
        lambda: agree(committed, alun, Party.SERVICE),
    )
    assert all(isinstance(outcome, Answer) for outcome in outcomes)
    assert [len(version.words["answers"]) for version in Version.all_rows.all()] == [3]
    assert Record.all_rows.get().status == "agreed"
    assert Event.all_rows.filter(verb="record.agreed").count() == 1
    assert Notice.all_rows.filter(notice_kind="record_agreed", person=nia).count() == 1


def test_two_officers_who_answer_at_the_same_moment_give_one_answer(committed, olwen, lowri, alun):
    committed = actions.send(committed, by=alun, once=key())
    outcomes = at_once(
        lambda: agree(committed, olwen, Party.COUNCIL),
        lambda: agree(committed, lowri, Party.COUNCIL),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Answer", "NotAllowed"]
    assert Answer.all_rows.count() == 1


def test_one_press_that_arrives_twice_is_one_answer(committed, nia, alun, school):
    committed = actions.send(committed, by=alun, once=key())
    once = key()
    first, second = at_once(*[lambda: agree(committed, nia, Party.SCHOOL, school, once=once)] * 2)
    assert first == second == Answer.all_rows.get()


def test_nothing_is_written_into_a_record_while_it_is_being_sent(committed, alun, mari):
    section = section_of(committed)
    at_once(
        lambda: actions.send(committed, by=alun, once=key()),
        lambda: actions.write(section, text="Rhy hwyr?", lang="cy", version=section.version, by=mari, once=key()),
    )
    record, saved = Record.all_rows.get(), RecordSection.all_rows.get(pk=section.pk)
    sent_at = Event.all_rows.get(verb="record.sent").pk
    late = Event.all_rows.filter(verb="draft_record.written", target_id=section.public_id, pk__gt=sent_at)
    assert record.status == "sent"
    assert not late.exists(), saved.text


def test_taking_back_and_the_last_answer_do_not_both_happen(committed, nia, olwen, alun, school):
    committed = actions.send(committed, by=alun, once=key())
    agree(committed, nia, Party.SCHOOL, school)
    agree(committed, olwen, Party.COUNCIL)
    outcomes = at_once(
        lambda: agree(committed, alun, Party.SERVICE),
        lambda: actions.withdraw(committed, by=alun, once=key()),
    )
    assert sum(isinstance(outcome, NotAllowed) for outcome in outcomes) == 1
    agreed = Record.all_rows.get().status == "agreed"
    assert Version.all_rows.exists() is agreed


def test_of_two_who_save_one_section_at_the_same_moment_one_is_shown_the_other_text(committed, alun, mari):
    section = section_of(committed)
    outcomes = at_once(
        *(
            lambda who=who: actions.write(section, text=who.name, lang="cy", version=2, by=who, once=key())
            for who in (alun, mari)
        )
    )
    stale = next(outcome for outcome in outcomes if isinstance(outcome, Stale))
    assert stale.theirs["text"] == section_of(committed).text


# whatever is posted: never a 500, never half a change

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LIKELY = st.sampled_from(
    ["", "0", "-1", "1e9", "NaN", "Infinity", "yes", "no", "cy", "en", "school", "31", "2", "2027"]
)
NAMES = [
    "text", "lang", "support_kind", "what", "success", "given_by", "given_by_name", "amount", "unit", "party", "agreed",
    "reason_1", "reason_4", "press", "once", "version", "sealed_for",
    *(f"{date}-{part}" for date in ("starts_on", "ends_on", "due_on") for part in ("day", "month", "year")),
]  # fmt: skip
ANYTHING = st.dictionaries(st.sampled_from(NAMES), TEXT | LIKELY, max_size=len(NAMES))


def form_of(record: Record, name: str) -> str:
    part = part_of(record)
    more = {"write": {"heading": "priorities"}, "add": {"kind": "support"}, "step": {"kind": "next-steps"}}.get(
        name, {}
    )
    at = {"discussion": record.discussion.public_id, "school": part.school.public_id, **more}
    return reverse(f"records:{name.replace('step', 'add')}", kwargs=at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "name"), [("written", "write"), ("written", "add"), ("written", "step"), ("sent", "answer")]
)
def test_no_post_at_a_form_of_the_record_breaks_it(stage, name, request, cast):
    url = form_of(request.getfixturevalue(stage), name)
    client = Client(raise_request_exception=False)
    client.force_login(cast.nia if stage == "sent" else cast.alun)
    form = client.get(url).context["form"]
    good = {field.html_name: form.hidden_value(field.name) for field in form.hidden_fields()}
    good |= {name: str(value) for name, value in support_words(party="school", due_on=clock.today()).items()}
    good["support_kind"] = str(SupportKind.all_rows.first().public_id)

    @settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(ANYTHING, st.booleans())
    def try_it(words: dict[str, str], plausible: bool) -> None:
        data = {**good, "once": str(key()), **words} if plausible else words
        assert client.post(url, data).status_code in (200, 302)

    try_it()
    for version in Version.all_rows.all():
        assert len(version.words["answers"]) == 3
    for answer in Answer.all_rows.all():
        assert answer.agreed is not answer.differences.exists()
