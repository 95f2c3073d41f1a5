"""Networks try again, so things come out of order: a deletion before its post, an edit of a post never seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tanggap.base.clock import now
from tanggap.channels.actions import keep_arrivals
from tanggap.channels.contract import Audience, Author, DeletedPost, IncomingPost
from tanggap.inbox.actions import Received, delete_posts, delete_posts_of, receive_posts
from tanggap.inbox.models import Post
from tanggap.inbox.steps import read_arrivals
from tanggap.people.models import Identity, Withdrawal
from tanggap.people.steps import sweep
from tests.inbox.test_read_arrivals import note

BUDI, NOTE = "https://town.example/users/budi", "https://town.example/notes/1"


def delete(office, number=1, actor=BUDI):
    event = f"https://town.example/deletes/{number}{actor[-4:]}"
    return note(office, number, id=event, type="Delete", actor=actor, object=f"https://town.example/notes/{number}")


def update(office, number=1, **changes):
    changes.setdefault("content", "<p>Lampu jalan mati @dinas-pu</p>")
    return note(office, number, {"updated": "2026-02-09T10:00:00Z", **changes}, id=f"{NOTE}/{number}#u", type="Update")


def arrive(*arrivals, together=False):
    for arrival in arrivals:
        keep_arrivals([arrival])
        if not together:
            read_arrivals(50)
    read_arrivals(50)


@pytest.fixture(params=[False, True], ids=["one by one", "together"])
def together(request) -> bool:
    return request.param


def test_a_post_that_was_deleted_before_it_came_is_not_taken_in(office, entries, together):
    arrive(delete(office), note(office), together=together)
    assert (Post.objects.count(), Identity.objects.count(), entries()) == (0, 0, [])


def test_its_edit_is_not_taken_in_either(office, entries, together):
    arrive(delete(office), update(office), note(office), together=together)
    assert (Post.objects.count(), entries()) == (0, [])


def test_a_stranger_s_deletion_keeps_nobody_s_post_out(office, together):
    arrive(delete(office, actor="https://town.example/users/mallory"), note(office), together=together)
    assert Post.objects.get().text == "Jalan rusak"


def test_another_post_of_theirs_is_taken_in(office):
    arrive(delete(office), note(office, 2))
    assert Post.objects.count() == 1


def test_of_an_early_deletion_only_a_digest_is_kept_and_for_a_week(office):
    delete_posts("activitypub", [DeletedPost(NOTE, BUDI)], now())
    assert len(Withdrawal.objects.get().name) == 64
    with time_machine.travel(now() + timedelta(days=6)):
        assert sweep(10) == 0
    with time_machine.travel(now() + timedelta(days=8)):
        assert sweep(10) == 1


def test_a_deletion_of_a_post_that_we_have_is_remembered_by_the_post_itself(office):
    arrive(note(office), delete(office))
    assert Withdrawal.objects.count() == 0


def test_what_an_account_wrote_before_its_end_is_not_taken_in_later(office, entries):
    at = now()
    delete_posts_of("activitypub", BUDI, at)

    def write(number, published):
        post = IncomingPost(
            f"{NOTE}{number}", Author(BUDI), "Jalan", Audience.PUBLIC, addressed_to=[office.account.remote_id]
        )
        object.__setattr__(post, "published_at", published)
        return receive_posts([Received("activitypub", now(), post)])

    assert write(1, None) == write(2, at - timedelta(minutes=1)) == 0
    # An account can come back; what it writes then is new.
    assert write(3, at + timedelta(minutes=1)) == 1
    assert entries() == ["post.received"]


def test_an_edit_of_a_post_never_seen_is_the_new_post_that_it_is_to_us(office, entries):
    arrive(update(office))
    assert Post.objects.get().text == "Lampu jalan mati @dinas-pu"
    office.work()
    assert entries()[:2] == ["post.received", "case.opened"]


def test_an_edit_of_a_post_never_seen_that_concerns_nobody_here_opens_nothing(office):
    arrive(update(office, cc=[], tag=[]))
    assert Post.objects.count() == 0


def test_an_edit_of_a_post_never_seen_keeps_its_audience(office):
    arrive(update(office, to=[office.account.remote_id], cc=[]))
    assert Post.objects.get().audience == Audience.DIRECT


def test_the_post_itself_comes_later_and_changes_nothing(office, entries):
    arrive(update(office), note(office))
    assert Post.objects.get().text == "Lampu jalan mati @dinas-pu"
    assert entries() == ["post.received"]


def test_an_older_edit_after_a_first_edit_is_left_out(office, entries):
    older = note(
        office, 1, {"updated": "2026-02-09T09:00:00Z", "content": "<p>Lama</p>"}, id=f"{NOTE}#o", type="Update"
    )
    arrive(update(office), older)
    assert Post.objects.get().text == "Lampu jalan mati @dinas-pu"
