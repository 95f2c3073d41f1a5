"""What a sender remembers: the scheme each server reads, and the keys of our own accounts."""

from __future__ import annotations

import time

import structlog
from django.db import DatabaseError

from tanggap.channels.contract import Connection, ConnectorError, gettext_noop
from tanggap.federation.actions import learn_scheme
from tanggap.federation.actors import NETWORK, private_key_of
from tanggap.federation.models import RemoteServer
from tanggap.federation.signatures.keys import PrivateKey
from tanggap.registry.models import OfficialAccount
from tanggap.registry.queries import signing_key

MOST_KEPT = 20_000
KEY_SECONDS = 60.0

log = structlog.get_logger(__name__)


class KnownServers:
    """Kept in the process; the database has it for the next start. Threads share it: every entry is set whole."""

    def __init__(self) -> None:
        self._schemes: dict[str, str] | None = None
        self._keys: dict[str, tuple[float, str, PrivateKey]] = {}

    def scheme_of(self, host: str) -> str | None:
        """The signature scheme that a server is known to read."""
        return self._known().get(host)

    def learn(self, host: str, scheme: str) -> None:
        """A server took a request that was signed by this scheme."""
        known = self._known()
        if known.get(host) == scheme:
            return
        if len(known) < MOST_KEPT:
            known[host] = scheme
        try:
            learn_scheme(host, scheme)
        except DatabaseError as error:
            # The delivery has succeeded all the same.
            log.warning("scheme_not_kept", error=type(error).__name__)

    def key_of(self, connection: Connection) -> tuple[str, PrivateKey]:
        """Key id and private key of the account that sends. Raises ConnectorError."""
        kept = self._keys.get(connection.account_id)
        if kept is None or kept[0] < time.monotonic():
            key_id, key = _own_key(connection.account_id)
            kept = self._keys[connection.account_id] = (time.monotonic() + KEY_SECONDS, key_id, key)
        return kept[1], kept[2]

    def _known(self) -> dict[str, str]:
        if self._schemes is None:
            newest = RemoteServer.objects.order_by("-learned_at")[:MOST_KEPT]
            self._schemes = dict(newest.values_list("host", "scheme"))
        return self._schemes


def _own_key(account_id: str) -> tuple[str, PrivateKey]:
    account = OfficialAccount.objects.select_related("agency").filter(network=NETWORK, remote_id=account_id).first()
    row = signing_key(account.agency) if account else None
    if row is None:
        shown = gettext_noop("The agency's account has no key to sign with. The operator has to look.")
        raise ConnectorError("the account has no signing key", permanent=False, shown=shown)
    return f"{account_id}#{row.key_id}", private_key_of(row)
