"""One address, fetched over https from the public internet and from nowhere else.

The name is resolved once, every address that it has is checked, and the connection goes to a checked one: so a name
that leads elsewhere a moment later does not matter. Each redirect is checked in the same way. How long it may take in
all, the process that runs this decides (`reading.SECONDS`).
"""

import socket
import ssl
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from .faults import NOT_A_CALENDAR, NOT_FOUND, TOO_LARGE, UNREACHABLE, Unread

MOST_BYTES = 10 * 1024 * 1024
MOST_REDIRECTS = 3
PORT = 443
WAIT = 10  # seconds for each step on the wire
REDIRECTS = (301, 302, 303, 307, 308)
# What Python does not call private everywhere, and what carries another address inside.
NOT_FOR_US = [
    ip_network(each)
    for each in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "fec0::/10", "fc00::/7", "5f00::/16",
    )
]  # fmt: skip

Resolve = Callable[..., Any]
Connect = Callable[[str, str], Any]


def fetch(address: str, resolve: Resolve = socket.getaddrinfo, connect: Connect | None = None) -> bytes:
    """What stands there; `resolve` and `connect` are for tests."""
    try:
        for _redirect in range(MOST_REDIRECTS + 1):
            host, target = parts_of(address)
            answer = _ask(host, target, public_addresses(host, resolve), connect or _connect)
            if answer.status not in REDIRECTS:
                return _body(answer)
            address = urljoin(address, answer.headers.get("Location", ""))
    except (OSError, HTTPException, ValueError):  # TLS and names too; what exactly is nobody's business
        raise Unread(UNREACHABLE) from None
    raise Unread(UNREACHABLE)


def parts_of(address: str) -> tuple[str, str]:
    """The host, and what to ask it for; only https on its own port, and without a name and password."""
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.port not in (None, PORT) or "@" in parts.netloc or not parts.hostname:
        raise Unread(UNREACHABLE)
    host = parts.hostname.encode("idna").decode("ascii")
    query = f"?{parts.query}" if parts.query else ""
    return host, quote(f"{parts.path or '/'}{query}", safe="/?%:@!$&'()*+,;=~-._[]|")


def may_be_public(address: str) -> bool:
    """Whether nothing in the address itself says that it leads to this computer or into a private network."""
    host = parts_of(address)[0].rstrip(".").lower()
    try:
        ip_address(host)
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".internal"))
    return is_public(host)


def public_addresses(host: str, resolve: Resolve = socket.getaddrinfo) -> list[str]:
    """Every address of the host; refused as soon as one of them is not public."""
    found = [str(row[4][0]) for row in resolve(host, PORT, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(each) for each in found):
        raise Unread(UNREACHABLE)
    return list(dict.fromkeys(found))


def is_public(address: str) -> bool:
    """Whether it can be an address on the internet: not private, of this machine, of a link, for many or reserved."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:  # with a zone, as addresses of a link have
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    special = found.is_private or found.is_loopback or found.is_link_local or found.is_multicast or found.is_reserved
    inside = any(found in network for network in NOT_FOR_US if network.version == found.version)
    return found.is_global and not special and not found.is_unspecified and not inside


def _ask(host: str, target: str, addresses: list[str], connect: Connect) -> HTTPResponse:
    for number, address in enumerate(addresses, 1):
        try:
            wire = connect(address, host)
            break
        except OSError:
            if number == len(addresses):
                raise
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "Accept: text/calendar, */*;q=0.1", "Accept-Encoding: identity"]
    lines += ["User-Agent: Improvement Portal", "Connection: close", "", ""]
    wire.sendall("\r\n".join(lines).encode("ascii"))
    answer = HTTPResponse(wire, method="GET")
    answer.begin()
    return answer


def _connect(address: str, host: str) -> ssl.SSLSocket:
    """To this very address; the certificate is that of the host."""
    plain = socket.create_connection((address, PORT), timeout=WAIT)
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _body(answer: HTTPResponse) -> bytes:
    if answer.status != 200:
        raise Unread(NOT_FOUND)
    if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Unread(NOT_A_CALENDAR)  # it was asked for plain: nothing is unpacked here
    content = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unread(TOO_LARGE)
    if answer.length:
        raise Unread(UNREACHABLE)  # it was cut short
    return content
