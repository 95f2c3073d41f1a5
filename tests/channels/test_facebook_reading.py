"""What happens on a Page, in the contract's words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tanggap.channels.connectors.facebook.connector import FacebookConnector
from tanggap.channels.connectors.facebook.samples import (
    CITIZEN,
    COMMENT,
    CONNECTION,
    LIKE,
    PAGE,
    POST,
    comment,
    entry,
    hook,
    message,
    signed_hook,
)
from tanggap.channels.contract import (
    Audience,
    ConnectorError,
    DeletedPost,
    EditedPost,
    Event,
    IncomingPost,
    Reaction,
)

facebook = FacebookConnector()


def events(told: dict[str, Any]) -> list[Event]:
    notices = facebook.read_hook(signed_hook(told), CONNECTION).notices
    return [event for notice in notices for event in facebook.read_events(notice.body, CONNECTION)]


def change(value: dict[str, Any]) -> list[Event]:
    return events(hook(entry(value)))


def private(**told: Any) -> list[Event]:
    return events(hook({"id": PAGE, "time": 1, "messaging": [message(**told)]}))


def the_post(found: list[Event]) -> IncomingPost:
    [post] = found
    assert isinstance(post, IncomingPost)
    return post


def test_a_comment_is_a_public_post_to_the_page() -> None:
    post = the_post(change(comment()))
    assert (post.remote_id, post.author.remote_id, post.audience) == (COMMENT, CITIZEN, Audience.PUBLIC)
    assert (list(post.addressed_to), post.thread_id, post.in_reply_to) == ([PAGE], POST, POST)


def test_a_comment_keeps_its_words_and_the_networks_time() -> None:
    post = the_post(change(comment("banyune butheg")))
    assert (post.text, post.published_at) == ("banyune butheg", datetime(2026, 2, 9, tzinfo=UTC))


def test_a_comments_link_leads_to_the_comment() -> None:
    assert the_post(change(comment())).url == "https://www.facebook.com/teladan/posts/900?comment_id=901"


def test_a_reply_names_the_comment_above() -> None:
    assert the_post(change(comment(comment_id="900_902", parent_id=COMMENT))).in_reply_to == COMMENT


def test_a_comment_of_nothing_but_a_photo_is_a_post_without_words() -> None:
    photo = comment(photo="https://scontent.example/1.jpg")
    del photo["message"]
    assert the_post(change(photo)).text == ""


def test_a_comment_whose_author_is_kept_back_has_an_author_of_its_own() -> None:
    nameless = comment()
    del nameless["from"]
    assert the_post(change(nameless)).author.remote_id == f"author-of:{COMMENT}"


def test_a_visitors_post_on_the_page_begins_a_thread() -> None:
    visitors = {"item": "status", "verb": "add", "from": {"id": CITIZEN}, "post_id": POST, "message": "jalan rusak"}
    post = the_post(change(visitors))
    assert (post.remote_id, post.thread_id, post.in_reply_to) == (POST, POST, "")


def test_a_change_that_names_nobody_is_vouched_for_by_the_network() -> None:
    named = comment("lampu sudah nyala", verb="edited")
    [edit] = change(named)
    assert not edit.is_vouched
    [edit] = change({name: value for name, value in named.items() if name != "from"})
    assert edit.is_vouched


def test_an_edited_comment_is_a_later_version() -> None:
    [edit] = change(comment("lampu sudah nyala", verb="edited"))
    assert isinstance(edit, EditedPost)
    assert (edit.post.remote_id, edit.post.text) == (COMMENT, "lampu sudah nyala")


def test_a_removed_comment_is_taken_back_by_its_author() -> None:
    assert change(comment(verb="remove")) == [DeletedPost(COMMENT, CITIZEN)]


@pytest.mark.parametrize("verb", ["hide", "unhide", "mute"])
def test_what_moderators_do_to_a_comment_is_no_event(verb: str) -> None:
    assert change(comment(verb=verb)) == []


def test_a_heart_counts_as_a_like() -> None:
    [like] = change(LIKE)
    assert like == Reaction("like", f"like:{POST}:{CITIZEN}", CITIZEN, POST)


@pytest.mark.parametrize("kind", ["angry", "sad", "haha"])
def test_an_angry_face_is_no_applause(kind: str) -> None:
    assert change({**LIKE, "reaction_type": kind}) == []


def test_a_like_that_turns_into_anger_is_taken_back() -> None:
    [like] = change({**LIKE, "verb": "edit", "reaction_type": "angry"})
    assert isinstance(like, Reaction)
    assert like.withdrawn


def test_a_like_of_a_comment_is_the_comments() -> None:
    [like] = change({**LIKE, "comment_id": COMMENT})
    assert isinstance(like, Reaction)
    assert like.post_id == COMMENT


def test_a_share_is_counted() -> None:
    [share] = change({"item": "share", "verb": "add", "from": {"id": CITIZEN}, "post_id": POST, "share_id": "1_2"})
    assert share == Reaction("share", "1_2", CITIZEN, POST)


def test_a_message_is_for_the_page_alone() -> None:
    post = the_post(private())
    assert (post.audience, post.is_message, post.thread_id) == (Audience.DIRECT, True, f"messages:{PAGE}:{CITIZEN}")


def test_a_messages_time_is_in_milliseconds() -> None:
    assert the_post(private()).published_at == datetime(2026, 2, 9, tzinfo=UTC)


def test_an_edited_message_is_a_later_version() -> None:
    [edit] = private(message_edit={"mid": "m_1", "text": "maksud saya jalan", "num_edit": 1})
    assert isinstance(edit, EditedPost)
    assert (edit.post.audience, edit.post.text) == (Audience.DIRECT, "maksud saya jalan")


def test_an_unsent_message_is_taken_back() -> None:
    assert private(message={"mid": "m_1", "is_deleted": True}) == [DeletedPost("m_1", CITIZEN)]


def test_things_facebook_may_add_later_are_no_event() -> None:
    assert change({"item": "hologram", "verb": "add", "from": {"id": CITIZEN}, "post_id": POST}) == []


def test_a_comment_without_an_id_is_stuck_with_a_reason() -> None:
    nameless = comment()
    del nameless["comment_id"]
    with pytest.raises(ConnectorError, match="comment_id") as caught:
        change(nameless)
    assert caught.value.permanent


def test_what_cannot_be_stored_is_left_out_of_a_text() -> None:
    assert the_post(change(comment("a\x00b\ud800c"))).text == "ab?c"
