"""`tanggap verify`: what a receipt proves, and that nothing else passes for one."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.base.crypto import canonical, digest_of
from tanggap.proof.checkpoints import TreeHead
from tanggap.proof.errors import ProofError
from tanggap.proof.notes import NoteKey, sign_note
from tanggap.proof.proofs import LogProof, write_proof
from tanggap.proof.tree import prove_inclusion, tree_root
from tanggap.proof.verify import check_receipt, main
from tests.proof.naive import nodes

PRIVATE = bytes([7]) * 32
KEY = NoteKey("kota.example/log", Ed25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw())
STRANGER = NoteKey(KEY.name, Ed25519PrivateKey.from_private_bytes(bytes([8]) * 32).public_key().public_bytes_raw())
SALT, WORDS = bytes([9]) * 32, {"text": "Jalan berlubang di depan pasar"}
ENTRY = {
    "type": "case.opened",
    "time": "2026-11-24T03:00:00Z",
    "subject": "case:7Q2M-4K9X",
    "agency": "pu",
    "mandate": None,
    "public": {},
    "private": digest_of(SALT, WORDS),
}
LEAVES = [b"{}", canonical(ENTRY), b'{"type":"x"}', b"not json", b"[]"]


def receipt(index: int = 1, extra: bytes | None = None, leaves: list[bytes] = LEAVES, origin: str = KEY.name) -> bytes:
    """A receipt for one of the leaves."""
    head = TreeHead(origin, len(leaves), tree_root(len(leaves), nodes(leaves)))
    path = prove_inclusion(index, len(leaves), nodes(leaves))
    note = sign_note(head.text, [(KEY.name, PRIVATE)])
    return write_proof(LogProof(index, path, note, leaves[index] if extra is None else extra)).encode()


def personal(salt: bytes = SALT, payload: object = WORDS, leaf: bytes = LEAVES[1]) -> bytes:
    """A receipt with salt and payload."""
    parts = {"leaf": base64.b64encode(leaf).decode(), "salt": base64.b64encode(salt).decode(), "payload": payload}
    return receipt(extra=json.dumps(parts).encode())


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with a true receipt."""
    file = tmp_path / "case.tlog-proof"
    file.write_bytes(receipt())
    return file


def test_a_true_receipt_says_what_it_proves(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(kept), "--key", KEY.vkey]) == 0
    said = capsys.readouterr()
    assert "case.opened, 2026-11-24T03:00:00Z, case:7Q2M-4K9X" in said.out
    assert "Entry 1 of the record kota.example/log" in said.out
    assert said.err == ""


def test_it_says_the_same_to_a_program(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write_bytes(personal())
    assert main([str(kept), "--key", KEY.vkey, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["index"], said["size"], said["entry"], said["private"]) == (1, 5, ENTRY, WORDS)


def test_a_personal_receipt_proves_its_words(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write_bytes(personal())
    assert main([str(kept), "--key", KEY.vkey]) == 0
    assert "the words that were recorded" in capsys.readouterr().out


@pytest.mark.parametrize(
    "data",
    [
        personal(payload={"text": "Jalan mulus"}),
        personal(salt=bytes(32)),
        personal(payload=[]),
        personal(payload=None),
        personal(payload={"text": 1.5}),
        personal(leaf=LEAVES[0]),
        receipt(extra=b""),
        receipt(extra=b"\xff"),
        receipt(extra=canonical({**ENTRY, "agency": "lain"})),
        receipt(extra=b"[" * 100_000),
        receipt(extra=b'{"leaf": 1}'),
        receipt(extra=b'{"leaf": "!", "salt": ""}'),
        receipt(0),
        receipt(2),
        receipt(3),
        receipt(4),
        receipt(origin="lain.example/log"),
        receipt().replace(b"index 1", b"index 0"),
        receipt().replace(b"index 1", b"index 5"),
        receipt().replace(b"\n5\n", b"\n6\n"),
        receipt()[:-1],
        receipt()[:-20],
        b"",
        b"\x00" * 1000,
        b"%PDF-1.7",
        b"x" * 3_000_000,
    ],
)
def test_anything_else_is_refused_in_one_line(data: bytes, kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write_bytes(data)
    assert main([str(kept), "--key", KEY.vkey]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith("tanggap verify: ")


@pytest.mark.parametrize(
    "key", [STRANGER.vkey, KEY.vkey[:-1], KEY.vkey.replace("kota", "desa"), "", "\udcff", "x" * 9999]
)
def test_a_receipt_is_not_taken_on_another_key(key: str, kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(kept), "--key", key]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_every_key_of_the_log_may_be_given_as_served(kept: Path) -> None:
    assert main([str(kept), "--key", f"{STRANGER.vkey}\n{KEY.vkey}\n"]) == 0


@pytest.mark.parametrize("name", ["nothing-there.tlog-proof", ".", "bad\x00name", "a\nb\x1b[31m"])
def test_a_missing_or_impossible_file_is_refused_in_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([name, "--key", KEY.vkey]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "\x1b" not in said


def test_a_policy_can_stand_in_for_the_key(kept: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy"
    policy.write_text(f"log {KEY.vkey}\nquorum none\n")
    assert main([str(kept), "--policy", str(policy)]) == 0
    policy.write_text(f"log {STRANGER.vkey}\nquorum none\n")
    assert main([str(kept), "--policy", str(policy)]) == 1


def test_a_policy_asks_for_more_than_the_key(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    witness = NoteKey("saksi.example", STRANGER.public, 4)
    (tmp_path / "policy").write_text(f"witness saksi {witness.vkey}\nquorum saksi\n")
    assert main([str(kept), "--key", KEY.vkey, "--policy", str(tmp_path / "policy")]) == 1
    assert "too few witnesses" in capsys.readouterr().err


@pytest.mark.parametrize("policy", ["missing", "."])
def test_a_policy_that_cannot_be_read_is_refused(policy: str, kept: Path) -> None:
    assert main([str(kept), "--policy", str(kept.parent / policy)]) == 1


@pytest.mark.parametrize("argv", [[], ["file"], ["--key", KEY.vkey], ["file", "--nonsense"]])
def test_wrong_usage_is_status_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert "usage" in capsys.readouterr().err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_no_byte_of_a_receipt_can_be_changed_to_say_something_else(place: int, noise: bytes) -> None:
    true = personal()
    place %= len(true)
    changed = true[:place] + noise + true[place + len(noise) :]
    try:
        proven = check_receipt(changed, [KEY])
    except ProofError:
        return
    assert (proven.entry, proven.index, proven.private) == (ENTRY, 1, WORDS)
