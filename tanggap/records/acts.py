"""What other rooms hand to the record: an act and, where there is one, its payload, sealed already by the caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SealedPayload:
    """Private words under a person's key: `sealed` holds salt ‖ JCS(payload), `digest` stands in the leaf."""

    key_id: int
    digest: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """One changed public fact. With `hold` (a sealed case) it is appended after midnight, shuffled, with its date only.

    `public` may hold what `fields.declare` allows for the type and nothing else.
    """

    type: str
    time: datetime
    subject: str
    agency: str | None = None
    mandate: str | None = None
    public: dict[str, Any] | None = None
    private: SealedPayload | None = None
    hold: bool = False
