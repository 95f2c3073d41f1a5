"""Posts are saved and recorded in one transaction."""

from tanggap.base.clock import now
from tanggap.channels.contract import Audience
from tanggap.inbox.models import Post
from tanggap.people.models import Citizen
from tanggap.records.models import Entry
from tanggap.threads.models import Thread


def test_a_post_is_kept_with_its_author_thread_and_entry(office):
    office.write("Jalan rusak", author="budi", published_at=now())
    post = Post.objects.get()
    assert (post.agency, post.thread.account) == (office.pu, office.account)
    assert post.author.handle == "@budi@town.example"
    assert post.entry.type == "post.received"


def test_the_record_holds_neither_words_nor_names(office):
    office.write("Jalan rusak di depan rumah Pak Anu", author="budi")
    leaf = bytes(Entry.objects.get(type="post.received").leaf)
    assert b"rusak" not in leaf
    assert b"budi" not in leaf


def test_a_non_public_post_is_held_back_and_says_nothing(office):
    office.write("Ini rahasia", audience=Audience.FOLLOWERS)
    entry = Entry.objects.get(type="post.received")
    assert entry.held_until is not None
    assert entry.agency is None


def test_a_reply_without_a_mention_to_our_own_words_is_taken_in(office):
    case = office.case(author="budi")
    ours = case.thread.remote_ids.get(author=None)
    office.write("kapan?", author="siti", addressed_to=(), in_reply_to=ours.remote_id)
    assert Post.objects.order_by("id").last().thread == case.thread


def test_a_reply_between_citizens_is_not(office):
    case = office.case(author="budi")
    office.write("iya bener", author="siti", addressed_to=(), in_reply_to=case.opening_post.remote.remote_id)
    assert Post.objects.count() == 1


def test_our_own_account_does_not_write_to_itself(office):
    from tanggap.channels.contract import Author, IncomingPost
    from tanggap.inbox.actions import Received, receive_posts

    post = IncomingPost(
        "x", Author(office.account.remote_id), "halo", Audience.PUBLIC, addressed_to=(office.account.remote_id,)
    )
    assert receive_posts([Received("activitypub", now(), post)]) == 0


def test_many_posts_of_one_author_are_one_citizen(office):
    for text in ("Jalan rusak", "Lampu mati"):
        office.write(text, author="budi")
    assert Citizen.objects.count() == 1
    assert Thread.objects.count() == 2
