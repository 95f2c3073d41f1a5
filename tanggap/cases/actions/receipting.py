"""What acknowledging reads, without a model's instance for each: every post passes here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from tanggap.channels.models import ConnectedAccount
from tanggap.inbox.models import Waiting
from tanggap.people.models import Identity
from tanggap.people.queries import present_identities
from tanggap.registry.models import Agency, Mandate, OfficialAccount
from tanggap.registry.queries import standing_instructions

READ = (
    "post_id",
    "post__opened_case__id",
    "post__opened_case__tracking_id",
    "post__opened_case__agency_id",
    "post__opened_case__thread_id",
    "post__opened_case__author_id",
    "post__opened_case__author__citizen_id",
    "post__opened_case__author__gone_at",
    "post__opened_case__network",
    "post__opened_case__urgency",
    "post__opened_case__language",
    "post__opened_case__is_sealed",
    "post__opened_case__answer_due",
    "post__opened_case__author__is_bot",
    "post__opened_case__author__citizen__opted_out_at",
    "post__account_id",
    "post__remote_id",
    "post__audience",
    "post__received_at",
    "post__published_at",
    "post__deleted_at",
)


class OpenedCase(NamedTuple):
    """A new case with its post and author, as far as its receipt needs them."""

    post_id: int
    id: int
    tracking_id: str
    agency_id: int
    thread_id: int
    # Where its author is reached now, which after a move is another account than the one that wrote.
    author_id: int
    citizen_id: int
    author_gone_at: datetime | None
    network: str
    urgency: str
    language: str
    is_sealed: bool
    answer_due: datetime
    author_is_bot: bool
    opted_out_at: datetime | None
    account_id: int | None
    post_remote_id: int
    audience: str
    received_at: datetime
    published_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Office:
    """The few agencies, accounts and instructions under which a batch of receipts goes out."""

    agencies: dict[int, Agency]
    accounts: dict[int, OfficialAccount]
    ways: dict[int, str]
    standing: dict[int, Mandate]


def read_opened(waiting: QuerySet[Waiting]) -> list[OpenedCase]:
    """The cases of waiting posts as acknowledging needs them, in one statement; one more where an author is gone."""
    cases = [OpenedCase(*row) for row in waiting.values_list(*READ)]
    present = present_identities({(case.citizen_id, case.network) for case in cases if case.author_gone_at})
    return [_addressed(case, present.get((case.citizen_id, case.network))) for case in cases]


def _addressed(case: OpenedCase, present: Identity | None) -> OpenedCase:
    return case._replace(author_id=present.id) if case.author_gone_at and present else case


def office_of(cases: Sequence[OpenedCase]) -> Office:
    """Everything that the batch has to look up of the register."""
    agencies = {case.agency_id for case in cases}
    accounts = {case.account_id for case in cases if case.account_id}
    ways = ConnectedAccount.objects.filter(account_id__in=accounts).values_list("account_id", "acknowledging")
    return Office(
        Agency.objects.in_bulk(agencies),
        OfficialAccount.objects.in_bulk(accounts),
        dict(ways),
        standing_instructions(agencies),
    )
