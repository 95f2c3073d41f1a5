"""Create, Update and Delete of posts, read into the contract's events."""

from datetime import UTC, datetime

import orjson
import pytest

from tanggap.channels.contract import Audience, Author, Connection, DeletedPost, EditedPost, IncomingPost
from tanggap.federation.connector import ActivityPubConnector
from tanggap.federation.envelope import author_line
from tests.federation.neighbours import ACTOR, FOLLOWERS, OFFICE, PUBLIC, activity, note

NOBODY = Connection("activitypub", "", {}, {})


def events(raw, author=None):
    body = (author_line(author) if author else b"") + orjson.dumps(raw)
    return ActivityPubConnector().read_events(body, NOBODY)


def post(**turned) -> IncomingPost:
    [event] = events(activity(thing=note(**turned)))
    return event


def test_a_mention_becomes_a_post():
    read = post()
    assert (read.remote_id, read.author.remote_id) == (f"{ACTOR}/statuses/1", ACTOR)
    assert read.text == "@dinas-pu Jalan berlubang di depan pasar."
    assert OFFICE in read.addressed_to
    assert read.url == "https://warga.example/@siti/1"
    assert read.published_at == datetime(2026, 9, 21, 14, tzinfo=UTC)
    assert read.thread_id.startswith("tag:warga.example")


def test_what_the_door_wrote_down_of_the_author_is_read_with_the_post():
    siti = Author(ACTOR, "siti@warga.example", "Siti", f"{ACTOR}/inbox", "https://warga.example/inbox", is_bot=True)
    [read] = events(activity(), siti)
    assert read.author == siti


def test_a_line_about_somebody_else_is_not_believed():
    [read] = events(activity(), Author("https://warga.example/users/budi", "budi"))
    assert read.author == Author(ACTOR)


@pytest.mark.parametrize(
    ("to", "cc", "audience"),
    [
        ([PUBLIC], [FOLLOWERS], Audience.PUBLIC),
        ("as:Public", [], Audience.PUBLIC),
        (["Public", OFFICE], None, Audience.PUBLIC),
        ([FOLLOWERS], [PUBLIC], Audience.UNLISTED),
        ([FOLLOWERS], [OFFICE], Audience.FOLLOWERS),
        ([OFFICE], [], Audience.DIRECT),
        (OFFICE, None, Audience.DIRECT),
        ({"id": OFFICE}, None, Audience.DIRECT),
        ([], [], Audience.DIRECT),
    ],
)
def test_the_audience_comes_from_to_and_cc(to, cc, audience):
    read = post(to=to, cc=cc)
    assert read.audience is audience
    assert read.is_message is (audience is Audience.DIRECT)


def test_where_activity_and_post_differ_the_narrower_audience_counts():
    [read] = events(activity(thing=note(to=[OFFICE], cc=[]), to=[PUBLIC]))
    assert read.audience is Audience.DIRECT
    [read] = events(activity(thing=note(), to=[OFFICE], cc=[]))
    assert read.audience is Audience.DIRECT


def test_somebody_in_cc_is_addressed_without_a_mention():
    assert post(tag=[], to=[PUBLIC], cc=[OFFICE]).addressed_to == (OFFICE,)


def test_the_public_and_followers_are_nobody_s_account():
    assert post(tag=None, cc=[FOLLOWERS]).addressed_to == ()


@pytest.mark.parametrize(
    ("content", "by_language", "language", "text"),
    [
        ("<p>Halo</p>", {"id": "<p>Halo</p>"}, "id", "Halo"),
        ("<p>Halo</p>", {"en": "<p>Hello</p>", "jv": "<p>Halo</p>"}, "jv", "Halo"),
        (None, {"su": "<p>Sampurasun</p>"}, "su", "Sampurasun"),
        ("<p>Halo</p>", {"en": "<p>Hello</p>"}, "", "Halo"),
        ("<p>Halo</p>", {"<script>": "<p>Halo</p>"}, "", "Halo"),
        ("<p>Halo</p>", {"id-ID": "<p>Halo</p>"}, "id-id", "Halo"),
    ],
)
def test_the_language_is_that_of_the_words(content, by_language, language, text):
    read = post(content=content, contentMap=by_language)
    assert (read.language, read.text) == (language, text)


def test_what_could_act_is_cleaned_away():
    read = post(content='<p onclick="x()">Halo<script>alert(1)</script><img src=x onerror=y></p><style>*{}</style>')
    assert read.html == "<p>Halo</p>"
    assert read.text == "Halo"


def test_a_content_warning_and_a_title_are_words_too():
    read = post(summary="Banjir", name="Pasar <b>Baru</b>", content="<p>Air naik</p>")
    assert read.text == "Pasar Baru\n\nBanjir\n\nAir naik"


def test_plain_text_stays_plain():
    assert post(content="1 < 2 & <b>x</b>", mediaType="text/plain").text == "1 < 2 & <b>x</b>"


def test_a_reply_names_what_it_answers():
    parent = "https://kota.example/notes/abc"
    assert post(inReplyTo=parent).in_reply_to == parent
    assert post(inReplyTo={"id": parent, "type": "Note"}).in_reply_to == parent


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://elsewhere.example/x", 7, [{"href": None}], None])
def test_a_page_elsewhere_is_not_linked(url):
    assert post(url=url).url == f"{ACTOR}/statuses/1"


@pytest.mark.parametrize("published", ["", "yesterday", "2026-99-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_cannot_be_read_is_no_time(published):
    assert post(published=published).published_at is None


def test_an_update_is_an_edited_post():
    [read] = events(activity("Update", note(content="<p>Dua lubang</p>", updated="2026-09-21T15:00:00Z")))
    assert isinstance(read, EditedPost)
    assert (read.post.text, read.edited_at) == ("Dua lubang", datetime(2026, 9, 21, 15, tzinfo=UTC))


@pytest.mark.parametrize("thing", [f"{ACTOR}/statuses/1", {"id": f"{ACTOR}/statuses/1", "type": "Tombstone"}])
def test_a_delete_takes_a_post_back(thing):
    assert events(activity("Delete", thing)) == [DeletedPost(f"{ACTOR}/statuses/1", ACTOR)]


@pytest.mark.parametrize("kind", ["Follow", "Add", "Accept", "View"])
def test_what_is_no_post_gives_no_event(kind):
    assert events(activity(kind, OFFICE)) == []


def test_types_may_be_lists():
    [read] = events(activity(["Create", "https://x.example/Note"], note(type=["Note"])))
    assert read.remote_id == f"{ACTOR}/statuses/1"
