"""Likes and shares are counted once each."""

import pytest

from tanggap.channels.contract import Reaction
from tanggap.threads.actions import count_reactions
from tanggap.threads.models import RemoteId


@pytest.fixture
def post(office):
    return RemoteId.objects.get(remote_id=office.write("Jalan rusak"))


def react(post, kind="like", number=1, **changes):
    count_reactions("activitypub", [Reaction(kind, f"r{number}", "budi", post.remote_id, **changes)])
    post.refresh_from_db()


def test_a_like_counts_once_however_often_it_arrives(post):
    react(post)
    react(post)
    assert (post.likes, post.shares) == (1, 0)


def test_a_share_counts_apart(post):
    react(post, "share")
    assert (post.likes, post.shares) == (0, 1)


def test_a_withdrawn_like_no_longer_counts_and_cannot_come_back(post):
    react(post)
    react(post, withdrawn=True)
    react(post, withdrawn=True)
    react(post)
    assert post.likes == 0


def test_a_reaction_to_an_unknown_post_is_nothing(post):
    count_reactions("activitypub", [Reaction("like", "r", "budi", "https://elsewhere.example/1")])
    post.refresh_from_db()
    assert post.likes == 0
