"""What its author took back before we had it. Networks try again, so a deletion can overtake what it deletes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tanggap.base.db import writing
from tanggap.people.models import Withdrawal


def remember_withdrawals(network: str, taken_back: Sequence[tuple[str, str]], at: datetime) -> None:
    """Remember posts (author's id, post's id) or accounts (author's id, nothing) for a while, as digests alone."""
    names = {Withdrawal.name_of(network, author, post) for author, post in taken_back}
    with writing():
        Withdrawal.objects.bulk_create(
            [Withdrawal(name=name, at=at) for name in sorted(names)],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["at"],
        )
