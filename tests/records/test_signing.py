"""Documents that the log's key vouches for."""

from __future__ import annotations

import base64

import pytest

from tanggap.base.crypto import canonical
from tanggap.proof.notes import NoteKey, is_signature, read_vkey
from tanggap.records.models import Log
from tanggap.records.signing import sign_document


def test_a_document_is_signed_with_the_key_that_the_log_shows(log: Log, key: NoteKey) -> None:
    text = canonical({"accounts": []})
    signature, vkey = sign_document(text)
    assert read_vkey(vkey) == key
    assert is_signature(key.public, base64.b64decode(signature), text)


def test_what_could_pass_for_a_checkpoint_is_not_signed(log: Log) -> None:
    with pytest.raises(ValueError, match="JSON object"):
        sign_document(b"kota.example/log\n1\nAAAA\n")
