"""Whoever reported is told in the thread how it ended there, and that their word opens it again.

A notice of the machine under the mandate by which an officer ended the case: no answer, and no entry of its own. Not to
advertisers, not where the author ended it themselves, and by the rules of every automatic message.
"""

from __future__ import annotations

from django.conf import settings

from tanggap.cases.actions.audience import post_to_answer, receipt_audience
from tanggap.cases.actions.links import in_language
from tanggap.cases.models import Case, Outcome
from tanggap.channels.contract import Audience
from tanggap.channels.models import Acknowledging, BlockedBy, ConnectedAccount
from tanggap.inbox.models import Post
from tanggap.outbox.actions import Draft, submit_messages
from tanggap.outbox.models import MessageKind
from tanggap.people.models import Identity
from tanggap.people.queries import present_identity
from tanggap.registry.models import Mandate, Officer
from tanggap.rules.packs import pack

# All but what the author's own words confirm. That they withdrew it is our reading, so they hear it too.
CLOSED_BY_US = (Outcome.DONE, Outcome.SILENT, Outcome.OUT_OF_SCOPE, Outcome.WITHDRAWN)
UNTOLD = ("spam",)


def tell_closed(case: Case, outcome: str, mandate: Mandate, officer: Officer) -> None:
    """Say in the thread that the case is closed, unless its author said so before."""
    if outcome in CLOSED_BY_US:
        why = pack().words(case.language, f"closed_{outcome}")
        _tell(case, _words(case, "closed", outcome=why), mandate, officer)


def tell_set_aside(case: Case, reason: str, mandate: Mandate, officer: Officer) -> None:
    """Say in the thread that the case was set aside, and why."""
    if reason not in UNTOLD:
        why = pack().words(case.language, f"set_aside_{reason}")
        _tell(case, _words(case, "set_aside", reason=why), mandate, officer)


def _words(case: Case, key: str, **why: str) -> str:
    rules = pack()
    parts = [rules.words(case.language, key, tracking_id=case.tracking_id, agency=case.agency.name, **why)]
    if not case.is_sealed:
        url = f"{settings.BASE_URL}/cases/{case.tracking_id}/{in_language(case.language)}"
        parts.append(rules.words(case.language, "more", case_url=url))
    return "\n\n".join([*parts, rules.words(case.language, "automatic")])


def _tell(case: Case, text: str, mandate: Mandate, officer: Officer) -> None:
    post, author = post_to_answer(case), present_identity(case.author)
    way = ConnectedAccount.objects.filter(account=post.account).values_list("acknowledging", flat=True).first()
    if way in (None, Acknowledging.NONE) or not _may_hear(author, post):
        return
    is_direct = case.is_sealed or way == Acknowledging.DIRECT
    draft = Draft(
        MessageKind.NEWS,
        case.network,
        text,
        audience=Audience.DIRECT.value if is_direct else receipt_audience(post.audience),
        agency=case.agency,
        account=post.account,
        mandate=mandate,
        officer=officer,
        thread_id=case.thread_id,
        replies_to=post.remote,
        recipient=author,
        language=case.language,
    )
    submit_messages([draft])


def _may_hear(author: Identity, post: Post) -> bool:
    if author.is_bot or author.gone_at or author.citizen.opted_out_at or post.deleted_at:
        return False
    return not BlockedBy.objects.filter(identity=author, account=post.account).exists()
