"""Follow, Undo, Block, Move, Flag and the end of an account, from the arrival to what they change."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from tanggap.base.clock import now
from tanggap.channels.contract import Audience, Author, IncomingPost, Lane
from tanggap.federation.envelope import author_line
from tests.federation.neighbours import ACTOR, OFFICE, activity

pytestmark = pytest.mark.django_db
SITI = Author(ACTOR, "siti@warga.example", "Siti", f"{ACTOR}/inbox", "https://warga.example/inbox")
NEW = "https://baru.example/users/siti"


@pytest.fixture
def heed(agency):
    """Let acts arrive and be read."""
    from tanggap.channels.actions import NewArrival, keep_arrivals
    from tanggap.federation.steps import read_protocol

    def arrive(*raws):
        for number, raw in enumerate(raws):
            body = raw if isinstance(raw, bytes) else author_line(SITI) + orjson.dumps(raw)
            keep_arrivals([NewArrival("activitypub", f"{number}{body!r}", body, now(), Lane.PROTOCOL)])
            read_protocol(50)

    return arrive


def followers():
    from tanggap.channels.models import Follower

    return [row.identity.remote_id for row in Follower.objects.select_related("identity")]


def unfollow():
    return activity("Undo", {"id": f"{ACTOR}/activities/1", "type": "Follow", "actor": ACTOR, "object": OFFICE})


def test_a_follow_makes_a_follower_and_is_accepted(heed):
    from tanggap.outbox.models import Delivery, Message

    heed(activity("Follow", OFFICE))
    assert followers() == [ACTOR]
    message = Message.objects.get()
    assert (message.kind, message.extra["type"], message.mandate) == ("protocol", "Accept", None)
    assert message.extra["object"]["id"] == f"{ACTOR}/activities/1"
    assert Delivery.objects.get().address == f"{ACTOR}/inbox"


def test_a_follow_makes_no_entry(heed, agency):
    from tanggap.records.models import Entry

    before = Entry.objects.count()
    heed(activity("Follow", OFFICE))
    assert Entry.objects.count() == before


def test_following_twice_is_one_follower_and_two_accepts(heed):
    from tanggap.outbox.models import Message

    heed(activity("Follow", OFFICE), activity("Follow", OFFICE, id=f"{ACTOR}/activities/2"))
    assert followers() == [ACTOR]
    assert Message.objects.count() == 2


def test_a_follow_can_be_undone(heed):
    heed(activity("Follow", OFFICE), unfollow())
    assert followers() == []


@pytest.mark.parametrize("named", [f"{ACTOR}/activities/1", {"id": f"{ACTOR}/activities/1"}])
def test_a_follow_that_is_named_by_its_id_alone_can_be_undone(heed, named):
    heed(activity("Follow", OFFICE), activity("Undo", named, id=f"{ACTOR}/undo"))
    assert followers() == []


def test_the_newest_of_two_follows_is_the_one_that_is_known(heed):
    again = activity("Follow", OFFICE, id=f"{ACTOR}/follows/2")
    heed(activity("Follow", OFFICE), again, activity("Undo", f"{ACTOR}/activities/1", id=f"{ACTOR}/undo"))
    assert followers() == [ACTOR]
    heed(activity("Undo", f"{ACTOR}/follows/2", id=f"{ACTOR}/undo/2"))
    assert followers() == []


def test_nobody_undoes_somebody_else_s_follow_by_its_id(heed):
    mallory = "https://warga.example/users/mallory"
    undo = activity("Undo", f"{ACTOR}/activities/1", id=f"{mallory}/undo", actor=mallory)
    heed(activity("Follow", OFFICE), undo)
    assert followers() == [ACTOR]


def test_a_follow_of_nobody_here_changes_nothing(heed):
    from tanggap.outbox.models import Message

    heed(activity("Follow", "https://kota.example/@tidak-ada"), activity("Follow", "https://kota.example/actor"))
    assert (followers(), Message.objects.count()) == ([], 0)


def test_a_block_ends_the_follow_and_can_be_lifted(heed):
    from tanggap.channels.models import BlockedBy

    heed(activity("Follow", OFFICE), activity("Block", OFFICE))
    assert (followers(), BlockedBy.objects.count()) == ([], 1)
    heed(activity("Undo", {"id": f"{ACTOR}/b", "type": "Block", "actor": ACTOR, "object": OFFICE}))
    assert BlockedBy.objects.count() == 0


def test_an_account_that_is_gone_is_marked(heed):
    from tanggap.people.models import Identity

    heed(activity("Follow", OFFICE), activity("Delete", ACTOR))
    assert Identity.objects.get(remote_id=ACTOR).gone_at is not None


def test_an_account_that_follows_again_is_back(heed):
    from tanggap.people.models import Identity

    again = activity("Follow", OFFICE, id=f"{ACTOR}/follows/2")
    heed(activity("Follow", OFFICE), activity("Delete", ACTOR), again)
    assert Identity.objects.get(remote_id=ACTOR).gone_at is None


def test_the_words_of_an_account_that_is_gone_are_taken_back(heed):
    from tanggap.inbox.actions import Received, receive_posts
    from tanggap.inbox.models import Post

    post = IncomingPost(f"{ACTOR}/notes/1", SITI, "Jalan rusak", Audience.PUBLIC, addressed_to=(OFFICE,))
    receive_posts([Received("activitypub", now(), post)])
    heed(activity("Delete", ACTOR))
    assert Post.objects.get().deleted_at is not None


def test_the_keys_of_an_account_that_is_gone_go_at_once(heed):
    from tanggap.federation.models import RemoteKey

    keep_key("lama")
    heed(activity("Delete", ACTOR))
    assert not RemoteKey.objects.exists()


def test_a_key_that_was_not_used_for_long_is_forgotten(agency):
    from tanggap.federation.models import RemoteKey
    from tanggap.federation.steps import UNUSED_KEYS_KEPT, drop_unused_keys

    keep_key("lama", UNUSED_KEYS_KEPT + timedelta(hours=1))
    keep_key("baru", UNUSED_KEYS_KEPT - timedelta(hours=1))
    assert (drop_unused_keys(10), RemoteKey.objects.get().key_id) == (1, f"{ACTOR}#baru")


def keep_key(name, age=timedelta(0)):
    from tanggap.federation.models import RemoteKey

    RemoteKey.objects.create(
        key_id=f"{ACTOR}#{name}", owner=ACTOR, host="warga.example", public_pem="", fetched_at=now() - age
    )


def test_whoever_moves_stays_the_same_citizen(heed):
    from tanggap.people.models import Identity

    heed(activity("Follow", OFFICE), activity("Move", ACTOR, target=NEW))
    old, new = Identity.objects.get(remote_id=ACTOR), Identity.objects.get(remote_id=NEW)
    assert old.citizen_id == new.citizen_id


def test_the_account_moved_to_can_be_written_to_at_once(heed):
    from tanggap.people.models import Identity

    found = Author(NEW, "siti@baru.example", "Siti", f"{NEW}/inbox")
    heed(activity("Follow", OFFICE), author_line(found) + orjson.dumps(activity("Move", ACTOR, target=NEW)))
    new = Identity.objects.get(remote_id=NEW)
    assert (new.handle, new.inbox) == ("siti@baru.example", f"{NEW}/inbox")


def test_a_flag_goes_to_the_agency_s_desk_and_opens_no_case(heed, agency):
    from tanggap.cases.models import Case, DeskNotice

    heed(activity("Flag", ["https://kota.example/notes/x", OFFICE], content="Jawabannya kasar"))
    notice = DeskNotice.objects.get()
    assert (notice.agency, notice.kind, notice.text) == (agency, "report", "Jawabannya kasar")
    assert Case.objects.count() == 0


def test_a_flag_of_a_message_alone_goes_to_whoever_said_it(heed, agency):
    from tanggap.cases.models import DeskNotice
    from tanggap.outbox.models import Message

    said = Message.objects.create(
        kind="answer", network="activitypub", agency=agency, audience="public", signed_at=now()
    )
    heed(activity("Flag", f"https://kota.example/notes/{said.public_id}"))
    assert DeskNotice.objects.get().agency == agency


def test_a_flag_of_nothing_of_ours_goes_to_the_front_desk(heed, agency):
    from tanggap.cases.models import DeskNotice

    heed(activity("Flag", "https://kota.example/notes/tidakada"))
    assert DeskNotice.objects.get().agency == agency


def test_a_like_can_be_taken_back_by_its_id_alone(heed, agency):
    from tanggap.channels.contract import Reaction
    from tanggap.threads.actions import NewRemoteId, count_reactions, note_remote_ids
    from tanggap.threads.models import RemoteId, Thread

    like, note = f"{ACTOR}/activities/like", "https://kota.example/notes/x"
    thread = Thread.objects.create(network="activitypub", audience="public", created_at=now())
    note_remote_ids([NewRemoteId("activitypub", note, thread.id, "public")])
    count_reactions("activitypub", [Reaction("like", like, ACTOR, note)])
    assert RemoteId.objects.get().likes == 1
    heed(activity("Undo", like))
    assert RemoteId.objects.get().likes == 0


def test_what_cannot_be_read_is_put_aside_and_the_next_goes_on(heed):
    from tanggap.channels.models import Arrival

    heed(b"{", activity("Follow", OFFICE))
    assert list(Arrival.objects.order_by("id").values_list("state", flat=True)) == ["stuck", "read"]
    assert followers() == [ACTOR]


def test_the_bytes_are_dropped_once_read(heed):
    from tanggap.channels.models import Arrival

    heed(activity("Follow", OFFICE))
    assert bytes(Arrival.objects.get().body) == b""
