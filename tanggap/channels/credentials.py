"""A connection's secrets, sealed at rest and open only for a call."""

from __future__ import annotations

import json
from dataclasses import replace

from tanggap.base.masterkey import unwrap, wrap
from tanggap.channels import contract
from tanggap.channels.errors import NoConnection
from tanggap.channels.models import ConnectedAccount, Connection


def seal_secrets(secrets: dict[str, str]) -> bytes:
    """Seal named secrets under the master key."""
    return wrap(json.dumps(secrets).encode()) if secrets else b""


def open_secrets(sealed: bytes | memoryview) -> dict[str, str]:
    """The named secrets again."""
    return json.loads(unwrap(bytes(sealed))) if sealed else {}


def connection_of(connection: Connection) -> contract.Connection:
    """What a hook's connector needs to verify a request: the app, with no account chosen."""
    return contract.Connection(
        kind=connection.kind,
        account_id="",
        settings={**connection.settings, "token": connection.token},
        secrets=open_secrets(connection.sealed_secrets),
    )


def connection_for(account_id: int) -> contract.Connection:
    """What a connector needs to act for an official account. Raises NoConnection."""
    held = ConnectedAccount.objects.select_related("connection", "account").filter(account_id=account_id).first()
    if held is None or not held.connection.is_open:
        raise NoConnection(f"official account {account_id} is not connected")
    app = connection_of(held.connection)
    return replace(app, account_id=held.account.remote_id, secrets={**app.secrets, **open_secrets(held.sealed_secrets)})
