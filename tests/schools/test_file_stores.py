"""Where files lie: on disk, or in an S3-compatible store; and settings about it that are wrong are told at once."""

import importlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from improvement_portal import settings as portal
from schools.evidence import actions
from schools.uploads import checks
from schools.uploads.examining import examine
from schools.uploads.storing import drop
from tests import factories as make
from tests.schools import documents as made

KEYS = ("bucket_name", "endpoint_url", "region_name", "access_key", "secret_key")


class Store(BaseHTTPRequestHandler):
    """As much of S3 as the portal uses: put, look, get and delete one object at a time, each asked with a signature."""

    def log_message(self, *_words: Any) -> None: ...

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Sun, 01 Nov 2026 09:00:00 GMT")
        self.send_header("ETag", '"x"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256")
        if self.headers.get("Expect") == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        self.server.objects[self.path] = self.body()  # type: ignore[attr-defined] # of the store below
        self.answer(200)

    def body(self) -> bytes:
        """Sent whole, or in chunks with their checksums, as newer clients do."""
        if "aws-chunked" not in self.headers.get("Content-Encoding", ""):
            return self.rfile.read(int(self.headers["Content-Length"]))
        whole = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return whole

    def do_GET(self) -> None:
        found = self.server.objects.get(self.path.split("?")[0])  # type: ignore[attr-defined] # as above
        self.answer(404) if found is None else self.answer(200, found)

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.path, None)  # type: ignore[attr-defined] # as above
        self.answer(204)


@pytest.fixture
def store(settings: Any, monkeypatch: Any) -> Iterator[dict[str, bytes]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        server.objects = {}
        Thread(target=server.serve_forever, daemon=True).start()
        given = ("portal", f"http://127.0.0.1:{server.server_address[1]}", "eu-west-2", "key", "secret")
        monkeypatch.setattr(portal, "S3", dict(zip(KEYS, given, strict=True)))
        settings.STORAGES = {**settings.STORAGES, "default": portal._files()}
        yield server.objects
        server.shutdown()


@pytest.mark.django_db
def test_files_are_kept_in_an_s3_compatible_store_and_given_out_by_the_portal_alone(store, carys, school):
    item = make.make_evidence(school)
    file = examine(SimpleUploadedFile("taith.pdf", made.pdf()))
    row = actions.add_file(item, file=file, replaces=None, by=carys, once=uuid4())
    assert store == {f"/portal/{row.stored_as}": made.pdf()}
    client = Client()
    client.force_login(carys)
    here = reverse("evidence:download", args=[school.public_id, item.public_id, row.public_id])
    answer = client.get(here)
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == made.pdf()
    drop(row.stored_as)
    assert store == {} and client.get(here).status_code == 404


def test_without_a_bucket_files_lie_on_the_portals_own_disk_for_its_account_alone(monkeypatch):
    monkeypatch.setattr(portal, "TEST", False)
    store = portal._files()
    assert store["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    assert store["OPTIONS"]["location"] == str(portal.VAR / "files")
    assert store["OPTIONS"]["file_permissions_mode"] == 0o600


NONE = dict.fromkeys(KEYS, "")
BUCKET = {**NONE, "bucket_name": "portal"}


@pytest.mark.parametrize(
    ("s3", "found"),
    [
        (NONE, []),
        (BUCKET, []),
        ({**NONE, "region_name": "eu-west-2"}, ["files.E002"]),
        ({**BUCKET, "access_key": "x"}, ["files.E003"]),
        ({**BUCKET, "endpoint_url": "s3.example.org"}, ["files.E004"]),
    ],
)
def test_a_store_that_is_named_in_part_is_told_at_once(settings, s3, found):
    settings.S3 = s3
    assert [each.id for each in checks.the_store_of_files_is_whole(None)] == found


def test_a_bucket_without_its_packages_says_how_to_install_them(settings, monkeypatch):
    settings.S3 = BUCKET
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    (error,) = checks.the_store_of_files_is_whole(None)
    assert error.id == "files.E005" and "requirements/s3.txt" in error.hint


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", []),
        ("tcp://clamav:3310", []),
        ("unix:///run/clamd", []),
        ("clamav:3310", ["files.E001"]),
        ("unix://run/clamd", ["files.E001"]),
        ("tcp://clamav:port", ["files.E001"]),
        ("https://clamav", ["files.E001"]),
    ],
)
def test_a_scanner_that_has_no_address_is_told_at_once(settings, url, found):
    settings.CLAMD_URL = url
    assert [each.id for each in checks.the_scanner_has_an_address(None)] == found


def test_the_settings_take_the_names_that_the_example_gives():
    example = (portal.BASE_DIR / ".env.example").read_text()
    names = ("CLAMD_URL", "S3_BUCKET", "S3_ENDPOINT_URL", "S3_REGION", "S3_ACCESS_KEY", "S3_SECRET_KEY")
    assert [name for name in names if f"#{name}=" not in example] == []
    assert importlib.util.find_spec("storages")
