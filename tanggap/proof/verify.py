"""`tanggap verify`: check a receipt offline. Needs no database and no Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tanggap.base.crypto import NotCanonical, digest_of
from tanggap.proof.checkpoints import TreeHead, read_tree_head
from tanggap.proof.errors import ProofError
from tanggap.proof.notes import NoteKey, read_base64, read_note, read_vkey, signed_by
from tanggap.proof.policies import Policy, check_policy, read_policy
from tanggap.proof.proofs import read_proof
from tanggap.proof.tree import hash_leaf, root_from_inclusion

MAX_RECEIPT_BYTES = 2_000_000
DONE, REFUSED, WRONG_USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Proven:
    """What a receipt has proven: the entry, its place, the signed head, and words that match its digest."""

    entry: dict[str, Any]
    index: int
    head: TreeHead
    signers: Sequence[NoteKey]
    witnesses: Sequence[str]
    private: dict[str, Any] | None


def main(argv: Sequence[str]) -> int:
    """Run the command. Returns 0 when the receipt is true, 1 with one line when it is not, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="tanggap verify", description="Check a receipt of the record, offline.")
    parser.add_argument("file", metavar="FILE", help="the receipt, a .tlog-proof file")
    parser.add_argument("--key", action="append", default=[], metavar="VKEY", help="the log's verifier key")
    parser.add_argument("--policy", metavar="FILE", help="logs and witnesses to trust, as c2sp.org/tlog-policy")
    parser.add_argument("--json", action="store_true", help="print what was proven as JSON")
    try:
        given = parser.parse_args(list(argv))
        if not given.key and not given.policy:
            parser.error("give --key or --policy: a receipt cannot vouch for itself")
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        policy = read_policy(_read_file(given.policy)) if given.policy else None
        proven = check_receipt(_read_file(given.file), _read_keys(given.key), policy)
    except ProofError as error:
        print(_plain(f"tanggap verify: {given.file}: {error}"), file=sys.stderr)
        return REFUSED
    print(_as_json(proven) if given.json else _as_words(proven))
    return DONE


def check_receipt(data: bytes, keys: Sequence[NoteKey], policy: Policy | None = None) -> Proven:
    """Check everything that a receipt claims against keys that the caller trusts. Raises ProofError."""
    proof = read_proof(data)
    note = read_note(proof.checkpoint.encode())
    signers = signed_by(note, dict.fromkeys([*keys, *(policy.logs if policy else [])]))
    head = read_tree_head(note.text)
    if not any(key.name == head.origin for key in signers):
        raise ProofError("the receipt is of another record: no key that you trust signed it")
    if keys and not any(key in signers for key in keys):
        raise ProofError("the receipt is of another record: the key given did not sign it")
    witnesses = check_policy(policy, note, head) if policy else []
    leaf, private = _read_extra(proof.extra)
    if root_from_inclusion(hash_leaf(leaf), proof.index, head.size, proof.path) != head.root:
        raise ProofError("the entry is not in the record that was signed")
    entry = _read_entry(leaf)
    if private is not None:
        _check_private(entry, private)
    return Proven(entry, proof.index, head, signers, witnesses, private and private["payload"])


def _read_extra(extra: bytes) -> tuple[bytes, dict[str, Any] | None]:
    """The leaf, and salt and payload of a personal receipt. Nothing of it is trusted yet."""
    found = _read_json(extra)
    if "leaf" not in found:
        return extra, None
    if not isinstance(found["leaf"], str) or not isinstance(found.get("salt"), str):
        raise ProofError("the receipt's private part is malformed")
    return read_base64(found["leaf"]), {"salt": read_base64(found["salt"]), "payload": found.get("payload")}


def _check_private(entry: dict[str, Any], private: dict[str, Any]) -> None:
    try:
        matches = entry["private"] == digest_of(private["salt"], private["payload"])
    except NotCanonical as error:
        raise ProofError("the receipt's private part is malformed") from error
    if not matches or not isinstance(private["payload"], dict):
        raise ProofError("the words in the receipt are not the words that were recorded")


def _read_entry(leaf: bytes) -> dict[str, Any]:
    entry = _read_json(leaf)
    if not all(isinstance(entry.get(name), str) for name in ("type", "time", "subject")) or "private" not in entry:
        raise ProofError("the entry is in the record but is none of Tanggap's")
    return entry


def _read_json(data: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ProofError("the receipt carries no entry") from error
    if not isinstance(found, dict):
        raise ProofError("the receipt carries no entry")
    return found


def _read_keys(given: Sequence[str]) -> list[NoteKey]:
    return [read_vkey(word) for text in given for word in (text.split() or [""])]


def _read_file(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            data = file.read(MAX_RECEIPT_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ProofError(f"cannot be read ({getattr(error, 'strerror', None) or error})") from error
    if len(data) > MAX_RECEIPT_BYTES:
        raise ProofError("too large to be a receipt")
    return data


def _as_words(proven: Proven) -> str:
    entry, head = proven.entry, proven.head
    lines = [
        f"True. Entry {proven.index} of the record {head.origin}: {entry['type']}, {entry['time']}, {entry['subject']}",
        f"Signed by {', '.join(key.name + '+' + key.key_id.hex() for key in proven.signers)} over {head.size} entries"
        + (f" and by the witnesses {', '.join(proven.witnesses)}." if proven.witnesses else "."),
    ]
    if proven.private is not None:
        lines.append("The private words in this receipt are the words that were recorded.")
    return "\n".join(_plain(line) for line in lines)


def _as_json(proven: Proven) -> str:
    found = {
        "index": proven.index,
        "origin": proven.head.origin,
        "size": proven.head.size,
        "signed_by": [key.vkey for key in proven.signers],
        "witnesses": list(proven.witnesses),
        "entry": proven.entry,
        "private": proven.private,
    }
    return json.dumps(found, ensure_ascii=True)


def _plain(line: str) -> str:
    """One line without anything that could steer a terminal."""
    return "".join(c if c.isprintable() else "�" for c in line)
