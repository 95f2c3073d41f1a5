"""The record over HTTP, read as a stranger reads it: with the specifications and the key, and nothing of ours."""

from __future__ import annotations

import base64
import gzip
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

import tanggap.cases.events  # noqa: F401  (declares case.opened)
from tanggap.base.clock import now
from tanggap.records import steps
from tanggap.records.actions import append_entries, open_log
from tanggap.records.acts import Act
from tanggap.records.models import Checkpoint
from tanggap.records.steps import sequence

pytestmark = pytest.mark.django_db

CASE = "7Q2M-4K9X"
SIZE = 300


@pytest.fixture(autouse=True)
def record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A published record of 300 entries; the last one opens a case."""
    monkeypatch.setattr(steps, "_trusted", None)
    open_log("kota.example/log")
    Checkpoint.objects.update(published_at="2026-01-01T00:00:00Z")
    append_entries([Act("case.opened", now(), f"thing:{n}") for n in range(SIZE - 1)])
    append_entries([Act("case.opened", now(), f"case:{CASE}")])
    sequence(1000)


def test_a_stranger_can_check_the_whole_record(client: Client) -> None:
    note = client.get("/log/checkpoint").content.decode()
    text, signature = note.split("\n\n")
    origin, size, root = text.split("\n")
    assert (origin, size) == ("kota.example/log", str(SIZE))
    name, key_id, key = client.get("/log/key").content.decode().strip().split("+", 2)
    signed = base64.b64decode(signature.split(" ")[2])
    assert (name, signed[:4].hex()) == (origin, key_id)
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:]).verify(signed[4:], f"{text}\n".encode())
    leaves = entries(client, "000") + entries(client, "001.p/44")
    assert base64.b64encode(mth([sha256(b"\x00" + leaf).digest() for leaf in leaves])).decode() == root


def test_tiles_hold_the_hashes_of_the_entries_and_of_each_other(client: Client) -> None:
    hashes = [sha256(b"\x00" + leaf).digest() for leaf in entries(client, "000") + entries(client, "001.p/44")]
    assert client.get("/log/tile/0/000").content == b"".join(hashes[:256])
    assert client.get("/log/tile/0/001.p/44").content == b"".join(hashes[256:])
    assert client.get("/log/tile/1/000.p/1").content == mth(hashes[:256])


def test_a_narrower_tile_of_an_earlier_tree_is_still_served(client: Client) -> None:
    assert client.get("/log/tile/0/000.p/7").content == client.get("/log/tile/0/000").content[: 7 * 32]
    assert entries(client, "001.p/3") == entries(client, "001.p/44")[:3]


def test_entries_are_compressed_for_whoever_asks(client: Client) -> None:
    plain = client.get("/log/tile/entries/000")
    packed = client.get("/log/tile/entries/000", headers={"accept-encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "/log/tile/0/001",
        "/log/tile/0/001.p/45",
        "/log/tile/0/002",
        "/log/tile/1/000",
        "/log/tile/2/000.p/1",
        "/log/tile/64/000",
        "/log/tile/00/000",
        "/log/tile/0/0",
        "/log/tile/0/000.p/0",
        "/log/tile/0/000.p/256",
        "/log/tile/0/x000/000",
        "/log/tile/entries/001",
        "/log/tile/entries/001.p/45",
        "/log/tile/entries/" + "x999/" * 30 + "999",
        "/log/tile/data/000",
        "/receipts/999.tlog-proof",
        "/receipts/007.tlog-proof",
        "/receipts/ZZZZ-ZZZZ.tlog-proof",
        "/receipts/%0A.tlog-proof",
    ],
)
def test_what_is_not_there_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("/log/checkpoint", "text/plain; charset=utf-8", "max-age=1"),
        ("/log/key", "text/plain; charset=utf-8", "max-age=1"),
        ("/log/tile/0/000", "application/octet-stream", "immutable"),
        ("/log/tile/entries/000", "application/octet-stream", "immutable"),
        (f"/receipts/{CASE}.tlog-proof", "text/plain; charset=utf-8", "max-age=1"),
    ],
)
def test_each_has_its_type_and_may_be_kept_as_long_as_it_is_true(
    path: str, kind: str, caching: str, client: Client
) -> None:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == kind
    assert caching in answer.headers["Cache-Control"]
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert client.post(path).status_code == 405


def test_the_policy_names_the_key(client: Client) -> None:
    key = client.get("/log/key").content.decode().strip()
    assert client.get("/log/policy").content.decode() == f"log {key} http://localhost:8000/log\nquorum none\n"


def test_a_case_s_receipt_is_that_of_its_opening(client: Client, tmp_path: Any) -> None:
    from tanggap.proof.verify import main

    answer = client.get(f"/receipts/{CASE}.tlog-proof")
    assert f'filename="{CASE}.tlog-proof"' in answer.headers["Content-Disposition"]
    assert client.get(f"/receipts/{SIZE - 1}.tlog-proof").content == answer.content
    (tmp_path / "r").write_bytes(answer.content)
    assert main([str(tmp_path / "r"), "--key", client.get("/log/key").content.decode()]) == 0


def test_a_tracking_id_may_be_typed_carelessly(client: Client) -> None:
    answer = client.get("/receipts/7q2m 4k9x.tlog-proof")
    assert f'filename="{CASE}.tlog-proof"' in answer.headers["Content-Disposition"]


def test_what_is_not_published_yet_is_not_shown(client: Client) -> None:
    append_entries([Act("case.opened", now(), "case:AAAA-AAAA")])
    sequence(1000)
    answer = client.get("/receipts/AAAA-AAAA.tlog-proof")
    assert (answer.status_code, answer.headers["Retry-After"]) == (404, "1")
    assert client.get("/log/tile/entries/001.p/45").status_code == 404
    assert client.get("/log/tile/0/001.p/45").status_code == 404


def entries(client: Client, name: str) -> list[bytes]:
    """The entries of a bundle."""
    data, found = client.get(f"/log/tile/entries/{name}").content, []
    while data:
        length = int.from_bytes(data[:2], "big")
        found.append(data[2 : 2 + length])
        data = data[2 + length :]
    return found


def mth(hashes: list[bytes]) -> bytes:
    """RFC 6962's tree over hashes of leaves."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << ((len(hashes) - 1).bit_length() - 1)
    return sha256(b"\x01" + mth(hashes[:k]) + mth(hashes[k:])).digest()
