"""Roles, assignments and interests in the admin: what has ended stays ended, and the portal's own rules hold there."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.administration import Recorded
from schools.models import AdviserAssignment, Appointment, ConflictOfInterest, Event, ServiceCouncil, Term
from schools.policy import Role
from tests import factories as make

TODAY = clock.today()
MIGRATION = import_module("schools.migrations.0014_terms_in_their_school_year")
DAY = dt.timedelta(days=1)


@pytest.fixture
def sara(service):
    """The service's administrator."""
    person = make.make_person("Sara", language="en")
    make.appoint(person, Role.ADMINISTRATOR, service)
    return person


def address(model: Any, row: Any = None) -> str:
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"{page}_change", args=[row.pk]) if row else reverse(f"{page}_add")


def sent(day: dt.date | None) -> str:
    return f"{day.day} {day.month} {day.year}" if day else ""


def posted(by: Any, where: str, **words: Any) -> Any:
    client = Client()
    client.force_login(by)
    return client.post(where, words)


def errors(answer: Any) -> list[str]:
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    return [error for each in form.errors.values() for error in each]


def role_of(person: Any) -> Appointment:
    return Appointment.all_rows.get(person=person)


# --- What has ended


@pytest.mark.parametrize("again", [TODAY + DAY, TODAY, TODAY - 3 * DAY, None])
def test_what_has_ended_does_not_begin_again(again, ann, sara, huw, eira, nia, school, council, service):
    interest = ConflictOfInterest.all_rows.create(
        person=nia, school=school, starts_on=make.LONG_AGO, ends_on=make.YESTERDAY
    )
    over = ServiceCouncil.all_rows.get(council=council)
    ServiceCouncil.all_rows.filter(pk=over.pk).update(ends_on=make.YESTERDAY)
    for person, row in ((ann, role_of(huw)), (sara, AdviserAssignment.all_rows.get()), (ann, interest), (ann, over)):
        words = {"starts_on": sent(make.LONG_AGO), "ends_on": sent(again)}
        answer = posted(person, address(type(row), row), **words)
        assert answer.status_code == 403, row
        row.refresh_from_db()
        assert row.ends_on == make.YESTERDAY
    assert not Event.all_rows.exists()


def test_what_has_ended_is_still_read(client, ann, huw):
    client.force_login(ann)
    page = client.get(address(Appointment, role_of(huw)))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()


def test_what_ends_today_may_go_on(ann, gwen):
    row = role_of(gwen)
    Appointment.all_rows.filter(pk=row.pk).update(ends_on=TODAY)
    answer = posted(ann, address(Appointment, row), starts_on=sent(make.LONG_AGO), ends_on=sent(TODAY + DAY))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.ends_on == TODAY + DAY


def test_whoever_held_a_role_is_given_a_new_one(ann, gwen, school):
    Appointment.all_rows.filter(person=gwen).update(ends_on=make.YESTERDAY)
    words = {"person": gwen.pk, "role": "governor", "school": school.pk, "starts_on": sent(TODAY)}
    assert posted(ann, address(Appointment), **words).status_code == 302
    assert [row.ends_on for row in Appointment.all_rows.filter(person=gwen).order_by("pk")] == [make.YESTERDAY, None]


# --- What a role is does not change


def test_whose_role_it_is_which_and_where_does_not_change(ann, gwen, owain, other_school, school):
    row = role_of(gwen)
    words = {"person": owain.pk, "role": "senior_leader", "school": other_school.pk, "starts_on": sent(make.LONG_AGO)}
    assert posted(ann, address(Appointment, row), **words).status_code == 302
    row.refresh_from_db()
    assert (row.person, row.role, row.school) == (gwen, "governor", school)


def test_the_admin_gives_and_ends_only_what_an_administrator_gives(ann, nia, owain, school):
    words = {"person": owain.pk, "role": "headteacher", "school": school.pk, "starts_on": sent(TODAY)}
    assert "role" in posted(ann, address(Appointment), **words).context["adminform"].form.errors
    answer = posted(ann, address(Appointment, role_of(nia)), starts_on=sent(make.LONG_AGO), ends_on=sent(TODAY))
    assert answer.status_code == 403
    assert role_of(nia).ends_on is None


def test_an_adviser_who_leaves_the_service_leaves_its_schools(sara, alun):
    answer = posted(sara, address(Appointment, role_of(alun)), starts_on=sent(make.LONG_AGO), ends_on=sent(TODAY))
    assert answer.status_code == 302
    assert AdviserAssignment.all_rows.get(adviser=alun).ends_on == TODAY


def test_only_an_adviser_without_an_interest_is_assigned(sara, mari, alun, school, other_school, service):
    words = {"service": service.pk, "school": other_school.pk, "starts_on": sent(TODAY)}
    lead = posted(sara, address(AdviserAssignment), adviser=mari.pk, **words)
    assert errors(lead) == ["This person does not advise schools for the service on the first day."]
    ConflictOfInterest.all_rows.create(person=alun, school=other_school)
    interested = posted(sara, address(AdviserAssignment), adviser=alun.pk, **words)
    assert errors(interested) == ["This person has declared a conflict of interest in this school."]


def test_nobody_shuts_themselves_out(client, ann):
    words = {"name": "Ann", "email": ann.email, "language": "en"}
    assert posted(ann, address(type(ann), ann), **words).status_code == 302
    ann.refresh_from_db()
    assert ann.is_active


# --- The database's promises, in sentences

HELD = "This person already holds this role there on some of these days."
ASSIGNED = "This adviser is already assigned to this school on some of these days."
DECLARED = "This person has already declared an interest in this school for some of these days."
WORKS = "This service already works for this council on some of these days."


@pytest.fixture
def twice(gwen, alun, elin, school, council, service) -> dict[Any, Any]:
    """One of each that begins again next month, after the one that stands today and has a last day."""
    later = {"starts_on": TODAY + 30 * DAY}
    made = {
        HELD: role_of(gwen),
        ASSIGNED: AdviserAssignment.all_rows.get(adviser=alun),
        DECLARED: ConflictOfInterest.all_rows.get(person=elin),
        WORKS: ServiceCouncil.all_rows.get(council=council),
    }
    for row in made.values():
        type(row).all_rows.filter(pk=row.pk).update(ends_on=TODAY + DAY)
    make.appoint(gwen, Role.GOVERNOR, school, **later)
    make.assign(alun, service, school, **later)
    ConflictOfInterest.all_rows.create(person=elin, school=school, **later)
    ServiceCouncil.all_rows.create(service=service, council=council, **later)
    return made


@pytest.mark.parametrize("sentence", [HELD, ASSIGNED, DECLARED, WORKS])
def test_a_last_day_that_would_overlap_is_refused_with_a_sentence(sentence, twice, ann):
    row = twice[sentence]
    same = {name: getattr(row, f"{name}_id", "") or "" for name in ("service", "council")}
    answer = posted(ann, address(type(row), row), starts_on=sent(row.starts_on), ends_on="", **same)
    assert errors(answer) == [sentence]


@pytest.mark.parametrize("sentence", [HELD, ASSIGNED, DECLARED, WORKS])
def test_a_last_day_before_the_first_is_refused_with_a_sentence(sentence, twice, ann):
    row = twice[sentence]
    same = {name: getattr(row, f"{name}_id", "") or "" for name in ("service", "council")}
    words = {"starts_on": sent(row.starts_on), "ends_on": sent(row.starts_on - DAY), **same}
    assert "The last day cannot be before the first day." in errors(posted(ann, address(type(row), row), **words))


def test_what_another_administrator_saves_at_that_very_moment_is_a_sentence_too(monkeypatch, ann, gwen, school):
    """The form finds nothing wrong, and the database refuses."""
    words = {"person": gwen.pk, "role": "governor", "school": school.pk, "starts_on": sent(TODAY)}
    monkeypatch.setattr("schools.admin_forms.PromisedForm.ask_all_constraints", lambda form: None)
    monkeypatch.setattr(Appointment, "validate_constraints", lambda *args, **kwargs: None)
    client = Client()
    client.force_login(ann)
    answer = client.post(address(Appointment), words, follow=True)
    assert answer.status_code == 200
    assert HELD in answer.content.decode()
    assert Appointment.all_rows.filter(person=gwen).count() == 1


def test_no_error_of_the_database_is_shown_that_has_no_sentence(monkeypatch, ann, gwen, school):
    def unknown(*args: Any, **kwargs: Any) -> None:
        raise IntegrityError("some other promise")

    monkeypatch.setattr(ModelAdmin, "save_model", unknown)
    words = {"person": gwen.pk, "role": "clerk_to_governors", "school": school.pk, "starts_on": sent(TODAY)}
    with pytest.raises(IntegrityError):
        posted(ann, address(Appointment), **words)


# --- Terms


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (dt.date(2026, 9, 1), dt.date(2028, 1, 1)),
        (dt.date(2027, 9, 1), dt.date(2027, 10, 1)),
        (dt.date(2026, 8, 31), dt.date(2026, 9, 30)),
    ],
)
def test_a_term_lies_in_its_school_year(first, last, ann, council):
    words = {"council": council.pk, "school_year": 2026, "starts_on": sent(first), "ends_on": sent(last)}
    (error,) = errors(posted(ann, address(Term), **words))
    assert "A term lies within its school year" in error
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.all_rows.create(council=council, school_year=2026, starts_on=first, ends_on=last)


def test_a_whole_school_year_may_be_one_term(ann, council):
    words = {"council": council.pk, "school_year": 2026, "starts_on": "1 9 2026", "ends_on": "31 8 2027"}
    assert posted(ann, address(Term), **words).status_code == 302
    assert Term.all_rows.exists()


def test_terms_of_an_older_portal_are_put_right_before_the_rule_is_added(owner_connection):
    serving, connections["default"] = connections["default"], owner_connection
    try:
        (rule,) = [each for each in Term._meta.constraints if each.name == "term_lies_in_its_school_year"]
        with owner_connection.schema_editor() as editor:
            editor.remove_constraint(Term, rule)
        council = make.make_council("Dyffryn")
        Term.all_rows.create(council=council, school_year=2031, starts_on="2026-09-01", ends_on="2027-08-31")
        Term.all_rows.create(council=council, school_year=2026, starts_on="2028-01-04", ends_on="9999-12-31")
        with owner_connection.schema_editor() as editor:
            editor.execute(MIGRATION.RIGHT)
            editor.add_constraint(Term, rule)
        kept = set(Term.all_rows.values_list("school_year", "ends_on"))
        assert kept == {(2026, dt.date(2027, 8, 31)), (2027, dt.date(2028, 8, 31))}
    finally:
        connections["default"] = serving


# --- Every change is written down, with what it changed


def test_what_could_not_be_written_down_is_not_done(monkeypatch, ann, gwen, council):
    term = Term.all_rows.create(council=council, school_year=2026, starts_on="2026-09-01", ends_on="2026-10-23")

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("schools.administration.record", fail)
    row = role_of(gwen)
    with pytest.raises(RuntimeError):
        posted(ann, address(Appointment, row), starts_on=sent(make.LONG_AGO), ends_on=sent(TODAY))
    with pytest.raises(RuntimeError):
        posted(ann, reverse("admin:schools_term_delete", args=[term.pk]), post="yes")
    row.refresh_from_db()
    assert row.ends_on is None
    assert Term.all_rows.exists()


def test_several_removed_at_once_are_all_written_down_or_all_there(monkeypatch, ann, council):
    for month in (1, 2):
        days = {"starts_on": f"2027-0{month}-01", "ends_on": f"2027-0{month}-09"}
        Term.all_rows.create(council=council, school_year=2026, **days)
    remove = Recorded.delete_model
    words = {"action": "delete_selected", "_selected_action": [row.pk for row in Term.all_rows.all()], "post": "yes"}
    page = reverse("admin:schools_term_changelist")

    def only_once(self: Any, request: Any, obj: Any) -> None:
        if Event.all_rows.exists():
            raise RuntimeError
        remove(self, request, obj)

    monkeypatch.setattr(Recorded, "delete_model", only_once)
    with pytest.raises(RuntimeError):
        posted(ann, page, **words)
    assert (Term.all_rows.count(), Event.all_rows.count()) == (2, 0)
    monkeypatch.undo()
    assert posted(ann, page, **words).status_code == 302
    assert (Term.all_rows.count(), Event.all_rows.filter(verb="admin.removed", by=ann).count()) == (0, 2)


@pytest.mark.parametrize("model", [Appointment, ConflictOfInterest])
def test_a_change_of_days_stands_in_the_history_with_its_actor(model, ann, gwen, elin, school):
    row = model.all_rows.get(person=gwen if model is Appointment else elin)
    first = dict.fromkeys(("starts_on", "initial-starts_on"), sent(row.starts_on))
    answer = posted(ann, address(model, row), **first, ends_on=sent(TODAY))
    assert answer.status_code == 302
    event = Event.all_rows.get()
    assert (event.verb, event.by, event.acted_as, event.school) == ("admin.changed", ann, "administrator", school)
    assert (event.target_id, event.facts["fields"]) == (row.public_id, ["ends_on"])
    assert event.facts["on"] == TODAY.isoformat()
