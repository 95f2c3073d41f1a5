"""The machine's receipt: sent in the same thread, under the head of agency's standing instruction.

It is no answer, has no acting officer and makes no entry of its own. At most one goes to an author in a thread (one
more in confidence) and a few in a day; never to a bot, to somebody who blocks or opted out, or to an old post. Danger
is told all the same.

Of what is confidential it holds the link to the author's own view, with their personal receipt. The case keeps a digest
of it; the link itself stands in these words alone, which go to the author alone, and is gone from our copy of them once
they are delivered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import hash_secret, secret
from tanggap.base.rows import among, insert_rows
from tanggap.cases.actions.audience import receipt_audience
from tanggap.cases.actions.danger import danger_words
from tanggap.cases.actions.links import in_language
from tanggap.cases.actions.receipting import Office, OpenedCase, office_of, read_opened
from tanggap.cases.models import Alert, Case, CaseStep, StepKind
from tanggap.cases.rows import STEP_COLUMNS
from tanggap.channels.contract import Audience
from tanggap.channels.models import Acknowledging, BlockedBy
from tanggap.inbox.models import PostState, Waiting
from tanggap.outbox.actions import Answered, Draft, Recipient, Signed, submit_messages
from tanggap.outbox.models import Message, MessageKind
from tanggap.rules.dates import spoken_date
from tanggap.rules.packs import pack

MOST_A_DAY = 5
OLD_AFTER = timedelta(days=7)


def acknowledge_cases(limit: int) -> int:
    """Consider up to `limit` newly opened cases; returns how many."""
    with writing():
        waiting = Waiting.objects.filter(state=PostState.OPENED).order_by("post_id")
        cases = read_opened(waiting.select_for_update(skip_locked=True, of=("self",))[:limit])
        if not cases:
            return 0
        office = office_of(cases)
        wanted = _wanted(cases, office)
        sent = [case for case in cases if case.id in wanted or case.urgency == "danger"]
        told = _alerted(sent)
        links = _draw_links([case for case in sent if case.is_sealed and case.id in wanted])
        drafts = [
            _draft(case, office, links.get(case.id, ""), whole=case.id in wanted, is_told=case.id in told)
            for case in sent
        ]
        messages = submit_messages(drafts)
        insert_rows(CaseStep, STEP_COLUMNS, [_step(c, m, office) for c, m in zip(sent, messages, strict=True)])
        Waiting.objects.filter(post_id__in=among(case.post_id for case in cases)).delete()
    return len(cases)


def _wanted(cases: Sequence[OpenedCase], office: Office) -> set[int]:
    """Which of the cases get the whole receipt."""
    authors, threads = {case.author_id for case in cases}, {case.thread_id for case in cases}
    receipts = Message.objects.filter(kind=MessageKind.ACKNOWLEDGEMENT)
    today = receipts.filter(recipient_id__in=among(authors), signed_at__gt=now() - timedelta(days=1))
    counts = Counter(today.values_list("recipient_id", flat=True))
    sent = receipts.filter(thread_id__in=among(threads)).values_list("thread_id", "recipient_id", "audience")
    # Who turns to us in confidence beneath a public report gets a number for that, too.
    receipted = {(thread, person, audience == Audience.DIRECT) for thread, person, audience in sent}
    blocking = set(BlockedBy.objects.filter(identity_id__in=among(authors)).values_list("identity_id", flat=True))
    wanted = set()
    for case in cases:
        if (
            (case.thread_id, case.author_id, _is_direct(case, office)) in receipted
            or case.author_id in blocking
            or counts[case.author_id] >= MOST_A_DAY
        ):
            continue
        if case.agency_id in office.standing and _fits(case, office):
            counts[case.author_id] += 1
            receipted.add((case.thread_id, case.author_id, _is_direct(case, office)))
            wanted.add(case.id)
    return wanted


def _is_direct(case: OpenedCase, office: Office) -> bool:
    return case.is_sealed or office.ways.get(case.account_id or 0) == Acknowledging.DIRECT


def _fits(case: OpenedCase, office: Office) -> bool:
    if office.ways.get(case.account_id or 0) == Acknowledging.NONE:
        return False
    is_old = case.published_at is not None and case.received_at - case.published_at > OLD_AFTER
    return not (case.author_is_bot or case.opted_out_at or is_old or case.deleted_at)


def _alerted(cases: Sequence[OpenedCase]) -> set[int]:
    """Those cases of danger of which an officer was alerted."""
    danger = [case.id for case in cases if case.urgency == "danger"]
    return set(Alert.objects.filter(case_id__in=among(danger)).values_list("case_id", flat=True)) if danger else set()


def _draw_links(cases: Sequence[OpenedCase]) -> dict[int, str]:
    """A secret link for each, by the case's id."""
    secrets = {case.id: secret() for case in cases}
    if secrets:
        kept = [Case(id=id_, secret_hash=hash_secret(secrets[id_])) for id_ in sorted(secrets)]
        Case.objects.bulk_update(kept, ["secret_hash"])
    return {id_: f"{settings.BASE_URL}/s/{drawn}" for id_, drawn in secrets.items()}


def _draft(case: OpenedCase, office: Office, own_url: str, *, whole: bool, is_told: bool) -> Draft:
    parts = [danger_words(case.language, is_told=is_told)] if case.urgency == "danger" else []
    parts.append(_receipt_words(case, office, own_url) if whole else pack().words(case.language, "automatic"))
    return Draft(
        MessageKind.ACKNOWLEDGEMENT if whole else MessageKind.DANGER,
        case.network,
        "\n\n".join(parts),
        audience=Audience.DIRECT.value if _is_direct(case, office) else receipt_audience(case.audience),
        agency=office.agencies[case.agency_id],
        account=office.accounts.get(case.account_id or 0),
        mandate=office.standing.get(case.agency_id),
        thread_id=case.thread_id,
        replies_to=Answered(case.post_remote_id, case.audience),
        recipient=Recipient(case.author_id),
        language=case.language,
        passing=own_url if whole else "",
    )


def _receipt_words(case: OpenedCase, office: Office, own_url: str) -> str:
    key = "acknowledgement_sealed" if case.is_sealed else "acknowledgement"
    return pack().words(
        case.language,
        key,
        agency=office.agencies[case.agency_id].name,
        tracking_id=case.tracking_id,
        deadline=spoken_date(case.answer_due, case.language),
        case_url=f"{settings.BASE_URL}/cases/{case.tracking_id}/{in_language(case.language)}",
        receipt_url=f"{settings.BASE_URL}/receipts/{case.tracking_id}.tlog-proof",
        own_url=own_url + in_language(case.language),
    )


def _step(case: OpenedCase, message: Signed, office: Office) -> tuple[Any, ...]:
    mandate = office.standing.get(case.agency_id)
    kind = StepKind.ACKNOWLEDGED.value
    return (case.id, kind, message.signed_at, None, None, mandate.id if mandate else None, message.id, "", "")
