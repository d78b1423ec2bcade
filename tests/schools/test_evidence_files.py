"""The file of an evidence item: one at a time, for the school's team alone, and no bytes that no row names."""

import datetime as dt
import logging
import os
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from schools.evidence import actions
from schools.models import Event, EvidenceFile
from schools.refusals import Refused
from schools.uploads import storing
from schools.uploads.examining import examine
from tests import factories as make
from tests.on_pages import Visitor, forms_in
from tests.schools import documents as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(school: Any) -> Any:
    return make.make_evidence(school)


def a_file(name: str = "taith.pdf", words: str = "Taith") -> Any:
    return examine(SimpleUploadedFile(name, made.pdf(words)))


def add(item: Any, by: Any, *, replaces: Any = None, once: Any = None, **named: str) -> EvidenceFile:
    where = replaces and replaces.public_id
    return actions.add_file(item, file=a_file(**named), replaces=where, by=by, once=once or uuid4())


def page(person: Any, route: str, item: Any, *more: Any) -> Visitor:
    return Visitor(person, "en").open(reverse(f"evidence:{route}", args=[item.school.public_id, item.public_id, *more]))


def test_another_file_takes_the_place_of_the_first_whose_bytes_are_deleted(
    on_disk, carys, sion, item, django_capture_on_commit_callbacks
):
    first = add(item, carys)
    with django_capture_on_commit_callbacks(execute=True):
        visitor = page(sion, "edit", item).says("taith.pdf", "Sent in by Carys")
        visitor.follow(reverse("evidence:file_add", args=[item.school.public_id, item.public_id]))
        visitor.says("It is deleted when you send in another one:").fill(
            file=SimpleUploadedFile("newydd.pdf", made.pdf("Newydd"))
        )
    visitor.says("newydd.pdf", "Sent in by Sion").says_nothing_of("taith.pdf")
    row = EvidenceFile.all_rows.get()
    assert (row.name, row.by) == ("newydd.pdf", sion)
    (stored,) = on_disk()
    assert stored.read_bytes() == made.pdf("Newydd")
    gone = reverse("evidence:download", args=[item.school.public_id, item.public_id, first.public_id])
    assert visitor.client.get(gone).status_code == 404
    assert set(Event.all_rows.values_list("verb", flat=True)) == {"evidence.file_added", "evidence.file_replaced"}


def test_a_file_that_a_colleague_has_just_sent_in_is_not_replaced_unseen(on_disk, carys, sion, item):
    late = page(sion, "file_add", item)
    kept = add(item, carys)
    said = late.refused(file=SimpleUploadedFile("arall.pdf", made.pdf()))
    assert "A colleague has changed the file of this item" in said[0]
    assert EvidenceFile.all_rows.get() == kept and len(on_disk()) == 1
    late.says("The item has this file already", "taith.pdf")
    late.fill(file=SimpleUploadedFile("arall.pdf", made.pdf()))
    assert EvidenceFile.all_rows.get().name == "arall.pdf", "now it has been seen"


def test_two_presses_keep_one_file(on_disk, carys, item):
    key = uuid4()
    first, second = (add(item, carys, once=key) for _press in range(2))
    assert first == second and EvidenceFile.all_rows.count() == len(on_disk()) == 1


def test_the_file_is_removed_and_the_second_press_leads_where_the_first_one_led(
    on_disk, carys, item, django_capture_on_commit_callbacks
):
    file = add(item, carys)
    visitor = page(carys, "file_remove", item, file.public_id).says("deleted for good")
    (form,) = forms_in(visitor.page)
    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            visitor.client.post(visitor.path, form.filled())
    assert on_disk() == [] and not EvidenceFile.all_rows.exists()
    page(carys, "edit", item).says("This item has no file.")
    assert Event.all_rows.filter(verb="evidence.file_removed").count() == 1


def test_an_act_that_fails_after_the_file_was_written_leaves_none(on_disk, monkeypatch, carys, item):
    former = add(item, carys)

    def fails(*_args: Any, **_kwargs: Any) -> None:
        assert len(on_disk()) == 2, "the file had been written"
        raise RuntimeError

    monkeypatch.setattr(actions, "_let_out", fails)
    with pytest.raises(RuntimeError):
        add(item, carys, replaces=former)
    assert EvidenceFile.all_rows.get() == former
    assert [path.name for path in on_disk()] == [former.stored_as.split("/")[1]], "the former one is still there"


def test_what_nothing_names_is_tidied_away_after_a_day(on_disk, carys, item, capsys):
    kept = add(item, carys)
    with transaction.atomic():
        savepoint = transaction.savepoint()
        lost = add(make.make_evidence(item.school), carys)
        transaction.savepoint_rollback(savepoint)
    fresh = storing.put(a_file().content)
    for name in (kept.stored_as, lost.stored_as):
        os.utime(default_storage.path(name), (0, (dt.datetime.now() - dt.timedelta(days=2)).timestamp()))
    call_command("tidy_files")
    assert "Removed 1 files" in capsys.readouterr().out
    assert {f"evidence/{path.name}" for path in on_disk()} == {kept.stored_as, fresh}


def test_tidying_an_empty_storage_is_nothing(on_disk, capsys):
    call_command("tidy_files")
    assert "Removed 0 files" in capsys.readouterr().out


def test_bytes_that_are_not_there_are_a_page_that_says_so_and_a_line_in_the_log(on_disk, caplog, carys, item):
    file = add(item, carys)
    storing.drop(file.stored_as)
    with caplog.at_level(logging.ERROR):
        client = Client()
        client.force_login(carys)
        args = [item.school.public_id, item.public_id, file.public_id]
        assert client.get(reverse("evidence:download", args=args)).status_code == 404
    assert "was it restored with the database?" in caplog.text


def test_a_storage_that_does_not_delete_undoes_nothing(on_disk, monkeypatch, caplog, carys, item):
    file = add(item, carys)
    monkeypatch.setattr(storing, "default_storage", SimpleNamespace(delete=lambda name: 1 / 0))
    with caplog.at_level(logging.ERROR):
        storing.drop(file.stored_as)
    assert "could not be removed from the storage" in caplog.text


def test_only_the_schools_team_may_add_or_remove_a_file(on_disk, carys, item, owain, olwen, glyn):
    file = add(item, carys)
    for person in (owain, olwen, glyn):
        with pytest.raises(PermissionDenied):
            add(item, person, replaces=file)
        with pytest.raises(PermissionDenied):
            actions.remove_file(file, by=person, once=uuid4())
    assert len(on_disk()) == 1


def test_a_file_of_one_item_is_not_given_out_under_another(on_disk, carys, item):
    file, other = add(item, carys), make.make_evidence(item.school)
    client = Client()
    client.force_login(carys)
    for route in ("download", "file_remove"):
        args = [item.school.public_id, other.public_id, file.public_id]
        assert client.get(reverse(f"evidence:{route}", args=args)).status_code == 404


def test_a_file_removed_meanwhile_is_refused_with_a_sentence(on_disk, carys, item):
    file = add(item, carys)
    EvidenceFile.all_rows.all().delete()
    with pytest.raises(Refused, match="This has been removed in the meantime"):
        actions.remove_file(file, by=carys, once=uuid4())
