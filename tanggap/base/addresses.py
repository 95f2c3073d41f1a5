"""Where a URL leads, and whether the house may go there. Needs no Django."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

REMEMBER_SECONDS = 20.0
REMEMBER_FAILURE_SECONDS = 3.0
MOST_NAMES = 4096
LONGEST_URL = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}
_NO_PART_OF_A_URL = re.compile(r"[\x00-\x20\x7f\\]")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Where clouds tell a machine its secrets, outside the link-local range.
_METADATA = {ipaddress.ip_address(text) for text in ("fd00:ec2::254", "100.100.100.200", "192.0.0.192")}
# What the registries of special addresses (RFC 6890 and later) keep from the open internet, whatever this Python knows.
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("192.0.0.0/24", "192.88.99.0/24"),
        *("64:ff9b:1::/48", "100::/64", "2001::/23", "3fff::/20", "5f00::/16"),
    )
)
# A path as it stands in the URL: a signature covers it byte for byte, so nothing that is allowed is rewritten.
_PATH_SAFE = "/%:@!$&'()*+,;=-._~?#[]|^`{}\"<>"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """A URL leads nowhere that the house would go; `permanent` says whether that may change."""

    def __init__(self, reason: str, permanent: bool):
        super().__init__(reason)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart once, so that guard and connection cannot read it differently."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


@lru_cache(maxsize=2048)
def read_url(url: str) -> Target:
    """Take an http(s) URL apart. Raises Unreachable for other schemes, credentials and anything ambiguous."""
    if len(url) > LONGEST_URL or _NO_PART_OF_A_URL.search(url):
        raise Unreachable("malformed address", permanent=True)
    try:
        parts = urlsplit(url)
        scheme, port, host = parts.scheme.lower(), parts.port, _ascii_host(parts.hostname or "")
    except ValueError as error:
        raise Unreachable("malformed address", permanent=True) from error
    if scheme not in DEFAULT_PORTS or "@" in parts.netloc or not host or port == 0:
        raise Unreachable("malformed address", permanent=True)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, scheme, host, port or DEFAULT_PORTS[scheme], quote(path, safe=_PATH_SAFE))


def is_public(text: str) -> bool:
    """Whether an address belongs to the open internet, also when it is wrapped in another one."""
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = _wrapped(address)
    if inner is not None:
        return is_public(str(inner))
    site_local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    closed = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    special = any(address in network for network in _SPECIAL)
    return address.is_global and not (closed or site_local or special)


def is_never_allowed(text: str) -> bool:
    """Whether no setting opens an address: link-local ones and a cloud's metadata, also wrapped."""
    address = ipaddress.ip_address(text.partition("%")[0])
    address = _wrapped(address) or address
    return address.is_link_local or address in _METADATA


def network_of(text: str) -> str:
    """Whom a limit counts as one sender: an address, and of IPv6 only the part that one household shares."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/{64 if address.version == 6 else 32}", strict=False))


class Resolver:
    """Turns a target into addresses that may be gone to; remembers names for some seconds."""

    def __init__(self, allow_private: bool):
        self._allow_private = allow_private
        self._known: dict[str, tuple[float, list[str]]] = {}

    def addresses(self, target: Target, deadline: float) -> list[str]:
        """Allowed addresses, best first; `deadline` is by time.monotonic. Raises Unreachable."""
        kept = self._known.get(target.host)
        if kept is None or kept[0] < time.monotonic():
            kept = self._look_up(target.host, deadline)
        if not kept[1]:
            raise Unreachable("unknown name", permanent=False)
        allowed = [address for address in kept[1] if self._may_go_to(address)]
        if not allowed:
            raise Unreachable("address not allowed", permanent=True)
        return allowed

    def _may_go_to(self, address: str) -> bool:
        return not is_never_allowed(address) and (self._allow_private or is_public(address))

    def put_last(self, host: str, address: str) -> None:
        """Remember that an address of a name did not answer while others may."""
        kept = self._known.get(host)
        if kept is not None and address in kept[1]:
            self._known[host] = (kept[0], [other for other in kept[1] if other != address] + [address])

    def _look_up(self, host: str, deadline: float) -> tuple[float, list[str]]:
        # The system's resolver has no deadline, so it runs beside us; a thread that hangs in it holds nothing.
        found: list[str] = []
        thread = threading.Thread(target=_resolve, args=(host, found), daemon=True)
        thread.start()
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            raise Unreachable("name lookup timed out", permanent=False)
        if len(self._known) >= MOST_NAMES:
            self._known.clear()
        kept = (time.monotonic() + (REMEMBER_SECONDS if found else REMEMBER_FAILURE_SECONDS), found)
        self._known[host] = kept
        return kept


def _resolve(host: str, found: list[str]) -> None:
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))


def _ascii_host(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()


def _wrapped(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, NAT64), which is where packets would end."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
