"""What stands on an officer's desk: the lists, their counts, and what comes before everything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tanggap.base.clock import now
from tanggap.cases.models import Alert, Case, CaseState, CaseStep, DeskNotice, StepKind
from tanggap.outbox.models import Delivery, DeliveryState, MessageKind
from tanggap.registry.authority import mandates_of
from tanggap.registry.models import Mandate, Officer, Power

# The desk's lists, in the order in which they are shown. Each is one condition on a case.
VIEWS = ("turn", "danger", "late", "disputed", "mine", "to_close", "waiting", "closed", "dismissed")
ENDED = ("closed", "dismissed")
GOING = (CaseState.OPEN, CaseState.ANSWERED)
# Beyond this a count says "more than": counting on would cost every desk time, and help nobody.
COUNTED = 1000
MOST_FIRST = 25
# Every change that a desk shows is one of these: a public fact, a step, an alert, a notice, or a stuck answer.
PULSE = """
    SELECT (SELECT count(*) FROM cases_desknotice WHERE agency_id = %s AND seen_at IS NULL),
           (SELECT max(id) FROM records_entry), (SELECT size FROM records_log),
           (SELECT max(id) FROM cases_casestep), (SELECT max(id) FROM cases_alert),
           (SELECT count(*) FROM outbox_delivery WHERE state = 'stuck')
"""
RELATED = ("agency", "assignee__user", "opening_post")


@dataclass(frozen=True)
class Seat:
    """An officer with the mandates they hold now, asked for once a page. Whether they may act, the action decides."""

    officer: Officer
    mandates: Sequence[Mandate]

    @cached_property
    def oversees(self) -> bool:
        """Whether every agency's cases stand on this desk."""
        return any(Power.OVERSEE in mandate.powers for mandate in self.mandates)

    @cached_property
    def decides(self) -> bool:
        """Whether others' requests wait for this officer's second word."""
        return self.oversees or any(Power.GRANT in mandate.powers for mandate in self.mandates)

    def agencies_with(self, power: str) -> set[int]:
        """The agencies for which the officer holds a power."""
        return {mandate.agency_id for mandate in self.mandates if power in mandate.powers}

    def mandate_for(self, power: str, agency_id: int) -> Mandate | None:
        """The mandate under which they could use a power; None says that the action would refuse it."""
        held = (m for m in self.mandates if power in m.powers and m.agency_id == agency_id)
        return next(held, None)


@dataclass(frozen=True)
class Pulse:
    """What an open page compares, and how many notices nobody of the agency has seen."""

    beat: str
    notices: int


def seat_of(officer: Officer) -> Seat:
    """The officer's desk, with the mandates that are valid now."""
    return Seat(officer, mandates_of(officer))


def visible_cases(seat: Seat) -> QuerySet[Case]:
    """The cases of the officer's agencies, all for an overseer; sealed ones by power or by assignment."""
    if seat.oversees:
        return Case.objects.all()
    agencies = {seat.officer.agency_id, *(mandate.agency_id for mandate in seat.mandates)}
    readable = seat.agencies_with(Power.CONFIDENTIAL)
    cases = Case.objects.filter(agency__in=agencies)
    if agencies <= readable:
        return cases
    return cases.filter(Q(is_sealed=False) | Q(assignee=seat.officer) | Q(agency__in=readable))


def cases_of_desk(seat: Seat, view: str) -> QuerySet[Case]:
    """One of VIEWS, what falls due first on top; `turn` without the danger that `first_of_desk` puts before it."""
    cases = _listed(seat, view).order_by(*order_of(view))
    return cases.exclude(urgency="danger") if view == "turn" else cases


def order_of(view: str) -> tuple[str, str]:
    """A list's order, which is the order of an index."""
    if view in ENDED:
        return ("-closed_at", "-id")
    return ("-moved_at", "-id") if view == "to_close" else ("answer_due", "id")


def one_page(cases: QuerySet[Case], start: int, count: int) -> list[Case]:
    """A part of a list with what a desk shows of each case, which is not looked up for those before it."""
    chosen = Case.objects.filter(id__in=cases.values("id")[start : start + count])
    return list(chosen.select_related(*RELATED).order_by(*cases.query.order_by))


def first_of_desk(seat: Seat) -> list[Case]:
    """What comes before everything else: danger, what the officer was alerted to, and answers that did not arrive."""
    stuck, alerts = _stuck(), Alert.objects.filter(officer=seat.officer, seen_at__isnull=True)
    danger = Case.objects.filter(id__in=_listed(seat, "danger").order_by("answer_due").values("id")[:MOST_FIRST])
    ids = danger.values("id").union(stuck.values("message__steps__case"), alerts.values("case"))
    cases = visible_cases(seat).filter(id__in=ids).select_related(*RELATED)
    marked = cases.annotate(
        is_stuck=Exists(stuck.filter(message__steps__case=OuterRef("pk"))),
        is_alerted=Exists(alerts.filter(case=OuterRef("pk"))),
    )
    urgent = sorted(marked, key=lambda case: (not is_alarming(case), not is_stuck(case), case.answer_due, case.id))
    return _each_author_once(urgent)[: 2 * MOST_FIRST]


def _each_author_once(cases: Sequence[Case]) -> list[Case]:
    """The first case of each author before further ones: whoever cries danger again stands behind the rest."""
    authors: set[int] = set()
    first: list[Case] = []
    again: list[Case] = []
    for case in cases:
        (again if case.author_id in authors and is_alarming(case) else first).append(case)
        authors.add(case.author_id)
    return first + again


def is_alarming(case: Case) -> bool:
    """Whether somebody may be in danger and nobody of the government has spoken since, or an alert is unseen."""
    return getattr(case, "is_alerted", False) or (case.urgency == "danger" and case.state == CaseState.OPEN)


def is_stuck(case: Case) -> bool:
    """Whether an answer of a case from `first_of_desk` did not arrive."""
    return bool(getattr(case, "is_stuck", False))


def glance_at_desk(seat: Seat) -> tuple[Pulse, dict[str, int]]:
    """The pulse, and how many cases stand in each of VIEWS that waits for somebody, each counted up to COUNTED.

    One query: neither is then older than the other.
    """
    views = [view for view in VIEWS if view not in ENDED]
    counted = [_listed(seat, view).values("id")[: COUNTED + 1].query.sql_with_params() for view in views]
    columns = "".join(f", (SELECT count(*) FROM ({sql}) AS listed)" for sql, _ in counted)  # noqa: S608 - our own text
    with connection.cursor() as cursor:
        cursor.execute(PULSE + columns, [seat.officer.agency_id, *(v for _, values in counted for v in values)])
        row = cursor.fetchone()
    return _pulse(row[: -len(views)]), dict(zip(views, row[-len(views) :], strict=True))


def pulse_of_desk(officer: Officer) -> Pulse:
    """Whether anything that a desk shows can have changed: one cheap question instead of the whole page's."""
    with connection.cursor() as cursor:
        cursor.execute(PULSE, [officer.agency_id])
        return _pulse(cursor.fetchone())


def newest_words(cases: Iterable[Case]) -> dict[int, CaseStep]:
    """What the author of each case wrote last after opening it, by the case's id."""
    replied = CaseStep.objects.filter(case__in=list(cases), kind=StepKind.REPLIED)
    steps = replied.filter(post__author__citizen=F("case__author__citizen"))
    return {step.case_id: step for step in steps.select_related("post__understanding").order_by("id")}


def unseen_notices(officer: Officer) -> QuerySet[DeskNotice]:
    """Notices for the officer's agency that nobody has seen yet."""
    return DeskNotice.objects.filter(agency=officer.agency_id, seen_at__isnull=True).order_by("-raised_at")


def _pulse(beats: Sequence[int | None]) -> Pulse:
    # How long ago something was is said in minutes.
    minute = int(now().timestamp() // 60)
    return Pulse("-".join(str(beat or 0) for beat in (*beats, minute)), beats[0] or 0)


def _listed(seat: Seat, view: str) -> QuerySet[Case]:
    # What an officer holds they may see, and asking only for that finds it by its holder.
    cases = Case.objects.all() if view == "mine" else visible_cases(seat)
    return cases.filter(_condition(view, seat.officer))


def _condition(view: str, officer: Officer) -> Q:
    moment = now()
    # A case goes on until it has an end. Each condition names what its index is made of, and no list of states, which
    # would have to be sorted.
    going = Q(closed_at__isnull=True)
    conditions = {
        "turn": going & Q(state=CaseState.OPEN),
        "danger": Q(state=CaseState.OPEN, urgency="danger"),
        # The result never falls due before the answer, so the answer's deadline finds both.
        "late": going
        & Q(answer_due__lt=moment)
        & (Q(result_due__lt=moment) | Q(state=CaseState.OPEN, answered_at__isnull=True)),
        "disputed": Q(state=CaseState.OPEN, says="not_done"),
        "mine": going & Q(assignee=officer),
        "to_close": Q(state=CaseState.ANSWERED, says="done"),
        "waiting": going & Q(state=CaseState.ANSWERED) & ~Q(says="done"),
        "closed": Q(state=CaseState.CLOSED, closed_at__isnull=False),
        "dismissed": Q(state=CaseState.DISMISSED, closed_at__isnull=False),
    }
    return conditions[view]


def _stuck() -> QuerySet[Delivery]:
    """Answers and corrections that wait for a person to decide."""
    speech = (MessageKind.ANSWER, MessageKind.CORRECTION)
    return Delivery.objects.filter(state=DeliveryState.STUCK, message__kind__in=speech, message__steps__isnull=False)
