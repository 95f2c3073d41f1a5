"""What makes no sense is refused, and says why without quoting anybody."""

import contextlib

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.channels.contract import Connection, ConnectorError
from tanggap.federation.connector import ActivityPubConnector
from tanggap.federation.names import Malformed
from tanggap.federation.parse import TooLarge, load_activity, read_activity
from tests.federation.neighbours import ACTOR, OFFICE, activity, note
from tests.federation.odd import OTHER, inners, wholes


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"{",
        b"\xff\xfe{}",
        b'{"type":"\xc3\x28"}',
        b'{"a":"\\ud800"}',
        b'{"a":NaN}',
        b'{"a":"\\u0000"}',
        b'{"\\u0000":1}',
        b'{"a":' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_object_of_reasonable_depth_is_refused(body):
    with pytest.raises(Malformed):
        load_activity(body)


def test_more_than_a_megabyte_is_refused():
    with pytest.raises(TooLarge):
        load_activity(b'{"a":"' + b"x" * 1_000_000 + b'"}')


def test_thirty_two_levels_are_read():
    assert load_activity(b'{"a":' + b"[" * 31 + b"]" * 31 + b"}")


def test_many_brackets_side_by_side_are_no_depth():
    assert load_activity(orjson.dumps({"a": [[]] * 500}))


@pytest.mark.parametrize(
    "turned",
    [
        {"id": None},
        {"id": 7},
        {"id": "urn:uuid:1"},
        {"id": "https://user:pass@warga.example/1"},
        {"id": f"{ACTOR}/" + "x" * 3000},
        {"id": "https://jahat.example/activities/1"},
        {"actor": None},
        {"actor": []},
        {"actor": {"name": "x"}},
        {"actor": OTHER},
        {"type": None},
        {"type": 5},
        {"type": []},
        {"object": None},
        {"object": f"{ACTOR}/statuses/1"},
        {"object": [note(), note()]},
    ],
)
def test_activities_that_contradict_themselves_are_refused(turned):
    with pytest.raises(Malformed):
        read_activity(activity() | turned)


@pytest.mark.parametrize(
    "turned",
    [
        {"id": "https://jahat.example/notes/1"},
        {"id": None},
        {"attributedTo": OTHER},
        {"attributedTo": [OTHER]},
        {"attributedTo": 1},
        {"actor": OTHER},
        {"content": 5},
        {"content": ["x"]},
        {"contentMap": "x"},
        {"contentMap": {"id": 1}},
        {"summary": {}},
        {"name": []},
        {"to": 5},
        {"cc": [[OFFICE]]},
        {"tag": 5},
        {"tag": [7]},
        {"inReplyTo": 5},
        {"inReplyTo": "not an address"},
        {"published": 1_790_000_000},
    ],
)
@pytest.mark.parametrize("kind", ["Create", "Update"])
def test_posts_of_wrong_types_or_contradictory_ids_are_refused(kind, turned):
    with pytest.raises(Malformed):
        read_activity(activity(kind, note() | turned))


@pytest.mark.parametrize(
    "raw",
    [
        activity("Delete", "https://jahat.example/notes/1"),
        activity("Delete", 5),
        activity("Delete", "http\u017f://warga.example:80/1"),
        activity("Delete", "https://warga.example\u212a/1"),
        activity("Like", {}),
        activity("Follow", []),
        activity("Move", OTHER, target=ACTOR),
        activity("Move", ACTOR),
        activity("Flag", []),
        activity("Flag", OFFICE, content=5),
        activity("Undo", {"id": f"{OTHER}/1", "type": "Like", "actor": ACTOR, "object": OFFICE}),
        activity("Undo", {"id": f"{ACTOR}/1", "type": "Like", "actor": OTHER, "object": OFFICE}),
        activity("Update", {"id": OTHER, "type": "Person"}),
    ],
)
def test_nobody_acts_for_another(raw):
    with pytest.raises(Malformed):
        read_activity(raw)


@settings(max_examples=400, deadline=None)
@given(wholes, inners)
def test_anything_is_read_or_refused(whole, inner):
    body = orjson.dumps(activity(thing=note() | inner) | whole)
    with contextlib.suppress(ConnectorError):
        ActivityPubConnector().read_events(body, Connection("activitypub", "", {}, {}))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    with contextlib.suppress(Malformed):
        read_activity(load_activity(body))
