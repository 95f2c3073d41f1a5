"""Actions: one name each in the whole repository, a word of explanation, and never an authority by default."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.house.source import action_files, functions, python_files, syntax


def test_there_are_actions() -> None:
    assert len(public_actions()) > 20


def test_the_name_of_an_action_is_unique_in_the_repository() -> None:
    names = Counter(action.name for _, action in public_actions())
    elsewhere = {
        node.name
        for path in python_files()
        if path.parts[0] == "tanggap" and path not in action_files()
        for node in syntax(path).body
        if isinstance(node, ast.FunctionDef)
    }
    assert [name for name, times in names.items() if times > 1 or name in elsewhere] == []


def test_the_name_of_an_action_is_a_verb_and_a_noun() -> None:
    assert [f"{path}: {action.name}" for path, action in public_actions() if "_" not in action.name] == []


def test_every_action_says_what_it_does() -> None:
    assert [f"{path}: {action.name}" for path, action in public_actions() if not ast.get_docstring(action)] == []


def test_the_officer_who_acts_is_always_named_in_the_call() -> None:
    assert [f"{path}: {f.name}" for path in python_files() for f in functions(path) if officer_is_loose(path, f)] == []


def public_actions() -> list[tuple[Path, ast.FunctionDef]]:
    """Every action of every room with the file it stands in."""
    return [
        (path, node)
        for path in action_files()
        for node in syntax(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def officer_is_loose(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether an action takes `acting_officer` by position or has a default for it."""
    if path not in action_files() or function.name.startswith("_"):
        return False
    arguments = function.args
    by_name = dict(zip([a.arg for a in arguments.kwonlyargs], arguments.kw_defaults, strict=True))
    by_position = [a.arg for a in [*arguments.posonlyargs, *arguments.args]]
    return "acting_officer" in by_position or by_name.get("acting_officer") is not None


@pytest.mark.parametrize(
    ("source", "loose"),
    [
        ("def answer_case(case, *, acting_officer): ...", False),
        ("def answer_case(case, acting_officer): ...", True),
        ("def answer_case(case, *, acting_officer=None): ...", True),
    ],
)
def test_the_check_itself_sees_a_loose_officer(source: str, loose: bool) -> None:
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert officer_is_loose(action_files()[0], function) is loose
