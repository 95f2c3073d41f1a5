"""The federated inbox: verify, keep durably, and only then answer 202.

`receive` is a plain function over what the web server hands in, so that it can stand before every middleware.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from tanggap.base.addresses import network_of
from tanggap.base.clock import now
from tanggap.channels.actions import NewArrival
from tanggap.channels.committer import keep
from tanggap.channels.contract import Author, Lane
from tanggap.channels.errors import TooManyWaiting
from tanggap.federation.actors import NETWORK, OwnHosts, find_actor
from tanggap.federation.acts import Activity, ChangedActor, Flag, GoneActor, Move
from tanggap.federation.envelope import author_line
from tanggap.federation.fetch import CannotFetch
from tanggap.federation.gate import Busy
from tanggap.federation.keys import KnownKey, ring
from tanggap.federation.limits import by_author, by_server, flags_by_server, protocol_by_author, unproven_by_network
from tanggap.federation.names import Malformed, host_of
from tanggap.federation.parse import LARGEST_BODY, TooLarge, load_activity, read_activity
from tanggap.federation.signatures.claim import Arriving, BadSignature, Claim
from tanggap.federation.signatures.verify import read_claim, signed_by
from tanggap.people.models import Identity

RETRY_SECONDS = 5

log = structlog.get_logger(__name__)
own_hosts = OwnHosts()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender is told."""

    status: int
    reason: str = ""
    retry_after: int = 0


class Refused(Exception):
    """The activity is not taken."""

    def __init__(self, status: int, reason: str, retry_after: int = 0):
        super().__init__(reason)
        self.reply = Reply(status, reason, retry_after)


ACCEPTED = Reply(202)


def answer(request: HttpRequest, handle: str = "") -> HttpResponse:
    """The shared inbox, or with a handle an account's own."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    body = _body(request)
    reply = _refuse(413, "too many bytes") if body is None else receive(request.META, body, handle)
    headers = {"Content-Length": str(len(reply.reason))}
    if reply.retry_after:
        headers["Retry-After"] = str(reply.retry_after)
    response = HttpResponse(
        reply.reason, status=reply.status, content_type="text/plain; charset=utf-8", headers=headers
    )
    # Our own line says it without the address; Django's would be a second one.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def receive(meta: Mapping[str, Any], body: bytes, handle: str = "") -> Reply:
    """Take one activity in. 202 means that it is stored, or that nobody here needs it."""
    try:
        return _take(meta, body, handle)
    except Refused as refused:
        reply = refused.reply
    except TooLarge as error:
        reply = Reply(413, str(error))
    except Malformed as error:
        reply = Reply(400, str(error))
    except BadSignature as error:
        reply = Reply(401, str(error))
    except Busy:
        reply = Reply(503, "too many keys are being fetched", RETRY_SECONDS)
    except CannotFetch as error:
        reply = Reply(503, str(error), int(error.wait) + 1) if error.passing else Reply(401, str(error))
    except TooManyWaiting:
        reply = Reply(503, "too many posts are waiting", 60)
    except (DatabaseError, TimeoutError):
        reply = Reply(503, "nothing can be stored now", RETRY_SECONDS)
    return _refuse(reply.status, reply.reason, reply.retry_after)


def _refuse(status: int, reason: str, retry_after: int = 0) -> Reply:
    """One line for each refusal; it names neither the sender nor their server, which may be one person's."""
    log.info("inbox_refused", status=status, reason=reason)
    return Reply(status, reason, retry_after)


def _take(meta: Mapping[str, Any], body: bytes, handle: str) -> Reply:
    claim = read_claim(Arriving(meta, body, own_hosts, _scheme(), time.time()))
    activity = read_activity(load_activity(body))
    if host_of(claim.key_id) != host_of(activity.actor):
        raise Refused(403, "the key is of another host than the actor")
    if isinstance(activity.act, GoneActor) and _is_stranger(activity.actor, claim.key_id):
        return ACCEPTED
    account_id = _account_id(meta, handle)
    key = _proven_by_stranger(claim, activity, network_of(str(meta.get("REMOTE_ADDR", ""))))
    if key is not None and key.owner != activity.actor:
        raise Refused(403, "the key is another account's than the actor's")
    _limit(activity)
    return _keep(activity, key, body, account_id)


def _scheme() -> str:
    return settings.BASE_URL.partition(":")[0]


def _account_id(meta: Mapping[str, Any], handle: str) -> str:
    if not handle:
        return ""
    actor = find_actor(meta.get("HTTP_HOST", ""), handle)
    if actor is None:
        raise Refused(404, "no such account")
    return actor.facts.id


def _is_stranger(actor: str, key_id: str) -> bool:
    """Servers tell everybody that an account is gone; whom we never met we need not ask for a key that is gone too."""
    return ring().known(key_id) is None and not Identity.objects.filter(network=NETWORK, remote_id=actor).exists()


def _proven_by_stranger(claim: Claim, activity: Activity, network: str) -> KnownKey | None:
    """The same as `_proven`; an unknown key is fetched only so often for a network that proves nothing."""
    if ring().known(claim.key_id) is not None:
        return _proven(claim, activity)
    if wait := unproven_by_network.wait_for(network):
        raise Refused(503, "too many keys were fetched for nothing", int(wait) + 1)
    try:
        key = _proven(claim, activity)
    except Busy:
        # Nobody was asked: the queue is ours.
        unproven_by_network.give_back(network)
        raise
    unproven_by_network.give_back(network)
    return key


def _proven(claim: Claim, activity: Activity) -> KnownKey | None:
    """The key that made the signature; None where an account is gone with its key, as its own server says."""
    try:
        key = ring().key(claim.key_id)
    except CannotFetch as error:
        # Anybody can name a key that never was; only the account's own address says that the account is gone.
        if error.gone and isinstance(activity.act, GoneActor) and ring().is_gone(activity.actor):
            return None
        raise
    if signed_by(claim, key.public):
        return key
    newer = ring().newer(key)
    if newer is None or not signed_by(claim, newer.public):
        raise BadSignature("the signature does not fit the key")
    return newer


def _limit(activity: Activity) -> None:
    actor, server = activity.actor, host_of(activity.actor)
    wait = by_server.wait_for(server) or by_author.wait_for(actor)
    if not wait and isinstance(activity.act, Flag):
        wait = flags_by_server.wait_for(server)
    elif not wait and activity.lane is Lane.PROTOCOL:
        wait = protocol_by_author.wait_for(actor)
    if wait:
        raise Refused(429, "too many at once", int(wait) + 1)


def _keep(activity: Activity, key: KnownKey | None, body: bytes, account_id: str) -> Reply:
    if isinstance(activity.act, (ChangedActor, GoneActor)):
        ring().forget(activity.actor)
    moved_to = _moved_to(activity.actor, activity.act.target) if isinstance(activity.act, Move) else None
    if activity.lane is None:
        return ACCEPTED
    line, signer = (key.line, key.key_id) if key else (b"", "")
    line = author_line(moved_to) if moved_to else line
    arrival = NewArrival(
        kind=NETWORK,
        # An account must not be able to use up the ids of another on its host.
        event_id=f"{activity.actor}\0{activity.id}",
        body=line + body,
        received_at=now(),
        lane=activity.lane,
        account_id=account_id,
        signer=signer,
    )
    keep([arrival])
    return ACCEPTED


def _moved_to(actor: str, target: str) -> Author:
    """The other account, which must say that it is the same; answers go there from now on."""
    found = ring().moved_to(actor, target)
    if found is None or found.remote_id != target:
        raise Refused(403, "the other account does not say that it is the same")
    return found


def _body(request: HttpRequest) -> bytes | None:
    """The bytes, or None when there are more than an activity may have; no more of them are read."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or -1)
    except ValueError:
        length = 0
    if length > LARGEST_BODY:
        return None
    if length < 0:
        # Sent in pieces without a length; the web server marks where they end.
        stream = request.META.get("wsgi.input") if request.META.get("wsgi.input_terminated") else None
        body: bytes = stream.read(LARGEST_BODY + 1) if stream else b""
    else:
        body = request.read(length)
    return body if len(body) <= LARGEST_BODY else None
