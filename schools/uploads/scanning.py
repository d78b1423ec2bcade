"""ClamAV, asked over its socket (INSTREAM), where CLAMD_URL is set."""

import logging
import socket
from enum import StrEnum, auto
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
CONNECT, ANSWER = 5, 60  # seconds
PORT = 3310


class Verdict(StrEnum):
    CLEAN = auto()
    HARMFUL = auto()
    NOT_KNOWN = auto()  # the scanner cannot be reached, or does not say
    NOT_ASKED = auto()  # there is none


def address_of(url: str) -> tuple[str, int] | str:
    """tcp://host:port, or unix:///path/of/the/socket; ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname and parts.path in ("", "/"):
        return parts.hostname, parts.port or PORT
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return parts.path
    raise ValueError(url)


def scan(content: IO[bytes]) -> Verdict:
    """What the scanner says of the whole content."""
    if not settings.CLAMD_URL:
        return Verdict.NOT_ASKED
    content.seek(0)
    try:
        with _connected() as scanner:
            answer = _asked(scanner, content)
    except (OSError, ValueError) as error:
        logger.warning("The virus scanner cannot be reached: %s", error)
        return Verdict.NOT_KNOWN
    finally:
        content.seek(0)
    if answer == b"stream: OK":
        return Verdict.CLEAN
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return Verdict.HARMFUL
    logger.warning("The virus scanner answered %r", answer[:200])
    return Verdict.NOT_KNOWN


def _connected() -> socket.socket:
    where = address_of(settings.CLAMD_URL)
    if isinstance(where, tuple):
        scanner = socket.create_connection(where, timeout=CONNECT)
    else:
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(CONNECT)
        try:
            scanner.connect(where)
        except OSError:
            scanner.close()
            raise
    scanner.settimeout(ANSWER)
    return scanner


def _asked(scanner: socket.socket, content: IO[bytes]) -> bytes:
    scanner.sendall(b"zINSTREAM\0")
    while chunk := content.read(CHUNK):
        scanner.sendall(len(chunk).to_bytes(4, "big") + chunk)
    scanner.sendall(b"\0\0\0\0")
    answer = b""
    while not answer.endswith(b"\0") and (more := scanner.recv(4096)):
        answer += more
    return answer.strip(b"\0\n ")
