"""Signed notes against the reference implementation's key and note, and against anything else."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.proof.errors import ProofError
from tanggap.proof.notes import NoteKey, read_base64, read_note, read_vkey, sign_note, signed_by

# From golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
PETER_PRIVATE = read_base64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
FALSE_LINE = PETER_LINE[:60] + "ABCD" + PETER_LINE[60:]


def test_a_note_is_signed_as_the_reference_signs_it() -> None:
    assert sign_note(TEXT, [("PeterNeumann", PETER_PRIVATE)]) == f"{TEXT}\n{PETER_LINE}"


def test_a_key_is_written_as_it_was_read() -> None:
    assert read_vkey(PETER).vkey == PETER


def test_the_known_keys_that_signed_are_found() -> None:
    note = read_note(f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}".encode())
    assert note.text == TEXT
    assert signed_by(note, [read_vkey(PETER)]) == [read_vkey(PETER)]
    assert signed_by(note, [read_vkey(ENOCH), read_vkey(PETER)]) == [read_vkey(ENOCH), read_vkey(PETER)]


def test_an_unknown_signature_is_passed_over() -> None:
    assert signed_by(read_note(f"{TEXT}\n{PETER_LINE}".encode()), [read_vkey(ENOCH)]) == []


@pytest.mark.parametrize("lines", [FALSE_LINE, PETER_LINE + FALSE_LINE, FALSE_LINE + PETER_LINE])
def test_a_false_signature_of_a_known_key_condemns_the_note(lines: str) -> None:
    with pytest.raises(ProofError, match="false"):
        signed_by(read_note(f"{TEXT}\n{lines}".encode()), [read_vkey(PETER)])


def test_a_changed_text_is_noticed() -> None:
    with pytest.raises(ProofError):
        signed_by(read_note(f"{TEXT}.\n\n{PETER_LINE}".encode()), [read_vkey(PETER)])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        TEXT.encode(),
        f"{TEXT}\n".encode(),
        f"{TEXT}\n{PETER_LINE}"[:-1].encode(),
        f"\x01{TEXT}\n{PETER_LINE}".encode(),
        b"\xff" + f"{TEXT}\n{PETER_LINE}".encode(),
        f"{TEXT}\n{PETER_LINE}Unexpected line.\n".encode(),
        f"{TEXT}\n{PETER_LINE.replace('PeterNeumann', 'Bad Name')}".encode(),
        f"{TEXT}\n{PETER_LINE.replace('— ', '- ')}".encode(),
        f"{TEXT}\n— PeterNeumann x08gow==\n".encode(),
        f"{TEXT}\n{PETER_LINE * 101}".encode(),
        f"{TEXT}\n{PETER_LINE}".encode() + b"x" * 1_000_000,
    ],
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError):
        read_note(data)


def test_every_part_of_a_key_is_no_key() -> None:
    parts = {PETER[i:j] for i in range(len(PETER)) for j in range(i + 1, len(PETER) + 1)} - {PETER}
    assert [part for part in parts if is_key(part)] == []


def test_no_letter_of_a_key_can_be_changed() -> None:
    changed = [PETER[:i] + chr(ord(c) + 1) + PETER[i + 1 :] for i, c in enumerate(PETER)]
    assert [key for key in changed if is_key(key)] == []


def test_a_key_of_a_wrong_length_is_refused_though_its_id_fits() -> None:
    assert not is_key("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")


def test_a_key_of_an_unknown_kind_signs_nothing() -> None:
    stranger = read_vkey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert signed_by(read_note(f"{TEXT}\n{PETER_LINE}".encode()), [stranger]) == []


@pytest.mark.parametrize("text", ["no newline", "a\tb\n"])
def test_a_text_that_no_note_may_have_is_not_signed(text: str) -> None:
    with pytest.raises(ProofError):
        sign_note(text, [("PeterNeumann", PETER_PRIVATE)])


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb"])
def test_a_name_that_no_key_may_have_is_refused(name: str) -> None:
    with pytest.raises(ProofError):
        sign_note(TEXT, [(name, PETER_PRIVATE)])


@given(st.text(min_size=1).map(lambda text: "".join(c for c in text if c >= " " or c == "\n") + "\n"))
def test_whatever_is_signed_can_be_read_and_checked(text: str) -> None:
    try:
        note = sign_note(text, [("PeterNeumann", PETER_PRIVATE)]).encode()
    except UnicodeEncodeError:
        return
    assert read_note(note).text == text
    assert signed_by(read_note(note), [read_vkey(PETER)])


@given(st.binary(max_size=300))
def test_any_bytes_are_a_note_or_refused(data: bytes) -> None:
    with contextlib.suppress(ProofError):
        read_note(data + f"\n\n{PETER_LINE}".encode())


@given(st.text(max_size=80))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    with contextlib.suppress(ProofError):
        assert isinstance(read_vkey(text), NoteKey)


def is_key(text: str) -> bool:
    """Whether a verifier would take this for a key that it can use."""
    try:
        return read_vkey(text).kind == 1
    except ProofError:
        return False
