"""Posts are understood by simple means: language, kind, urgency, and the agency whose words they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tanggap.base.db import writing
from tanggap.base.rows import change_rows, insert_keyed_rows
from tanggap.inbox.models import Post, PostState, Understanding, Waiting
from tanggap.inbox.text import Lexicon, Reading, read_text, vocabulary
from tanggap.people.actions import opt_out_citizen
from tanggap.people.models import Citizen
from tanggap.registry.queries import keywords_by_agency
from tanggap.rules.packs import pack

RECEIVED, UNDERSTOOD = {"state": PostState.RECEIVED.value}, {"state": PostState.UNDERSTOOD.value}
COLUMNS = ("post_id", "language", "kind", "urgency", "agency_id", "says")


class _Received(NamedTuple):
    """A received post, as far as understanding needs it."""

    id: int
    text: str
    language_given: str
    agency_id: int | None
    author_id: int
    form: dict[str, Any]


def understand_posts(limit: int) -> int:
    """Understand up to `limit` received posts; returns how many. The thinking is done before the lock is taken."""
    waiting = Waiting.objects.filter(state=PostState.RECEIVED).order_by("post_id")
    posts = [_Received(*row) for row in waiting.values_list(*(f"post__{name}" for name in _Received._fields))[:limit]]
    if not posts:
        return 0
    words, keywords = _vocabulary(pack().code, pack().version), _keywords(keywords_by_agency())
    readings = [read_text(post.text, words, keywords, post.language_given) for post in posts]
    with writing():
        still = set(change_rows(Waiting, [post.id for post in posts], UNDERSTOOD, where=RECEIVED))
        pairs = [(post, reading) for post, reading in zip(posts, readings, strict=True) if post.id in still]
        insert_keyed_rows(Understanding, COLUMNS, [_row(post, reading) for post, reading in pairs])
        for post, reading in pairs:
            if reading.says == "stop":
                opt_out_citizen(Citizen.objects.get(identities__id=post.author_id))
    return len(posts)


def understand_again(post_ids: Sequence[int]) -> None:
    """Understand posts anew whose words were changed. What else they are, such as addressed to whom, stays."""
    posts = [_Received(*row) for row in Post.objects.filter(id__in=post_ids).values_list(*_Received._fields)]
    words, keywords = _vocabulary(pack().code, pack().version), _keywords(keywords_by_agency())
    for post in posts:
        reading = read_text(post.text, words, keywords, post.language_given)
        values = dict(zip(COLUMNS[1:], _row(post, reading)[1:], strict=True))
        Understanding.objects.update_or_create(post_id=post.id, defaults=values)
        if reading.says == "stop":
            opt_out_citizen(Citizen.objects.get(identities__id=post.author_id))


def _row(post: _Received, reading: Reading) -> tuple[Any, ...]:
    says = post.form.get("says") or reading.says
    # Whoever chose that they only add something says nothing of the result, whatever their words sound like.
    says = "" if says == "adds" else says
    return (post.id, reading.language, reading.kind, reading.urgency, post.agency_id or _likeliest(reading), says)


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
