"""Officers are alerted, and notices put on their desk."""

from __future__ import annotations

from collections.abc import Sequence

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
from tanggap.registry.models import Agency, Officer
from tanggap.registry.queries import officers_on_duty


def raise_alerts(cases: Sequence[Case]) -> None:
    """Alert the officers on duty for each case's agency, on the desk and by e-mail; once for each.

    A sealed case: those of them who may read it, else whoever may in the agency. It is never opened to more.
    """
    if not cases:
        return
    with writing():
        at, on_duty = now(), {agency: officers_on_duty(agency) for agency in {case.agency for case in cases}}
        known = set(Alert.objects.filter(case__in=cases).values_list("case_id", "officer_id"))
        pairs = [(case, officer) for case in cases for officer in _readers(case, on_duty[case.agency])]
        new = [(case, officer) for case, officer in pairs if (case.id, officer.id) not in known]
        Alert.objects.bulk_create([Alert(case=case, officer=officer, raised_at=at) for case, officer in new])
        submit_messages([_by_email(case, officer) for case, officer in new if officer.user.email])


def _readers(case: Case, on_duty: list[Officer]) -> list[Officer]:
    if not case.is_sealed:
        return on_duty
    staff = Officer.objects.active().filter(agency=case.agency).select_related("user").order_by("id")
    return [o for o in on_duty if may_see(o, case)] or [o for o in staff if may_see(o, case)]


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


def _by_email(case: Case, officer: Officer) -> Draft:
    """Says that there is danger and where to look, never what the citizen wrote: mail is a postcard."""
    with translation.override(officer.user.language):
        subject = _("Danger: report %(number)s needs you now") % {"number": case.tracking_id}
        text = _("A report speaks of danger. Open it on the desk:") + f"\n{settings.BASE_URL}/desk/{case.tracking_id}/"
    return Draft(MessageKind.ALERT, "email", text, agency=case.agency, addresses=[officer.user.email], subject=subject)
