"""Authors edit and delete; the record keeps the digests."""

from dataclasses import replace

from tanggap.base.clock import now
from tanggap.channels.contract import Audience, Author, DeletedPost, EditedPost, IncomingPost
from tanggap.inbox.actions import delete_posts, edit_posts
from tanggap.inbox.models import Post


def edited(office, **changes):
    remote_id = office.write("Jalan rusak", author="budi")
    post = IncomingPost(remote_id, Author("https://town.example/users/budi"), "Jalan rusak parah", Audience.PUBLIC)
    return edit_posts("activitypub", [EditedPost(replace(post, **changes))], now())


def test_an_edit_keeps_the_earlier_text_and_is_recorded(office, entries):
    assert edited(office) == 1
    post = Post.objects.get()
    assert post.text == "Jalan rusak parah"
    assert [version.text for version in post.versions.all()] == ["Jalan rusak"]
    assert entries() == ["post.received", "post.edited"]


def test_an_edit_for_fewer_eyes_takes_the_words_from_the_public(office, entries):
    assert edited(office, audience=Audience.DIRECT) == 1
    post = Post.objects.get()
    assert post.deleted_at is not None
    assert post.text == ""
    assert entries() == ["post.received", "post.deleted"]


def test_nobody_edits_somebody_elses_post(office):
    assert edited(office, author=Author("https://town.example/users/mallory")) == 0
    assert Post.objects.get().text == "Jalan rusak"


def test_an_edit_without_new_words_changes_nothing(office, entries):
    assert edited(office, text="Jalan rusak") == 0
    assert entries() == ["post.received"]


def test_a_deleted_post_is_marked_once_and_only_by_its_author(office, entries):
    remote_id = office.write("Jalan rusak", author="budi")
    stranger, author = (DeletedPost(remote_id, f"https://town.example/users/{name}") for name in ("mallory", "budi"))
    assert delete_posts("activitypub", [stranger], now()) == 0
    assert delete_posts("activitypub", [author], now()) == 1
    assert delete_posts("activitypub", [author], now()) == 0
    assert entries() == ["post.received", "post.deleted"]
