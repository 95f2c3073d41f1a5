"""The only writers of posts."""

from tanggap.inbox.actions.change import delete_posts, delete_posts_of, edit_posts, hide_post, show_post
from tanggap.inbox.actions.receive import Received, receive_posts
from tanggap.inbox.actions.understand import understand_again, understand_posts

__all__ = [
    "Received",
    "delete_posts",
    "delete_posts_of",
    "edit_posts",
    "hide_post",
    "receive_posts",
    "show_post",
    "understand_again",
    "understand_posts",
]
