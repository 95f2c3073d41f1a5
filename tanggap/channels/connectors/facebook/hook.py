"""Facebook's web hook: the handshake, the signature, and one notice for each event.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

from tanggap.channels.contract import Connection, HookAnswer, HookRequest, Notice

_SIGNED = "sha256="
# What a Page's hook also tells and no citizen wrote: receipts, clicks, hand-overs between apps.
_MESSAGES_KEPT = ("message", "message_edit", "reaction")


def shake_hands(request: HookRequest, connection: Connection) -> HookAnswer:
    """Return the challenge to whoever knows our verify token."""
    token, given = connection.secrets.get("verify_token", ""), request.query.get("hub.verify_token", "")
    if request.query.get("hub.mode") != "subscribe":
        return HookAnswer(400, reason="no handshake")
    if not token or not hmac.compare_digest(token.encode(), given.encode("utf-8", "replace")):
        return HookAnswer(403, reason="wrong verify token")
    return HookAnswer(200, request.query.get("hub.challenge", "").encode("utf-8", "replace"))


def take_events(request: HookRequest, connection: Connection) -> HookAnswer:
    """Verify the signature over the raw body, then split it: one hook may carry many events of several Pages."""
    if not _is_signed(request, connection):
        return HookAnswer(403, reason="signature missing or wrong")
    try:
        told = json.loads(request.body)
        if not isinstance(told, dict) or told.get("object") != "page" or not isinstance(told.get("entry"), list):
            return HookAnswer(400, reason="signed, but about no Page")
        # What names a Page or an event must be writable as text; half a surrogate pair is not.
        notices = list(_notices(told["entry"]))
        for notice in notices:
            f"{notice.account_id}{notice.event_id}".encode()
        return HookAnswer(200, b"EVENT_RECEIVED", notices=notices)
    except (ValueError, RecursionError):
        return HookAnswer(400, reason="signed, but no JSON, or too deep")


def _is_signed(request: HookRequest, connection: Connection) -> bool:
    secret, given = connection.secrets.get("app_secret", ""), request.headers.get("x-hub-signature-256", "")
    if not secret or not given.startswith(_SIGNED):
        return False
    right = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(right.encode(), given[len(_SIGNED) :].encode("utf-8", "replace"))


def _notices(entries: list[Any]) -> Iterator[Notice]:
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        page, at = str(entry.get("id", "")), entry.get("time")
        for change in _listed(entry, "changes"):
            value = change.get("value")
            if change.get("field") == "feed" and not _is_the_pages_own(value, page):
                yield _notice(page, at, "change", value)
        for told in _listed(entry, "messaging"):
            if any(kind in told for kind in _MESSAGES_KEPT) and not _is_echo(told):
                yield _notice(page, at, "messaging", told)


def _listed(entry: dict[str, Any], key: str) -> list[dict[str, Any]]:
    listed = entry.get(key)
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _is_the_pages_own(value: Any, page: str) -> bool:
    """What the Page itself wrote comes back through the hook; it is known already."""
    author = value.get("from") if isinstance(value, dict) else None
    return isinstance(author, dict) and str(author.get("id", "")) == page


def _is_echo(told: dict[str, Any]) -> bool:
    message = told.get("message")
    return isinstance(message, dict) and bool(message.get("is_echo"))


def _notice(page: str, at: Any, part: str, told: Any) -> Notice:
    # Escapes stay escapes, so that half a surrogate pair does no harm here.
    body = json.dumps({"page": page, part: told}, sort_keys=True, separators=(",", ":")).encode()
    return Notice(_event_id(page, at, part, told, body), body, account_id=page)


def _event_id(page: str, at: Any, part: str, told: Any, body: bytes) -> str:
    """Facebook sends an event again until it is answered, and has no id for it.

    A comment is made and removed once, and a message written once, so their ids do. Of the rest (an edit back to an
    earlier text, a like given anew) the same bytes may come twice and mean two events; the entry's time tells them
    apart.
    """
    once = _once(part, told)
    if once:
        return f"{page}:{once}"
    return f"{page}:{hashlib.sha256(body + json.dumps(at).encode()).hexdigest()}"


def _once(part: str, told: Any) -> str:
    if not isinstance(told, dict):
        return ""
    if part == "messaging":
        message = told.get("message")
        mid = message.get("mid") if isinstance(message, dict) and not message.get("is_deleted") else None
        return f"message:{mid}" if isinstance(mid, str) and mid else ""
    item, verb = told.get("item"), told.get("verb")
    made = told.get("comment_id") if item == "comment" else told.get("post_id")
    if item in ("comment", "post", "status", "photo", "video") and verb in ("add", "remove") and isinstance(made, str):
        return f"{item}:{verb}:{made}"
    return ""
