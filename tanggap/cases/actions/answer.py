"""An officer answers a citizen under a mandate, in the same thread, and may correct the answer once said."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from tanggap.base.db import writing
from tanggap.base.letters import is_blank
from tanggap.cases.actions.audience import post_to_answer, reply_audience
from tanggap.cases.actions.news import tell_followers
from tanggap.cases.actions.record import record_events
from tanggap.cases.authority import WORDS, lock_case, require_power, require_seen, require_state
from tanggap.cases.errors import EmptyText, TextTooLong, WrongState
from tanggap.cases.events import CaseEvent
from tanggap.cases.models import Case, CaseState, CaseStep, StepKind
from tanggap.channels.plugins import connector
from tanggap.inbox.text.language import language_of
from tanggap.outbox.actions import Draft, Signed, submit_messages
from tanggap.outbox.models import Message, MessageKind
from tanggap.people.queries import present_identity
from tanggap.registry.models import Mandate, Officer


def answer_case(case_id: int, text: str, *, acting_officer: Officer, seen_step: int | None = None) -> CaseStep:
    """Answer a case. `seen_step` is the newest step the officer saw; ThreadChanged if words came in after it.

    The same words sent again (a second press, a program's retry) are the same answer.
    """
    with writing():
        case = lock_case(case_id)
        mandate = require_power(acting_officer, case, "answer")
        text = _checked(text, case.network)
        if said := _said_already(case, text, acting_officer, seen_step):
            return said
        require_state(case, CaseState.OPEN, CaseState.ANSWERED)
        require_seen(case, seen_step)
        message = _say(case, text, MessageKind.ANSWER, mandate, acting_officer)
        at = message.signed_at
        public = {"message": message.public_id, "network": case.network}
        event = CaseEvent("case.answered", case, at, case.agency.public_id, mandate.public_id, public, {"text": text})
        step = _append(case, StepKind.ANSWERED, event, message, mandate, acting_officer)
        Case.objects.filter(id=case.id).update(
            state=CaseState.ANSWERED,
            answered_at=case.answered_at or at,
            moved_at=at,
            assignee=case.assignee or acting_officer,
        )
        tell_followers(case)
    return step


def correct_answer(step_id: int, text: str, *, acting_officer: Officer) -> CaseStep:
    """Correct an answer; its first text stays visible as corrected. An answer is corrected once.

    Only by an officer of the agency that gave it, wherever the case is now: nobody changes another agency's words.
    """
    with writing():
        related = ("message__replies_to", "message__agency")
        answered = CaseStep.objects.select_related(*related).get(id=step_id, kind=StepKind.ANSWERED)
        case = lock_case(answered.case_id)
        first = answered.message
        assert first is not None
        mandate = require_power(acting_officer, case, "answer", first.agency)
        text = _checked(text, case.network)
        if Message.objects.filter(corrects=first).exists():
            raise WrongState(_("This answer was corrected before. Write a new answer instead."))
        if text == first.text:
            raise WrongState(_("The text is the same as before."))
        message = _say(case, text, MessageKind.CORRECTION, mandate, acting_officer, corrects=first)
        public = {"message": message.public_id, "corrects": first.public_id}
        at = message.signed_at
        event = CaseEvent(
            "case.corrected", case, at, mandate.agency.public_id, mandate.public_id, public, {"text": text}
        )
        step = _append(case, StepKind.CORRECTED, event, message, mandate, acting_officer)
        Case.objects.filter(id=case.id).update(moved_at=at)
        tell_followers(case)
    return step


def answer_length(network: str) -> int:
    """How many characters the citizen's network takes."""
    return connector(network).max_length


def _said_already(case: Case, text: str, officer: Officer, seen_step: int | None) -> CaseStep | None:
    """This officer's answer with these words, if it is the newest in the thread or came after what they saw."""
    newest = case.steps.filter(kind__in=WORDS).order_by("-id").values("id")[:1]
    is_new = Q(id=Subquery(newest)) | Q(id__gt=seen_step) if seen_step is not None else Q(id=Subquery(newest))
    same = case.steps.filter(is_new, kind=StepKind.ANSWERED, officer=officer, message__text=text)
    return same.select_related("message", "mandate").order_by("-id").first()


def _checked(text: str, network: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    # What nobody can see is no answer, and would count as one.
    if is_blank(text):
        raise EmptyText()
    if len(text) > answer_length(network):
        raise TextTooLong(len(text), answer_length(network))
    return text


def _say(
    case: Case, text: str, kind: MessageKind, mandate: Mandate, officer: Officer, corrects: Message | None = None
) -> Signed:
    post = post_to_answer(case)
    draft = Draft(
        kind,
        case.network,
        text,
        audience=corrects.audience if corrects else reply_audience(post.audience),
        agency=mandate.agency,
        account=post.account,
        mandate=mandate,
        officer=officer,
        thread_id=case.thread_id,
        replies_to=corrects.replies_to if corrects else post.remote,
        recipient=present_identity(case.author),
        language=language_of(text, settings.LANGUAGE_CODE)[0],
        corrects=corrects,
        told=case.subject,
    )
    [signed] = submit_messages([draft])
    return signed


def _append(case: Case, kind: str, event: CaseEvent, message: Signed, mandate: Mandate, officer: Officer) -> CaseStep:
    [entry_id] = record_events([event])
    return CaseStep.objects.create(
        case=case,
        kind=kind,
        at=event.at,
        entry_id=entry_id,
        officer=officer,
        mandate=mandate,
        message_id=message.id,
    )
