"""Is this account official? Takes whatever people paste: a handle, an address, a telephone number, nonsense."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from django.conf import settings

from tanggap.registry.addresses import agency_page
from tanggap.registry.likeness import is_like
from tanggap.registry.models import AgencyDomain, Network, OfficialAccount
from tanggap.registry.models.accounts import AccountState

# Nobody's name is longer; what is longer is answered politely and read no further.
LONGEST = 300
SHORTEST_NUMBER = 8
# Where a name of a network is an address, too; and the other hosts that are the same network's own.
HOMES = {Network.FACEBOOK: "facebook.com", Network.INSTAGRAM: "instagram.com", Network.X: "x.com"}
SAME_HOSTS = {
    **dict.fromkeys(("fb.com", "web.facebook.com", "mbasic.facebook.com"), "facebook.com"),
    "twitter.com": "x.com",
}
Answer = Literal["official", "was_official", "lookalike", "unknown"]

_HOST = re.compile(r"[\w.-]+(?::\d{1,5})?")
_NUMBER = re.compile(r"\+?[\d\s().-]{6,24}")
# Hosts under which a country keeps its governments: another city's agency is no copy of ours.
_GOVERNMENTS = {"go", "gov", "gob", "gouv", "mil", "desa"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. `account` is the one asked about, or the original of a look-alike; None when it is unknown."""

    verdict: Answer
    asked: str
    account: OfficialAccount | None = None

    def as_dict(self) -> dict[str, Any]:
        """For the API: facts of the register, nothing of whoever asked but their question."""
        answer: dict[str, Any] = {"verdict": self.verdict, "q": self.asked, "account": None}
        if self.account is not None:
            account = self.account
            answer["account"] = {
                "network": account.network,
                "handle": account.handle,
                "url": account.url,
                "state": account.state,
                "agency": account.agency.name,
                "agency_url": agency_page(account.agency),
                "retired_at": account.retired_at.isoformat() if account.retired_at else None,
                "successor": account.successor.handle if account.successor else None,
            }
        return answer


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question taken apart: every way in which it may name an account, its bare name, and its host."""

    forms: frozenset[str]
    name: str = ""
    host: str = ""


def account_verdict(question: str) -> Verdict:
    """Compare a question with the register. Any text will do; what makes no sense is `unknown`."""
    text = _readable(question)
    if not text or len(text) > LONGEST:
        return Verdict("unknown", text[:LONGEST])
    asked = _take_apart(text)
    accounts = list(OfficialAccount.objects.public().select_related("agency", "successor"))
    own_hosts = _own_hosts()
    matching = [account for account in accounts if asked.forms & _forms_of(account, own_hosts)]
    for state, answer in ((AccountState.PUBLISHED, "official"), (AccountState.RETIRED, "was_official")):
        for account in matching:
            if account.state == state:
                return Verdict(answer, text, account)  # type: ignore[arg-type]
    original = _original_of(asked, accounts)
    return Verdict("lookalike", text, original) if original else Verdict("unknown", text)


def _readable(question: str) -> str:
    """One line without control characters, invisible ones, and halves of surrogate pairs."""
    plain = "".join(" " if letter.isspace() else letter for letter in question[: LONGEST * 4])
    return " ".join("".join(letter for letter in plain if unicodedata.category(letter)[0] != "C").split())


def _take_apart(text: str) -> _Asked:
    folded = text.casefold()
    if "://" in folded or folded.startswith("www."):
        return _from_address(folded if "://" in folded else f"https://{folded}")
    if _NUMBER.fullmatch(folded) and len(_digits(folded)) >= SHORTEST_NUMBER:
        return _Asked(frozenset({f"tel:{_digits(folded)}"}))
    handle = folded.removeprefix("acct:").removeprefix("mailto:").lstrip("@").strip()
    name, at, host = handle.partition("@")
    if at and _HOST.fullmatch(host):
        return _Asked(frozenset({f"{name}@{host}"}), name, host)
    if "/" in handle and "." in handle.partition("/")[0]:
        return _from_address(f"https://{handle}")
    return _Asked(frozenset({handle}), handle)


def _from_address(address: str) -> _Asked:
    plain = _plain_address(address)
    host, _, path = plain.partition("/")
    names = [unquote(part).lstrip("@") for part in path.split("/") if part]
    name = names[-1] if names else host
    if host in ("wa.me", "api.whatsapp.com") and _digits(name):
        return _Asked(frozenset({plain, f"tel:{_digits(name)}"}))
    # Our own form names its agency behind the question mark.
    forms = {plain, address.partition("://")[2], *([f"{name}@{host}"] if len(names) == 1 else [])}
    return _Asked(frozenset(forms), name, host)


def _plain_address(address: str) -> str:
    """An address without what does not matter: scheme, www, a network's other hosts, query, the slash at the end."""
    try:
        parts = urlsplit(address.casefold())
        host = parts.netloc.rpartition("@")[2].removeprefix("www.").removeprefix("m.")
    except ValueError:
        return address
    return f"{SAME_HOSTS.get(host, host)}{parts.path.rstrip('/')}"


def _own_hosts() -> dict[int, set[str]]:
    hosts: dict[int, set[str]] = {}
    for agency_id, host in AgencyDomain.objects.values_list("agency_id", "host"):
        hosts.setdefault(agency_id, set()).add(host)
    return hosts


def _forms_of(account: OfficialAccount, own_hosts: dict[int, set[str]]) -> set[str]:
    """Every way to name an account that is surely this one."""
    handle = account.handle.casefold()
    if account.network == Network.WEBFORM:
        return {handle}
    forms = {handle, *(_plain_address(link) for link in (account.url, account.remote_id) if "://" in link)}
    if account.network == Network.ACTIVITYPUB:
        name = handle.partition("@")[0]
        hosts = {settings.PUBLIC_HOST.casefold(), *own_hosts.get(account.agency_id, set())}
        if handle.partition("@")[2] in ("", *hosts):
            forms |= {name, *(form for host in hosts for form in (f"{name}@{host}", f"{host}/@{name}"))}
            forms.add(_plain_address(agency_page(account.agency)))
    if account.network in HOMES and not any(map(str.isspace, handle)):
        forms.add(f"{HOMES[Network(account.network)]}/{handle.lstrip('@')}")
    if account.network in (Network.WHATSAPP, Network.SMS):
        number = _digits(handle)
        # People write a number with the country's code or with a 0 for it.
        forms |= {f"tel:{number}", f"tel:0{number[2:]}"}
    return forms


def _original_of(asked: _Asked, accounts: Iterable[OfficialAccount]) -> OfficialAccount | None:
    """The official account that a name could be taken for."""
    if not asked.name or _GOVERNMENTS & set(asked.host.partition(":")[0].split(".")[:-1]):
        return None
    for account in accounts:
        if account.state == AccountState.PUBLISHED and is_like(asked.name, account.handle.partition("@")[0]):
            return account
    return None


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())
