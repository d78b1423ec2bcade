"""The demo: made up, complete, the same every time, and nowhere but in demo mode."""

import datetime as dt
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Q
from django.urls import reverse

from discussions.models import Booking, Discussion, Participant, Record, RecordSection, Support, SupportKind
from improvement_portal.demo.build import Made, load
from improvement_portal.demo.entrances import entrances
from improvement_portal.demo.places import WITH_ADDITIONAL_SUPPORT
from improvement_portal.management.commands import demo_data
from schools import clock
from schools.evaluation_contents import content_of, gaps_in
from schools.models import (
    Appointment,
    Area,
    AreaMapping,
    ConflictOfInterest,
    Council,
    Event,
    EvidenceFile,
    Framework,
    Invitation,
    Notice,
    OtherLanguage,
    OwnDocument,
    Passage,
    Person,
    Plan,
    Prompt,
    School,
    SelfEvaluation,
    Strength,
    Version,
    WelshMediumCategory,
    WelshMediumWords,
)
from schools.policy import Role
from tests import factories as make

ROOT = Path(__file__).parents[2]
KEPT = ("schools", "discussions", "account")


@pytest.fixture
def demo(db):
    return load(schools=26, years=2, seed=1, today=clock.today())


def test_the_demo_has_the_shape_of_the_real_council(demo):
    sectors = [school.sector for school in School.all_rows.all()]
    assert {name: sectors.count(name) for name in set(sectors)} == {
        "primary": 20,
        "all-age": 2,
        "secondary": 2,
        "special": 2,
    }
    federated = School.all_rows.exclude(federation=None)
    taught_in = WelshMediumCategory.all_rows.filter(school__in=federated).values_list("school", "code")
    assert dict(taught_in) == {school.pk: "primarily-welsh" for school in federated} and len(federated) == 2
    assert WelshMediumCategory.all_rows.filter(code="primarily-welsh").count() == 2
    assert all(council.is_demo for council in Council.all_rows.all())


def test_there_is_one_way_in_for_each_role(demo):
    assert len(entrances()) == len(Role)


def test_the_first_school_is_ready_to_submit(demo):
    school = School.all_rows.order_by("pk").first()
    evaluation = SelfEvaluation.all_rows.get(school=school, school_year=clock.current_school_year())
    assert (evaluation.status, gaps_in(content_of(evaluation))) == ("draft", [])


def test_texts_stand_in_both_languages_in_each_state(demo, client):
    others = list(OtherLanguage.all_rows.all())
    assert {other.standing.value for other in others} == {"draft", "out_of_date", "up_to_date"}
    outdated = next(other for other in others if other.standing == "out_of_date")
    area = outdated.original.section.area.code
    place = [outdated.school.public_id, outdated.document.school_year, area, outdated.original.public_id]
    client.force_login(outdated.original.written_by)
    assert "<ins>" in client.get(reverse("other_language:write", args=place)).content.decode()


def test_what_is_frozen_is_what_the_pages_say(demo):
    version = Version.all_rows.filter(version_kind="self_evaluation").order_by("-school_year", "pk").first()
    evaluation = SelfEvaluation.all_rows.get(public_id=version.thing_id)
    assert version.words == content_of(evaluation)
    assert all(row.is_intact() for row in Version.all_rows.all())


def test_every_stage_of_the_year_can_be_seen(demo):
    year = clock.current_school_year()
    assert set(SelfEvaluation.all_rows.filter(school_year=year).values_list("status", flat=True)) == {
        "draft",
        "submitted",
    }
    assert set(Plan.all_rows.filter(first_year=year).values_list("status", flat=True)) == {"draft", "shared"}
    assert set(Record.all_rows.values_list("status", flat=True)) == {"draft", "sent", "agreed"}
    assert Booking.all_rows.filter(during__startswith__gt=clock.now()).exists()


def test_each_school_writes_in_its_own_language_and_some_english_medium_teams_in_welsh_too(demo):
    def spoken(model: Any, school: str) -> dict[tuple[bool, str], int]:
        rows = model.all_rows.values_list(f"{school}federation", "lang").annotate(Count("pk"))
        return {(federation is not None, lang): number for federation, lang, number in rows.order_by()}

    written = spoken(Passage, "section__self_evaluation__school__"), spoken(RecordSection, "part__school__")
    for found in (*written, spoken(Strength, "section__self_evaluation__school__")):
        assert found[True, "cy"] and not found.get((True, "en")), "the Welsh-medium schools are the federation"
        assert found[False, "en"] > 5 * found.get((False, "cy"), 0)
    assert found[False, "cy"], "somebody of an English-medium school wrote a strength in Welsh"
    heads = Appointment.all_rows.filter(role=Role.HEADTEACHER).values_list("school__federation", "person__language")
    assert {(federation is not None, language) for federation, language in heads} == {(True, "cy"), (False, "en")}


def test_only_english_medium_primaries_have_much_support(demo):
    generous = {
        support.part.school for support in Support.all_rows.select_related("part__school") if support.amount > 5
    }
    order = list(School.all_rows.order_by("pk"))
    assert generous == {order[position] for position in WITH_ADDITIONAL_SUPPORT} and len(generous) == 4
    assert all(school.sector == "primary" and not school.federation_id for school in generous)


def test_the_federated_schools_meet_together_and_their_record_has_a_part_for_each(demo):
    federated = set(School.all_rows.exclude(federation=None))
    joint = [each for each in Discussion.all_rows.all() if set(each.covered) == federated]
    this_year = clock.current_school_year()
    assert {each.round.school_year for each in joint} == {this_year - 1, this_year}
    before, now = sorted(joint, key=lambda each: each.round.school_year)
    assert now.starts_at > clock.now(), "one is still to come, to be tried"
    assert {part.school for part in before.record.parts.all()} == federated
    assert Version.all_rows.get(thing_id=before.record.public_id).school is None


def test_people_find_on_their_home_page_what_they_were_told_this_year(demo, client):
    told = {"headteacher": "discussion_scheduled", "council_officer": "plan_shared"}
    told["service_adviser"] = "self_evaluation_submitted"
    for role, kind in told.items():
        people = Person.objects.filter(appointments__role=role)
        assert Notice.all_rows.filter(person__in=people, notice_kind=kind).exists(), role
    assert not Notice.all_rows.filter(emailed_at=None).exists(), "none of it is mailed"
    for notice in Notice.all_rows.order_by("notice_kind", "pk").distinct("notice_kind"):
        client.force_login(notice.person)
        assert client.get(f"/cy{notice.path}").status_code == 200, notice.notice_kind


REFERENCE_DATA = (
    Framework,
    Area,
    AreaMapping,
    Prompt,
    SupportKind,
    WelshMediumWords,
)  # loaded from files, with ids of their own


def every_row() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables; a key is the place of its row in its table, for sequences go on."""
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.app_label in KEPT]
    rows = {model: list(model._base_manager.order_by("pk").values()) for model in models}
    places = {model: {row[model._meta.pk.attname]: n for n, row in enumerate(rows[model])} for model in models}
    for model in models:
        for field in model._meta.concrete_fields:
            target = model if field.primary_key else field.related_model
            for row in rows[model]:
                if target:
                    row[field.attname] = places[target].get(row[field.attname])
                elif field.name == "password" or (field.name == "public_id" and model in REFERENCE_DATA):
                    row[field.attname] = "its own each time"
                elif isinstance(row[field.attname], memoryview):
                    row[field.attname] = bytes(row[field.attname])
    return {model.__name__: rows[model] for model in models}


def test_the_same_arguments_give_the_same_rows_at_any_hour(db, monkeypatch):
    """Whatever the clock shows on that day, and every column of every table."""
    today, seen = clock.today(), []
    for hour in (8, 20):
        then = dt.datetime.combine(today, dt.time(hour), clock.LONDON)
        monkeypatch.setattr(clock, "now", lambda then=then: then)
        with transaction.atomic():
            load(schools=26, years=1, seed=7, today=today)
            seen.append(every_row())
            for model in (EvidenceFile, OwnDocument):  # or the second run’s files would need other names
                for name in model.all_rows.values_list("stored_as", flat=True):
                    default_storage.delete(name)
            transaction.set_rollback(True)
    one, other = seen
    assert sum(map(len, one.values())) > 1000
    different = {
        f"{table}.{column}"
        for table, rows in one.items()
        for row, again in zip(rows, other[table], strict=True)
        for column in row
        if row[column] != again[column]
    }
    assert different == set()


def test_something_of_everything_is_under_way(demo, client):
    cancelled = Discussion.all_rows.get(status="cancelled")
    assert cancelled.cancelled_because and not Booking.all_rows.filter(discussion=cancelled, live=True).exists()
    assert Record.all_rows.get(status="draft").parts.get().sections.exclude(text="").exists()
    invitation = Invitation.all_rows.filter(Invitation.live(clock.now())).get()
    interest = ConflictOfInterest.all_rows.get()
    ways_in = {str(each.public_id) for each in entrances()}
    assert str(invitation.invited_by.public_id) in ways_in and str(interest.person.public_id) in ways_in
    guest = Participant.all_rows.get(taking_part_as="guest", consent="given")
    assert str(guest.person.public_id) in ways_in
    client.force_login(guest.person)
    page = reverse("professional_discussions:detail", args=[guest.discussion.public_id])
    assert page in client.get(reverse("professional_discussions:index")).content.decode()
    assert guest.discussion.school.name_en in client.get("/en/home/").content.decode(), "and they were told"
    assert client.get(page).status_code == 200


def test_the_school_that_is_walked_along_with_has_only_begun(demo):
    school = School.all_rows.order_by("pk").first()
    this_year = clock.current_school_year()
    assert not Discussion.all_rows.filter(schools=school, round__school_year=this_year).exists()
    assert not Plan.all_rows.filter(school=school, first_year=this_year).exists()
    assert not ConflictOfInterest.all_rows.filter(school=school).exists()


def test_demo_content_is_never_added_to_a_database_that_the_demo_did_not_make(council):
    make.make_school(council)
    for reset in (False, True):
        with pytest.raises(CommandError, match="already holds councils or people"):
            call_command("demo_data", reset=reset)
    assert School.all_rows.count() == 1


def test_a_database_that_was_never_migrated_is_told_so_in_one_sentence(db, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: targets)
    with pytest.raises(CommandError, match=r"Run manage\.py migrate"):
        call_command("demo_data")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Made(26, [2025, 2026]), "Made 26 schools and 2 school years."),
        (Made(1, [2026]), "Made 1 school and 1 school year."),
    ],
)
def test_what_was_made_is_counted_in_words_that_fit_the_number(db, monkeypatch, capsys, made, said):
    monkeypatch.setattr(demo_data, "load", lambda **asked: made)
    monkeypatch.setattr(demo_data, "entrances", list)
    call_command("demo_data")
    assert said in capsys.readouterr().out


def test_a_second_start_keeps_what_was_typed(demo, capsys):
    School.all_rows.filter(pk=School.all_rows.first().pk).update(town="Tre'r Prawf")
    call_command("demo_data")
    assert School.all_rows.filter(town="Tre'r Prawf").exists()
    assert "@enfys.example" in capsys.readouterr().out


def test_outside_demo_mode_the_entrance_cannot_be_imported():
    for mode in ("production", "test"):
        tried = subprocess.run(
            [sys.executable, "-c", "import django; django.setup(); import improvement_portal.demo_entry.urls"],
            cwd=ROOT,
            env={**os.environ, "PORTAL_MODE": mode, "DJANGO_SETTINGS_MODULE": "improvement_portal.settings"},
            capture_output=True,
            text=True,
        )
        assert tried.returncode != 0
        assert "demo mode only" in tried.stderr


def test_the_entrance_leads_on_and_keeps_what_was_typed(demo, rf, settings):
    settings.PORTAL_MODE = "demo"
    enter = importlib.import_module("improvement_portal.demo_entry.views").enter
    person = entrances()[0].public_id
    kept = {"/there/": {"person": str(person), "data": "text=Darllen"}}
    for going, arrives in (("/en/there/", "/en/there/"), ("https://elsewhere.example/", reverse("home:index"))):
        request = rf.post("/en/enter/", {"person": person, "next": going})
        request.session, request.user = SessionStore(), AnonymousUser()
        request.session["kept_typing"] = kept
        assert enter(request).url == arrives
        assert request.session["kept_typing"] == kept


def test_the_history_of_a_record_of_the_demo_tells_of_every_answer_and_of_nothing_to_come(demo):
    answers, agreed_in = 0, set()
    for one in Record.all_rows.exclude(status="draft").select_related("discussion__round"):
        acts = Event.all_rows.filter(Q(target_id=one.public_id) | Q(within_id=one.public_id))
        for school in one.discussion.schools.all():
            verbs = list(acts.filter(school=school).order_by("at", "pk").values_list("verb", flat=True))
            given = one.answers.filter(Q(school=school) | Q(school=None)).order_by("pk")
            said = [f"record.{each.party}_{'agreed' if each.agreed else 'differs'}" for each in given]
            frozen = ["record.agreed"] if one.status == Record.Status.AGREED else []
            assert verbs == ["draft_record.begun", "record.sent", *said, *frozen]
            answers += len(said)
        agreed_in |= {one.discussion.round.school_year} if one.status == Record.Status.AGREED else set()
    assert answers and agreed_in == {clock.current_school_year() - 1, clock.current_school_year()}
    assert not Event.all_rows.filter(at__gt=clock.now()).exists()


def test_every_history_and_every_home_of_the_demo_opens(demo, client):
    discussions = Discussion.all_rows.order_by("pk")[:3]
    for entrance in entrances():
        client.force_login(Person.objects.get(public_id=entrance.public_id))
        pages = [reverse("home:index"), reverse("professional_discussions:index")]
        pages += [reverse("register:history", args=[school.public_id]) for school in School.all_rows.order_by("pk")[:4]]
        pages += [reverse("professional_discussions:history", args=[each.public_id]) for each in discussions]
        for page in pages:
            assert client.get(page).status_code in (200, 403, 404), (entrance.role, page)
