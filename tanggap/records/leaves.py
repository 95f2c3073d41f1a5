"""How an act becomes a leaf: canonical JSON with seven fields."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.utils.timezone import get_default_timezone

from tanggap.base.crypto import NotCanonical, canonical
from tanggap.proof.tiles import MAX_LEAF_BYTES
from tanggap.proof.tree import hash_leaf
from tanggap.records.acts import Act
from tanggap.records.errors import NotForTheRecord
from tanggap.records.fields import check_fields


class Leaf(NamedTuple):
    """A leaf with its hash, the time that it names and, of a sealed case, when it may be appended."""

    data: bytes
    hash: bytes
    time: datetime
    held_until: datetime | None


def build_leaf(act: Act, moment: datetime) -> Leaf:
    """Check the act against the table of fields and build its leaf. Raises NotForTheRecord."""
    check_fields(act.type, act.public)
    if act.hold and (act.agency or act.mandate or act.public):
        raise NotForTheRecord(f"a sealed {act.type} may name no agency, mandate or public field")
    if act.hold:
        day = _day_of(act.time)
        written, at, held_until = day.isoformat(), _start_of(day), _start_of(_day_of(moment) + timedelta(days=1))
    else:
        at, held_until = act.time.astimezone(UTC).replace(microsecond=0), None
        written = at.replace(tzinfo=None).isoformat() + "Z"
    fields = {
        "type": act.type,
        "time": written,
        "subject": act.subject,
        "agency": act.agency,
        "mandate": act.mandate,
        "public": act.public or {},
        "private": act.private.digest if act.private else None,
    }
    try:
        data = canonical(fields)
    except NotCanonical as error:
        raise NotForTheRecord(f"{act.type} cannot be written: {error}") from error
    if len(data) > MAX_LEAF_BYTES:
        raise NotForTheRecord(f"{act.type} is too large for the record")
    return Leaf(data, hash_leaf(data), at, held_until)


def _day_of(moment: datetime) -> date:
    return moment.astimezone(get_default_timezone()).date()


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, get_default_timezone()).astimezone(UTC)
