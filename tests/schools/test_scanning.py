"""ClamAV: what it finds is not kept, and while it is away a file waits where nobody gets it."""

import socketserver
from collections.abc import Iterator
from threading import Thread
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from schools.evidence import actions
from schools.evidence.quarantine import StillUnknown, scan_again
from schools.models import Event, EvidenceFile, Notice
from schools.refusals import Refused
from schools.uploads.examining import examine
from schools.uploads.scanning import Verdict, address_of, scan
from tests import factories as make
from tests.on_pages import Visitor
from tests.schools import documents as made

pytestmark = pytest.mark.django_db

HARMFUL = made.pdf("EICAR")
AWAY = "tcp://127.0.0.1:9"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does, and finds whatever has EICAR in it."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        self.server.seen.append(content)  # type: ignore[attr-defined] # of the scanner below
        found = b"Win.Test.EICAR_HDB-1 FOUND" if b"EICAR" in content else b"OK"
        self.wfile.write(self.server.answer or b"stream: " + found + b"\0")  # type: ignore[attr-defined] # as above


@pytest.fixture
def scanner(settings: Any) -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.seen, server.answer = [], b""
        Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


@pytest.fixture
def item(school: Any) -> Any:
    return make.make_evidence(school)


def add(item: Any, by: Any, content: bytes = b"") -> EvidenceFile:
    file = examine(SimpleUploadedFile("taith.pdf", content or made.pdf()))
    return actions.add_file(item, file=file, replaces=None, by=by, once=uuid4())


def download(person: Any, file: EvidenceFile) -> int:
    client = Client()
    client.force_login(person)
    args = [file.item.school.public_id, file.item.public_id, file.public_id]
    return client.get(reverse("evidence:download", args=args)).status_code


@pytest.fixture
def waiting(on_disk: Any, settings: Any, carys: Any, item: Any) -> EvidenceFile:
    settings.CLAMD_URL = AWAY
    return add(item, carys)


def test_a_clean_file_is_ready_at_once_and_the_scanner_saw_all_of_it(on_disk, scanner, carys, item):
    file = add(item, carys)
    assert (file.status, bool(file.scanned_at)) == ("ready", True)
    assert scanner.seen == [made.pdf()]
    assert download(carys, file) == 200


@pytest.mark.parametrize(("language", "said"), [("en", "found something harmful"), ("cy", "rywbeth niweidiol")])
def test_a_harmful_file_is_refused_and_leaves_nothing(on_disk, scanner, carys, item, language, said):
    path = reverse("evidence:file_add", args=[item.school.public_id, item.public_id])
    (sentence,) = Visitor(carys, language).open(path).refused(file=SimpleUploadedFile("a.pdf", HARMFUL))
    assert said in sentence
    assert on_disk() == [] and not EvidenceFile.all_rows.exists()


def test_what_is_scanned_of_a_picture_is_what_was_sent(scanner):
    sent = made.picture("JPEG") + b"EICAR"
    with pytest.raises(Refused, match="harmful"):
        examine(SimpleUploadedFile("a.jpg", sent))


def test_while_the_scanner_is_away_a_file_waits_and_nobody_gets_it(on_disk, settings, carys, item):
    settings.CLAMD_URL = AWAY
    path = reverse("evidence:file_add", args=[item.school.public_id, item.public_id])
    visitor = Visitor(carys, "en").open(path).fill(file=SimpleUploadedFile("a.pdf", made.pdf()))
    visitor.says("waits to be checked for viruses", "once it has been checked")
    file = EvidenceFile.all_rows.get()
    assert not visitor.offers(
        reverse("evidence:download", args=[item.school.public_id, item.public_id, file.public_id])
    )
    assert (file.status, download(carys, file)) == ("waiting", 404)


def test_a_waiting_file_is_let_out_when_the_scanner_is_back(waiting, scanner, carys):
    for _again in range(2):
        scan_again.call(str(waiting.public_id))
    waiting.refresh_from_db()
    assert (waiting.status, download(carys, waiting)) == ("ready", 200)
    assert Event.all_rows.get(verb="evidence.file_scanned").by is None
    assert len(scanner.seen) == 1, "the second run found it done"


def test_a_waiting_file_that_is_harmful_is_deleted_and_whoever_sent_it_is_told(
    on_disk, settings, scanner, carys, item, django_capture_on_commit_callbacks
):
    there, settings.CLAMD_URL = settings.CLAMD_URL, AWAY
    file = add(item, carys, HARMFUL)
    settings.CLAMD_URL = there
    with django_capture_on_commit_callbacks(execute=True):
        scan_again.call(str(file.public_id))
    file.refresh_from_db()
    assert (file.status, on_disk(), download(carys, file)) == ("refused", [], 404)
    notice = Notice.all_rows.get()
    assert (notice.person, notice.notice_kind) == (carys, "evidence_file_refused")
    visitor = Visitor(carys, "en").open(f"/en{notice.path}")
    visitor.says("found something harmful in this file, so it was deleted")
    visitor.follow(reverse("evidence:file_add", args=[item.school.public_id, item.public_id]))
    visitor.fill(file=SimpleUploadedFile("b.pdf", made.pdf())).says("b.pdf")


@pytest.mark.parametrize("url", [AWAY, ""])
def test_a_waiting_file_goes_on_waiting_while_nobody_can_be_asked(waiting, settings, url):
    settings.CLAMD_URL = url
    with pytest.raises(StillUnknown):
        scan_again.call(str(waiting.public_id))
    waiting.refresh_from_db()
    assert waiting.status == "waiting"


def test_tidying_asks_again_about_files_that_wait(waiting, scanner, django_capture_on_commit_callbacks, capsys):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("tidy_files")
    waiting.refresh_from_db()
    assert waiting.status == "ready" and "1 wait for" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"x", b"\0"])
def test_an_answer_that_is_none_is_not_taken_for_clean(scanner, answer):
    scanner.answer = answer
    assert scan(SimpleUploadedFile("a.pdf", made.pdf())) is Verdict.NOT_KNOWN


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("tcp://clamav:3311", ("clamav", 3311)),
        ("tcp://clamav", ("clamav", 3310)),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_the_scanner_has_an_address(url, where):
    assert address_of(url) == where


def test_the_scanner_may_listen_on_a_socket_of_the_machine(settings, tmp_path):
    path = str(tmp_path / "clamd")
    with socketserver.ThreadingUnixStreamServer(path, Clamd) as server:
        server.__dict__.update(vars(SimpleNamespace(seen=[], answer=b"")))
        Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_URL = f"unix://{path}"
        assert scan(SimpleUploadedFile("a.pdf", made.pdf())) is Verdict.CLEAN
        server.shutdown()
        settings.CLAMD_URL = f"unix://{path}-nowhere"
        assert scan(SimpleUploadedFile("a.pdf", made.pdf())) is Verdict.NOT_KNOWN
