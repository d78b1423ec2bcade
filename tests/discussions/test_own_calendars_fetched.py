"""An address that somebody gives leads the server nowhere but to the public internet, and no calendar holds it up."""

import io
import ssl
import subprocess
import sys
import time
from typing import Any

import pytest

from discussions.own_calendars import __main__ as process
from discussions.own_calendars import fetching, reading
from discussions.own_calendars.faults import NOT_A_CALENDAR, NOT_FOUND, TOO_LARGE, TOO_SLOW, UNREACHABLE, Unread
from discussions.own_calendars.fetching import fetch, is_public, parts_of
from discussions.spans import Spans
from tests.discussions.calendars_of_others import calendar
from tests.discussions.test_own_calendars_read import FIRST, LAST, TEN

PUBLIC, OTHER = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
FOUND = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
WHERE = "https://example.com/private-1234/basic.ics"


class Net:
    """Names with addresses, and what each answers; it notes who was asked for what, and at which address."""

    def __init__(self, answers: dict[str, bytes], names: dict[str, list[list[str]]] | None = None) -> None:
        self.answers, self.names = answers, names or {}
        self.asked: list[tuple[str, str, str]] = []
        self.resolved: list[str] = []

    def resolve(self, host: str, port: int, **words: Any) -> list[Any]:
        self.resolved.append(host)
        found = self.names.get(host, [[PUBLIC]])
        return [(0, 0, 0, "", (each, port)) for each in (found.pop(0) if len(found) > 1 else found[0])]

    def connect(self, address: str, host: str) -> Any:
        return Wire(self, address, host)

    def fetch(self, address: str = WHERE) -> bytes:
        return fetch(address, self.resolve, self.connect)

    def refuses(self, address: str = WHERE, fault: str = UNREACHABLE) -> None:
        with pytest.raises(Unread) as unread:
            self.fetch(address)
        assert unread.value.fault == fault
        assert WHERE not in str(unread.value)


class Wire:
    def __init__(self, net: Net, address: str, host: str) -> None:
        self.net, self.address, self.host = net, address, host

    def sendall(self, request: bytes) -> None:
        target = request.split(b" ")[1].decode()
        assert f"Host: {self.host}\r\n".encode() in request and b"Accept-Encoding: identity" in request
        self.net.asked.append((self.host, target, self.address))
        self.answer = self.net.answers[self.host]

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self.answer)


def leading_to(address: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode()


def test_what_stands_at_a_public_address_is_fetched_from_the_address_that_was_checked() -> None:
    net = Net({"example.com": FOUND}, {"example.com": [[PUBLIC], ["127.0.0.1"]]})  # the second time it leads inside
    assert net.fetch(WHERE + "?key=a%20b&c=é") == b"hello"
    assert net.asked == [("example.com", "/private-1234/basic.ics?key=a%20b&c=%C3%A9", PUBLIC)]
    assert net.resolved == ["example.com"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.1.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.0.8", "198.18.0.1", "192.0.2.1", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
        "fec0::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "100::1",
        "::7f00:1",
    ],
)  # fmt: skip
def test_no_private_local_or_reserved_address_is_reached_not_even_beside_a_public_one(address: str) -> None:
    assert not is_public(address)
    for found in ([address], [PUBLIC, address]):
        net = Net({"example.com": FOUND}, {"example.com": [found]})
        net.refuses()
        assert not net.asked


def test_public_addresses_are_public() -> None:
    assert is_public(PUBLIC) and is_public(OTHER) and is_public(f"::ffff:{PUBLIC}")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "localhost"])
def test_whatever_way_this_machine_is_written_it_is_not_reached(host: str) -> None:
    with pytest.raises(Unread):
        fetch(f"https://{host}/", connect=lambda *_: pytest.fail("it was reached"))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/a.ics",
        "ftp://example.com/a.ics",
        "file:///etc/passwd",
        "https://example.com:8443/a.ics",
        "https://example.com:22/",
        "https://nia:secret@example.com/",
        "https://@example.com/",
        "https:///a.ics",
        "https://example.com:x/",
        "https://[::1/",
        "https://exa mple.com/",
        "https://example.com\r\nX: y/",
        "https://" + "a" * 300 + ".com/",
        "//example.com/",
        "",
    ],
)
def test_only_https_at_its_own_port_and_without_a_name_is_asked(address: str) -> None:
    net = Net({"example.com": FOUND, "exa mple.com": FOUND})
    if "\r" not in address and "exa mple" not in address:
        net.refuses(address)
        assert not net.asked
        return
    try:
        host, target = parts_of(address)
    except (Unread, ValueError):
        return
    assert "\r" not in host + target and "\n" not in host + target  # nothing can be put between the lines asked


def test_each_redirect_is_checked_like_the_first_address() -> None:
    inside = {"inside.example": [["10.1.2.3"]]}
    moved = {"example.com": leading_to("https://other.example/x.ics"), "other.example": FOUND}
    net = Net(moved)
    assert net.fetch() == b"hello" and [each[0] for each in net.asked] == ["example.com", "other.example"]
    for wrong in ("https://inside.example/", "http://example.com/", "https://127.0.0.1/", "file:///etc/passwd", ""):
        names = {**inside, "127.0.0.1": [["127.0.0.1"]]}
        net = Net({"example.com": leading_to(wrong), "inside.example": FOUND, "127.0.0.1": FOUND}, names)
        net.refuses()
        assert {each[0] for each in net.asked} == {"example.com"}


def test_redirects_end_somewhere_and_may_say_only_the_path() -> None:
    round_and_round = Net({"example.com": leading_to("/again")})
    round_and_round.refuses()
    assert len(round_and_round.asked) == fetching.MOST_REDIRECTS + 1
    assert round_and_round.asked[-1][1] == "/again"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", NOT_FOUND),
        (b"HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n", NOT_FOUND),
        (b"HTTP/1.1 204 No\r\n\r\n", NOT_FOUND),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", NOT_A_CALENDAR),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (fetching.MOST_BYTES + 1), TOO_LARGE),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", UNREACHABLE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", UNREACHABLE),  # cut short
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", UNREACHABLE),
        (b"SSH-2.0-OpenSSH\r\n", UNREACHABLE),
        (b"", UNREACHABLE),
    ],
)
def test_an_answer_that_is_no_calendar_is_told_apart_no_further_than_its_owner_needs(answer: bytes, fault: str) -> None:
    Net({"example.com": answer}).refuses(fault=fault)


def test_of_several_addresses_the_next_is_tried_and_what_goes_wrong_on_the_wire_is_not_told() -> None:
    net = Net({"example.com": FOUND}, {"example.com": [[OTHER, PUBLIC]]})
    tried = []

    def connect(address: str, host: str) -> Any:
        tried.append(address)
        if address == OTHER:
            raise TimeoutError
        return net.connect(address, host)

    assert fetch(WHERE, net.resolve, connect) == b"hello" and tried == [OTHER, PUBLIC]

    def refused(address: str, host: str) -> Any:
        raise ssl.SSLCertVerificationError("self-signed certificate of 10.0.0.1")

    with pytest.raises(Unread) as unread:
        fetch(WHERE, net.resolve, refused)
    assert unread.value.fault == UNREACHABLE and unread.value.__suppress_context__


def read(content: bytes = b"", **words: Any) -> Spans:
    return reading.read(FIRST, LAST, content=content, **words)


def fault_of(content: bytes = b"", **words: Any) -> str:
    began = time.monotonic()
    with pytest.raises(Unread) as unread:
        read(content, **words)
    assert time.monotonic() - began < reading.SECONDS + 5
    return unread.value.fault


def test_the_process_that_reads_says_when_somebody_is_busy_and_nothing_else(monkeypatch: Any) -> None:
    said = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **words: said.append((args, words)) or run(*args, **words))
    assert len(read(calendar(TEN))) == 1
    (command,), words = said[0]
    assert set(words["env"]) == {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8"}  # no secret of the portal's
    assert command == [sys.executable, "-m", "discussions.own_calendars"]
    assert fault_of(address="https://127.0.0.1/secret") == UNREACHABLE
    assert "secret" not in str(said[1][0])


def test_the_process_that_reads_knows_no_settings_and_no_database() -> None:
    code = "import sys; import discussions.own_calendars.__main__; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


EACH_SECOND = "DTSTART:20260101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (calendar(EACH_SECOND), {TOO_SLOW, TOO_LARGE}),
        (calendar(f"{EACH_SECOND};COUNT=999999999"), {TOO_SLOW, TOO_LARGE}),
        (calendar(*["DTSTART:20260101T000000\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"] * 9), {TOO_SLOW}),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 200_000 + b"END:VCALENDAR\n", {TOO_LARGE}),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 500_000, {NOT_A_CALENDAR}),
        (calendar(f"{TEN}\nEXDATE:" + "20270111T100000Z," * 300_000), {TOO_LARGE}),
        (b"\0" * 9_000_000, {NOT_A_CALENDAR}),
        (b"x" * (fetching.MOST_BYTES + 1), {TOO_LARGE}),
    ],
    ids=["each-second", "counted", "never", "events", "nested", "long-line", "nothing", "large"],
)
def test_a_calendar_that_would_never_end_is_given_up(content: bytes, faults: set[str], monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "CPU_SECONDS", 2)
    assert fault_of(content) in faults


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\n" + b"\n".join([b"X:y", *[b" z"] * 900_000]) + b"\nEND:VCALENDAR\n",  # folded at each letter
        calendar(*[TEN] * 4_000),
        calendar(f"{TEN}\nRRULE:FREQ=DAILY;COUNT=9999999"),
        calendar(*["DTSTART:19700101T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY"] * 20),
        calendar("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:99991231"),
    ],
    ids=["folds", "many", "count", "old", "long"],
)
def test_a_calendar_that_is_only_big_is_read_in_time(content: bytes) -> None:
    began = time.monotonic()
    read(content)
    assert time.monotonic() - began < reading.SECONDS


def test_a_server_that_is_slow_is_not_waited_for(monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(reading, "SECONDS", 1)
    assert fault_of() == TOO_SLOW


def test_what_nobody_had_thought_of_ends_the_reading_not_the_portal(monkeypatch: Any) -> None:
    for code, fault in (("1/0", NOT_A_CALENDAR), ("import os; os.kill(os.getpid(), 9)", TOO_SLOW)):
        monkeypatch.setattr(reading, "COMMAND", [sys.executable, "-c", code])
        assert fault_of() == fault


@pytest.mark.parametrize(("error", "fault"), [(MemoryError, TOO_LARGE), (RecursionError, TOO_SLOW)])
def test_too_much_memory_or_depth_is_a_fault_with_words(error: Any, fault: str, monkeypatch: Any) -> None:
    def give_up(*args: Any) -> None:
        raise error

    asked = {"first": FIRST.isoformat(), "last": LAST.isoformat(), "address": ""}
    monkeypatch.setattr(process, "busy_in", give_up)
    assert process.answer(asked, calendar(TEN)) == {"fault": fault}
    monkeypatch.setattr(process, "busy_in", lambda *args: range(process.MOST_KEPT + 1))
    assert process.answer(asked, calendar(TEN)) == {"fault": TOO_LARGE}
