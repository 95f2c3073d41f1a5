"""Who is asking, where a proxy stands in front: the one place that reads what proxies say of a visitor.

Everything behind it (limits, the sign-in's lock, the pages) takes `REMOTE_ADDR` for the visitor and the scheme for the
visitor's, and looks at no header of a proxy. Before it, `bodies` watches connections, which are the proxy's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def read_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, with commas between. Raises ValueError, whose message is the one that is none."""
    networks: list[Network] = []
    for part in filter(None, (word.strip() for word in text.split(","))):
        try:
            networks.append(ip_network(part, strict=False))
        except ValueError:
            raise ValueError(part) from None
    return tuple(networks)


def behind_proxies(application: Application, trusted: Sequence[Network], scheme: str) -> Application:
    """A WSGI application that sees the visitor's own address, and the installation's own scheme.

    The scheme is a setting, not a header: an installation has one, and whoever claims another gains nothing by it.
    """

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = visitor_address(environ, trusted)
        environ["wsgi.url_scheme"] = scheme
        return application(environ, start_response)

    return answer


def visitor_address(meta: Mapping[str, Any], trusted: Sequence[Network]) -> str:
    """The visitor's address: the connection's, or the last one that a chain of trusted proxies vouches for.

    Each proxy adds at the right whom it talked to, so what stands left of an untrusted address is only a claim.
    """
    nearest = str(meta.get("REMOTE_ADDR", ""))
    if not trusted or not _is_trusted(nearest, trusted):
        return nearest
    for word in reversed(str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")):
        address = _address_in(word)
        if address is None:
            break
        nearest = str(address)
        if not _is_trusted(nearest, trusted):
            break
    return nearest


def _is_trusted(text: str, trusted: Sequence[Network]) -> bool:
    address = _address_in(text)
    return address is not None and any(address in network for network in trusted)


def _address_in(word: str) -> IPv4Address | IPv6Address | None:
    """The address in one word, which some proxies write with a port."""
    word = word.strip()
    if word.startswith("["):
        word = word[1:].partition("]")[0]
    elif word.count(":") == 1:
        word = word.partition(":")[0]
    try:
        address = ip_address(word.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
