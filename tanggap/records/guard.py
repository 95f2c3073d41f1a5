"""The one promise that the record may never break: what was published stays true."""

from __future__ import annotations

from collections.abc import Iterator

from tanggap.proof.checkpoints import TreeHead, read_tree_head
from tanggap.proof.errors import ProofError
from tanggap.proof.notes import read_note
from tanggap.proof.tree import Node, tree_root
from tanggap.records.copies import newest_copy
from tanggap.records.errors import LogContradiction
from tanggap.records.models import Log
from tanggap.records.queries import log_keys, newest_checkpoint, stored_nodes, the_log


def trusted_log() -> Log:
    """The log, after its stored tiles were found to lead to its root and to what was published last.

    Raises LogContradiction.
    """
    # What was published is read before the log: another sequencer may go on in between, and never the other way.
    published = list(_published())
    log, node = the_log(), stored_nodes()
    for head in [TreeHead(log.origin, log.size, bytes(log.root)), *published]:
        _check_head(head, log, node)
    return log


def _published() -> Iterator[TreeHead]:
    newest = newest_checkpoint()
    if newest:
        yield read_tree_head(read_note(newest.note.encode()).text)
    copy = newest_copy(log_keys(the_log())[0])
    if copy:
        yield copy


def _check_head(head: TreeHead, log: Log, node: Node) -> None:
    if head.size > log.size:
        raise LogContradiction(f"{head.size} entries were published and the database has {log.size}: it was put back")
    try:
        root = tree_root(head.size, node)
    except ProofError as error:
        raise LogContradiction(f"the tiles of the record do not reach {head.size} entries") from error
    if root != head.root or head.origin != log.origin:
        raise LogContradiction(f"another tree of {head.size} entries was published than the database has")
