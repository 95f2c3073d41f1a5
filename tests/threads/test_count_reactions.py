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


@pytest.mark.parametrize(("kind", "column"), [("like", "likes"), ("share", "shares")])
def test_one_author_is_one_voice_under_however_many_ids(post, kind, column):
    for number in range(1, 6):
        react(post, kind, number)
    assert getattr(post, column) == 1


def test_two_authors_are_two_voices(post):
    react(post)
    count_reactions("activitypub", [Reaction("like", "r2", "siti", post.remote_id)])
    post.refresh_from_db()
    assert post.likes == 2


def test_taking_back_a_like_takes_back_all_of_that_author_and_liking_again_counts_again(post):
    react(post, number=1)
    react(post, number=2)
    react(post, number=2, withdrawn=True)
    assert post.likes == 0
    react(post, number=3)
    assert post.likes == 1


def test_a_like_taken_back_by_its_id_alone_leaves_another_of_the_same_author(post):
    react(post, number=1)
    react(post, number=2)
    count_reactions("activitypub", [Reaction("like", "r1", "budi", "", withdrawn=True)])
    post.refresh_from_db()
    assert post.likes == 1


def test_a_like_that_was_taken_back_before_it_arrived_never_counts(post):
    react(post, withdrawn=True)
    react(post)
    assert post.likes == 0


def test_nobody_takes_back_the_like_of_another(post):
    react(post)
    count_reactions("activitypub", [Reaction("like", "r1", "siti", post.remote_id, withdrawn=True)])
    post.refresh_from_db()
    assert post.likes == 1
