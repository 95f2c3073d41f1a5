"""The inbox: what is kept, and what is refused with which status."""

from __future__ import annotations

import time
from typing import Any

import orjson
import pytest

from tanggap.base.http import Answer, DoorError
from tanggap.channels.contract import Lane
from tanggap.federation.envelope import open_envelope
from tanggap.federation.limits import Limiter, Rate
from tests.federation.neighbours import ACTOR, KEY_ID, OFFICE, OURS, Neighbour, activity, as_meta, note
from tests.federation.web import actor_document

pytestmark = pytest.mark.django_db
OTHER = "https://jahat.example/users/x"


def post(sender: Neighbour, raw: Any = None, *, scheme: str = "cavage", handle: str = "", meta=None, **turned):
    """Send an activity as the web server hands it over; the reply."""
    from tanggap.federation.inbox_view import receive

    body = raw if isinstance(raw, bytes) else orjson.dumps(activity() if raw is None else raw)
    path = f"/@{handle}/inbox" if handle else "/inbox"
    turned.setdefault("at", time.time())
    headers = sender.headers(scheme, f"https://{turned.pop('host', OURS)}{path}", body, **turned)
    return receive(as_meta(headers, path) | (meta or {}), turned.pop("body", body), handle)


def arrivals() -> list:
    from tanggap.channels.models import Arrival

    return list(Arrival.objects.order_by("id"))


def test_a_signed_post_is_kept_with_what_is_known_of_its_author(agency, siti, scheme):
    assert post(siti, scheme=scheme).status == 202
    [kept] = arrivals()
    assert (kept.kind, kept.lane, kept.signer) == ("activitypub", Lane.POSTS, KEY_ID)
    line, _, raw = bytes(kept.body).partition(b"\n")
    assert orjson.loads(line)["@author"]["inbox"] == f"{ACTOR}/inbox"
    assert orjson.loads(raw) == activity()


def test_whoever_proves_nothing_has_us_ask_others_only_so_often(agency, web, siti, stranger, monkeypatch):
    monkeypatch.setattr("tanggap.federation.inbox_view.unproven_by_network", Limiter(Rate(0.001, 2)))
    here, elsewhere = ({"REMOTE_ADDR": address} for address in ("198.51.100.7", "203.0.113.9"))
    made_up = [f"{OTHER}{number}" for number in range(3)]
    acts = [activity(thing=f"{who}/1", kind="Like", actor=who, id=f"{who}/acts/1") for who in made_up]
    keys = [f"{who}#k" for who in made_up]
    got = [post(stranger, act, key_id=key, meta=here).status for act, key in zip(acts, keys, strict=True)]
    assert got == [401, 401, 503]
    asked = len(web.asked)
    assert post(siti, meta=here).status == 503
    assert len(web.asked) == asked
    # Whose key is known needs nobody to be asked.
    assert post(siti, meta=elsewhere).status == 202
    assert post(siti, activity(id=f"{ACTOR}/activities/2"), meta=here).status == 202


def test_the_same_activity_again_gets_202_and_has_no_second_effect(agency, siti):
    assert [post(siti).status, post(siti, scheme="rfc9421").status] == [202, 202]
    assert len(arrivals()) == 1


def test_the_same_activity_at_an_own_and_at_the_shared_inbox_is_one(agency, siti):
    assert [post(siti, handle="dinas-pu").status, post(siti).status] == [202, 202]
    assert len(arrivals()) == 1


def test_an_account_does_not_use_up_the_ids_of_another_on_its_host(agency, web, siti, stranger):
    mallory = "https://warga.example/users/mallory"
    web.show(mallory, actor_document(stranger.public_pem, mallory, f"{mallory}#main-key"))
    like = activity("Like", "https://kota.example/notes/1", actor=mallory)
    assert post(stranger, like, key_id=f"{mallory}#main-key").status == 202
    assert post(siti).status == 202
    assert [orjson.loads(bytes(one.body).partition(b"\n")[2])["actor"] for one in arrivals()] == [mallory, ACTOR]


def test_an_account_s_own_inbox_names_the_account(agency, siti):
    assert post(siti, handle="dinas-pu").status == 202
    assert arrivals()[0].account_id_given == OFFICE


@pytest.mark.parametrize("handle", ["tidak-ada", "a\x00b", "x" * 300, "../inbox"])
def test_an_inbox_of_nobody_is_404(agency, siti, handle):
    from tanggap.federation.inbox_view import receive

    body = orjson.dumps(activity())
    assert receive(as_meta(siti.headers("cavage", body=body, at=time.time())), body, handle).status == 404
    assert arrivals() == []


def test_an_unsigned_post_is_401(agency, web):
    from tanggap.federation.inbox_view import receive

    assert receive(as_meta({"Host": OURS}), orjson.dumps(activity())).status == 401
    assert web.asked == []


def test_another_s_signature_is_401(agency, siti, stranger):
    assert post(stranger).status == 401
    assert arrivals() == []


@pytest.mark.parametrize("off", [-3700, 3700])
def test_a_stale_or_early_signature_is_401(agency, siti, off):
    assert post(siti, at=time.time() + off).status == 401


def test_a_post_signed_for_another_host_is_401(agency, siti):
    assert post(siti, host="other.example").status == 401


def test_a_changed_body_is_401(agency, siti):
    from tanggap.federation.inbox_view import receive

    headers = siti.headers("cavage", body=b"{}", at=time.time())
    assert receive(as_meta(headers), orjson.dumps(activity())).status == 401


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b"\xff",
        b'{"type":"Create"}',
        orjson.dumps(activity(id=f"{OTHER}/1")),
        b'{"a":' * 50 + b"1" + b"}" * 50,
    ],
)
def test_what_makes_no_sense_is_400(agency, siti, raw):
    assert post(siti, raw).status == 400
    assert arrivals() == []


def test_a_post_that_is_attributed_to_another_is_400(agency, siti):
    assert post(siti, activity(thing=note(attributedTo=OTHER))).status == 400


def test_too_many_bytes_are_413(agency, siti):
    assert post(siti, b'{"a":"' + b"x" * 1_000_001 + b'"}').status == 413


def test_a_key_of_another_host_than_the_actor_s_is_403(agency, web, neighbour):
    web.show(OTHER, actor_document(neighbour.public_pem, OTHER, f"{OTHER}#main-key"))
    assert post(neighbour, key_id=f"{OTHER}#main-key").status == 403
    assert web.asked == []


def test_a_neighbour_on_the_same_server_is_403(agency, siti, web):
    budi = "https://warga.example/users/budi"
    web.show(budi, actor_document(siti.public_pem, budi, f"{budi}#main-key"))
    assert post(siti, key_id=f"{budi}#main-key").status == 403


def test_an_account_that_serves_another_host_s_key_is_401(agency, web, neighbour):
    web.show(ACTOR, actor_document(neighbour.public_pem) | {"id": OTHER})
    assert post(neighbour).status == 401


def test_a_key_server_that_does_not_answer_is_503(agency, web, neighbour):
    web.pages[ACTOR] = DoorError("timed out", permanent=False)
    reply = post(neighbour)
    assert (reply.status, reply.retry_after) == (503, 6)


def test_too_many_keys_under_way_are_503_with_a_time_to_wait(agency, siti, monkeypatch):
    from tanggap.federation import inbox_view
    from tanggap.federation.gate import Busy

    def busy(key_id):
        raise Busy

    monkeypatch.setattr(inbox_view.ring(), "key", busy)
    reply = post(siti)
    assert (reply.status, reply.retry_after) == (503, 5)


def test_a_key_server_on_a_private_address_is_401(agency, web, neighbour):
    web.pages[ACTOR] = DoorError("address not allowed", permanent=True)
    assert post(neighbour).status == 401


def test_a_key_is_fetched_once_and_then_known(agency, siti, web):
    for number in range(3):
        post(siti, activity(id=f"{ACTOR}/activities/{number}"))
    assert web.asked == [ACTOR]
    assert len(arrivals()) == 3


def test_a_key_survives_the_process(agency, siti, web, monkeypatch):
    from tanggap.federation import inbox_view
    from tanggap.federation.fetch import Fetcher
    from tanggap.federation.keys import KeyRing

    post(siti)
    fresh = KeyRing(Fetcher(lambda: web, lambda url: {}, allow_http=False))
    monkeypatch.setattr(inbox_view, "ring", lambda: fresh)
    assert post(siti, activity(id=f"{ACTOR}/activities/2")).status == 202
    assert web.asked == [ACTOR]


def test_a_rotated_key_is_fetched_again(agency, siti, web, stranger):
    from tanggap.federation import inbox_view
    from tanggap.federation.models import RemoteKey

    post(siti)
    RemoteKey.objects.update(fetched_at="2026-01-01T00:00:00Z")
    inbox_view.ring()._kept.clear()
    web.show(ACTOR, actor_document(stranger.public_pem))
    assert post(stranger, activity(id=f"{ACTOR}/activities/2")).status == 202
    assert RemoteKey.objects.get().public_pem == stranger.public_pem


def test_a_wrong_signature_fetches_a_fresh_key_no_second_time(agency, siti, stranger, web):
    post(siti)
    assert [post(stranger).status for _ in range(3)] == [401, 401, 401]
    assert web.asked == [ACTOR]


def test_the_deletion_of_somebody_unknown_is_taken_quietly(agency, web, neighbour):
    assert post(neighbour, activity("Delete", ACTOR)).status == 202
    assert (web.asked, arrivals()) == ([], [])


def test_the_deletion_of_somebody_known_is_not_believed_of_a_server_that_finds_nothing(agency, web, neighbour):
    from tanggap.people.actions import KnownAuthor, know_identities

    know_identities([KnownAuthor("activitypub", ACTOR)])
    # A server that does not find it at this hour has not said that it is gone, and a stranger could ask just then.
    assert post(neighbour, activity("Delete", ACTOR)).status == 401
    assert arrivals() == []


def test_the_deletion_of_somebody_known_is_kept_when_their_server_says_that_they_are_gone(agency, web, neighbour):
    from tanggap.people.actions import KnownAuthor, know_identities

    know_identities([KnownAuthor("activitypub", ACTOR)])
    web.pages[ACTOR] = Answer(410, {}, b"")
    assert post(neighbour, activity("Delete", ACTOR)).status == 202
    assert [kept.lane for kept in arrivals()] == [Lane.PROTOCOL]


def test_a_key_that_never_was_does_not_make_an_account_gone(agency, web, neighbour, pems):
    from tanggap.people.actions import KnownAuthor, know_identities

    know_identities([KnownAuthor("activitypub", ACTOR)])
    web.show(ACTOR, actor_document(pems[1], key_id=f"{ACTOR}#another"))
    assert post(neighbour, activity("Delete", ACTOR)).status == 401
    assert arrivals() == []


def test_somebody_known_cannot_be_deleted_by_another(agency, siti, stranger):
    from tanggap.people.actions import KnownAuthor, know_identities

    know_identities([KnownAuthor("activitypub", ACTOR)])
    assert post(stranger, activity("Delete", ACTOR)).status == 401


def test_what_nobody_here_reads_is_taken_and_not_kept(agency, siti):
    assert post(siti, activity("View", OFFICE)).status == 202
    assert arrivals() == []


def test_a_changed_account_is_asked_for_its_key_again(agency, siti, web):
    post(siti, activity("Update", {"id": ACTOR, "type": "Person"}))
    post(siti)
    assert web.asked == [ACTOR, ACTOR]


def test_a_move_is_only_taken_when_the_other_account_says_the_same(agency, siti, web):
    new = "https://baru.example/users/siti"
    moved = activity("Move", ACTOR, target=new)
    web.show(new, actor_document(siti.public_pem, new, f"{new}#main-key"))
    assert post(siti, moved).status == 403
    web.show(f"{new}2", actor_document(siti.public_pem, f"{new}2", f"{new}2#k", alsoKnownAs=[ACTOR]))
    assert post(siti, activity("Move", ACTOR, target=f"{new}2")).status == 202
    author, _ = open_envelope(bytes(arrivals()[-1].body))
    assert (author.remote_id, author.inbox) == (f"{new}2", f"{new}2/inbox")


def test_too_many_at_once_are_429_with_a_time_to_wait(agency, siti, monkeypatch):
    from tanggap.federation import inbox_view

    monkeypatch.setattr(inbox_view, "by_author", Limiter(Rate(0.1, 2)))
    replies = [post(siti, activity(id=f"{ACTOR}/activities/{number}")) for number in range(3)]
    assert [reply.status for reply in replies] == [202, 202, 429]
    assert replies[2].retry_after >= 9
    assert len(arrivals()) == 2


def test_a_database_that_is_away_is_503(agency, siti, monkeypatch):
    from django.db import OperationalError

    from tanggap.federation import inbox_view

    def away(arrivals):
        raise OperationalError

    monkeypatch.setattr(inbox_view, "keep", away)
    assert post(siti).status == 503


def test_a_refusal_is_one_line_that_names_nobody(agency, siti, stranger, capsys):
    from structlog.testing import capture_logs

    with capture_logs() as lines:
        post(stranger)
    assert lines == [
        {"event": "inbox_refused", "log_level": "info", "status": 401, "reason": "the signature does not fit the key"}
    ]


def test_good_posts_go_through_beside_bad_ones(agency, siti, stranger):
    replies = [post(sender, activity(id=f"{ACTOR}/activities/{n}")) for n, sender in enumerate([siti, stranger] * 5)]
    assert [reply.status for reply in replies] == [202, 401] * 5
    assert len(arrivals()) == 5


def test_an_agency_s_own_domain_is_our_host_too(agency, siti, monkeypatch):
    from tanggap.federation import inbox_view
    from tanggap.federation.actors import OwnHosts
    from tanggap.registry.actions import add_domain

    add_domain(agency, "pu.kota.example", acting_officer=None)
    monkeypatch.setattr(inbox_view, "own_hosts", OwnHosts())
    assert post(siti, host="pu.kota.example").status == 202


def test_while_too_many_posts_wait_the_sender_is_told_to_come_again(agency, siti, monkeypatch):
    monkeypatch.setattr("tanggap.channels.committer.backlog.is_full", lambda: True)
    reply = post(siti)
    assert (reply.status, reply.retry_after, arrivals()) == (503, 60, [])
