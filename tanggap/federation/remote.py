"""What another server's documents say about an account and its key. Pure: fetching is somebody else's work.

The key's document, its owner and the account must name each other; a document that merely claims an owner proves
nothing (Mastodon's documentation, spec/security, note on `keyId`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tanggap.channels.contract import Author
from tanggap.federation.names import Malformed, as_list, host_of, id_in, is_address, same_host, type_in
from tanggap.federation.parse import ACTOR_TYPES
from tanggap.federation.signatures.keys import BadKey, load_multikey, load_public, to_pem

AUTOMATIC = frozenset({"Service", "Application"})
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key as a document shows it."""

    key_id: str
    owner: str
    pem: str


@dataclass(frozen=True, slots=True)
class RemoteActor:
    """An account whose document and key name each other."""

    key: FoundKey
    author: Author


def page_of(key_id: str) -> str:
    """Where the document of a key is fetched: its id without the fragment."""
    return key_id.partition("#")[0]


def is_actor(document: dict[str, Any]) -> bool:
    """Whether a document is an account's."""
    return type_in(document.get("type"), ACTOR_TYPES) in ACTOR_TYPES


def key_in(document: dict[str, Any], key_id: str) -> FoundKey:
    """The key of that id in an account's document, or the document that is the key itself. Raises Malformed."""
    for shown in _keys(document):
        if shown.get("id") == key_id:
            owner = id_in(shown.get("owner") or shown.get("controller"))
            same_host(key_id, owner)
            return FoundKey(key_id, owner, _pem(shown))
    raise Malformed("the document does not show the key")


def _keys(document: dict[str, Any]) -> list[dict[str, Any]]:
    shown = [*as_list(document.get("publicKey")), *as_list(document.get("assertionMethod")), document]
    return [one for one in shown if isinstance(one, dict) and ("publicKeyPem" in one or "publicKeyMultibase" in one)]


def _pem(shown: dict[str, Any]) -> str:
    """The key itself, read once so that what cannot be read is never kept."""
    pem, multibase = shown.get("publicKeyPem"), shown.get("publicKeyMultibase")
    try:
        return to_pem(load_public(pem) if isinstance(pem, str) else load_multikey(str(multibase)))
    except BadKey as error:
        raise Malformed(str(error)) from error


def actor_in(document: dict[str, Any], key: FoundKey) -> RemoteActor:
    """The account that owns the key and shows it, the same key, under the same name. Raises Malformed."""
    if not is_actor(document) or id_in(document) != key.owner:
        raise Malformed("the key's owner is somebody else")
    if key_in(document, key.key_id) != key:
        raise Malformed("the key's owner shows another key")
    return RemoteActor(key, author_in(document))


def author_in(document: dict[str, Any]) -> Author:
    """The few facts about an account that an answer needs. Raises Malformed without an inbox of its own host."""
    actor, inbox = id_in(document), document.get("inbox")
    if not is_address(inbox) or host_of(str(inbox)) != host_of(actor):
        raise Malformed("an account without an inbox")
    endpoints = document.get("endpoints")
    shared = endpoints.get("sharedInbox") if isinstance(endpoints, dict) else None
    page = next((one for one in as_list(document.get("url")) if is_address(one)), "")
    return Author(
        remote_id=actor,
        handle=_handle(document, actor),
        name=_line(document.get("name")),
        inbox=str(inbox),
        shared_inbox=str(shared) if is_address(shared) and host_of(str(shared)) == host_of(actor) else "",
        profile_url=str(page) if page and host_of(str(page)) == host_of(actor) else "",
        is_bot=type_in(document.get("type"), ACTOR_TYPES) in AUTOMATIC or _is_tanggap(document),
    )


def also_known_as(document: dict[str, Any]) -> list[str]:
    """The accounts that an account says it also is, which a Move is checked against."""
    return [one for one in as_list(document.get("alsoKnownAs")) if isinstance(one, str)]


def _handle(document: dict[str, Any], actor: str) -> str:
    name = _line(document.get("preferredUsername"))
    return f"{name}@{host_of(actor)}"[:LONGEST_NAME] if name else ""


def _line(value: Any) -> str:
    """One line of text that somebody chose; control characters are dropped."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in value[: LONGEST_NAME * 2]).split())[:LONGEST_NAME]


def _is_tanggap(document: dict[str, Any]) -> bool:
    """Two governments' machines must not acknowledge each other without end."""
    made_by = document.get("generator")
    return isinstance(made_by, dict) and made_by.get("name") == "Tanggap"
