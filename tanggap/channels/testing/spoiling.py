"""How genuine samples are spoiled, so that it is seen what a connector makes of them. Needs no Django."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tanggap.channels.contract import HookRequest

# What networks and their imitators have been seen to send, and worse.
MALFORMED = (
    b"",
    b"{",
    b"null",
    b"[]",
    b"{}",
    b'"text"',
    b"0",
    b"NaN",
    b"\xff\xfe\x00",
    b'{"id": "\\ud800"}',
    b'{"a":' * 5_000,
    b"[" * 5_000 + b"]" * 5_000,
    b"9" * 5_000,
)
ODD: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, "", "\x00\ud800", "x" * 5_000, [], {}, [[]], {"id": {}})


def spoiled(request: HookRequest) -> Iterator[tuple[str, HookRequest]]:
    """A genuine request with one thing wrong: other bytes, no headers, or a signature that ends otherwise."""
    yield "a request with a changed body", replace(request, body=request.body + b" ")
    yield "an unsigned request", replace(request, headers={})
    yield "a request with broken headers", replace(request, headers=dict.fromkeys(request.headers, "é\x00"))


def mutations(body: bytes) -> Iterator[bytes]:
    """The bytes cut short, and, where they are JSON, with every part in turn replaced by something odd."""
    yield body[: len(body) // 2]
    yield body + b"\xff"
    try:
        told = json.loads(body)
    except ValueError:
        return
    for changed in _changed(told):
        yield json.dumps(changed).encode()


def _changed(told: Any) -> Iterator[Any]:
    yield from ODD
    if isinstance(told, Mapping):
        for key, value in told.items():
            yield {name: kept for name, kept in told.items() if name != key}
            for changed in _changed(value):
                yield {**told, key: changed}
    elif isinstance(told, list):
        for at, value in enumerate(told):
            for changed in _changed(value):
                yield [*told[:at], changed, *told[at + 1 :]]
