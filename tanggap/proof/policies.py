"""Whom a verifier trusts: logs, witnesses and how many of them, as c2sp.org/tlog-policy writes it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tanggap.proof.checkpoints import TreeHead, read_decimal
from tanggap.proof.errors import ProofError
from tanggap.proof.notes import ED25519, ED25519_COSIGNATURE, Note, NoteKey, is_signature, read_vkey, signed_by

NONE = "none"
MAX_POLICY_BYTES = 200_000
_TIMESTAMP_BYTES = 8


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these members make the group count as a witness."""

    threshold: int
    members: Sequence[str]


@dataclass(slots=True)
class Policy:
    """Trusted logs and witnesses; `quorum` names the witness or group that must have cosigned, or `none`."""

    logs: list[NoteKey] = field(default_factory=list)
    witnesses: dict[str, NoteKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = ""


def write_policy(logs: Iterable[NoteKey], url: str) -> str:
    """A policy that trusts these logs and asks for no witness (tlog-policy, "Defining a log")."""
    return "".join(f"log {key.vkey} {url}\n" for key in logs) + f"quorum {NONE}\n"


def check_policy(policy: Policy, note: Note, head: TreeHead) -> list[str]:
    """The names of the witnesses that cosigned; ProofError unless a listed log signed and the quorum is met."""
    if policy.logs and not any(key.name == head.origin for key in signed_by(note, policy.logs)):
        raise ProofError(f"{head.origin} did not sign with a key that the policy lists")
    present = [name for name, key in policy.witnesses.items() if has_cosigned(key, note)]
    if policy.quorum != NONE and not _is_witnessed(policy, policy.quorum, present):
        raise ProofError(f"too few witnesses signed: the policy asks for {policy.quorum}")
    return present


def has_cosigned(key: NoteKey, note: Note) -> bool:
    """Whether the witness cosigned the checkpoint (tlog-cosignature, "Ed25519 signed message").

    Other kinds of key count as absent, which can only make a policy harder to meet.
    """
    if key.kind != ED25519_COSIGNATURE:
        return False
    lines = note.by(key)
    for line in lines:
        time = int.from_bytes(line.signature[:_TIMESTAMP_BYTES], "big")
        message = f"cosignature/v1\ntime {time}\n{note.text}".encode()
        if not is_signature(key.public, line.signature[_TIMESTAMP_BYTES:], message):
            raise ProofError(f"the signature of the witness {key.name} is false")
    return bool(lines)


def read_policy(data: bytes) -> Policy:
    """Read a policy file (tlog-policy, "Policy file syntax and structure"). Raises ProofError naming the line."""
    if len(data) > MAX_POLICY_BYTES or any((b < 0x20 and b not in b"\t\n") or b == 0x7F for b in data):
        raise ProofError("this is no policy file")
    policy = Policy()
    # Bytes beyond ASCII are opaque to a policy, so those that are not UTF-8 are carried along.
    for number, line in enumerate(data.decode(errors="surrogateescape").split("\n"), 1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if words and not words[0].startswith("#"):
            try:
                _read_line(policy, words)
            except ProofError as error:
                raise ProofError(f"policy, line {number}: {error}") from error
    if not policy.quorum:
        raise ProofError("the policy has no quorum line")
    return policy


def _read_line(policy: Policy, words: list[str]) -> None:
    match words:
        case ["log", vkey] | ["log", vkey, _]:
            policy.logs.append(_new_key(policy.logs, vkey, not_a=ED25519_COSIGNATURE))
        case ["witness", name, vkey] | ["witness", name, vkey, _]:
            _refuse_known(policy, name)
            policy.witnesses[name] = _new_key(policy.witnesses.values(), vkey, not_a=ED25519)
        case ["group", name, threshold, _, *_]:
            _refuse_known(policy, name)
            policy.groups[name] = _read_group(policy, threshold, words[3:])
        case ["quorum", name] if not policy.quorum:
            if name != NONE and not _is_known(policy, name):
                raise ProofError("it asks for a witness or group that no line before it names")
            policy.quorum = name
        case _:
            raise ProofError("it is no log, witness, group or single quorum line")


def _new_key(known: Iterable[NoteKey], vkey: str, not_a: int) -> NoteKey:
    key = read_vkey(vkey)
    if key.kind == not_a:
        raise ProofError("the key is of the wrong type for its role")
    if any(other.public == key.public for other in known):
        raise ProofError("the same key stands there twice")
    return key


def _read_group(policy: Policy, threshold: str, members: list[str]) -> Group:
    taken = {member for group in policy.groups.values() for member in group.members}
    for member in members:
        if not _is_known(policy, member) or member in taken:
            raise ProofError("a member is unknown or in a group already")
        taken.add(member)
    named = {"any": 1, "all": len(members)}
    needed = named[threshold] if threshold in named else read_decimal(threshold)
    if not 1 <= needed <= len(members):
        raise ProofError("it asks for more members than it has, or for none")
    return Group(needed, tuple(members))


def _is_witnessed(policy: Policy, name: str, present: Sequence[str]) -> bool:
    # Groups name only what stands before them, so this ends; a long chain of groups is walked once each.
    counted: dict[str, bool] = {witness: witness in present for witness in policy.witnesses}
    for group_name, group in policy.groups.items():
        counted[group_name] = sum(counted[member] for member in group.members) >= group.threshold
    return counted[name]


def _refuse_known(policy: Policy, name: str) -> None:
    if name == NONE or _is_known(policy, name):
        raise ProofError("its name is taken")


def _is_known(policy: Policy, name: str) -> bool:
    known: tuple[Mapping[str, object], ...] = (policy.witnesses, policy.groups)
    return any(name in names for names in known)
