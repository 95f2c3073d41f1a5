"""Authors edit and delete; the record keeps the digests."""

from dataclasses import replace
from datetime import timedelta

from tanggap.base.clock import now
from tanggap.channels.contract import Audience, Author, DeletedPost, EditedPost, IncomingPost
from tanggap.inbox.actions import delete_posts, delete_posts_of, edit_posts
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


def test_an_edit_that_its_network_vouches_for_needs_no_name(office):
    remote_id = office.write("Jalan rusak, rumah saya nomor 5", author="budi")
    post = IncomingPost(remote_id, Author("author-of:1"), "Jalan rusak", Audience.PUBLIC)
    assert edit_posts("activitypub", [EditedPost(post, is_vouched=True)], now()) == 1
    assert Post.objects.get().text == "Jalan rusak"


def test_an_edit_without_new_words_changes_nothing(office, entries):
    assert edited(office, text="Jalan rusak") == 0
    assert entries() == ["post.received"]


def test_an_older_version_that_comes_later_is_left_out(office, entries):
    remote_id, at = office.write("Jalan rusak, telepon 0812", author="budi"), now()
    author = Author("https://town.example/users/budi")

    def edit(text, minutes):
        post = IncomingPost(remote_id, author, text, Audience.PUBLIC)
        return edit_posts("activitypub", [EditedPost(post, minutes and at + timedelta(minutes=minutes))], at)

    assert edit("Jalan rusak parah", -1) == 1
    assert edit("Jalan rusak, telp 0812", -2) == 0
    assert Post.objects.get().text == "Jalan rusak parah"
    # A moment in the future would shut out every later edit; one that says no moment is taken as it comes.
    assert (edit("Jalan rusak dua", 600), edit("Jalan rusak tiga", None), edit("Jalan rusak empat", 1)) == (1, 1, 1)
    assert entries() == ["post.received", *["post.edited"] * 4]


def test_whatever_somebody_wrote_is_taken_back_with_their_account(office, entries):
    for author, text in (("budi", "Jalan rusak"), ("budi", "Lampu mati"), ("siti", "Sampah menumpuk")):
        office.write(text, author=author)
    assert delete_posts_of("activitypub", "https://town.example/users/budi", now()) == 2
    assert delete_posts_of("activitypub", "https://town.example/users/budi", now()) == 0
    assert [post.text for post in Post.objects.filter(deleted_at__isnull=True)] == ["Sampah menumpuk"]
    assert entries() == [*["post.received"] * 3, *["post.deleted"] * 2]


def test_a_deleted_post_is_marked_once_and_only_by_its_author(office, entries):
    remote_id = office.write("Jalan rusak", author="budi")
    stranger, author = (DeletedPost(remote_id, f"https://town.example/users/{name}") for name in ("mallory", "budi"))
    assert delete_posts("activitypub", [stranger], now()) == 0
    assert delete_posts("activitypub", [author], now()) == 1
    assert delete_posts("activitypub", [author], now()) == 0
    assert entries() == ["post.received", "post.deleted"]
