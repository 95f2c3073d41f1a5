"""Who takes a post back is forgotten: its words are nowhere, and the record keeps their digest."""

import orjson
import pytest

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case
from tanggap.cases.models import Case
from tanggap.channels.actions import NewArrival, keep_arrivals
from tanggap.channels.contract import Audience, Author, DeletedPost, EditedPost, IncomingPost, Lane
from tanggap.inbox.actions import delete_posts, edit_posts
from tanggap.inbox.models import Post
from tanggap.inbox.queries import filed_posts
from tanggap.records.models import Entry
from tests.everywhere import places_of

WORDS = "Lampu jalan mati di Gang Rahasia-Marlina"
MARKER = "Marlina"
BUDI = "https://town.example/users/budi"
AUDIENCES = [Audience.PUBLIC, Audience.UNLISTED, Audience.FOLLOWERS, Audience.DIRECT]


def delete(remote_id, author=BUDI):
    return delete_posts("activitypub", [DeletedPost(remote_id, author)], now())


def edit(remote_id, text, audience):
    return edit_posts("activitypub", [EditedPost(IncomingPost(remote_id, Author(BUDI), text, audience))], now())


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_deleted_posts_words_are_nowhere(office, audience):
    case = office.case(WORDS, author="budi", audience=audience)
    answer_case(case.id, "Kami periksa besok.", acting_officer=office.officer)
    assert places_of(MARKER) == {"inbox.Post.text", "payload of post.received"}
    assert delete(case.opening_post.remote.remote_id) == 1
    assert places_of(MARKER) == set()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_it_said_before_an_edit_and_after_is_gone_too(office, audience):
    remote_id = office.write(WORDS, author="budi", audience=audience)
    edit(remote_id, f"{WORDS}, RT 03", audience)
    edit(remote_id, "Sudah menyala", audience)
    assert "inbox.PostVersion.text" in places_of(MARKER)
    delete(remote_id)
    assert places_of(MARKER) == set()
    assert places_of("menyala") == set()


def test_an_edit_for_fewer_eyes_forgets_both_texts(office):
    remote_id = office.write(WORDS, author="budi")
    edit(remote_id, "Marlina saja yang boleh tahu", Audience.DIRECT)
    assert places_of(MARKER) == set()


def test_the_record_keeps_the_digest_of_what_is_gone(office):
    remote_id = office.write(WORDS, author="budi")
    before = Entry.objects.get(type="post.received").facts
    delete(remote_id)
    assert Entry.objects.get(type="post.received").facts == before
    assert before["private"].startswith("sha256:")


def test_a_post_that_was_taken_back_before_it_was_read_opens_no_case(office):
    delete(office.write(WORDS, author="budi"))
    office.work()
    assert not Case.objects.exists()
    assert list(filed_posts()) == [Post.objects.get()]


def test_nothing_that_comes_again_brings_the_words_back(office):
    remote_id = office.write(WORDS, author="budi")
    delete(remote_id)
    office.write(WORDS, author="budi", remote_id=remote_id)
    edit(remote_id, WORDS, Audience.PUBLIC)
    office.work()
    assert places_of(MARKER) == set()


def gone(actor):
    activity = {"id": f"{actor}#delete", "type": "Delete", "actor": actor, "object": actor}
    keep_arrivals([NewArrival("activitypub", "gone", b"\n" + orjson.dumps(activity), now(), Lane.PROTOCOL)])


def test_an_account_that_is_gone_takes_its_posts_and_its_names_with_it(office):
    from tanggap.federation.steps import read_protocol

    office.case(WORDS, author="marlina")
    office.case(f"{WORDS} juga", author="marlina", audience=Audience.DIRECT)
    office.case("Lampu jalan mati di pasar", author="siti")
    gone("https://town.example/users/marlina")
    read_protocol(10)
    # The addresses stay, so that what comes again is known and dropped.
    assert places_of(MARKER) == set()
    assert places_of("@marlina") == set()
    assert places_of("pasar") == {"inbox.Post.text", "payload of post.received"}


def test_an_account_that_is_gone_takes_what_nobody_had_read_yet_with_it(office, monkeypatch):
    from tanggap.federation.steps import read_protocol
    from tanggap.inbox.steps import read_arrivals

    actor = "https://town.example/users/marlina"
    post = IncomingPost(f"{actor}/1", Author(actor), WORDS, Audience.PUBLIC, addressed_to=(office.account.remote_id,))
    monkeypatch.setattr("tanggap.federation.connector.ActivityPubConnector.read_events", lambda *_: [post])
    keep_arrivals([NewArrival("activitypub", "one", b"a post", now())])
    gone(actor)
    assert read_protocol(10) == 0
    read_arrivals(10)
    assert Post.objects.get().text == WORDS
    assert read_protocol(10) == 1
    assert places_of("Gang Rahasia") == set()
