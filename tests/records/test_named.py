"""The record is asked what it says of somebody; of the posts it received it is not."""

import pytest
from django.db import connection

from tanggap.records.actions import append_entries
from tanggap.records.acts import Act
from tanggap.records.queries import entries_about
from tests.records.moments import NOON


def test_what_is_said_of_several_comes_in_order(log):
    append_entries([Act("thing.happened", NOON, name) for name in ("case:A", "case:B", "case:A", "case:C")])
    assert [entry.subject for entry in entries_about(["case:A"])] == ["case:A"] * 2
    assert [entry.subject for entry in entries_about(["case:A", "case:B"])] == ["case:A", "case:B", "case:A"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="each database explains itself in its own words")
def test_it_is_found_by_its_name(db):
    assert "USING INDEX records_entry_named" in entries_about(["case:A", "case:B"]).explain()
