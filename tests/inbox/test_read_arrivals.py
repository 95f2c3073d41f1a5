"""Arrivals become posts once; what cannot be read is stuck with a reason and can be replayed."""

import json

from tanggap.base.clock import now
from tanggap.channels.actions import NewArrival, keep_arrivals, replay_arrivals
from tanggap.channels.models import Arrival
from tanggap.inbox.models import Post
from tanggap.inbox.steps import read_arrivals


def note(office, number=1, inner=None, **changes):
    actor = "https://town.example/users/budi"
    activity = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"https://town.example/notes/{number}/activity",
        "type": "Create",
        "actor": actor,
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "cc": [office.account.remote_id],
        "object": {
            "id": f"https://town.example/notes/{number}",
            "type": "Note",
            "attributedTo": actor,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": [office.account.remote_id],
            "content": "<p>Jalan rusak</p>",
            "tag": [{"type": "Mention", "href": office.account.remote_id}],
        }
        | (inner or {}),
    }
    if inner:
        activity |= {place: inner[place] for place in ("to", "cc") if place in inner}
    return NewArrival("activitypub", changes.get("id", activity["id"]), json.dumps(activity | changes).encode(), now())


def test_an_arrival_becomes_a_post_and_its_bytes_are_dropped(office):
    keep_arrivals([note(office)])
    assert read_arrivals(10) == 1
    arrival = Arrival.objects.get()
    assert (arrival.state, bytes(arrival.body)) == ("read", b"")
    assert Post.objects.get().text == "Jalan rusak"


def test_the_same_event_twice_is_one_arrival(office):
    keep_arrivals([note(office), note(office)])
    keep_arrivals([note(office)])
    assert Arrival.objects.count() == 1


def test_bytes_that_make_no_sense_are_stuck_and_their_neighbours_go_through(office):
    keep_arrivals([NewArrival("activitypub", "bad", b"{not json", now()), note(office)])
    read_arrivals(10)
    assert Post.objects.count() == 1
    assert Arrival.objects.get(state="stuck").reason


def test_a_stuck_arrival_can_be_replayed(office):
    keep_arrivals([NewArrival("activitypub", "bad", b"{not json", now())])
    read_arrivals(10)
    assert replay_arrivals() == 1
    assert Arrival.objects.get().state == "arrived"
