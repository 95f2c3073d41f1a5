"""Policies: which logs and witnesses a verifier trusts, and how many of them must have signed."""

from __future__ import annotations

import base64
import contextlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tanggap.proof.checkpoints import TreeHead
from tanggap.proof.errors import ProofError
from tanggap.proof.notes import ED25519_COSIGNATURE, Note, NoteKey, read_note, sign_note
from tanggap.proof.policies import Policy, check_policy, has_cosigned, read_policy, write_policy

HEAD = TreeHead("example.com/log", 7, bytes(32))
LOG_PRIVATE = bytes([1]) * 32
LOG = NoteKey(HEAD.origin, Ed25519PrivateKey.from_private_bytes(LOG_PRIVATE).public_key().public_bytes_raw())
WITNESSES = {
    name: NoteKey(
        f"witness.example/{name}",
        Ed25519PrivateKey.from_private_bytes(name.encode() * 16).public_key().public_bytes_raw(),
        ED25519_COSIGNATURE,
    )
    for name in ("X1", "X2", "X3", "Y1", "Y2")
}
LINES = [f"witness {name} {key.vkey}" for name, key in WITNESSES.items()]
EXAMPLE = "\n".join(
    [
        "# the shape of the specification's example",
        f"log {LOG.vkey} https://example.com/log",
        *LINES,
        "group X 2 X1 X2 X3",
        "\tgroup  Y any Y1 Y2 ",
        "",
        "group both all X Y",
        "quorum both",
        "",
    ]
)


@pytest.mark.parametrize(
    ("signers", "enough"),
    [
        (["X1", "X3", "Y2"], True),
        (["X1", "X2", "X3", "Y1", "Y2"], True),
        (["X1", "Y1", "Y2"], False),
        (["X1", "X2"], False),
        ([], False),
    ],
)
def test_the_quorum_of_groups_is_counted(signers: list[str], enough: bool) -> None:
    try:
        assert check_policy(read_policy(EXAMPLE.encode()), cosigned(*signers), HEAD) == signers
        assert enough
    except ProofError:
        assert not enough


def test_a_single_witness_can_be_the_quorum() -> None:
    policy = read_policy(f"{LINES[0]}\nquorum X1\n".encode())
    assert check_policy(policy, cosigned("X1"), HEAD) == ["X1"]
    with pytest.raises(ProofError, match="too few"):
        check_policy(policy, cosigned("X2"), HEAD)


def test_a_log_that_is_not_listed_is_refused() -> None:
    other = NoteKey(LOG.name, WITNESSES["X1"].public)
    with pytest.raises(ProofError, match="did not sign"):
        check_policy(read_policy(f"log {other.vkey}\nquorum none\n".encode()), cosigned(), HEAD)


def test_a_policy_without_logs_leaves_them_to_its_user() -> None:
    assert check_policy(read_policy(b"quorum none\n"), cosigned(), HEAD) == []


def test_the_policy_that_the_log_serves_can_be_read() -> None:
    policy = read_policy(write_policy([LOG], "https://example.com/log").encode())
    assert policy == Policy([LOG], {}, {}, "none")


def test_a_false_cosignature_of_a_known_witness_is_refused() -> None:
    note = cosigned("X1")
    false = Note(note.text.replace("7", "8"), note.signatures)
    with pytest.raises(ProofError, match="false"):
        has_cosigned(WITNESSES["X1"], false)


def test_a_witness_of_a_kind_that_is_unknown_counts_as_absent() -> None:
    future = NoteKey("witness.example/X1", bytes(1312), 6)
    policy = read_policy(f"witness W {future.vkey}\nquorum W\n".encode())
    with pytest.raises(ProofError, match="too few"):
        check_policy(policy, cosigned("X1"), HEAD)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no quorum"),
        (f"log {LOG.vkey}\n", "no quorum"),
        ("quorum none\nquorum none\n", "line 2"),
        (f"quorum X1\n{LINES[0]}\n", "line 1"),
        (f"log {LOG.vkey}\nlog {LOG.vkey}\nquorum none\n", "twice"),
        (f"{LINES[0]}\n{LINES[0]}\nquorum none\n", "taken"),
        (f"{LINES[0]}\n{LINES[0].replace('witness X1', 'witness Z')}\nquorum none\n", "twice"),
        (f"{LINES[0].replace('witness X1', 'witness none')}\nquorum none\n", "taken"),
        (f"{LINES[0]}\ngroup g 2 X1\nquorum g\n", "more members"),
        (f"{LINES[0]}\ngroup g 0 X1\nquorum g\n", "more members"),
        (f"{LINES[0]}\ngroup g 01 X1\nquorum g\n", "decimal"),
        (f"{LINES[0]}\ngroup g any X1 X1\nquorum g\n", "already"),
        (f"{LINES[0]}\ngroup g any X1\ngroup h any X1\nquorum h\n", "already"),
        ("group g any none\nquorum g\n", "unknown"),
        ("group g any\nquorum g\n", "line 1"),
        (f"log {WITNESSES['X1'].vkey}\nquorum none\n", "wrong type"),
        (f"witness W {LOG.vkey}\nquorum W\n", "wrong type"),
        ("quorum none\r\n", "no policy"),
        ("trust everybody\n", "line 1"),
    ],
)
def test_a_policy_that_means_nothing_is_refused_and_says_where(text: str, why: str) -> None:
    with pytest.raises(ProofError, match=why):
        read_policy(text.encode())


def test_names_beyond_ascii_are_opaque() -> None:
    policy = read_policy(
        LINES[0].replace("witness X1", "witness \udce2").encode(errors="surrogateescape") + b"\nquorum \xe2\n"
    )
    assert check_policy(policy, cosigned("X1"), HEAD) == ["\udce2"]


@given(st.lists(st.sampled_from([*EXAMPLE.split("\n"), "group a any X1 X2", "quorum none", "log"]), max_size=12))
def test_any_lines_are_a_policy_or_refused(lines: list[str]) -> None:
    with contextlib.suppress(ProofError):
        check_policy(read_policy("\n".join(lines).encode()), cosigned("X1"), HEAD)


def cosigned(*witnesses: str) -> Note:
    """The checkpoint with the log's signature and those of these witnesses."""
    note = sign_note(HEAD.text, [(LOG.name, LOG_PRIVATE)])
    for name in witnesses:
        message = f"cosignature/v1\ntime 1679315147\n{HEAD.text}".encode()
        signature = Ed25519PrivateKey.from_private_bytes(name.encode() * 16).sign(message)
        key = WITNESSES[name]
        data = key.key_id + (1679315147).to_bytes(8, "big") + signature
        note += f"— {key.name} {base64.b64encode(data).decode()}\n"
    return read_note(note.encode())
