"""Every word that a person can see exists in Indonesian, with the same blanks, and is compiled."""

from __future__ import annotations

import gettext
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.source import ROOT, tracked_files

KEYWORDS = [
    "_",
    "gettext_lazy",
    "gettext_noop",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "pgettext_lazy:1c,2",
    "npgettext:1c,2,3",
    "npgettext_lazy:1c,2,3",
]
BLANK = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str | None, str]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> set[Key]:
    """Every text that the code and the templates ask a translation for."""
    return texts_in_the_source(tmp_path_factory.mktemp("texts"))


def test_every_text_is_translated(used: set[Key]) -> None:
    translated = {key for _, message in messages() for key in [key_of(message)] if is_complete(message)}
    assert sorted(text for _, text in used - translated) == []


def test_no_translation_is_without_a_use(used: set[Key]) -> None:
    unused = [(str(path), message.id) for path, message in messages() if key_of(message) not in used]
    assert unused == []


def test_a_translation_has_the_blanks_of_its_text() -> None:
    assert [message.id for _, message in messages() if is_complete(message) and not blanks_agree(message)] == []


def test_the_same_text_is_translated_alike_in_every_room() -> None:
    found: dict[Key, set[str]] = {}
    for _, message in messages():
        if is_complete(message):
            found.setdefault(key_of(message), set()).add(str(message.string))
    assert {text: ways for (_, text), ways in found.items() if len(ways) > 1} == {}


@pytest.mark.parametrize("path", [path for path in tracked_files() if path.suffix == ".po"], ids=str)
def test_the_catalogue_is_sound_and_its_compiled_form_is_fresh(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.mo"
    done = subprocess.run(["msgfmt", "-c", "-o", made, ROOT / path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert entries(made) == entries(ROOT / path.with_suffix(".mo"))


def texts_in_the_source(folder: Path) -> set[Key]:
    """Let xgettext read the code and the templates, as Django's own `makemessages` does."""
    if shutil.which("xgettext") is None:
        pytest.skip("missing package: gettext")
    names = [_copy_for_xgettext(path, folder, n) for n, path in enumerate(sources())]
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--output=all.pot", *keywords, *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    # xgettext leaves the rule of the plural to be filled in.
    made = (folder / "all.pot").read_text().replace("INTEGER", "2").replace("EXPRESSION", "(n != 1)")
    return {key_of(message) for message in read_po(io.StringIO(made)) if message.id}


def _copy_for_xgettext(path: Path, folder: Path, number: int) -> str:
    text = (ROOT / path).read_text()
    name = f"{number}.py"
    (folder / name).write_text(text if path.suffix == ".py" else templatize(text))
    return name


def sources() -> list[Path]:
    """The files whose words are shown to people."""
    ours = [path for path in tracked_files() if path.parts[0] == "tanggap" and "migrations" not in path.parts]
    return [path for path in ours if path.suffix in (".py", ".html", ".txt")]


@cache
def catalogues() -> list[tuple[Path, Catalog]]:
    """Every catalogue of the repository."""
    paths = [path for path in tracked_files() if path.suffix == ".po"]
    return [(path, read_po((ROOT / path).open("rb"))) for path in paths]


def messages() -> Iterator[tuple[Path, Message]]:
    """Every entry of every catalogue."""
    return ((path, message) for path, catalogue in catalogues() for message in catalogue if message.id)


def key_of(message: Message) -> Key:
    """What a text is looked up by: its context and its (first) form."""
    return (message.context, message.id if isinstance(message.id, str) else message.id[0])


def is_complete(message: Message) -> bool:
    """Whether every form is there and nobody marked it as a guess."""
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return bool(forms) and all(forms) and not message.fuzzy


def blanks_agree(message: Message) -> bool:
    """Whether each form of the translation holds only blanks of the text, and the text's in full."""
    texts = (message.id,) if isinstance(message.id, str) else message.id
    forms = (message.string,) if isinstance(message.string, str) else message.string
    wanted = set(BLANK.findall(texts[-1]))
    return all(set(BLANK.findall(form)) == wanted for form in forms)


def entries(path: Path) -> dict[object, str]:
    """What a compiled catalogue holds."""
    with open(path, "rb") as file:
        catalogue = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    return {key: text for key, text in catalogue.items() if key != ""}
