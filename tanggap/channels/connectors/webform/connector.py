"""The connector for our own form. What the web side keeps is read here like any network's bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tanggap.channels.contract import (
    VERSION,
    Audience,
    Author,
    Connection,
    ConnectorError,
    Door,
    Event,
    HookAnswer,
    HookRequest,
    IncomingPost,
    OutgoingMessage,
    Resend,
    Sent,
    gettext_noop,
)

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TRACKING = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_SECRET_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST = 20_000


class WebformConnector:
    """Reads a report as the form wrote it down.

    The arrival is a JSON object: `id` (drawn by the form, one for each report; makes the post's id), `text`, and
    where given `agency` (the account's id), `name`, `language`, `kind`, `anonymous` and `confidential` (true or
    false), `tracking_id`, `secret_hash` (hex of the SHA-256 of the secret link's secret), and for a further post by
    the same person `in_reply_to` and `author` (ids of the report) and `says` (`done`, `not_done`, or `adds` for
    words that say nothing of the result).
    """

    kind = "webform"
    name = "Web form"
    version = VERSION
    resend = Resend.SAFE
    max_length = 10_000

    def read_hook(self, request: HookRequest, connection: Connection) -> HookAnswer:
        """There is no hook: a form is kept by the web side, which has checked it."""
        return HookAnswer(404, reason="the form has no hook")

    def read_events(self, body: bytes, connection: Connection) -> Sequence[Event]:
        """The one report in an arrival. Raises ConnectorError(permanent=True) when it is none."""
        form = _parsed(body)
        made = f"form:{_matching(form, 'id', _ID, needed=True)}"
        confidential = _flag(form, "confidential")
        agency = _text(form, "agency", 200)
        return [
            IncomingPost(
                remote_id=made,
                author=Author(_text(form, "author", 200) or made, name=_text(form, "name", 200)),
                text=_text(form, "text", _LONGEST),
                audience=Audience.DIRECT if confidential else Audience.PUBLIC,
                addressed_to=(agency,) if agency else (),
                in_reply_to=_text(form, "in_reply_to", 200),
                language=_text(form, "language", 12),
                extra=_choices(form),
            )
        ]

    def send(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent:
        """Nothing leaves the house: an answer to a form has arrived when it stands behind the citizen's saved link.

        That there is news goes by e-mail, as a message of its own, to whoever asked for it.
        """
        return Sent(f"form:answer:{message.message_id}", message.url)

    def look_up(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent | None:
        """It is where it was stored."""
        return self.send(message, connection, door)


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        form = json.loads(body)
    except (ValueError, RecursionError):
        raise _senseless("no JSON") from None
    if not isinstance(form, dict):
        raise _senseless("no object")
    return form


def _choices(form: Mapping[str, Any]) -> dict[str, Any]:
    choices = {
        "anonymous": _flag(form, "anonymous"),
        "confidential": _flag(form, "confidential"),
        "tracking_id": _matching(form, "tracking_id", _TRACKING),
        "secret_hash": _matching(form, "secret_hash", _SECRET_HASH),
        "kind": _text(form, "kind", 16),
        "says": _text(form, "says", 10),
    }
    return {name: choice for name, choice in choices.items() if choice}


def _flag(form: Mapping[str, Any], key: str) -> bool:
    """A choice about safety is read strictly: anything but true or false stops the report, and a person looks."""
    given = form.get(key, False)
    if not isinstance(given, bool):
        raise _senseless(f"{key} is neither true nor false")
    return given


def _matching(form: Mapping[str, Any], key: str, pattern: re.Pattern[str], *, needed: bool = False) -> str:
    given = _text(form, key, 100)
    if (given or needed) and not pattern.fullmatch(given):
        raise _senseless(f"{key} is malformed")
    return given


def _text(form: Mapping[str, Any], key: str, longest: int) -> str:
    given = form.get(key) or ""
    if not isinstance(given, str):
        raise _senseless(f"{key} is no text")
    return given.replace("\x00", "").encode("utf-8", "replace").decode()[:longest]


def _senseless(why: str) -> ConnectorError:
    shown = gettext_noop("A report of our own form cannot be read.")
    return ConnectorError(f"webform: {why}", permanent=True, shown=shown)
