"""Whoever writes of danger is told the emergency number, whatever the limits, settings or opt-out."""

from __future__ import annotations

from tanggap.cases.actions.audience import reply_audience
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.inbox.models import Post
from tanggap.outbox.actions import Draft, submit_messages
from tanggap.outbox.models import Message, MessageKind
from tanggap.people.queries import present_identity
from tanggap.rules.packs import pack


def danger_words(language: str, *, is_told: bool) -> str:
    """The emergency number in the author's language, and that an officer was alerted, where one was."""
    number = pack().words(language, "danger", emergency=pack().emergency_number)
    return f"{number} {pack().words(language, 'danger_told')}" if is_told else number


def warn_in_thread(case: Case, post: Post, language: str) -> None:
    """Say it in the thread, once to each who writes of danger there."""
    if case.network == "webform" or _is_warned(case, post):
        return
    draft = Draft(
        MessageKind.DANGER,
        case.network,
        f"{danger_words(language, is_told=case.alerts.exists())}\n\n{pack().words(language, 'automatic')}",
        audience=reply_audience(post.audience),
        agency=case.agency,
        account=post.account,
        thread_id=case.thread_id,
        replies_to=post.remote,
        recipient=present_identity(post.author),
        language=language,
    )
    [signed] = submit_messages([draft])
    CaseStep.objects.create(case=case, kind=StepKind.WARNED, at=signed.signed_at, message_id=signed.id)


def _is_warned(case: Case, post: Post) -> bool:
    told = Message.objects.filter(thread_id=case.thread_id, recipient__citizen=post.author.citizen_id)
    return told.filter(kind=MessageKind.DANGER).exists()
