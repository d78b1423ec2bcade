"""Nothing is taken away that whoever takes it away has not seen: what was changed since is shown before it goes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.urls import reverse

from discussions.agenda import actions as agenda
from discussions.agenda import forms as agenda_forms
from discussions.availability import actions as availability
from discussions.availability import forms as availability_forms
from discussions.models import Support, TimeAway
from discussions.own_calendars import keeping
from discussions.records import actions as records
from discussions.records import forms as record_forms
from discussions.reference import load_support_kinds
from schools import attaching, clock
from schools.bringing_in import actions as bringing_in
from schools.bringing_in import forms as bringing_in_forms
from schools.consultations import actions as consultations
from schools.consultations import forms as consultation_forms
from schools.entries import actions as entries
from schools.entries import forms as entry_forms
from schools.governing_body import actions as governing_body
from schools.governing_body import forms as governing_body_forms
from schools.grants import actions as grants
from schools.grants import forms as grant_forms
from schools.inspections import actions as inspections
from schools.inspections import forms as inspection_forms
from schools.models import OwnDocument, Plan, Target
from schools.other_language import actions as other_language
from schools.other_language import forms as other_language_forms
from schools.own_document import actions as own_document
from schools.plan_parts import actions as plan_parts
from schools.plan_parts import forms as plan_forms
from schools.plan_summary import actions as plan_summary
from schools.plan_summary import forms as summary_forms
from schools.plan_tables import actions as plan_tables
from schools.plan_tables import forms as plan_tables_forms
from schools.removing import RemovalForm
from schools.school_calendar import actions as school_calendar
from schools.school_calendar import forms as school_calendar_forms
from schools.school_days import no_school_meets
from schools.self_evaluations import actions as self_evaluations
from schools.self_evaluations import forms as evaluation_forms
from schools.starting import actions as starting
from schools.starting import forms as starting_forms
from schools.statutory_check import actions as statutory_check
from schools.statutory_check import forms as statutory_check_forms
from tests import factories as make
from tests.discussions.meetings import schedule
from tests.discussions.rounds import make_discussion, part_of, write_record
from tests.on_pages import Visitor
from tests.schools.plan_tables import make_brought_plan

pytestmark = pytest.mark.django_db
YEAR = clock.current_school_year()
NEW = "Words that a colleague wrote meanwhile"


@pytest.fixture
def there_is(cast: Any, school: Any) -> SimpleNamespace:
    """The cast, and the school of most of them."""
    return SimpleNamespace(**vars(cast), school=school)


@dataclass
class Place:
    """Who takes something away on which page, what a colleague does meanwhile, and what the page then shows."""

    person: Any
    route: str
    args: list[Any]
    meanwhile: Callable[[], Any]
    shows: str = NEW


def _written(cast: Any) -> Any:
    evaluation = make.make_self_evaluation(cast.school)
    make.write_in(evaluation)
    return evaluation


def _own(evaluation: Any) -> list[Any]:
    return [evaluation.school.public_id, evaluation.school_year]


def a_finding(cast: Any) -> Place:
    strength = _written(cast).sections.first().strengths.get()
    words = {"text": NEW, "lang": "en", "could_share": False, "version": 1}
    args = [*_own(strength.document), "strengths", strength.public_id]

    def edit() -> Any:
        return self_evaluations.edit(strength, by=cast.sion, once=uuid4(), **words)

    return Place(cast.nia, "self_evaluations:remove", args, edit)


def a_finding_with_its_other_language(cast: Any) -> Place:
    strength = _written(cast).sections.first().strengths.get()
    words = {"text": NEW, "version": 0, "to": "", "seen": ""}
    args = [*_own(strength.document), "strengths", strength.public_id]

    def write() -> Any:
        return other_language.write(strength, by=cast.sion, once=None, **words)

    return Place(cast.nia, "self_evaluations:remove", args, write)


def an_other_language(cast: Any) -> Place:
    strength = _written(cast).sections.first().strengths.get()
    other = make.make_other_language(strength)
    words = {"text": NEW, "version": 1, "to": "", "seen": ""}
    args = [*_own(strength.document), strength.section.area.code, other.public_id]

    def write() -> Any:
        return other_language.write(strength, by=cast.sion, once=uuid4(), **words)

    return Place(cast.nia, "other_language:remove", args, write)


def an_entry(cast: Any) -> Place:
    section = _written(cast).sections.first()
    entry = make.make_entry(section, cast.carys)
    words = {"looked_at": "Taith", "found": "Da", "so_what": NEW, "lang": "en", "on": make.YESTERDAY, "version": 1}
    args = [*_own(section.document), section.area.code, entry.public_id]

    def edit() -> Any:
        return entries.edit(entry, by=cast.carys, once=None, **words)

    return Place(cast.carys, "entries:remove", args, edit)


def a_priority_of_the_plan(cast: Any) -> Place:
    plan = Plan.all_rows.create(school=cast.school, first_year=_written(cast).school_year)
    priority: Any = plan.priorities.create(text="Darllen", lang="cy", year=1)
    args = [cast.school.public_id, plan.first_year, "priorities", priority.public_id]
    words = {"text": "80%", "expected_outcome": NEW, "lang": "en"}

    def add() -> Any:
        return plan_parts.add(priority, Target, by=cast.sion, once=uuid4(), **words)

    return Place(cast.nia, "plan_parts:remove", args, add)


def _inspected(cast: Any) -> Any:
    words = {"report_on": make.YESTERDAY, "follow_up": "none", "follow_up_ended_on": None}
    found = inspections.add(cast.school, by=cast.nia, once=uuid4(), **words)
    item = inspections.recommend(found, number=1, text="Darllen", lang="cy", by=cast.nia, once=uuid4())
    words = {"number": 1, "text": NEW, "lang": "en", "version": 1}
    return found, item, lambda: inspections.reword(item, by=cast.olwen, once=uuid4(), **words)


def an_inspection(cast: Any) -> Place:
    found, _item, reword = _inspected(cast)
    return Place(cast.nia, "inspections:remove", [cast.school.public_id, found.public_id], reword)


def a_recommendation(cast: Any) -> Place:
    found, item, reword = _inspected(cast)
    args = [cast.school.public_id, found.public_id, item.public_id]
    return Place(cast.nia, "inspections:take_out", args, reword)


def a_consultation(cast: Any) -> Place:
    plan = make.make_plan(cast.school)
    found = make.make_consultation(plan)
    words = {"consulted": "pupils", "held_on": make.YESTERDAY, "note": NEW, "lang": "en", "version": 1}
    args = [cast.school.public_id, plan.first_year, found.public_id]

    def edit() -> Any:
        return consultations.edit(found, by=cast.sion, once=uuid4(), **words)

    return Place(cast.nia, "consultations:remove", args, edit)


def a_grant(cast: Any) -> Place:
    grant = make.make_grant(make.make_plan(cast.school), 5)
    words = {"text": NEW, "lang": "en", "amount": 7}
    args = [cast.school.public_id, grant.plan.first_year, grant.public_id]

    def add() -> Any:
        return grants.add_line(grant, by=cast.sion, once=uuid4(), **words)

    return Place(cast.nia, "grants:remove", args, add)


def a_line_of_a_grant(cast: Any) -> Place:
    line = make.make_grant(make.make_plan(cast.school), 5).lines.get()
    words = {"text": NEW, "lang": "en", "amount": 7, "version": 1}
    args = [cast.school.public_id, line.document.first_year, line.public_id]

    def edit() -> Any:
        return grants.edit(line, by=cast.sion, once=uuid4(), **words)

    return Place(cast.nia, "grants:remove_line", args, edit)


def an_answer_to_the_statutory_check(cast: Any) -> Place:
    plan = Plan.all_rows.create(school=cast.school, first_year=YEAR)
    words = {"row": "grants", "answer": "not_needed", "lang": "en"}
    answer = statutory_check.answer(plan, words="None", version=0, by=cast.nia, once=uuid4(), **words)

    def change() -> Any:
        return statutory_check.answer(plan, words=NEW, version=1, by=cast.sion, once=uuid4(), **words)

    return Place(cast.nia, "statutory_check:withdraw", [cast.school.public_id, YEAR, answer.public_id], change)


def a_line_of_the_summary(cast: Any) -> Place:
    plan = make.make_plan(cast.school)
    words = {"text_cy": "Darllen", "text_en": "Reading"}
    line = plan_summary.add(plan, part="actions", by=cast.nia, once=uuid4(), **words)

    def edit() -> Any:
        return plan_summary.edit(line, version=1, by=cast.sion, once=uuid4(), **{**words, "text_en": NEW})

    return Place(cast.nia, "plan_summary:remove", [cast.school.public_id, plan.first_year, line.public_id], edit)


def what_is_prepared_for_a_meeting(cast: Any) -> Place:
    plan = Plan.all_rows.create(school=cast.school, first_year=YEAR)
    words = {"meets_on": clock.today(), "meeting": "Full governing body", "lang": "en"}
    ready = governing_body.prepare(plan, version=0, by=cast.clem, once=uuid4(), **words)

    def change() -> Any:
        return governing_body.prepare(plan, comments=NEW, version=1, by=cast.glyn, once=uuid4(), **words)

    return Place(cast.clem, "governing_body:remove", [cast.school.public_id, YEAR, ready.public_id], change)


def an_item_of_the_agenda(cast: Any) -> Place:
    discussion = schedule(cast.school, cast.olwen, cast.nia)
    item = agenda.add(discussion, text="Darllen", lang="cy", by=cast.nia, once=uuid4())

    def edit() -> Any:
        return agenda.edit(item, text=NEW, lang="en", version=1, by=cast.nia, once=uuid4())

    return Place(cast.nia, "agenda:remove", [discussion.public_id, item.public_id], edit)


def an_item_of_support(cast: Any) -> Place:
    load_support_kinds()
    draft = records.begin(make_discussion(cast.school), by=cast.alun, once=uuid4())
    write_record(draft, by=cast.alun)
    item = Support.all_rows.get(part=part_of(draft))
    names = ("support_kind", "what", "given_by", "given_by_name", "amount", "unit", "starts_on", "ends_on", "lang")
    words = {name: getattr(item, name) for name in names} | {"success": NEW, "version": item.version}

    def edit() -> Any:
        return records.edit(item, by=cast.alun, once=uuid4(), **words)

    return Place(cast.alun, "records:remove", [draft.discussion.public_id, "support", item.public_id], edit)


def what_is_left_of_a_document(cast: Any) -> Place:
    evaluation = _written(cast)
    document = make.make_brought_document(evaluation, cast.nia)

    def place() -> Any:
        return bringing_in.place(document, choices={0: ("", "cy")}, version=1, by=cast.sion, once=uuid4())

    return Place(cast.nia, "bringing_in:remove", [*_own(evaluation), document.public_id], place, "No place was chosen")


def what_is_left_of_a_table(cast: Any) -> Place:
    plan = Plan.all_rows.create(school=cast.school, first_year=YEAR)
    brought = make_brought_plan(plan, cast.nia)

    def correct() -> Any:
        rows = {0: {"text": NEW, "lang": "en", "out": False}}
        return plan_tables.correct(brought, rows=rows, version=1, by=cast.sion, once=uuid4())

    args = [plan.school.public_id, YEAR, brought.public_id]
    return Place(cast.nia, "plan_tables:remove", args, correct, NEW)


def the_schools_own_document(cast: Any) -> Place:
    evaluation = _written(cast)
    document: OwnDocument = make.make_own_document(evaluation, cast.sion)

    def open_it() -> Any:
        return own_document.set_readers(document, circle="governors", version=1, by=cast.nia, once=uuid4())

    return Place(cast.sion, "own_document:detach", [*_own(evaluation), document.public_id], open_it, "hunan.pdf")


def a_year(cast: Any) -> Place:
    make.write_in(make.make_self_evaluation(cast.school, YEAR - 1))
    first = starting.start(cast.school, year=YEAR, by=cast.nia, once=uuid4())

    def again() -> None:
        starting.remove(cast.school, year=YEAR, by=cast.nia, once=uuid4())
        carry = {"carry": ["texts"], "last": YEAR - 1}
        second = starting.start(cast.school, year=YEAR, by=cast.sion, once=uuid4(), **carry)
        assert second.version == first.version

    return Place(cast.nia, "starting:remove", _own(first), again, "As long as nothing has been written in it")


def a_term(cast: Any) -> Place:
    council, first = cast.school.council, clock.school_year_bounds(YEAR)[0]
    words = {"starts_on": first, "ends_on": first}
    term = school_calendar.add_term(council, year=YEAR, by=cast.olwen, once=uuid4(), **words)
    later = {"starts_on": first, "ends_on": first.replace(day=28), "version": 1}

    def edit() -> Any:
        return school_calendar.edit_term(term, by=cast.lowri, once=uuid4(), **later)

    args = [council.public_id, YEAR, term.public_id]
    return Place(cast.olwen, "school_calendar:remove_term", args, edit, f"28 September {YEAR}")


def an_inset_day(cast: Any) -> Place:
    council, more = cast.school.council, make.make_school(cast.school.council, NEW)
    words = {"year": YEAR, "day": a_school_day(), "which": "chosen"}

    def enter(school: Any, by: Any) -> Any:
        return school_calendar.enter_inset(council, schools=[school.public_id], by=by, once=uuid4(), **words)

    inset = enter(cast.school, cast.olwen)
    args = [council.public_id, YEAR, inset.public_id]
    return Place(cast.olwen, "school_calendar:remove_inset", args, lambda: enter(more, cast.lowri))


def a_school_day() -> Any:
    days = (clock.school_year_bounds(YEAR)[0].replace(day=number) for number in range(7, 15))
    return next(day for day in days if not no_school_meets(day))


def time_away(cast: Any) -> Place:
    day = dt.date(YEAR + 1, 3, 1)
    times = {"last": None, "starts": None, "ends": None}
    row = availability.add(cast.nia, kind=TimeAway, first=day, by=cast.nia, once=uuid4(), **times)

    def edit() -> Any:
        words = {**times, "first": day + dt.timedelta(days=1), "version": row.version}
        return availability.edit(row, by=cast.nia, once=uuid4(), **words)

    args = [cast.nia.public_id, "away", row.public_id]
    return Place(cast.nia, "availability:remove", args, edit, f"2 March {YEAR + 1}")


def a_calendar_of_ones_own(cast: Any) -> Place:
    def give(host: str) -> Any:
        with patch.object(keeping, "read_again"):
            return availability.give_address(address=f"https://{host}/x.ics", by=cast.nia, once=uuid4())

    give("first.example.test")
    second = "https://second.example.test/…"
    return Place(cast.nia, "availability:forget", [], lambda: give("second.example.test"), second)


PLACES: dict[type, list[Callable[[Any], Place]]] = {
    evaluation_forms.RemoveForm: [a_finding, a_finding_with_its_other_language],
    other_language_forms.RemoveForm: [an_other_language],
    entry_forms.RemoveForm: [an_entry],
    plan_forms.RemoveForm: [a_priority_of_the_plan],
    statutory_check_forms.WithdrawForm: [an_answer_to_the_statutory_check],
    governing_body_forms.RemoveForm: [what_is_prepared_for_a_meeting],
    inspection_forms.RemoveForm: [an_inspection, a_recommendation],
    agenda_forms.RemoveForm: [an_item_of_the_agenda],
    availability_forms.RemoveForm: [time_away],
    availability_forms.ForgetForm: [a_calendar_of_ones_own],
    record_forms.RemoveForm: [an_item_of_support],
    bringing_in_forms.RemoveForm: [what_is_left_of_a_document],
    plan_tables_forms.RemoveForm: [what_is_left_of_a_table],
    consultation_forms.RemoveForm: [a_consultation],
    summary_forms.RemoveForm: [a_line_of_the_summary],
    grant_forms.RemoveForm: [a_grant, a_line_of_a_grant],
    attaching.DetachForm: [the_schools_own_document],
    starting_forms.RemoveForm: [a_year],
    school_calendar_forms.RemoveForm: [an_inset_day],
    school_calendar_forms.RemoveTermForm: [a_term],
}


def test_every_form_that_takes_something_away_is_tried_here():
    assert set(RemovalForm.__subclasses__()) == set(PLACES)


@pytest.mark.parametrize("place", [each for places in PLACES.values() for each in places])
def test_what_was_changed_since_is_shown_before_it_is_taken_away(place, there_is):
    there = place(there_is)
    visitor = Visitor(there.person, "en").open(reverse(there.route, args=there.args))
    visitor.says_nothing_of(NEW)
    there.meanwhile()
    (sentence,) = visitor.refused()
    assert sentence.startswith("This has been changed since you opened the page.")
    visitor.says(there.shows).fill()


@pytest.mark.parametrize("place", [a_finding, a_priority_of_the_plan, an_item_of_the_agenda])
def test_what_was_shown_as_it_stands_is_taken_away_at_once_and_a_second_press_says_nothing_else(place, there_is):
    there = place(there_is)
    there.meanwhile()
    visitor = Visitor(there.person, "en").open(reverse(there.route, args=there.args)).says(NEW)
    sent = visitor.form.filled()
    assert [visitor.client.post(visitor.path, sent).status_code for _press in range(2)] == [302, 302]


def test_a_year_that_was_started_again_is_not_removed_by_the_page_of_the_one_before(there_is):
    """Of the same framework and version: only its public id tells it from the one that the page showed."""
    there = a_year(there_is)
    visitor = Visitor(there_is.nia, "en").open(reverse(there.route, args=there.args))
    there.meanwhile()
    visitor.refused()
    assert there_is.school.self_evaluations.filter(school_year=YEAR).exists()
