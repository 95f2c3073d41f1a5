"""The one clock, so that tests can turn it and nobody meets a naive time. Needs no Django."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
