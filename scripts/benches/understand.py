"""How well and how fast posts are understood: kind, danger, language, µs a post (--data FOLDER).

Measured against labelled posts that are not part of the project: `labels.csv` (text, kind, urgency, key) and, by
language, `sentiment/nusax_LANGUAGE_*.csv` (text). Only figures are printed, never a text. While the word lists were
written, half of the labelled posts were looked at (those whose key's CRC-32 is even); the other half was only counted,
and its figures are the honest ones.
"""

from __future__ import annotations

import csv
import statistics
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from scripts.bench_run import Figure
from tanggap.inbox.text import Lexicon, language_of, near_digests, normalise, read_text, text_digest, vocabulary

ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = ROOT / "tanggap" / "rules" / "packs" / "words-id.toml"
DATA = "../shared/data"
RUNS = 5
LANGUAGES = {"id": "indonesian", "jv": "javanese", "su": "sundanese", "en": "english"}
# What the labels call our kinds.
LABELS = {"information": "information_request", "thanks": "appreciation", "chat": "other", "unclear": "other"}
ASKS = {"complaint", "aspiration", "information_request"}
OPENS_A_CASE = {"complaint", "aspiration", "information", "unclear"}
# Twenty agencies with twenty keywords each, as an installation may have.
KEYWORDS = Lexicon({f"{agency}": [f"urusan{agency} bagian{word}" for word in range(20)] for agency in range(20)})


def run(arguments: Sequence[str]) -> Iterator[Figure]:
    """Quality on the posts that were not looked at and on all, then the time that each part takes."""
    folder = Path(arguments[arguments.index("--data") + 1] if "--data" in arguments else ROOT / DATA)
    if not (folder / "labels.csv").exists():
        raise SystemExit(f"understand: there are no labelled posts in {folder}; name their folder with --data")
    labelled = list(_rows(folder / "labels.csv"))
    words = vocabulary(tomllib.loads(WORDS.read_text()))
    unseen = [row for row in labelled if crc32(row["key"].encode()) % 2]
    yield from _quality("not looked at", unseen, words)
    yield from _quality("all", labelled, words)
    yield from _languages(folder)
    yield from _times([row["text"] for row in labelled], words)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _quality(which: str, rows: Sequence[dict[str, str]], words: Lexicon) -> Iterator[Figure]:
    read = [read_text(row["text"], words, KEYWORDS) for row in rows]
    kinds = [(row["kind"], LABELS.get(r.kind, r.kind)) for row, r in zip(rows, read)]
    cases = [(row["kind"] in ASKS, r.kind in OPENS_A_CASE) for row, r in zip(rows, read)]
    dangers = [(row["urgency"] == "danger", r.urgency == "danger") for row, r in zip(rows, read)]
    note = f"{which}: {len(rows)} posts"
    yield Figure("kind, accuracy", _share(kinds), "", note=note)
    yield Figure("kind, macro-F1", statistics.mean(_f1(kinds, kind) for kind in {k for k, _ in kinds}), "", note=note)
    yield Figure("case or conversation, accuracy", _share(cases), "", note=note)
    yield Figure("case, recall", _recall(cases), "", note=note)
    yield Figure("danger, recall", _recall(dangers), "", note=f"{note}, {sum(d for d, _ in dangers)} in danger")
    yield Figure("danger, precision", _recall([(told, true) for true, told in dangers]), "", note=note)


def _languages(folder: Path) -> Iterator[Figure]:
    told: list[tuple[str, str]] = []
    for code, name in LANGUAGES.items():
        files = sorted((folder / "sentiment").glob(f"nusax_{name}_*.csv"))
        told += [(code, language_of(row["text"])[0]) for file in files for row in _rows(file)]
    if not told:
        return
    counted = Counter(code for code, _ in told)
    yield Figure("language, accuracy", _share(told), "", note=f"{len(told)} sentences")
    for code in LANGUAGES:
        yield Figure(f"language, F1 {code}", _f1(told, code), "", note=f"{counted[code]} sentences")


def _times(texts: list[str], words: Lexicon) -> Iterator[Figure]:
    normal = [normalise(text) for text in texts]
    parts: dict[str, tuple[Callable[[Any], object], Sequence[Any]]] = {
        "understand a post": (lambda text: read_text(text, words, KEYWORDS, "id"), texts),
        "of it, words": (normalise, texts),
        "of it, language": (language_of, normal),
        "of it, lists": (words.find, normal),
        "same-text digest": (text_digest, normal),
        "near-duplicate digests": (near_digests, normal),
    }
    length = statistics.mean(text.length for text in normal)
    for name, (act, given) in parts.items():
        runs = [_microseconds(act, given) for _ in range(RUNS)]
        aim = "≤ 150 µs" if name == "understand a post" else ""
        yield Figure(name, statistics.median(runs), "µs", aim=aim, runs=runs, note=f"{length:.0f} words a post")


def _microseconds(act: Callable[[Any], object], given: Sequence[Any]) -> float:
    started = time.process_time()
    for text in given:
        act(text)
    return round((time.process_time() - started) / len(given) * 1e6, 1)


def _share(pairs: Sequence[tuple[object, object]]) -> float:
    return round(sum(true == told for true, told in pairs) / len(pairs), 3)


def _recall(pairs: Sequence[tuple[bool, bool]]) -> float:
    relevant = [told for true, told in pairs if true]
    return round(sum(relevant) / len(relevant), 3) if relevant else 1.0


def _f1(pairs: Sequence[tuple[str, str]], label: str) -> float:
    right = sum(true == told == label for true, told in pairs)
    either = sum((true == label) + (told == label) for true, told in pairs)
    return round(2 * right / either, 3) if either else 0.0
