"""How the government's messages reach a Page: under the comment, into the conversation, or onto the Page itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tanggap.channels.connectors.facebook.graph import DUPLICATE, Graph, GraphError
from tanggap.channels.contract import Audience, ConnectorError, OutgoingMessage, Sent, gettext_noop

MOST_IN_COMMENT = 8_000
MOST_IN_MESSAGE = 2_000
# A correction is a comment or message of its own, under the first one; it must say what it is.
CORRECTED = {"id": "Ralat", "jv": "Ralat", "su": "Ralat", "en": "Correction"}
LONGEST_LABEL = max(map(len, CORRECTED.values())) + len(": ")
# How many of the latest are looked through, and how far our clock and theirs may differ.
_LATEST = "100"
_FIELDS = "id,message,from,created_time,permalink_url"
_CLOCKS = timedelta(minutes=10)


def labelled(message: OutgoingMessage) -> OutgoingMessage:
    """The message as a Page says it: a correction named as one, in its own language."""
    if not message.corrects:
        return message
    label = CORRECTED.get(message.language[:2], CORRECTED["en"])
    return replace(message, text=f"{label}: {message.text}")


def send_message(message: OutgoingMessage, graph: Graph) -> Sent:
    """Send it to where it belongs. Raises ConnectorError."""
    try:
        if message.audience is Audience.DIRECT:
            return _write(message, graph)
        if message.in_reply_to:
            return _sent(graph.post(message.in_reply_to, "comments", message=message.text))
        return _sent(graph.post(graph.page, "feed", message=message.text))
    except GraphError as error:
        # "You have just posted that" means that it is there.
        found = find_message(message, graph) if error.code == DUPLICATE else None
        if found is None:
            raise
        return found


def find_message(message: OutgoingMessage, graph: Graph) -> Sent | None:
    """Find what an interrupted call may have left there: the Page's own, of the same words, not older than ours."""
    if message.audience is Audience.DIRECT:
        listed = _conversation(message, graph)
    elif message.in_reply_to:
        listed = _comments_around(message.in_reply_to, graph)
    else:
        listed = _listed(graph.get(graph.page, "feed", fields=_FIELDS, limit=_LATEST))
    for item in listed:
        if _is_ours(item, message, graph.page):
            return Sent(str(item.get("id", "")), str(item.get("permalink_url", "")))
    return None


def _write(message: OutgoingMessage, graph: Graph) -> Sent:
    if message.recipient is None:
        shown = gettext_noop("It is not known whom to write to.")
        raise ConnectorError("facebook: nobody to write to", permanent=True, shown=shown)
    if len(message.text) > MOST_IN_MESSAGE:
        shown = gettext_noop("This is too long for a message on Facebook, which may have 2,000 characters.")
        raise ConnectorError("facebook: message too long", permanent=True, shown=shown)
    told = graph.post(
        graph.page,
        "messages",
        recipient=json.dumps({"id": message.recipient.remote_id}),
        message=json.dumps({"text": message.text}),
        **_occasion(message, graph),
    )
    return Sent(_id(told, "message_id"))


def _occasion(message: OutgoingMessage, graph: Graph) -> dict[str, str]:
    """The later answer of a person is allowed where Facebook granted it; nothing automatic may claim to be one."""
    if graph.settings.get("human_agent") and message.extra.get("kind") in ("answer", "correction"):
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return {"messaging_type": "RESPONSE"}


def _comments_around(comment_id: str, graph: Graph) -> list[dict[str, Any]]:
    """Facebook hangs an answer to a reply under the comment above, so both places are read."""
    fields = {"fields": _FIELDS, "limit": _LATEST, "order": "reverse_chronological", "filter": "stream"}
    listed = _listed(graph.get(comment_id, "comments", **fields))
    above = graph.get(comment_id, fields="parent{id}").get("parent")
    if isinstance(above, dict) and above.get("id"):
        listed += _listed(graph.get(str(above["id"]), "comments", **fields))
    return listed


def _conversation(message: OutgoingMessage, graph: Graph) -> list[dict[str, Any]]:
    if message.recipient is None:
        return []
    fields = {"user_id": message.recipient.remote_id, "platform": "messenger"}
    fields["fields"] = f"messages.limit({_LATEST}){{id,message,from,created_time}}"
    found = _listed(graph.get(graph.page, "conversations", **fields))
    return [item for conversation in found for item in _listed(conversation.get("messages"))]


def _is_ours(item: dict[str, Any], message: OutgoingMessage, page: str) -> bool:
    author = item.get("from")
    # A Page's feed leaves the author of the Page's own posts out for some tokens.
    ours = author is None or (isinstance(author, dict) and str(author.get("id", "")) == page)
    return ours and _words(item.get("message")) == _words(message.text) and _is_later(item, message.published_at)


def _is_later(item: dict[str, Any], signed_at: datetime | None) -> bool:
    if signed_at is None:
        return True
    try:
        made = datetime.fromisoformat(str(item.get("created_time", "")))
        return made >= signed_at - _CLOCKS
    except (ValueError, TypeError):
        return True


def _words(text: Any) -> list[str]:
    """Facebook may change white space, never words."""
    return text.split() if isinstance(text, str) else []


def _listed(told: Any) -> list[dict[str, Any]]:
    data = told.get("data") if isinstance(told, dict) else None
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def _sent(told: dict[str, Any]) -> Sent:
    return Sent(_id(told, "id"), str(told.get("permalink_url", "")))


def _id(told: dict[str, Any], key: str) -> str:
    given = told.get(key)
    if not isinstance(given, str) or not given:
        shown = gettext_noop("Facebook took the message and did not say where it is. It is looked for.")
        raise ConnectorError("facebook: took the message but named no id", permanent=False, shown=shown)
    return given
