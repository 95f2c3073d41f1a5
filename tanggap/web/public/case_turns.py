"""From what happened in a case to the turns of its exchange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tanggap.base.letters import kept_in_line
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.cases.queries import CITIZEN_SPEAKS
from tanggap.inbox.models import Post
from tanggap.outbox.models import DeliveryState, Message
from tanggap.web.public.case_state import dismissal_words, hiding_words, outcome_state
from tanggap.web.public.handles import network_name
from tanggap.web.public.masking import mask_words
from tanggap.web.public.story import Note, State, Turn, Words

# Steps that carry the government's words; NOTED is for officers only and is never read here.
GOVERNMENT_SPEAKS = {StepKind.ANSWERED, StepKind.CORRECTED}


@dataclass
class Telling:
    """How one page tells a case: what is masked, who reads, and what is known of its steps."""

    case: Case
    official: frozenset[str]
    # The reporter reads their own words, unmasked, as "you".
    own: bool = False
    reasons: dict[int, str] = field(default_factory=dict)
    corrected: dict[int, CaseStep] = field(default_factory=dict)
    # The place of each post among all the words of the case: by it the address goes that leads to the post.
    numbers: dict[int | None, int] = field(default_factory=dict)
    spoken: set[int] = field(default_factory=set)
    # Steps by which a report went from one officer of an agency to another.
    handed: set[int] = field(default_factory=set)
    # When the government spoke, and when each post was said.
    answers: Sequence[datetime] = ()
    said_at: dict[int | None, datetime] = field(default_factory=dict)

    def was_answered(self, post_id: int | None, before: datetime) -> bool:
        """Whether the government spoke between a post and a moment, so that its words then were what it answered."""
        said = self.said_at.get(post_id)
        return said is not None and any(said < at < before for at in self.answers)


def turns_of(steps: Sequence[CaseStep], telling: Telling) -> list[Turn]:
    """All turns in the order they happened; acts without words hang below the turn before them."""
    telling.reasons = {s.post_id: s.reason for s in steps if s.kind == StepKind.HIDDEN and s.post_id}
    telling.corrected = {s.message.corrects_id: s for s in steps if s.message and s.message.corrects_id}
    telling.handed = _handed(steps)
    telling.answers = [step.at for step in steps if step.kind in GOVERNMENT_SPEAKS]
    telling.said_at = {step.post_id: step.at for step in steps if step.kind in CITIZEN_SPEAKS}
    turns: list[Turn] = []
    for told in (_told(step, telling) for step in steps):
        if isinstance(told, Turn):
            turns.append(told)
        elif told and turns:
            turns[-1] = turns[-1].followed_by(told)
        elif told:
            turns.append(Turn("gov", told.title, told.at, text=told.text, entry=told.entry))
    return turns


def _handed(steps: Sequence[CaseStep]) -> set[int]:
    holder: int | None = None
    found = set()
    for step in steps:
        if step.kind == StepKind.ASSIGNED:
            if holder not in (None, step.to_officer_id):
                found.add(step.id)
            holder = step.to_officer_id
        elif step.kind == StepKind.FORWARDED:
            holder = None
    return found


def _told(step: CaseStep, telling: Telling) -> Turn | Note | None:
    """One step as a turn, or as a note below one; None for what is not public."""
    if step.kind in CITIZEN_SPEAKS and step.post:
        return _said(step, step.post, telling)
    if step.kind in GOVERNMENT_SPEAKS and step.message:
        return _answered(step, step.message, telling)
    if step.kind in (StepKind.DISMISSED, StepKind.CLOSED):
        return _ended(step, telling)
    return _noted(step, telling)


def _said(step: CaseStep, post: Post, telling: Telling) -> Turn:
    by_author = post.author.citizen_id == telling.case.citizen_id
    said = {"not_done": _("Not done, says the reporter"), "done": _("Done, says the reporter")}
    if telling.own:
        said = {"not_done": _("Not done, you say"), "done": _("Done, you say")}
    if step.kind == StepKind.OPENED:
        title = _("Received and recorded")
    elif by_author:
        title = said.get(step.says, _("Written again"))
    else:
        title = _("Added by somebody else")
    return Turn("citizen", title, step.at, words=_words_of(post, telling), entry=step.entry)


def _words_of(post: Post, telling: Telling) -> Words:
    """A post as this page may show it: never a name, never a handle of a private person."""
    mine = post.author.citizen_id == telling.case.citizen_id
    role = _("via %(network)s") % {"network": network_name(post.network)}
    gone = _gone(post, telling)
    text = kept_in_line(post.text) if telling.own and mine else mask_words(post.text, telling.official)
    source = "" if gone or telling.own else _source(post, telling)
    who = _speaker(mine, telling)
    # What a form gives is its page's language, a hint only; a network's is the author's word.
    language = ("" if post.network == "webform" else post.language_given) or telling.case.language
    edited = not gone and post.edited_at is not None and telling.was_answered(post.id, post.edited_at)
    return Words(who, role, "" if gone else text, language, gone, post.edited_at, source, is_edited_late=edited)


def _speaker(mine: bool, telling: Telling) -> str:
    if not mine:
        return _("Another citizen")
    if telling.own:
        return _("You")
    first = not telling.spoken
    telling.spoken.add(telling.case.author_id)
    return _("A citizen") if first else _("The same citizen")


def _gone(post: Post, telling: Telling) -> str:
    """Why there is nothing to read, in plain words; empty when there is."""
    is_own = telling.own and post.author.citizen_id == telling.case.citizen_id
    if post.hidden_at is not None and not is_own:
        return _hidden(telling.reasons.get(post.id, ""))
    if post.deleted_at is not None:
        return _("Its author deleted this post. That it was received stays in the record.")
    return "" if post.text else _("There are no words in this post.")


def _hidden(reason: str) -> str:
    why = hiding_words(reason)
    if not why:
        return _("An officer hid this post from the public. It stays in the record.")
    return _("An officer hid this post from the public: %(why)s. It stays in the record.") % {"why": why}


def _source(post: Post, telling: Telling) -> str:
    """Our own address that leads to the post; none if its author opted out or it stands nowhere."""
    number = telling.numbers.get(post.id)
    if number is None or not post.remote.url or post.author.citizen.opted_out_at is not None:
        return ""
    return f"/cases/{telling.case.tracking_id}/source/{number}"


def _answered(step: CaseStep, message: Message, telling: Telling) -> Turn:
    mandate = step.mandate
    if step.kind == StepKind.CORRECTED:
        title = _("Corrected")
    elif message.network == "webform":
        title = _("Answered here")
    else:
        title = _("Answered in the same thread")
    correction = telling.corrected.get(message.id)
    words = Words(
        who=message.agency.name if message.agency else telling.case.agency.name,
        role=(mandate.position if mandate else "") or (step.officer.position if step.officer else ""),
        text=mask_words(message.text, telling.official, numbers=False),
        language=message.language,
        mandate=mandate,
        corrected_at=correction.at if correction else None,
        delivery=_delivery(message),
    )
    return Turn("gov", title, step.at, words=words, entry=step.entry)


def _delivery(message: Message) -> State | None:
    """Only what is not there yet needs a word."""
    states = {delivery.state for delivery in message.deliveries.all()}
    if DeliveryState.STUCK in states:
        return State("late", "late", _("Not delivered yet; an officer is handling it"))
    if states & {DeliveryState.SIGNED, DeliveryState.SENDING}:
        return State("due", "clock", _("On its way to the thread"))
    if states == {DeliveryState.DROPPED}:
        return State("", "close", _("It did not reach the thread; it stands here all the same"))
    return None


def _ended(step: CaseStep, telling: Telling) -> Turn:
    if step.kind == StepKind.DISMISSED:
        return Turn("gov", _("Not taken up"), step.at, text=capfirst(dismissal_words(step.reason)), entry=step.entry)
    ended = outcome_state(step.reason, telling.case.agency.name)
    return Turn("gov", _("Closed"), step.at, text=ended.words, entry=step.entry)


def _noted(step: CaseStep, telling: Telling) -> Note | None:
    """An act without words. Officers' notes and names never show."""
    if step.kind == StepKind.ACKNOWLEDGED:
        return Note(_("Receipt sent automatically"), step.at, _("In the same thread. It is no answer yet."), step.entry)
    if step.kind == StepKind.WARNED:
        return Note(_("Emergency number told automatically"), step.at, _("In the same thread. It is no answer yet."))
    if step.kind == StepKind.HIDDEN:
        return Note(_("A post was hidden from the public"), step.at, capfirst(hiding_words(step.reason)), step.entry)
    if step.kind == StepKind.FORWARDED and step.to_agency:
        title = _("Forwarded to %(agency)s") % {"agency": step.to_agency.name}
        return Note(title, step.at, _masked(step.reason, telling), step.entry)
    if step.kind == StepKind.ASSIGNED:
        position = step.to_officer.position if step.to_officer else ""
        title = _("Handed over to another officer") if step.id in telling.handed else _("An officer is handling it")
        return Note(title, step.at, position, step.entry)
    if step.kind == StepKind.EDITED:
        answered = telling.was_answered(step.post_id, step.at)
        why = _("The answer before it was given to the earlier words.") if answered else ""
        return Note(_("A post was changed by its author"), step.at, why, step.entry)
    titles: dict[str, str] = {
        StepKind.REOPENED: _("Open again"),
        StepKind.SHOWN: _("A hidden post is shown again"),
        StepKind.PROMOTED: _("An officer made it a report"),
    }
    return Note(titles[step.kind], step.at, "", step.entry) if step.kind in titles else None


def _masked(reason: str, telling: Telling) -> str:
    return mask_words(reason, telling.official)
