"""Progress with the plan: noted as it goes and looked back on by term, without changing a word of the plan."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools import clock
from schools.models import (
    Action,
    Citation,
    Event,
    Milestone,
    Plan,
    PlanPriority,
    ProgressNote,
    Revision,
    Target,
    TermReview,
)
from schools.plan_approvals import holds, last_approval_of
from schools.plan_contents import content_of
from schools.plan_progress import term_of
from schools.plans import actions as plans
from schools.progress import actions
from schools.progress.queries import chart_of, followed_in, in_order, terms_to_review
from schools.refusals import Refused
from tests import factories as make

YEAR = clock.current_school_year()
DAY = dt.date(YEAR, 10, 1)
STOPPED = {"status": "stopped", "text": "Mae’r athro sy’n arwain wedi gadael", "lang": "cy", "evidence": []}


def key() -> uuid.UUID:
    return uuid.uuid4()


@pytest.fixture
def plan(school: Any) -> Plan:
    return Plan.all_rows.create(school=school, first_year=YEAR)


@pytest.fixture
def priority(plan: Plan) -> PlanPriority:
    return PlanPriority.all_rows.create(plan=plan, text="Ysgrifennu estynedig", lang="cy")


@pytest.fixture
def action(priority: PlanPriority) -> Action:
    return Action.all_rows.create(
        plan_priority=priority, text="Hyfforddi staff", lang="cy", lead="Dirprwy", starts_on=DAY, ends_on=DAY
    )


@pytest.fixture
def milestone(priority: PlanPriority) -> Milestone:
    return Milestone.all_rows.create(plan_priority=priority, text="Half of the staff", lang="en", term="autumn")


def words(status: str = "in_progress", **more: Any) -> dict[str, Any]:
    return {"status": status, "text": "Two staff meetings held", "lang": "en", "evidence": [], **more}


def test_a_note_moves_the_action_and_is_kept_with_its_evidence(action, sion, school):
    item = make.make_evidence(school, "Taith ddysgu")
    actions.note(action, by=sion, once=key(), **words(evidence=[item]))
    action.refresh_from_db()
    note = ProgressNote.all_rows.get()
    assert (action.status, note.about, note.status, note.by) == ("in_progress", action, "in_progress", sion)
    assert Citation.all_rows.get().progress_note == note
    event = Event.all_rows.get(verb="progress.noted")
    assert (event.target_id, event.within_id) == (action.public_id, action.document.public_id)


def test_a_note_that_changes_nothing_of_the_state_is_kept_as_well(milestone, nia):
    for _again in range(2):
        actions.note(milestone, by=nia, once=key(), **words("done"))
    assert list(milestone.notes.values_list("status", flat=True)) == ["done", "done"]
    assert Event.all_rows.filter(verb="progress.noted").count() == 2


def test_a_second_press_notes_nothing_twice(action, nia):
    once = key()
    for _press in range(2):
        actions.note(action, by=nia, once=once, **words())
    assert action.notes.count() == 1


def test_progress_changes_no_word_of_the_plan_so_the_approval_still_holds(plan, priority, action, milestone, nia):
    approved = {"approved_on": clock.today(), "meeting": "Llawn", "lang": "cy", "version": plan.version}
    plans.record_approval(plan, by=nia, once=key(), **approved)
    before = content_of(plan, last_approval_of(plan))
    for followed in (action, milestone):
        actions.note(followed, by=nia, once=key(), **words("done"))
    written = actions.review(priority, term=(YEAR, "autumn"), progress="Da", lang="cy", by=nia, once=key())
    actions.edit(written, version=1, progress="Da iawn", impact="", next_step="", lang="cy", by=nia, once=key())
    plan.refresh_from_db()
    assert holds(last_approval_of(plan), plan)
    assert content_of(plan, last_approval_of(plan)) == before


def test_somebody_who_is_writing_the_action_meanwhile_is_not_out_of_date(action, nia, sion):
    seen = action.version
    actions.note(action, by=sion, once=key(), **words())
    changed = {"text": "Hyfforddi’r staff i gyd", "lang": "cy", "lead": "x", "starts_on": DAY, "ends_on": DAY}
    plans.edit(action, version=seen, by=nia, once=key(), **changed)
    action.refresh_from_db()
    assert (action.text, action.status) == ("Hyfforddi’r staff i gyd", "in_progress")


def test_evidence_of_another_school_is_refused(action, nia):
    other = make.make_evidence(make.make_school(action.school.council))
    with pytest.raises(Refused, match="another school"):
        actions.note(action, by=nia, once=key(), **words(evidence=[other]))
    assert not ProgressNote.all_rows.exists()


def test_whoever_reads_the_plan_without_writing_it_notes_nothing(action, priority, glyn, clem, olwen, alun):
    for person in (glyn, clem, olwen, alun):
        with pytest.raises(PermissionDenied):
            actions.note(action, by=person, once=key(), **words())
        with pytest.raises(PermissionDenied):
            actions.review(priority, term=(YEAR, "autumn"), progress="x", lang="en", by=person, once=key())


def test_a_note_is_never_changed_or_taken_away(action, nia):
    actions.note(action, by=nia, once=key(), **words())
    for change in (lambda: ProgressNote.all_rows.update(text="x"), lambda: ProgressNote.all_rows.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_has_progress_is_stopped_and_not_removed(priority, action, nia, client):
    actions.note(action, by=nia, once=key(), **STOPPED)
    for part in (action, priority):
        with pytest.raises(Refused, match="Progress has been noted"):
            plans.remove(part, by=nia, once=key())
    client.force_login(nia)
    plan = priority.plan
    page = client.get(reverse("plans:remove", args=[plan.school.public_id, YEAR, "actions", action.public_id]))
    assert reverse("progress:index", args=[plan.school.public_id, YEAR]) in page.content.decode()
    assert "warning" not in page.content.decode()


def test_what_has_no_progress_is_removed_as_before(priority, action, milestone, nia):
    actions.note(milestone, by=nia, once=key(), **words())
    plans.remove(action, by=nia, once=key())
    assert not Action.all_rows.exists()


def test_the_chart_counts_the_actions_of_each_priority(plan, priority, action, nia):
    for status in ("done", "done", "stopped"):
        more = Action.all_rows.create(plan_priority=priority, text="x", lang="en", lead="x", starts_on=DAY, ends_on=DAY)
        actions.note(more, by=nia, once=key(), **words(status))
    ((_each, bars),) = chart_of(followed_in(plan, nia))
    assert [number for _words, number, _length in bars] == [1, 0, 2, 1]
    assert [length for _words, _number, length in bars] == [50, 0, 100, 50]


def test_the_progress_page_shows_the_last_note_and_its_reason(plan, action, nia, glyn, client):
    actions.note(action, by=nia, once=key(), **words(text="The first note"))
    actions.note(action, by=nia, once=key(), **STOPPED)
    client.force_login(glyn)
    page = client.get(f"/cy/schools/{plan.school.public_id}/plans/{YEAR}/progress/").content.decode()
    assert "Mae’r athro sy’n arwain wedi gadael" in page
    assert "The first note" not in page
    assert "/note/" not in page  # governors read it
    timeline = client.get(reverse("progress:timeline", args=[plan.school.public_id, YEAR])).content.decode()
    assert timeline.index("wedi gadael") < timeline.index("The first note")


def test_the_timeline_is_narrowed_to_one_priority(plan, action, nia, client):
    other = PlanPriority.all_rows.create(plan=plan, text="Presenoldeb", lang="cy")
    milestone = Milestone.all_rows.create(plan_priority=other, text="y", lang="en", term="spring")
    actions.note(action, by=nia, once=key(), **words(text="Of the first priority"))
    actions.note(milestone, by=nia, once=key(), **words(text="Of the second priority"))
    client.force_login(nia)
    url = reverse("progress:timeline", args=[plan.school.public_id, YEAR])
    page = client.get(url, {"priority": str(other.public_id)}).content.decode()
    assert "Of the second priority" in page
    assert "Of the first priority" not in page


def test_evidence_behind_a_note_is_shown_to_the_team_alone(plan, action, nia, glyn, school, client):
    item = make.make_evidence(school, "Llyfrau Blwyddyn 4")
    actions.note(action, by=nia, once=key(), **words(evidence=[item]))
    url = reverse("progress:timeline", args=[plan.school.public_id, YEAR])
    seen = {}
    for person in (nia, glyn):
        client.force_login(person)
        seen[person] = "Llyfrau Blwyddyn 4" in client.get(url).content.decode()
    assert seen == {nia: True, glyn: False}


def test_an_item_of_evidence_says_where_in_the_plan_it_is_cited(plan, action, nia, school, client):
    item = make.make_evidence(school, "Llyfrau Blwyddyn 4")
    page = reverse("evidence:edit", args=[school.public_id, item.public_id])
    client.force_login(nia)
    assert "Hyfforddi staff" not in client.get(page).content.decode()
    actions.note(action, by=nia, once=key(), **words(evidence=[item]))
    shown = client.get(page).content.decode()
    assert reverse("progress:note", args=[school.public_id, YEAR, "actions", action.public_id]) in shown
    assert "Hyfforddi staff" in shown


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (dt.date(2026, 9, 1), "autumn"),
        (dt.date(2026, 12, 31), "autumn"),
        (dt.date(2027, 1, 1), "spring"),
        (dt.date(2027, 3, 31), "spring"),
        (dt.date(2027, 4, 1), "summer"),
        (dt.date(2027, 8, 31), "summer"),
    ],
)
def test_the_term_of_a_day(day, term):
    assert term_of(day) == term


def test_a_term_is_reviewed_once_and_its_words_are_kept(priority, nia):
    first = {"progress": "Da", "impact": "Mae dysgwyr yn fwy hyderus", "next_step": "", "lang": "cy"}
    written = actions.review(priority, term=(YEAR, "autumn"), by=nia, once=key(), **first)
    with pytest.raises(Refused, match="written already"):
        actions.review(priority, term=(YEAR, "autumn"), by=nia, once=key(), **first)
    actions.edit(written, version=1, by=nia, once=key(), **{**first, "progress": "Da iawn"})
    kept = Revision.all_rows.filter(target_id=written.public_id)
    assert {"Da", "Da iawn", "Mae dysgwyr yn fwy hyderus"} <= set(kept.values_list("text", flat=True))


def test_the_present_term_is_offered_first_and_a_reviewed_one_no_more(priority, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: dt.date(YEAR + 1, 2, 3))
    assert list(terms_to_review(priority)) == [f"{YEAR}-spring", f"{YEAR}-autumn"]
    TermReview.all_rows.create(plan_priority=priority, school_year=YEAR, term="spring", progress="x")
    assert list(terms_to_review(priority)) == [f"{YEAR}-autumn"]


def test_a_plan_that_has_not_begun_or_is_over_has_terms_to_review_too(priority, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: dt.date(YEAR, 6, 1))
    assert list(terms_to_review(priority)) == [f"{YEAR}-autumn"]
    monkeypatch.setattr(clock, "today", lambda: dt.date(YEAR + 4, 6, 1))
    assert len(terms_to_review(priority)) == 9


def test_reviews_stand_in_the_order_of_the_terms():
    rows = [TermReview(school_year=year, term=term) for year, term in ((1, "autumn"), (1, "summer"), (2, "autumn"))]
    assert [(row.school_year, row.term) for row in in_order(rows)] == [(2, "autumn"), (1, "summer"), (1, "autumn")]


def test_the_biggest_plan_opens_with_few_questions_and_less_than_100_kb(plan, nia, client):
    """12 priorities, 120 actions, 400 notes."""
    said = "Cynhaliwyd dau gyfarfod staff ac mae’r cynlluniau gwersi wedi’u diwygio ar gyfer pob dosbarth."
    for number in range(12):
        row = PlanPriority.all_rows.create(plan=plan, text=f"Gwella ysgrifennu estynedig ar draws {number}", lang="cy")
        Target.all_rows.create(plan_priority=row, text="x", expected_outcome="x")
        for each in range(10):
            line = Action.all_rows.create(
                plan_priority=row,
                text=f"Hyfforddi’r holl staff yn y dull cyffredin o fodelu ysgrifennu, cam {each}",
                lang="cy",
                lead="Dirprwy bennaeth",
                starts_on=DAY,
                ends_on=DAY,
            )
            many = 4 if each < 4 else 3
            ProgressNote.all_rows.bulk_create(
                ProgressNote(action=line, status="in_progress", text=said, lang="cy", by=nia) for _n in range(many)
            )
    assert ProgressNote.all_rows.count() >= 400
    client.force_login(nia)
    for name in ("index", "timeline"):
        url = reverse(f"progress:{name}", args=[plan.school.public_id, YEAR])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        assert page.status_code == 200
        assert len(queries) <= 12
        assert len(page.content) < 100_000, len(page.content)
