"""The thread of a case as the desk shows it: two voices, the acts between them, and notes for colleagues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tanggap.base.letters import kept_in_line
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.cases.queries import CITIZEN_SPEAKS, MOST_STEPS, numbers_of_words
from tanggap.outbox.models import Delivery, DeliveryState, Message
from tanggap.web.desk.act_words import act_words, name_of
from tanggap.web.public.story import State

# A longer thread folds what is older than its last lines.
FOLD_ABOVE, KEEP, MOST_NEW = 12, 8, 3


@dataclass(frozen=True)
class Line:
    """One line: words (`c` citizen, `g` government), an act (`a`) or a note (`n`)."""

    id: int
    side: str
    at: datetime
    text: str
    by: str = ""
    language: str = ""
    has_seal: bool = False
    seal: int | None = None
    post_id: int = 0
    state: State | None = None
    earlier: tuple[str, ...] = ()
    is_new: bool = False
    is_gone: bool = False
    is_hidden: bool = False
    can_correct: bool = False
    is_corrected: bool = False
    # The agency whose words these are: nobody else corrects them.
    agency_id: int = 0
    source: int = 0


@dataclass(frozen=True)
class Stuck:
    """An answer that waits for somebody's decision, and why."""

    delivery_id: int
    reason: str


@dataclass(frozen=True)
class ThreadView:
    """The lines of a thread, oldest first, and the answers that did not arrive."""

    lines: Sequence[Line]
    stuck: Sequence[Stuck] = ()

    @property
    def folded(self) -> Sequence[Line]:
        """What stands before the fold."""
        return self.lines[:-KEEP] if len(self.lines) > FOLD_ABOVE else ()

    @property
    def shown(self) -> Sequence[Line]:
        """What stands after it."""
        return self.lines[-KEEP:] if len(self.lines) > FOLD_ABOVE else self.lines

    @property
    def new(self) -> list[Line]:
        """The newest of the words that came in after what the officer saw; all of them are marked in the thread."""
        return [line for line in self.lines if line.is_new and line.side in "cg"][-MOST_NEW:]


def thread_of(case: Case, steps: Sequence[CaseStep], seen: int | None = None) -> ThreadView:
    """Build the thread; what came after the step `seen` is marked as new."""
    corrected = {step.message.corrects_id for step in steps if step.message and step.message.corrects_id}
    # Where steps are left out, at least a quarter of MOST_STEPS is shown.
    numbers = numbers_of_words(case, steps, is_long=len(steps) >= MOST_STEPS // 4)
    lines = [_line(case, step, corrected, seen, numbers) for step in steps]
    return ThreadView(lines, [stuck for step in steps for stuck in _stuck(step)])


def _line(case: Case, step: CaseStep, corrected: set[int], seen: int | None, numbers: Mapping[int | None, int]) -> Line:
    is_new = seen is not None and step.id > seen
    if step.kind in CITIZEN_SPEAKS and step.post:
        return _citizen(case, step, is_new, numbers.get(step.post_id, 0))
    if step.kind in (StepKind.ANSWERED, StepKind.CORRECTED) and step.message:
        return _government(case, step, step.message, step.message_id in corrected, is_new)
    if step.kind == StepKind.NOTED:
        by = _("Note by %(name)s, not seen by the citizen.") % {"name": name_of(step.officer)}
        return Line(step.id, "n", step.at, step.reason, by, is_new=is_new)
    return Line(step.id, "a", step.at, act_words(step).rstrip("."), is_new=is_new, **_seal(step))  # type: ignore[arg-type]


def _citizen(case: Case, step: CaseStep, is_new: bool, number: int) -> Line:
    post = step.post
    assert post is not None
    is_author = post.author.citizen_id == case.citizen_id
    says = {
        "done": State("done", "check", _("The citizen says: done")),
        "not_done": State("due", "dispute", _("The citizen says: not done")),
    }
    is_kept_back = case.is_sealed or post.hidden_at or post.deleted_at or post.author.citizen.opted_out_at
    return Line(
        id=step.id,
        side="c",
        at=step.at,
        text=_("Its author deleted this post.") if post.deleted_at else kept_in_line(post.text),
        by=_("Citizen") if is_author else _("Another citizen"),
        language=case.language if is_author else "",
        post_id=post.id,
        state=says.get(step.says),
        earlier=tuple(kept_in_line(version.text) for version in post.versions.all())
        if post.edited_at and not post.deleted_at
        else (),
        is_new=is_new,
        is_gone=post.deleted_at is not None,
        is_hidden=post.hidden_at is not None,
        source=number if post.remote.url and not is_kept_back else 0,
        **_seal(step),  # type: ignore[arg-type]
    )


def _government(case: Case, step: CaseStep, message: Message, is_corrected: bool, is_new: bool) -> Line:
    agency = message.agency.name if message.agency and message.agency_id != case.agency_id else ""
    is_correction = step.kind == StepKind.CORRECTED
    by = ", ".join(part for part in (name_of(step.officer), agency) if part)
    return Line(
        id=step.id,
        side="g",
        at=step.at,
        text=kept_in_line(message.text),
        by=_("Correction by %(name)s") % {"name": by} if is_correction else by,
        language=message.language,
        state=State("due", "edit", _("Corrected below")) if is_corrected else _delivery(message.deliveries.all()),
        is_new=is_new,
        can_correct=not is_correction and not is_corrected,
        is_corrected=is_corrected,
        agency_id=message.agency_id or 0,
        **_seal(step),  # type: ignore[arg-type]
    )


def _delivery(deliveries: Iterable[Delivery]) -> State | None:
    states = {row.state for row in deliveries}
    if DeliveryState.STUCK in states:
        return State("late", "late", _("Did not arrive"))
    if states & {DeliveryState.SIGNED, DeliveryState.SENDING}:
        return State("due", "clock", _("On its way"))
    if states == {DeliveryState.DROPPED}:
        return State("", "close", _("Did not arrive, and is not tried again"))
    return State("done", "check", _("Delivered")) if states else None


def _stuck(step: CaseStep) -> list[Stuck]:
    if step.kind not in (StepKind.ANSWERED, StepKind.CORRECTED) or step.message is None:
        return []
    rows = [row for row in step.message.deliveries.all() if row.state == DeliveryState.STUCK]
    return [Stuck(row.id, _(row.reason) if row.reason else _("The network did not say why.")) for row in rows]


def _seal(step: CaseStep) -> dict[str, object]:
    return {"has_seal": step.entry_id is not None, "seal": step.entry.index if step.entry else None}
