"""The register of official accounts, and the question whether one is among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.records.models import Entry
from tanggap.records.queries import entries_about
from tanggap.registry.models import Agency, OfficialAccount
from tanggap.registry.queries import account_verdict
from tanggap.web.public.account_words import Verdict, verdict_words
from tanggap.web.public.handles import shown_handle
from tanggap.web.public.story import State
from tanggap.web.words import day_words

MOST_ASKED = 300


@dataclass(frozen=True)
class AccountRow:
    """One account of the register."""

    account: OfficialAccount
    url: str
    note: str
    state: State
    entry: Any


@dataclass(frozen=True)
class Group:
    """One agency's accounts."""

    agency: Agency
    accounts: Sequence[AccountRow]


@dataclass(frozen=True)
class AccountsPage:
    """The whole register. `count` is of those that speak today."""

    count: int
    groups: Sequence[Group]


@dataclass(frozen=True)
class CheckPage:
    """What was asked and what it is."""

    asked: str
    verdict: Verdict | None
    problem: str = ""


@require_safe
def list_accounts(request: HttpRequest) -> HttpResponse:
    """Every account that is or was official, by agency."""
    accounts = list(
        OfficialAccount.objects.public().select_related("agency", "successor").order_by("agency__name", "network", "id")
    )
    entries = _entries(accounts)
    groups = [
        Group(agency, [_row(account, entries.get(account.public_id)) for account in rows])
        for agency, rows in groupby(accounts, key=lambda account: account.agency)
    ]
    count = sum(account.state == "published" for account in accounts)
    return render(request, "tanggap/accounts.html", {"page": AccountsPage(count, groups)})


@require_safe
def check_account(request: HttpRequest) -> HttpResponse:
    """Is this account official? Every question gets an answer, also a strange one."""
    asked = request.GET.get("q", "").strip()
    if not asked:
        return render(request, "tanggap/account_check.html", {"page": CheckPage("", None)})
    if len(asked) > MOST_ASKED:
        problem = _("That is too long for an account or a link. Paste only its name, or its address.")
        return render(request, "tanggap/account_check.html", {"page": CheckPage(asked[:MOST_ASKED], None, problem)})
    found = account_verdict(asked)
    page = CheckPage(asked, verdict_words(found, asked))
    return render(request, "tanggap/account_check.html", {"page": page})


def _entries(accounts: Sequence[OfficialAccount]) -> dict[str, Entry]:
    """The newest entry about each account, in one query."""
    subjects = [f"account:{account.public_id}" for account in accounts]
    rows = entries_about(subjects)
    return {entry.subject.partition(":")[2]: entry for entry in rows}


def _row(account: OfficialAccount, entry: Entry | None) -> AccountRow:
    if account.state == "published":
        return AccountRow(account, account.url, account.purpose, State("done", "shield", _("Official")), entry)
    parts = []
    if account.retired_at:
        ended = _("Given up on %(day)s. What was written there since is not ours.")
        parts.append(ended % {"day": day_words(account.retired_at)})
    if account.successor:
        parts.append(_("Now: %(handle)s.") % {"handle": shown_handle(account.successor)})
    return AccountRow(account, "", " ".join(parts), State("", "was", _("Was official")), entry)
