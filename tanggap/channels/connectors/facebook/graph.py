"""Calls to the Graph API, and what its errors mean.

https://developers.facebook.com/docs/graph-api/guides/error-handling
https://developers.facebook.com/docs/graph-api/overview/rate-limiting
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from tanggap.channels.contract import Answer, Connection, ConnectorError, Door, gettext_noop

API = "https://graph.facebook.com"
VERSION = "v23.0"

TOKEN_GONE = frozenset({102, 190, 458, 459, 460, 463, 464, 467})
TOO_MANY = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
NOT_NOW = frozenset({1, 2})
BLOCKED = 368
DUPLICATE = 506
NOBODY_THERE = frozenset({551, 1545041})
# Subcode of error 10: the 24 hours in which a Page may answer a message are over.
WINDOW_OVER = frozenset({2018278, 2018108})
GONE = 33
_WAIT = 300.0
_WAIT_BLOCKED = 3600.0

SHOWN = {
    "token": gettext_noop("Facebook no longer accepts the Page's access token. Connect the Page again."),
    "permission": gettext_noop("Facebook does not allow this. The Page's permissions have to be checked."),
    "busy": gettext_noop("Facebook wants us to slow down. It is tried again."),
    "down": gettext_noop("Facebook does not answer. It is tried again."),
    "blocked": gettext_noop("Facebook has blocked this for a while. It is tried again."),
    "gone": gettext_noop("The comment that this answers no longer exists, or Facebook hides it from us."),
    "window": gettext_noop("Facebook lets a Page answer a message for a limited time only, and it is over."),
    "person": gettext_noop("This person cannot be reached on Facebook now."),
    "duplicate": gettext_noop("Facebook refused this as a repetition."),
    "refused": gettext_noop("Facebook refused this message."),
}


class Graph:
    """One Page's calls. The token travels in a header, so that no address that might be logged holds it."""

    def __init__(self, connection: Connection, door: Door):
        self.page = connection.account_id
        self.settings = connection.settings
        self._door = door
        self._token = connection.secrets.get("access_token", "")
        self._secret = connection.secrets.get("app_secret", "")
        base = str(connection.settings.get("api") or API).rstrip("/")
        self._base = f"{base}/{connection.settings.get('version') or VERSION}"
        if not self._token or not self.page:
            raise _error("token", "the Page has no access token", permanent=True)

    def get(self, *path: str, **fields: str) -> dict[str, Any]:
        """Read something. Raises ConnectorError."""
        return self._call("GET", f"{self._address(path)}?{urlencode({**fields, **self._proof()})}")

    def post(self, *path: str, **fields: str) -> dict[str, Any]:
        """Make something. Raises ConnectorError; a GraphError where Facebook said why."""
        return self._call("POST", self._address(path), urlencode({**fields, **self._proof()}).encode())

    def _address(self, path: tuple[str, ...]) -> str:
        return "/".join([self._base, *(quote(part, safe="") for part in path)])

    def _proof(self) -> dict[str, str]:
        """Shows that whoever uses the token also knows the app's secret; Facebook may be told to insist on it."""
        if not self._secret:
            return {}
        return {"appsecret_proof": hmac.new(self._secret.encode(), self._token.encode(), hashlib.sha256).hexdigest()}

    def _call(self, method: str, url: str, body: bytes | None = None) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self._token}", "accept": "application/json"}
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        answer = self._door.request(method, url, headers=headers, body=body)
        told = _parsed(answer)
        if answer.status >= 400 or "error" in told:
            raise _explained(answer, told)
        return told


class GraphError(ConnectorError):
    """Facebook answered that it did not do it, and why (`code`)."""

    code: int = 0


def _parsed(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict):
        return told
    if answer.status >= 400:
        return {}
    raise _error("down", f"answered {answer.status} without JSON", permanent=False)


def _explained(answer: Answer, told: Mapping[str, Any]) -> GraphError:
    """The error in our words. Facebook's own text is left out: it may quote the message or a token."""
    error = told.get("error")
    error = error if isinstance(error, dict) else {}
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    name, permanent, wait = _meaning(answer, code, subcode, bool(error.get("is_transient")))
    raised = _error(name, f"HTTP {answer.status}, error {code}/{subcode}", permanent=permanent, retry_after=wait)
    raised.code = code
    return raised


def _meaning(answer: Answer, code: int, subcode: int, transient: bool) -> tuple[str, bool, float | None]:
    if code in TOO_MANY or answer.status == 429:
        return "busy", False, _asked_to_wait(answer) or _WAIT
    if code in TOKEN_GONE:
        return "token", True, None
    if code == BLOCKED:
        return "blocked", False, _WAIT_BLOCKED
    if transient or code in NOT_NOW or answer.status >= 500:
        return "down", False, _asked_to_wait(answer)
    if subcode in WINDOW_OVER:
        return "window", True, None
    if code == DUPLICATE:
        return "duplicate", True, None
    if code in NOBODY_THERE or subcode in NOBODY_THERE:
        return "person", True, None
    if code in (3, 10) or 200 <= code <= 299:
        return "permission", True, None
    return ("gone" if subcode == GONE or code == 803 else "refused"), True, None


def _asked_to_wait(answer: Answer) -> float | None:
    """Seconds that Facebook asks for: `Retry-After`, or minutes in its own header of usage."""
    given = answer.headers.get("retry-after", "")
    if given.isdigit():
        return float(given[:6])
    try:
        usage = json.loads(answer.headers.get("x-business-use-case-usage", ""))
        minutes = [use["estimated_time_to_regain_access"] for uses in usage.values() for use in uses]
        return max(float(most) for most in minutes) * 60 or None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _number(given: Any) -> int:
    return given if isinstance(given, int) else 0


def _error(name: str, why: str, *, permanent: bool, retry_after: float | None = None) -> GraphError:
    return GraphError(f"facebook: {name}: {why}", permanent=permanent, shown=SHOWN[name], retry_after=retry_after)
