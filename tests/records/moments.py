"""When the tests of the record happen."""

from datetime import UTC, datetime

# Noon in Jakarta, and the midnight after it.
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
