"""Ids of the fediverse are web addresses, and whose they are is said by the host alone. Needs no Django."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, TypeGuard

LONGEST_ID = 2048
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
# ActivityPub §5.6 allows all three spellings of the public collection.
PUBLIC_NAMES = frozenset({PUBLIC, "as:Public", "Public"})

# Both cases are written out: where case is ignored, a long s would be read as `https`, and a Kelvin sign as `k`.
_URL = re.compile(
    r"([hH][tT][tT][pP][sS]?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?"
    r"(?:[/?#][^\s\x00-\x20\x7f\"<>\\^`{|}]*)?"
)
_DEFAULT_PORTS = {"https": "443", "http": "80"}


class Malformed(ValueError):
    """An activity that makes no sense. The text is for the log and the sender; it quotes nothing of the activity."""


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The host of an id, lower case, with its port unless it is the scheme's own. Raises Malformed."""
    match = _URL.fullmatch(url) if _fits(url) else None
    if match is None:
        raise Malformed("an id that is no web address")
    scheme, host, port = match.groups()
    if port is None or port == _DEFAULT_PORTS[scheme.lower()]:
        return host.lower()
    return f"{host.lower()}:{port}"


def is_address(value: object) -> TypeGuard[str]:
    """Whether something is a web address of http or https."""
    return isinstance(value, str) and _fits(value) and _URL.fullmatch(value) is not None


def _fits(url: str) -> bool:
    # By bytes, since a longer one would not go into an index.
    return len(url) <= LONGEST_ID and (url.isascii() or len(url.encode("utf-8", "replace")) <= LONGEST_ID)


def id_in(value: Any) -> str:
    """The id in a property that holds an address, an object or a list of which the first counts. Raises Malformed."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("id")
    if not isinstance(value, str):
        raise Malformed("an id is missing")
    host_of(value)
    return value


def ids_in(value: Any) -> list[str]:
    """All ids in a property that holds one or many; empty when it is absent. Raises Malformed on other types."""
    found: list[str] = []
    for item in as_list(value):
        one = item.get("id") if isinstance(item, dict) else item
        if not isinstance(one, str):
            raise Malformed("an address that is no text")
        found.append(one)
    return found


def as_list(value: Any) -> list[Any]:
    """JSON-LD writes one value bare and several as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def same_host(*urls: str) -> None:
    """Refuse ids that contradict each other about where they come from. Raises Malformed."""
    if len({host_of(url) for url in urls}) > 1:
        raise Malformed("ids of different hosts")


def type_in(value: Any, known: frozenset[str]) -> str:
    """The type that is known here among those given; else the first; empty when there is none that is text."""
    names = [item for item in as_list(value) if isinstance(item, str)]
    return next((name for name in names if name in known), names[0] if names else "")
