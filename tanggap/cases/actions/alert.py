"""Officers are alerted, and notices put on their desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.cases.authority import may_see
from tanggap.cases.models import Alert, Case, DeskNotice
from tanggap.outbox.actions import Draft, submit_messages
from tanggap.outbox.models import MessageKind
from tanggap.registry.authority import require_any_mandate
from tanggap.registry.models import Agency, Officer, Power
from tanggap.registry.queries import officers_on_duty, officers_with

AUTHORS_PAUSE, LETTERS_WINDOW = timedelta(hours=1), timedelta(minutes=10)
MOST_LETTERS = 10


def raise_alerts(cases: Sequence[Case], author_of: Mapping[int, int]) -> None:
    """Alert the officers on duty for each case's agency, on the desk and by e-mail; once for each.

    `author_of` is by case who wrote of danger there. A sealed case: those of them who may read it, else whoever may in
    the agency, else the overseers; it is never opened to more, and where nobody may, those on duty hear at least that.
    """
    if not cases:
        return
    with writing():
        at, on_duty = now(), {agency: officers_on_duty(agency) for agency in {case.agency for case in cases}}
        known = set(Alert.objects.filter(case__in=cases).values_list("case_id", "officer_id"))
        pairs = [(case, officer) for case in cases for officer in _readers(case, on_duty[case.agency])]
        new = [(case, officer) for case, officer in pairs if (case.id, officer.id) not in known]
        letters = _Letters(at, {officer.id for _, officer in new})
        alerts = [
            Alert(case=case, officer=officer, raised_at=at, author_id=author_of.get(case.id, case.author_id))
            for case, officer in new
        ]
        for alert in alerts:
            alert.is_written = letters.take(alert)
        Alert.objects.bulk_create(alerts)
        submit_messages([_by_email(alert, letters) for alert in alerts if alert.is_written])


class _Letters:
    """Which alerts go out by e-mail too: one an hour for each author, and so many altogether in ten minutes.

    Every alert stands on the desk. Letters without end would only teach an officer not to read them.
    """

    def __init__(self, at: datetime, officers: set[int]):
        written = Alert.objects.filter(is_written=True, officer__in=officers)
        of_authors = written.filter(raised_at__gt=at - AUTHORS_PAUSE)
        self._heard: set[tuple[int, int | None]] = set(of_authors.values_list("officer_id", "author_id"))
        self._lately = Counter(written.filter(raised_at__gt=at - LETTERS_WINDOW).values_list("officer_id", flat=True))
        self._last: dict[int, Alert] = {}

    def take(self, alert: Alert) -> bool:
        """Whether this alert is written as well; counted if so."""
        key = (alert.officer_id, alert.author_id)
        if not alert.officer.user.email or key in self._heard or self._lately[alert.officer_id] >= MOST_LETTERS:
            return False
        self._heard.add(key)
        self._lately[alert.officer_id] += 1
        self._last[alert.officer_id] = alert
        return True

    def is_last(self, alert: Alert) -> bool:
        """Whether nothing more is written to its officer for some minutes."""
        return self._lately[alert.officer_id] >= MOST_LETTERS and self._last.get(alert.officer_id) is alert


def _readers(case: Case, on_duty: list[Officer]) -> list[Officer]:
    if not case.is_sealed:
        return on_duty
    staff = Officer.objects.active().filter(agency=case.agency).select_related("user").order_by("id")
    readers = [o for o in on_duty if may_see(o, case)] or [o for o in staff if may_see(o, case)]
    return readers or officers_with(Power.OVERSEE) or on_duty


def see_alert(case: Case, *, acting_officer: Officer) -> None:
    """An officer saw their alert; one who left sees none."""
    with writing():
        serving = Officer.objects.active().filter(id=acting_officer.id)
        Alert.objects.filter(case=case, officer__in=serving, seen_at__isnull=True).update(seen_at=now())


def raise_notice(agency: Agency | None, kind: str, text: str, about: str = "") -> DeskNotice:
    """Put something on an agency's desk that is no case, such as a report by another server.

    The same again is one notice until somebody has seen it, and then a new one.
    """
    said = {"agency": agency, "kind": kind, "text": text[:5000], "about": about[:2000]}
    with writing():
        waiting = DeskNotice.objects.filter(**said, seen_at__isnull=True).first()
        return waiting or DeskNotice.objects.create(**said, raised_at=now())


def see_notice(notice_id: int, *, acting_officer: Officer) -> None:
    """An officer of the agency has seen a notice, so it leaves all its desks. Raises NotAllowed."""
    with writing():
        require_any_mandate(acting_officer, acting_officer.agency)
        DeskNotice.objects.filter(id=notice_id, agency=acting_officer.agency, seen_at__isnull=True).update(
            seen_at=now()
        )


def _by_email(alert: Alert, letters: _Letters) -> Draft:
    """Says that there is danger and where to look, never what the citizen wrote: mail is a postcard."""
    case, officer = alert.case, alert.officer
    with translation.override(officer.user.language):
        subject = _("Danger: report %(number)s needs you now") % {"number": case.tracking_id}
        text = _("A report speaks of danger. Open it on the desk:") + f"\n{settings.BASE_URL}/desk/{case.tracking_id}/"
        if letters.is_last(alert):
            text += "\n\n" + _("There are many at once. For some minutes the next ones stand on the desk only.")
    return Draft(MessageKind.ALERT, "email", text, agency=case.agency, addresses=[officer.user.email], subject=subject)
