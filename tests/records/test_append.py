"""Appending: acts become leaves, in the caller's transaction or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import orjson
import pytest
import rfc8785
from django.db import transaction

from tanggap.proof.tree import hash_leaf
from tanggap.records import actions
from tanggap.records.actions import append_entries
from tanggap.records.acts import Act, SealedPayload
from tanggap.records.errors import NotForTheRecord
from tanggap.records.models import Entry, Payload
from tests.records.moments import NOON

pytestmark = pytest.mark.django_db

ACT = Act("thing.happened", NOON, "thing:1", "pu", "mandate-1", {"network": "sms", "count": 3})
SEALED = SealedPayload(7, "sha256:" + "0" * 64, b"\x00\\\n\tsealed")


def test_the_leaf_is_canonical_json_with_seven_fields() -> None:
    append_entries([ACT])
    leaf = bytes(Entry.objects.get().leaf)
    assert orjson.loads(leaf) == {
        "type": "thing.happened",
        "time": "2026-11-24T05:00:00Z",
        "subject": "thing:1",
        "agency": "pu",
        "mandate": "mandate-1",
        "public": {"network": "sms", "count": 3},
        "private": None,
    }
    assert leaf == rfc8785.dumps(orjson.loads(leaf))


def test_the_columns_repeat_the_leaf_and_its_hash() -> None:
    append_entries([ACT])
    entry = Entry.objects.get()
    assert (entry.type, entry.subject, entry.agency, entry.mandate) == ("thing.happened", "thing:1", "pu", "mandate-1")
    assert entry.time == NOON
    assert bytes(entry.leaf_hash) == hash_leaf(bytes(entry.leaf))
    assert entry.index is None


def test_the_ids_come_in_the_order_of_the_acts() -> None:
    ids = append_entries([Act("thing.happened", NOON, f"thing:{n}") for n in range(120)])
    assert [Entry.objects.get(id=id_).subject for id_ in ids] == [f"thing:{n}" for n in range(120)]


def test_a_sealed_payload_belongs_to_its_entry_and_its_digest_stands_in_the_leaf() -> None:
    ids = append_entries([ACT, Act("thing.happened", NOON, "thing:2", private=SEALED), ACT])
    payload = Payload.objects.get()
    assert (payload.entry_id, payload.key_id, bytes(payload.sealed)) == (ids[1], 7, SEALED.sealed)
    assert payload.entry.facts["private"] == SEALED.digest


def test_the_time_is_written_in_utc_whatever_zone_it_came_in() -> None:
    jakarta = datetime(2026, 11, 24, 12, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=7)))
    append_entries([Act("thing.happened", jakarta, "thing:1")])
    assert Entry.objects.get().facts["time"] == "2026-11-24T05:00:00Z"
    assert Entry.objects.get().time == NOON


@pytest.mark.parametrize("subject", ["tab\there", "line\nfeed\r", "back\\slash\\N", "quote'\"", "é – 🙂"])
def test_any_text_is_kept_as_it_is(subject: str) -> None:
    append_entries([Act("thing.happened", NOON, subject)])
    assert Entry.objects.get().subject == Entry.objects.get().facts["subject"] == subject


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"type": "thing.unheard"}, "no declared type"),
        ({"public": {"name": "Siti"}}, "no public field name"),
        ({"public": {"count": "3"}}, "must be number"),
        ({"public": {"count": True}}, "must be number"),
        ({"public": {"count": 2**53}}, "cannot be written"),
        ({"subject": "\ud800"}, "cannot be written"),
        ({"subject": "x" * 70_000}, "too large"),
    ],
)
def test_what_may_not_stand_in_the_record_is_refused_with_its_whole_batch(changes: dict[str, Any], why: str) -> None:
    wrong = Act(**{"type": "thing.happened", "time": NOON, "subject": "thing:2", **changes})
    with pytest.raises(NotForTheRecord, match=why):
        append_entries([ACT, wrong])
    assert Entry.objects.count() == 0


def test_a_public_field_may_be_null() -> None:
    append_entries([Act("thing.happened", NOON, "thing:1", public={"count": None})])
    assert Entry.objects.get().facts["public"] == {"count": None}


def test_what_the_caller_undoes_was_never_appended() -> None:
    with transaction.atomic():
        append_entries([ACT, Act("thing.happened", NOON, "thing:2", private=SEALED)])
        transaction.set_rollback(True)
    assert Entry.objects.count() == Payload.objects.count() == 0


def test_the_sequencer_is_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(actions, "wake", woken.append)
    append_entries([ACT])
    assert append_entries([]) == []
    assert woken == [actions.WORK_GROUP]
