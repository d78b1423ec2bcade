"""The school's own document beside its plan: part of what is approved and shared, and kept with it."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from schools import clock
from schools.governing_body import actions as governing_body
from schools.history import fingerprint
from schools.models import Event, OwnDocument, Plan, PlanPriority, Version
from schools.plan_approvals import holds, last_approval_of
from schools.plan_contents import content_of
from schools.plan_document import actions
from schools.plans import actions as plans
from schools.refusals import Refused
from schools.uploads import storing, tidying
from schools.uploads.examining import examine
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools import documents as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(school: Any, nia: Any) -> Plan:
    found: Plan = plans.start(school, year=clock.current_school_year(), by=nia, once=uuid4())
    priority = PlanPriority.all_rows.create(plan=found, year=1, text="Darllen", lang="cy")
    priority.targets.create(text="x", expected_outcome="x", lang="cy")
    day = clock.today()
    priority.actions.create(text="x", lead="x", lang="cy", starts_on=day, ends_on=day)
    return found


def at(plan: Plan, route: str, *more: Any) -> str:
    where = route if ":" in route else f"plan_document:{route}"
    return reverse(where, args=[plan.school.public_id, plan.first_year, *more])


def pdf(words: str = "Cynllun", name: str = "cynllun.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, made.pdf(words))


def attach(plan: Plan, by: Any, *, replaces: Any = None, words: str = "Cynllun", once: Any = None) -> OwnDocument:
    where = replaces and replaces.public_id
    kept: OwnDocument = actions.attach(
        plan, file=examine(pdf(words)), lang="cy", replaces=where, by=by, once=once or uuid4()
    )
    return kept


def approve(plan: Plan, by: Any) -> None:
    plan.refresh_from_db()
    words = {"approved_on": clock.today(), "meeting": "Corff llawn", "lang": "cy", "version": plan.version}
    governing_body.record_approval(plan, by=by, once=uuid4(), **words)


def answer(person: Any, path: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(path)


def test_a_document_is_part_of_the_plan_and_the_approval_before_it_holds_no_longer(plan, nia, glyn):
    before = fingerprint(content_of(plan, None))
    approve(plan, glyn)
    document = attach(plan, nia)
    plan.refresh_from_db()
    assert not holds(last_approval_of(plan), plan)
    told = content_of(plan, None)["document"]
    assert told == {
        "id": str(document.public_id), "name": "cynllun.pdf", "kind": "pdf", "lang": "cy",
        "size": document.size, "sha256": document.sha256,
    }  # fmt: skip
    actions.detach(document, by=nia, once=uuid4())
    assert fingerprint(content_of(plan, None)) == before
    verbs = list(Event.objects.as_system("test").order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["plan_document.attached", "plan_document.detached"]


def test_the_governors_open_what_they_approve_and_the_council_what_is_shared_each_its_own(
    plan, nia, glyn, clem, olwen, alun, owain
):
    attach(plan, nia, words="First")
    approve(plan, glyn)
    plans.share(plan, reason="x", lang="cy", by=nia, once=uuid4())
    first = OwnDocument.all_rows.get()
    attach(plan, nia, replaces=first, words="Second")
    bytes_of = {words: made.pdf(words) for words in ("First", "Second")}
    for person in (nia, glyn, clem):
        assert b"".join(answer(person, at(plan, "download")).streaming_content) == bytes_of["Second"]
        assert b"".join(answer(person, at(plan, "approved", 1)).streaming_content) == bytes_of["First"]
    for person in (nia, glyn, clem, olwen, alun):
        assert b"".join(answer(person, at(plan, "shared", 1)).streaming_content) == bytes_of["First"]
    for person in (olwen, alun, owain):
        for path in (at(plan, "download"), at(plan, "approved", 1)):
            assert answer(person, path).status_code in (403, 404)
    assert answer(owain, at(plan, "shared", 1)).status_code == 404


def test_each_reader_finds_the_link_on_the_page_that_they_read(plan, nia, glyn, olwen):
    attach(plan, nia)
    approve(plan, glyn)
    plans.share(plan, reason="x", lang="cy", by=nia, once=uuid4())
    for person, page, file in (
        (nia, at(plan, "plans:detail"), at(plan, "download")),
        (glyn, at(plan, "plans:check"), at(plan, "download")),
        (glyn, at(plan, "governing_body:approved", 1), at(plan, "approved", 1)),
        (olwen, at(plan, "plans:version", 1), at(plan, "shared", 1)),
    ):
        assert Visitor(person, "en").open(page).says("cynllun.pdf").offers(file)


def test_outside_the_school_only_the_document_of_the_version_that_counts_is_given_out(plan, nia, glyn, olwen):
    attach(plan, nia)
    for words in ("One", "Two"):
        attach(plan, nia, replaces=OwnDocument.all_rows.get(in_use=True), words=words)
        approve(plan, glyn)
        plans.share(plan, reason="x", lang="cy", by=nia, once=uuid4())
    old = answer(olwen, at(plan, "shared", 1))
    assert (old.status_code, old.headers["Location"]) == (302, at(plan, "plans:version", 2))
    assert answer(olwen, at(plan, "shared", 2)).status_code == 200
    assert answer(nia, at(plan, "shared", 1)).status_code == 200


def test_only_those_who_write_the_plan_add_or_take_off(plan, nia, glyn, olwen):
    for person in (glyn, olwen):
        with pytest.raises(PermissionDenied):
            attach(plan, person)
    document = attach(plan, nia)
    for person in (glyn, olwen):
        with pytest.raises(PermissionDenied):
            actions.detach(document, by=person, once=uuid4())


def test_the_second_of_two_colleagues_does_not_replace_what_they_have_not_seen(plan, nia, sion):
    attach(plan, nia)
    with pytest.raises(Refused, match="A colleague has changed"):
        attach(plan, sion, words="Other")
    assert OwnDocument.all_rows.get().by == nia


def test_a_repeat_of_the_same_press_keeps_one_document(plan, nia):
    once = uuid4()
    assert attach(plan, nia, once=once) == attach(plan, nia, once=once)
    assert OwnDocument.all_rows.count() == 1


def test_what_was_never_frozen_goes_with_its_bytes_and_what_was_stays(
    plan, nia, glyn, django_capture_on_commit_callbacks
):
    first = attach(plan, nia)
    with django_capture_on_commit_callbacks(execute=True):
        second = attach(plan, nia, replaces=first, words="Second")
    assert not OwnDocument.all_rows.filter(pk=first.pk).exists()
    with pytest.raises(FileNotFoundError):
        storing.open_stored(first.stored_as)
    approve(plan, glyn)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(second, by=nia, once=uuid4())
    second.refresh_from_db()
    assert not second.in_use and storing.open_stored(second.stored_as)
    assert "document" not in content_of(plan, None)
    frozen = Version.objects.as_system("test").get(version_kind=Version.Kind.APPROVED_PLAN)
    assert frozen.words["document"]["sha256"] == second.sha256
    assert list(tidying.nameless()) == []
    with pytest.raises(Refused, match="taken off already"):
        actions.detach(second, by=nia, once=uuid4())


def test_the_database_holds_one_document_a_plan_and_each_of_one_thing_only(plan, nia):
    document = attach(plan, nia)
    evaluation = make.make_self_evaluation(plan.school)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_own_document(plan, nia)
    for wrong in ({"self_evaluation": evaluation}, {"plan": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnDocument.all_rows.filter(pk=document.pk).update(**wrong)


def test_a_document_of_the_plan_is_none_of_the_self_evaluation(plan, nia):
    document = attach(plan, nia)
    evaluation = make.make_self_evaluation(plan.school)
    own = [plan.school.public_id, evaluation.school_year]
    assert answer(nia, reverse("own_document:download", args=own)).status_code == 404
    assert answer(nia, reverse("own_document:detach", args=[*own, document.public_id])).status_code == 404


def test_it_is_added_opened_and_taken_off_on_its_pages(plan, nia):
    visitor = Visitor(nia, "en").open(at(plan, "plans:detail")).follow(at(plan, "index"))
    visitor.follow(at(plan, "attach")).fill(file=pdf(), lang="cy").says("added to the plan", "cynllun.pdf")
    visitor.follow(at(plan, "attach")).says("cynllun.pdf").fill(file=pdf("Arall", "arall.pdf"), lang="cy")
    visitor.says("arall.pdf").says_nothing_of("cynllun.pdf")
    visitor.follow(at(plan, "detach", OwnDocument.all_rows.get().public_id)).says("arall.pdf").fill()
    visitor.says("The document has been taken off")
    assert answer(nia, at(plan, "download")).status_code == 404
