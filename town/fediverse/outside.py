"""Requests to other servers: short, bounded, and following no redirect."""

from __future__ import annotations

import json
from typing import Any

import urllib3

AGENT = "PosRonda/1.0 (pretend town)"
ACTIVITY_JSON = "application/activity+json"
MOST_BYTES = 1_000_000


class NotReached(Exception):
    """Nobody answered, or not what was asked for."""


class Outside:
    """One pool of connections for the whole town."""

    def __init__(self) -> None:
        timeout = urllib3.Timeout(connect=3.0, read=10.0)
        self._pool = urllib3.PoolManager(num_pools=20, maxsize=8, timeout=timeout, retries=False)

    def request(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case and body. Raises NotReached."""
        sent = {"User-Agent": AGENT, **headers}
        try:
            answer = self._pool.request(
                method, url, headers=sent, body=body, redirect=False, preload_content=False, decode_content=True
            )
            data = answer.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES:
                answer.close()
            answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise NotReached(f"{type(error).__name__} at {url}") from error
        if len(data) > MOST_BYTES:
            raise NotReached(f"too much at {url}")
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, data

    def get_json(self, url: str, headers: dict[str, str]) -> dict[str, Any]:
        """A JSON object. Raises NotReached."""
        status, _, body = self.request("GET", url, headers)
        if status != 200:
            raise NotReached(f"{status} at {url}")
        try:
            told = json.loads(body)
        except ValueError as error:
            raise NotReached(f"no JSON at {url}") from error
        if not isinstance(told, dict):
            raise NotReached(f"no object at {url}")
        return told

    def close(self) -> None:
        """Close every connection."""
        self._pool.clear()
