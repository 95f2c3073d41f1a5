"""The machine's receipt: sent in the same thread, under the head of agency's standing instruction.

It is no answer, has no acting officer and makes no entry of its own. At most one goes to a thread and a few to an
author in a day; never to a bot, to somebody who blocks or opted out, or to an old post. Danger is told all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.rows import insert_rows
from tanggap.cases.actions.audience import receipt_audience
from tanggap.cases.actions.danger import danger_words
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.cases.rows import STEP_COLUMNS
from tanggap.channels.contract import Audience
from tanggap.channels.models import Acknowledging, BlockedBy, ConnectedAccount
from tanggap.outbox.actions import Draft, Signed, submit_messages
from tanggap.outbox.models import Message, MessageKind
from tanggap.registry.models import Agency, Mandate, OfficialAccount
from tanggap.registry.queries import standing_instructions
from tanggap.rules.dates import spoken_date
from tanggap.rules.packs import pack

MOST_A_DAY = 5
OLD_AFTER = timedelta(days=7)


def acknowledge_cases(limit: int) -> int:
    """Consider up to `limit` newly opened cases; returns how many."""
    with writing():
        cases = _to_acknowledge(limit)
        if not cases:
            return 0
        standing = standing_instructions({case.agency_id for case in cases})
        wanted = _wanted(cases, standing)
        warned = {case.id for case in cases if case.urgency == "danger"}
        sent = [case for case in cases if case.id in wanted or case.id in warned]
        ways = _ways(cases)
        messages = submit_messages([_draft(case, standing, case.id in wanted, ways) for case in sent])
        at = now()
        insert_rows(CaseStep, STEP_COLUMNS, [_step(c, m, standing) for c, m in zip(sent, messages, strict=True)])
        Case.objects.filter(id__in=[case.id for case in cases]).update(to_acknowledge=False)
        Case.objects.filter(id__in=[case.id for case in sent]).update(acknowledged_at=at)
    return len(cases)


def _step(case: Case, message: Signed, standing: dict[int, Mandate]) -> tuple[Any, ...]:
    mandate = standing.get(case.agency_id)
    kind = StepKind.ACKNOWLEDGED.value
    return (case.id, kind, message.signed_at, None, None, mandate.id if mandate else None, message.id, "", "")


def _to_acknowledge(limit: int) -> list[Case]:
    waiting = Case.objects.filter(to_acknowledge=True).order_by("id").select_for_update(skip_locked=True, of=("self",))
    cases = list(waiting.select_related("author__citizen", "opening_post__remote")[:limit])
    # A handful of agencies and accounts for many cases: joined to each row they would be made anew for each.
    agencies = Agency.objects.in_bulk({case.agency_id for case in cases})
    accounts = OfficialAccount.objects.in_bulk({case.opening_post.account_id for case in cases} - {None})
    for case in cases:
        case.agency = agencies[case.agency_id]
        case.opening_post.account = accounts.get(case.opening_post.account_id or 0)
    return cases


def _ways(cases: Sequence[Case]) -> dict[int, str]:
    accounts = {case.opening_post.account_id for case in cases if case.opening_post.account_id}
    return dict(ConnectedAccount.objects.filter(account_id__in=accounts).values_list("account_id", "acknowledging"))


def _wanted(cases: Sequence[Case], standing: dict[int, Mandate]) -> set[int]:
    """Which of the cases get the whole receipt."""
    authors = {case.author_id for case in cases}
    today = Message.objects.filter(
        kind=MessageKind.ACKNOWLEDGEMENT, recipient_id__in=authors, signed_at__gt=now() - timedelta(days=1)
    )
    counts = dict(today.values_list("recipient_id").annotate(Count("id")))
    threads = {case.thread_id for case in cases}
    receipted = set(
        Message.objects.filter(kind=MessageKind.ACKNOWLEDGEMENT, thread_id__in=threads).values_list(
            "thread_id", flat=True
        )
    )
    blocking = set(BlockedBy.objects.filter(identity_id__in=authors).values_list("identity_id", flat=True))
    ways, wanted = _ways(cases), set()
    for case in cases:
        if case.agency_id not in standing or case.thread_id in receipted or case.author_id in blocking:
            continue
        if ways.get(case.opening_post.account_id or 0) == Acknowledging.NONE or not _fits(case):
            continue
        if counts.get(case.author_id, 0) >= MOST_A_DAY:
            continue
        counts[case.author_id] = counts.get(case.author_id, 0) + 1
        receipted.add(case.thread_id)
        wanted.add(case.id)
    return wanted


def _fits(case: Case) -> bool:
    post = case.opening_post
    is_old = post.published_at is not None and post.received_at - post.published_at > OLD_AFTER
    return not (case.author.is_bot or case.author.citizen.opted_out_at or is_old or post.deleted_at)


def _draft(case: Case, standing: dict[int, Mandate], whole: bool, ways: dict[int, str]) -> Draft:
    post = case.opening_post
    parts = [danger_words(case.language)] if case.urgency == "danger" else []
    if whole:
        parts.append(_receipt_words(case))
    direct = ways.get(post.account_id or 0) == Acknowledging.DIRECT
    return Draft(
        MessageKind.ACKNOWLEDGEMENT if whole else MessageKind.DANGER,
        case.network,
        "\n\n".join(parts),
        audience=Audience.DIRECT.value if direct else receipt_audience(post.audience),
        agency=case.agency,
        account=post.account,
        mandate=standing.get(case.agency_id),
        thread_id=case.thread_id,
        replies_to=post.remote,
        recipient=case.author,
        language=case.language,
    )


def _receipt_words(case: Case) -> str:
    key = "acknowledgement_sealed" if case.is_sealed else "acknowledgement"
    return pack().words(
        case.language,
        key,
        agency=case.agency.name,
        tracking_id=case.tracking_id,
        deadline=spoken_date(case.answer_due, case.language),
        case_url=f"{settings.BASE_URL}/cases/{case.tracking_id}/",
        receipt_url=f"{settings.BASE_URL}/receipts/{case.tracking_id}.tlog-proof",
    )
