"""Posts are understood by simple means: language, kind, urgency, and the agency whose words they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from tanggap.base.db import writing
from tanggap.inbox.models import Post, PostState, Understanding
from tanggap.inbox.text import Lexicon, Reading, read_text, vocabulary
from tanggap.people.actions import opt_out_citizen
from tanggap.registry.queries import keywords_by_agency
from tanggap.rules.packs import pack


def understand_posts(limit: int) -> int:
    """Understand up to `limit` received posts; returns how many. The thinking is done before the lock is taken."""
    waiting = Post.objects.filter(state=PostState.RECEIVED).select_related("author__citizen").order_by("id")
    posts = list(waiting[:limit])
    if not posts:
        return 0
    words, keywords = _vocabulary(pack().code, pack().version), _keywords(keywords_by_agency())
    readings = [read_text(post.text, words, keywords, post.language_given) for post in posts]
    with writing():
        still = set(
            Post.objects.select_for_update(skip_locked=True)
            .filter(id__in=[post.id for post in posts], state=PostState.RECEIVED)
            .values_list("id", flat=True)
        )
        pairs = [(post, reading) for post, reading in zip(posts, readings, strict=True) if post.id in still]
        Understanding.objects.bulk_create([_row(post, reading) for post, reading in pairs])
        Post.objects.filter(id__in=still).update(state=PostState.UNDERSTOOD)
        for post, reading in pairs:
            if reading.says == "stop":
                opt_out_citizen(post.author.citizen)
    return len(posts)


def _row(post: Post, reading: Reading) -> Understanding:
    chosen: Mapping[str, str] = post.form
    return Understanding(
        post_id=post.id,
        language=reading.language,
        kind=reading.kind,
        urgency=reading.urgency,
        agency_id=post.agency_id or _likeliest(reading),
        says=chosen.get("says") or reading.says,
    )


def _likeliest(reading: Reading) -> int | None:
    return int(max(reading.agencies, key=lambda agency: reading.agencies[agency])) if reading.agencies else None


@lru_cache(maxsize=4)
def _compiled(words: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    return Lexicon(dict(words))


def _keywords(words: Mapping[int, Sequence[str]]) -> Lexicon:
    """The registry's keywords, compiled anew only when they changed."""
    return _compiled(tuple(sorted((str(agency), tuple(listed)) for agency, listed in words.items())))


@lru_cache(maxsize=2)
def _vocabulary(code: str, version: str) -> Lexicon:
    return vocabulary(pack().vocabulary)
