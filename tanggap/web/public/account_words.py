"""The verdict on an account in words: what it is, why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tanggap.records.models import Entry
from tanggap.records.queries import entries_about
from tanggap.registry.models import OfficialAccount
from tanggap.registry.verdict import Verdict as Found
from tanggap.web.public.handles import shown_handle
from tanggap.web.words import day_words


@dataclass(frozen=True)
class Link:
    """Somewhere to go on."""

    url: str
    words: str


@dataclass(frozen=True)
class Verdict:
    """One of the four answers as the page shows it: `done`, `due`, `late` or `none`."""

    kind: str
    icon: str
    title: str
    handle: str
    network: str
    sentences: Sequence[str]
    links: Sequence[Link] = ()
    entry: Any = None


def verdict_words(found: Found, asked: str) -> Verdict:
    """The page's answer to what was asked."""
    account = found.account
    if found.verdict == "official" and account:
        return _official(account)
    if found.verdict == "was_official" and account:
        return _was_official(account)
    if found.verdict == "lookalike" and account:
        return _lookalike(account, asked)
    return Verdict(
        "none",
        "unknown",
        _("Not on our list."),
        asked,
        "",
        [
            _("It may belong to a citizen or to the press, and there is nothing wrong with that."),
            _("But it does not speak in our name."),
        ],
        [Link(reverse("accounts"), _("All official accounts"))],
    )


def _official(account: OfficialAccount) -> Verdict:
    since = day_words(account.published_at) if account.published_at else ""
    sentences = [_("You may trust it, to ask and to report.")]
    if since:
        said = {"host": settings.PUBLIC_HOST, "day": since}
        sentences.append(_("It stands in the list that %(host)s has signed, since %(day)s.") % said)
    return Verdict(
        "done",
        "shield",
        _("Official. This is %(agency)s.") % {"agency": account.agency.name},
        shown_handle(account),
        account.network_name,
        sentences,
        [*_open(account), _agency(account)],
        _entry(account),
    )


def _was_official(account: OfficialAccount) -> Verdict:
    said = {"agency": account.agency.name, "day": day_words(account.retired_at) if account.retired_at else ""}
    sentences = [_("%(agency)s gave it up on %(day)s. What was written there since is not from the government.") % said]
    links = [_agency(account)]
    if account.successor:
        sentences.append(_("Its successor: %(handle)s.") % {"handle": shown_handle(account.successor)})
    return Verdict(
        "due",
        "clock",
        _("It was official, and is no longer."),
        shown_handle(account),
        account.network_name,
        sentences,
        links,
        _entry(account),
    )


def _lookalike(original: OfficialAccount, asked: str) -> Verdict:
    real = _("The real one is %(handle)s of %(agency)s, on %(network)s.") % {
        "handle": shown_handle(original),
        "agency": original.agency.name,
        "network": original.network_name,
    }
    return Verdict(
        "late",
        "danger",
        _("Careful, this looks like one of ours and is not."),
        asked,
        "",
        [_("Send it no money, no identity card and no code."), real],
        [*_open(original), _agency(original)],
    )


def _open(account: OfficialAccount) -> list[Link]:
    return (
        [Link(account.url, _("Open the official account"))] if account.url.startswith(("https://", "http://")) else []
    )


def _agency(account: OfficialAccount) -> Link:
    url = reverse("agency", args=[account.agency.slug])
    return Link(url, _("The page of %(agency)s") % {"agency": account.agency.name})


def _entry(account: OfficialAccount) -> Entry | None:
    return entries_about([f"account:{account.public_id}"]).last()
