"""Who we are on the fediverse: our hosts, the agencies' accounts by (host, handle), and the server's own actor."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from django.conf import settings

from tanggap.base.masterkey import unwrap
from tanggap.federation.documents import INSTANCE_HANDLE, ActorFacts
from tanggap.federation.signatures.claim import bare_host
from tanggap.federation.signatures.keys import PrivateKey, load_private_der
from tanggap.registry.addresses import actor_url, agency_page
from tanggap.registry.models import Agency, AgencyDomain, OfficialAccount, SigningKey
from tanggap.registry.queries import agency_by_handle, signing_key

NETWORK = "activitypub"
HANDLE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}")
REMEMBER_SECONDS = 5.0
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class OurActor:
    """One of our accounts, as its document shows it."""

    facts: ActorFacts
    account: OfficialAccount | None = None


def find_actor(host: str, handle: str) -> OurActor | None:
    """The official account of an agency by the host that was asked and its handle; None if it is not open."""
    agency = agency_by_handle(own_host(host), handle) if HANDLE.fullmatch(handle) else None
    if agency is None:
        return None
    account = agency.accounts.published().filter(network=NETWORK, remote_id=actor_url(agency)).first()
    key = signing_key(agency) if account else None
    return OurActor(_facts_of(agency, key), account) if key else None


def was_retired(handle: str) -> bool:
    """Whether an account of that name was official once."""
    retired = OfficialAccount.objects.filter(network=NETWORK, remote_id=f"{settings.BASE_URL}/@{handle.lower()}")
    return retired.filter(state="retired").exists()


def instance_actor() -> OurActor | None:
    """The installation's own actor; None before `open_instance`."""
    key = signing_key(None)
    if key is None:
        return None
    facts = ActorFacts(
        id=instance_id(),
        kind="Application",
        handle=INSTANCE_HANDLE,
        name=settings.GOVERNMENT,
        summary="",
        url=f"{settings.BASE_URL}/",
        public_pem=key.public_pem,
        shared_inbox=f"{settings.BASE_URL}/inbox",
        published=key.created_at,
    )
    return OurActor(facts)


def instance_id() -> str:
    """The id of the installation's own actor."""
    return f"{settings.BASE_URL}/actor"


def _facts_of(agency: Agency, key: SigningKey) -> ActorFacts:
    return ActorFacts(
        id=actor_url(agency),
        kind="Organization",
        handle=agency.handle,
        name=agency.name,
        summary=agency.description,
        url=agency_page(agency),
        public_pem=key.public_pem,
        shared_inbox=f"{settings.BASE_URL}/inbox",
        published=agency.opened_at,
    )


def private_key_of(key: SigningKey) -> PrivateKey:
    """The private half, opened for signing."""
    return load_private_der(unwrap(bytes(key.sealed_private)))


def own_host(host: str) -> str:
    """A host as we know it; in tests and demos the loopback goes by several names."""
    host = bare_host(host, settings.BASE_URL.partition(":")[0])
    if settings.ALLOW_PRIVATE_HOSTS and host != settings.PUBLIC_HOST:
        name, _, port = settings.PUBLIC_HOST.rpartition(":")
        if name in LOOPBACK and host.rpartition(":")[0] in LOOPBACK and host.rpartition(":")[2] == port:
            return settings.PUBLIC_HOST
    return host


class OwnHosts:
    """The names under which this server is reached: its own, and the agencies' domains."""

    def __init__(self) -> None:
        self._domains: frozenset[str] = frozenset()
        self._until = 0.0

    def __contains__(self, host: object) -> bool:
        if not isinstance(host, str) or not host:
            return False
        return own_host(host) == settings.PUBLIC_HOST.lower() or host in self._known()

    def _known(self) -> frozenset[str]:
        if self._until < time.monotonic():
            self._domains = frozenset(AgencyDomain.objects.values_list("host", flat=True))
            self._until = time.monotonic() + REMEMBER_SECONDS
        return self._domains
