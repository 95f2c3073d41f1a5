"""Officers are alerted, and notices put on their desk."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.cases.models import Alert, Case, DeskNotice
from tanggap.outbox.actions import Draft, submit_messages
from tanggap.outbox.models import MessageKind
from tanggap.registry.models import Agency, Officer
from tanggap.registry.queries import officers_on_duty


def raise_alerts(case: Case) -> None:
    """Alert the officers on duty for the case's agency, on the desk and by e-mail; once for each."""
    with writing():
        drafts = []
        for officer in officers_on_duty(case.agency):
            alert, is_new = Alert.objects.get_or_create(case=case, officer=officer, defaults={"raised_at": now()})
            # Danger after the last look is new danger.
            again = not is_new and alert.seen_at is not None
            if again:
                Alert.objects.filter(id=alert.id).update(raised_at=now(), seen_at=None)
            if (is_new or again) and officer.user.email:
                drafts.append(_by_email(case, officer))
        submit_messages(drafts)


def see_alert(case: Case, *, acting_officer: Officer) -> None:
    """An officer saw their alert."""
    with writing():
        Alert.objects.filter(case=case, officer=acting_officer, seen_at__isnull=True).update(seen_at=now())


def raise_notice(agency: Agency | None, kind: str, text: str, about: str = "") -> DeskNotice:
    """Put something on an agency's desk that is no case, such as a report by another server."""
    with writing():
        return DeskNotice.objects.create(
            agency=agency, kind=kind, text=text[:5000], about=about[:2000], raised_at=now()
        )


def see_notice(notice_id: int, *, acting_officer: Officer) -> None:
    """An officer of the agency has seen a notice."""
    with writing():
        DeskNotice.objects.filter(id=notice_id, agency=acting_officer.agency, seen_at__isnull=True).update(
            seen_at=now()
        )


def _by_email(case: Case, officer: Officer) -> Draft:
    """Says that there is danger and where to look, never what the citizen wrote: mail is a postcard."""
    with translation.override(officer.user.language):
        subject = _("Danger: report %(number)s needs you now") % {"number": case.tracking_id}
        text = _("A report speaks of danger. Open it on the desk:") + f"\n{settings.BASE_URL}/desk/{case.tracking_id}/"
    return Draft(MessageKind.ALERT, "email", text, agency=case.agency, addresses=[officer.user.email], subject=subject)
