"""What a citizen chose for themselves."""

from __future__ import annotations

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.people.models import Citizen


def opt_out_citizen(citizen: Citizen) -> bool:
    """No automatic message and no link to the source from now on; True when that is new. Danger is answered still."""
    with writing():
        return bool(Citizen.objects.filter(id=citizen.id, opted_out_at__isnull=True).update(opted_out_at=now()))


def opt_in_citizen(citizen: Citizen) -> bool:
    """The citizen wants automatic messages again; True when that is new."""
    with writing():
        return bool(Citizen.objects.filter(id=citizen.id, opted_out_at__isnull=False).update(opted_out_at=None))


def choose_language(citizen: Citizen, language: str) -> None:
    """Write to the citizen in this language when a post does not show another."""
    with writing():
        Citizen.objects.filter(id=citizen.id).update(language=language[:10])
