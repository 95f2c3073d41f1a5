"""Reactions, and the protocol's own acts."""

import pytest

from tanggap.channels.contract import Lane, Reaction
from tanggap.federation.acts import Block, ChangedActor, Flag, Follow, GoneActor, Move, Undone
from tanggap.federation.parse import read_activity
from tests.federation.neighbours import ACTOR, OFFICE, activity

OURS = "https://kota.example/notes/abc"
FIRST = f"{ACTOR}/activities/0"


def undo(kind: str, thing: str, **turned):
    return activity("Undo", {"id": FIRST, "type": kind, "actor": ACTOR, "object": thing} | turned)


def test_a_dislike_is_no_like():
    read = read_activity(activity("Dislike", OURS))
    assert (read.lane, read.act) == (None, None)


@pytest.mark.parametrize(("kind", "counted"), [("Like", "like"), ("EmojiReact", "like"), ("Announce", "share")])
def test_likes_and_shares_are_reactions(kind, counted):
    read = read_activity(activity(kind, OURS))
    assert (read.lane, read.act) == (Lane.POSTS, Reaction(counted, read.id, ACTOR, OURS))


@pytest.mark.parametrize(("kind", "counted"), [("Like", "like"), ("Announce", "share")])
def test_they_can_be_taken_back(kind, counted):
    read = read_activity(undo(kind, OURS))
    assert (read.lane, read.act) == (Lane.POSTS, Reaction(counted, FIRST, ACTOR, OURS, withdrawn=True))


@pytest.mark.parametrize(
    ("raw", "act"),
    [
        (activity("Follow", OFFICE), Follow(f"{ACTOR}/activities/1", ACTOR, OFFICE)),
        (activity("Follow", {"id": OFFICE, "type": "Organization"}), Follow(f"{ACTOR}/activities/1", ACTOR, OFFICE)),
        (undo("Follow", OFFICE), Follow(FIRST, ACTOR, OFFICE, withdrawn=True)),
        (activity("Block", OFFICE), Block(ACTOR, OFFICE)),
        (undo("Block", OFFICE), Block(ACTOR, OFFICE, withdrawn=True)),
        (activity("Move", ACTOR, target="https://baru.example/u/siti"), Move(ACTOR, "https://baru.example/u/siti")),
        (activity("Undo", FIRST), Undone(ACTOR, FIRST)),
        (activity("Delete", ACTOR), GoneActor(ACTOR)),
        (activity("Delete", {"id": ACTOR, "type": "Person"}), GoneActor(ACTOR)),
        (
            activity("Flag", [OFFICE, OURS, "no address"], content="kasar"),
            Flag(f"{ACTOR}/activities/1", ACTOR, [OFFICE, OURS], "kasar"),
        ),
    ],
)
def test_acts_of_the_protocol_have_a_lane_of_their_own(raw, act):
    read = read_activity(raw)
    assert (read.lane, read.act) == (Lane.PROTOCOL, act)


@pytest.mark.parametrize("kind", ["Accept", "Reject", "Add", "View", "https://x.example/Odd"])
def test_an_activity_that_nobody_reads_is_taken_quietly(kind):
    assert read_activity(activity(kind, OFFICE)).lane is None


def test_a_create_of_something_else_is_taken_quietly():
    assert read_activity(activity(thing={"type": "ChatMessage", "id": f"{ACTOR}/x"})).lane is None


def test_an_account_s_own_change_is_noticed():
    read = read_activity(activity("Update", {"id": ACTOR, "type": "Person"}))
    assert (read.lane, read.act) == (None, ChangedActor(ACTOR))
