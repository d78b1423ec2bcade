"""The school's own document as its self-evaluation: a full submission, frozen with its version."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schools.evaluation_contents import DOCUMENT, content_of, gaps_in
from schools.history import fingerprint
from schools.models import Event, FrozenDocument, Look, OwnDocument, Priority, Version
from schools.own_document import actions
from schools.refusals import Refused
from schools.self_evaluations import actions as self_evaluations
from schools.sharing import actions as sharing
from schools.uploads import scanning, storing, tidying
from schools.uploads.examining import examine
from tests import factories as make
from tests.on_pages import Visitor, forms_in
from tests.schools import documents as made
from tests.schools.writing import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(school: Any) -> Any:
    """Nothing is written in its boxes; one priority stands under its first area."""
    found = make.make_self_evaluation(school)
    Priority.all_rows.create(section=found.sections.order_by("area__position")[0], text="Reading", lang="en")
    return found


def at(evaluation: Any, route: str, *more: Any) -> str:
    where = route if ":" in route else f"own_document:{route}"
    return reverse(where, args=[evaluation.school.public_id, evaluation.school_year, *more])


def pdf(words: str = "Hunan", name: str = "hunan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, made.pdf(words))


def attach(evaluation: Any, by: Any, *, replaces: Any = None, once: Any = None, words: str = "Hunan") -> OwnDocument:
    file, where = examine(pdf(words)), replaces and replaces.public_id
    return actions.attach(evaluation, file=file, lang="cy", replaces=where, by=by, once=once or uuid4())


def first_area(evaluation: Any) -> str:
    return evaluation.sections.order_by("area__position")[0].area.code


def answer(person: Any, path: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(path)


def test_a_school_submits_its_own_document_with_a_priority_and_nothing_else(
    on_disk, evaluation, carys, nia, olwen, alun
):
    team = Visitor(carys, "en").open(at(evaluation, "self_evaluations:detail")).follow(at(evaluation, "index"))
    team.follow(at(evaluation, "attach")).fill(file=pdf(), lang="cy").says("hunan.pdf", "Our team")
    area = first_area(evaluation)
    head = Visitor(nia, "en").open(f"{at(evaluation, 'self_evaluations:check')}?areas={area}&areas={DOCUMENT}")
    head.says("The self-evaluation is the school’s own document", "hunan.pdf", "Reading")
    head.says_nothing_of("Nothing has been written here yet", "Before it can be submitted")
    head.go_on("declare").says("Your school’s own document: hunan.pdf").fill(declared="on")
    for reader in (olwen, alun):
        page = Visitor(reader, "en").open(at(evaluation, "self_evaluations:version", 1))
        page.says("The self-evaluation is the school’s own document", "hunan.pdf", "Reading", "version 1")
        page.says_nothing_of("Nothing has been written here yet")
        page.takes(at(evaluation, "submitted", 1))
        assert b"".join(page.answer.streaming_content) == made.pdf("Hunan")
    told = Version.all_rows.get().words["document"]
    assert told["sha256"] == sha256(made.pdf("Hunan")).hexdigest()
    assert {look.by for look in Look.all_rows.all()} == {olwen, alun}
    assert OwnDocument.all_rows.get().circle == "council"


def test_the_file_is_given_out_to_be_saved_and_only_to_whoever_may_read_the_version(
    on_disk, evaluation, nia, carys, glyn, olwen, owain
):
    document = attach(evaluation, carys)
    actions.set_readers(document, circle="governors", version=document.version, by=nia, once=uuid4())
    sharing.set_circles(
        evaluation, circles={first_area(evaluation): "governors"}, version=evaluation.version, by=nia, once=uuid4()
    )
    sharing.share_with_governors(evaluation, by=nia, once=uuid4())
    given = answer(glyn, at(evaluation, "shared", 1))
    assert given["Content-Disposition"] == 'attachment; filename="hunan.pdf"'
    assert (given["X-Content-Type-Options"], given["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    assert answer(olwen, at(evaluation, "shared", 1)).status_code == 403
    assert answer(owain, at(evaluation, "shared", 1)).status_code == 404
    assert answer(olwen, at(evaluation, "submitted", 1)).status_code == 404
    assert {answer(other, at(evaluation, "download")).status_code for other in (glyn, olwen)} == {403}
    assert answer(carys, at(evaluation, "download")).status_code == 200


def test_a_document_that_is_not_ticked_is_not_in_the_version_and_boxes_are_needed(
    evaluation, nia, carys, on_disk, olwen
):
    attach(evaluation, carys)
    assert gaps_in(content_of(evaluation)) == []
    content = content_of(evaluation, [first_area(evaluation)])
    assert "document" not in content and len(gaps_in(content)) == 3
    with pytest.raises(Refused, match="write what is going well"):
        submit(evaluation, by=nia, areas=[first_area(evaluation)])
    make.write_in(evaluation)
    submit(evaluation, by=nia, areas=[first_area(evaluation)])
    assert not FrozenDocument.all_rows.exists()
    Visitor(olwen, "en").open(at(evaluation, "self_evaluations:version", 1)).says_nothing_of(
        "hunan.pdf", "own document"
    )
    assert answer(olwen, at(evaluation, "submitted", 1)).status_code == 404


def test_a_version_keeps_its_document_whatever_the_school_uses_later(
    on_disk, evaluation, nia, carys, olwen, django_capture_on_commit_callbacks
):
    first = attach(evaluation, carys)
    submit(evaluation, by=nia, areas=[first_area(evaluation), DOCUMENT])
    with django_capture_on_commit_callbacks(execute=True):
        second = attach(evaluation, carys, replaces=first, words="Newydd")
    assert second.circle == "council", "who may read it stays"
    submit(evaluation, by=nia, areas=[first_area(evaluation), DOCUMENT])
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(second, by=carys, once=uuid4())
    for number, words in ((1, "Hunan"), (2, "Newydd")):
        given = answer(olwen, at(evaluation, "submitted", number))
        assert b"".join(given.streaming_content) == made.pdf(words)
    assert tidying.tidy() == 0 and len(on_disk()) == 2


def test_a_comparison_says_which_version_is_the_schools_own_document_and_whether_it_was_replaced(
    on_disk, evaluation, nia, carys, olwen
):
    area = first_area(evaluation)
    make.write_in(evaluation)
    submit(evaluation, by=nia, areas=[area])
    first = attach(evaluation, carys)
    submit(evaluation, by=nia, areas=[area, DOCUMENT])
    attach(evaluation, carys, replaces=first, words="Newydd")
    submit(evaluation, by=nia, areas=[area, DOCUMENT])
    compare, year = reverse("comparisons:index", args=[evaluation.school.public_id]), evaluation.school_year
    for one, other, said in (
        (1, 2, "The later version is the school’s own document; the earlier one was not."),
        (2, 3, "it was replaced by another file"),
    ):
        keys = f"?one=self_evaluation-{year}-{one}&other=self_evaluation-{year}-{other}"
        page = Visitor(olwen, "en").open(compare + keys).says(said, "hunan.pdf")
        page.takes(at(evaluation, "submitted", other))


def test_a_document_that_was_never_frozen_goes_with_its_bytes(
    on_disk, evaluation, carys, django_capture_on_commit_callbacks
):
    first = attach(evaluation, carys)
    with django_capture_on_commit_callbacks(execute=True):
        second = attach(evaluation, carys, replaces=first, words="Newydd")
    assert OwnDocument.all_rows.get() == second and len(on_disk()) == 1
    page = Visitor(carys, "en").open(at(evaluation, "detach", second.public_id))
    (form,) = forms_in(page.page)
    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            assert page.client.post(page.path, form.filled()).status_code == 302
    assert on_disk() == [] and not OwnDocument.all_rows.exists()
    assert Event.all_rows.filter(verb="own_document.detached").count() == 1


def test_the_database_lets_no_frozen_document_go_and_no_tie_be_changed(on_disk, evaluation, nia, carys):
    document = attach(evaluation, carys)
    submit(evaluation, by=nia, areas=[first_area(evaluation), DOCUMENT])
    with pytest.raises(ProtectedError):
        OwnDocument.all_rows.filter(pk=document.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnDocument.all_rows.filter(pk=document.pk)._raw_delete("default")
        connection.check_constraints()
    for act in (lambda rows: rows.update(file=document), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act(FrozenDocument.all_rows.all())


def test_a_document_that_a_colleague_has_just_attached_is_not_replaced_unseen(on_disk, evaluation, carys, sion):
    late = Visitor(sion, "en").open(at(evaluation, "attach"))
    kept = attach(evaluation, carys)
    said = late.refused(file=pdf("Arall"), lang="cy")
    assert "A colleague has changed the school’s own document" in said[0]
    assert OwnDocument.all_rows.get() == kept and len(on_disk()) == 1
    late.says("This document is attached now, and is replaced.", "hunan.pdf").fill(file=pdf("Arall"), lang="cy")
    assert OwnDocument.all_rows.get() != kept


def test_two_presses_attach_once(on_disk, evaluation, carys):
    key = uuid4()
    first, second = (attach(evaluation, carys, once=key) for _press in range(2))
    assert first == second and OwnDocument.all_rows.count() == len(on_disk()) == 1


def test_what_was_replaced_after_it_was_read_is_not_submitted_unread(on_disk, evaluation, nia, carys):
    first, areas = attach(evaluation, carys), [first_area(evaluation), DOCUMENT]
    seen = fingerprint(content_of(evaluation, areas))
    attach(evaluation, carys, replaces=first, words="Newydd")
    with pytest.raises(Refused, match="A colleague has changed the self-evaluation"):
        self_evaluations.submit(evaluation, areas=areas, seen=seen, by=nia, once=uuid4())
    assert not Version.all_rows.exists()


@pytest.mark.parametrize("act", ["submit", "share"])
def test_nobody_opens_or_closes_the_document_while_it_is_being_frozen(on_disk, evaluation, nia, carys, act):
    document = attach(evaluation, carys)
    OwnDocument.all_rows.filter(pk=document.pk).update(circle="governors")
    make.write_in(evaluation)
    evaluation.sections.update(circle="governors")
    with CaptureQueriesContext(connection) as said:
        if act == "submit":
            areas = [first_area(evaluation), DOCUMENT]
            self_evaluations.submit(evaluation, areas=areas, by=nia, once=uuid4())
        else:
            sharing.share_with_governors(evaluation, by=nia, once=uuid4())
    queries = [each["sql"] for each in said.captured_queries]
    (locked,) = (at for at, sql in enumerate(queries) if "schools_owndocument" in sql and "FOR NO KEY UPDATE" in sql)
    frozen = next(at for at, sql in enumerate(queries) if sql.startswith('INSERT INTO "schools_version"'))
    reads = [at for at, sql in enumerate(queries) if sql.startswith("SELECT") and '"schools_owndocument"."name"' in sql]
    assert any(locked < at < frozen for at in reads)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.odt", made.odf(), "Save it as a Word document (.docx) or a PDF"),
        ("a.doc", made.OLD_OFFICE, "Save it as a Word document (.docx) or a PDF"),
        ("a.png", made.picture(), "Save it as a Word document (.docx) or a PDF"),
        ("a.xlsx", made.ooxml("xlsx"), "Save it as a Word document (.docx) or a PDF"),
        ("a.pdf", made.EXE, "there is something else in it"),
        ("a.docx", made.ooxml(word__x=made.OLD_OFFICE), "holds macros, programs or embedded objects"),
        ("a.docx", made.bomb(), "unpacks to far more"),
        ("a.svg", b"<svg><script/></svg>", "Save it as a Word document (.docx) or a PDF"),
    ],
    ids=[
        "OpenDocument",
        "old Word",
        "picture",
        "workbook",
        "program",
        "programs inside",
        "bomb",
        "drawing with a script",
    ],
)
def test_a_file_that_is_no_sound_document_is_refused_and_nothing_is_kept(
    on_disk, evaluation, carys, name, content, sentence
):
    page = Visitor(carys, "en").open(at(evaluation, "attach"))
    assert sentence in page.refused(file=SimpleUploadedFile(name, content), lang="cy")[0]
    assert on_disk() == [] and not OwnDocument.all_rows.exists()


def test_where_the_scanner_cannot_be_asked_nothing_is_attached(on_disk, evaluation, carys, monkeypatch):
    monkeypatch.setattr("schools.uploads.examining.scan", lambda content: scanning.Verdict.NOT_KNOWN)
    said = Visitor(carys, "en").open(at(evaluation, "attach")).refused(file=pdf(), lang="cy")
    assert "cannot be checked for viruses" in said[0] and on_disk() == []


def test_only_the_team_attaches_and_only_the_head_says_who_reads(on_disk, evaluation, carys, sion, owain, olwen, glyn):
    document = attach(evaluation, carys)
    for person in (owain, olwen, glyn):
        with pytest.raises(PermissionDenied):
            attach(evaluation, person, replaces=document)
        with pytest.raises(PermissionDenied):
            actions.detach(document, by=person, once=uuid4())
    for person in (sion, carys, glyn):
        with pytest.raises(PermissionDenied):
            actions.set_readers(document, circle="council", version=1, by=person, once=uuid4())


@pytest.mark.parametrize(
    ("circle", "shown"), [("team", []), ("governors", ["governor"]), ("council", ["governor", "council"])]
)
def test_a_preview_shows_the_document_as_far_as_it_goes(on_disk, evaluation, nia, carys, circle, shown):
    attach(evaluation, carys)
    areas = {first_area(evaluation): "council"}
    sharing.set_circles(evaluation, circles=areas, version=evaluation.version, by=nia, once=uuid4())
    Visitor(nia, "en").open(at(evaluation, "readers")).fill(circle=circle)
    for reader in ("governor", "council"):
        page = Visitor(nia, "en").open(at(evaluation, "sharing:preview", reader))
        assert ("hunan.pdf" in page.page) == (reader in shown)


def test_a_version_without_an_own_document_has_the_content_it_always_had(evaluation):
    assert set(content_of(evaluation)) == {"school", "school_year", "framework", "areas", "evidence"}


def test_bytes_that_are_not_there_are_a_page_that_says_so(on_disk, evaluation, carys):
    document = attach(evaluation, carys)
    storing.drop(document.stored_as)
    assert answer(carys, at(evaluation, "download")).status_code == 404


def test_bytes_that_are_not_those_that_were_frozen_are_not_given_out(on_disk, evaluation, nia, carys, olwen, caplog):
    attach(evaluation, carys)
    submit(evaluation, by=nia, areas=[first_area(evaluation), DOCUMENT])
    (stored,) = on_disk()
    stored.write_bytes(made.pdf("Ffug!"))
    assert answer(olwen, at(evaluation, "submitted", 1)).status_code == 404
    assert "is not what was frozen" in caplog.text


def test_without_a_document_there_is_nothing_to_download_or_to_open(evaluation, nia):
    for route in ("download", "readers"):
        assert answer(nia, at(evaluation, route)).status_code == 404
