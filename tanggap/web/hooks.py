"""The door for networks with web hooks: verify, keep durably, and only then answer."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tanggap.base.clock import now
from tanggap.channels.actions import NewArrival
from tanggap.channels.committer import keep
from tanggap.channels.contract import HookRequest, Notice
from tanggap.channels.credentials import connection_of
from tanggap.channels.errors import TooManyWaiting
from tanggap.channels.models import Connection
from tanggap.channels.plugins import connector

LARGEST_BODY = 1_000_000
METHODS = ("GET", "HEAD", "POST")

log = structlog.get_logger(__name__)


@csrf_exempt
def hook(request: HttpRequest, token: str) -> HttpResponse:
    """One request of a network: a handshake, or events to keep. 503 tells the network to come again."""
    if request.method not in METHODS:
        return HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
    received_at = now()
    connection = Connection.objects.filter(token=token, is_open=True).first()
    if connection is None:
        return HttpResponse(status=404)
    body = _body(request)
    if body is None:
        log.warning("hook_refused", network=connection.kind, status=413)
        return HttpResponse(status=413)
    asked = HookRequest(
        method=str(request.method),
        query={name: value for name, value in request.GET.items() if isinstance(value, str)},
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
    )
    answer = connector(connection.kind).read_hook(asked, connection_of(connection))
    if answer.status >= 400:
        log.warning("hook_refused", network=connection.kind, status=answer.status, reason=answer.reason)
    elif answer.notices:
        try:
            keep([_arrival(notice, connection, received_at) for notice in answer.notices])
        except (DatabaseError, TimeoutError, TooManyWaiting):
            return HttpResponse(status=503, headers={"Retry-After": "5"})
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)


def _body(request: HttpRequest) -> bytes | None:
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            return None
    except ValueError:
        return None
    body = request.read(LARGEST_BODY + 1)
    return body if len(body) <= LARGEST_BODY else None


def _arrival(notice: Notice, connection: Connection, received_at: datetime) -> NewArrival:
    return NewArrival(
        kind=connection.kind,
        event_id=notice.event_id,
        body=notice.body,
        received_at=received_at,
        lane=notice.lane,
        connection_id=connection.id,
        account_id=notice.account_id,
    )
