"""An answer that did not arrive waits for an officer: it goes again, or it is let go."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tanggap.base.db import writing
from tanggap.cases.actions.note import note_case
from tanggap.cases.authority import lock_case, require_power
from tanggap.outbox.actions import give_up_delivery, retry_delivery
from tanggap.outbox.models import Delivery
from tanggap.registry.models import Officer


def retry_answer(case_id: int, delivery_id: int, *, acting_officer: Officer) -> None:
    """Let a stuck answer be tried again. Raises NotStuck, Delivery.DoesNotExist."""
    with writing():
        retry_delivery(_of_case(case_id, delivery_id, acting_officer).id)


def let_answer_go(case_id: int, delivery_id: int, *, acting_officer: Officer) -> None:
    """Do not try a stuck answer again; it stands on the case's page all the same. Raises as `retry_answer`."""
    with writing():
        give_up_delivery(_of_case(case_id, delivery_id, acting_officer).id)
        words = _("This answer did not reach the citizen, and is not tried again.")
        note_case(case_id, words, acting_officer=acting_officer)


def _of_case(case_id: int, delivery_id: int, officer: Officer) -> Delivery:
    case = lock_case(case_id)
    require_power(officer, case, "answer")
    return Delivery.objects.filter(message__steps__case=case).distinct().get(id=delivery_id)
