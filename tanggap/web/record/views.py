"""Views of the record: bytes in published formats, for programs. Pages about it are elsewhere."""

from __future__ import annotations

import gzip
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tanggap.base.ids import read_tracking_id
from tanggap.proof.errors import ProofError
from tanggap.proof.policies import write_policy
from tanggap.proof.proofs import SUFFIX
from tanggap.proof.tiles import TilePlace, pack_bundle, read_tile_name
from tanggap.records.models import Entry
from tanggap.records.queries import (
    entry_at,
    log_keys,
    newest_checkpoint,
    opening_of,
    published_leaves,
    published_tile,
    the_log,
)
from tanggap.records.receipts import public_receipt

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
A_SECOND = "public, max-age=1"
MAX_LEVEL = 63
_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")


@require_safe
def show_checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed tree head (tlog-tiles, "Checkpoints")."""
    checkpoint = newest_checkpoint()
    if checkpoint is None:
        raise Http404
    return _answer(checkpoint.note.encode(), TEXT, A_SECOND)


@require_safe
def show_keys(request: HttpRequest) -> HttpResponse:
    """The log's verifier keys, one a line; each signs every checkpoint."""
    lines = "".join(f"{key.vkey}\n" for key in log_keys(the_log()))
    return _answer(lines.encode(), TEXT, A_SECOND)


@require_safe
def show_policy(request: HttpRequest) -> HttpResponse:
    """The log as a policy line, for information: trust comes from the verifier's own policy."""
    policy = write_policy(log_keys(the_log()), f"{settings.BASE_URL}/log")
    return _answer(policy.encode(), TEXT, A_SECOND)


@require_safe
def show_tile(request: HttpRequest, level: int, name: str) -> HttpResponse:
    """Hashes of the tree (tlog-tiles, "Merkle Tree")."""
    # `<int>` takes 007 too, and a tile has one name only.
    if level > MAX_LEVEL or f"/tile/{level}/" not in request.path:
        raise Http404
    hashes = published_tile(level, _place(name))
    if hashes is None:
        raise Http404
    return _answer(hashes, BYTES, FOR_EVER)


@require_safe
def show_entries(request: HttpRequest, name: str) -> HttpResponse:
    """A bundle of entries (tlog-tiles, "Log entries"), compressed for whoever can read that."""
    leaves = published_leaves(_place(name))
    if leaves is None:
        raise Http404
    bundle, packed = pack_bundle(leaves), "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    response = _answer(gzip.compress(bundle, mtime=0) if packed else bundle, BYTES, FOR_EVER)
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


@require_safe
def show_receipt(request: HttpRequest, name: str) -> HttpResponse:
    """The public receipt of a case's opening (by tracking id) or of any entry (by its place in the log)."""
    kept_as, entry = _entry_named(name)
    receipt = public_receipt(entry) if entry else None
    if receipt is None:
        response = HttpResponse("There is no such receipt, or not yet.\n", TEXT, status=404)
        if entry is not None:
            response.headers["Retry-After"] = "1"
        return response
    response = _answer(receipt.encode(), TEXT, A_SECOND)
    response.headers["Content-Disposition"] = f'attachment; filename="{kept_as}{SUFFIX}"'
    return response


def _entry_named(name: str) -> tuple[str, Entry | None]:
    if _INDEX.fullmatch(name):
        return name, entry_at(int(name))
    tracking_id = read_tracking_id(name) or ""
    return tracking_id, opening_of(tracking_id) if tracking_id else None


def _place(name: str) -> TilePlace:
    try:
        return read_tile_name(name)
    except ProofError as error:
        raise Http404 from error


def _answer(body: bytes, content_type: str, caching: str) -> HttpResponse:
    response = HttpResponse(body, content_type)
    response.headers["Content-Length"] = str(len(body))
    response.headers["Cache-Control"] = caching
    # Anybody's page may check the record in a browser.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
